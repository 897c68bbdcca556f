package catalog

import (
	"context"
	"net/url"
	"slices"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

var bandwidthOps = []resource.Op[SharedBandwidth]{
	{Slug: "create", Icon: "plus", Effect: resource.Spend, Danger: resource.Confirm, Alone: true,
		Fields: newBandwidthFields, Plan: createBandwidth, Price: priceNewBandwidth, Watch: bandwidthSettled,
		Beside: map[string]string{"InvalidParameter": "qos", "InvalidAvailableZone.NotFound": "place", "InvalidRegion.NotFound": "place"}},
	{Slug: "resize", Icon: "arrows-diff", Set: resource.SizeSet, Top: true, Effect: resource.Spend, Danger: resource.Confirm,
		Offered: bandwidthRests, Fields: bandwidthQosFields, Plan: resizeBandwidth, Watch: bandwidthSettled, Beside: map[string]string{"InvalidParameter": "qos"},
		Price: func(ctx context.Context, c cloud.Caller, items []SharedBandwidth, _ url.Values) (resource.Quote, error) {
			return quoteTerms(ctx, c, []terms{items[0].terms()})
		}},
	{Slug: "add", Icon: "link", Set: resource.NetworkSet, Top: true, Effect: resource.Change, Danger: resource.Confirm,
		Offered: bandwidthRests, Fields: addEIPsFields, Plan: addEIPs, Watch: bandwidthSettled, Beside: map[string]string{"InvalidOperation.AzMismatch": "eips"}},
	{Slug: "remove", Icon: "unlink", Set: resource.NetworkSet, Effect: resource.Spend, Danger: resource.Confirm,
		Offered: bandwidthUsed, Fields: removeEIPsFields, Plan: removeEIPs, Price: priceRemoved, Watch: bandwidthSettled, Beside: map[string]string{"InvalidParameter": "qos"}},
	{Slug: "discard", Icon: "minus", Set: resource.NetworkSet, Effect: resource.Destroy, Danger: resource.TypeName,
		Offered: bandwidthDiscards, Fields: discardFields, Plan: discardEIPs, Watch: bandwidthSettled},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: bandwidthDeletable, Loses: bandwidthLosses, Plan: deleteBandwidths, Watch: func(SharedBandwidth) bool { return false }}, // it has ended once the bandwidth is gone
}

// bandwidthSettled tells that nothing is being done to a shared bandwidth or to
// an address in it.
func bandwidthSettled(b SharedBandwidth) bool {
	return bandwidthState(b).Tone != resource.Busy && !slices.ContainsFunc(b.EIPs, func(e EIP) bool { return !eipSettled(e) })
}

func bandwidthRests(b SharedBandwidth) resource.Text {
	switch bandwidthState(b).Tone {
	case resource.Busy:
		return resource.T("reason.changing")
	case resource.Failed:
		return resource.T("reason.bandwidth_broken")
	}
	return resource.Text{}
}

func bandwidthUsed(b SharedBandwidth) resource.Text {
	if len(b.EIPs) == 0 {
		return resource.T("reason.bandwidth_idle")
	}
	return bandwidthRests(b)
}

// bandwidthDiscards offers to delete addresses that nothing is bound to.
func bandwidthDiscards(b SharedBandwidth) resource.Text {
	if !slices.ContainsFunc(b.EIPs, func(e EIP) bool { return !e.bound() }) {
		return resource.T("reason.bandwidth_all_bound")
	}
	return bandwidthRests(b)
}

// bandwidthDeletable keeps what addresses send through.
func bandwidthDeletable(b SharedBandwidth) resource.Text {
	switch {
	case bandwidthState(b).Tone == resource.Busy:
		return resource.T("reason.changing")
	case len(b.EIPs) > 0:
		return resource.T("reason.bandwidth_used", len(b.EIPs))
	}
	return resource.Text{}
}

// bandwidthTargets are a shared bandwidth and those of its addresses that
// something is done to.
func bandwidthTargets(b SharedBandwidth, eips ...EIP) []resource.Target {
	out := []resource.Target{{Kind: "bandwidths", ID: b.id(), Name: b.Name, Note: b.place().key()}}
	for _, e := range eips {
		out = append(out, eipTarget(e))
	}
	return out
}

func newBandwidthFields(ctx context.Context, c cloud.Caller, _ []SharedBandwidth, form url.Values) ([]resource.Field, error) {
	place := placeOf(form.Get("place"))
	if !slices.Contains(zonePlaces(), place) {
		taken := []eipPlace{}
		found, _ := vpc.DescribeBandwidth.Call(ctx, c, vpc.DescribeBandwidthRequest{}) // a form does without knowing the usual zone
		for _, b := range found.BandwidthList {
			taken = append(taken, SharedBandwidth{Bandwidth: b}.place())
		}
		place = usualPlace(zonePlaces(), taken)
	}
	sold, err := soldLines(ctx, c, place, sharedBandwidth)
	line, billing := chooseLine(sold, form)
	return []resource.Field{placeField(zonePlaces(), place), nameField("field.bandwidths.bandwidth_name", ""), line, billing, newMbpsField(billing.Value)}, err
}

func createBandwidth(_ []SharedBandwidth, form url.Values) ([]resource.Step, error) {
	name, err := givenName(form)
	if err != nil {
		return nil, err
	}
	p := placeOf(form.Get("place"))
	req := vpc.CreateBandwidthRequest{RegionCode: p.region, AvailableZoneCode: p.zone, Name: name, BandwidthType: form.Get("type"), BillScheme: form.Get("billing"), Qos: whole(form.Get("qos"))}
	made := func(list cloud.List[vpc.NewBandwidth], out *resource.Outcome) {
		for _, b := range list {
			out.Created = append(out.Created, string(b.BandwidthID))
		}
	}
	return []resource.Step{resource.DoThen(vpc.CreateBandwidth, req, made)}, nil
}

func priceNewBandwidth(ctx context.Context, c cloud.Caller, _ []SharedBandwidth, form url.Values) (resource.Quote, error) {
	return quoteTerms(ctx, c, formTerms(placeOf(form.Get("place")), form, sharedBandwidth))
}

func bandwidthQosFields(_ context.Context, _ cloud.Caller, items []SharedBandwidth, _ url.Values) ([]resource.Field, error) {
	return []resource.Field{mbpsField(int(items[0].Qos))}, nil
}

func resizeBandwidth(items []SharedBandwidth, form url.Values) ([]resource.Step, error) {
	b, qos := items[0], whole(form.Get("qos"))
	if qos == int(b.Qos) {
		return nil, resource.FieldErrors{"qos": resource.T("form.unchanged")}
	}
	return []resource.Step{resource.Do(vpc.UpdateBandwidth, vpc.UpdateBandwidthRequest{BandwidthID: b.id(), Qos: qos}, bandwidthTargets(b)...)}, nil
}

func bandwidthLosses(items []SharedBandwidth) []resource.Text {
	var out []resource.Text
	for _, b := range items {
		out = append(out, resource.T("loss.bandwidth", b.Name, int(b.Qos)))
	}
	return out
}

func deleteBandwidths(items []SharedBandwidth, _ url.Values) ([]resource.Step, error) {
	var steps []resource.Step
	for _, b := range items {
		steps = append(steps, resource.Do(vpc.DeleteBandwidth, vpc.BandwidthRef{BandwidthID: b.id()}, bandwidthTargets(b)...))
	}
	return steps, nil
}
