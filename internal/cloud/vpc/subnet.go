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
	// ReserveIPAndBindEIP reserves addresses and binds EIPs to them (vpc.ReserveIPAndBindEIP).
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

// DescribeSubnetResponse lists subnets; the page size is not documented.
type DescribeSubnetResponse struct {
	SubnetList cloud.List[Subnet]
	Total      cloud.Int
}

// Subnet is one subnet.
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

// CreateSubnetRequest are the parameters of CreateSubnet.
type CreateSubnetRequest struct {
	VPCID      string      `json:"VPCId"` // VPC id
	SubnetList []NewSubnet // subnets to create
}

// CreateSubnetResponse names the new subnets and their tasks.
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

// SubnetAddresses are the used and free addresses of a subnet.
type SubnetAddresses struct {
	UnusedList cloud.List[string]
	UnusedNum  cloud.Int
	UsedList   cloud.List[UsedAddress]
	UsedNum    cloud.Int
}

// UsedAddress is an address with who uses it.
type UsedAddress struct {
	IP    string
	Usage string
}

// DescribeIPInfoRequest are the parameters of DescribeIPInfo.
type DescribeIPInfoRequest struct {
	NetID  string `json:"NetId"` // subnet, virtual gateway or public network id
	IPType string // kind of network
}

// DescribeIPInfoResponse lists addresses by segment.
type DescribeIPInfoResponse struct {
	SegmentList cloud.List[SegmentIPs]
	SegmentNum  cloud.Int
}

// SegmentIPs are the addresses that match NetSignal.
type SegmentIPs struct {
	IPList    cloud.List[SegmentIP]
	NetSignal string
}

// SegmentIP is one address; IPStatus is 1 when it is in use.
type SegmentIP struct {
	IPAddress string
	IPMask    cloud.Int
	IPStatus  cloud.Int
	IPUsage   string
}

// ReserveIPAndBindEIPRequest are the parameters of ReserveIPAndBindEIP.
type ReserveIPAndBindEIPRequest struct {
	AvailableZoneCode string        // zone code (appendix 5)
	IPs               []ReservedIPs `json:"Ips"` // what to reserve and bind
}

// ReservedIPs are addresses of one subnet to reserve and bind, pairwise.
type ReservedIPs struct {
	NetID       string   `json:"NetId"` // virtual gateway id
	AddressList []string // virtual gateway addresses
	EIPList     []string // EIP addresses
	Description string   // description
}
