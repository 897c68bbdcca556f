package sim

import (
	"slices"
	"time"
)

var refusalDiskID = malformed("InvalidParameter", "DiskId")

func createDisk(w *World, r Request) (Reply, error) {
	i, err := w.settledInstance(r, r.Str("InstanceId"))
	if err != nil {
		return Reply{}, err
	}
	list, err := dataDisks(r.Objs("DataDisks"), len(i.data))
	if err != nil {
		return Reply{}, err
	}
	if len(list) == 0 {
		return Reply{}, badRequest("MissingParameter", `Missing required parameter "DataDisks".`)
	}
	var daily money
	var made []*disk
	for _, d := range list {
		daily += diskPrice(d)
	}
	if !w.affords(daily) {
		return Reply{}, refusalBalance
	}
	for _, d := range list {
		made = append(made, w.newDisk(d))
	}
	return Reply{TaskID: w.update(i, "orderCreateDisk", 4*time.Second, func() {
		i.data = append(i.data, made...)
		w.repriceInstance(i)
	})}, nil
}

// resizeDisk makes a data disk larger, or changes its IOPS packages, or both.
func resizeDisk(w *World, r Request) (Reply, error) {
	i, err := w.settledInstance(r, r.Str("InstanceId"))
	if err != nil {
		return Reply{}, err
	}
	d := i.disk(r.Str("DiskId"))
	if d == nil {
		return Reply{}, refusalDiskID
	}
	next, err := grown(*d, r.Int("DataSize"), r.IntOr("IOPS", d.packages), false)
	if err != nil {
		return Reply{}, err
	}
	if !w.affords(diskPrice(next) - diskPrice(*d)) {
		return Reply{}, refusalBalance
	}
	return Reply{TaskID: w.update(i, "orderResizeDisk", 5*time.Second, func() {
		*d = next
		w.repriceInstance(i)
	})}, nil
}

// grown is the disk with another size and other packages, if that is sold.
func grown(d disk, size, packages int, system bool) (disk, error) {
	g, _ := diskType(d.kind, system)
	if size < d.size {
		return d, refusalDiskSmaller
	}
	// A disk may keep a size that is not in today's steps.
	if size != d.size && !g.fits(size) || packages < 0 || packages > 0 && !g.Packages {
		return d, refusalDiskType
	}
	d.size, d.packages = size, packages
	return d, nil
}

func deleteDisk(w *World, r Request) (Reply, error) {
	i, err := w.settledInstance(r, r.Str("InstanceId"))
	if err != nil {
		return Reply{}, err
	}
	gone := r.Strs("DiskIds")
	for _, id := range gone {
		if i.disk(id) == nil {
			return Reply{}, refusalDiskID
		}
	}
	return Reply{TaskID: w.update(i, "orderDeleteDisk", 3*time.Second, func() {
		i.data = slices.DeleteFunc(i.data, func(d *disk) bool { return slices.Contains(gone, d.id) })
		w.repriceInstance(i)
	})}, nil
}

func extendSystemDisk(w *World, r Request) (Reply, error) {
	i, err := w.settledInstance(r, r.Str("InstanceId"))
	if err != nil {
		return Reply{}, err
	}
	if !r.Has("Size") && !r.Has("IOPS") {
		return Reply{}, badRequest("MissingParameter", `Missing required parameter "Size".`)
	}
	next, err := grown(i.system, r.IntOr("Size", i.system.size), r.IntOr("IOPS", i.system.packages), true)
	if err != nil {
		return Reply{}, err
	}
	if !w.affords(diskPrice(next) - diskPrice(i.system)) {
		return Reply{}, refusalBalance
	}
	id := w.update(i, "orderExtendSystemDisk", 5*time.Second, func() {
		i.system = next
		w.repriceInstance(i)
	})
	return Reply{TaskID: id, Data: r.Record("Data", obj{"order_audit": 0})}, nil
}
