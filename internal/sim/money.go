package sim

import (
	"math"
	"time"
)

// money is an amount in ten-thousandths of a yuan: the finest unit a
// documented price has.
type money int64

// yuan makes an amount from a price as printed.
func yuan(f float64) money { return money(math.Round(f * 10_000)) }

// Float is the amount in yuan.
func (m money) Float() float64 { return float64(m) / 10_000 }

// Cents is the amount in yuan, rounded to two places as totals are.
func (m money) Cents() float64 { return math.Round(float64(m)/100) / 100 }

// hours is the amount of a daily price over whole hours.
func (m money) hours(n int) money { return m * money(n) / 24 }

// The ways of paying.
const (
	postPaid = "PostPaid"
	prePaid  = "PrePaid"
)

// entry is one resource at one daily price for one stretch of time: what a
// bill is made of.
type entry struct {
	ID       string // the resource
	Kind     string // "instance", "public_network", ...: chosen by the service
	Name     string // as it was called when the entry was opened
	RegionID string
	Charge   string // PostPaid or PrePaid
	Daily    money
	Paid     money // PrePaid: what was paid at the start
	From     time.Time
	To       time.Time // zero while it lives
}

// cost is what the entry has cost between two moments. Prepaid entries cost
// everything at their start, the others by the hour begun and ended.
func (e *entry) cost(from, to time.Time) money {
	if e.Charge == prePaid {
		if e.From.Before(from) || !e.From.Before(to) {
			return 0
		}
		return e.Paid
	}
	end := to
	if !e.To.IsZero() && e.To.Before(end) {
		end = e.To
	}
	return e.Daily.hours(e.hoursAt(end) - e.hoursAt(from))
}

// hoursAt counts the whole hours the entry has lived at a moment.
func (e *entry) hoursAt(t time.Time) int {
	if t.Before(e.From) {
		return 0
	}
	return int(t.Sub(e.From) / time.Hour)
}

// recharge is money paid in.
type recharge struct {
	At     time.Time
	Amount money
}

// ledger knows what lived when and at which price, and what was paid in.
type ledger struct {
	entries   []*entry
	recharges []recharge
}

// Open starts an entry.
func (l *ledger) Open(e entry) { l.entries = append(l.entries, &e) }

// Close ends all open entries of a resource.
func (l *ledger) Close(id string, at time.Time) {
	for _, e := range l.entries {
		if e.ID == id && e.To.IsZero() {
			e.To = at
		}
	}
}

// Reprice closes the open entry of a resource and goes on with another daily
// price. A prepaid resource pays the difference of the new price at once, in
// extra.
func (l *ledger) Reprice(id string, at time.Time, daily, extra money) {
	for _, e := range l.entries {
		if e.ID != id || !e.To.IsZero() {
			continue
		}
		next := *e
		e.To = at
		next.From, next.Daily, next.Paid = at, daily, extra
		l.Open(next)
		return
	}
}

// Recharge pays money in.
func (l *ledger) Recharge(at time.Time, m money) {
	l.recharges = append(l.recharges, recharge{at, m})
}

// Cost is what everything has cost between two moments.
func (l *ledger) Cost(from, to time.Time) money {
	var sum money
	for _, e := range l.entries {
		sum += e.cost(from, to)
	}
	return sum
}

// Balance is what is left at a moment.
func (l *ledger) Balance(now time.Time) money {
	var sum money
	for _, r := range l.recharges {
		if !r.At.After(now) {
			sum += r.Amount
		}
	}
	return sum - l.Cost(time.Time{}, now.Add(time.Nanosecond))
}

// monthsAhead counts the days a prepaid order lasts: to the end of this month
// for 0, and n natural months for n.
func monthsAhead(now time.Time, n int) (days int) {
	local := now.In(clockZone)
	end := time.Date(local.Year(), local.Month()+1, 1, 0, 0, 0, 0, clockZone)
	if n > 0 {
		end = local.AddDate(0, n, 0)
	}
	return max(1, int(math.Ceil(end.Sub(local).Hours()/24)))
}
