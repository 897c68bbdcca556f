package sim

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// What a disk may measure in GB, how many are made at once, had in all and
// attached to one server. Not documented.
const (
	minBmsDiskSize   = 10
	maxBmsDiskSize   = 16_000
	maxBmsDiskNum    = 20
	maxBmsDisks      = 500
	maxBmsDisksOnOne = 8
)

func createBmsDisk(w *World, r Request) (Reply, error) {
	z, ok := w.bareMetalZone(r.Str("RegionId"))
	if !ok {
		return Reply{}, invalidBms("RegionId")
	}
	goods, ok := bmsDiskGoodsOf(z, r.Str("GoodsId"))
	if !ok {
		return Reply{}, invalidBms("GoodsId")
	}
	size, num := r.Int("Size"), r.Int("Num")
	if num < 1 || num > maxBmsDiskNum {
		return Reply{}, invalidBms("Num")
	}
	if err := w.acceptBmsDisks(r, z, goods, size, num); err != nil {
		return Reply{}, err
	}
	info := []any{}
	for n := range num {
		name := r.Str("Name")
		if num > 1 {
			name += "-" + strconv.Itoa(n+1)
		}
		d, task := w.newBmsDisk(z, name, goods, size, 0)
		info = append(info, r.Record("Data.DiskInfo[]", obj{"DiskId": d.id, "TaskId": task}))
	}
	return Reply{Data: r.Record("Data", obj{"DiskInfo": info})}, nil
}

// acceptBmsDisks checks what every new disk must keep to. The refusal for money
// is that of CreateInstance; this chapter has none.
func (w *World) acceptBmsDisks(r Request, z zone, goods bmsDiskGoods, size, num int) error {
	switch {
	case !validName(r.Str("Name")):
		return invalidBms("Name")
	case size < minBmsDiskSize || size > maxBmsDiskSize:
		return invalidBms("Size")
	case w.bmsdisk.disks.Len()+num > maxBmsDisks:
		return refusalBmsDiskQuota
	case w.bmsPoolUsed(z, goods.kind)+size*num > bmsPoolSize:
		return refusalBmsPoolFull
	case !w.affords(bmsDiskPrice(goods, size) * money(num)):
		return refusalBalance
	}
	return nil
}

func (w *World) newBmsDisk(z zone, name string, goods bmsDiskGoods, size int, filled float64) (*bmsDisk, string) {
	d := &bmsDisk{
		id: w.ID("bms disk"), name: name, zone: z, goods: goods, size: size, state: bmsDiskCreating,
		created: w.now, filled: filled,
	}
	w.bmsdisk.disks.Put(d.id, d)
	w.ledger.Open(entry{
		ID: d.id, Kind: "bms_disk", Name: name, RegionID: z.ID, Parts: bmsDiskParts(goods, size),
		Charge: postPaid, Daily: bmsDiskPrice(goods, size), From: w.now,
	})
	return d, w.Begin(Work{
		System: taskStorage, Type: "createDisk", Takes: 4 * time.Second, Resources: []string{d.id},
		Done:   func() { d.state = bmsDiskDetached },
		Failed: func() { d.state = bmsDiskError; w.ledger.Close(d.id, w.now) },
	})
}

// describeBmsDisks takes an empty filter for none, as its sample sends them.
func describeBmsDisks(w *World, r Request) (Reply, error) {
	number, size, err := bmsPage(r, 50)
	if err != nil {
		return Reply{}, err
	}
	found := w.bmsdisk.disks.Where(func(d *bmsDisk) bool {
		return (!r.Has("RegionId") || strings.EqualFold(d.zone.ID, r.Str("RegionId"))) &&
			(!r.Has("DiskId") || d.id == r.Str("DiskId")) &&
			(!r.Has("InstanceId") || d.server != nil && d.server.id == r.Str("InstanceId")) &&
			strings.Contains(d.name, r.Str("Name"))
	})
	rows, _ := page(found, number, size)
	list := []any{}
	for _, d := range rows {
		list = append(list, r.Record("Data.DiskList[]", obj{
			"DiskId": d.id, "Name": d.name, "State": d.state, "Size": d.size, "Iops": d.goods.iops, "Bw": d.goods.bw,
			"DiskType": d.goods.title(), "RegionId": d.zone.ID, "CustomerId": "E001", "CreateTime": stamp(d.created),
		}))
	}
	return Reply{Data: r.Record("Data", obj{"Total": len(found), "DiskList": list})}, nil
}

// attachBmsDisk needs a server of the same zone that is neither being
// installed nor in error.
func attachBmsDisk(w *World, r Request) (Reply, error) {
	b, ok := w.bareMetal(r.Str("InstanceId"))
	if !ok {
		return Reply{}, invalidBms("InstanceId")
	}
	d, err := w.settledBmsDisk(r)
	if err != nil {
		return Reply{}, err
	}
	if d.state != bmsDiskDetached {
		return Reply{}, refusalBmsDiskState
	}
	if d.zone != b.vdc.zone || !slices.Contains([]string{bmsRunning, bmsStopped}, b.state) {
		return Reply{}, invalidBms("InstanceId")
	}
	taken := w.bmsdisk.disks.Where(func(other *bmsDisk) bool { return other.server == b })
	if len(taken) >= maxBmsDisksOnOne {
		return Reply{}, refusalBmsDiskQuota
	}
	d.server, d.attachment = b, w.ID("attachment")
	d.state = bmsDiskAttaching
	return diskTask(r, w.Begin(Work{
		System: taskStorage, Type: "attachDisk", Takes: 3 * time.Second, Resources: []string{d.id},
		Done:   func() { d.attach(w.now) },
		Failed: func() { d.server, d.attachment, d.state = nil, "", bmsDiskDetached },
	})), nil
}

// diskTask is the answer of the operations that name one task in a list.
func diskTask(r Request, id string) Reply {
	info := []any{r.Record("Data.DiskInfo[]", obj{"TaskId": id})}
	return Reply{Data: r.Record("Data", obj{"DiskInfo": info})}
}

func detachBmsDisk(w *World, r Request) (Reply, error) {
	d, err := w.settledBmsDisk(r)
	if err != nil {
		return Reply{}, err
	}
	if d.state != bmsDiskAttached {
		return Reply{}, refusalBmsDiskState
	}
	return diskTask(r, w.workOnDisk(d, bmsDiskDetaching, "detachDisk", 3*time.Second, func() { d.detach(w.now) })), nil
}

// deleteBmsDisk refuses a disk that is attached. Its snapshots go with it:
// nothing lists them, so nobody could delete them first. Not documented.
func deleteBmsDisk(w *World, r Request) (Reply, error) {
	d, ok := w.bmsdisk.disks.Get(r.Str("DiskId"))
	if !ok || d.state == bmsDiskDeleting {
		return Reply{}, invalidBms("DiskId")
	}
	if d.state != bmsDiskDetached && d.state != bmsDiskError {
		return Reply{}, refusalBmsDiskState
	}
	before := d.state
	d.state = bmsDiskDeleting
	return diskTask(r, w.Begin(Work{
		System: taskStorage, Type: "deleteDisk", Takes: 3 * time.Second, Resources: []string{d.id},
		Done:   func() { w.forgetBmsDisk(d) },
		Failed: func() { d.state = before },
	})), nil
}

func (w *World) forgetBmsDisk(d *bmsDisk) {
	for _, s := range w.snapshotsOf(d) {
		w.forgetBmsSnapshot(s)
	}
	w.ledger.Close(d.id, w.now)
	w.bmsdisk.disks.Delete(d.id)
}
