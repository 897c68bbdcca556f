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

// EIPInfo stands in EipInfo of DescribeInstanceList.
type EIPInfo struct {
	ConfName      string
	EIPIP         string `json:"EipIp"`
	CurrentUseQos string
}

// Instance stands in EcsList of DescribeInstanceList.
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
	BillingMethod     cloud.ID
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

// DescribeInstanceListResponse is the answer of DescribeInstanceList.
type DescribeInstanceListResponse struct {
	EcsList cloud.List[Instance]
	cloud.Paged
}

// EcsRef names one server.
type EcsRef struct {
	EcsID string `json:"EcsId"` // cloud server id
}

// Rule stands in EcsRule of DescribeInstance.
type Rule struct {
	Name    string
	CPUNum  cloud.Int `json:"CpuNum"`
	CPUUnit string    `json:"CpuUnit"`
	RAM     cloud.Int `json:"Ram"` // GB
	GPU     cloud.Int `json:"Gpu"`
	RAMUnit string    `json:"RamUnit"`
	GPUUnit string    `json:"GpuUnit"`
}

// OSInfo stands in OsInfo of DescribeInstance.
type OSInfo struct {
	ImageID   cloud.ID `json:"ImageId"`
	ImageName string
	OSType    string `json:"OsType"`
	Bit       cloud.Int
	Version   cloud.ID
}

// InstanceDisk stands in SystemDiskConf of DescribeInstance.
type InstanceDisk struct {
	ReleaseWithInstance cloud.Bool
	DiskType            string
	Name                string
	Size                cloud.Int
	DiskIOPS            cloud.Int `json:"DiskIops"`
	BandMbps            cloud.Int // MB/s
	Unit                string
	DiskID              cloud.ID `json:"DiskId"`
	DiskFeature         string
	ID                  cloud.ID `json:"Id"`
}

// InstanceDisks stands in Disk of DescribeInstance.
type InstanceDisks struct {
	SystemDiskConf InstanceDisk
	DataDiskConf   cloud.List[InstanceDisk]
}

// Pipe stands in Pipe of DescribeInstance.
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

// BillingInfo stands in BillingInfo of DescribeInstance.
type BillingInfo struct {
	BillingMethod     string
	BillingMethodName string
	BillingStatus     string
	BillCycleID       cloud.ID `json:"BillCycleId"`
}

// InstanceDetail is one record of DescribeInstance.
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
	Duration      cloud.Int
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

// DescribeInstanceStatusRequest are the parameters of DescribeInstanceStatus.
type DescribeInstanceStatusRequest struct {
	EcsIDs []string `json:"EcsIds"` // cloud server ids
}

// InstanceStatus stands in EcsStatus of DescribeInstanceStatus.
type InstanceStatus struct {
	Status        string
	StatusDisplay string
}

// DescribeInstanceStatusResponse is the answer of DescribeInstanceStatus.
type DescribeInstanceStatusResponse struct {
	EcsStatus cloud.Map[InstanceStatus]
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

// ModifyInstanceNameResponse is the answer of ModifyInstanceName.
type ModifyInstanceNameResponse struct {
	EcsID cloud.ID `json:"EcsId"`
	Name  string
}

// Console is one record of DescribeInstanceVNCURL.
type Console struct {
	InstanceVNCURL cloud.Secret `json:"InstanceVncUrl"`
}
