package vpc

import "yunque/internal/cloud"

// Subnets and their addresses.
var (
	// DescribeSubnet lists subnets (vpc.DescribeSubnet).
	DescribeSubnet = cloud.ReadOf[DescribeSubnetRequest, DescribeSubnetResponse](service.Post("DescribeSubnet"))
	// CreateSubnet creates subnets (vpc.CreateSubnet).
	CreateSubnet = cloud.AsyncOf[CreateSubnetRequest, CreateSubnetResponse](service.Post("CreateSubnet"), cloud.TrackVPC)
	// DeleteSubnet deletes a subnet (vpc.DeleteSubnet).
	DeleteSubnet = cloud.AsyncOf[SubnetRef, struct{}](service.Post("DeleteSubnet"), cloud.TrackVPC)
	// DescribeSubnetIP lists used and free addresses of a subnet (vpc.DescribeSubnetIp).
	DescribeSubnetIP = cloud.ReadOf[NetRef, SubnetAddresses](service.Post("DescribeSubnetIp"))
	// DescribeIPInfo lists the addresses of a subnet, virtual gateway or public network (vpc.DescribeIPInfo).
	DescribeIPInfo = cloud.ReadOf[DescribeIPInfoRequest, DescribeIPInfoResponse](service.Post("DescribeIPInfo"))
	// ReserveIPAndBindEIP reserves addresses and bind EIPs to them (vpc.ReserveIPAndBindEIP).
	ReserveIPAndBindEIP = cloud.WriteOf[ReserveIPAndBindEIPRequest, struct{}](service.Post("ReserveIPAndBindEIP"))
)

// DescribeSubnetRequest are the parameters of DescribeSubnet.
type DescribeSubnetRequest struct {
	RegionCode        string // region code (appendix 5)
	Keyword           string `json:",omitempty"`      // filter: name or id
	PageNumber        string `json:",omitempty"`      // page number, from 1 (printed as string)
	VPCID             string `json:"VPCId,omitempty"` // filter: VPC id
	AvailableZoneCode string `json:",omitempty"`      // filter: zone code (appendix 5)
}

// Subnet stands in SubnetList of DescribeSubnet.
type Subnet struct {
	AvailableZoneCode string
	Status            string
	SubnetID          cloud.ID `json:"SubnetId"`
	SubnetName        string
	SubnetSegment     string
	UsedIPNum         cloud.Int // addresses in use
	VPCID             cloud.ID  `json:"VPCId"`
	VPCName           string
}

// DescribeSubnetResponse is the answer of DescribeSubnet.
type DescribeSubnetResponse struct {
	SubnetList cloud.List[Subnet]
	Total      cloud.Int
}

// CreateSubnetRequest are the parameters of CreateSubnet.
type CreateSubnetRequest struct {
	VPCID      string      `json:"VPCId"` // VPC id
	SubnetList []NewSubnet // subnets to create
}

// CreateSubnetResponse is the answer of CreateSubnet.
type CreateSubnetResponse struct {
	SubnetIDList cloud.List[cloud.ID] `json:"SubnetIdList"`
	TaskIDList   cloud.List[cloud.ID] `json:"TaskIdList"`
}

// SubnetRef names one subnet.
type SubnetRef struct {
	SubnetID string `json:"SubnetId"` // subnet id
}

// NetRef names one subnet or virtual gateway.
type NetRef struct {
	NetID string `json:"NetId"` // subnet id
}

// UsedAddress stands in UsedList of DescribeSubnetIP.
type UsedAddress struct {
	IP    string
	Usage string
}

// SubnetAddresses is one record of DescribeSubnetIP.
type SubnetAddresses struct {
	UnusedList cloud.List[string]
	UnusedNum  cloud.Int
	UsedList   cloud.List[UsedAddress]
	UsedNum    cloud.Int
}

// DescribeIPInfoRequest are the parameters of DescribeIPInfo.
type DescribeIPInfoRequest struct {
	NetID  string `json:"NetId"` // subnet, virtual gateway or public network id
	IPType string // kind of network
}

// SegmentIP stands in IPList of DescribeIPInfo.
type SegmentIP struct {
	IPAddress string
	IPMask    cloud.Int
	IPStatus  cloud.Int
	IPUsage   string
}

// SegmentIPs stands in SegmentList of DescribeIPInfo.
type SegmentIPs struct {
	IPList    cloud.List[SegmentIP]
	NetSignal string
}

// DescribeIPInfoResponse is the answer of DescribeIPInfo.
type DescribeIPInfoResponse struct {
	SegmentList cloud.List[SegmentIPs]
	SegmentNum  cloud.Int
}

// ReservedIPs is one entry of Ips in the parameters of ReserveIPAndBindEIP.
type ReservedIPs struct {
	NetID       string   `json:"NetId"` // virtual gateway id
	AddressList []string // virtual gateway addresses
	EIPList     []string // EIP addresses
	Description string   // description
}

// ReserveIPAndBindEIPRequest are the parameters of ReserveIPAndBindEIP.
type ReserveIPAndBindEIPRequest struct {
	AvailableZoneCode string        // zone code (appendix 5)
	IPs               []ReservedIPs `json:"Ips"` // what to reserve and bind
}
