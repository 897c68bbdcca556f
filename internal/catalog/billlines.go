package catalog

import (
	"context"
	"slices"
	"strconv"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/cloud/billing"
	"yunque/internal/resource"
)

// BillLine is one line of the detailed bill of a month.
type BillLine struct {
	billing.BillLine
	id    string // ours: the provider's lines have none
	month *monthBill
}

// monthBill is what the provider says of the month as a whole.
type monthBill struct {
	month time.Time
	sum   billing.Summary
	open  bool // not over: what it costs will change
}

// BillLines are the lines of the detailed bills (billing.DescribeBillDetail),
// which are asked for month by month: one call takes 31 days at most.
var BillLines = &resource.Kind[BillLine]{
	Slug: "billing/details", Icon: "receipt", Group: "billing", Records: true, Asks: monthsAsk,

	ID:       func(l BillLine) string { return l.id },
	ExportID: func(l BillLine) string { return string(l.CloudID) },
	Name:     func(l BillLine) string { return l.Resource },
	State:    func(BillLine) resource.State { return resource.State{} },

	List: listBillLines,
	Search: func(l BillLine) []string {
		return []string{string(l.CloudID), l.Resource, l.APP, l.Product, l.Project, l.Label, l.Config, l.PublicIP, l.PrivateIP}
	},
	Columns: []resource.Column[BillLine]{
		{Key: "name", Less: byName(func(l BillLine) string { return l.Resource }), Cell: billLineName},
		{Key: "product", Less: byName(func(l BillLine) string { return l.GoodsType }), Cell: func(l BillLine) resource.Cell {
			return resource.Cell{Text: productText(l.GoodsType), Sub: resource.Lit(l.Product)}
		}},
		{Key: "config", Cell: func(l BillLine) resource.Cell {
			return resource.Cell{Text: resource.Lit(l.Config), Sub: payText(l.BillType)}
		}},
		{Key: "place", Less: byName(func(l BillLine) string { return l.Site }), Cell: func(l BillLine) resource.Cell { return billPlace(l.APP, l.Site) }},
		{Key: "project", Less: byName(func(l BillLine) string { return l.Project }), Cell: func(l BillLine) resource.Cell { return text(l.Project) }},
		{Key: "period", Less: by(func(l BillLine) int64 { return l.BeginTime.Unix() }), Cell: func(l BillLine) resource.Cell { return period(l.BeginTime, l.EndTime) }},
		{Key: "cost", Right: true, Less: byAmount(func(l BillLine) cloud.Decimal { return l.TotalCost }), Cell: billLineCost},
		{Key: "currency", Hidden: true, Exported: true, Cell: func(l BillLine) resource.Cell { return text(currencyName(l.Currency)) }},
		{Key: "charge", Hidden: true, Less: by(func(l BillLine) string { return l.BillType }), Cell: func(l BillLine) resource.Cell { return resource.Cell{Text: payText(l.BillType)} }},
		{Key: "month", Hidden: true, Less: by(func(l BillLine) int64 { return l.month.month.Unix() }), Cell: func(l BillLine) resource.Cell { return text(writeMonth(l.month.month)) }},
		{Key: "ip", Hidden: true, Cell: func(l BillLine) resource.Cell {
			return addresses(without([]string{l.PublicIP}), without([]string{l.PrivateIP}))
		}},
		{Key: "label", Hidden: true, Cell: func(l BillLine) resource.Cell { return text(l.Label) }},
	},
	Filters: []resource.Property[BillLine]{
		{Key: "product", Quick: true, Values: func(l BillLine) []resource.Choice { return []resource.Choice{productValue(l.GoodsType)} }},
		{Key: "project", Values: func(l BillLine) []resource.Choice { return named1(l.Project) }},
		{Key: "site", Values: func(l BillLine) []resource.Choice { return named1(l.Site) }},
		{Key: "charge", Values: func(l BillLine) []resource.Choice {
			return []resource.Choice{{Value: l.BillType, Label: payText(l.BillType)}}
		}},
		{Key: "month", Values: func(l BillLine) []resource.Choice {
			return []resource.Choice{{Value: writeMonth(l.month.month), Label: monthText(l.month.month)}}
		}},
		{Key: "costs", Values: func(l BillLine) []resource.Choice { return costChoice(l.TotalCost) }},
	},
	Totals: lineTotals,
}

// named1 is a value to filter by, as the provider calls it; none where it is
// not given.
func named1(name string) []resource.Choice {
	if name == "" {
		return nil
	}
	return []resource.Choice{{Value: name, Label: resource.Lit(name)}}
}

func billLineName(l BillLine) resource.Cell {
	c := withID(l.Resource, string(l.CloudID))
	c.Href = productPage(l.GoodsType, string(l.CloudID))
	return c
}

// billPlace is where something lies: in a network of its own, or only somewhere.
func billPlace(in, site string) resource.Cell {
	if in == "" {
		in, site = site, ""
	}
	return two(in, site)
}

// period is from when to when something was billed, to the second and in the
// provider's zone, as its bills are.
func period(begin, end cloud.Time) resource.Cell {
	moment := func(t cloud.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(chinaTime).Format(time.DateTime)
	}
	return two(moment(begin), moment(end))
}

// billLineCost leads to all that its resource cost.
func billLineCost(l BillLine) resource.Cell {
	c := amount(l.TotalCost, l.Currency)
	if l.CloudID != "" {
		c.Href = billPage(string(l.CloudID), months{l.month.month, l.month.month})
	}
	return c
}

// payText is a way of paying in the person's language, where we know it.
func payText(raw string) resource.Text {
	switch raw {
	case "按需付费", "按需计费":
		return resource.T("bill.on_demand")
	case "包年包月计费", "包年包月":
		return resource.T("bill.subscribed")
	}
	return resource.Lit(raw)
}

// listBillLines reads the bills of the months asked for. Months that fail
// leave the others.
func listBillLines(ctx context.Context, c cloud.Caller) ([]BillLine, error) {
	list, now := monthsOf(resource.AskedFor(ctx)).each(), resource.Now(ctx)
	answers, errs := askEach(ctx, list, func(ctx context.Context, month time.Time) (billing.DescribeBillDetailResponse, error) {
		return billing.DescribeBillDetail.Call(ctx, c, billing.DescribeBillDetailRequest{DateFrom: dotted(month), DateTo: dotted(lastDay(month, now))})
	})
	var lines []BillLine
	for i, a := range slices.Backward(answers) { // the latest month first
		of := &monthBill{month: list[i], sum: a.TotalSummary, open: months{list[i], list[i]}.open(now)}
		for n, line := range a.BillDetail {
			lines = append(lines, BillLine{line, writeMonth(list[i]) + "." + strconv.Itoa(n) + "." + string(line.CloudID), of})
		}
	}
	return lines, partly(list, errs)
}

// lineTotals adds up each currency by itself, and beside it what the provider
// says the months come to.
func lineTotals(all, matched []BillLine) []resource.Fact {
	var out []resource.Fact
	for _, currency := range currenciesOf(all) {
		own, shown := inCurrency(all, currency), inCurrency(matched, currency)
		cost := func(l BillLine) cloud.Decimal { return l.TotalCost }
		whole := sum(own, cost)
		note, bills := resource.T("bill.billed"), billsOf(own)
		if slices.ContainsFunc(bills, func(b *monthBill) bool { return b.open }) {
			note = resource.T("bill.so_far")
		}
		of := func(part func(billing.Summary) cloud.Decimal) cloud.Decimal {
			return sum(bills, func(b *monthBill) cloud.Decimal { return part(b.sum) })
		}
		if told := of(func(s billing.Summary) cloud.Decimal { return s.TotalCost }); told.Compare(whole) != 0 {
			note = resource.T("bill.differs", resource.Money{Amount: string(told), Currency: currencyName(currency)})
		}
		if len(shown) < len(own) {
			out = append(out, total("bill.shown", amountText(sum(shown, cost), currency), resource.T("bill.lines", len(shown))))
		}
		out = append(out, total("bill.cost", amountText(whole, currency), note),
			total("bill.master", amountText(of(func(s billing.Summary) cloud.Decimal { return s.MasterCost }), currency), resource.Text{}),
			total("bill.vice", amountText(of(func(s billing.Summary) cloud.Decimal { return s.ViceCost }), currency), resource.Text{}),
			total("bill.to_deduct", amountText(of(func(s billing.Summary) cloud.Decimal { return s.ToDeduct }), currency), resource.T("bill.to_deduct_about")))
	}
	return out
}

// currenciesOf are those of the lines, in their order.
func currenciesOf(lines []BillLine) []string {
	var out []string
	for _, l := range lines {
		if !slices.Contains(out, l.Currency) {
			out = append(out, l.Currency)
		}
	}
	return out
}

func inCurrency(lines []BillLine, currency string) []BillLine {
	return slices.DeleteFunc(slices.Clone(lines), func(l BillLine) bool { return l.Currency != currency })
}

// billsOf are the months that the provider sums up in the currency of their
// lines.
func billsOf(lines []BillLine) []*monthBill {
	var out []*monthBill
	for _, l := range lines {
		if !slices.Contains(out, l.month) && (l.month.sum.Currency == "" || l.month.sum.Currency == l.Currency) {
			out = append(out, l.month)
		}
	}
	return out
}
