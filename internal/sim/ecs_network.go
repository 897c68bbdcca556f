package sim

import (
	"net/netip"
	"slices"
	"strconv"
)

// ecsGateway is a server's way out: an address of a virtual gateway of its
// VPC, to which EIPs may be bound.
type ecsGateway struct {
	net *vpcNet
	ip  netip.Addr
}

// ecsNetOrder is where servers shall be connected, checked. The first of the
// gateways is the default one.
type ecsNetOrder struct {
	subnet   *vpcNet
	gateways []*vpcNet
	eips     []*eip // of each gateway, nil for none
}

// orderECSNetwork reads the networks of an order: a subnet of the VPC in the
// server's zone, and gateways of the same place.
func (w *World) orderECSNetwork(r Request, z ecsZone, windows bool) (o ecsNetOrder, err error) {
	v, err := w.settledVPC(r.Obj("VpcInfo").Str("VpcId"))
	if err != nil {
		return o, err
	}
	if o.subnet, err = w.netOfOrder(v, z, netSubnet, r.Obj("SubnetInfo").Str("SubnetId")); err != nil {
		return o, err
	}
	wishes, err := orderedGateways(r.Objs("PubnetInfo"), windows)
	if err != nil {
		return o, err
	}
	for _, f := range wishes {
		n, err := w.netOfOrder(v, z, netGateway, f.Str("SubnetId"))
		if err != nil {
			return o, err
		}
		if slices.Contains(o.gateways, n) {
			return o, malformed("InvalidParameter", "PubnetInfo")
		}
		e, err := w.eipOfOrder(f.Strs("EipIds"), n)
		if err != nil {
			return o, err
		}
		if e != nil && slices.Contains(o.eips, e) {
			return o, malformed("InvalidParameter", "EipIds")
		}
		o.gateways, o.eips = append(o.gateways, n), append(o.eips, e)
	}
	return o, nil
}

// netOfOrder finds a subnet or a gateway of a VPC in a zone.
func (w *World) netOfOrder(v *vpc, z ecsZone, kind netKind, id string) (*vpcNet, error) {
	n, err := w.settledNet(kind, id)
	switch {
	case err != nil:
		return nil, err
	case n.vpc != v:
		return nil, refusalVpcMismatch
	case n.zone.Code != z.Code:
		return nil, refusalAzMismatch
	}
	return n, nil
}

// eipOfOrder finds the free EIP that a gateway address shall have, nil for
// none. EipIds is a list, but an address has room for one.
func (w *World) eipOfOrder(ids []string, n *vpcNet) (*eip, error) {
	list, err := w.settledEIPs(ids)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	e := list[0]
	switch {
	case len(list) > 1:
		return nil, malformed("InvalidParameter", "EipIds")
	case e.bound():
		return nil, boundRefusal(e)
	case e.region != n.vpc.region || e.zone != n.zone:
		return nil, refusalAzMismatch
	}
	return e, nil
}

// orderedGateways puts the default gateway first. There must be exactly one;
// Windows has no other. An IpType that is left empty, as in the documentation's
// example, means the default one.
func orderedGateways(list []Fields, windows bool) ([]Fields, error) {
	bad := malformed("InvalidParameter", "PubnetInfo")
	if windows && len(list) > 1 {
		return nil, bad
	}
	var first, rest []Fields
	for _, f := range list {
		switch f.Str("IpType") {
		case "", "default_gateway":
			first = append(first, f)
		case "virtual":
			rest = append(rest, f)
		default:
			return nil, bad
		}
	}
	if len(list) > 0 && len(first) != 1 {
		return nil, bad
	}
	return append(first, rest...), nil
}

// connectECS gives a server its addresses and binds the EIPs that were ordered
// with them. On an error the server has none.
func (w *World) connectECS(s *ecsServer, o ecsNetOrder) (err error) {
	s.subnet = o.subnet
	if s.ip, err = w.takeAddress(o.subnet, "auto", s.id, s.name); err != nil {
		return err
	}
	for n, g := range o.gateways {
		ip, err := w.takeAddress(g, "auto", s.id, s.name)
		if err != nil {
			w.releaseServer(s.id)
			return err
		}
		s.gateways = append(s.gateways, ecsGateway{g, ip})
		if e := o.eips[n]; e != nil {
			w.bind(e, netPlace{g, ip}, "")
		}
	}
	return nil
}

// netFields are the fields about addresses that the list and the details of a
// server share.
func (w *World) netFields(s *ecsServer) obj {
	defaultOut, others := "", []any{}
	eips := obj{s.ip.String(): w.eipFields(netPlace{s.subnet, s.ip})}
	for n, g := range s.gateways {
		if n == 0 {
			defaultOut = g.ip.String()
		} else {
			others = append(others, g.ip.String())
		}
		eips[g.ip.String()] = w.eipFields(netPlace{g.net, g.ip})
	}
	return obj{
		"VpcId": s.subnet.vpc.id, "VpcName": s.subnet.vpc.name,
		"PrivateNet": s.ip.String(), "PubNet": defaultOut, "VirtualNet": others, "EipInfo": eips,
	}
}

// eipFields tells which EIP an address has.
func (w *World) eipFields(p netPlace) obj {
	e, ok := w.eipAt(p)
	if !ok || !e.bound() {
		return obj{"ConfName": "", "EipIp": "", "CurrentUseQos": ""}
	}
	return obj{"ConfName": w.lineName(e.band.line), "EipIp": e.ip(), "CurrentUseQos": strconv.Itoa(e.band.qos)}
}
