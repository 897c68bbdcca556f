package sim

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The limits of ECS orders. Of their sizes, that of one order is documented, and
// step and least size of cloud data disks.
const (
	maxECSAtOnce     = 100
	maxECSServers    = 1000
	maxSystemDiskGB  = 500
	maxCloudDiskGB   = 4000
	cloudDiskStepGB  = 8
	cloudDiskLeastGB = 24
)

// The kinds of disks as the ECS chapter writes them; the EBS chapter writes
// SSD and knows no local disks.
const (
	diskSSD   = "ssd"
	diskLocal = "local"
)

// ecsDiskOrder is one disk of an order, checked.
type ecsDiskOrder struct {
	feature  string
	size     int
	release  bool
	snapshot *ebsSnapshot // made from, nil for an empty disk
}

// ecsOrder is servers somebody wants to buy, checked.
type ecsOrder struct {
	zone   ecsZone
	family ecsFamily
	spec   ecsSpec
	os     ecsOS
	terms  terms
	amount int
	system ecsDiskOrder
	data   []ecsDiskOrder
	net    ecsNetOrder
}

// due is what the whole order costs: a day of it, or all that is prepaid. Each
// server and each disk is charged by itself, in whole cents.
func (o ecsOrder) due(now time.Time) money {
	sum := o.terms.due(now, ecsPrice(o.family, o.spec)).wholeCents()
	for _, d := range append([]ecsDiskOrder{o.system}, o.data...) {
		sum += o.terms.due(now, cloudDiskPrice(d.feature, d.size)).wholeCents()
	}
	return sum * money(o.amount)
}

// cloudGB is how much of the disk quota one server needs.
func (o ecsOrder) cloudGB() (sum int) {
	if o.system.feature == diskSSD {
		sum = o.system.size
	}
	for _, d := range o.data {
		sum += d.size
	}
	return sum
}

// goodsOf reads what CreateInstance and DescribePrice have in common.
func (w *World) goodsOf(r Request) (o ecsOrder, err error) {
	if o.zone, err = ecsZoneByCode(r.Str("AvailableZoneCode")); err != nil {
		return o, err
	}
	if o.family, o.spec, err = ecsSpecOf(r, o.zone); err != nil {
		return o, err
	}
	if o.terms, err = readTerms(r); err != nil {
		return o, err
	}
	if o.amount = r.IntOr("Number", 1); o.amount < 1 || o.amount > maxECSAtOnce {
		return o, malformed("InvalidParameter", "Number")
	}
	return o, nil
}

// orderECS checks an order of servers in every respect.
func (w *World) orderECS(r Request) (ecsOrder, error) {
	o, err := w.goodsOf(r)
	if err != nil {
		return o, err
	}
	if o.os, err = w.ecsImageFor(r.Str("ImageId"), o.zone); err != nil {
		return o, err
	}
	if !o.os.fits(o.family) {
		return o, malformed("InvalidParameter", "ImageId")
	}
	if err = w.orderECSDisks(r, &o); err != nil {
		return o, err
	}
	if err = checkGuest(r); err != nil {
		return o, err
	}
	if o.net, err = w.orderECSNetwork(r, o.zone, o.os.windows()); err != nil {
		return o, err
	}
	given := func(e *eip) bool { return e != nil }
	if o.amount > 1 && slices.ContainsFunc(o.net.eips, given) {
		return o, malformed("InvalidParameter", "EipIds") // one address cannot serve several servers
	}
	return o, w.acceptECS(r, &o)
}

// checkGuest checks what is set inside the server. The sample of
// ModifyInstancePassword ends in a tab, which therefore does not count.
func checkGuest(r Request) error {
	if !validPassword(strings.TrimSpace(r.Str("Password"))) {
		return malformed("InvalidParameter", "Password")
	}
	for _, dns := range r.Strs("DnsList") {
		if _, err := netip.ParseAddr(dns); err != nil {
			return malformed("InvalidParameter", "DnsList")
		}
	}
	return nil
}

// acceptECS holds an order against quotas and money.
func (w *World) acceptECS(r Request, o *ecsOrder) error {
	if w.ecs.servers.Len()+o.amount > maxECSServers {
		return refusalECSCount
	}
	if w.usedDiskGB(o.zone)+o.cloudGB()*o.amount > diskQuotaGB {
		return refusalDiskQuota
	}
	if name := r.Str("TestAccount"); name != "" {
		payer, ok := w.subjectNamed(name)
		if !ok {
			return refusalAccount
		}
		if !payer.pays(o.zone, w.now) || o.terms.prepaid {
			return refusalOperation
		}
		o.terms.payer = payer
	}
	return w.checkFunds(o.terms, o.due(w.now))
}

// orderECSDisks reads the disks of an order. A local system disk may stand
// beside cloud data disks: the documentation's own sample orders that.
func (w *World) orderECSDisks(r Request, o *ecsOrder) (err error) {
	if o.system, err = diskOfOrder(r.Obj("SystemDisk"), "SystemDisk"); err != nil {
		return err
	}
	switch size := o.system.size; {
	case size < o.os.size:
		return refusalDiskSmall
	case size > maxSystemDiskGB:
		return refusalDiskLarge
	case o.system.feature == diskSSD && size%cloudDiskStepGB != 0:
		return refusalDiskSize
	}
	for _, f := range r.Objs("DataDisk") {
		d, err := w.dataDiskOfOrder(f, o.zone)
		if err != nil {
			return err
		}
		o.data = append(o.data, d)
	}
	return nil
}

// dataDiskOfOrder refuses local data disks: the documentation says that data
// disks are cloud disks, and not to be mixed with local ones.
func (w *World) dataDiskOfOrder(f Fields, z ecsZone) (ecsDiskOrder, error) {
	d, err := diskOfOrder(f, "DataDisk")
	if err != nil {
		return d, err
	}
	if d.feature == diskLocal {
		return d, refusalDiskMix
	}
	if err = checkCloudSize(d.size); err != nil {
		return d, err
	}
	if id := f.Str("SnapshotId"); id != "" {
		d.snapshot, err = w.dataSnapshot(id, z, d.size)
	}
	return d, err
}

func diskOfOrder(f Fields, param string) (ecsDiskOrder, error) {
	d := ecsDiskOrder{feature: strings.ToLower(f.Str("DiskFeature")), size: f.Int("Size"), release: f.IntOr("ReleaseWithInstance", 1) == 1}
	if d.feature != diskSSD && d.feature != diskLocal || d.size < 1 {
		return d, malformed("InvalidParameter", param)
	}
	return d, nil
}

// checkCloudSize holds the size of a cloud data disk against the documented
// step and least size.
func checkCloudSize(size int) error {
	switch {
	case size < cloudDiskLeastGB:
		return refusalDiskSmall
	case size > maxCloudDiskGB:
		return refusalDiskLarge
	case size%cloudDiskStepGB != 0:
		return refusalDiskSize
	}
	return nil
}

// ecsNames gives each server its name. Numbers are appended when a first one
// is given; the form is that of a name in the documentation's samples,
// openAPI-MPUB--101. 0 is sent there by an order of one server and means none.
func (w *World) ecsNames(r Request, amount int) ([]string, error) {
	name := r.StrOr("Name", "ecs-"+w.now.In(clockZone).Format("20060102"))
	first := r.Int("StartNumber")
	if first < 0 {
		return nil, malformed("InvalidParameter", "StartNumber")
	}
	var names []string
	for n := range amount {
		full := name
		if first > 0 {
			full += "-" + strconv.Itoa(first+n)
		}
		if !validName(full) {
			return nil, malformed("InvalidParameter", "Name")
		}
		names = append(names, full)
	}
	return names, nil
}

// describeECSPrice answers the price of a day, or of all that is prepaid.
// Sizes of disks need not be sold: the documentation's sample asks for 10 GB.
func describeECSPrice(w *World, r Request) (Reply, error) {
	o, err := w.goodsOf(r)
	if err != nil {
		return Reply{}, err
	}
	if o.system, err = diskOfOrder(r.Obj("SystemDiskInfo"), "SystemDiskInfo"); err != nil {
		return Reply{}, err
	}
	for _, f := range r.Objs("DataDiskInfo") {
		d, err := diskOfOrder(f, "DataDiskInfo")
		if err != nil {
			return Reply{}, err
		}
		o.data = append(o.data, d)
	}
	for _, d := range append(o.data, o.system) {
		if d.size > maxCloudDiskGB {
			return Reply{}, refusalDiskLarge
		}
	}
	return Reply{Data: r.Record("Data", obj{
		"PriceUnit": o.terms.unit(), "PriceSymbol": "¥", "TotalPrice": o.due(w.now).Cents(),
	})}, nil
}
