package catalog

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"yunque/internal/cloud"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

var publicReady = offered("reason.changing", func(n publicNetwork) bool { return networkStates.state(n.Status).Tone == resource.OK })

var publicOps = []resource.Op[publicNetwork]{
	{Slug: "bandwidth", Icon: "arrows-diff", Set: resource.SizeSet, Effect: resource.Spend, Danger: resource.Confirm, Offered: publicReady,
		Fields: qosFields, Plan: setQos, Beside: map[string]string{"InvalidParameter": "qos"}},
	{Slug: "add-addresses", Icon: "plus", Set: resource.NetworkSet, Effect: resource.Spend, Danger: resource.Confirm, Offered: publicReady,
		Fields: moreAddressesFields, Plan: addAddresses, Beside: map[string]string{"InvalidPublicNetwork.IP.Malformed": "ips"}},
	{Slug: "renewal", Icon: "refresh", Set: resource.SizeSet, Effect: resource.Spend, Danger: resource.Confirm, Offered: publicReady,
		Fields: renewalFields, Plan: setRenewal},
	{Slug: "remove-range", Icon: "minus", Set: resource.NetworkSet, Effect: resource.Destroy, Danger: resource.TypeName, Offered: rangeRemovable,
		Fields: rangeFields, Plan: removeRange, Beside: map[string]string{"InvalidIp.IpAssigned": "range", "InvalidIpId.Malformed": "range"},
		Loses: func(items []publicNetwork) []resource.Text { return []resource.Text{resource.T("loss.range")} }},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Offered: publicDeletable,
		Loses: publicLosses, Plan: deletePublic, Watch: func(publicNetwork) bool { return false }}, // it has ended once the network is gone
}

// publicTargets are the network and its VDC, which shows it.
func publicTargets(n publicNetwork) []resource.Target {
	return []resource.Target{{Kind: "public-networks", ID: vdcPart(n.vdc, n.PublicID), Name: n.Name, Note: string(n.PublicID)}, vdcTarget(n.vdc.Vdc)}
}

func publicDeletable(n publicNetwork) resource.Text {
	if networkStates.state(n.Status).Tone == resource.Busy {
		return resource.T("reason.changing")
	}
	if in := users(n.vdc, n.PublicID, ""); len(in) > 0 {
		return resource.T("reason.network_used", len(in), in[0].server.InstanceName)
	}
	return resource.Text{}
}

func publicLosses(items []publicNetwork) []resource.Text {
	n := items[0]
	out := []resource.Text{resource.T("loss.public_network", n.Name, int(n.Qos))}
	for _, r := range ranges(n.PublicNetwork) {
		out = append(out, resource.T("loss.addresses", r))
	}
	return out
}

func deletePublic(items []publicNetwork, _ url.Values) ([]resource.Step, error) {
	n := items[0]
	return []resource.Step{resource.Do(network.DeletePublicNetwork, network.PublicRef{PublicID: string(n.PublicID)}, publicTargets(n)...)}, nil
}

// qosFields do not know the billing scheme, which the provider does not tell:
// what it sets the step to is left to its answer.
func qosFields(_ context.Context, _ cloud.Caller, items []publicNetwork, _ url.Values) ([]resource.Field, error) {
	now := itoa(int(items[0].Qos))
	return []resource.Field{{Name: "qos", Label: resource.T("field.public-networks.qos"), Hint: resource.T("hint.qos", int(items[0].Qos)), Input: resource.NumberInput,
		Value: now, Min: "1", Max: "500", Step: "1", Unit: resource.T("unit.mbps"), Required: true}}, nil
}

func setQos(items []publicNetwork, form url.Values) ([]resource.Step, error) {
	n := items[0]
	if form.Get("qos") == itoa(int(n.Qos)) {
		return nil, resource.FieldErrors{"qos": resource.T("form.unchanged")}
	}
	return []resource.Step{resource.Do(network.ModifyPublicNetwork, network.ModifyPublicNetworkRequest{PublicID: string(n.PublicID), Qos: form.Get("qos")}, publicTargets(n)...)}, nil
}

func moreAddressesFields(_ context.Context, _ cloud.Caller, items []publicNetwork, _ url.Values) ([]resource.Field, error) {
	fields := amountFields("")
	f := fields[slices.IndexFunc(fields, func(f resource.Field) bool { return f.Name == "ips" })]
	f.Decides, f.Hint = false, resource.T("hint.addresses_free", int(items[0].UnuseIPNum))
	return []resource.Field{f}, nil
}

func addAddresses(items []publicNetwork, form url.Values) ([]resource.Step, error) {
	n := items[0]
	number, _ := strconv.Atoi(form.Get("ips"))
	return []resource.Step{resource.Do(network.AddPublicIP, network.AddPublicIPRequest{PublicID: string(n.PublicID), Number: number}, publicTargets(n)...)}, nil
}

// renewalFields ask outright: the provider does not tell how it is set.
func renewalFields(_ context.Context, _ cloud.Caller, _ []publicNetwork, _ url.Values) ([]resource.Field, error) {
	f := resource.Field{Name: "renew", Label: resource.T("field.public-networks.renew"), Hint: resource.T("hint.renewal"), Input: resource.RadioInput, Value: "1", Required: true}
	for _, v := range []string{"1", "0"} {
		f.Choices = append(f.Choices, resource.Choice{Value: v, Label: resource.T("public.renew." + v)})
	}
	return []resource.Field{f}, nil
}

func setRenewal(items []publicNetwork, form url.Values) ([]resource.Step, error) {
	n := items[0]
	on, _ := strconv.Atoi(form.Get("renew"))
	return []resource.Step{resource.Do(network.RenewPublicNetwork, network.RenewPublicNetworkRequest{PublicID: string(n.PublicID), AutoRenew: on}, publicTargets(n)...)}, nil
}

func rangeRemovable(n publicNetwork) resource.Text {
	if len(n.Segments) == 0 {
		return resource.T("reason.no_ranges")
	}
	return publicReady(n)
}

func rangeFields(_ context.Context, _ cloud.Caller, items []publicNetwork, _ url.Values) ([]resource.Field, error) {
	n := items[0]
	f := resource.Field{Name: "range", Label: resource.T("field.public-networks.range"), Hint: resource.T("hint.range"), Input: resource.SelectInput, Required: true}
	for _, s := range n.Segments {
		in := users(n.vdc, n.PublicID, segmentRange(s))
		o := resource.Choice{Value: string(s.SegmentID), Label: resource.Lit(segmentRange(s)), Note: resource.T("public.range_free")}
		if len(in) > 0 {
			o.Disabled, o.Note = true, resource.T("public.range_used", len(in), in[0].server.InstanceName)
		} else if f.Value == "" {
			f.Value = o.Value
		}
		f.Choices = append(f.Choices, o)
	}
	return []resource.Field{f}, nil
}

func removeRange(items []publicNetwork, form url.Values) ([]resource.Step, error) {
	n := items[0]
	return []resource.Step{resource.Do(network.DeletePublicIP, network.SegmentRef{SegmentID: form.Get("range")}, publicTargets(n)...)}, nil
}
