package sim

import "time"

// bmsdiskState is what the chapter on cloud disks for bare metal keeps.
type bmsdiskState struct {
	disks     table[*bmsDisk]
	snapshots table[*bmsSnapshot]
}

func registerBmsdisk(s *Server) {
	s.handle("bmsdisk.DescribeGoodsId", describeBmsDiskGoods)
	s.handle("bmsdisk.CreateDisk", createBmsDisk)
	s.handle("bmsdisk.DescribeDisks", describeBmsDisks)
	s.handle("bmsdisk.AttachDisk", attachBmsDisk)
	s.handle("bmsdisk.DetachDisk", detachBmsDisk)
	s.handle("bmsdisk.DeleteDisk", deleteBmsDisk)
	s.handle("bmsdisk.DescribeDiskUsage", describeBmsDiskUsage)
	s.handle("bmsdisk.DescribePoolUsage", describeBmsPoolUsage)
	s.handle("bmsdisk.ChangeIops", changeBmsDiskIOPS)
	s.handle("bmsdisk.ChangeBandwidth", changeBmsDiskBandwidth)
	s.handle("bmsdisk.ExpansionSize", expandBmsDisk)
	s.handle("bmsdisk.CreateSnapshot", createBmsSnapshot)
	s.handle("bmsdisk.CloneSnapshot", cloneBmsSnapshot)
	s.handle("bmsdisk.DeleteSnapshot", deleteBmsSnapshot)
	s.handle("bmsdisk.RollbackSnapshot", rollbackBmsSnapshot)
}

// The words of State. Only attach is documented.
const (
	bmsDiskCreating  = "creating"
	bmsDiskDetached  = "detach"
	bmsDiskAttaching = "attaching"
	bmsDiskAttached  = "attach"
	bmsDiskDetaching = "detaching"
	bmsDiskUpdating  = "updating"
	bmsDiskDeleting  = "deleting"
	bmsDiskError     = "error"
)

// The chapter documents codes for missing and empty parameters only.
var (
	refusalBmsDiskState     = badRequest("IncorrectDiskStatus", "The current status of the disk does not support this operation.")
	refusalBmsDiskQuota     = badRequest("QuotaExceed.Disk", "The maximum number of Disk is exceeded")
	refusalBmsSnapshotQuota = badRequest("QuotaExceed.Snapshot", "The maximum number of Snapshot is exceeded")
	refusalBmsSnapshotState = badRequest("IncorrectSnapshotStatus", "The current status of the snapshot does not support this operation.")
	refusalBmsPoolFull      = badRequest("NotSufficient", "The storage pool has not enough space left.")
)

// bmsDisk is a cloud disk for bare metal servers.
type bmsDisk struct {
	id, name   string
	zone       zone
	goods      bmsDiskGoods
	size       int
	state      string
	server     *bareMetal // while it is attached, or about to be
	attachment string     // id of the attachment
	created    time.Time
	attached   time.Time // zero while it is not
	filled     float64   // GB in use when it was last attached, detached or rolled back
}

// used is how much is written: nothing before the first attachment, and some
// GB a day while the disk is attached.
func (d *bmsDisk) used(now time.Time) float64 {
	if d.attached.IsZero() {
		return d.filled
	}
	perDay := 1 + 5*unit(d.id)
	return min(d.filled+perDay*now.Sub(d.attached).Hours()/24, 0.95*float64(d.size))
}

func (d *bmsDisk) attach(now time.Time) {
	d.state, d.attached = bmsDiskAttached, now
	// A file system takes its share at once.
	d.filled = max(d.filled, 0.02*float64(d.size))
}

func (d *bmsDisk) detach(now time.Time) {
	d.filled = d.used(now)
	d.server, d.attached, d.attachment = nil, time.Time{}, ""
	if d.state == bmsDiskAttached || d.state == bmsDiskDetaching {
		d.state = bmsDiskDetached
	}
}

// settle ends work on the disk. Its server may have gone in the meantime.
func (d *bmsDisk) settle() {
	d.state = bmsDiskDetached
	if !d.attached.IsZero() {
		d.state = bmsDiskAttached
	}
}

// settled tells whether nothing is being done to the disk.
func (d *bmsDisk) settled() bool { return d.state == bmsDiskDetached || d.state == bmsDiskAttached }

// settledBmsDisk finds the disk a request names, with nothing being done to it.
func (w *World) settledBmsDisk(r Request) (*bmsDisk, error) {
	d, ok := w.bmsdisk.disks.Get(r.Str("DiskId"))
	if !ok || d.state == bmsDiskDeleting {
		return nil, invalidBms("DiskId")
	}
	if !d.settled() {
		return nil, refusalBmsDiskState
	}
	return d, nil
}

// disksOn lists the disks attached to a server.
func (w *World) disksOn(b *bareMetal) []*bmsDisk {
	return w.bmsdisk.disks.Where(func(d *bmsDisk) bool { return d.server == b && !d.attached.IsZero() })
}

// workOnDisk keeps a disk in a state while something is done to it, and returns it
// to the one it was in. Apply changes the disk when the work ends well.
func (w *World) workOnDisk(d *bmsDisk, during, kind string, takes time.Duration, apply func()) (taskID string) {
	d.state = during
	return w.Begin(Work{
		System: taskStorage, Type: kind, Takes: takes, Resources: []string{d.id},
		Done: func() { d.settle(); apply() }, Failed: d.settle,
	})
}
