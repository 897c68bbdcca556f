package catalog

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// What the chapter sells bandwidth as, by the Type of its price operations.
const (
	ownBandwidth    = "Bandwidth"
	sharedBandwidth = "Bandwidth_Shared"
)

const sharedSuffix = "_shared"

// sharedScheme tells whether a billing scheme of appendix 6 is one of shared
// bandwidth.
func sharedScheme(id string) bool { return strings.HasSuffix(strings.ToLower(id), sharedSuffix) }

// vpcScheme names a billing scheme of appendix 6; whether it is one of shared
// bandwidth is said beside it.
func vpcScheme(id string) resource.Text {
	if sharedScheme(id) {
		if name := billingScheme(id[:len(id)-len(sharedSuffix)]); name.Key != "" {
			return name
		}
	}
	return billingScheme(id)
}

// eipScheme is vpcScheme where both stand together.
func eipScheme(id string) resource.Text {
	if sharedScheme(id) {
		return resource.T("billing.shared", vpcScheme(id))
	}
	return vpcScheme(id)
}

// terms are what bandwidth is bought on. Addresses of equal terms cost the
// same.
type terms struct {
	place         eipPlace
	line, billing string
	goods         string
}

func (e EIP) terms() terms {
	t := terms{e.place(), e.BandwidthInfo.BandwidthType, e.BandwidthInfo.BillScheme, ownBandwidth}
	if e.shares() {
		t.goods = sharedBandwidth
	}
	return t
}

// unitPrice asks what a Mbps and an address cost.
func (t terms) unitPrice(ctx context.Context, c cloud.Caller) (vpc.UnitPrice, error) {
	return vpc.VPCBandWidthUnitPrice.Call(ctx, c, vpc.VPCBandWidthUnitPriceRequest{RegionCode: t.place.region, AvailableZoneCode: t.place.priced(),
		BandwidthType: t.line, BillScheme: t.billing, Type: t.goods})
}

// soldLines reads which lines a place sells, and on which billing schemes.
func soldLines(ctx context.Context, c cloud.Caller, p eipPlace, goods string) ([]soldLine, error) {
	list, err := vpc.VPCBandWidthBillingScheme.Call(ctx, c, vpc.VPCBandWidthBillingSchemeRequest{RegionCode: p.region, AvailableZoneCode: p.priced(), Type: goods})
	out := make([]soldLine, len(list))
	for i, b := range list {
		out[i] = soldLine{id: b.BandwidthType, name: nameOr(lineName(b.BandwidthType), b.BandwidthTypeName)}
		for _, s := range b.BillingSchemeList {
			out[i].billing = append(out[i].billing, resource.Choice{Value: s.BillingScheme, Label: nameOr(vpcScheme(s.BillingScheme), s.BillingSchemeName)})
		}
	}
	return out, err
}

// quoteTerms gives the unit prices of what a form buys: the provider has no
// total. Where several terms are bought on, each has its own.
func quoteTerms(ctx context.Context, c cloud.Caller, all []terms) (resource.Quote, error) {
	var each []terms
	for _, t := range all {
		if !slices.Contains(each, t) {
			each = append(each, t)
		}
	}
	if len(each) == 0 || each[0].line == "" || each[0].billing == "" {
		return resource.Quote{}, nil
	}
	prices := make([]vpc.UnitPrice, len(each))
	group, asked := errgroup.WithContext(ctx)
	group.SetLimit(priceCalls)
	for i, t := range each {
		group.Go(func() (err error) { prices[i], err = t.unitPrice(asked, c); return err })
	}
	if err := group.Wait(); err != nil {
		return resource.Quote{}, err
	}
	first := prices[0]
	q := resource.Quote{Amount: string(first.BandwidthPrice.Price), Currency: signedBy(first.BandwidthPrice.Sign), Per: perVPCUnit(first.BandwidthPrice),
		Label: resource.T("price.bandwidth"), Note: resource.T("price.unit_note")}
	if len(each) > 1 {
		q.Label = each[0].named()
	}
	for i, p := range prices[1:] {
		q.Lines = append(q.Lines, resource.QuoteLine{Label: each[i+1].named(), Amount: string(p.BandwidthPrice.Price)})
	}
	if first.EIPPrice.Price != "" {
		q.Lines = append(q.Lines, resource.QuoteLine{Label: resource.T("eip.price_address", perVPCUnit(first.EIPPrice)), Amount: string(first.EIPPrice.Price)})
	}
	return q, nil
}

// priceCalls is how many prices are asked for at a time.
const priceCalls = 4

func (t terms) named() resource.Text {
	return resource.T("eip.price_of", lineName(t.line), t.place.text())
}

// perVPCUnit is what a unit price is for.
func perVPCUnit(p vpc.Price) resource.Text { return unitPeriod(p.Unit, p.Cycle) }

// eipCost is one thing an address, or a shared bandwidth, is paid for.
type eipCost struct {
	item   resource.Text
	price  vpc.Price
	amount resource.Cell
	page   string // where it is paid for; "" for here
}

var costColumns = []resource.Column[eipCost]{
	{Key: "item", Cell: func(l eipCost) resource.Cell {
		cell := resource.Cell{Text: l.item, Href: l.page}
		if l.price.StdPrice != "" && l.price.StdPrice != l.price.Price {
			cell.Sub = resource.T("eip.list_price", costMoney(l.price.StdPrice, l.price.Sign))
		}
		return cell
	}},
	{Key: "price", Right: true, Cell: costPrice},
	{Key: "amount", Right: true, Cell: func(l eipCost) resource.Cell { return l.amount }},
}

func costMoney(amount cloud.Decimal, sign string) resource.Money {
	return resource.Money{Amount: string(amount), Currency: signedBy(sign)}
}

func costPrice(l eipCost) resource.Cell {
	if l.price.Price == "" {
		return resource.Cell{}
	}
	return resource.Cell{Kind: resource.MoneyCell, Text: resource.T("eip.money", costMoney(l.price.Price, l.price.Sign)), Sub: perVPCUnit(l.price)}
}

// eipPricePart is what an address costs, in the provider's unit prices.
var eipPricePart = resource.Part("cost", "eips", func(ctx context.Context, c cloud.Caller, e EIP) ([]eipCost, error) {
	p, err := e.terms().unitPrice(ctx, c)
	out := []eipCost{{item: resource.T("eip.cost_address"), price: p.EIPPrice, amount: count(1)}}
	if e.shares() {
		return append(out, eipCost{item: resource.T("eip.cost_shared", e.sharedName()), page: "/bandwidths/" + string(e.BandwidthInfo.ID)}), err
	}
	return append(out, eipCost{item: resource.T("eip.cost_bandwidth", lineName(e.BandwidthInfo.BandwidthType), vpcScheme(e.BandwidthInfo.BillScheme)), price: p.BandwidthPrice, amount: eipQos(e)}), err
}, costColumns...).Noted(resource.T("price.unit_note")).AlsoFirst()

// formTerms are what a form is about to buy on.
func formTerms(p eipPlace, form url.Values, goods string) []terms {
	return []terms{{p, form.Get("type"), form.Get("billing"), goods}}
}
