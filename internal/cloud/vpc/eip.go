package vpc

import "yunque/internal/cloud"

// Elastic IPs.
var (
	// DescribeEIP lists EIPs (vpc.DescribeEIP).
	DescribeEIP = cloud.ReadOf[DescribeEIPRequest, DescribeEIPResponse](service.Post("DescribeEIP"))
	// CreateEIP creates EIPs (vpc.CreateEIP).
	CreateEIP = cloud.WriteOf[CreateEIPRequest, cloud.List[NewEIP]](service.Post("CreateEIP"))
	// UpdateEIP changes an EIP (vpc.UpdateEIP).
	UpdateEIP = cloud.AsyncOf[UpdateEIPRequest, struct{}](service.Post("UpdateEIP"), cloud.TrackVPC)
	// DeleteEIP deletes an EIP (vpc.DeleteEIP).
	DeleteEIP = cloud.WriteOf[EIPRef, struct{}](service.Post("DeleteEIP"))
	// BindEIP binds an EIP to a subnet address (vpc.BindEIP).
	BindEIP = cloud.AsyncOf[EIPBindingRequest, struct{}](service.Post("BindEIP"), cloud.TrackVPC)
	// UnbindEIP unbinds an EIP from a subnet address (vpc.UnbindEIP).
	UnbindEIP = cloud.AsyncOf[EIPBindingRequest, struct{}](service.Post("UnbindEIP"), cloud.TrackVPC)
	// NetEIPInfo lists the EIPs of subnets or virtual gateways (vpc.NetEIPInfo).
	NetEIPInfo = cloud.ReadOf[NetEIPInfoRequest, cloud.List[NetEIPs]](service.Post("NetEIPInfo"))
)

// DescribeEIPRequest are the parameters of DescribeEIP.
type DescribeEIPRequest struct {
	RegionCode string // region code (appendix 5)
	// zone code (appendix 5): required at edge nodes, not sent at cloud-platform nodes
	AvailableZoneCode string `json:",omitempty"`
	Keyword           string `json:",omitempty"` // filter: keyword (e.g. the EIP address)
}

// DescribeEIPResponse lists elastic IPs; the page size is not documented.
type DescribeEIPResponse struct {
	Total   cloud.Int
	EIPList cloud.List[EIP]
}

// EIP is one elastic IP. BindResourceInfo is empty while IsBind is false.
type EIP struct {
	AvailableZoneCode string
	CreateTime        cloud.Time
	Description       string
	IP                string
	ID                cloud.ID `json:"Id"`
	IsBind            cloud.Bool
	RegionCode        string
	Status            string // "ok" when settled
	BandwidthInfo     EIPBandwidth
	BindResourceInfo  EIPBinding
}

// EIPBandwidth is the bandwidth an address uses, its own or a shared one.
type EIPBandwidth struct {
	AvailableZoneCode string
	BandwidthType     string
	BillScheme        string
	CreateTime        cloud.Time
	ID                cloud.ID `json:"Id"`
	Name              string
	Qos               cloud.Int // Mbps
	Status            string
}

// EIPBinding is the subnet address that an EIP is bound to.
type EIPBinding struct {
	SubnetIP string
	SubnetID cloud.ID `json:"SubnetId"`
}

// CreateEIPRequest are the parameters of CreateEIP.
type CreateEIPRequest struct {
	RegionCode string // region code (appendix 5)
	// zone code (appendix 5): required at edge nodes, not sent at cloud-platform nodes
	AvailableZoneCode string `json:",omitempty"`
	BandwidthType     string // bandwidth type (appendix 6)
	// BandwIdth = fixed bandwidth, BandwIdthMonth = fixed bandwidth by the month (both marked
	// default); appendix 6 also lists Traffic
	BillScheme  string
	Qos         int    // bandwidth (Mbps)
	Size        int    // how many EIPs
	Description string `json:",omitempty"`          // description
	SubjectID   int    `json:"SubjectId,omitempty"` // id of a test-money subject of this account
}

// NewEIP is one elastic IP that was bought.
type NewEIP struct {
	EIPID cloud.ID `json:"EIPId"`
	IP    string
}

// UpdateEIPRequest are the parameters of UpdateEIP.
type UpdateEIPRequest struct {
	EIPID       string  `json:"EIPId"`      // EIP id
	Description *string `json:",omitempty"` // the new description; "" takes the old away, nil leaves it
	Qos         int     `json:",omitempty"` // bandwidth (Mbps)
}

// EIPRef names one elastic IP.
type EIPRef struct {
	EIPID string `json:"EIPId"` // EIP id
}

// EIPBindingRequest are the parameters of BindEIP and UnbindEIP.
type EIPBindingRequest struct {
	EIPID string `json:"EIPId"` // EIP id
	NetID string `json:"NetId"` // subnet id (at an edge node: virtual gateway id)
	IP    string // subnet IP (at an edge node: virtual gateway IP)
}

// NetEIPInfoRequest are the parameters of NetEIPInfo.
type NetEIPInfoRequest struct {
	NetIDList []string `json:"NetIdList"` // subnet or virtual gateway ids
}

// NetEIPs are the elastic IPs of one subnet or gateway.
type NetEIPs struct {
	EIPs    cloud.List[BoundEIP] `json:"EIP_INFO_LIST"`
	IPMask  cloud.Int
	IPNum   string
	NetID   cloud.ID `json:"NetId"`
	NetName string
	NetType string
}

// BoundEIP is an elastic IP of a subnet or gateway; types and schemes are Chinese names here.
type BoundEIP struct {
	BandwidthType string
	BillScheme    string
	EIP           string
	EIPID         cloud.ID  `json:"EIPId"`
	Qos           cloud.Int // Mbps
	RegionCode    string    `json:"ReginCode"` // misspelt on the wire
	Status        string
}
