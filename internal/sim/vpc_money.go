package sim

import (
	"slices"
	"strings"
	"time"
)

// daysPaid is how many days' price a month costs. Not documented.
const daysPaid = 30

// The ways of paying of appendix 6. Those that the parameter tables of
// CreateEIP and CreateBandwidth leave out are accepted as well.
func eipSchemes() []scheme {
	return []scheme{{"BandwIdth", "固定带宽"}, {"BandwIdthMonth", "固定带宽包月"}, {"Traffic", "流量按需"}}
}

func sharedSchemes() []scheme {
	return []scheme{
		{"BandwIdth_Shared", "固定带宽(共享)"}, {"BandwIdthMonth_Shared", "固定带宽包月(共享)"}, {"Traffic_Shared", "流量按需(共享)"},
	}
}

// findScheme ignores case: the provider itself writes Bandwidth and BandwIdth.
func findScheme(list []scheme, id string) (scheme, bool) {
	i := slices.IndexFunc(list, func(s scheme) bool { return strings.EqualFold(s.id, id) })
	if i < 0 {
		return scheme{}, false
	}
	return list[i], true
}

func (s scheme) monthly() bool   { return strings.HasPrefix(s.id, "BandwIdthMonth") }
func (s scheme) byTraffic() bool { return strings.HasPrefix(s.id, "Traffic") }

// eipBandwidth is what EIPs send through: one's own, or one that several share.
type eipBandwidth struct {
	id, name, line, status string
	scheme                 scheme
	qos                    int // Mbps
	shared                 bool
	region                 vpcRegion // shared ones only
	zone                   vpcZone
	created                time.Time
	subject                string // shared ones only: the test project that pays
}

// orderBandwidth reads BandwidthType, BillScheme and Qos.
func (w *World) orderBandwidth(f Fields, sold []scheme, most int) (eipBandwidth, error) {
	for _, name := range []string{"BandwidthType", "BillScheme", "Qos"} {
		if !f.Has(name) {
			return eipBandwidth{}, missingParameter(name)
		}
	}
	line, err := w.vpcLine(f.Str("BandwidthType"))
	if err != nil {
		return eipBandwidth{}, err
	}
	s, ok := findScheme(sold, f.Str("BillScheme"))
	if !ok {
		return eipBandwidth{}, malformed("InvalidParameter", "BillScheme")
	}
	qos := f.Int("Qos")
	if qos < 1 || qos > most {
		return eipBandwidth{}, malformed("InvalidParameter", "Qos")
	}
	return eipBandwidth{line: line.ID, scheme: s, qos: qos}, nil
}

// newBandwidth makes one as ordered.
func (w *World) newBandwidth(order eipBandwidth) *eipBandwidth {
	b := order
	b.id, b.status, b.created = w.ID("bandwidth"), statusOK, w.now
	return &b
}

// lineName is the name of a bandwidth type, for the answers that show names.
func (w *World) lineName(id string) string {
	line, _ := findCode(w.shelf.vpcLines, id)
	return line.NameZh
}

// daily is the price of a bandwidth for a day. What flows through the ones paid
// by traffic is not metered into the bill.
func (b *eipBandwidth) daily() money {
	if b.scheme.byTraffic() {
		return 0
	}
	return vpcLinePrice(b.line) * money(b.qos)
}

// due is what has to be paid at once of a daily price: a month's, or a day's
// that must be there.
func (b *eipBandwidth) due(daily money) money {
	if b.scheme.monthly() {
		return daily * daysPaid
	}
	return daily
}

// payer finds the test project a request names, which must be good for the
// place; nil is the account itself.
func (w *World) payer(r Request, zone vpcZone) (*subject, error) {
	if !r.Has("SubjectId") {
		return nil, nil
	}
	s, ok := w.subjectNamed(r.Str("SubjectId"))
	if !ok || !s.pays(ecsZone{Code: zone.Code}, w.now) {
		return nil, malformed("InvalidParameter", "SubjectId")
	}
	return s, nil
}

// afford refuses what the payer has not the money for.
func (w *World) afford(payer *subject, due money) error {
	have := w.ledger.Balance(w.now)
	if payer != nil {
		have = w.subjectBalance(payer)
	}
	if due > 0 && have < due {
		return refusalBalance
	}
	return nil
}

// eipEntry is what a bill says of an EIP now: the address, and the bandwidth if
// it is its own.
func (w *World) eipEntry(e *eip) entry {
	bill := entry{
		ID: e.id, Kind: "eip", Name: e.ip(), RegionID: e.region.Code, Subject: e.subject, Addresses: []string{e.ip()},
		Daily: priceAddress, Parts: []part{{"EIP", "1个", priceAddress}},
	}
	if !e.band.shared {
		bill.Daily += e.band.daily()
		bill.Parts = append(bill.Parts, e.band.part(w))
	}
	return bill
}

func (w *World) sharedEntry(b *eipBandwidth) entry {
	return entry{
		ID: b.id, Kind: "shared_bandwidth", Name: b.name, RegionID: b.region.Code, Subject: b.subject,
		Daily: b.daily(), Parts: []part{b.part(w)},
	}
}

func (b *eipBandwidth) part(w *World) part {
	return part{w.lineName(b.line) + "-" + b.scheme.name, mbps(b.qos), b.daily()}
}

// chargeEIP ends what an EIP has cost so far and begins with what it costs now.
func (w *World) chargeEIP(e *eip) {
	b := e.band
	w.charge(w.eipEntry(e), !b.shared && b.scheme.monthly(), func() bool {
		now, ok := w.vpc.eips.Get(e.id)
		return ok && now.band == b && e.status != statusError
	})
}

func (w *World) chargeShared(b *eipBandwidth) {
	w.charge(w.sharedEntry(b), b.scheme.monthly(), func() bool {
		_, ok := w.vpc.bandwidths.Get(b.id)
		return ok
	})
}

// charge opens an entry in place of the resource's last. A monthly one is paid
// ahead, and again every month while it lives.
func (w *World) charge(bill entry, monthly bool, lives func() bool) {
	w.ledger.Close(bill.ID, w.now)
	bill.Charge, bill.From = postPaid, w.now
	if monthly {
		bill.Charge, bill.Paid = prePaid, bill.Daily*daysPaid
		w.renewMonthly(bill.ID, lives)
	}
	w.ledger.Open(bill)
}

func (w *World) renewMonthly(id string, lives func() bool) {
	w.At(w.now.In(clockZone).AddDate(0, 1, 0), func() {
		if !lives() {
			return
		}
		for _, open := range w.ledger.entries {
			if open.ID == id && open.To.IsZero() {
				w.ledger.Reprice(id, w.now, open.Daily, open.Daily*daysPaid)
				break
			}
		}
		w.renewMonthly(id, lives)
	})
}

// recharge goes on with another price. The larger size of a monthly bandwidth
// is paid at once, a smaller one gives nothing back.
func (w *World) recharge(bill entry, b *eipBandwidth, before money) {
	extra := money(0)
	if b.scheme.monthly() {
		extra = max(0, (bill.Daily-before)*daysPaid)
	}
	w.ledger.Reprice(bill.ID, w.now, bill.Daily, extra)
	w.ledger.Detail(bill.ID, bill.Parts)
}
