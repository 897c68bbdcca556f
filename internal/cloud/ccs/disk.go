package ccs

import "yunque/internal/cloud"

// Disks of a cloud server.
var (
	// CreateDisk adds data disks to a cloud server (ccs.instance.CreateDisk).
	CreateDisk = cloud.AsyncOf[CreateDiskRequest, struct{}](instances.Post("CreateDisk"), cloud.TrackTask)
	// ResizeDisk enlarges a data disk (ccs.instance.ResizeDisk).
	ResizeDisk = cloud.AsyncOf[ResizeDiskRequest, struct{}](instances.Post("ResizeDisk"), cloud.TrackTask)
	// DeleteDisk deletes data disks of a cloud server (ccs.instance.DeleteDisk).
	DeleteDisk = cloud.AsyncOf[DeleteDiskRequest, struct{}](instances.Post("DeleteDisk"), cloud.TrackTask)
	// ExtendSystemDisk enlarges the system disk (ccs.instance.ExtendSystemDisk).
	ExtendSystemDisk = cloud.AsyncOf[ExtendSystemDiskRequest, OrderAudit](instances.Post("ExtendSystemDisk"), cloud.TrackTask)
)

// CreateDiskRequest are the parameters of CreateDisk.
type CreateDiskRequest struct {
	InstanceID string    `json:"InstanceId"` // cloud server id (from DescribeInstances)
	DataDisks  []NewDisk `json:",omitempty"` // data disks to add
}

// ResizeDiskRequest are the parameters of ResizeDisk.
type ResizeDiskRequest struct {
	InstanceID string `json:"InstanceId"` // cloud server id (from DescribeInstances)
	DiskID     string `json:"DiskId"`     // disk id
	DataSize   int    // size of the disk after the enlargement
	IOPS       int    `json:",omitempty"` // number of provisioned IOPS packs, for ssd types
}

// DeleteDiskRequest are the parameters of DeleteDisk.
type DeleteDiskRequest struct {
	InstanceID string   `json:"InstanceId"` // cloud server id (from DescribeInstances)
	DiskIDs    []string `json:"DiskIds"`    // disk ids
}

// ExtendSystemDiskRequest are the parameters of ExtendSystemDisk.
type ExtendSystemDiskRequest struct {
	InstanceID string `json:"InstanceId"` // cloud server id (from DescribeInstances)
	Size       int    `json:",omitempty"` // size of the system disk
	IOPS       int    `json:",omitempty"` // number of provisioned IOPS packs
}
