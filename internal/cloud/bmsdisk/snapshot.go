package bmsdisk

import "yunque/internal/cloud"

// Snapshots.
var (
	// CreateSnapshot creates a snapshot of a cloud disk (bmsdisk.CreateSnapshot).
	CreateSnapshot = cloud.AsyncOf[CreateSnapshotRequest, CreateSnapshotResponse](service.Post("CreateSnapshot"), cloud.TrackStorage)
	// CloneSnapshot creates a new disk from a snapshot (bmsdisk.CloneSnapshot).
	CloneSnapshot = cloud.AsyncOf[CloneSnapshotRequest, CloneSnapshotResponse](service.Post("CloneSnapshot"), cloud.TrackStorage)
	// DeleteSnapshot deletes a snapshot (bmsdisk.DeleteSnapshot).
	DeleteSnapshot = cloud.AsyncOf[SnapshotRef, Accepted](service.Post("DeleteSnapshot"), cloud.TrackStorage)
	// RollbackSnapshot rolls a disk back to a snapshot (bmsdisk.RollbackSnapshot).
	RollbackSnapshot = cloud.AsyncOf[SnapshotRef, Accepted](service.Post("RollbackSnapshot"), cloud.TrackStorage)
)

// CreateSnapshotRequest are the parameters of CreateSnapshot.
type CreateSnapshotRequest struct {
	DiskID       string `json:"DiskId"` // disk id
	SnapshotName string // name of the snapshot
}

// CreateSnapshotResponse names the new snapshot and the task.
type CreateSnapshotResponse struct {
	TaskID     cloud.ID `json:"TaskId"`
	SnapshotID cloud.ID `json:"SnapshotId"`
}

// CloneSnapshotRequest are the parameters of CloneSnapshot.
type CloneSnapshotRequest struct {
	Name       string // name of the new disk
	SnapshotID string `json:"SnapshotId"` // snapshot id
}

// CloneSnapshotResponse names the new disk and the task.
type CloneSnapshotResponse struct {
	TaskID cloud.ID `json:"TaskId"`
	DiskID cloud.ID `json:"DiskId"`
}

// SnapshotRef names one snapshot.
type SnapshotRef struct {
	SnapshotID string `json:"SnapshotId"` // snapshot id
}
