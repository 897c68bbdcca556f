package sim

import (
	"slices"
	"time"
)

// snapshotOrder is a snapshot somebody wants of a disk, checked.
type snapshotOrder struct{ name, reserved string }

// orderSnapshot checks name, time and quota of a new snapshot.
func (w *World) orderSnapshot(f Fields, d *ebsDisk) (o snapshotOrder, err error) {
	if o.name = f.Str("SnapshotName"); o.name != "" && !validSnapshotName(o.name, 128) {
		return o, malformed("InvalidParameter", "SnapshotName")
	}
	if o.reserved, err = readReserved(f); err != nil {
		return o, err
	}
	if w.usedSnapshots(d) >= maxSnapshots {
		return o, refusalSnapshotQuota
	}
	return o, w.checkFunds(terms{}, priceSnapshotGB*money(d.size))
}

// snapshotOf registers a snapshot of a disk as it is now.
func (w *World) snapshotOf(d *ebsDisk, o snapshotOrder) *ebsSnapshot {
	return w.newSnapshot(ebsSnapshot{
		zone: d.zone, diskID: d.id, diskName: d.name, diskSize: d.size, system: d.system, os: d.os,
	}, o.name, o.reserved)
}

// snapshotFailed is how a snapshot that could not be made is left: free, and
// good for nothing but to be deleted.
func (w *World) snapshotFailed(s *ebsSnapshot) {
	s.status = snapCreateFail
	w.refund(s.id)
}

func createSnapshot(w *World, r Request) (Reply, error) {
	d, err := w.cloudDisk(r.Str("DiskId"))
	if err != nil {
		return Reply{}, err
	}
	if !d.usable() {
		return Reply{}, refusalDiskState
	}
	o, err := w.orderSnapshot(r.Fields, d)
	if err != nil {
		return Reply{}, err
	}
	s := w.snapshotOf(d, o)
	d.status = ebsSnapshotting
	return w.ebsEvent(r, "create_snapshot", 5*time.Second, []string{s.id},
		func() { d.status, s.status = d.rest(), snapRunning },
		func() { d.status = d.rest(); w.snapshotFailed(s) },
		obj{"SnapshotId": s.id}), nil
}

// rollbackDisk returns a disk to a snapshot. A disk in use needs its server shut
// down: that is what AutoTurnOnInstance, which starts the server afterwards,
// goes by.
func rollbackDisk(w *World, r Request) (Reply, error) {
	d, s, err := w.rollbackPair(r)
	if err != nil {
		return Reply{}, err
	}
	var fresh *ebsSnapshot
	ids := []string{d.id}
	if f := r.Obj("NewSnapshot"); len(f) > 0 {
		o, err := w.orderSnapshot(f, d)
		if err != nil {
			return Reply{}, err
		}
		fresh = w.snapshotOf(d, o)
		ids = append(ids, fresh.id)
	}
	d.status, s.status = ebsRollback, snapRollback
	server, turnOn := d.server, r.IntOr("AutoTurnOnInstance", 1) == 1
	if server != nil {
		server.status = ecsUpdating
	}
	return w.ebsEvent(r, "rollback_disk", 6*time.Second, ids, func() {
		d.status, s.status = d.rest(), snapRunning
		if fresh != nil {
			fresh.status = snapRunning
		}
		if server != nil {
			server.switched(w.now, turnOn)
		}
	}, func() {
		d.status, s.status = d.rest(), snapRunning
		if fresh != nil {
			w.snapshotFailed(fresh)
		}
		if server != nil {
			server.status = ecsShutdown
		}
	}, nil), nil
}

// rollbackPair finds a disk and a snapshot of it that it may be returned to.
func (w *World) rollbackPair(r Request) (*ebsDisk, *ebsSnapshot, error) {
	d, err := w.cloudDisk(r.Str("DiskId"))
	if err != nil {
		return nil, nil, err
	}
	s, err := w.snapshot(r.Str("SnapshotId"))
	switch {
	case err != nil:
		return nil, nil, err
	case s.diskID != d.id || s.zone.Code != d.zone.Code:
		return nil, nil, malformed("InvalidParameter", "SnapshotId")
	case !s.idle():
		return nil, nil, refusalSnapshotState
	case !d.usable():
		return nil, nil, refusalDiskState
	case d.server != nil && d.server.status != ecsShutdown:
		return nil, nil, refusalECSState
	}
	return d, s, nil
}

func renameSnapshot(w *World, r Request) (Reply, error) {
	s, err := w.snapshot(r.Str("SnapshotId"))
	if err != nil {
		return Reply{}, err
	}
	if s.status == snapDeleting {
		return Reply{}, refusalSnapshotState
	}
	if !validSnapshotName(r.Str("SnapshotName"), 126) {
		return Reply{}, malformed("InvalidParameter", "SnapshotName")
	}
	s.name = r.Str("SnapshotName")
	return Reply{}, nil
}

func deleteSnapshot(w *World, r Request) (Reply, error) {
	var list []*ebsSnapshot
	var ids []string
	for _, id := range r.Strs("SnapshotIds") {
		s, err := w.snapshot(id)
		if err != nil {
			return Reply{}, err
		}
		if !s.idle() && s.status != snapCreateFail && s.status != snapError {
			return Reply{}, refusalSnapshotState
		}
		if !slices.Contains(list, s) {
			list, ids = append(list, s), append(ids, s.id)
		}
	}
	if len(list) == 0 {
		return Reply{}, malformed("InvalidParameter", "SnapshotIds")
	}
	for _, s := range list {
		s.status = snapDeleting
	}
	return w.ebsEvent(r, "delete_snapshot", 3*time.Second, ids, func() {
		for _, s := range list {
			w.forgetSnapshot(s)
		}
	}, func() {
		for _, s := range list {
			s.status = snapError
		}
	}, nil), nil
}

// createImageBySnapshot is for snapshots of system disks, as its sample answer
// says.
func createImageBySnapshot(w *World, r Request) (Reply, error) {
	s, err := w.snapshot(r.Str("SnapshotId"))
	switch {
	case err != nil:
		return Reply{}, err
	case !s.system:
		return Reply{}, refusalOperation
	case !s.idle():
		return Reply{}, refusalSnapshotState
	case !validName(r.Str("ImageName")):
		return Reply{}, malformed("InvalidParameter", "ImageName")
	}
	m, c := w.newECSImage(r.Str("ImageName"), s.os, s.diskSize, s.zone)
	return w.ebsEvent(r, "create_image", 8*time.Second, []string{m.os.imageID},
		func() { c.status = imageRunning },
		func() { c.status = imageError },
		obj{"ImageId": m.os.imageID}), nil
}

// copySnapshot makes a snapshot in another zone, in a chain of its own there,
// kept for the same number of days from now.
func copySnapshot(w *World, r Request) (Reply, error) {
	s, err := w.snapshot(r.Str("SnapshotId"))
	if err != nil {
		return Reply{}, err
	}
	z, err := ecsZoneByCode(r.Str("AvailableZoneCode"))
	switch {
	case err != nil:
		return Reply{}, err
	case z.Code == s.zone.Code:
		return Reply{}, refusalOperation
	case !s.idle():
		return Reply{}, refusalSnapshotState
	}
	if err := w.checkFunds(terms{}, priceSnapshotGB*money(s.diskSize)); err != nil {
		return Reply{}, err
	}
	like := *s
	like.zone = z
	made := w.newSnapshot(like, s.name, s.reserved)
	return w.ebsEvent(r, "copy_snapshot", 8*time.Second, []string{made.id},
		func() { made.status = snapRunning },
		func() { w.snapshotFailed(made) },
		obj{"SnapshotId": made.id}), nil
}
