package sim

import (
	"slices"
	"strings"
	"time"
)

// The one project of the account. No operation makes another.
const (
	projectID   = "0-0"
	projectName = "默认项目组"
)

func registerBilling(s *Server) {
	s.handle("billing.DescribeBill", describeBill)
	s.handle("billing.DescribeBillInfo", describeBillInfo)
	s.handle("billing.DescribeBillDetail", describeBillDetail)
	s.handle("billing.DescribeAccountInfo", describeAccountInfo)
	s.handle("billing.DescribeCostSummaryByPro", describeCostByProduct)
	s.handle("billing.DescribeCostSummaryByProject", describeCostByProject)
}

// firstBillDay is the documented bound of DescribeBillDetail, held everywhere.
var firstBillDay = time.Date(2019, 1, 1, 0, 0, 0, 0, clockZone)

// maxDetailDays is how far apart the two days of DescribeBillDetail may be.
const maxDetailDays = 31

// period is the time from the start of one day to the end of another, in the
// provider's zone.
type period struct{ from, to time.Time }

// billPeriod reads two days, both of which are part of the period. Either
// documented way of writing them is accepted everywhere.
func billPeriod(from, to, param string) (period, error) {
	first, err1 := billDay(from)
	last, err2 := billDay(to)
	if err1 != nil || err2 != nil || last.Before(first) || first.Before(firstBillDay) {
		return period{}, malformed("InvalidParameter", param)
	}
	return period{first, last.AddDate(0, 0, 1)}, nil
}

func billDay(s string) (time.Time, error) {
	return time.ParseInLocation("2006-01-02", strings.ReplaceAll(strings.TrimSpace(s), ".", "-"), clockZone)
}

// billOf makes the bill of the days a request names. An account in dollars has
// no bills here: everything is sold for yuan.
func (w *World) billOf(r Request, p period) bill {
	if strings.EqualFold(r.Str("Currency"), "US") {
		return bill{}
	}
	return w.newBill(p)
}

// bill is what was to be paid for a period, one row for each entry of the
// ledger that was open in it.
type bill []billRow

// billRow is one entry of the ledger, cut to the period. What is owed is a
// part of the cost.
type billRow struct {
	*entry
	from, to   time.Time
	cost, owed money
}

// spent is a sum of rows by who paid: the account, its test projects, nobody
// yet.
type spent struct{ master, vice, owed money }

func (s spent) total() money { return s.master + s.vice + s.owed }

// newBill reads the ledger. Everything after the present moment is left out.
func (w *World) newBill(p period) bill {
	end := w.now.Add(time.Nanosecond)
	if p.to.Before(end) {
		end = p.to
	}
	var b bill
	for _, e := range w.ledger.entries {
		if !e.lives(p.from, end) {
			continue
		}
		row := billRow{entry: e, from: e.From, to: end, cost: e.cost(p.from, end)}
		if row.from.Before(p.from) {
			row.from = p.from
		}
		if !e.To.IsZero() && e.To.Before(end) {
			row.to = e.To
		}
		b = append(b, row)
	}
	b.owe(w.owedIn(b, end))
	return b
}

// owedIn is how much of a bill is not paid: the balance pays the oldest costs
// first, so that what came later than the bill is owed before any of it is.
func (w *World) owedIn(b bill, end time.Time) money {
	debt := -w.ledger.Balance(w.now) - w.ledger.cost(end, w.now.Add(time.Nanosecond))
	return min(max(debt, 0), b.spent().master)
}

// owe spreads a debt over the rows, the last first. Not documented.
func (b bill) owe(debt money) {
	for i := range slices.Backward(b) {
		if b[i].Subject != "" {
			continue
		}
		b[i].owed = min(debt, b[i].cost)
		debt -= b[i].owed
	}
}

func (b bill) spent() (s spent) {
	for _, row := range b {
		if row.Subject != "" {
			s.vice += row.cost
			continue
		}
		s.master += row.cost - row.owed
		s.owed += row.owed
	}
	return s
}

// by splits a bill into groups that have something in common, in the order
// of their first rows.
func (b bill) by(key func(billRow) string) []bill {
	var order []string
	groups := map[string]bill{}
	for _, row := range b {
		k := key(row)
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], row)
	}
	out := make([]bill, len(order))
	for i, k := range order {
		out[i] = groups[k]
	}
	return out
}

// resources splits a bill by resource.
func (b bill) resources() []bill {
	return b.by(func(row billRow) string { return row.ID })
}
