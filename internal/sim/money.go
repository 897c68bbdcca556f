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

// wholeCents is the amount without its fractions of a cent.
func (m money) wholeCents() money { return m - m%100 }

// minutes is what a daily price comes to in so many minutes, in whole cents.
func (m money) minutes(n int64) money { return (m * money(n) / (24 * 60)).wholeCents() }

// The ways of paying.
const (
	postPaid = "PostPaid"
	prePaid  = "PrePaid"
)

// entry is one resource at one daily price for one stretch of time: what a
// bill is made of. Everything a bill prints stands in it, because bills
// outlive the resources.
type entry struct {
	ID        string // the resource
	Kind      string // "instance", "public_network", ...: chosen by the service, named in billing_goods.go
	Name      string // as it was called when the entry was opened
	RegionID  string
	Place     string // the VDC or VPC it lies in, "" for none
	PlaceName string
	Parts     []part // what it is made of, for the bill's details
	Addresses []string
	Subject   string // the test project that pays for it, "" for the account itself
	Charge    string // PostPaid or PrePaid
	Daily     money
	Paid      money // PrePaid: what was paid at the start
	From      time.Time
	To        time.Time // zero while it lives
}

// part is one line of what a resource is made of: {"vCPU", "4C", ...}.
type part struct {
	Name, Amount string
	Daily        money
}

// cost is what the entry has cost between two moments. Prepaid entries cost
// everything at their start; the others by the minute, as the unit prices of
// DescribeBillInfo do.
func (e *entry) cost(from, to time.Time) money {
	if e.Charge != prePaid {
		if from.Before(e.From) { // nothing had accrued, which balances ask of every entry
			return e.accrued(to)
		}
		return e.accrued(to) - e.accrued(from)
	}
	if e.From.Before(from) || !e.From.Before(to) {
		return 0
	}
	return e.Paid
}

// accrued is what the entry has cost up to a moment. It grows by whole cents,
// so that the costs of neighbouring periods, and the rows of a bill, add up
// exactly.
func (e *entry) accrued(t time.Time) money {
	if !e.To.IsZero() && e.To.Before(t) {
		t = e.To
	}
	if t.Before(e.From) {
		return 0
	}
	return e.Daily.minutes(int64(t.Sub(e.From) / time.Minute))
}

// lives tells whether the entry was open at some moment of a period.
func (e *entry) lives(from, to time.Time) bool {
	return e.From.Before(to) && (e.To.IsZero() || e.To.After(from))
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
func (l *ledger) Open(e entry) {
	e.Paid = e.Paid.wholeCents()
	l.entries = append(l.entries, &e)
}

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

// Detail says what the open entry of a resource is made of from now on.
func (l *ledger) Detail(id string, parts []part) {
	for _, e := range l.entries {
		if e.ID == id && e.To.IsZero() {
			e.Parts = parts
		}
	}
}

// Balance is what is left at a moment; less than zero is owed. Test projects
// pay for themselves.
func (l *ledger) Balance(now time.Time) money {
	var sum money
	for _, r := range l.recharges {
		if !r.At.After(now) {
			sum += r.Amount
		}
	}
	return sum - l.cost(time.Time{}, now.Add(time.Nanosecond))
}

// cost is what everything that the account itself pays has cost between two
// moments.
func (l *ledger) cost(from, to time.Time) (sum money) {
	for _, e := range l.entries {
		if e.Subject == "" {
			sum += e.cost(from, to)
		}
	}
	return sum
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
