package sim

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// bmsPorts is how many ports a server has; bonded, they are one. Not
// documented.
const bmsPorts = 2

// bmsOrder is a server somebody wants to buy, checked.
type bmsOrder struct {
	vdc      *vdc
	goods    bmsGoods
	compute  bmsCompute
	image    bmsImage
	networks []*network
	charge   string
	until    time.Time // PrePaid only
	paid     money     // PrePaid only
	names    []string
	subject  string // the test account that pays, "" for the account itself
}

// createBms checks everything before it changes anything. Each server of an
// order has a task of its own.
func createBms(w *World, r Request) (Reply, error) {
	o, err := w.orderBms(r)
	if err != nil {
		return Reply{}, err
	}
	tasks := []any{}
	for _, name := range o.names {
		b := w.newBms(r, o, name)
		tasks = append(tasks, w.Begin(Work{
			System: taskBms, Type: "createBms", Takes: 8 * time.Second, Resources: []string{b.id},
			Done:   func() { b.installed = w.now; w.switchOn(b) },
			Failed: func() { b.state, b.unbilled = bmsError, true; w.ledger.Close(b.id, w.now) },
		}))
	}
	return Reply{Data: r.Record("Data", obj{"TaskIds": tasks})}, nil
}

func (w *World) orderBms(r Request) (o bmsOrder, err error) {
	z, ok := w.bareMetalZone(r.Str("RegionId"))
	if !ok {
		return o, r.documented("DataNotExists")
	}
	o.charge = chargeOf(r)
	if o.goods, o.compute, ok = findBms(r.Int("GoodsId"), r.Str("ComputeId"), o.charge); !ok {
		return o, r.documented("OrderGoodsConfEmpty")
	}
	if o.image, err = bmsImageOf(r); err != nil {
		return o, err
	}
	if o.vdc, ok = w.vdc.vdcs.Get(r.Str("VdcId")); !ok || o.vdc.status != statusOK || o.vdc.zone != z {
		return o, r.documented("VdcNotFound")
	}
	if o.networks, err = w.bmsNetworks(r, o.vdc); err != nil {
		return o, err
	}
	if o.names, ok = bmsNames(r); !ok || !validBmsPassword(r.Str("Password")) || !validBmsLayout(r, o.compute) {
		return o, r.documented("DataNotExists")
	}
	return o, w.acceptBms(r, &o)
}

// acceptBms asks for what there may not be enough of: time, servers, money and
// addresses. The refusal for money is that of CreateInstance; this chapter has
// none.
func (w *World) acceptBms(r Request, o *bmsOrder) error {
	months := r.Int("PrepaidMonth")
	if months < 0 || months > maxBmsMonths {
		return r.documented("DataNotExists")
	}
	sold := w.bms.servers.Where(func(b *bareMetal) bool {
		return b.vdc.zone == o.vdc.zone && b.compute.id == o.compute.id
	})
	if len(sold)+len(o.names) > bmsStock {
		return r.documented("NotSufficient")
	}
	due := bmsPrice(o.compute)
	if o.charge == prePaid {
		o.until = monthEnd(w.now, months)
		due *= daysBegun(w.now, o.until)
		o.paid = due
	}
	if err := w.chargeBms(r, o, due*money(len(o.names))); err != nil {
		return err
	}
	for _, n := range o.networks {
		if n.free() < len(o.names) {
			return r.documented("IpNotEnough")
		}
	}
	return nil
}

// chargeBms finds who pays: the test account that SubjectId names, or the
// account itself.
func (w *World) chargeBms(r Request, o *bmsOrder, due money) error {
	if r.Has("SubjectId") {
		s, ok := w.subjectNamed(r.Str("SubjectId"))
		if !ok {
			return r.documented("DataNotExists")
		}
		o.subject = s.name
	}
	if !w.paysForBms(o.subject, due) {
		return refusalBalance
	}
	return nil
}

// paysForBms tells whether a test account, or with "" the account itself, has an
// amount to spend on bare metal.
func (w *World) paysForBms(subject string, due money) bool {
	if subject == "" {
		return w.affords(due)
	}
	s, ok := w.subjectNamed(subject)
	return ok && s.pays(ecsZone{}, w.now) && w.subjectBalance(s) >= due
}

// bmsNetworks finds the VDC's networks in which the servers get an address. A
// segment's id does as well as its network's: the documentation speaks of
// segments. In access mode every network needs a port of its own.
func (w *World) bmsNetworks(r Request, v *vdc) ([]*network, error) {
	var list []*network
	for _, id := range r.Strs("PipeIds") {
		n := w.networkOrSegment(v, id)
		if n == nil || n.status != statusOK || slices.Contains(list, n) {
			return nil, r.documented("PipeIdNotFound")
		}
		list = append(list, n)
	}
	if len(list) == 0 {
		return nil, r.documented("PipeIdNotFound")
	}
	ports := bmsPorts
	if r.Bool("IsBond") {
		ports = 1
	}
	if strings.EqualFold(r.Str("PortMode"), "access") && len(list) > ports {
		return nil, r.documented("DataNotExists")
	}
	return list, nil
}

func (w *World) networkOrSegment(v *vdc, id string) *network {
	for n := range w.vdc.networks.All() {
		if n.vdc != v {
			continue
		}
		if n.id == id || slices.ContainsFunc(n.segments, func(s *segment) bool { return s.id == id }) {
			return n
		}
	}
	return nil
}

// bmsNames gives each server its name: the number follows directly, as in the
// documentation's bms003, and counts up from AssignHostNo. Several servers
// without a number count from 001; one stays without.
func bmsNames(r Request) (names []string, ok bool) {
	name, digits, amount := r.Str("InstanceName"), r.Str("AssignHostNo"), r.Int("Amount")
	if !validName(name) {
		return nil, false
	}
	if digits == "" && amount == 1 {
		return []string{name}, true
	}
	if digits == "" {
		digits = "001"
	}
	first, err := strconv.ParseUint(digits, 10, 32)
	if err != nil || len(digits) > 6 {
		return nil, false
	}
	for n := range amount {
		names = append(names, name+fmt.Sprintf("%0*d", max(3, len(digits)), int(first)+n))
	}
	return names, true
}

// validBmsPassword asks for 8 to 30 printable characters. The documentation
// has no rule, and its samples range from one kind of character to four.
func validBmsPassword(s string) bool {
	return len(s) >= 8 && len(s) <= 30 && !slices.ContainsFunc([]rune(s), func(c rune) bool { return c < '!' || c > '~' })
}

// validBmsLayout checks how the disks are to be used: the RAID level needs its
// number of data disks, the partitions begin with "/", have a size each and
// fit into the system disk. Only the levels and the first partition are
// documented.
func validBmsLayout(r Request, c bmsCompute) bool {
	needs := map[string]int{"": 0, "0": 1, "1": 2, "5": 3, "10": 4}
	least, known := needs[r.Str("Raid")]
	if !known || c.dataDisks() < least {
		return false
	}
	paths, sizes := r.Strs("CustomPartition"), r.Strs("CustomPartitionSize")
	if len(paths) != len(sizes) || len(paths) > 0 && paths[0] != "/" {
		return false
	}
	sum := 0
	for n, text := range sizes {
		size, ok := asInt(text)
		if !ok || size < 1 || size > c.disks[0].capacity || !validMount(paths[n]) || slices.Contains(paths[:n], paths[n]) {
			return false
		}
		sum += size
	}
	return sum <= c.disks[0].capacity
}

func validMount(path string) bool {
	return path == "swap" || validName(path) && path[0] == '/'
}

func (w *World) newBms(r Request, o bmsOrder, name string) *bareMetal {
	b := &bareMetal{
		id: w.ID("bare metal"), name: name, vdc: o.vdc, state: bmsInstalling, goods: o.goods, compute: o.compute,
		image: o.image, charge: o.charge, autoRenew: r.IntOr("AutoRenew", 1) == 1, monitored: r.Bool("EnableMonitor"),
		bonded: r.Bool("IsBond"), created: w.now, installed: w.now, expires: o.until,
		subject: o.subject,
	}
	for _, n := range o.networks {
		b.cards = append(b.cards, w.newBmsCard(b, n))
	}
	for _, d := range o.compute.disks {
		for range d.count {
			b.volumes = append(b.volumes, bmsVolume{w.ID("bare metal volume"), w.ID("local disk"), d})
		}
	}
	w.bms.servers.Put(b.id, b)
	w.openBms(b, o.paid)
	w.watchExpiry(b)
	return b
}

// newBmsCard cannot fail: the addresses were counted when the order was
// checked.
func (w *World) newBmsCard(b *bareMetal, n *network) bmsCard {
	ip, err := n.take("auto", "裸金属使用("+b.name+")", netip.Prefix{})
	if err != nil {
		panic("sim: " + err.Error())
	}
	c := w.count("bms mac")
	return bmsCard{w.ID("bare metal card"), n, ip, []string{
		fmt.Sprintf("6C:92:BF:%02X:%02X:%02X", c>>15&0xff, c>>7&0xff, c<<1&0xff),
		fmt.Sprintf("6C:92:BF:%02X:%02X:%02X", c>>15&0xff, c>>7&0xff, c<<1&0xff|1),
	}}
}

// openBms puts a server into the ledger, from now on.
func (w *World) openBms(b *bareMetal, paid money) {
	e := entry{
		ID: b.id, Kind: "bms", Name: b.name, RegionID: b.vdc.zone.ID, Place: b.vdc.id, PlaceName: b.vdc.name,
		Parts:   []part{{"规格", fmt.Sprintf("%dC/%dG", b.compute.cpu, b.compute.ram), bmsPrice(b.compute)}},
		Subject: b.subject, Charge: b.charge, Daily: bmsPrice(b.compute), Paid: paid, From: w.now,
	}
	for _, c := range b.cards {
		e.Addresses = append(e.Addresses, c.ip.String())
	}
	w.ledger.Open(e)
}
