package catalog

import (
	"context"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

// orderRefusals are the refusals of what is bought that are about a field.
var orderRefusals = map[string]string{
	"InvalidPublicNetwork. Type.Malformed": "type", "InvalidPublicNetwork. BillingMethod.Malformed": "billing",
	"InvalidPublicNetwork. Bandwich.Malformed": "qos", "InvalidPublicNetwork.Ip.Malformed": "ips",
	"Region.NotOnSale": "zone", "InvalidRegionId.Malformed": "zone",
}

var vdcOps = []resource.Op[VDC]{
	{Slug: "create", Icon: "plus", Effect: resource.Spend, Danger: resource.Confirm, Alone: true,
		Fields: newVDCFields, Plan: createVDC, Price: priceVDC, Beside: orderRefusals},
	{Slug: "add-public", Icon: "world", Set: resource.NetworkSet, Top: true, Effect: resource.Spend, Danger: resource.Confirm,
		Offered: vdcReady, Fields: addPublicFields, Plan: addPublic, Price: pricePublic, Beside: orderRefusals},
	{Slug: "add-private", Icon: "network", Set: resource.NetworkSet, Top: true, Effect: resource.Change, Danger: resource.NoConfirm,
		Offered: vdcReady, Fields: addPrivateFields, Plan: addPrivate, Beside: map[string]string{"InvalidParameter": "address"}},
	{Slug: "rename", Icon: "pencil", Set: resource.LabelSet, Effect: resource.Change, Danger: resource.NoConfirm,
		Offered: offered("reason.changing", func(v VDC) bool { return networkStates.state(v.VdcStatus).Raw != "deleting" }), Fields: renameVDCFields, Plan: renameVDC,
		Beside: map[string]string{"InvalidParameter": "name"}},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.SecondLook,
		Offered: vdcDeletable, Loses: vdcLosses, Plan: deleteVDC},
}

var vdcReady = offered("reason.changing", func(v VDC) bool { return networkStates.state(v.VdcStatus).Tone == resource.OK })

// vdcDeletable says what is still in the way. In a list, where servers and
// GPNs are not read, it is what can be seen.
func vdcDeletable(v VDC) resource.Text {
	switch {
	case networkStates.state(v.VdcStatus).Tone == resource.Busy:
		return resource.T("reason.changing")
	case len(v.PublicNetwork) > 0:
		return resource.T("reason.vdc_public", len(v.PublicNetwork))
	case len(v.Servers) > 0:
		return resource.T("reason.vdc_servers", len(v.Servers))
	case len(v.GPNs) > 0:
		return resource.T("reason.vdc_gpn", v.GPNs[0].Name)
	}
	return resource.Text{}
}

func vdcLosses(items []VDC) []resource.Text {
	v := items[0]
	out := []resource.Text{resource.T("loss.vdc", v.VdcName, string(v.RegionID))}
	for _, n := range v.PrivateNetwork {
		out = append(out, resource.T("loss.private_network", n.Name, privateRange(n.Segments)))
	}
	return out
}

func deleteVDC(items []VDC, _ url.Values) ([]resource.Step, error) {
	v := items[0]
	return []resource.Step{resource.Do(network.DeleteVdc, network.VdcRef{VdcID: string(v.VdcID)}, vdcTarget(v.Vdc))}, nil
}

func renameVDCFields(_ context.Context, _ cloud.Caller, items []VDC, _ url.Values) ([]resource.Field, error) {
	return []resource.Field{nameField("field.vdcs.vdc_name", items[0].VdcName)}, nil
}

func renameVDC(items []VDC, form url.Values) ([]resource.Step, error) {
	v := items[0]
	name, err := newName(form, v.VdcName)
	if err != nil {
		return nil, err
	}
	return []resource.Step{resource.Do(network.ModifyVdcName, network.ModifyVdcNameRequest{VdcID: string(v.VdcID), VdcName: name}, vdcTarget(v.Vdc))}, nil
}

func newVDCFields(ctx context.Context, c cloud.Caller, _ []VDC, form url.Values) ([]resource.Field, error) {
	zone := resource.Field{Name: "zone", Label: resource.T("field.vdcs.zone"), Input: resource.SelectInput, Required: true, Decides: true, Choices: zoneChoices()}
	zone.Value = zone.Choices[0].Value
	name := nameField("field.vdcs.vdc_name", "")
	name.Required, name.Hint = false, resource.T("hint.vdc_name", maxName)
	with := resource.Field{Name: "public", Label: resource.T("field.vdcs.with_public"), Hint: resource.T("hint.vdc_public"), Input: resource.SwitchInput, Decides: true}
	fields := []resource.Field{zone, name, with}
	if form.Get("public") != "true" {
		return fields, nil
	}
	if z := form.Get("zone"); z != "" {
		zone.Value = z
	}
	public, err := lineFields(ctx, c, zone.Value, form)
	return append(fields, public...), err
}

func createVDC(_ []VDC, form url.Values) ([]resource.Step, error) {
	name, err := givenName(form)
	if err != nil {
		return nil, err
	}
	req := network.CreateVdcRequest{RegionID: form.Get("zone"), VdcName: name}
	if form.Get("public") == "true" {
		o, err := readPublicOrder(form)
		if err != nil {
			return nil, err
		}
		req.PublicNetwork = &network.NewPublicNetwork{Name: o.name, Type: o.kind, BillingMethod: o.billing, Qos: o.qos, IPNum: o.ips, AutoRenew: o.renew, FloatBandwich: o.ceiling}
	}
	return []resource.Step{resource.Do(network.CreateVdc, req)}, nil
}

func priceVDC(ctx context.Context, c cloud.Caller, _ []VDC, form url.Values) (resource.Quote, error) {
	if form.Get("public") != "true" {
		return resource.Quote{}, nil
	}
	return quoteBandwidth(ctx, c, form.Get("zone"), form)
}

func addPublicFields(ctx context.Context, c cloud.Caller, items []VDC, form url.Values) ([]resource.Field, error) {
	return lineFields(ctx, c, string(items[0].RegionID), form)
}

func addPublic(items []VDC, form url.Values) ([]resource.Step, error) {
	v := items[0]
	o, err := readPublicOrder(form)
	if err != nil {
		return nil, err
	}
	req := network.CreatePublicNetworkRequest{VdcID: string(v.VdcID), Name: o.name, Type: o.kind, BillingMethod: o.billing, Qos: o.qos, IPNum: o.ips, AutoRenew: o.renew, FloatBandwidth: o.ceiling}
	return []resource.Step{resource.Do(network.CreatePublicNetwork, req, vdcTarget(v.Vdc))}, nil
}

func pricePublic(ctx context.Context, c cloud.Caller, items []VDC, form url.Values) (resource.Quote, error) {
	return quoteBandwidth(ctx, c, string(items[0].RegionID), form)
}

func addPrivateFields(_ context.Context, _ cloud.Caller, _ []VDC, form url.Values) ([]resource.Field, error) {
	name := resource.Field{Name: "name", Label: resource.T("field.private-networks.name"), Hint: resource.T("hint.private_name", maxName), Input: resource.TextInput}
	how := resource.Field{Name: "how", Label: resource.T("field.private-networks.how"), Input: resource.RadioInput, Value: "auto", Required: true, Decides: true}
	for _, v := range []string{"auto", "manual"} {
		how.Choices = append(how.Choices, resource.Choice{Value: v, Label: resource.T("private.how." + v)})
	}
	fields := []resource.Field{name, how}
	if form.Get("how") == "manual" {
		fields = append(fields, resource.Field{Name: "address", Label: resource.T("field.private-networks.ranges"), Hint: resource.T("hint.private_range"), Input: resource.TextInput, Required: true, Placeholder: "10.20.0.0/16"})
	}
	return fields, nil
}

func addPrivate(items []VDC, form url.Values) ([]resource.Step, error) {
	v := items[0]
	name, err := givenName(form)
	if err != nil {
		return nil, err
	}
	req := network.CreatePrivateNetworkRequest{VdcID: string(v.VdcID), Name: name, Type: form.Get("how")}
	if req.Type == "manual" {
		p, wrong := privateRangeOf(form.Get("address"), v)
		if !wrong.IsZero() {
			return nil, resource.FieldErrors{"address": wrong}
		}
		req.Address, req.Mask = p.Addr().String(), strconv.Itoa(p.Bits())
	}
	return []resource.Step{resource.Do(network.CreatePrivateNetwork, req, vdcTarget(v.Vdc))}, nil
}

// privateRangeOf reads a range for a new private network: one of RFC 1918,
// apart from those the VDC has.
func privateRangeOf(s string, v VDC) (netip.Prefix, resource.Text) {
	p, err := netip.ParsePrefix(tidy(s))
	switch {
	case err != nil || !p.Addr().Is4():
		return p, resource.T("private.malformed")
	case p != p.Masked():
		return p, resource.T("private.host_bits", p.Masked().String())
	case !p.Addr().IsPrivate():
		return p, resource.T("private.not_private")
	}
	for _, n := range v.PrivateNetwork {
		for _, segment := range n.Segments {
			if other, ok := wholeRange(segment); ok && other.Overlaps(p) {
				return p, resource.T("private.overlaps", n.Name, segment)
			}
		}
	}
	return p, resource.Text{}
}

// wholeRange is the network that a segment on the wire is in:
// 10.240.59.0/16~10.240.59.255/16 takes its 256 addresses.
func wholeRange(segment string) (netip.Prefix, bool) {
	first, _, pair := strings.Cut(segment, "~")
	p, err := netip.ParsePrefix(first)
	if err != nil {
		return p, false
	}
	if pair {
		return netip.PrefixFrom(p.Addr(), 24).Masked(), true
	}
	return p.Masked(), true
}
