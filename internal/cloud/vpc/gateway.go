package vpc

import "yunque/internal/cloud"

// Virtual gateways.
var (
	// DescribeVirtualGateWay lists virtual gateways (vpc.DescribeVirtualGateWay).
	DescribeVirtualGateWay = cloud.ReadOf[DescribeVirtualGateWayRequest, DescribeVirtualGateWayResponse](service.Post("DescribeVirtualGateWay"))
	// CreateVirtualGateWay creates virtual gateways (vpc.CreateVirtualGateWay).
	CreateVirtualGateWay = cloud.AsyncOf[CreateVirtualGateWayRequest, CreateVirtualGateWayResponse](service.Post("CreateVirtualGateWay"), cloud.TrackVPC)
	// DeleteVirtualGateWay deletes a virtual gateway (vpc.DeleteVirtualGateWay).
	DeleteVirtualGateWay = cloud.AsyncOf[VirtualGateWayRef, struct{}](service.Post("DeleteVirtualGateWay"), cloud.TrackVPC)
)

// DescribeVirtualGateWayRequest are the parameters of DescribeVirtualGateWay.
type DescribeVirtualGateWayRequest struct {
	RegionCode        string // region code (appendix 5)
	Keyword           string `json:",omitempty"`      // filter: name or id
	PageNumber        string `json:",omitempty"`      // page number, from 1 (printed as string)
	VPCID             string `json:"VPCId,omitempty"` // filter: VPC id
	AvailableZoneCode string `json:",omitempty"`      // filter: zone code (appendix 5)
}

// DescribeVirtualGateWayResponse lists virtual gateways.
type DescribeVirtualGateWayResponse struct {
	Total              cloud.Int
	VirtualGateWayList cloud.List[VirtualGateWay]
}

// VirtualGateWay is one virtual gateway; Type is a Chinese name.
type VirtualGateWay struct {
	AvailableZoneCode     string
	Status                string
	Type                  string
	UsedIPNum             cloud.Int // addresses in use
	VPCID                 cloud.ID  `json:"VPCId"`
	VPCName               string
	VirtualGateWayID      cloud.ID `json:"VirtualGateWayId"`
	VirtualGateWayName    string
	VirtualGateWaySegment string
}

// CreateVirtualGateWayRequest are the parameters of CreateVirtualGateWay.
type CreateVirtualGateWayRequest struct {
	VPCID              string              `json:"VPCId"` // VPC id
	VirtualGateWayList []NewVirtualGateWay // virtual gateways to create
}

// NewVirtualGateWay is one virtual gateway to make.
type NewVirtualGateWay struct {
	AvailableZoneCode     string // zone code (appendix 5)
	VirtualGateWayName    string // name
	VirtualGateWaySegment string // segment (CIDR)
	// bandwidth type code (the table's example is a Chinese name, the sample sends Bandwidth_CMCC)
	Type string
}

// CreateVirtualGateWayResponse names the new gateways and their tasks.
type CreateVirtualGateWayResponse struct {
	TaskIDList           cloud.List[cloud.ID] `json:"TaskIdList"`
	VirtualGateWayIDList cloud.List[cloud.ID] `json:"VirtualGateWayIdList"`
}

// VirtualGateWayRef names one virtual gateway.
type VirtualGateWayRef struct {
	VirtualGateWayID string `json:"VirtualGateWayId"` // virtual gateway id
}
