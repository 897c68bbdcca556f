package bms

import "yunque/internal/cloud"

// Bare-metal servers.
var (
	// DescribeBms lists bare metal servers (bms.DescribeBms).
	DescribeBms = cloud.ReadOf[DescribeBmsRequest, DescribeBmsResponse](service.Get("DescribeBms"))
	// DescribeBmsDetail shows a bare metal server (bms.DescribeBmsDetail).
	DescribeBmsDetail = cloud.ReadOf[BaremetalRef, ServerDetail](service.Get("DescribeBmsDetail"))
	// CreateBmsInstance creates bare metal servers (bms.CreateBmsInstance).
	CreateBmsInstance = cloud.AsyncOf[CreateBmsInstanceRequest, Accepted](service.Post("CreateBmsInstance"), cloud.TrackBms)
	// OperateBmsPower starts, stops or resets bare-metal servers (bms.OperateBmsPower).
	OperateBmsPower = cloud.AsyncOf[OperateBmsPowerRequest, Accepted](service.Post("OperateBmsPower"), cloud.TrackBms)
	// ReinstallBms reinstalls the system of a bare metal server (bms.ReinstallBms).
	ReinstallBms = cloud.AsyncOf[ReinstallBmsRequest, Accepted](service.Post("ReinstallBms"), cloud.TrackBms)
	// ModifyBmsOrder changes the subscription of a bare metal server (bms.ModifyBmsOrder).
	ModifyBmsOrder = cloud.WriteOf[ModifyBmsOrderRequest, cloud.List[Order]](service.Post("ModifyBmsOrder"))
	// DeleteBmsInstance deletes a pay-as-you-go bare metal server (bms.DeleteBmsInstance).
	DeleteBmsInstance = cloud.WriteOf[BaremetalRef, struct{}](service.Post("DeleteBmsInstance"))
	// DescribeBmsVNC gets the VNC address of a bare metal server (bms.DescribeBmsVNC).
	DescribeBmsVNC = cloud.ReadOf[BaremetalRef, Console](service.Get("DescribeBmsVNC"))
)

// DescribeBmsRequest are the parameters of DescribeBms.
type DescribeBmsRequest struct {
	VdcID      string `json:"VdcId,omitempty"` // filter: VDC id
	Name       string `json:",omitempty"`      // filter: name
	PageNumber string `json:",omitempty"`      // page number, from 1 (a string)
	PageSize   string `json:",omitempty"`      // items per page (a string)
}

// DescribeBmsResponse is one page of servers, 500 by default.
type DescribeBmsResponse struct {
	Baremetals cloud.List[Server]
	TotalCount cloud.Int
	PageSize   cloud.Int
	PageNumber cloud.Int
	Pages      cloud.Int
}

// Server is one bare-metal server: State is a code, Status its Chinese name.
type Server struct {
	BaremetalID        cloud.ID  `json:"BaremetalId"`
	CPU                cloud.Int `json:"Cpu"` // cores
	CreateDate         cloud.Time
	EnableMonitor      cloud.Bool
	InstanceChargeType string // "PrePaid" or "PostPaid"
	IsAutoRenewal      cloud.Bool
	Name               string
	Networks           Networks
	RAM                cloud.Int `json:"Ram"` // GB
	RegionID           cloud.ID  `json:"RegionId"`
	RegionName         string
	State              string
	Status             string
	VdcID              cloud.ID `json:"VdcId"`
	VdcName            string
}

// Networks are the network cards of a server.
type Networks struct {
	NetworkCards cloud.List[NetworkCard]
}

// NetworkCard is one network card; ConnectState is on or off.
type NetworkCard struct {
	ConnectState string
	Gateway      string
	ID           cloud.ID `json:"Id"`
	IPAddress    string   `json:"IpAddress"`
	IPType       string   `json:"IpType"`
	IPVersion    string   `json:"IpVersion"`
	Netmask      string
	VlanID       cloud.ID           `json:"VlanId"`
	MAC          cloud.List[string] `json:"Mac"`
	WorkMode     string
}

// BaremetalRef names one bare-metal server.
type BaremetalRef struct {
	BaremetalID string `json:"BaremetalId"` // bare metal server id
}

// ServerDetail is one bare-metal server with its disks.
type ServerDetail struct {
	BaremetalID        cloud.ID  `json:"BaremetalId"`
	BillStatus         cloud.ID  // 1: costs accrue
	CPU                cloud.Int `json:"Cpu"` // cores
	CreateDate         cloud.Time
	EnableMonitor      cloud.Bool
	ExpireDate         cloud.Time
	ImageName          string
	InstanceChargeType string
	IsAutoRenewal      cloud.Bool
	Name               string
	Networks           Networks
	RAM                cloud.Int `json:"Ram"` // GB
	RegionID           cloud.ID  `json:"RegionId"`
	RegionName         string
	RunningTime        string
	State              string
	Status             string
	VdcID              cloud.ID `json:"VdcId"`
	VdcName            string
	Volumes            cloud.List[Volume]
}

// Volume is one disk of a server.
type Volume struct {
	BaremetalID cloud.ID  `json:"BaremetalId"`
	Capacity    cloud.Int // GB
	CreateDate  cloud.Time
	ID          cloud.ID  `json:"Id"`
	IOPS        cloud.Int `json:"Iops"`
	Mbps        cloud.Int
	Type        string
	UpdateDate  cloud.Time
	VolumeID    cloud.ID `json:"VolumeId"`
	VolumePath  string
	VolumeType  string
}

// CreateBmsInstanceRequest are the parameters of CreateBmsInstance.
type CreateBmsInstanceRequest struct {
	RegionID           string       `json:"RegionId"` // zone id (appendix 1)
	VdcID              string       `json:"VdcId"`    // VDC id
	Password           cloud.Secret // password
	InstanceName       string       // host name
	AssignHostNo       string       `json:",omitempty"` // host number, at least three digits (padded when shorter)
	InstanceChargeType string       // PrePaid = subscription, PostPaid = pay as you go
	AutoRenew          int          // renew a subscription automatically: 1 yes, 0 no
	// months to buy; 0 = until the end of this month, 1 = to the end of this month plus one calendar
	// month
	PrepaidMonth  int
	ComputeID     string   `json:"ComputeId"`  // configuration id (Id of a Computes item in DescribeBmsGoods)
	GoodsID       int      `json:"GoodsId"`    // goods id (DescribeBmsGoods)
	ImageID       string   `json:"ImageId"`    // image id
	EnableMonitor int      `json:",omitempty"` // turn on monitoring
	PipeIDs       []string `json:"PipeIds"`    // ids of the networks to attach
	Amount        int      // number of servers
	Raid          string   `json:",omitempty"` // custom RAID level of the data disks
	// custom partitions of the system disk: the first must be '/', swap optional, then your own such
	// as /aaa
	CustomPartition     []string `json:",omitempty"`
	CustomPartitionSize []int    `json:",omitempty"`          // sizes in GB, matching CustomPartition item by item
	SubjectID           string   `json:"SubjectId,omitempty"` // id of a test-money subject (a string here)
	IsBond              *int     `json:",omitempty"`          // bond the network cards: 1 yes, 0 no
	// switch port mode: access = one network per port, IP on the physical card; trunk = several
	// networks, IPs on virtual cards
	PortMode string `json:",omitempty"`
}

// Accepted names the tasks to follow.
type Accepted struct {
	TaskIDs      cloud.List[cloud.ID] `json:"TaskIds"`
	BaremetalIDs cloud.List[cloud.ID] `json:"BaremetalIds"`
}

// OperateBmsPowerRequest are the parameters of OperateBmsPower.
type OperateBmsPowerRequest struct {
	Operate      string   // start, stop or reset
	BaremetalIDs []string `json:"BaremetalIds"` // ids of the servers
}

// ReinstallBmsRequest are the parameters of ReinstallBms.
type ReinstallBmsRequest struct {
	BaremetalID string       `json:"BaremetalId"` // bare metal server id
	ImageID     string       `json:"ImageId"`     // image id
	Password    cloud.Secret // password
	Raid        string       `json:",omitempty"` // custom RAID level of the data disks
	// custom partitions of the system disk: the first must be '/', swap optional, then your own such
	// as /aaa
	CustomPartition     []string `json:",omitempty"`
	CustomPartitionSize []int    `json:",omitempty"` // sizes in GB, matching CustomPartition item by item
}

// ModifyBmsOrderRequest are the parameters of ModifyBmsOrder.
type ModifyBmsOrderRequest struct {
	BaremetalID string `json:"BaremetalId"` // bare metal server id
	AutoRenewal int    // renew automatically: 1 yes, 0 no
	BillMethod  string `json:",omitempty"` // billing method: 1 = subscription (the only one now)
	Duration    int    `json:",omitempty"` // length of the renewal (unit not stated)
	IsToMonth   *int   `json:",omitempty"` // bill to the end of the month: 1 yes, 0 no
}

// Order names the orders that were changed.
type Order struct {
	SuborderIDs cloud.List[cloud.ID] `json:"SuborderIds"`
}

// Console holds an address that lets its holder into the server.
type Console struct {
	URL cloud.Secret `json:"Url"`
}
