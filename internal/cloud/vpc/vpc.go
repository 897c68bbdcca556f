package vpc

import "yunque/internal/cloud"

// Virtual private clouds.
var (
	// DescribeVPC lists VPCs (vpc.DescribeVPC).
	DescribeVPC = cloud.ReadOf[DescribeVPCRequest, DescribeVPCResponse](service.Post("DescribeVPC"))
	// CreateVPC creates a VPC (vpc.CreateVPC).
	CreateVPC = cloud.AsyncOf[CreateVPCRequest, CreateVPCResponse](service.Post("CreateVPC"), cloud.TrackVPC)
	// DeleteVPC deletes a VPC (vpc.DeleteVPC).
	DeleteVPC = cloud.AsyncOf[VPCRef, struct{}](service.Post("DeleteVPC"), cloud.TrackVPC)
	// UpdateVPCBandwidthType changes the bandwidth type of a VPC (edge nodes only) (vpc.UpdateVPCBandwidthType).
	UpdateVPCBandwidthType = cloud.WriteOf[UpdateVPCBandwidthTypeRequest, struct{}](service.Post("UpdateVPCBandwidthType"))
)

// DescribeVPCRequest are the parameters of DescribeVPC.
type DescribeVPCRequest struct {
	RegionCode string // region code (appendix 5)
	PageNumber int    `json:",omitempty"` // page number, from 1
	Keyword    string `json:",omitempty"` // filter: keyword (e.g. the VPC name)
}

// DescribeVPCResponse lists VPCs; the page size is not documented.
type DescribeVPCResponse struct {
	Total   cloud.Int
	VPCList cloud.List[VPC]
}

// VPC is one virtual private cloud.
type VPC struct {
	CreateTime    cloud.Time
	RegionCode    string
	Status        string
	VPCID         cloud.ID `json:"VPCId"`
	VPCName       string   `json:"VPCNmae"` // misspelt on the wire
	VPCSegment    string
	BandwidthType string
}

// CreateVPCRequest are the parameters of CreateVPC.
type CreateVPCRequest struct {
	RegionCode     string      // region code (appendix 5)
	VPCName        string      // name
	VPCSegment     string      // VPC segment (CIDR)
	VPCSegmentType string      // auto = a recommended segment, manual = your own
	SubnetList     []NewSubnet // subnets; at least one must be created with the VPC
}

// NewSubnet is one subnet to make.
type NewSubnet struct {
	AvailableZoneCode string // zone code (appendix 5)
	SubnetName        string // subnet name
	SubnetSegment     string // subnet segment (CIDR)
}

// CreateVPCResponse names the new VPC, its subnets and their tasks.
type CreateVPCResponse struct {
	SubnetIDList cloud.List[cloud.ID] `json:"SubnetIdList"`
	SubnetTaskID cloud.List[cloud.ID] `json:"SubnetTaskId"`
	VPCID        cloud.ID             `json:"VPCId"`
}

// VPCRef names one VPC.
type VPCRef struct {
	VPCID string `json:"VPCId"` // VPC id
}

// UpdateVPCBandwidthTypeRequest are the parameters of UpdateVPCBandwidthType.
type UpdateVPCBandwidthTypeRequest struct {
	VPCID string // VPC id (capital ID here)
	// bandwidth type (appendix 6); the printed description is a copy of another row's
	BandwidthType string
}
