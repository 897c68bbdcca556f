package ecs

import "yunque/internal/cloud"

// Servers.
var (
	// DescribeInstanceList lists cloud servers (ecs.DescribeInstanceList).
	DescribeInstanceList = cloud.ReadOf[DescribeInstanceListRequest, DescribeInstanceListResponse](service.Get("DescribeInstanceList"))
	// DescribeInstance shows a cloud server (ecs.DescribeInstance).
	DescribeInstance = cloud.ReadOf[EcsRef, InstanceDetail](service.Get("DescribeInstance"))
	// DescribeInstanceStatus gets the states of cloud servers (ecs.DescribeInstanceStatus).
	DescribeInstanceStatus = cloud.ReadOf[DescribeInstanceStatusRequest, DescribeInstanceStatusResponse](service.Post("DescribeInstanceStatus"))
	// OperateInstance starts, stops or restarts cloud servers (ecs.OperateInstance).
	OperateInstance = cloud.AsyncOf[OperateInstanceRequest, Accepted](service.Post("OperateInstance"), cloud.TrackECS)
	// DeleteInstance deletes cloud servers (ecs.DeleteInstance).
	DeleteInstance = cloud.AsyncOf[DeleteInstanceRequest, Accepted](service.Post("DeleteInstance"), cloud.TrackECS)
	// ModifyInstancePassword changes the administrator password of cloud servers (ecs.ModifyInstancePassword).
	ModifyInstancePassword = cloud.AsyncOf[ModifyInstancePasswordRequest, Accepted](service.Post("ModifyInstancePassword"), cloud.TrackECS)
	// ModifyInstanceName renames a cloud server (ecs.ModifyInstanceName).
	ModifyInstanceName = cloud.WriteOf[ModifyInstanceNameRequest, ModifyInstanceNameResponse](service.Post("ModifyInstanceName"))
	// DescribeInstanceVNCURL gets a VNC URL for a cloud server (ecs.DescribeInstanceVncUrl).
	DescribeInstanceVNCURL = cloud.ReadOf[EcsRef, Console](service.Get("DescribeInstanceVncUrl"))
)

// DescribeInstanceListRequest are the parameters of DescribeInstanceList.
type DescribeInstanceListRequest struct {
	AvailableZoneCode string `json:",omitempty"`      // filter: zone code
	VpcID             string `json:"VpcId,omitempty"` // filter: VPC id
	SearchInfo        string `json:",omitempty"`      // filter: server id, name or private IP
	PageNumber        int    `json:",omitempty"`      // page number; without paging parameters everything is returned
	PageSize          int    `json:",omitempty"`      // items per page; without paging parameters everything is returned
}

// DescribeInstanceListResponse is one page of servers; without paging parameters it is all of them.
type DescribeInstanceListResponse struct {
	EcsList cloud.List[Instance]
	cloud.Paged
}

// Instance is one server in a list. EIPInfo has gateway addresses for keys.
type Instance struct {
	EcsID             cloud.ID `json:"EcsId"`
	EcsName           string
	VpcID             cloud.ID `json:"VpcId"`
	VpcName           string
	Status            string
	StatusDisplay     string
	AzID              cloud.ID `json:"AzId"`
	AzName            string
	RegionID          cloud.ID `json:"RegionId"`
	RegionName        string
	PrivateNet        string
	PubNet            string
	VirtualNet        cloud.List[string]
	EIPInfo           cloud.Map[EIPInfo] `json:"EipInfo"`
	CreateTime        cloud.Time
	EndBillTime       cloud.Time // 2099-01-01 is no end
	IsAutoRenewal     cloud.Bool
	IsGPU             cloud.Bool `json:"IsGpu"`
	CardName          string     // GPU model
	CPUSize           cloud.Int  `json:"CpuSize"` // cores
	RAMSize           cloud.Int  `json:"RamSize"` // GB
	GPUSize           cloud.Int  `json:"GpuSize"`
	BillingMethodName string
	BillingMethod     cloud.ID // 0 is pay as you go, 1 a subscription
	OSType            string   `json:"OsType"`
	OSVersion         cloud.ID `json:"OsVersion"`
	ImageName         string
	OSBit             cloud.Int `json:"OsBit"`
	CustomerID        cloud.ID  `json:"CustomerId"`
	SystemDiskType    string
	SystemDiskFeature string
	SystemDiskSize    cloud.Int // GB
	SupportGPUDriver  string    `json:"SupportGpuDriver"`
	SpecFamilyID      cloud.ID  `json:"SpecFamilyId"`
	EcsFamilyName     string
}

// EIPInfo is the elastic IP behind a gateway address.
type EIPInfo struct {
	ConfName      string
	EIPIP         string `json:"EipIp"`
	CurrentUseQos string
}

// EcsRef names one server.
type EcsRef struct {
	EcsID string `json:"EcsId"` // cloud server id
}

// InstanceDetail is one server with its disks and networks.
type InstanceDetail struct {
	EcsID         cloud.ID `json:"EcsId"`
	EcsName       string
	RegionID      cloud.ID `json:"RegionId"`
	RegionName    string
	AzID          cloud.ID `json:"AzId"`
	AzName        string
	Status        string
	StatusDisplay string
	CreateTime    cloud.Time
	Duration      cloud.Int  // months of the subscription
	EndBillTime   cloud.Time // 2099-01-01 is no end
	IsAutoRenewal cloud.Bool
	TimeZone      string
	IsRAM         cloud.Bool `json:"IsRam"` // means IsGpu (quirk 40)
	EcsRule       Rule
	OSInfo        OSInfo `json:"OsInfo"`
	Disk          InstanceDisks
	Pipe          Pipe
	BillingInfo   BillingInfo
	IsGPU         cloud.Bool `json:"IsGpu"`
}

// Rule is the size of a server; RamUnit and GpuUnit are swapped in the sample.
type Rule struct {
	Name    string
	CPUNum  cloud.Int `json:"CpuNum"`
	CPUUnit string    `json:"CpuUnit"`
	RAM     cloud.Int `json:"Ram"` // GB
	GPU     cloud.Int `json:"Gpu"`
	RAMUnit string    `json:"RamUnit"`
	GPUUnit string    `json:"GpuUnit"`
}

// OSInfo is the installed system.
type OSInfo struct {
	ImageID   cloud.ID `json:"ImageId"`
	ImageName string
	OSType    string `json:"OsType"`
	Bit       cloud.Int
	Version   cloud.ID
}

// InstanceDisks are the disks of a server.
type InstanceDisks struct {
	SystemDiskConf InstanceDisk
	DataDiskConf   cloud.List[InstanceDisk]
}

// InstanceDisk is one disk of a server: the system disk has DiskID, data disks have ID.
type InstanceDisk struct {
	ReleaseWithInstance cloud.Bool // the disk goes with the server
	DiskType            string
	Name                string
	Size                cloud.Int // in Unit, GB
	DiskIOPS            cloud.Int `json:"DiskIops"`
	BandMbps            cloud.Int // MB/s
	Unit                string
	DiskID              cloud.ID `json:"DiskId"`
	DiskFeature         string
	ID                  cloud.ID `json:"Id"`
}

// Pipe is where a server is in its network.
type Pipe struct {
	VpcName    string
	VpcID      cloud.ID `json:"VpcId"`
	SubnetID   cloud.ID `json:"SubnetId"`
	SubnetName string
	CreateTime cloud.Time
	PrivateNet string
	PubNet     string
	VirtualNet cloud.List[string]
	EIPInfo    cloud.Map[EIPInfo] `json:"EipInfo"`
}

// BillingInfo is how a server is paid for.
type BillingInfo struct {
	BillingMethod     string // 0 is pay as you go, 1 a subscription
	BillingMethodName string
	BillingStatus     string
	BillCycleID       cloud.ID `json:"BillCycleId"`
}

// DescribeInstanceStatusRequest are the parameters of DescribeInstanceStatus.
type DescribeInstanceStatusRequest struct {
	EcsIDs []string `json:"EcsIds"` // cloud server ids
}

// DescribeInstanceStatusResponse gives statuses by server id.
type DescribeInstanceStatusResponse struct {
	EcsStatus cloud.Map[InstanceStatus]
}

// InstanceStatus is a status code with its Chinese name.
type InstanceStatus struct {
	Status        string
	StatusDisplay string
}

// OperateInstanceRequest are the parameters of OperateInstance.
type OperateInstanceRequest struct {
	EcsIDs []string `json:"EcsIds"` // cloud server ids
	OpType string   // operation: start, stop, restart, hard stop
}

// Accepted names the event to follow.
type Accepted struct {
	EventID cloud.ID `json:"EventId"`
}

// DeleteInstanceRequest are the parameters of DeleteInstance.
type DeleteInstanceRequest struct {
	EcsIDs []string `json:"EcsIds"` // cloud server ids
}

// ModifyInstancePasswordRequest are the parameters of ModifyInstancePassword.
type ModifyInstancePasswordRequest struct {
	EcsIDs   []string     `json:"EcsIds"` // cloud server ids
	Password cloud.Secret // the new password
}

// ModifyInstanceNameRequest are the parameters of ModifyInstanceName.
type ModifyInstanceNameRequest struct {
	EcsID string `json:"EcsId"` // cloud server id
	Name  string // the new name
}

// ModifyInstanceNameResponse echoes the new name.
type ModifyInstanceNameResponse struct {
	EcsID cloud.ID `json:"EcsId"`
	Name  string
}

// Console holds an address that lets its holder into the server.
type Console struct {
	InstanceVNCURL cloud.Secret `json:"InstanceVncUrl"`
}
