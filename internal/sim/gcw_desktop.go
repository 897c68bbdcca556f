package sim

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"time"
)

// The states of a desktop, misspelt as on the wire. Those of moving, arrears
// and recycling never occur here.
const (
	desktopConfiguring = "configuring"
	desktopRebooting   = "rebooting"
	desktopStarting    = "starting"
	desktopOn          = "using"
	desktopStopping    = "stoping"
	desktopOff         = "stop"
	desktopDeleting    = "deleteing"
	desktopError       = "error"
	desktopNetError    = "netErr"
	desktopExpiring    = "asMonthExpiring"
	desktopExpired     = "asMonthExpired"
	desktopDestroying  = "destroying"
)

// desktop is a cloud desktop with its address on the internet.
type desktop struct {
	id, name, label string
	status          string
	site            desktopSite
	product         desktopProduct
	image           desktopImage
	volume          desktopVolume
	subnet, gateway *vpcNet
	private, outlet netip.Addr // its addresses in them
	eipID           string
	public          netip.Prefix
	qos             int
	account         *subAccount // nil: nobody's
	subject         string      // the test project that pays, "" for none
	monthly         bool
	autoRenew       bool
	expires         time.Time // of a monthly one
	closed          bool      // costs nothing any more and has no addresses
}

// noExpiry is what a desktop that never expires shows: 2099 in the provider's
// zone.
const noExpiry = "2098-12-31T16:00:00.000+0000"

func (d *desktop) expiry() string {
	if !d.monthly {
		return noExpiry
	}
	return d.expires.UTC().Format("2006-01-02T15:04:05.000+0000")
}

// settled tells whether nothing is being done to the desktop.
func (d *desktop) settled() bool {
	return slices.Contains([]string{desktopOn, desktopOff, desktopError, desktopNetError, desktopExpired}, d.status)
}

func (d *desktop) accountEmail() string {
	if d.account == nil {
		return ""
	}
	return d.account.email
}

// desktop finds the one a request names.
func (w *World) desktop(id string) (*desktop, error) {
	d, ok := w.gcw.desktops.Get(id)
	if !ok {
		return nil, refusalNoDesktop
	}
	return d, nil
}

// desktopsOf finds all the desktops a request names, each once.
func (w *World) desktopsOf(r Request) ([]*desktop, error) {
	var list []*desktop
	for _, id := range r.Strs("vmIds") {
		d, err := w.desktop(id)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list, nil
}

// queryDesktops takes 0 and 2 for pay as you go: the documentation's table and
// its error text disagree.
func queryDesktops(w *World, r Request) (Reply, error) {
	bill := r.Str("billMethod")
	if !slices.Contains([]string{"", "0", "1", "2"}, bill) {
		return Reply{}, desktopRefusal("10003", "传入参数不符合要求,计费模式可选值为1或0,1为包年包月,2为按需")
	}
	ids := []any{}
	for d := range w.gcw.desktops.All() {
		if bill != "" && (bill == "1") != d.monthly {
			continue
		}
		if r.wants("siteId", d.site.id) && r.wants("productId", d.product.id) && r.wants("email", d.accountEmail()) &&
			r.wants("vpcId", d.subnet.vpc.id) && r.wants("vpcName", d.subnet.vpc.name) {
			ids = append(ids, d.id)
		}
	}
	return Reply{Data: r.Record("Data", obj{"vmIds": ids})}, nil
}

// wants tells whether a filter lets a value pass; one that was not given lets
// all pass.
func (f Fields) wants(filter, value string) bool { return !f.Has(filter) || f.Str(filter) == value }

func queryDesktop(w *World, r Request) (Reply, error) {
	d, err := w.desktop(r.Str("vmId"))
	if err != nil {
		return Reply{}, err
	}
	name := ""
	if d.account != nil {
		name = d.account.name
	}
	return Reply{Data: r.Record("Data", obj{
		"vmName": d.name, "label": d.label, "siteId": d.site.id, "productId": d.product.id,
		"billMethod": bit(d.monthly), "expireTime": d.expiry(), "status": d.status,
		"vpcId": d.subnet.vpc.id, "vpcName": d.subnet.vpc.name, "bw": d.qos,
		"eip":       lineOf(d.gateway).name + ":" + d.public.Addr().String(),
		"privateIp": fmt.Sprintf("vlan%s:%s", vlanOf(d.subnet), d.private),
		"publicIp":  d.outlet.String(), "accountName": name, "accountEmail": d.accountEmail(),
	})}, nil
}

// queryExpiringDesktops lists what expires within seven days or has expired.
// Its rows have no id.
func queryExpiringDesktops(w *World, r Request) (Reply, error) {
	data := []any{}
	for d := range w.gcw.desktops.All() {
		if d.monthly && d.expires.Before(w.now.AddDate(0, 0, 7)) {
			data = append(data, r.Record("Data[]", obj{
				"vmName": d.name, "billMethod": 1, "expireTime": d.expiry(), "status": d.status,
			}))
		}
	}
	return Reply{Data: data}, nil
}

// openDesktop starts what a desktop costs: the machine, at paid for the whole
// term if it is monthly, and its address, which is pay as you go in any case.
func (w *World) openDesktop(d *desktop, paid money) {
	w.ledger.Open(w.desktopEntry(d, paid))
	daily := priceDesktopMbit*money(d.qos) + priceDesktopAddress
	w.ledger.Open(entry{
		ID: d.eipID, Kind: "desktop_eip", Name: d.name, RegionID: d.site.zone, Place: d.subnet.vpc.id, PlaceName: d.subnet.vpc.name,
		Addresses: []string{d.public.Addr().String()}, Subject: d.subject, Charge: postPaid, Daily: daily, From: w.now,
		Parts: []part{
			{"固定带宽-" + lineOf(d.gateway).name, strconv.Itoa(d.qos) + "Mb", priceDesktopMbit * money(d.qos)},
			{"公网IP", "1个", priceDesktopAddress},
		},
	})
}

// desktopEntry is the machine alone. A monthly one has a daily price too: a
// thirtieth of a month.
func (w *World) desktopEntry(d *desktop, paid money) entry {
	e := entry{
		ID: d.id, Kind: "desktop", Name: d.name, RegionID: d.site.zone, Place: d.subnet.vpc.id, PlaceName: d.subnet.vpc.name,
		Addresses: []string{d.private.String()}, Subject: d.subject, Charge: postPaid, Daily: d.product.price().hour * 24, From: w.now,
	}
	if d.monthly {
		e.Charge, e.Paid, e.Daily = prePaid, paid, d.product.price().month/30
	}
	e.Parts = []part{
		{"GPU", fmt.Sprintf("%s %dGB", d.product.gpu, d.product.gpuRAM), e.Daily},
		{"vCPU", strconv.Itoa(d.product.cpu) + "C", 0},
		{"内存", strconv.Itoa(d.product.ram) + "GB", 0},
		{"系统盘", strconv.Itoa(d.volume.size) + "GB", d.volume.daily()},
		{"操作系统", d.image.name, 0},
	}
	e.Daily += d.volume.daily()
	return e
}
