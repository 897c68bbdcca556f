package ebs

import "yunque/internal/cloud"

// Snapshots.
var (
	// DescribeSnapshotList lists snapshots (snapshot.DescribeSnapshotList).
	DescribeSnapshotList = cloud.ReadOf[DescribeSnapshotListRequest, DescribeSnapshotListResponse](snapshots.Get("DescribeSnapshotList"))
	// DescribeSnapshot shows a snapshot (snapshot.DescribeSnapshot).
	DescribeSnapshot = cloud.ReadOf[DescribeSnapshotRequest, DescribeSnapshotResponse](snapshots.Get("DescribeSnapshot"))
	// CreateSnapshot creates a snapshot of a disk (snapshot.CreateSnapshot).
	CreateSnapshot = cloud.AsyncOf[CreateSnapshotRequest, CreateSnapshotResponse](snapshots.Post("CreateSnapshot"), cloud.TrackEBS)
	// RollbackDiskBySnapshot rolls a disk back to a snapshot (snapshot.RollbackDiskBySnapshot).
	RollbackDiskBySnapshot = cloud.AsyncOf[RollbackDiskBySnapshotRequest, Accepted](snapshots.Post("RollbackDiskBySnapshot"), cloud.TrackEBS)
	// RenameSnapshot renames a snapshot (snapshot.RenameSnapshot).
	RenameSnapshot = cloud.WriteOf[RenameSnapshotRequest, struct{}](snapshots.Post("RenameSnapshot"))
	// DeleteSnapshot deletes snapshots (snapshot.DeleteSnapshot).
	DeleteSnapshot = cloud.AsyncOf[DeleteSnapshotRequest, Accepted](snapshots.Post("DeleteSnapshot"), cloud.TrackEBS)
	// DescribeSnapshotQuota gets the snapshot quota of a disk (snapshot.DescribeSnapshotQuota).
	DescribeSnapshotQuota = cloud.ReadOf[DiskRef, SnapshotQuota](snapshots.Get("DescribeSnapshotQuota"))
	// CreateImageBySnapshot creates a custom image from a snapshot (snapshot.CreateImageBySnapshot).
	CreateImageBySnapshot = cloud.AsyncOf[CreateImageBySnapshotRequest, CreateImageBySnapshotResponse](snapshots.Post("CreateImageBySnapshot"), cloud.TrackEBS)
	// CopySnapshotCrossAZ copies a snapshot to another zone (snapshot.CopySnapshotCrossAZ).
	CopySnapshotCrossAZ = cloud.AsyncOf[CopySnapshotCrossAZRequest, CopySnapshotCrossAZResponse](snapshots.Post("CopySnapshotCrossAZ"), cloud.TrackEBS)
)

// DescribeSnapshotListRequest are the parameters of DescribeSnapshotList.
type DescribeSnapshotListRequest struct {
	AvailableZoneCode string          `json:",omitempty"`            // filter: zone code
	SnapshotIDs       cloud.ArrayText `json:"SnapshotIds,omitempty"` // filter: snapshot ids as a JSON list in a string
	RegionCode        string          `json:",omitempty"`            // filter: region code
	DiskID            string          `json:"DiskId,omitempty"`      // filter: disk id
	PageNumber        int             `json:",omitempty"`            // page number
	PageSize          int             `json:",omitempty"`            // items per page
}

// DescribeSnapshotListResponse is one page of snapshots.
type DescribeSnapshotListResponse struct {
	SnapshotList cloud.List[Snapshot]
	cloud.Paged
}

// Snapshot is one snapshot; DiskProperty is system or data.
type Snapshot struct {
	SnapshotID        cloud.ID `json:"SnapshotId"`
	SnapshotName      string
	DiskID            cloud.ID `json:"DiskId"`
	DiskName          string
	DiskSize          cloud.Int // GB
	ReservedTime      cloud.ID  // "Forever", or days
	SnapshotStatus    string
	CreateTime        cloud.Time
	RegionCode        string
	AvailableZoneCode string
	DiskProperty      string
}

// DescribeSnapshotRequest are the parameters of DescribeSnapshot.
type DescribeSnapshotRequest struct {
	SnapshotID string `json:"SnapshotId,omitempty"` // snapshot id
}

// DescribeSnapshotResponse holds the snapshot.
type DescribeSnapshotResponse struct {
	SnapshotInfo Snapshot
}

// CreateSnapshotRequest are the parameters of CreateSnapshot.
type CreateSnapshotRequest struct {
	DiskID string `json:"DiskId"` // disk id
	// name, 2-128 characters, letters, digits, Chinese and '-', not starting with 'auto'; the snapshot
	// id when omitted
	SnapshotName string `json:",omitempty"`
	ReservedTime string `json:",omitempty"` // how long to keep it: 'Forever' or a number of days as a string
}

// CreateSnapshotResponse names the new snapshot and the event to follow.
type CreateSnapshotResponse struct {
	EventID    cloud.ID `json:"EventId"`
	SnapshotID cloud.ID `json:"SnapshotId"`
}

// RollbackDiskBySnapshotRequest are the parameters of RollbackDiskBySnapshot.
type RollbackDiskBySnapshotRequest struct {
	DiskID             string       `json:"DiskId"`     // disk to roll back
	SnapshotID         string       `json:"SnapshotId"` // snapshot id
	NewSnapshot        *NewSnapshot `json:",omitempty"` // take a new snapshot first
	AutoTurnOnInstance *int         `json:",omitempty"` // turn the server on afterwards: 1 yes, 0 no
}

// NewSnapshot is a snapshot to make before the disk is rolled back.
type NewSnapshot struct {
	SnapshotName string `json:",omitempty"` // name of the new snapshot
	ReservedTime string `json:",omitempty"` // how long to keep it
}

// RenameSnapshotRequest are the parameters of RenameSnapshot.
type RenameSnapshotRequest struct {
	SnapshotID string `json:"SnapshotId"` // snapshot id
	// the new name, 2-126 characters, letters, digits, Chinese and '-', not starting with 'auto'
	SnapshotName string
}

// DeleteSnapshotRequest are the parameters of DeleteSnapshot.
type DeleteSnapshotRequest struct {
	SnapshotIDs []string `json:"SnapshotIds"` // snapshot ids
}

// SnapshotQuota is how many snapshots a disk may have.
type SnapshotQuota struct {
	DiskID     cloud.ID    `json:"DiskId"`
	TotalQuota cloud.Float // snapshots
	UsedQuota  cloud.Float // snapshots
	FreeQuota  cloud.Float // snapshots
}

// CreateImageBySnapshotRequest are the parameters of CreateImageBySnapshot.
type CreateImageBySnapshotRequest struct {
	SnapshotID string `json:"SnapshotId"` // snapshot id
	ImageName  string // name of the image
}

// CreateImageBySnapshotResponse names the new image and the event to follow.
type CreateImageBySnapshotResponse struct {
	EventID cloud.ID `json:"EventId"`
	ImageID cloud.ID `json:"ImageId"`
}

// CopySnapshotCrossAZRequest are the parameters of CopySnapshotCrossAZ.
type CopySnapshotCrossAZRequest struct {
	SnapshotID        string `json:"SnapshotId"` // snapshot id
	AvailableZoneCode string // target zone code
}

// CopySnapshotCrossAZResponse names the copy and the event to follow.
type CopySnapshotCrossAZResponse struct {
	EventID    cloud.ID `json:"EventId"`
	SnapshotID cloud.ID `json:"SnapshotId"`
}
