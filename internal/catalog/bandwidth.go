package catalog

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

// wan is the resource type of public bandwidth.
const wan = "wan"

// addressCounts is how many addresses can be bought at a time (AddPublicIp).
var addressCounts = [...]int{4, 8, 16, 32, 64}

// scheme is a way to pay for bandwidth, with its bounds: those of
// CreatePublicNetwork.
type scheme struct {
	most, step int
	unit       string // of the amount: "mbps" or "gb"
	renews     bool   // it ends with its period unless renewed
	ceiling    bool   // it has a ceiling above the committed bandwidth
}

// schemeOf tells the bounds of a billing scheme, whose spelling the provider
// varies in.
func schemeOf(id string) scheme {
	switch strings.ToLower(id) {
	case "bandwidth_95":
		return scheme{500, 50, "mbps", true, true}
	case "datapackage":
		return scheme{51200, 1, "gb", true, false}
	case "traffic":
		return scheme{500, 1, "mbps", false, false}
	}
	return scheme{500, 5, "mbps", false, false}
}

// lineFields ask for a public network in a zone: its line and billing as they
// are sold there, then what these take.
func lineFields(ctx context.Context, c cloud.Caller, zone string, form url.Values) ([]resource.Field, error) {
	sold, err := network.VDCBandwidthBillingScheme.Call(ctx, c, network.VDCBandwidthBillingSchemeRequest{RegionID: zone, Type: wan})
	if err != nil {
		return nil, err
	}
	lines := make([]soldLine, len(sold))
	for i, b := range sold {
		lines[i] = soldLine{id: b.BandwidthType, name: nameOr(bandwidthType(b.BandwidthType), b.BandwidthTypeName)}
		for _, s := range b.BillingSchemeList {
			lines[i].billing = append(lines[i].billing, resource.Choice{Value: s.BillingScheme, Label: nameOr(billingScheme(s.BillingScheme), s.BillingSchemeName)})
		}
	}
	line, billing := chooseLine(lines, form)
	name := resource.Field{Name: "network_name", Label: resource.T("field.public-networks.name"), Hint: resource.T("hint.public_name"), Input: resource.TextInput}
	return append([]resource.Field{name, line, billing}, amountFields(billing.Value)...), nil
}

// soldLine is a line that is sold somewhere, with the ways to pay for it.
type soldLine struct {
	id      string
	name    resource.Text
	billing []resource.Choice
}

// chooseLine asks for a line, and for one of its billing schemes: the first
// that are sold unless the form says otherwise.
func chooseLine(sold []soldLine, form url.Values) (line, billing resource.Field) {
	line = resource.Field{Name: "type", Label: resource.T("field.public-networks.line"), Input: resource.SelectInput, Required: true, Decides: true}
	billing = resource.Field{Name: "billing", Label: resource.T("field.public-networks.billing"), Input: resource.SelectInput, Required: true, Decides: true}
	for _, l := range sold {
		line.Choices = append(line.Choices, resource.Choice{Value: l.id, Label: l.name})
	}
	if i := max(slices.IndexFunc(sold, func(l soldLine) bool { return l.id == form.Get("type") }), 0); i < len(sold) {
		line.Value, billing.Choices = sold[i].id, sold[i].billing
	}
	if len(billing.Choices) > 0 {
		billing.Value = billing.Choices[0].Value
	}
	if slices.ContainsFunc(billing.Choices, func(o resource.Choice) bool { return o.Value == form.Get("billing") }) {
		billing.Value = form.Get("billing")
	}
	return line, billing
}

// amountFields ask for how much of a billing scheme.
func amountFields(billing string) []resource.Field {
	s := schemeOf(billing)
	qos := resource.Field{Name: "qos", Label: resource.T("field.public-networks." + s.unit), Input: resource.NumberInput, Required: true, Decides: true,
		Unit: resource.T("unit." + s.unit), Min: itoa(s.step), Max: itoa(s.most), Step: itoa(s.step), Value: itoa(max(s.step, 10))}
	ips := resource.Field{Name: "ips", Label: resource.T("field.public-networks.ips"), Input: resource.SelectInput, Required: true, Decides: true, Value: itoa(addressCounts[0])}
	for _, n := range addressCounts {
		ips.Choices = append(ips.Choices, resource.Choice{Value: itoa(n), Label: resource.T("public.addresses", n)})
	}
	fields := []resource.Field{qos, ips}
	if s.ceiling {
		fields = append(fields, resource.Field{Name: "ceiling", Label: resource.T("field.public-networks.ceiling"), Hint: resource.T("hint.ceiling"), Input: resource.NumberInput, Unit: resource.T("unit.mbps"), Min: "1"})
	}
	if s.renews {
		fields = append(fields, resource.Field{Name: "renew", Label: resource.T("field.public-networks.renew"), Input: resource.SwitchInput, Value: "true"})
	}
	return fields
}

// publicOrder is a public network as it is ordered.
type publicOrder struct {
	name, kind, billing      string
	qos, ips, renew, ceiling int
}

func readPublicOrder(form url.Values) (publicOrder, error) {
	o := publicOrder{name: strings.TrimSpace(form.Get("network_name")), kind: form.Get("type"), billing: form.Get("billing")}
	if len([]rune(o.name)) > maxName {
		return o, resource.FieldErrors{"network_name": resource.T("form.too_long", maxName)}
	}
	o.qos, _ = strconv.Atoi(form.Get("qos"))
	o.ips, _ = strconv.Atoi(form.Get("ips"))
	o.ceiling, _ = strconv.Atoi(form.Get("ceiling"))
	if o.ceiling > 0 && o.ceiling < o.qos {
		return o, resource.FieldErrors{"ceiling": resource.T("public.ceiling_low", o.qos)}
	}
	if !schemeOf(o.billing).renews || form.Get("renew") == "true" {
		o.renew = 1 // the documented default
	}
	return o, nil
}

// quoteBandwidth gives the unit prices: the provider has no total.
func quoteBandwidth(ctx context.Context, c cloud.Caller, zone string, form url.Values) (resource.Quote, error) {
	if form.Get("type") == "" || form.Get("billing") == "" {
		return resource.Quote{}, nil
	}
	p, err := network.VDCBandwidthUnitPrice.Call(ctx, c, network.VDCBandwidthUnitPriceRequest{RegionID: zone, BandwidthType: form.Get("type"), BillScheme: form.Get("billing"), Type: wan})
	if err != nil {
		return resource.Quote{}, err
	}
	return resource.Quote{Amount: string(p.BandwidthPrice.Price), Currency: signedBy(p.BandwidthPrice.Sign), Per: perUnit(p.BandwidthPrice), Label: resource.T("price.bandwidth"), Note: resource.T("price.unit_note"),
		Lines: []resource.QuoteLine{{Label: resource.T("price.address"), Amount: string(p.EIPPrice.Price)}}}, nil
}

// perUnit is what a unit price is for, in the provider's unit and period.
func perUnit(p network.Price) resource.Text { return unitPeriod(p.Unit, p.Cycle) }

func unitPeriod(unit, cycle string) resource.Text {
	switch unit + cycle {
	case "Mb/天":
		return resource.T("price.per_mbps_day")
	case "Mb/月":
		return resource.T("price.per_mbps_month")
	case "个/天":
		return resource.T("price.per_address_day")
	case "个/月":
		return resource.T("price.per_address_month")
	case "GB/GB", "/GB":
		return resource.T("price.per_gb")
	}
	return resource.Lit(unit + cycle)
}

// billingScheme names a billing scheme; another is shown as it is.
func billingScheme(id string) resource.Text {
	switch key := strings.ToLower(id); key {
	case "bandwidth", "bandwidthmonth", "bandwidth_95", "datapackage", "traffic":
		return resource.T("billing." + key)
	}
	return resource.Lit(id)
}

// nameOr is our name, or the provider's own where we have none.
func nameOr(ours resource.Text, theirs string) resource.Text {
	if ours.Key != "" {
		return ours
	}
	return resource.Lit(cmp.Or(theirs, ours.Raw))
}
