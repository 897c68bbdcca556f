package sim

import (
	"net/netip"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"
)

// The limits of addresses. Not documented.
const (
	maxEIPs       = 100 // of a region
	maxEIPsAtOnce = 20
	maxEIPQos     = 500
)

// eip is a public address that can be bound to an address of a subnet, or of a
// virtual gateway at edge nodes.
type eip struct {
	id, description, status string
	prefix                  netip.Prefix
	region                  vpcRegion
	zone                    vpcZone // edge nodes only
	created                 time.Time
	subject                 string // the test project that pays
	band                    *eipBandwidth
	at, going               netPlace // bound to; being bound to
	note                    string   // why its address was reserved
}

func (e *eip) ip() string { return e.prefix.Addr().String() }

func (e *eip) bound() bool { return e.at != netPlace{} }

// use is the sentence for the address it is bound to, when no server has it.
func (e *eip) use() string {
	if e.note != "" {
		return "保留IP(" + e.note + ")"
	}
	return "绑定EIP(" + e.ip() + ")"
}

// settledEIP finds an address that nothing is being done to.
func (w *World) settledEIP(id string) (*eip, error) {
	e, ok := w.vpc.eips.Get(id)
	if !ok {
		return nil, Refusal{404, "InvalidEIP.NotFound", "The specified EIP does not exist."}
	}
	if e.status != statusOK {
		return nil, invalidOperation("The EIP " + e.ip() + " is " + e.status + ".")
	}
	return e, nil
}

// settledEIPs finds the addresses of a list, each once.
func (w *World) settledEIPs(ids []string) (list []*eip, err error) {
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		e, err := w.settledEIP(id)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// eipAt finds the EIP that is bound, or being bound, to an address.
func (w *World) eipAt(p netPlace) (*eip, bool) {
	for e := range w.vpc.eips.All() {
		if e.at == p || e.going == p {
			return e, true
		}
	}
	return nil, false
}

func describeEIP(w *World, r Request) (Reply, error) {
	region, zone, err := w.eipPlace(r)
	if err != nil {
		return Reply{}, err
	}
	list := []any{}
	for e := range w.vpc.eips.All() {
		if e.region == region && e.zone == zone && matches(r.Str("Keyword"), e.ip(), e.id, e.description) {
			list = append(list, eipRecord(r, e))
		}
	}
	return Reply{Data: r.Record("Data", obj{"Total": len(list), "EIPList": list})}, nil
}

func eipRecord(r Request, e *eip) obj {
	const path = "Data.EIPList[]"
	var bound any // null when it is not, as documented
	if e.bound() {
		bound = r.Record(path+".BindResourceInfo", obj{"SubnetId": e.at.net.id, "SubnetIP": e.at.addr.String()})
	}
	b := e.band
	return r.Record(path, obj{
		"Id": e.id, "IP": e.ip(), "RegionCode": e.region.Code, "AvailableZoneCode": e.zone.Code, "Status": e.status,
		"Description": e.description, "IsBind": e.bound(), "CreateTime": stamp(e.created), "BindResourceInfo": bound,
		"BandwidthInfo": r.Record(path+".BandwidthInfo", obj{
			"Id": b.id, "Name": b.name, "Qos": b.qos, "AvailableZoneCode": b.zone.Code, "BandwidthType": b.line,
			"BillScheme": b.scheme.id, "Status": b.status, "CreateTime": stamp(b.created),
		}),
	})
}

// createEIP answers before the addresses are ready, and names no task.
func createEIP(w *World, r Request) (Reply, error) {
	region, zone, err := w.eipPlace(r)
	if err != nil {
		return Reply{}, err
	}
	b, err := w.orderBandwidth(r.Fields, eipSchemes(), maxEIPQos)
	if err != nil {
		return Reply{}, err
	}
	size := r.Int("Size")
	if size < 1 || size > maxEIPsAtOnce {
		return Reply{}, malformed("InvalidParameter", "Size")
	}
	if !validDescription(r.Str("Description")) {
		return Reply{}, malformed("InvalidParameter", "Description")
	}
	if len(w.vpc.eips.Where(func(e *eip) bool { return e.region == region }))+size > maxEIPs {
		return Reply{}, badRequest("QuotaExceed.EIP", "The maximum number of EIP is exceeded")
	}
	payer, err := w.payer(r, zone)
	if err != nil {
		return Reply{}, err
	}
	if err := w.afford(payer, b.due(b.daily()+priceAddress)*money(size)); err != nil {
		return Reply{}, err
	}
	b.zone = zone
	order := eip{region: region, zone: zone, description: r.Str("Description")}
	if payer != nil {
		order.subject = payer.name
	}
	data := []any{}
	for range size {
		e := w.addEIP(order, b)
		data = append(data, r.Record("Data[]", obj{"EIPId": e.id, "IP": e.ip()}))
	}
	return Reply{Data: data}, nil
}

// addEIP makes one address with a bandwidth of its own like b.
func (w *World) addEIP(order eip, b eipBandwidth) *eip {
	e := &order
	e.id, e.status, e.created = w.ID("eip"), statusCreating, w.now
	e.prefix = w.space.Public(1)
	e.band = w.newBandwidth(b)
	w.vpc.eips.Put(e.id, e)
	w.chargeEIP(e)
	w.Begin(Work{
		System: taskVPC, Takes: 3 * time.Second, Resources: []string{e.id},
		Done: func() { e.status = statusOK },
		Failed: func() {
			e.status = statusError
			w.ledger.Close(e.id, w.now)
		},
	})
	return e
}

// validDescription accepts an empty text, as names do not.
func validDescription(s string) bool {
	for _, c := range s {
		if unicode.IsControl(c) || c == utf8.RuneError {
			return false
		}
	}
	return utf8.RuneCountInString(s) <= 255
}

// updateEIP begins a task when the bandwidth changes; a description changes at
// once.
func updateEIP(w *World, r Request) (Reply, error) {
	e, err := w.settledEIP(r.Str("EIPId"))
	if err != nil {
		return Reply{}, err
	}
	if !validDescription(r.Str("Description")) {
		return Reply{}, malformed("InvalidParameter", "Description")
	}
	task := ""
	if r.Has("Qos") {
		if task, err = w.resizeEIP(e, r.Int("Qos")); err != nil {
			return Reply{}, err
		}
	}
	if r.Sent("Description") {
		e.description = r.Str("Description")
	}
	return Reply{TaskID: task}, nil
}

func (w *World) resizeEIP(e *eip, qos int) (taskID string, err error) {
	if qos < 1 || qos > maxEIPQos {
		return "", malformed("InvalidParameter", "Qos")
	}
	if e.band.shared {
		return "", invalidOperation("The EIP uses the shared bandwidth " + e.band.id + ".")
	}
	larger := *e.band
	larger.qos = qos
	payer, _ := w.subjectNamed(e.subject)
	if err := w.afford(payer, larger.due(larger.daily()-e.band.daily())); err != nil {
		return "", err
	}
	e.status, e.band.status = statusUpdating, statusUpdating
	settle := func() { e.status, e.band.status = statusOK, statusOK }
	return w.Begin(Work{
		System: taskVPC, Takes: 2 * time.Second, Resources: []string{e.id}, Failed: settle,
		Done: func() {
			settle()
			before := w.eipEntry(e).Daily
			e.band.qos = qos
			w.reroute(e)
			w.recharge(w.eipEntry(e), e.band, before)
		},
	}), nil
}

// deleteEIP is done when it is answered. An address whose creation failed can
// go as well.
func deleteEIP(w *World, r Request) (Reply, error) {
	if e, ok := w.vpc.eips.Get(r.Str("EIPId")); ok && e.status == statusError {
		w.forgetEIP(e)
		return Reply{}, nil
	}
	e, err := w.settledEIP(r.Str("EIPId"))
	if err != nil {
		return Reply{}, err
	}
	if e.bound() {
		return Reply{}, boundRefusal(e)
	}
	w.forgetEIP(e)
	return Reply{}, nil
}

func boundRefusal(e *eip) Refusal {
	return invalidOperation("The EIP " + e.ip() + " is bound to " + e.at.addr.String() + ".")
}

func (w *World) forgetEIP(e *eip) {
	e.at = netPlace{}
	w.reroute(e)
	w.vpc.eips.Delete(e.id)
	w.ledger.Close(e.id, w.now)
	w.space.Release(e.prefix)
}

// mbps is how a bill prints a size.
func mbps(qos int) string { return strconv.Itoa(qos) + "Mbps" }
