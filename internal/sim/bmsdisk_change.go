package sim

import "time"

// changeBmsDiskIOPS sets the IOPS. That Iops is the new value, not an
// addition, is not documented.
func changeBmsDiskIOPS(w *World, r Request) (Reply, error) {
	return w.changeBmsDisk(r, "changeIops", func(d *bmsDisk) (bmsDiskGoods, int) {
		return bmsDiskGoods{d.goods.kind, r.Int("Iops"), d.goods.bw}, d.size
	})
}

// changeBmsDiskBandwidth sets the bandwidth. The description of Bw is a copy
// from another operation.
func changeBmsDiskBandwidth(w *World, r Request) (Reply, error) {
	return w.changeBmsDisk(r, "changeBandwidth", func(d *bmsDisk) (bmsDiskGoods, int) {
		return bmsDiskGoods{d.goods.kind, d.goods.iops, r.Int("Bw")}, d.size
	})
}

// expandBmsDisk adds Size to the disk.
func expandBmsDisk(w *World, r Request) (Reply, error) {
	more := r.Int("Size")
	if more < 1 || more > maxBmsDiskSize {
		return Reply{}, invalidBms("Size")
	}
	return w.changeBmsDisk(r, "expansionSize", func(d *bmsDisk) (bmsDiskGoods, int) {
		return d.goods, d.size + more
	})
}

// changeBmsDisk gives a disk what want says, attached or not. The price
// changes with the disk, when the work is done.
func (w *World) changeBmsDisk(r Request, kind string, want func(*bmsDisk) (bmsDiskGoods, int)) (Reply, error) {
	d, err := w.settledBmsDisk(r)
	if err != nil {
		return Reply{}, err
	}
	goods, size := want(d)
	if wrong := goods.offered(); wrong != "" {
		return Reply{}, invalidBms(wrong)
	}
	if size > maxBmsDiskSize {
		return Reply{}, invalidBms("Size")
	}
	if w.bmsPoolUsed(d.zone, d.goods.kind)+size-d.size > bmsPoolSize {
		return Reply{}, refusalBmsPoolFull
	}
	more := bmsDiskPrice(goods, size) - bmsDiskPrice(d.goods, d.size)
	if more > 0 && !w.affords(more) {
		return Reply{}, refusalBalance
	}
	task := w.workOnDisk(d, bmsDiskUpdating, kind, 3*time.Second, func() {
		d.goods, d.size = goods, size
		w.ledger.Reprice(d.id, w.now, bmsDiskPrice(goods, size), 0)
		w.ledger.Detail(d.id, bmsDiskParts(goods, size))
	})
	return Reply{Data: r.Record("Data", obj{"TaskId": task})}, nil
}
