package catalog

import (
	"context"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// bindNet is a network that an EIP can be bound to an address of: a subnet, at
// edge nodes a virtual gateway.
type bindNet struct {
	id, name, segment, within, status string
	kind                              string // as DescribeIPInfo calls it
}

// netsFor reads the networks an EIP can be bound in.
func netsFor(ctx context.Context, c cloud.Caller, p eipPlace) ([]bindNet, error) {
	var out []bindNet
	if !p.edge() {
		list, err := subnetsIn(ctx, c, p.region, "", "")
		for _, s := range list {
			out = append(out, bindNet{string(s.SubnetID), s.SubnetName, s.SubnetSegment, s.VPCName, s.Status, "subnet"})
		}
		return out, err
	}
	list, err := gatewaysIn(ctx, c, p.region, p.zone, "")
	for _, g := range list {
		out = append(out, bindNet{string(g.VirtualGateWayID), g.VirtualGateWayName, g.VirtualGateWaySegment, g.VPCName, g.Status, "virtual_gateway"})
	}
	return out, err
}

// choice is the network in a form.
func (n bindNet) choice() resource.Choice {
	o := resource.Choice{Value: n.id, Label: resource.Lit(n.name + " · " + n.segment), Note: resource.Lit(n.within)}
	if s := networkStates.state(n.status); s.Tone != resource.OK {
		o.Disabled, o.Note = true, s.Word
	}
	return o
}

// usedAddress is an address of a network that something uses.
type usedAddress struct{ ip, use string }

// usedIn reads the addresses of a network that are in use.
func usedIn(ctx context.Context, c cloud.Caller, n bindNet) ([]usedAddress, error) {
	info, err := vpc.DescribeIPInfo.Call(ctx, c, vpc.DescribeIPInfoRequest{NetID: n.id, IPType: n.kind})
	var out []usedAddress
	for _, s := range info.SegmentList {
		for _, a := range s.IPList {
			if a.IPStatus == 1 {
				out = append(out, usedAddress{a.IPAddress, useOf(a.IPUsage)})
			}
		}
	}
	return out, err
}

// useOf is what an address is used for, without the words that every one has:
// "已标记,用处: 路由使用".
func useOf(usage string) string {
	_, use, marked := strings.Cut(usage, "用处:")
	if !marked {
		return usage
	}
	return strings.TrimSpace(use)
}

// kept tells whether the provider has an address for itself, by the words of
// the documentation's sample.
func (a usedAddress) kept() bool { return a.use == "路由使用" || a.use == "系统占用" }

// holds finds the EIP that is bound to an address of a network.
func holds(all []EIP, net, ip string) (EIP, bool) {
	i := slices.IndexFunc(all, func(e EIP) bool {
		return string(e.BindResourceInfo.SubnetID) == net && e.BindResourceInfo.SubnetIP == ip
	})
	if i < 0 {
		return EIP{}, false
	}
	return all[i], true
}

// otherAddress is the choice of an address that nothing uses yet.
const otherAddress = "other"

// bindFields ask for a network, then for one of its addresses: mostly that of a
// server.
func bindFields(ctx context.Context, c cloud.Caller, items []EIP, form url.Values) ([]resource.Field, error) {
	nets, err := netsFor(ctx, c, items[0].place())
	if err != nil {
		return nil, err
	}
	net := resource.Field{Name: "net", Label: resource.T("field.eips.net"), Hint: resource.T("hint.eip_net"), Input: resource.SelectInput, Required: true, Decides: true,
		Choices: []resource.Choice{{Label: resource.T("eip.choose")}}}
	if items[0].place().edge() {
		net.Label, net.Hint = resource.T("field.eips.gateway"), resource.T("hint.eip_gateway", items[0].place().text())
	}
	for _, n := range nets {
		net.Choices = append(net.Choices, n.choice())
	}
	i := slices.IndexFunc(nets, func(n bindNet) bool { return n.id == form.Get("net") })
	if i < 0 {
		return []resource.Field{net}, nil
	}
	address, err := innerField(ctx, c, items[0].place(), nets[i])
	if err != nil {
		return nil, err
	}
	fields := []resource.Field{net, address}
	if form.Get("address") == otherAddress {
		fields = append(fields, resource.Field{Name: "ip", Label: resource.T("field.eips.ip"), Hint: resource.T("hint.eip_ip", nets[i].segment), Input: resource.TextInput, Required: true})
	}
	return fields, nil
}

func innerField(ctx context.Context, c cloud.Caller, p eipPlace, n bindNet) (resource.Field, error) {
	f := resource.Field{Name: "address", Label: resource.T("field.eips.inner"), Input: resource.SelectInput, Required: true, Decides: true,
		Choices: []resource.Choice{{Label: resource.T("eip.choose")}}}
	used, err := usedIn(ctx, c, n)
	if err != nil {
		return f, err
	}
	all, _ := eipsAt(ctx, c, p) // what cannot be known here the provider refuses
	for _, a := range used {
		o := resource.Choice{Value: a.ip, Label: resource.Lit(a.ip), Note: resource.Lit(a.use)}
		if e, taken := holds(all, n.id, a.ip); taken {
			o.Disabled, o.Note = true, resource.T("eip.taken_note", e.IP)
		}
		if !a.kept() {
			f.Choices = append(f.Choices, o)
		}
	}
	f.Choices = append(f.Choices, resource.Choice{Value: otherAddress, Label: resource.T("eip.other_address")})
	return f, nil
}

func bindEIP(ctx context.Context, c cloud.Caller, items []EIP, form url.Values) ([]resource.Step, error) {
	e, net, ip := items[0], form.Get("net"), form.Get("address")
	if ip == otherAddress {
		nets, err := netsFor(ctx, c, e.place())
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(nets, func(n bindNet) bool { return n.id == net })
		if i < 0 {
			return nil, resource.FieldErrors{"net": resource.T("form.not_offered")}
		}
		ip = tidyAddress(form.Get("ip"))
		if wrong := unbindable(ctx, c, e.place(), nets[i], ip); !wrong.IsZero() {
			return nil, resource.FieldErrors{"ip": wrong}
		}
	}
	return []resource.Step{resource.Do(vpc.BindEIP, vpc.EIPBindingRequest{EIPID: e.id(), NetID: net, IP: ip}, eipTarget(e))}, nil
}

// unbindable is what is wrong with an address that was typed.
func unbindable(ctx context.Context, c cloud.Caller, p eipPlace, n bindNet, ip string) resource.Text {
	a, err := netip.ParseAddr(ip)
	switch {
	case err != nil || !a.Is4():
		return resource.T("address.malformed", ip)
	case !within(a, n.segment):
		return resource.T("address.outside", ip, n.segment)
	}
	used, _ := usedIn(ctx, c, n)
	if i := slices.IndexFunc(used, func(u usedAddress) bool { return u.ip == ip }); i >= 0 && used[i].kept() {
		return resource.T("eip.kept", ip, used[i].use)
	}
	all, _ := eipsAt(ctx, c, p)
	if e, taken := holds(all, n.id, ip); taken {
		return resource.T("eip.taken", ip, e.IP)
	}
	return resource.Text{}
}

// boundTo is what an EIP is bound to, and what uses the address.
type boundTo struct {
	net vpc.NetEIPs
	at  vpc.EIPBinding
	use string
}

// eipBindingPart tells who is reached through an address: before it is unbound,
// say.
var eipBindingPart = resource.Part("binding", "eips", bindingOf,
	resource.Column[boundTo]{Key: "net", Cell: func(b boundTo) resource.Cell { return withID(b.net.NetName, string(b.at.SubnetID)) }},
	resource.Column[boundTo]{Key: "segment", Cell: func(b boundTo) resource.Cell {
		if b.net.IPNum == "" {
			return resource.Cell{}
		}
		return mono(b.net.IPNum + "/" + itoa(int(b.net.IPMask)))
	}},
	resource.Column[boundTo]{Key: "inner", Cell: func(b boundTo) resource.Cell { return mono(b.at.SubnetIP) }},
	resource.Column[boundTo]{Key: "use", Cell: func(b boundTo) resource.Cell { return text(b.use) }},
).With("bind", "unbind")

func bindingOf(ctx context.Context, c cloud.Caller, e EIP) ([]boundTo, error) {
	if !e.bound() {
		return nil, nil
	}
	out := boundTo{at: e.BindResourceInfo}
	n := bindNet{id: string(out.at.SubnetID), kind: "subnet"}
	if e.place().edge() {
		n.kind = "virtual_gateway"
	}
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error {
		nets, err := vpc.NetEIPInfo.Call(both, c, vpc.NetEIPInfoRequest{NetIDList: []string{n.id}})
		if len(nets) > 0 {
			out.net = nets[0]
		}
		return err
	})
	group.Go(func() error {
		used, err := usedIn(both, c, n)
		for _, a := range used {
			if a.ip == out.at.SubnetIP {
				out.use = a.use
			}
		}
		return err
	})
	return []boundTo{out}, group.Wait()
}
