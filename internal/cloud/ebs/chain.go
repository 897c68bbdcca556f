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

// DescribeSnapshotChainListResponse is one page of chains.
type DescribeSnapshotChainListResponse struct {
	SnapshotChainList cloud.List[SnapshotChain]
	cloud.Paged
}

// SnapshotChain are the snapshots of one disk, counted. The size is a number or a text such as 46.47GB.
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
}

// DescribeSnapshotChainRequest are the parameters of DescribeSnapshotChain.
type DescribeSnapshotChainRequest struct {
	DiskID          string    `json:"DiskId,omitempty"`          // disk id
	SnapshotChainID string    `json:"SnapshotChainId,omitempty"` // snapshot chain id
	PageNumber      cloud.Int `json:",omitempty"`                // page number
	PageSize        cloud.Int `json:",omitempty"`                // items per page
}

// DescribeSnapshotChainResponse is one chain with a page of its snapshots.
type DescribeSnapshotChainResponse struct {
	DiskID          cloud.ID `json:"DiskId"`
	DiskName        string
	DiskSize        cloud.Int // GB
	InstanceID      cloud.ID  `json:"InstanceId"`
	InstanceName    string
	SnapshotSize    cloud.ID // 0.0 or 46.47GB
	BillingMethod   string
	SnapshotChainID cloud.ID `json:"SnapshotChainId"`
	DiskProperty    string
	SnapshotNum     cloud.Int
	SnapshotList    cloud.List[Snapshot]
	cloud.Paged
}
