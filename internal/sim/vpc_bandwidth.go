package sim

import (
	"strings"
	"time"
)

// The limits of shared bandwidth. Not documented.
const (
	maxSharedQos        = 1000
	maxSharedBandwidths = 20
)

// settledBandwidth finds a shared bandwidth that nothing is being done to.
func (w *World) settledBandwidth(id string) (*eipBandwidth, error) {
	b, ok := w.vpc.bandwidths.Get(id)
	if !ok {
		return nil, refusalNoBandwidth
	}
	if b.status != statusOK {
		return nil, invalidOperation("The bandwidth is " + b.status + ".")
	}
	return b, nil
}

var refusalNoBandwidth = Refusal{404, "InvalidBandwidth.NotFound", "The specified bandwidth does not exist."}

// sharing lists the EIPs that use a bandwidth.
func (w *World) sharing(b *eipBandwidth) []*eip {
	return w.vpc.eips.Where(func(e *eip) bool { return e.band == b })
}

// describeSharedBandwidth finds a bandwidth by an address in it as well.
func describeSharedBandwidth(w *World, r Request) (Reply, error) {
	if r.Has("RegionCode") {
		if _, err := w.vpcRegion(r.Str("RegionCode")); err != nil {
			return Reply{}, err
		}
	}
	list := []any{}
	for b := range w.vpc.bandwidths.All() {
		texts := []string{b.name, b.id}
		for _, e := range w.sharing(b) {
			texts = append(texts, e.ip())
		}
		if r.Has("RegionCode") && !strings.EqualFold(b.region.Code, r.Str("RegionCode")) ||
			r.Has("AvailableZoneCode") && !strings.EqualFold(b.zone.Code, r.Str("AvailableZoneCode")) ||
			!matches(r.Str("Keyword"), texts...) {
			continue
		}
		list = append(list, r.Record("Data.BandwidthList[]", obj{
			"Id": b.id, "Name": b.name, "Qos": b.qos, "RegionCode": b.region.Code, "AvailableZoneCode": b.zone.Code,
			"BandwidthType": b.line, "BillScheme": b.scheme.id, "Status": b.status, "CreateTime": stamp(b.created),
		}))
	}
	return Reply{Data: r.Record("Data", obj{"Total": len(list), "BandwidthList": list})}, nil
}

func createSharedBandwidth(w *World, r Request) (Reply, error) {
	region, zone, err := w.vpcPlace(r)
	if err != nil {
		return Reply{}, err
	}
	if !validName(r.Str("Name")) {
		return Reply{}, malformed("InvalidParameter", "Name")
	}
	order, err := w.orderBandwidth(r.Fields, sharedSchemes(), maxSharedQos)
	if err != nil {
		return Reply{}, err
	}
	if w.vpc.bandwidths.Len() >= maxSharedBandwidths {
		return Reply{}, badRequest("QuotaExceed.Bandwidth", "The maximum number of Bandwidth is exceeded")
	}
	payer, err := w.payer(r, zone)
	if err != nil {
		return Reply{}, err
	}
	if err := w.afford(payer, order.due(order.daily())); err != nil {
		return Reply{}, err
	}
	order.name, order.shared, order.region, order.zone = r.Str("Name"), true, region, zone
	if payer != nil {
		order.subject = payer.name
	}
	b := w.newBandwidth(order)
	w.vpc.bandwidths.Put(b.id, b)
	w.chargeShared(b)
	return Reply{Data: []any{r.Record("Data[]", obj{"BandwidthId": b.id})}}, nil
}

func updateSharedBandwidth(w *World, r Request) (Reply, error) {
	b, err := w.settledBandwidth(r.Str("BandwidthId"))
	if err != nil {
		return Reply{}, err
	}
	qos := r.Int("Qos")
	if qos < 1 || qos > maxSharedQos {
		return Reply{}, malformed("InvalidParameter", "Qos")
	}
	larger := *b
	larger.qos = qos
	payer, _ := w.subjectNamed(b.subject)
	if err := w.afford(payer, larger.due(larger.daily()-b.daily())); err != nil {
		return Reply{}, err
	}
	b.status = statusUpdating
	return Reply{TaskID: w.Begin(Work{
		System: taskVPC, Takes: 2 * time.Second, Resources: []string{b.id},
		Done: func() {
			before := b.daily()
			b.status, b.qos = statusOK, qos
			w.recharge(w.sharedEntry(b), b, before)
			for _, e := range w.sharing(b) {
				w.reroute(e)
			}
		},
		Failed: func() { b.status = statusOK },
	})}, nil
}

// deleteSharedBandwidth is done when it is answered.
func deleteSharedBandwidth(w *World, r Request) (Reply, error) {
	b, err := w.settledBandwidth(r.Str("BandwidthId"))
	if err != nil {
		return Reply{}, err
	}
	if len(w.sharing(b)) > 0 {
		return Reply{}, invalidOperation("The bandwidth has EIPs.")
	}
	w.vpc.bandwidths.Delete(b.id)
	w.ledger.Close(b.id, w.now)
	return Reply{}, nil
}

// shareBandwidth moves EIPs of the same region, and at edge nodes of the same
// zone, and of the same type into a shared bandwidth; their own ends.
func shareBandwidth(w *World, r Request) (Reply, error) {
	b, err := w.settledBandwidth(r.Str("BandwidthId"))
	if err != nil {
		return Reply{}, err
	}
	list, err := w.settledEIPs(r.Strs("EIPIdList"))
	if err != nil {
		return Reply{}, err
	}
	for _, e := range list {
		switch {
		case e.region != b.region || e.region.edge() && e.zone != b.zone:
			return Reply{}, refusalAzMismatch
		case e.band.shared:
			return Reply{}, invalidOperation("The EIP " + e.ip() + " uses a shared bandwidth already.")
		case e.band.line != b.line:
			return Reply{}, invalidOperation("The EIP " + e.ip() + " is of another bandwidth type.")
		}
	}
	b.status = statusUpdating
	return Reply{TaskID: w.moveEIPs(list, func(e *eip) { w.use(e, b) }, func() { b.status = statusOK })}, nil
}

// moveEIPs keeps EIPs busy, then has each moved; after runs however it ends.
func (w *World) moveEIPs(list []*eip, move func(*eip), after func()) (taskID string) {
	var ids []string
	for _, e := range list {
		ids = append(ids, e.id)
		e.status = statusUpdating
	}
	settle := func() {
		after()
		for _, e := range list {
			e.status = statusOK
		}
	}
	return w.Begin(Work{
		System: taskVPC, Takes: 2 * time.Second, Resources: ids, Failed: settle,
		Done: func() {
			settle()
			for _, e := range list {
				move(e)
			}
		},
	})
}

// use has an EIP send through a bandwidth from now on.
func (w *World) use(e *eip, b *eipBandwidth) {
	e.band = b
	w.chargeEIP(e)
	w.reroute(e)
}

// unshareBandwidth deletes EIPs, or gives each a bandwidth of its own, which
// must be of the type they have and is bought on the terms of the request.
func unshareBandwidth(w *World, r Request) (Reply, error) {
	list, err := w.settledEIPs(r.Strs("EIPIdList"))
	if err != nil {
		return Reply{}, err
	}
	for _, e := range list {
		if !e.band.shared {
			return Reply{}, invalidOperation("The EIP " + e.ip() + " uses no shared bandwidth.")
		}
		if r.Bool("Delete") && e.bound() {
			return Reply{}, boundRefusal(e)
		}
	}
	move := w.forgetEIP
	if !r.Bool("Delete") {
		order, err := w.ownBandwidth(r, list)
		if err != nil {
			return Reply{}, err
		}
		move = func(e *eip) {
			own := order
			own.zone = e.zone
			w.use(e, w.newBandwidth(own))
		}
	}
	return Reply{TaskID: w.moveEIPs(list, move, func() {})}, nil
}

// ownBandwidth checks the terms on which EIPs leave a shared bandwidth.
func (w *World) ownBandwidth(r Request, list []*eip) (eipBandwidth, error) {
	if !r.Has("RegionCode") {
		return eipBandwidth{}, missingParameter("RegionCode")
	}
	region, err := w.vpcRegion(r.Str("RegionCode"))
	if err != nil {
		return eipBandwidth{}, err
	}
	order, err := w.orderBandwidth(r.Fields, eipSchemes(), maxEIPQos)
	if err != nil {
		return eipBandwidth{}, err
	}
	for _, e := range list {
		if e.region != region {
			return eipBandwidth{}, refusalAzMismatch
		}
		if e.band.line != order.line {
			return eipBandwidth{}, invalidOperation("The EIP " + e.ip() + " is of another bandwidth type.")
		}
	}
	return order, w.afford(nil, order.due(order.daily())*money(len(list)))
}
