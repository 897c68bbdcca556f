package catalog

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// misfit says why an address cannot send through a shared bandwidth; nothing
// when it can.
func (b SharedBandwidth) misfit(e EIP) resource.Text {
	switch {
	case !e.place().in(b.place()):
		return resource.T("bandwidth.elsewhere", e.IP, e.place().text())
	case !strings.EqualFold(e.BandwidthInfo.BandwidthType, b.BandwidthType):
		return resource.T("bandwidth.other_line", e.IP, lineName(e.BandwidthInfo.BandwidthType))
	case e.shares():
		return resource.T("bandwidth.shares_already", e.IP, e.sharedName())
	}
	return resource.Text{}
}

// eipsField asks for some addresses.
func eipsField(label string) resource.Field {
	return resource.Field{Name: "eips", Label: resource.T(label), Input: resource.CheckInput, Required: true}
}

func eipChoice(e EIP) resource.Choice {
	o := resource.Choice{Value: e.id(), Label: resource.Lit(e.IP), Note: resource.Lit(e.Description)}
	if e.bound() {
		o.Note = resource.T("eip.bound_note", e.BindResourceInfo.SubnetIP)
	}
	if why := eipRests(e); !why.IsZero() {
		o.Disabled, o.Note = true, why
	}
	return o
}

// chosenEIPs are the addresses a form chose.
func chosenEIPs(all []EIP, form url.Values) (chosen []EIP, ids []string) {
	for _, e := range all {
		if slices.Contains(form["eips"], e.id()) {
			chosen, ids = append(chosen, e), append(ids, e.id())
		}
	}
	return chosen, ids
}

// addEIPsFields offer the addresses that fit.
func addEIPsFields(ctx context.Context, c cloud.Caller, items []SharedBandwidth, _ url.Values) ([]resource.Field, error) {
	b := items[0]
	all, err := eipsAt(ctx, c, b.place())
	f := eipsField("field.bandwidths.add")
	f.Hint = resource.T("hint.bandwidth_add", b.place().text(), lineName(b.BandwidthType))
	for _, e := range all {
		if why := b.misfit(e); why.IsZero() {
			f.Choices = append(f.Choices, eipChoice(e))
		}
	}
	if len(f.Choices) == 0 {
		f.Hint = resource.T("hint.bandwidth_add_none", b.place().text(), lineName(b.BandwidthType))
	}
	return []resource.Field{f}, err
}

func addEIPs(items []SharedBandwidth, form url.Values) ([]resource.Step, error) {
	b := items[0]
	targets := bandwidthTargets(b)
	for _, id := range form["eips"] {
		targets = append(targets, resource.Target{Kind: "eips", ID: id, Name: id})
	}
	return []resource.Step{resource.Do(vpc.BandwidthAddEIP, vpc.BandwidthAddEIPRequest{BandwidthID: b.id(), EIPIDList: form["eips"]}, targets...)}, nil
}

// termsFields ask on which terms addresses get bandwidth of their own: their
// line stays.
func termsFields(ctx context.Context, c cloud.Caller, p eipPlace, line string, form url.Values) ([]resource.Field, error) {
	sold, err := soldLines(ctx, c, p, ownBandwidth)
	_, billing := chooseLine(sold, url.Values{"type": {line}, "billing": form["billing"]})
	billing.Label = resource.T("field.bandwidths.own_billing")
	qos := newMbpsField(billing.Value)
	qos.Label = resource.T("field.bandwidths.own_qos")
	return []resource.Field{billing, qos}, err
}

func removeEIPsFields(ctx context.Context, c cloud.Caller, items []SharedBandwidth, form url.Values) ([]resource.Field, error) {
	b := items[0]
	f := eipsField("field.bandwidths.remove")
	for _, e := range b.EIPs {
		f.Choices = append(f.Choices, eipChoice(e))
	}
	fields, err := termsFields(ctx, c, b.place(), b.BandwidthType, form)
	return append([]resource.Field{f}, fields...), err
}

// keepOut is the request that takes addresses out and keeps them.
func keepOut(t terms, ids []string, form url.Values) vpc.BandwidthRemoveEIPRequest {
	return vpc.BandwidthRemoveEIPRequest{EIPIDList: ids, RegionCode: t.place.region, BandwidthType: t.line, BillScheme: form.Get("billing"), Qos: whole(form.Get("qos"))}
}

func removeEIPs(items []SharedBandwidth, form url.Values) ([]resource.Step, error) {
	b := items[0]
	chosen, ids := chosenEIPs(b.EIPs, form)
	return []resource.Step{resource.Do(vpc.BandwidthRemoveEIP, keepOut(b.terms(), ids, form), bandwidthTargets(b, chosen...)...)}, nil
}

func priceRemoved(ctx context.Context, c cloud.Caller, items []SharedBandwidth, form url.Values) (resource.Quote, error) {
	b := items[0]
	return quoteTerms(ctx, c, []terms{{b.place(), b.BandwidthType, form.Get("billing"), ownBandwidth}})
}

// discardFields offer the addresses that nothing is bound to: others are
// unbound first.
func discardFields(_ context.Context, _ cloud.Caller, items []SharedBandwidth, _ url.Values) ([]resource.Field, error) {
	f := eipsField("field.bandwidths.discard")
	for _, e := range items[0].EIPs {
		o := eipChoice(e)
		o.Disabled = o.Disabled || e.bound()
		f.Choices = append(f.Choices, o)
	}
	return []resource.Field{f}, nil
}

func discardEIPs(items []SharedBandwidth, form url.Values) ([]resource.Step, error) {
	b := items[0]
	chosen, ids := chosenEIPs(b.EIPs, form)
	return []resource.Step{resource.Do(vpc.BandwidthRemoveEIP, vpc.BandwidthRemoveEIPRequest{EIPIDList: ids, Delete: true}, bandwidthTargets(b, chosen...)...)}, nil
}

// sharedFields offer the shared bandwidths of the addresses' place and line.
func sharedFields(ctx context.Context, c cloud.Caller, items []EIP, _ url.Values) ([]resource.Field, error) {
	found, err := vpc.DescribeBandwidth.Call(ctx, c, vpc.DescribeBandwidthRequest{RegionCode: items[0].RegionCode})
	f := resource.Field{Name: "bandwidth", Label: resource.T("field.eips.shared"), Hint: resource.T("hint.eip_join"), Input: resource.SelectInput, Required: true,
		Choices: []resource.Choice{{Label: resource.T("eip.choose")}}}
	fits := 0
	for _, one := range found.BandwidthList {
		b := SharedBandwidth{Bandwidth: one}
		o := resource.Choice{Value: b.id(), Label: resource.T("bandwidth.choice", b.Name, int(b.Qos)), Note: lineName(b.BandwidthType)}
		if why := b.misfit(items[0]); !why.IsZero() {
			o.Disabled = true
		} else if fits++; bandwidthState(b).Tone == resource.Busy {
			o.Disabled, o.Note = true, resource.T("reason.changing")
		}
		f.Choices = append(f.Choices, o)
	}
	if fits == 0 {
		f.Hint = resource.T("hint.eip_join_none", items[0].place().text(), lineName(items[0].BandwidthInfo.BandwidthType))
	}
	return []resource.Field{f}, err
}

// joinBandwidth moves addresses by one call; those that do not fit are named.
func joinBandwidth(ctx context.Context, c cloud.Caller, items []EIP, form url.Values) ([]resource.Step, error) {
	found, err := vpc.DescribeBandwidth.Call(ctx, c, vpc.DescribeBandwidthRequest{RegionCode: items[0].RegionCode})
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(found.BandwidthList, func(b vpc.Bandwidth) bool { return string(b.ID) == form.Get("bandwidth") })
	if i < 0 {
		return nil, resource.FieldErrors{"bandwidth": resource.T("form.not_offered")}
	}
	b := SharedBandwidth{Bandwidth: found.BandwidthList[i]}
	var ids []string
	var targets []resource.Target
	for _, e := range items {
		if why := b.misfit(e); !why.IsZero() {
			return nil, resource.FieldErrors{"bandwidth": why}
		}
		ids, targets = append(ids, e.id()), append(targets, eipTarget(e))
	}
	return []resource.Step{resource.Do(vpc.BandwidthAddEIP, vpc.BandwidthAddEIPRequest{BandwidthID: b.id(), EIPIDList: ids}, append(targets, bandwidthTargets(b)...)...)}, nil
}

func ownFields(ctx context.Context, c cloud.Caller, items []EIP, form url.Values) ([]resource.Field, error) {
	return termsFields(ctx, c, items[0].place(), items[0].BandwidthInfo.BandwidthType, form)
}

// leaving parts addresses by what one call may name, and has one price: a place
// and a line.
func leaving(items []EIP, form url.Values) (all []terms, of map[terms][]EIP) {
	of = map[terms][]EIP{}
	for _, e := range items {
		t := terms{e.place(), e.BandwidthInfo.BandwidthType, form.Get("billing"), ownBandwidth}
		if of[t] == nil {
			all = append(all, t)
		}
		of[t] = append(of[t], e)
	}
	return all, of
}

// leaveBandwidth keeps the addresses; to delete them is an operation of its
// own.
func leaveBandwidth(items []EIP, form url.Values) ([]resource.Step, error) {
	all, of := leaving(items, form)
	var steps []resource.Step
	for _, t := range all {
		var ids []string
		var targets []resource.Target
		for _, e := range of[t] {
			ids, targets = append(ids, e.id()), append(targets, eipTarget(e))
		}
		steps = append(steps, resource.Do(vpc.BandwidthRemoveEIP, keepOut(t, ids, form), targets...))
	}
	return steps, nil
}

func priceLeave(ctx context.Context, c cloud.Caller, items []EIP, form url.Values) (resource.Quote, error) {
	all, _ := leaving(items, form)
	return quoteTerms(ctx, c, all)
}
