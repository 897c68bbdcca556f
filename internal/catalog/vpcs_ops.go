package catalog

import (
	"context"
	"net/netip"
	"net/url"
	"strconv"
	"sync"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

var vpcOps = []resource.Op[VPC]{
	{Slug: "create", Icon: "plus", Effect: resource.Change, Danger: resource.NoConfirm, Alone: true, Fields: newVPCFields, Plan: createVPC,
		Beside: map[string]string{"InvalidParameter": "range", "QuotaExceed.Vpc": "region"},
		Watch:  func(v VPC) bool { return networkStates.state(v.Status).Tone != resource.Busy }},
	{Slug: "add-subnet", Icon: "network", Set: resource.NetworkSet, Top: true, Effect: resource.Change, Offered: vpcReady,
		Page: func(v VPC) string { return "/subnets/ops/create?vpc=" + url.QueryEscape(string(v.VPCID)) }},
	{Slug: "add-gateway", Icon: "router", Set: resource.NetworkSet, Top: true, Effect: resource.Change, Offered: vpcAtEdge,
		Page: func(v VPC) string { return "/gateways/ops/create?vpc=" + url.QueryEscape(string(v.VPCID)) }},
	{Slug: "line", Icon: "arrows-exchange", Set: resource.NetworkSet, Effect: resource.Change, Danger: resource.Confirm, Offered: vpcAtEdge, Fields: vpcLineFields, Plan: changeVPCLine},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.SecondLook, Offered: vpcDeletable, Loses: vpcLosses, Plan: deleteVPC,
		Watch: func(VPC) bool { return false }}, // it has ended once the VPC is gone
}

var vpcReady = offered("reason.changing", func(v VPC) bool { return networkStates.state(v.Status).Tone == resource.OK })

// vpcAtEdge offers what only edge nodes have.
func vpcAtEdge(v VPC) resource.Text {
	if !v.Region.edge() {
		return resource.T("reason.edge_only")
	}
	return vpcReady(v)
}

// vpcDeletable says what is still in the way. In a list, where what is in a
// VPC is not read, it is what can be seen.
func vpcDeletable(v VPC) resource.Text {
	switch {
	case networkStates.state(v.Status).Tone == resource.Busy:
		return resource.T("reason.changing")
	case len(v.Subnets) > 0:
		return resource.T("reason.vpc_subnets", len(v.Subnets), v.Subnets[0].Name)
	case len(v.Gateways) > 0:
		return resource.T("reason.vpc_gateways", len(v.Gateways), v.Gateways[0].Name)
	}
	return resource.Text{}
}

func vpcLosses(items []VPC) []resource.Text {
	v := items[0]
	return []resource.Text{resource.T("loss.vpc", v.VPCName, v.VPCSegment, v.Region.text())}
}

func vpcTarget(v VPC) resource.Target {
	return resource.Target{Kind: "vpcs", ID: string(v.VPCID), Name: v.VPCName, Note: v.Region.Code}
}

func deleteVPC(items []VPC, _ url.Values) ([]resource.Step, error) {
	v := items[0]
	return []resource.Step{resource.Do(vpc.DeleteVPC, vpc.VPCRef{VPCID: string(v.VPCID)}, vpcTarget(v))}, nil
}

func vpcLineFields(_ context.Context, _ cloud.Caller, items []VPC, _ url.Values) ([]resource.Field, error) {
	f := resource.Field{Name: "line", Label: resource.T("field.vpcs.line"), Input: resource.SelectInput, Required: true, Value: items[0].BandwidthType, Choices: lineChoices()}
	return []resource.Field{f}, nil
}

func changeVPCLine(items []VPC, form url.Values) ([]resource.Step, error) {
	v := items[0]
	if form.Get("line") == v.BandwidthType {
		return nil, resource.FieldErrors{"line": resource.T("form.unchanged")}
	}
	return []resource.Step{resource.Do(vpc.UpdateVPCBandwidthType, vpc.UpdateVPCBandwidthTypeRequest{VPCID: string(v.VPCID), BandwidthType: form.Get("line")}, vpcTarget(v))}, nil
}

// usualRanges are the ranges that the provider recommends.
var usualRanges = sync.OnceValue(func() []string { return appendix5[string]("vpc_segments") })

// How the range of a VPC is found: recommended or of one's own.
const (
	rangeUsual = "auto"
	rangeOwn   = "manual"
)

// mostNewSubnets is how many subnets a VPC is made with at most.
const mostNewSubnets = 5

func newVPCFields(_ context.Context, _ cloud.Caller, _ []VPC, form url.Values) ([]resource.Field, error) {
	region := resource.Field{Name: "region", Label: resource.T("field.vpcs.region"), Input: resource.SelectInput, Required: true, Decides: true}
	for _, r := range netRegions() {
		region.Choices = append(region.Choices, resource.Choice{Value: r.Code, Label: r.text(), Note: nodeText(r.Code)})
	}
	region.Value = region.Choices[0].Value
	how := resource.Field{Name: "how", Label: resource.T("field.vpcs.how"), Input: resource.RadioInput, Required: true, Decides: true, Value: rangeUsual,
		Choices: []resource.Choice{{Value: rangeUsual, Label: resource.T("vpc.how.auto")}, {Value: rangeOwn, Label: resource.T("vpc.how.manual")}}}
	amount := resource.Field{Name: "subnets", Label: resource.T("field.vpcs.subnets"), Hint: resource.T("hint.vpc_subnets"), Input: resource.NumberInput, Required: true, Decides: true, Min: "1", Max: itoa(mostNewSubnets), Step: "1", Value: "1"}
	fields := []resource.Field{region, nameField("field.vpcs.vpc_name", ""), how, vpcRangeField(form), amount}
	at, known := netRegionBy(form.Get("region"))
	if !known {
		at = netRegions()[0]
	}
	whole, _ := rangeOf(form.Get("range"))
	if form.Get("how") != rangeOwn && !whole.IsValid() {
		whole, _ = rangeOf(usualRanges()[0])
	}
	return append(fields, newSubnetsFields(form, at, whole)...), nil
}

func vpcRangeField(form url.Values) resource.Field {
	f := resource.Field{Name: "range", Label: resource.T("field.vpcs.segment"), Required: true, Decides: true, Input: resource.TextInput, Placeholder: "10.20.0.0/16", Hint: resource.T("hint.vpc_range")}
	if form.Get("how") != rangeOwn {
		f.Input, f.Value, f.Hint = resource.SelectInput, usualRanges()[0], resource.Text{}
		for _, r := range usualRanges() {
			f.Choices = append(f.Choices, resource.Choice{Value: r, Label: resource.Lit(r)})
		}
	}
	return f
}

// newSubnetsFields ask for each of the subnets that a VPC is made with.
func newSubnetsFields(form url.Values, region netRegion, whole netip.Prefix) []resource.Field {
	var fields []resource.Field
	var others []taken
	for i := 1; i <= subnetsWanted(form); i++ {
		name := nameField("field.subnets.net_name", "")
		free := freeRange(whole, others)
		one := []resource.Field{name, zoneField("zone", region), rangeField("range", free)}
		for _, f := range one {
			f.Name, f.Label = numbered("subnet_"+f.Name, i), resource.T("vpc.subnet_field", i, f.Label)
			fields = append(fields, f)
		}
		if p, wrong := rangeWithin(form.Get(numbered("subnet_range", i)), whole, others); wrong.IsZero() {
			free = p
		}
		if free.IsValid() {
			others = append(others, taken{where: free})
		}
	}
	return fields
}

func numbered(name string, i int) string { return name + "-" + strconv.Itoa(i) }

func subnetsWanted(form url.Values) int {
	n, _ := strconv.Atoi(form.Get("subnets"))
	return min(max(n, 1), mostNewSubnets)
}

func createVPC(_ []VPC, form url.Values) ([]resource.Step, error) {
	name, err := givenName(form)
	if err != nil {
		return nil, err
	}
	whole, wrong := rangeOf(form.Get("range"))
	if wrong.IsZero() && !whole.Addr().IsPrivate() {
		wrong = resource.T("private.not_private")
	}
	if !wrong.IsZero() {
		return nil, resource.FieldErrors{"range": wrong}
	}
	subnets, err := readNewSubnets(form, whole)
	if err != nil {
		return nil, err
	}
	req := vpc.CreateVPCRequest{RegionCode: form.Get("region"), VPCName: name, VPCSegment: whole.String(), VPCSegmentType: form.Get("how"), SubnetList: subnets}
	return []resource.Step{resource.DoThen(vpc.CreateVPC, req, func(made vpc.CreateVPCResponse, out *resource.Outcome) {
		if made.VPCID != "" {
			out.Created = []string{string(made.VPCID)}
		}
	})}, nil
}

func readNewSubnets(form url.Values, whole netip.Prefix) ([]vpc.NewSubnet, error) {
	var out []vpc.NewSubnet
	var others []taken
	mistakes := resource.FieldErrors{}
	for i := 1; i <= subnetsWanted(form); i++ {
		one := url.Values{"name": form[numbered("subnet_name", i)]}
		name, err := givenName(one)
		if err != nil {
			mistakes[numbered("subnet_name", i)] = resource.T("form.too_long", maxName)
		}
		p, wrong := rangeOrFree(form.Get(numbered("subnet_range", i)), whole, others)
		if !wrong.IsZero() {
			mistakes[numbered("subnet_range", i)] = wrong
		}
		others = append(others, taken{name, p})
		out = append(out, vpc.NewSubnet{AvailableZoneCode: form.Get(numbered("subnet_zone", i)), SubnetName: name, SubnetSegment: p.String()})
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	return out, nil
}
