package ccs

import "yunque/internal/cloud"

// The life of a cloud server.
var (
	// DescribeInstances lists cloud servers (ccs.instance.DescribeInstances).
	DescribeInstances = cloud.ReadOf[DescribeInstancesRequest, DescribeInstancesResponse](instances.Post("DescribeInstances"))
	// CreateInstance creates cloud servers (ccs.instance.CreateInstance).
	CreateInstance = cloud.AsyncOf[CreateInstanceRequest, struct{}](instances.Post("CreateInstance"), cloud.TrackTask)
	// DeleteInstance deletes cloud servers (ccs.instance.DeleteInstance).
	DeleteInstance = cloud.AsyncOf[DeleteInstanceRequest, struct{}](instances.Post("DeleteInstance").On(cloud.API), cloud.TrackTask)
	// ModifyInstanceName renames a cloud server (ccs.instance.ModifyInstanceName).
	ModifyInstanceName = cloud.WriteOf[ModifyInstanceNameRequest, struct{}](instances.Post("ModifyInstanceName"))
	// ModifyInstanceAttribute switches deletion protection of cloud servers (ccs.instance.ModifyInstanceAttribute).
	ModifyInstanceAttribute = cloud.WriteOf[ModifyInstanceAttributeRequest, struct{}](instances.Post("ModifyInstanceAttribute").On(cloud.API))
	// ModifyInstanceSpec changes the CPU and memory of a cloud server (ccs.instance.ModifyInstanceSpec).
	ModifyInstanceSpec = cloud.AsyncOf[ModifyInstanceSpecRequest, struct{}](instances.Post("ModifyInstanceSpec"), cloud.TrackTask)
	// ModifyInstanceChargeType changes the billing method of a cloud server (ccs.instance.ModifyInstanceChargeType).
	ModifyInstanceChargeType = cloud.AsyncOf[ModifyInstanceChargeTypeRequest, OrderAudit](instances.Post("ModifyInstanceChargeType"), cloud.TrackTask)
	// ResetImage reinstalls the system of a cloud server (ccs.instance.ResetImage).
	ResetImage = cloud.AsyncOf[ResetImageRequest, struct{}](instances.Post("ResetImage"), cloud.TrackTask)
	// ResetInstancesPassword resets the passwords of cloud servers (ccs.instance.ResetInstancesPassword).
	ResetInstancesPassword = cloud.AsyncOf[ResetInstancesPasswordRequest, cloud.List[PasswordTask]](instances.Post("ResetInstancesPassword"), cloud.TrackTask)
	// CreateInstanceHTMLConsoleURL gets an HTML console URL for a cloud server (ccs.instance.CreateInstanceHtmlConsoleURL).
	CreateInstanceHTMLConsoleURL = cloud.ReadOf[InstanceRef, Console](instances.Post("CreateInstanceHtmlConsoleURL"))
)

// DescribeInstancesRequest are the parameters of DescribeInstances.
type DescribeInstancesRequest struct {
	PageNumber int      `json:",omitempty"`           // page number, from 1
	VdcID      string   `json:"VdcId,omitempty"`      // filter: VDC id
	InstanceID string   `json:"InstanceId,omitempty"` // filter: cloud server id
	PublicIP   []string `json:"PublicIp,omitempty"`   // filter: public IPs
	PublicIPv6 string   `json:"PublicIpv6,omitempty"` // filter: public IPv6 address
	PageSize   int      `json:",omitempty"`           // items per page (the text of PageNumber says 10 per page by default)
	VdcName    string   `json:",omitempty"`           // filter: VDC name
	TagName    string   `json:",omitempty"`           // filter: tag name
	RegionID   string   `json:"RegionId,omitempty"`   // filter: zone of the VDC (appendix 1)
}

// DescribeInstancesResponse is one page of cloud servers.
type DescribeInstancesResponse struct {
	Instances  cloud.List[Instance]
	PageNumber cloud.Int
	PageCount  cloud.Int
}

// Instance is one cloud server. Status words seen: running, stop, stopping, starting, updating, error.
type Instance struct {
	InstanceStatus          string
	RegionID                cloud.ID `json:"RegionId"`
	PrivateNetworkInterface cloud.List[PrivateInterface]
	InstanceID              cloud.ID `json:"InstanceId"`
	Disks                   Disks
	VdcID                   cloud.ID `json:"VdcId"`
	PublicNetworkInterface  cloud.List[PublicInterface]
	InstanceChargeType      string // "PrePaid" or "PostPaid"
	VdcName                 string
	InstanceName            string
	CPU                     cloud.Int `json:"Cpu"` // cores
	RAM                     cloud.Int `json:"Ram"` // GB
	Tags                    cloud.List[Tag]
	InstanceChargeStatus    string // in the table only
	CreateTime              cloud.Time
}

// PrivateInterface is a network card in a private network.
type PrivateInterface struct {
	InterfaceID cloud.ID `json:"InterfaceId"`
	Name        string
	IP          string
	MAC         string
	Connected   cloud.Bool // the card is connected
	PrivateID   cloud.ID   `json:"PrivateId"`
}

// Disks are the disks of a cloud server.
type Disks struct {
	SystemDisk      SystemDisk
	DataDisks       cloud.List[DataDisk]
	LeftDataDiskNum cloud.Int
}

// SystemDisk is the system disk. The performance is told as IOPS or as IopsSize.
type SystemDisk struct {
	IOPS     cloud.Int
	Size     cloud.Int // GB
	IOPSSize cloud.Int `json:"IopsSize"`
	DiskType string
	DiskID   cloud.ID `json:"DiskId"`
}

// PublicInterface is a network card in a public network.
type PublicInterface struct {
	Connected   cloud.Bool // the card is connected
	IP          string
	IPv6        string
	InterfaceID cloud.ID `json:"InterfaceId"`
	MAC         string
	Name        string
	PublicID    cloud.ID `json:"PublicId"`
}

// Tag is one tag.
type Tag struct {
	TagID   cloud.ID `json:"TagId"`
	TagName string
}

// CreateInstanceRequest are the parameters of CreateInstance.
type CreateInstanceRequest struct {
	RegionID string `json:"RegionId"` // zone id (appendix 1)
	VdcID    string `json:"VdcId"`    // id of the virtual data centre
	// password of the cloud server (also needed when it was created with a public key)
	Password     cloud.Secret
	PublicKey    string `json:",omitempty"` // public key for the server
	InstanceName string // host name of the cloud server
	// digits as a string; when numbering is on, a 3-6 digit suffix is appended to the name and counts
	// up over the batch
	DescriptionNum string `json:",omitempty"`
	// billing method: PrePaid = monthly/yearly subscription, PostPaid = pay as you go
	InstanceChargeType string `json:",omitempty"`
	AutoRenew          *int   `json:",omitempty"` // renew a subscription automatically: 1 yes, 0 no
	// months to buy for a subscription; 0 = until the end of this month, 1 = one calendar month
	PrepaidMonth int `json:",omitempty"`
	CPU          int `json:"Cpu"` // number of CPU cores (the smallest purchasable is the default)
	RAM          int `json:"Ram"` // memory in GB (the smallest purchasable is the default)
	// instance type id (appendix 2; what a zone sells: DescribeAvailableResource)
	InstanceType  string
	ImageID       string       `json:"ImageId,omitempty"` // template id; when omitted Ubuntu_16.04_64 is used
	ImagePassword cloud.Secret `json:",omitzero"`         // password of the image; needed for a custom image, not for a public one
	// system disk: type, size and IOPS packs; by default IOPS 0 and the template's own size
	SystemDisk *NewSystemDisk `json:",omitempty"`
	DataDisks  []NewDisk      `json:",omitempty"` // data disks; the ssd types support IOPS packs
	Amount     int            `json:",omitempty"` // how many servers
	// public IPv4 addresses, each free in this VDC, or 'auto'; omitted = none
	PublicIP []string `json:"PublicIp,omitempty"`
	// also assign a public IPv6 address; ignored without a public IPv4 address
	IPv6Bind *bool `json:"Ipv6Bind,omitempty"`
	// private addresses: network id with IPs that are free in it, or 'auto'; omitted = none
	PrivateIP []NewPrivateInterface `json:"PrivateIp,omitempty"`
	UTC       *bool                 `json:",omitempty"` // set the time zone of the server to UTC
	// Windows product keys: Batch 1 = the same key for all servers, 0 = one key per server (as many
	// keys as servers)
	WindowsActivation *WindowsActivation `json:",omitempty"`
	UserData          []string           `json:",omitempty"` // user data, each item base64 encoded
	DryRun            *bool              `json:",omitempty"` // trial run, nothing is executed
	SwapOff           *bool              `json:",omitempty"` // turn off swap on the system disk
	// order of the network cards: public/private network ids of this VDC with IPs ('auto' = assign);
	// when given, PublicIp and PrivateIp are ignored
	OrderedIP          []OrderedIP `json:",omitempty"`
	LabelNames         []string    `json:",omitempty"`                // tag names, up to 20 at once; a name that does not exist is created
	DeletionProtection *bool       `json:",omitempty"`                // deletion protection: true on, false off
	DedicatedHostID    string      `json:"DedicatedHostId,omitempty"` // id of the dedicated host to create on (the host must be healthy)
}

// NewSystemDisk is the system disk of a new cloud server.
type NewSystemDisk struct {
	Size int    `json:",omitempty"` // size; the template's own size by default
	Type string `json:",omitempty"` // disk type: system_disk or ssd_system_disk
	IOPS int    `json:",omitempty"` // number of IOPS packs
}

// NewDisk is one data disk to buy.
type NewDisk struct {
	Size int `json:",omitempty"` // size
	// disk type; the examples are ssd_disk and high_disk (what a zone sells:
	// DescribeAvailableResource)
	Type string `json:",omitempty"`
	IOPS int    `json:",omitempty"` // number of IOPS packs, for ssd types
}

// NewPrivateInterface asks for addresses in one private network.
type NewPrivateInterface struct {
	PrivateID string   `json:"PrivateId,omitempty"` // private network id of this VDC
	IP        []string `json:",omitempty"`          // addresses, or auto
	Segment   string   `json:",omitempty"`          // segment of the private network
}

// WindowsActivation holds product keys.
type WindowsActivation struct {
	Batch      *int           `json:",omitempty"`           // 1 = one key for all servers, 0 = one key per server
	ProductIDs []cloud.Secret `json:"ProductIds,omitempty"` // product keys
}

// OrderedIP is one network card of a new server, in the order wanted.
type OrderedIP struct {
	PipeID string   `json:"PipeId,omitempty"` // public or private network id of this VDC
	IP     []string `json:",omitempty"`       // addresses, or auto; left out = none
}

// DeleteInstanceRequest are the parameters of DeleteInstance.
type DeleteInstanceRequest struct {
	InstanceIDs []string `json:"InstanceIds"` // ids of the cloud servers (from DescribeInstances)
}

// ModifyInstanceNameRequest are the parameters of ModifyInstanceName.
type ModifyInstanceNameRequest struct {
	InstanceID   string `json:"InstanceId"` // cloud server id (from DescribeInstances)
	InstanceName string // host name of the cloud server
}

// ModifyInstanceAttributeRequest are the parameters of ModifyInstanceAttribute.
type ModifyInstanceAttributeRequest struct {
	InstanceIDs        []string `json:"InstanceIds"` // ids of the cloud servers
	DeletionProtection bool     // deletion protection: true on, false off
}

// ModifyInstanceSpecRequest are the parameters of ModifyInstanceSpec.
type ModifyInstanceSpecRequest struct {
	InstanceID   string `json:"InstanceId"`    // cloud server id (from DescribeInstances)
	CPU          int    `json:"Cpu,omitempty"` // number of CPU cores; omitted = unchanged
	RAM          int    `json:"Ram,omitempty"` // memory in GB; omitted = unchanged
	InstanceType string `json:",omitempty"`    // the new instance type id (appendix 2)
}

// ModifyInstanceChargeTypeRequest are the parameters of ModifyInstanceChargeType.
type ModifyInstanceChargeTypeRequest struct {
	InstanceID string `json:"InstanceId"` // cloud server id (from DescribeInstances)
	// billing method: PrePaid = monthly/yearly subscription, PostPaid = pay as you go
	InstanceChargeType string
	AutoRenew          *int `json:",omitempty"` // renew a subscription automatically: 1 yes, 0 no
	// months to buy; 0 = until the end of this month, 1 = to the end of this month plus one calendar
	// month
	PrepaidMonth int `json:",omitempty"`
}

// OrderAudit tells whether the order must be audited first.
type OrderAudit struct {
	OrderAudit cloud.Int `json:"order_audit"` // not 0: the order waits for an audit
}

// ResetImageRequest are the parameters of ResetImage.
type ResetImageRequest struct {
	InstanceID    string       `json:"InstanceId"` // cloud server id (from DescribeInstances)
	ImageID       string       `json:"ImageId"`    // template (image) id
	ImagePassword cloud.Secret `json:",omitzero"`  // password of the image; needed for a custom image, not for a public one
	// password of the cloud server (also needed when it was created with a public key)
	Password  cloud.Secret
	PublicKey string `json:",omitempty"` // public key for the server
	// Windows product key, written and activated during installation; empty = not activated
	ProductID cloud.Secret `json:"ProductId,omitzero"`
	UserData  []string     `json:",omitempty"` // user data, each item base64 encoded
	SwapOff   *bool        `json:",omitempty"` // turn off swap on the system disk
}

// ResetInstancesPasswordRequest are the parameters of ResetInstancesPassword.
type ResetInstancesPasswordRequest struct {
	InstanceIDs cloud.CSV    `json:"InstanceIds"` // cloud server ids, comma separated in one string
	Password    cloud.Secret // the new password
}

// PasswordTask is the task of one cloud server.
type PasswordTask struct {
	InstanceID cloud.ID `json:"InstanceId"`
	TaskID     cloud.ID `json:"TaskId"`
}

// InstanceRef names one cloud server.
type InstanceRef struct {
	InstanceID string `json:"InstanceId"` // cloud server id (from DescribeInstances)
}

// Console holds an address that lets its holder into the server.
type Console struct {
	URL cloud.Secret
}

// DataDisk is one data disk of a cloud server.
type DataDisk struct {
	DiskID   cloud.ID `json:"DiskId"`
	DiskType string
	Size     cloud.Int // GB
	IOPS     cloud.Int
}
