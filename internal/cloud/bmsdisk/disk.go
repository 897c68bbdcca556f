package bmsdisk

import "yunque/internal/cloud"

// Disks.
var (
	// DescribeDisks lists cloud disks (bmsdisk.DescribeDisks).
	DescribeDisks = cloud.ReadOf[DescribeDisksRequest, DescribeDisksResponse](service.Get("DescribeDisks"))
	// CreateDisk creates cloud disks for bare metal (bmsdisk.CreateDisk).
	CreateDisk = cloud.AsyncOf[CreateDiskRequest, DiskTasks](service.Post("CreateDisk"), cloud.TrackStorage)
	// AttachDisk attaches a cloud disk to a bare metal server (bmsdisk.AttachDisk).
	AttachDisk = cloud.AsyncOf[AttachDiskRequest, DiskTasks](service.Post("AttachDisk"), cloud.TrackStorage)
	// DetachDisk detaches a cloud disk (bmsdisk.DetachDisk).
	DetachDisk = cloud.AsyncOf[DiskRef, DiskTasks](service.Post("DetachDisk"), cloud.TrackStorage)
	// DeleteDisk deletes a cloud disk (bmsdisk.DeleteDisk).
	DeleteDisk = cloud.AsyncOf[DiskRef, DiskTasks](service.Post("DeleteDisk"), cloud.TrackStorage)
	// ChangeIOPS changes the IOPS of a cloud disk (bmsdisk.ChangeIops).
	ChangeIOPS = cloud.AsyncOf[ChangeIOPSRequest, Accepted](service.Post("ChangeIops"), cloud.TrackStorage)
	// ChangeBandwidth changes the bandwidth of a cloud disk (bmsdisk.ChangeBandwidth).
	ChangeBandwidth = cloud.AsyncOf[ChangeBandwidthRequest, Accepted](service.Post("ChangeBandwidth"), cloud.TrackStorage)
	// ExpansionSize enlarges a cloud disk (bmsdisk.ExpansionSize).
	ExpansionSize = cloud.AsyncOf[ExpansionSizeRequest, Accepted](service.Post("ExpansionSize"), cloud.TrackStorage)
)

// DescribeDisksRequest are the parameters of DescribeDisks.
type DescribeDisksRequest struct {
	RegionID   string `json:"RegionId,omitempty"`   // filter: zone id
	DiskID     string `json:"DiskId,omitempty"`     // filter: disk id
	InstanceID string `json:"InstanceId,omitempty"` // filter: id of the host it is attached to
	Name       string `json:",omitempty"`           // filter: name of the disk
	PageNumber string `json:",omitempty"`           // page number (a string)
	PageSize   string `json:",omitempty"`           // items per page (a string)
}

// DescribeDisksResponse is one page of disks, 50 by default.
type DescribeDisksResponse struct {
	Total    cloud.Int
	DiskList cloud.List[Disk]
}

// Disk is one cloud disk.
type Disk struct {
	Name       string
	State      string
	Size       cloud.Int // GB
	IOPS       cloud.Int `json:"Iops"`
	Bw         cloud.Int // Mbps
	DiskType   string
	RegionID   cloud.ID `json:"RegionId"`
	CustomerID cloud.ID `json:"CustomerId"`
	UserID     cloud.ID `json:"UserId"`
	CreateTime cloud.Time
	DiskID     cloud.ID `json:"DiskId"`
}

// CreateDiskRequest are the parameters of CreateDisk.
type CreateDiskRequest struct {
	RegionID string `json:"RegionId"` // zone id (a uuid in the table, a zone name in the sample)
	Name     string // name of the disk
	Size     int    // size in GB
	Num      int    // number of disks
	GoodsID  string `json:"GoodsId"` // goods id (DescribeGoodsId)
}

// DiskTasks names the tasks to follow.
type DiskTasks struct {
	DiskInfo cloud.List[DiskTask]
}

// DiskTask names a disk, when it is new, and its task.
type DiskTask struct {
	DiskID cloud.ID `json:"DiskId"`
	TaskID cloud.ID `json:"TaskId"`
}

// AttachDiskRequest are the parameters of AttachDisk.
type AttachDiskRequest struct {
	InstanceID string `json:"InstanceId"` // id of the host to attach to
	DiskID     string `json:"DiskId"`     // disk id
}

// DiskRef names one disk.
type DiskRef struct {
	DiskID string `json:"DiskId"` // disk id
}

// ChangeIOPSRequest are the parameters of ChangeIOPS.
type ChangeIOPSRequest struct {
	DiskID string `json:"DiskId"` // disk id
	IOPS   int    `json:"Iops"`   // IOPS
}

// Accepted names the task to follow.
type Accepted struct {
	TaskID cloud.ID `json:"TaskId"`
}

// ChangeBandwidthRequest are the parameters of ChangeBandwidth.
type ChangeBandwidthRequest struct {
	DiskID string `json:"DiskId"` // disk id
	Bw     int    // bandwidth (the printed description says 'added iops')
}

// ExpansionSizeRequest are the parameters of ExpansionSize.
type ExpansionSizeRequest struct {
	// disk id (marked optional, yet both listed errors say that DiskId is required)
	DiskID string `json:"DiskId,omitempty"`
	Size   int    // size to add
}
