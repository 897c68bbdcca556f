package ebs

import "yunque/internal/cloud"

// Disks.
var (
	// DescribeDiskList lists disks (ebs.DescribeDiskList).
	DescribeDiskList = cloud.ReadOf[DescribeDiskListRequest, DescribeDiskListResponse](disks.Get("DescribeDiskList"))
	// DescribeDisk shows a disk (ebs.DescribeDisk).
	DescribeDisk = cloud.ReadOf[DiskRef, DescribeDiskResponse](disks.Get("DescribeDisk"))
	// DescribeEcsAttachDisks lists the disks of a cloud server (ebs.DescribeEcsAttachDisks).
	DescribeEcsAttachDisks = cloud.ReadOf[InstanceRef, DescribeEcsAttachDisksResponse](disks.Get("DescribeEcsAttachDisks"))
	// CreateDisk creates data disks (ebs.CreateDisk).
	CreateDisk = cloud.AsyncOf[CreateDiskRequest, CreateDiskResponse](disks.Post("CreateDisk"), cloud.TrackEBS)
	// AttachDisk attaches data disks to a cloud server (ebs.AttachDisk).
	AttachDisk = cloud.AsyncOf[AttachDiskRequest, Accepted](disks.Post("AttachDisk"), cloud.TrackEBS)
	// DetachDisk detaches data disks (ebs.DetachDisk).
	DetachDisk = cloud.AsyncOf[DetachDiskRequest, Accepted](disks.Post("DetachDisk"), cloud.TrackEBS)
	// ExtendDisk enlarges a disk (ebs.ExtendDisk).
	ExtendDisk = cloud.AsyncOf[ExtendDiskRequest, Accepted](disks.Post("ExtendDisk"), cloud.TrackEBS)
	// DeleteDisk deletes data disks (ebs.DeleteDisk).
	DeleteDisk = cloud.AsyncOf[DeleteDiskRequest, Accepted](disks.Post("DeleteDisk"), cloud.TrackEBS)
	// DescribeDiskQuota gets the disk quota of a zone (ebs.DescribeDiskQuota).
	DescribeDiskQuota = cloud.ReadOf[ZoneRef, DescribeDiskQuotaResponse](disks.Get("DescribeDiskQuota"))
)

// DescribeDiskListRequest are the parameters of DescribeDiskList.
type DescribeDiskListRequest struct {
	AvailableZoneCode string          `json:",omitempty"`        // filter: zone code
	RegionCode        string          `json:",omitempty"`        // filter: region code
	DiskIDs           cloud.ArrayText `json:"DiskIds,omitempty"` // filter: disk ids as a JSON list in a string
	PageNumber        int             `json:",omitempty"`        // page number
	PageSize          int             `json:",omitempty"`        // items per page
}

// DescribeDiskListResponse is one page of disks.
type DescribeDiskListResponse struct {
	DiskList cloud.List[Disk]
	cloud.Paged
}

// Disk is one cloud disk; EcsID is empty while it is not attached, Property is system or data.
type Disk struct {
	DiskID              cloud.ID `json:"DiskId"`
	DiskName            string
	Size                cloud.Int // GB
	EcsID               cloud.ID  `json:"EcsId"`
	EcsName             string
	BillingMethod       string     // 0 is pay as you go, 1 a subscription
	ReleaseWithInstance cloud.Bool // the disk goes with the server
	RegionCode          string
	AvailableZoneCode   string
	Status              string
	StatusDisplay       string
	DiskFeature         string
	Property            string
}

// DiskRef names one disk.
type DiskRef struct {
	DiskID string `json:"DiskId"` // disk id
}

// DescribeDiskResponse holds the disk.
type DescribeDiskResponse struct {
	DiskInfo Disk
}

// InstanceRef names one cloud server.
type InstanceRef struct {
	InstanceID string `json:"InstanceId" also:"EcsId"` // cloud server id (the sample code sends EcsId)
}

// DescribeEcsAttachDisksResponse lists the disks of a server.
type DescribeEcsAttachDisksResponse struct {
	DiskList cloud.List[Disk]
}

// CreateDiskRequest are the parameters of CreateDisk.
type CreateDiskRequest struct {
	AvailableZoneCode   string // zone code
	InstanceID          string `json:"InstanceId,omitempty"` // attach to this server (it must be in the same zone)
	ReleaseWithInstance *int   `json:",omitempty"`           // delete with the server: 1 yes, 0 no; only with InstanceId
	// name, 2-40 characters: letters, Chinese, digits, . _ : - ( ), starting with a letter; a default
	// name when omitted
	DiskName      string `json:",omitempty"`
	DiskFeature   string // disk type; only SSD now
	SnapshotID    string `json:"SnapshotId,omitempty"` // create from this data disk snapshot
	Size          int    // size in GB, a multiple of 8 and at least 24
	Number        int    `json:",omitempty"` // how many disks
	BillingMethod string `json:",omitempty"` // 0 = pay as you go (the only one now), 1 = subscription
}

// CreateDiskResponse names the new disks and the event to follow.
type CreateDiskResponse struct {
	EventID   cloud.ID           `json:"EventId"`
	DiskIDSet cloud.List[string] `json:"DiskIdSet"`
}

// AttachDiskRequest are the parameters of AttachDisk.
type AttachDiskRequest struct {
	DiskIDs             []string `json:"DiskIds"`                 // disk ids
	InstanceID          string   `json:"InstanceId" also:"EcsId"` // server to attach to (the sample code sends EcsId)
	ReleaseWithInstance *int     `json:",omitempty"`              // delete with the server: 1 yes, 0 no
}

// Accepted names the event to follow.
type Accepted struct {
	EventID cloud.ID `json:"EventId"`
}

// DetachDiskRequest are the parameters of DetachDisk.
type DetachDiskRequest struct {
	DiskIDs []string `json:"DiskIds"` // disk ids
}

// ExtendDiskRequest are the parameters of ExtendDisk.
type ExtendDiskRequest struct {
	DiskID       string `json:"DiskId"` // disk id
	ExtendedSize int    // target size in GB, larger than now and a multiple of 8
}

// DeleteDiskRequest are the parameters of DeleteDisk.
type DeleteDiskRequest struct {
	DiskIDs        []string `json:"DiskIds"`    // disk ids
	DeleteSnapshot int      `json:",omitempty"` // also delete the snapshots that are not kept for ever: 1 yes
}

// ZoneRef names one availability zone.
type ZoneRef struct {
	AvailableZoneCode string // zone code
}

// DescribeDiskQuotaResponse lists the quotas of a zone.
type DescribeDiskQuotaResponse struct {
	QuotaList cloud.List[Quota]
}

// Quota is the quota of one kind of disk, in GB.
type Quota struct {
	TotalQuota  cloud.Float // GB
	UsedQuota   cloud.Float // GB
	FreeQuota   cloud.Float // GB
	DiskFeature string
}
