package sim

import (
	"fmt"
	"time"
)

// maxBmsSnapshots is the quota of one disk. Not documented.
const maxBmsSnapshots = 8

// bmsSnapshot is what a disk held at a moment. No operation lists snapshots:
// whoever makes one has to keep its id.
type bmsSnapshot struct {
	id, name string
	disk     *bmsDisk
	size     int
	filled   float64
	ready    bool
	deleting bool
}

// snapshotsOf lists a disk's snapshots.
func (w *World) snapshotsOf(d *bmsDisk) []*bmsSnapshot {
	return w.bmsdisk.snapshots.Where(func(s *bmsSnapshot) bool { return s.disk == d })
}

// settledBmsSnapshot finds the snapshot a request names, with nothing being
// done to it.
func (w *World) settledBmsSnapshot(r Request) (*bmsSnapshot, error) {
	s, ok := w.bmsdisk.snapshots.Get(r.Str("SnapshotId"))
	if !ok || s.deleting {
		return nil, invalidBms("SnapshotId")
	}
	if !s.ready {
		return nil, refusalBmsSnapshotState
	}
	return s, nil
}

// createBmsSnapshot works on attached disks as well.
func createBmsSnapshot(w *World, r Request) (Reply, error) {
	d, err := w.settledBmsDisk(r)
	if err != nil {
		return Reply{}, err
	}
	price := priceBmsSnapshot * money(d.size)
	switch {
	case !validName(r.Str("SnapshotName")):
		return Reply{}, invalidBms("SnapshotName")
	case len(w.snapshotsOf(d)) >= maxBmsSnapshots:
		return Reply{}, refusalBmsSnapshotQuota
	case !w.affords(price):
		return Reply{}, refusalBalance
	}
	s := &bmsSnapshot{id: w.ID("bms snapshot"), name: r.Str("SnapshotName"), disk: d, size: d.size, filled: d.used(w.now)}
	w.bmsdisk.snapshots.Put(s.id, s)
	w.ledger.Open(entry{
		ID: s.id, Kind: "bms_snapshot", Name: s.name, RegionID: d.zone.ID,
		Parts:  []part{{"容量", fmt.Sprintf("%dGB", d.size), price}},
		Charge: postPaid, Daily: price, From: w.now,
	})
	d.state = bmsDiskUpdating
	task := w.Begin(Work{
		System: taskStorage, Type: "createSnapshot", Takes: 4 * time.Second, Resources: []string{s.id},
		Done:   func() { d.settle(); s.ready = true },
		Failed: func() { d.settle(); w.forgetBmsSnapshot(s) },
	})
	return Reply{Data: r.Record("Data", obj{"TaskId": task, "SnapshotId": s.id})}, nil
}

// cloneBmsSnapshot makes a new disk like the one the snapshot was taken of.
func cloneBmsSnapshot(w *World, r Request) (Reply, error) {
	s, err := w.settledBmsSnapshot(r)
	if err != nil {
		return Reply{}, err
	}
	if err := w.acceptBmsDisks(r, s.disk.zone, s.disk.goods, s.size, 1); err != nil {
		return Reply{}, err
	}
	d, task := w.newBmsDisk(s.disk.zone, r.Str("Name"), s.disk.goods, s.size, s.filled)
	return Reply{Data: r.Record("Data", obj{"TaskId": task, "DiskId": d.id})}, nil
}

func deleteBmsSnapshot(w *World, r Request) (Reply, error) {
	s, err := w.settledBmsSnapshot(r)
	if err != nil {
		return Reply{}, err
	}
	if s.disk.state == bmsDiskUpdating {
		return Reply{}, refusalBmsDiskState
	}
	s.deleting = true
	task := w.Begin(Work{
		System: taskStorage, Type: "deleteSnapshot", Takes: 2 * time.Second, Resources: []string{s.id},
		Done:   func() { w.forgetBmsSnapshot(s) },
		Failed: func() { s.deleting = false },
	})
	return Reply{Data: r.Record("Data", obj{"TaskId": task})}, nil
}

func (w *World) forgetBmsSnapshot(s *bmsSnapshot) {
	w.ledger.Close(s.id, w.now)
	w.bmsdisk.snapshots.Delete(s.id)
}

// rollbackBmsSnapshot returns a disk to what it held. It is refused while a
// server that is not off has the disk; not documented. A disk that has grown
// since keeps its size.
func rollbackBmsSnapshot(w *World, r Request) (Reply, error) {
	s, err := w.settledBmsSnapshot(r)
	if err != nil {
		return Reply{}, err
	}
	d := s.disk
	if !d.settled() || d.server != nil && d.server.state != bmsStopped {
		return Reply{}, refusalBmsDiskState
	}
	task := w.workOnDisk(d, bmsDiskUpdating, "rollbackSnapshot", 4*time.Second, func() {
		d.filled = s.filled
		if !d.attached.IsZero() {
			d.attached = w.now
		}
	})
	return Reply{Data: r.Record("Data", obj{"TaskId": task})}, nil
}
