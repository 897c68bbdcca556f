package catalog

import (
	"context"
	"net/url"
	"slices"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// mostEIPs is how many addresses one form buys: what can be taken in at a
// glance.
const mostEIPs = 20

// usualQos is the bandwidth a form begins with, in Mbps.
const usualQos = 5

func newEIPFields(ctx context.Context, c cloud.Caller, _ []EIP, form url.Values) ([]resource.Field, error) {
	place := eipPlaceOf(ctx, c, form)
	sold, err := soldLines(ctx, c, place, ownBandwidth)
	if err != nil {
		return nil, err
	}
	line, billing := chooseLine(sold, form)
	amount := resource.Field{Name: "count", Label: resource.T("field.eips.count"), Input: resource.NumberInput, Required: true, Min: "1", Max: itoa(mostEIPs), Step: "1", Value: "1"}
	return []resource.Field{placeField(eipPlaces(), place), line, billing, newMbpsField(billing.Value), amount, descriptionField("")}, nil
}

// eipPlaceOf is the place a form is about, at first the one with the most
// addresses. A form does without knowing that rather than not at all.
func eipPlaceOf(ctx context.Context, c cloud.Caller, form url.Values) eipPlace {
	if p := placeOf(form.Get("place")); slices.Contains(eipPlaces(), p) {
		return p
	}
	all, _ := listEIPs(ctx, c)
	return usualPlace(eipPlaces(), each(all, EIP.place))
}

func createEIPs(_ []EIP, form url.Values) ([]resource.Step, error) {
	text, err := givenDescription(form)
	if err != nil {
		return nil, err
	}
	p := placeOf(form.Get("place"))
	req := vpc.CreateEIPRequest{RegionCode: p.region, AvailableZoneCode: p.zone, BandwidthType: form.Get("type"), BillScheme: form.Get("billing"),
		Qos: whole(form.Get("qos")), Size: whole(form.Get("count")), Description: text}
	made := func(list cloud.List[vpc.NewEIP], out *resource.Outcome) {
		for _, e := range list {
			out.Created = append(out.Created, string(e.EIPID))
		}
	}
	return []resource.Step{resource.DoThen(vpc.CreateEIP, req, made)}, nil
}

func priceNewEIPs(ctx context.Context, c cloud.Caller, _ []EIP, form url.Values) (resource.Quote, error) {
	return quoteTerms(ctx, c, formTerms(placeOf(form.Get("place")), form, ownBandwidth))
}
