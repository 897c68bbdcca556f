package ebs

import "yunque/internal/cloud"

// Chains of snapshots.
var (
	// DescribeSnapshotChainList lists snapshot chains (snapshot.DescribeSnapshotChainList).
	DescribeSnapshotChainList = cloud.ReadOf[DescribeSnapshotChainListRequest, DescribeSnapshotChainListResponse](snapshots.Get("DescribeSnapshotChainList"))
	// DescribeSnapshotChain shows a snapshot chain with its snapshots (snapshot.DescribeSnapshotChain).
	DescribeSnapshotChain = cloud.ReadOf[DescribeSnapshotChainRequest, DescribeSnapshotChainResponse](snapshots.Get("DescribeSnapshotChain"))
)

// DescribeSnapshotChainListRequest are the parameters of DescribeSnapshotChainList.
type DescribeSnapshotChainListRequest struct {
	AvailableZoneCode string `json:",omitempty"`           // filter: zone code
	RegionCode        string `json:",omitempty"`           // filter: region code
	DiskID            string `json:"DiskId,omitempty"`     // filter: disk id
	InstanceID        string `json:"InstanceId,omitempty"` // filter: cloud server id
	PageNumber        int    `json:",omitempty"`           // page number
	PageSize          int    `json:",omitempty"`           // items per page
}

// SnapshotChain stands in SnapshotChainList of DescribeSnapshotChainList.
type SnapshotChain struct {
	BillingMethod     string
	DiskID            cloud.ID `json:"DiskId"`
	DiskName          string
	DiskSize          cloud.Int // GB
	InstanceID        cloud.ID  `json:"InstanceId"`
	InstanceName      string
	SnapshotNumber    cloud.Int
	RegionCode        string
	AvailableZoneCode string
	DiskProperty      string
	SnapshotChainID   cloud.ID `json:"SnapshotChainId"`
	SnapshotSize      cloud.ID
	SnapshotNum       cloud.Int
}

// DescribeSnapshotChainListResponse is the answer of DescribeSnapshotChainList.
type DescribeSnapshotChainListResponse struct {
	SnapshotChainList cloud.List[SnapshotChain]
	cloud.Paged
}

// DescribeSnapshotChainRequest are the parameters of DescribeSnapshotChain.
type DescribeSnapshotChainRequest struct {
	DiskID          string    `json:"DiskId,omitempty"`          // disk id
	SnapshotChainID string    `json:"SnapshotChainId,omitempty"` // snapshot chain id
	PageNumber      cloud.Int `json:",omitempty"`                // page number
	PageSize        cloud.Int `json:",omitempty"`                // items per page
}

// DescribeSnapshotChainResponse is the answer of DescribeSnapshotChain.
type DescribeSnapshotChainResponse struct {
	DiskID          cloud.ID `json:"DiskId"`
	DiskName        string
	DiskSize        cloud.Int // GB
	InstanceID      cloud.ID  `json:"InstanceId"`
	InstanceName    string
	SnapshotSize    cloud.ID
	BillingMethod   string
	SnapshotChainID cloud.ID `json:"SnapshotChainId"`
	DiskProperty    string
	SnapshotNum     cloud.Int
	SnapshotList    cloud.List[Snapshot]
	cloud.Paged
}
