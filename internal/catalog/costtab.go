package catalog

import (
	"context"
	"slices"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/cloud/billing"
	"yunque/internal/resource"
)

// tabMonths is how many months the tab about the cost of a resource shows.
const tabMonths = 6

// costTab is what a resource cost in the last months, read once its page is
// there: a call for each month (billing.DescribeBillInfo). A month that cannot
// be read says why in its row.
func costTab[R any](id func(R) string) resource.Related[R] {
	load := func(ctx context.Context, c cloud.Caller, of R) (resource.Block, error) {
		info, err := billing.DescribeAccountInfo.Call(ctx, c, billing.DescribeAccountInfoRequest{})
		if err != nil {
			return resource.Block{}, err
		}
		now, currency := resource.Now(ctx), accountCurrency(info)
		present := presentMonth(now)
		m := months{present.AddDate(0, 1-tabMonths, 0), present}
		if m.first.Before(firstBilled) {
			m.first = firstBilled
		}
		answers, errs := askEach(ctx, m.each(), func(ctx context.Context, month time.Time) (billing.DescribeBillInfoResponse, error) {
			return billInfo(ctx, c, id(of), span{month, lastDay(month, now)}, currency)
		})
		if err := partly(m.each(), errs); err != nil && !slices.Contains(errs, nil) {
			return resource.Block{}, err
		}
		return costBlock(id(of), m, now, currency, answers, errs), nil
	}
	return resource.Related[R]{Tab: "cost", Later: resource.T("cost.by_month"), Load: load}
}

// costBlock is a row for each month, the latest first, and one for all.
func costBlock(id string, m months, now time.Time, currency string, answers []billing.DescribeBillInfoResponse, errs []error) resource.Block {
	b := resource.Block{Title: resource.T("cost.by_month"), Note: resource.T("cost.tab_note"), All: billPage(id, m), Heads: []resource.Head{
		{Key: "month", Label: resource.T("cost.month")}, {Key: "state", Label: resource.T("cost.state")}, {Key: "cost", Label: resource.T("cost.total"), Right: true},
	}}
	row := func(name resource.Text, href string, state resource.Text, cost cloud.Decimal) {
		b.Rows = append(b.Rows, resource.Row{Cells: []resource.Cell{{Text: name, Href: href}, {Text: state}, amount(cost, currency)}})
	}
	var known []cloud.Decimal
	for i, month := range slices.Backward(m.each()) {
		one := months{month, month}
		state := resource.T("bill.billed")
		switch {
		case errs[i] != nil:
			row(monthText(month), "", resource.T("cost.unread"), "")
			continue
		case one.open(now):
			state = resource.T("bill.so_far")
		}
		known = append(known, answers[i].TotalCost)
		row(monthText(month), billPage(id, one), state, answers[i].TotalCost)
	}
	total, _ := cloud.Sum(known...)
	state := resource.Text{}
	if len(known) < len(answers) {
		state = resource.T("cost.without_unread")
	}
	row(resource.T("cost.all_months", len(answers)), billPage(id, m), state, total)
	return b
}
