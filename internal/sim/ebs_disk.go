package sim

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// diskQuotaGB is the account's quota of cloud disks in one zone, as the sample
// of DescribeDiskQuota has it. Sizes being extended count as extended.
const diskQuotaGB = 10240

// maxDisksAtOnce bounds one order. Not documented.
const maxDisksAtOnce = 50

func (w *World) usedDiskGB(z ecsZone) (sum int) {
	for d := range w.ebs.disks.All() {
		if d.zone.Code == z.Code && d.status != ebsBuildFail {
			sum += max(d.size, d.wanted)
		}
	}
	return sum
}

func describeDiskQuota(w *World, r Request) (Reply, error) {
	z, err := ecsZoneByCode(r.Str("AvailableZoneCode"))
	if err != nil {
		return Reply{}, err
	}
	used := w.usedDiskGB(z)
	return Reply{Data: obj{"QuotaList": []any{r.Record("Data.QuotaList[]", obj{
		"DiskFeature": "SSD", "TotalQuota": diskQuotaGB, "UsedQuota": used, "FreeQuota": diskQuotaGB - used,
	})}}}, nil
}

// cloudDiskOrder is data disks somebody wants to buy, checked.
type cloudDiskOrder struct {
	zone     ecsZone
	size     int
	names    []string
	server   *ecsServer
	release  bool
	snapshot *ebsSnapshot
}

func (w *World) orderCloudDisks(r Request) (o cloudDiskOrder, err error) {
	if o.zone, err = ecsZoneByCode(r.Str("AvailableZoneCode")); err != nil {
		return o, err
	}
	// The parameter is documented with both values, and the text says that
	// only one is sold.
	if r.StrOr("BillingMethod", "0") != "0" {
		return o, malformed("InvalidParameter", "BillingMethod")
	}
	if o.size = r.Int("Size"); checkCloudSize(o.size) != nil {
		return o, checkCloudSize(o.size)
	}
	amount := r.IntOr("Number", 1)
	if amount < 1 || amount > maxDisksAtOnce {
		return o, malformed("InvalidParameter", "Number")
	}
	if o.names, err = w.cloudDiskNames(r, amount); err != nil {
		return o, err
	}
	if id := attachTarget(r); id != "" {
		if o.server, err = w.attachable(id, o.zone); err != nil {
			return o, err
		}
		o.release = r.IntOr("ReleaseWithInstance", 1) == 1
	}
	if id := r.Str("SnapshotId"); id != "" {
		if o.snapshot, err = w.dataSnapshot(id, o.zone, o.size); err != nil {
			return o, err
		}
	}
	if w.usedDiskGB(o.zone)+o.size*amount > diskQuotaGB {
		return o, refusalDiskQuota
	}
	return o, w.checkFunds(terms{}, cloudDiskPrice(diskSSD, o.size)*money(amount))
}

// cloudDiskNames numbers the disks of an order of several. The form is that of
// the documentation's samples: ssd_20220804_01.
func (w *World) cloudDiskNames(r Request, amount int) ([]string, error) {
	name := r.StrOr("DiskName", "ssd_"+w.now.In(clockZone).Format("20060102"))
	var names []string
	for n := range amount {
		full := name
		if amount > 1 {
			full = fmt.Sprintf("%s_%02d", name, n+1)
		}
		if !validDiskName(full) || utf8.RuneCountInString(full) > 40 {
			return nil, malformed("InvalidParameter", "DiskName")
		}
		names = append(names, full)
	}
	return names, nil
}

func createCloudDisk(w *World, r Request) (Reply, error) {
	o, err := w.orderCloudDisks(r)
	if err != nil {
		return Reply{}, err
	}
	var made []*ebsDisk
	var ids []string
	for _, name := range o.names {
		d := w.newCloudDisk(diskSSD, o.size, o.zone, terms{})
		d.name, d.server, d.release, d.from = name, o.server, o.release, o.snapshot
		if d.from != nil {
			d.from.users++
		}
		w.ebs.disks.Put(d.id, d)
		w.openDisk(d)
		made, ids = append(made, d), append(ids, d.id)
	}
	reply := w.diskEvent(r, "create_disk", 5*time.Second, made,
		func(d *ebsDisk) { d.status = d.rest(); d.fromDone() },
		func(d *ebsDisk) {
			d.status, d.server = ebsBuildFail, nil
			d.fromDone()
			w.refund(d.id)
		})
	reply.Data.(obj)["DiskIdSet"] = ids
	return reply, nil
}

// deleteCloudDisk deletes data disks that are attached to no server. With
// DeleteSnapshot their snapshots go as well, except such as are kept for ever.
func deleteCloudDisk(w *World, r Request) (Reply, error) {
	list, err := w.cloudDataDisks(r, func(d *ebsDisk) bool { return d.server == nil && d.settled() })
	if err != nil {
		return Reply{}, err
	}
	for _, d := range list {
		d.status = ebsDeleting
	}
	snapshotsToo := r.Bool("DeleteSnapshot")
	return w.diskEvent(r, "delete_disk", 4*time.Second, list, func(d *ebsDisk) {
		w.forgetDisk(d)
		if snapshotsToo {
			w.forgetSnapshotsOf(d)
		}
	}, func(d *ebsDisk) { d.status = ebsError }), nil
}

// attachable finds a server that disks of a zone can be attached to or
// detached from.
func (w *World) attachable(id string, z ecsZone) (*ecsServer, error) {
	s, err := w.ecsByID(id)
	switch {
	case err != nil:
		return nil, err
	case s.zone.Code != z.Code:
		return nil, refusalAzMismatch
	case !s.usable():
		return nil, refusalECSState
	}
	return s, nil
}

func attachDisk(w *World, r Request) (Reply, error) {
	target := attachTarget(r)
	if target == "" {
		return Reply{}, badRequest("MissingParameter", `Missing required parameter "InstanceId".`)
	}
	list, err := w.cloudDataDisks(r, func(d *ebsDisk) bool { return d.status == ebsWaiting })
	if err != nil {
		return Reply{}, err
	}
	s, err := w.attachable(target, list[0].zone)
	if err != nil {
		return Reply{}, err
	}
	if slices.ContainsFunc(list, func(d *ebsDisk) bool { return d.zone.Code != s.zone.Code }) {
		return Reply{}, refusalAzMismatch
	}
	for _, d := range list {
		d.status, d.server, d.release = ebsMounting, s, r.IntOr("ReleaseWithInstance", 1) == 1
	}
	return w.diskEvent(r, "mount_disk", 3*time.Second, list,
		func(d *ebsDisk) { d.status = ebsRunning },
		func(d *ebsDisk) { d.status, d.server = ebsWaiting, nil }), nil
}

func detachDisk(w *World, r Request) (Reply, error) {
	list, err := w.cloudDataDisks(r, func(d *ebsDisk) bool { return d.server != nil && d.status == ebsRunning })
	if err != nil {
		return Reply{}, err
	}
	for _, d := range list {
		if !d.server.usable() {
			return Reply{}, refusalECSState
		}
	}
	for _, d := range list {
		d.status = ebsUnmounting
	}
	return w.diskEvent(r, "unmount_disk", 3*time.Second, list,
		w.setFree,
		func(d *ebsDisk) { d.status = ebsRunning }), nil
}

// setFree leaves a disk without a server. One that was prepaid with its server
// is paid by the day from now on: the EBS chapter sells nothing else. What
// becomes of the rest of the time is not documented; here it is lost.
func (w *World) setFree(d *ebsDisk) {
	d.server, d.status = nil, ebsWaiting
	if d.terms.prepaid {
		w.ledger.Close(d.id, w.now)
		d.terms = terms{payer: d.terms.payer}
		w.openDisk(d)
	}
}

// extendDisk makes a system or a data disk larger. A prepaid disk pays the
// difference for the days that are left.
func extendDisk(w *World, r Request) (Reply, error) {
	d, err := w.cloudDisk(r.Str("DiskId"))
	if err != nil {
		return Reply{}, err
	}
	if !d.usable() {
		return Reply{}, refusalDiskState
	}
	size := r.Int("ExtendedSize")
	switch {
	case size <= d.size:
		return Reply{}, refusalDiskSmall
	case size > maxCloudDiskGB || d.system && size > maxSystemDiskGB:
		return Reply{}, refusalDiskLarge
	case size%cloudDiskStepGB != 0:
		return Reply{}, refusalDiskSize
	case w.usedDiskGB(d.zone)-d.size+size > diskQuotaGB:
		return Reply{}, refusalDiskQuota
	}
	due := cloudDiskPrice(d.feature, size) - d.daily()
	if d.terms.prepaid {
		due *= money(daysBetween(w.now, d.terms.until))
	}
	if err := w.checkFunds(d.terms, due); err != nil {
		return Reply{}, err
	}
	d.status, d.wanted = ebsUpdating, size
	return w.diskEvent(r, "extend_disk", 4*time.Second, []*ebsDisk{d}, func(d *ebsDisk) {
		d.status, d.size, d.wanted = d.rest(), size, 0
		w.ledger.Reprice(d.id, w.now, d.daily(), due)
		w.ledger.Detail(d.id, d.parts())
	}, func(d *ebsDisk) { d.status, d.wanted = d.rest(), 0 }), nil
}
