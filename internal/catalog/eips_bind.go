package catalog

import (
	"context"
	"net/netip"
	"net/url"
	"slices"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// netsFor reads the networks an EIP can be bound in: subnets, at edge nodes
// virtual gateways.
func netsFor(ctx context.Context, c cloud.Caller, p eipPlace) ([]VPCNet, error) {
	region, _ := netRegionBy(p.region)
	if !p.edge() {
		list, err := subnetsIn(ctx, c, p.region, "", "")
		return each(list, func(s vpc.Subnet) VPCNet { return ofSubnet(s, region) }), err
	}
	list, err := gatewaysIn(ctx, c, p.region, p.zone, "")
	return each(list, func(g vpc.VirtualGateWay) VPCNet { return ofGateway(g, region) }), err
}

func netChoice(n VPCNet) resource.Choice {
	o := resource.Choice{Value: n.ID, Label: resource.Lit(n.Name + " · " + n.Segment), Note: resource.Lit(n.VPCName)}
	if s := netState(n); s.Tone != resource.OK {
		o.Disabled, o.Note = true, s.Word
	}
	return o
}

// addressesIn reads the addresses of a network.
func addressesIn(ctx context.Context, c cloud.Caller, p eipPlace, net string) ([]NetAddress, error) {
	ask := vpc.DescribeIPInfoRequest{NetID: net, IPType: "subnet"}
	if p.edge() {
		ask.IPType = "virtual_gateway"
	}
	answer, err := vpc.DescribeIPInfo.Call(ctx, c, ask)
	return gatewayAddresses(answer), err
}

// boundIn reads the addresses of a network with the EIPs that are bound to
// them.
func boundIn(ctx context.Context, c cloud.Caller, p eipPlace, net string) ([]NetAddress, error) {
	var all []NetAddress
	var bound []EIP
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) { all, err = addressesIn(both, c, p, net); return err })
	group.Go(func() (err error) { bound, err = eipsAt(both, c, p); return err })
	err := group.Wait()
	withEIPs(all, net, each(bound, func(e EIP) vpc.EIP { return e.EIP }))
	return all, err
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
		net.Choices = append(net.Choices, netChoice(n))
	}
	i := slices.IndexFunc(nets, func(n VPCNet) bool { return n.ID == form.Get("net") })
	if i < 0 {
		return []resource.Field{net}, nil
	}
	address, err := innerField(ctx, c, items[0].place(), nets[i].ID)
	if err != nil {
		return nil, err
	}
	fields := []resource.Field{net, address}
	if form.Get("address") == otherAddress {
		fields = append(fields, resource.Field{Name: "ip", Label: resource.T("field.eips.ip"), Hint: resource.T("hint.eip_ip", nets[i].Segment), Input: resource.TextInput, Required: true})
	}
	return fields, nil
}

// innerField offers the addresses that something uses, but for the provider's
// own.
func innerField(ctx context.Context, c cloud.Caller, p eipPlace, net string) (resource.Field, error) {
	f := resource.Field{Name: "address", Label: resource.T("field.eips.inner"), Input: resource.SelectInput, Required: true, Decides: true,
		Choices: []resource.Choice{{Label: resource.T("eip.choose")}}}
	all, err := boundIn(ctx, c, p, net)
	for _, a := range customers(all) {
		o := resource.Choice{Value: a.IP.String(), Label: resource.Lit(a.IP.String()), Note: a.Text()}
		if a.EIP != "" {
			o.Disabled, o.Note = true, resource.T("eip.taken_note", a.EIP)
		}
		f.Choices = append(f.Choices, o)
	}
	f.Choices = append(f.Choices, resource.Choice{Value: otherAddress, Label: resource.T("eip.other_address")})
	return f, err
}

func bindEIP(ctx context.Context, c cloud.Caller, items []EIP, form url.Values) ([]resource.Step, error) {
	e, net, ip := items[0], form.Get("net"), form.Get("address")
	if ip == otherAddress {
		nets, err := netsFor(ctx, c, e.place())
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(nets, func(n VPCNet) bool { return n.ID == net })
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

// unbindable is what is wrong with an address that was typed. What cannot be
// known here the provider refuses.
func unbindable(ctx context.Context, c cloud.Caller, p eipPlace, n VPCNet, ip string) resource.Text {
	a, err := netip.ParseAddr(ip)
	switch {
	case err != nil || !a.Is4():
		return resource.T("address.malformed", ip)
	case !within(a, n.Segment):
		return resource.T("address.outside", ip, n.Segment)
	}
	all, _ := boundIn(ctx, c, p, n.ID)
	for _, one := range all {
		switch {
		case one.IP == a && one.Use == AddressSystem:
			return resource.T("eip.kept", ip)
		case one.IP == a && one.EIP != "":
			return resource.T("eip.taken", ip, one.EIP)
		}
	}
	return resource.Text{}
}

// boundTo is what an EIP is bound to, and what uses the address.
type boundTo struct {
	EIP
	net vpc.NetEIPs
	use resource.Text
}

// eipBindingPart tells who is reached through an address: before it is unbound,
// say.
var eipBindingPart = resource.Part("binding", "eips", bindingOf,
	resource.Column[boundTo]{Key: "net", Cell: func(b boundTo) resource.Cell { return b.netCell(b.net.NetName) }},
	resource.Column[boundTo]{Key: "segment", Cell: func(b boundTo) resource.Cell {
		if b.net.IPNum == "" {
			return resource.Cell{}
		}
		return mono(b.net.IPNum + "/" + itoa(int(b.net.IPMask)))
	}},
	resource.Column[boundTo]{Key: "inner", Cell: func(b boundTo) resource.Cell { return mono(b.BindResourceInfo.SubnetIP) }},
	resource.Column[boundTo]{Key: "use", Cell: func(b boundTo) resource.Cell {
		if b.server == nil {
			return resource.Cell{Text: b.use}
		}
		return named("ecs", b.server.id(), b.server.name())
	}},
).With("bind", "unbind")

// netCell is the network an address is bound in, with its page.
func (e EIP) netCell(name string) resource.Cell {
	if e.place().edge() {
		return named("gateways", string(e.BindResourceInfo.SubnetID), name)
	}
	return named("subnets", string(e.BindResourceInfo.SubnetID), name)
}

func bindingOf(ctx context.Context, c cloud.Caller, e EIP) ([]boundTo, error) {
	if !e.bound() {
		return nil, nil
	}
	out, net := boundTo{EIP: e}, string(e.BindResourceInfo.SubnetID)
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error {
		nets, err := vpc.NetEIPInfo.Call(both, c, vpc.NetEIPInfoRequest{NetIDList: []string{net}})
		if len(nets) > 0 {
			out.net = nets[0]
		}
		return err
	})
	group.Go(func() error {
		all, err := addressesIn(both, c, e.place(), net)
		for _, a := range all {
			if a.IP.String() == e.BindResourceInfo.SubnetIP {
				out.use = a.Text()
			}
		}
		return err
	})
	return []boundTo{out}, group.Wait()
}
