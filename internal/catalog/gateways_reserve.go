package catalog

import (
	"context"
	"net/netip"
	"net/url"
	"slices"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// gatewayReserves offers to reserve addresses while there are EIPs to bind to
// them. In a list, where EIPs are not read, it is offered.
func gatewayReserves(n VPCNet) resource.Text {
	switch {
	case netState(n).Tone != resource.OK:
		return resource.T("reason.changing")
	case n.Addresses != nil && len(n.looseEIPs()) == 0:
		return resource.T("reason.no_loose_eip", zoneName(n.Zone))
	}
	return resource.Text{}
}

// looseEIPs are the EIPs of a gateway's zone that are bound to nothing.
func (n VPCNet) looseEIPs() []EIP {
	var out []EIP
	for _, e := range n.around {
		if one := (EIP{EIP: e}); !one.bound() && eipRests(one).IsZero() {
			out = append(out, one)
		}
	}
	return out
}

// reserved tells that no EIP of the zone changes any more: the operation has
// no task, and the bindings show when they are done.
func reserved(n VPCNet) bool {
	return !slices.ContainsFunc(n.around, func(e vpc.EIP) bool { return eipState(EIP{EIP: e}).Tone == resource.Busy })
}

func reserveFields(_ context.Context, _ cloud.Caller, items []VPCNet, _ url.Values) ([]resource.Field, error) {
	n := items[0]
	eips := resource.Field{Name: "eips", Label: resource.T("field.gateways.eips"), Hint: resource.T("hint.reserve_eips"), Input: resource.CheckInput, Required: true}
	for _, e := range n.looseEIPs() {
		eips.Choices = append(eips.Choices, resource.Choice{Value: e.IP, Label: resource.Lit(e.IP), Note: lineName(e.BandwidthInfo.BandwidthType)})
	}
	at := resource.Field{Name: "addresses", Label: resource.T("field.gateways.reserve"), Hint: resource.T("hint.reserve_addresses"), Input: resource.TextInput}
	if free := freeOf(n.Addresses); len(free) > 0 {
		at.Placeholder = free[0].String()
	}
	note := resource.Field{Name: "description", Label: resource.T("field.gateways.reserve_note"), Hint: resource.T("hint.reserve_note", maxName), Input: resource.TextInput, Required: true}
	return []resource.Field{eips, at, note}, nil
}

// freeOf are the addresses that nobody uses.
func freeOf(all []NetAddress) []netip.Addr {
	var out []netip.Addr
	for _, a := range all {
		if a.Use == AddressFree {
			out = append(out, a.IP)
		}
	}
	return out
}

func reserveAndBind(items []VPCNet, form url.Values) ([]resource.Step, error) {
	n, eips := items[0], form["eips"]
	addresses, wrong := reserveAt(n, form.Get("addresses"), len(eips))
	if !wrong.IsZero() {
		return nil, resource.FieldErrors{"addresses": wrong}
	}
	note := form.Get("description")
	if len([]rune(note)) > maxName {
		return nil, resource.FieldErrors{"description": resource.T("form.too_long", maxName)}
	}
	targets := []resource.Target{n.target("gateways")}
	for _, e := range n.looseEIPs() {
		if slices.Contains(eips, e.IP) {
			targets = append(targets, eipTarget(e))
		}
	}
	req := vpc.ReserveIPAndBindEIPRequest{AvailableZoneCode: n.Zone, IPs: []vpc.ReservedIPs{{NetID: n.ID, AddressList: addresses, EIPList: eips, Description: note}}}
	return []resource.Step{resource.DoThen(vpc.ReserveIPAndBindEIP, req, func(_ struct{}, out *resource.Outcome) { out.Watched = targets[:1] }, targets...)}, nil
}

// reserveAt reads one address for each EIP, or takes the lowest free ones.
func reserveAt(n VPCNet, typed string, wanted int) ([]string, resource.Text) {
	free := freeOf(n.Addresses)
	list := splitAddresses(typed)
	if len(list) == 0 {
		if len(free) < wanted {
			return nil, resource.T("reserve.too_few", len(free))
		}
		return each(free[:wanted], netip.Addr.String), resource.Text{}
	}
	g := ground{free: each(free, netip.Addr.String), segments: []string{n.Segment}}
	for i, a := range list {
		if wrong := g.mistake(a); !wrong.IsZero() {
			return nil, wrong
		}
		if slices.Contains(list[:i], a) {
			return nil, resource.T("address.twice", a)
		}
	}
	if len(list) != wanted {
		return nil, resource.T("reserve.count", wanted, len(list))
	}
	return list, resource.Text{}
}
