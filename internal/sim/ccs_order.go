package sim

import (
	"strings"
)

// maxInstances is the account's quota of servers. Not documented.
const maxInstances = 10_000

// serverOrder is a server somebody wants to buy, checked.
type serverOrder struct {
	vdc       *vdc
	typeID    string
	cpu, ram  int
	image     imageChoice
	system    disk
	data      []disk
	charge    string
	autoRenew bool
	months    int
	amount    int
}

// imageChoice is a public template, or one of the account's own with the
// public one it goes back to.
type imageChoice struct {
	id, osType string
	size       int
	private    bool
}

// daily is the price of one server a day.
func (o serverOrder) daily() money {
	sum := serverPrice(o.typeID, o.cpu, o.ram) + diskPrice(o.system)
	for _, d := range o.data {
		sum += diskPrice(d)
	}
	return sum
}

// due is what has to be paid at once for one server.
func (o serverOrder) due(w *World) money {
	if o.charge != prePaid {
		return 0
	}
	return o.daily() * money(monthsAhead(w.now, o.months))
}

// orderServer checks everything that CreateInstance and DescribeInstancePrice
// have in common.
func (w *World) orderServer(r Request, z zone) (o serverOrder, err error) {
	o = serverOrder{
		cpu: r.Int("Cpu"), ram: r.Int("Ram"), amount: r.IntOr("Amount", 1), charge: postPaid,
		autoRenew: r.IntOr("AutoRenew", 1) == 1, months: r.Int("PrepaidMonth"),
	}
	if strings.EqualFold(r.Str("InstanceChargeType"), prePaid) {
		o.charge = prePaid
	}
	t, ok := w.shelf.Type(r.Str("InstanceType"))
	if !ok || !specFits(t.ID, o.cpu, o.ram) {
		return o, refusalSpec
	}
	o.typeID = t.ID
	if o.months < 0 || o.months > 36 {
		return o, malformed("InvalidParameter", "PrepaidMonth")
	}
	if o.image, err = w.chooseImage(r.StrOr("ImageId", "Ubuntu_16.04_64"), z); err != nil {
		return o, err
	}
	if o.system, err = systemDisk(r.Obj("SystemDisk"), o.image); err != nil {
		return o, err
	}
	o.data, err = dataDisks(r.Objs("DataDisks"), 0)
	return o, err
}

// chooseImage finds a template that a zone has.
func (w *World) chooseImage(id string, z zone) (imageChoice, error) {
	if m, ok := w.shelf.Image(id); ok {
		return imageChoice{id: m.ID, osType: m.osType(), size: m.systemSize()}, nil
	}
	if t, ok := w.ccs.templates.Get(id); ok && t.normalIn(z) {
		return imageChoice{id: t.imageID, osType: t.osType, size: t.systemSize, private: true}, nil
	}
	return imageChoice{}, refusalNoTemplate
}

func systemDisk(f Fields, m imageChoice) (disk, error) {
	g, ok := diskType(f.StrOr("Type", "system_disk"), true)
	if !ok {
		return disk{}, refusalDiskType
	}
	d := disk{kind: g.Type, size: f.Int("Size"), packages: f.Int("IOPS")}
	if d.size == 0 {
		d.size = m.size
	}
	if d.size < m.size || !g.fits(d.size) || d.packages < 0 || d.packages > 0 && !g.Packages {
		return disk{}, malformed("InvalidParameter", "SystemDisk")
	}
	return d, nil
}

// dataDisks checks disks that join those a server has.
func dataDisks(list []Fields, have int) ([]disk, error) {
	var out []disk
	for _, f := range list {
		g, ok := diskType(f.StrOr("Type", "high_disk"), false)
		if !ok {
			return nil, refusalDiskType
		}
		d := disk{kind: g.Type, size: f.Int("Size"), packages: f.Int("IOPS")}
		if !g.fits(d.size) {
			return nil, badRequest("InvalidDataDiskSize.ValueNotSupported", "The specified DataDisk.n.Size beyond the permitted range, or the capacity of snapshot exceeds the size limit of the specified disk category.")
		}
		if d.packages < 0 || d.packages > 0 && !g.Packages {
			return nil, malformed("InvalidParameter", "IOPS")
		}
		out = append(out, d)
	}
	if have+len(out) > maxDataDisks {
		return nil, forbidden("QuotaExceed.DataDisk", "The maximum number of DataDisk is exceeded")
	}
	return out, nil
}

// describeInstancePrice answers the price of one day for PostPaid and of the
// whole time for PrePaid. The documentation names no unit.
func describeInstancePrice(w *World, r Request) (Reply, error) {
	z, ok := w.shelf.Zone(r.Str("RegionId"))
	if !ok {
		return Reply{}, refusalRegion
	}
	o, err := w.orderServer(r, z)
	if err != nil {
		return Reply{}, err
	}
	total := o.daily()
	if o.charge == prePaid {
		total = o.due(w)
	}
	total *= money(o.amount)
	return Reply{Data: r.Record("Data", obj{"TotalPrice": total.Cents()})}, nil
}

func describeInstanceType(w *World, r Request) (Reply, error) {
	if _, ok := w.shelf.Zone(r.Str("RegionId")); !ok {
		return Reply{}, refusalRegion
	}
	t, ok := w.shelf.Type(r.Str("InstanceType"))
	if !ok {
		return Reply{}, refusalSpec
	}
	data := []any{}
	for _, cpu := range cpuSizes() {
		for _, ram := range ramSizes() {
			if specFits(t.ID, cpu, ram) {
				data = append(data, r.Record("Data[]", obj{"Cpu": cpu, "Ram": ram, "Name": specName(cpu, ram)}))
			}
		}
	}
	return Reply{Data: data}, nil
}
