package catalog

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/billing"
	"yunque/internal/resource"
)

// Bill is what one resource cost in some months.
type Bill struct {
	billing.Bill
	Before cloud.Decimal // in as many months before; "" where that is not known
	of     *bills
	parts  []billing.ResourceBill // only where it was read by itself,
	latest billing.ResourceBill   // as is what it was at last
}

// bills is what the bills of some months have in common.
type bills struct {
	months       months
	open         bool // not over: what they cost will change
	currency     string
	master, vice cloud.Decimal
	before       span
	compared     bool
}

// Bills are the costs by resource (billing.DescribeBill); the page of one has
// its stretches of time (billing.DescribeBillInfo).
var Bills = &resource.Kind[Bill]{
	Slug: "billing/bills", Icon: "file-invoice", Group: "billing", Records: true, Asks: monthsAsk,

	ID:    func(b Bill) string { return string(b.ResourceID) },
	Name:  func(b Bill) string { return b.ResourceName },
	Where: func(b Bill) resource.Text { return productText(b.ResourceType) },
	State: billState,

	List: listBills,
	Get:  getBill,
	Search: func(b Bill) []string {
		return []string{string(b.ResourceID), b.ResourceName, string(b.VdcID), b.VdcName, string(b.RegionID), b.ResourceType}
	},
	Columns: []resource.Column[Bill]{
		{Key: "name", Less: byName(func(b Bill) string { return b.ResourceName }), Cell: billName},
		{Key: "status", Less: by(func(b Bill) string { return billState(b).Raw }), Cell: func(b Bill) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: billState(b)}
		}},
		{Key: "product", Less: by(func(b Bill) string { return b.ResourceType }), Cell: billProduct},
		{Key: "place", Less: byName(func(b Bill) string { return b.VdcName }), Cell: func(b Bill) resource.Cell { return billPlace(b.VdcName, string(b.RegionID)) }},
		{Key: "created", Hidden: true, Less: by(func(b Bill) int64 { return b.CreateTime.Unix() }), Cell: func(b Bill) resource.Cell { return when(b.CreateTime.Time) }},
		{Key: "deleted", Hidden: true, Less: by(func(b Bill) int64 { return b.DeleteTime.Unix() }), Cell: func(b Bill) resource.Cell { return when(b.DeleteTime.Time) }},
		{Key: "cost", Right: true, Less: byAmount(func(b Bill) cloud.Decimal { return b.TotalCost }), Cell: func(b Bill) resource.Cell { return amount(b.TotalCost, b.of.currency) }},
		{Key: "before", Right: true, Less: byAmount(func(b Bill) cloud.Decimal { return b.Before }), Cell: func(b Bill) resource.Cell { return amount(b.Before, b.of.currency) }},
		{Key: "change", Right: true, Less: byAmount(billMore), Cell: func(b Bill) resource.Cell { return resource.Cell{Text: changeText(b.TotalCost, b.Before)} }},
		{Key: "currency", Hidden: true, Exported: true, Cell: func(b Bill) resource.Cell { return text(currencyName(b.of.currency)) }},
	},
	Filters: []resource.Property[Bill]{
		{Key: "product", Quick: true, Values: func(b Bill) []resource.Choice { return []resource.Choice{productValue(b.ResourceType)} }},
		{Key: "place", Values: func(b Bill) []resource.Choice { return named1(b.VdcName) }},
		{Key: "region", Values: func(b Bill) []resource.Choice { return named1(string(b.RegionID)) }},
		{Key: "status", Values: func(b Bill) []resource.Choice {
			s := billState(b)
			return []resource.Choice{{Value: s.Raw, Label: s.Word, Tone: s.Tone}}
		}},
		{Key: "costs", Values: func(b Bill) []resource.Choice { return costChoice(b.TotalCost) }},
	},
	Sections: billSections,
	Related:  []resource.Related[Bill]{billParts},
	Totals:   billTotals,
}

// billState is ours: whether the resource is still there.
func billState(b Bill) resource.State {
	if b.DeleteTime.IsZero() {
		return resource.State{Tone: resource.OK, Word: resource.T("state.exists"), Raw: "exists"}
	}
	return resource.State{Tone: resource.Gone, Word: resource.T("state.deleted"), Raw: "deleted"}
}

// billPage is what a resource cost in some months.
func billPage(id string, m months) string {
	q := url.Values{}
	for key, value := range m.values() {
		q.Set(key, value)
	}
	return "/billing/bills/" + url.PathEscape(id) + "?" + q.Encode()
}

func billName(b Bill) resource.Cell {
	c := withID(b.ResourceName, string(b.ResourceID))
	c.Href = billPage(string(b.ResourceID), b.of.months)
	return c
}

// billProduct leads to the resource itself, while there is one.
func billProduct(b Bill) resource.Cell {
	c := resource.Cell{Text: productText(b.ResourceType)}
	if b.DeleteTime.IsZero() {
		c.Href = productPage(b.ResourceType, string(b.ResourceID))
	}
	return c
}

// billMore is how much more it costs than before.
func billMore(b Bill) cloud.Decimal {
	more, _ := b.TotalCost.Minus(b.Before)
	return more
}

// listBills reads the bills of the months asked for, the dearest first, and
// those of as many months before. The second are no reason to go without the
// first.
func listBills(ctx context.Context, c cloud.Caller) ([]Bill, error) {
	m, now := monthsOf(resource.AskedFor(ctx)), resource.Now(ctx)
	info, err := billing.DescribeAccountInfo.Call(ctx, c, billing.DescribeAccountInfoRequest{})
	if err != nil {
		return nil, err
	}
	of := &bills{months: m, open: m.open(now), currency: accountCurrency(info), before: m.before(now)}
	spans := []span{m.span(now), of.before}
	answers, errs := askEach(ctx, spans, func(ctx context.Context, s span) (billing.DescribeBillResponse, error) {
		if s.first.Before(firstBilled) {
			return billing.DescribeBillResponse{}, nil
		}
		return billing.DescribeBill.Call(ctx, c, billing.DescribeBillRequest{DateFromTo: dotted(s.first) + " - " + dotted(s.last), Currency: of.currency})
	})
	if errs[0] != nil {
		return nil, errs[0]
	}
	of.master, of.vice = answers[0].TotalMasterCost, answers[0].TotalViceCost
	of.compared = errs[1] == nil && !of.before.first.Before(firstBilled)
	before := map[cloud.ID]cloud.Decimal{}
	for _, b := range answers[1].BillInfo {
		before[b.ResourceID] = b.TotalCost
	}
	var out []Bill
	for _, b := range answers[0].BillInfo {
		one := Bill{Bill: b, of: of}
		if of.compared {
			one.Before = before[b.ResourceID]
			if one.Before == "" {
				one.Before = "0"
			}
		}
		out = append(out, one)
	}
	slices.SortStableFunc(out, func(a, b Bill) int { return b.TotalCost.Compare(a.TotalCost) })
	if errs[1] != nil {
		return out, &resource.Partial{Missing: []resource.Missing{{Name: of.before.text(), Err: errs[1]}}}
	}
	return out, nil
}

func billTotals(all, matched []Bill) []resource.Fact {
	if len(all) == 0 {
		return nil
	}
	of, cost := all[0].of, func(b Bill) cloud.Decimal { return b.TotalCost }
	before := func(b Bill) cloud.Decimal { return b.Before }
	whole, note := sum(all, cost), resource.T("bill.billed")
	if of.open {
		note = resource.T("bill.so_far")
	}
	if told, ok := cloud.Sum(of.master, of.vice); ok && told.Compare(whole) != 0 {
		note = resource.T("bill.differs", resource.Money{Amount: string(told), Currency: currencyName(of.currency)})
	}
	var out []resource.Fact
	if len(matched) < len(all) {
		shown := total("bill.shown", amountText(sum(matched, cost), of.currency), resource.T("bill.resources", len(matched)))
		out = append(out, shown)
	}
	out = append(out, total("bill.cost", amountText(whole, of.currency), note),
		total("bill.master", amountText(of.master, of.currency), resource.Text{}), total("bill.vice", amountText(of.vice, of.currency), resource.Text{}))
	if of.compared {
		past := sum(all, before)
		out = append(out, resource.Fact{Label: resource.T("bill.same_before"), Cell: resource.Cell{Text: amountText(past, of.currency), Sub: resource.T("bill.compared", of.before.text(), changeText(whole, past))}})
	}
	return out
}

// getBill reads what one resource cost, stretch by stretch. One that cost
// nothing in these months has a page all the same when it is known from the
// year around them.
func getBill(ctx context.Context, c cloud.Caller, id string) (Bill, error) {
	m, now := monthsOf(resource.AskedFor(ctx)), resource.Now(ctx)
	info, err := billing.DescribeAccountInfo.Call(ctx, c, billing.DescribeAccountInfoRequest{})
	if err != nil {
		return Bill{}, err
	}
	of := &bills{months: m, open: m.open(now), currency: accountCurrency(info)}
	answer, err := billInfo(ctx, c, id, m.span(now), of.currency)
	if err != nil {
		return Bill{}, err
	}
	known := answer.BillDetail
	if len(known) == 0 {
		wide := span{m.last.AddDate(0, 1-mostMonths, 0), lastDay(presentMonth(now), now)}
		if wide.first.Before(firstBilled) {
			wide.first = firstBilled
		}
		year, err := billInfo(ctx, c, id, wide, of.currency)
		if err != nil {
			return Bill{}, err
		}
		if known = year.BillDetail; len(known) == 0 {
			return Bill{}, &resource.NotFound{Kind: "billing/bills", ID: id}
		}
	}
	b := Bill{of: of, parts: answer.BillDetail, latest: known[len(known)-1]}
	p := b.latest
	b.Bill = billing.Bill{ResourceID: cloud.ID(id), ResourceName: p.ResourceName, ResourceType: p.ResourceType, RegionID: p.RegionID, VdcID: p.VdcID, VdcName: p.VdcName, CreateTime: p.CreateTime, TotalCost: answer.TotalCost}
	if p.Status == "deleted" {
		b.DeleteTime = p.EndTime
	}
	return b, nil
}

// billInfo reads the stretches of one resource, the oldest first.
func billInfo(ctx context.Context, c cloud.Caller, id string, s span, currency string) (billing.DescribeBillInfoResponse, error) {
	answer, err := billing.DescribeBillInfo.Call(ctx, c, billing.DescribeBillInfoRequest{DateFrom: dotted(s.first), DateTo: dotted(s.last), ResourceID: id, Currency: currency})
	answer.BillDetail = slices.Clone(answer.BillDetail) // the answer is others', too
	slices.SortStableFunc(answer.BillDetail, by(func(p billing.ResourceBill) int64 { return p.StartTime.Unix() }))
	return answer, err
}

var billSections = []resource.Facts[Bill]{
	{Key: "basic", List: []resource.FactOf[Bill]{
		{Key: "cost", Cell: func(b Bill) resource.Cell {
			c := resource.Cell{Text: amountText(b.TotalCost, b.of.currency), Sub: resource.T("bill.billed")}
			if b.of.open {
				c.Sub = resource.T("bill.so_far")
			}
			return c
		}},
		{Key: "product", Cell: billProduct},
		{Key: "config", Cell: func(b Bill) resource.Cell { return text(b.latest.Configuration) }},
		{Key: "project", Cell: func(b Bill) resource.Cell { return text(b.latest.ProjectName) }},
		{Key: "place", Cell: func(b Bill) resource.Cell { return billPlace(b.VdcName, string(b.RegionID)) }},
		{Key: "ip", Cell: func(b Bill) resource.Cell { return ips(b.latest.IPs) }},
		{Key: "created", Cell: func(b Bill) resource.Cell { return when(b.CreateTime.Time) }},
		{Key: "lines", Cell: func(b Bill) resource.Cell {
			q := url.Values{"q": {string(b.ResourceID)}}
			for key, value := range b.of.months.values() {
				q.Set(key, value)
			}
			return resource.Cell{Text: resource.T("bill.all_lines"), Href: "/billing/details?" + q.Encode()}
		}},
	}},
}

// billParts are the stretches of time at one price.
var billParts = resource.Part("parts", "billing/bills", func(_ context.Context, _ cloud.Caller, b Bill) ([]partOf, error) {
	out := make([]partOf, len(b.parts))
	for i, p := range slices.Backward(b.parts) {
		out[len(b.parts)-1-i] = partOf{p, b.of.currency}
	}
	return out, nil
}, partColumns...).AlsoFirst()

// partOf is a stretch with the currency that the API leaves out.
type partOf struct {
	billing.ResourceBill
	currency string
}

var partColumns = []resource.Column[partOf]{
	{Key: "period", Cell: func(p partOf) resource.Cell { return period(p.StartTime, p.EndTime) }},
	{Key: "config", Cell: func(p partOf) resource.Cell { return lines(texts(p.Configuration)...) }},
	{Key: "prices", Cell: func(p partOf) resource.Cell { return lines(texts(p.CostDetail)...) }},
	{Key: "charge", Cell: func(p partOf) resource.Cell { return resource.Cell{Text: payText(p.PayDesc)} }},
	{Key: "unit_price", Right: true, Cell: func(p partOf) resource.Cell {
		return resource.Cell{Kind: resource.MoneyCell, Text: amountText(p.UnitPrice, p.currency)}
	}},
	{Key: "cost", Right: true, Cell: func(p partOf) resource.Cell { return amount(p.TotalCost, p.currency) }},
}

// texts are the parts of "product:part:amount,part:amount", one a line; the
// product stands in a place of its own.
func texts(joined string) []resource.Cell {
	var out []resource.Cell
	for part := range strings.SplitSeq(joined, ",") {
		if strings.Count(part, ":") > 1 {
			_, part, _ = strings.Cut(part, ":")
		}
		if part != "" {
			out = append(out, text(part))
		}
	}
	return out
}
