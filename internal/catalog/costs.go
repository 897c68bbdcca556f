package catalog

import (
	"context"
	"net/url"
	"slices"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/cloud/billing"
	"yunque/internal/resource"
)

// usualCosts is how many months the overview of the costs is about by itself.
const usualCosts = 6

// CostMonths chooses the months of the overview of the costs.
var CostMonths = askMonths(usualCosts)

// What costs are grouped by.
const (
	ByProduct = "product"
	ByProject = "project"
)

// Costs are the costs of some months by product or by project. What could not
// be read is "" where an amount stands.
type Costs struct {
	By       string
	Currency string
	Months   []CostMonth
	Groups   []CostGroup // the dearest first
	Total    cloud.Decimal
	Before   cloud.Decimal // in the time before
	Past     resource.Text // which time that is
	Other    []CostGroup   // the same by the other, of all the months together
	Missing  []resource.Missing
	Open     bool // the last month is not over
}

// CostMonth is one month with what it cost.
type CostMonth struct {
	Label resource.Text
	Short resource.Text // without its year
	Month string        // "2026-08"
	Total cloud.Decimal
	Open  bool // not over
}

// CostGroup is what one product or project cost.
type CostGroup struct {
	Name   resource.Text
	Href   string // the lines of its bills
	Months []cloud.Decimal
	Total  cloud.Decimal
	Before cloud.Decimal
	Count  int // resources of the last month
}

// Change is by how much a group costs more than before.
func (g CostGroup) Change() resource.Text { return changeText(g.Total, g.Before) }

// Change is by how much all costs more than before.
func (c Costs) Change() resource.Text { return changeText(c.Total, c.Before) }

// costPart is one product or project in one answer.
type costPart struct {
	key   string
	name  resource.Text
	cost  cloud.Decimal
	count int
}

// costSum is one answer of either summary.
type costSum struct {
	parts []costPart
	total cloud.Decimal
}

// ReadCosts sums up the months settled in ctx: a call for each month, one for
// the time before, and one by the other property. Where the account does not
// answer, the currency is the documented default.
func ReadCosts(ctx context.Context, c cloud.Caller, group string) (Costs, error) {
	m, now := monthsOf(resource.AskedFor(ctx)), resource.Now(ctx)
	currency := "CN"
	if info, err := billing.DescribeAccountInfo.Call(ctx, c, billing.DescribeAccountInfoRequest{}); err == nil {
		currency = accountCurrency(info)
	}
	if group == ByProject {
		return readCosts(ctx, c, costsAsk{m, now, currency, ByProject, ByProduct})
	}
	return readCosts(ctx, c, costsAsk{m, now, currency, ByProduct, ByProject})
}

type costsAsk struct {
	months          months
	now             time.Time
	currency        string
	group, theOther string
}

func readCosts(ctx context.Context, c cloud.Caller, a costsAsk) (Costs, error) {
	type question struct {
		days  span
		group string
	}
	each, past := a.months.each(), a.months.before(a.now)
	var asked []question
	for _, month := range each {
		asked = append(asked, question{span{month, lastDay(month, a.now)}, a.group})
	}
	asked = append(asked, question{past, a.group}, question{a.months.span(a.now), a.theOther})
	answers, errs := askEach(ctx, asked, func(ctx context.Context, q question) (costSum, error) {
		if q.days.first.Before(firstBilled) {
			return costSum{}, nil
		}
		return costsBy(ctx, c, q.group, q.days, a.currency)
	})
	n := len(each)
	out := Costs{By: a.group, Currency: currencyName(a.currency), Past: past.text(), Open: a.months.open(a.now)}
	failed := 0
	for i, err := range errs {
		switch {
		case err == nil:
			continue
		case i < n:
			failed++
			out.Missing = append(out.Missing, resource.Missing{Name: monthText(each[i]), Err: err})
		case i == n:
			out.Missing = append(out.Missing, resource.Missing{Name: past.text(), Err: err})
		default:
			out.Missing = append(out.Missing, resource.Missing{Name: resource.T("cost.by." + a.theOther), Err: err})
		}
	}
	if failed == n {
		return out, errs[0]
	}
	compared := errs[n] == nil && !past.first.Before(firstBilled)
	out.fill(a, answers[:n], errs[:n], answers[n], compared)
	for _, p := range answers[n+1].parts {
		out.Other = append(out.Other, CostGroup{Name: p.name, Total: p.cost, Href: costLines(a.theOther, p.key, a.months)})
	}
	slices.SortStableFunc(out.Other, dearest)
	return out, nil
}

// fill makes groups of the answers, a month each.
func (c *Costs) fill(a costsAsk, answers []costSum, errs []error, past costSum, compared bool) {
	at := map[string]int{}
	place := func(p costPart) *CostGroup {
		i, ok := at[p.key]
		if !ok {
			i = len(c.Groups)
			at[p.key] = i
			c.Groups = append(c.Groups, CostGroup{Name: p.name, Href: costLines(a.group, p.key, a.months), Months: make([]cloud.Decimal, len(answers))})
			for m := range answers {
				if errs[m] == nil {
					c.Groups[i].Months[m] = "0"
				}
			}
			if compared {
				c.Groups[i].Before = "0"
			}
		}
		return &c.Groups[i]
	}
	for i, month := range a.months.each() {
		c.Months = append(c.Months, CostMonth{Label: monthText(month), Short: monthName(month), Month: writeMonth(month), Total: answers[i].total, Open: months{month, month}.open(a.now)})
		for _, p := range answers[i].parts {
			g := place(p)
			g.Months[i], g.Count = p.cost, p.count
		}
	}
	if compared {
		for _, p := range past.parts {
			place(p).Before = p.cost
		}
		c.Before = past.total
	}
	for i := range c.Groups {
		c.Groups[i].Total, _ = cloud.Sum(c.Groups[i].Months...)
	}
	slices.SortStableFunc(c.Groups, dearest)
	c.Total = sum(c.Months, func(m CostMonth) cloud.Decimal { return m.Total })
}

func dearest(a, b CostGroup) int { return b.Total.Compare(a.Total) }

// costsBy asks for one summary.
func costsBy(ctx context.Context, c cloud.Caller, group string, s span, currency string) (costSum, error) {
	from, to := s.first.Format(time.DateOnly), s.last.Format(time.DateOnly)
	var out costSum
	if group == ByProject {
		answer, err := billing.DescribeCostSummaryByProject.Call(ctx, c, billing.DescribeCostSummaryByProjectRequest{DateFrom: from, DateTo: to, Currency: currency})
		for _, p := range answer.BillInfo {
			out.parts = append(out.parts, costPart{p.ProjectName, resource.Lit(p.ProjectName), p.TotalCost, int(p.ResourceCount)})
		}
		out.total = answer.TotalSummary.TotalCost
		return out, err
	}
	answer, err := billing.DescribeCostSummaryByPro.Call(ctx, c, billing.DescribeCostSummaryByProRequest{DateFrom: from, DateTo: to, Currency: currency})
	for _, p := range answer.BillInfo {
		word := p.ProductType
		if productOf(word).code == "" {
			word = p.ProductName // as the lines call it
		}
		out.parts = append(out.parts, costPart{word, productText(word), p.TotalCost, int(p.ResourceCount)})
	}
	out.total = answer.TotalSummary.TotalCost
	return out, err
}

// costLines are the lines of the bills behind a sum.
func costLines(group, key string, m months) string {
	q := url.Values{group: {key}}
	for k, v := range m.values() {
		q.Set(k, v)
	}
	return "/billing/details?" + q.Encode()
}
