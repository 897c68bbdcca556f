package sim

import "time"

// bindable finds where an EIP may be bound: an address of a subnet, at edge
// nodes of a virtual gateway, in the EIP's own region and zone. Whether a
// server uses the address makes no difference.
func (w *World) bindable(e *eip, netID, ip string) (netPlace, error) {
	kind := netSubnet
	if e.region.edge() {
		kind = netGateway
	}
	n, err := w.settledNet(kind, netID)
	if err != nil {
		return netPlace{}, err
	}
	if n.vpc.region != e.region || e.region.edge() && n.zone != e.zone {
		return netPlace{}, refusalAzMismatch
	}
	a, err := n.customerAddress(ip)
	if err != nil {
		return netPlace{}, err
	}
	p := netPlace{n, a}
	if other, taken := w.eipAt(p); taken {
		return netPlace{}, forbidden("InvalidIp.IpAssigned", "The IP "+ip+" has the EIP "+other.ip()+" already.")
	}
	for l := range w.vpc.vlinks.All() {
		if l.subnet == n && l.inner == a {
			return netPlace{}, forbidden("InvalidIp.IpAssigned", "The IP "+ip+" is assigned already.")
		}
	}
	return p, nil
}

func bindEIP(w *World, r Request) (Reply, error) {
	e, err := w.settledEIP(r.Str("EIPId"))
	if err != nil {
		return Reply{}, err
	}
	if e.bound() {
		return Reply{}, boundRefusal(e)
	}
	p, err := w.bindable(e, r.Str("NetId"), r.Str("IP"))
	if err != nil {
		return Reply{}, err
	}
	return Reply{TaskID: w.bind(e, p, "")}, nil
}

// bind takes the address now and shows the binding when it is done.
func (w *World) bind(e *eip, p netPlace, note string) (taskID string) {
	e.status, e.going, e.note = statusUpdating, p, note
	return w.Begin(Work{
		System: taskVPC, Takes: 2 * time.Second, Resources: []string{e.id},
		Done: func() {
			e.status, e.at, e.going = statusOK, p, netPlace{}
			w.reroute(e)
		},
		Failed: func() { e.status, e.going, e.note = statusOK, netPlace{}, "" },
	})
}

// unbindEIP wants the place the EIP is bound to named as it is.
func unbindEIP(w *World, r Request) (Reply, error) {
	e, err := w.settledEIP(r.Str("EIPId"))
	if err != nil {
		return Reply{}, err
	}
	if !e.bound() {
		return Reply{}, invalidOperation("The EIP " + e.ip() + " is not bound.")
	}
	if e.at.net.id != r.Str("NetId") {
		return Reply{}, malformed("InvalidParameter", "NetId")
	}
	if e.at.addr.String() != r.Str("IP") {
		return Reply{}, malformed("InvalidParameter", "IP")
	}
	e.status = statusUpdating
	return Reply{TaskID: w.Begin(Work{
		System: taskVPC, Takes: 2 * time.Second, Resources: []string{e.id},
		Done: func() {
			// No operation gives a reserved address back: it goes with its EIP.
			e.status, e.at, e.note = statusOK, netPlace{}, ""
			w.reroute(e)
		},
		Failed: func() { e.status = statusOK },
	})}, nil
}

// binding is one pair of ReserveIPAndBindEIP.
type binding struct {
	eip  *eip
	at   netPlace
	note string
}

// reserveAndBind names no task; the bindings show when they are done. Nothing
// begins unless all of it can.
func reserveAndBind(w *World, r Request) (Reply, error) {
	var all []binding
	for _, f := range r.Objs("Ips") {
		list, err := w.bindings(f, r.Str("AvailableZoneCode"))
		if err != nil {
			return Reply{}, err
		}
		all = append(all, list...)
	}
	eips, places := map[*eip]bool{}, map[netPlace]bool{}
	for _, b := range all {
		if eips[b.eip] {
			return Reply{}, malformed("InvalidParameter", "EIPList")
		}
		if places[b.at] {
			return Reply{}, forbidden("InvalidIp.IpRepeated", "The IP "+b.at.addr.String()+" is named twice.")
		}
		eips[b.eip], places[b.at] = true, true
	}
	for _, b := range all {
		w.bind(b.eip, b.at, b.note)
	}
	return Reply{}, nil
}

// bindings reads one item: addresses of a gateway and as many EIPs, both as
// addresses, first with first.
func (w *World) bindings(f Fields, zone string) (list []binding, err error) {
	for _, name := range []string{"NetId", "AddressList", "EIPList", "Description"} {
		if !f.Has(name) {
			return nil, missingParameter(name)
		}
	}
	if !validName(f.Str("Description")) {
		return nil, malformed("InvalidParameter", "Description")
	}
	n, err := w.settledNet(netGateway, f.Str("NetId"))
	if err != nil {
		return nil, err
	}
	if z, err := w.vpcZone(n.vpc.region, zone); err != nil || z != n.zone {
		return nil, refusalAzMismatch
	}
	addresses, eips := f.Strs("AddressList"), f.Strs("EIPList")
	if len(addresses) != len(eips) {
		return nil, malformed("InvalidParameter", "EIPList")
	}
	for i := range eips {
		b, err := w.reservation(n, addresses[i], eips[i])
		if err != nil {
			return nil, err
		}
		b.note = f.Str("Description")
		list = append(list, b)
	}
	return list, nil
}

// reservation is a binding whose address nobody may use yet.
func (w *World) reservation(n *vpcNet, address, ip string) (binding, error) {
	id := ""
	for e := range w.vpc.eips.All() {
		if e.ip() == ip {
			id = e.id
		}
	}
	e, err := w.settledEIP(id)
	if err != nil {
		return binding{}, err
	}
	if e.bound() {
		return binding{}, boundRefusal(e)
	}
	p, err := w.bindable(e, n.id, address)
	if err != nil {
		return binding{}, err
	}
	if _, used := w.usesOf(n)[p.addr]; used {
		return binding{}, forbidden("InvalidIp.IpAssigned", "The IP "+address+" is assigned already.")
	}
	return binding{eip: e, at: p}, nil
}

// netEIPInfo sends names where codes would be expected, and a misspelt
// ReginCode, as documented.
func netEIPInfo(w *World, r Request) (Reply, error) {
	data := []any{}
	for _, id := range r.Strs("NetIdList") {
		n, ok := w.vpc.nets.Get(id)
		if !ok {
			return Reply{}, netSubnet.unknown()
		}
		list := []any{}
		for e := range w.vpc.eips.All() {
			if e.at.net == n {
				list = append(list, r.Record("Data[].EIP_INFO_LIST[]", obj{
					"EIP": e.ip(), "EIPId": e.id, "Qos": e.band.qos, "Status": e.status, "ReginCode": e.region.Code,
					"BandwidthType": w.lineName(e.band.line), "BillScheme": e.band.scheme.name,
				}))
			}
		}
		kind := "subnet"
		if n.kind == netGateway {
			kind = "vir"
		}
		data = append(data, r.Record("Data[]", obj{
			"NetId": n.id, "NetName": n.name, "NetType": kind, "IPNum": n.prefix.Addr().String(),
			"IPMask": n.prefix.Bits(), "EIP_INFO_LIST": list,
		}))
	}
	return Reply{Data: data}, nil
}
