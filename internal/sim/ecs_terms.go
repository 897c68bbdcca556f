package sim

import (
	"fmt"
	"math"
	"time"
)

// terms is how a server or a disk is paid for.
type terms struct {
	prepaid bool
	months  int
	toMonth bool // prepaid: to the end of the last month
	renew   bool
	until   time.Time // prepaid: paid up to here
	payer   *subject  // nil: the account itself
}

// readTerms reads the parameters the order and the price query share. A year
// and more is sold in whole years.
func readTerms(r Request) (terms, error) {
	t := terms{
		prepaid: r.Str("BillingMethod") == "1", months: r.IntOr("Duration", 1),
		toMonth: r.IntOr("IsToMonth", 1) == 1, renew: r.IntOr("IsAutoRenewal", 1) == 1,
	}
	if t.prepaid && (t.months < 1 || t.months > 36 || t.months > 12 && t.months%12 != 0) {
		return t, malformed("InvalidParameter", "Duration")
	}
	return t, nil
}

// end is when an order given now ends. To the end of the month, the month that
// has begun is the first: bought on 22 July for one month, it ends on 1 August.
func (t terms) end(now time.Time) time.Time {
	local := now.In(clockZone)
	if t.toMonth {
		return time.Date(local.Year(), local.Month()+time.Month(t.months), 1, 0, 0, 0, 0, clockZone)
	}
	return local.AddDate(0, t.months, 0)
}

// due is the price of the whole order: one day, or all of the prepaid days.
func (t terms) due(now time.Time, daily money) money {
	if !t.prepaid {
		return daily
	}
	return daily * money(daysBetween(now, t.end(now)))
}

func daysBetween(from, to time.Time) int {
	return max(1, int(math.Ceil(to.Sub(from).Hours()/24)))
}

// unit names the stretch of time that due is the price of. Only the day is
// documented.
func (t terms) unit() string {
	switch {
	case !t.prepaid:
		return "天"
	case t.months == 1:
		return "月"
	case t.months == 12:
		return "年"
	case t.months > 12:
		return fmt.Sprintf("%d年", t.months/12)
	}
	return fmt.Sprintf("%d个月", t.months)
}

// The two ways of paying as the ECS chapter spells them.
func (t terms) method() string {
	if t.prepaid {
		return "1"
	}
	return "0"
}

func (t terms) methodName() string {
	if t.prepaid {
		return "包年包月"
	}
	return "按需计费"
}

// endText is EndBillTime; what is not prepaid ends in 2099.
func (t terms) endText() string {
	if !t.prepaid {
		return "2099-01-01 00:00:00"
	}
	return stamp(t.until)
}

// checkFunds refuses an order that its payer has not the money for.
func (w *World) checkFunds(t terms, due money) error {
	have := w.ledger.Balance(w.now)
	if t.payer != nil {
		have = w.subjectBalance(t.payer)
	}
	if have < due {
		return refusalBalance
	}
	return nil
}

// openServer starts the ledger entry of a server.
func (w *World) openServer(s *ecsServer) {
	w.open(s.terms, s.daily(), entry{
		ID: s.id, Kind: "ecs", Name: s.name, RegionID: s.zone.Code,
		Place: s.subnet.vpc.id, PlaceName: s.subnet.vpc.name, Addresses: []string{s.ip.String()}, Parts: s.parts(),
	})
}

// openDisk starts the ledger entry of a disk.
func (w *World) openDisk(d *ebsDisk) {
	w.open(d.terms, d.daily(), entry{
		ID: d.id, Kind: "ebs_disk", Name: d.name, RegionID: d.zone.Code, Parts: d.parts(),
	})
}

func (w *World) open(t terms, daily money, e entry) {
	e.Charge, e.Daily, e.From = postPaid, daily, w.now
	if t.prepaid {
		e.Charge, e.Paid = prePaid, t.due(w.now, daily)
	}
	if t.payer != nil {
		e.Subject = t.payer.key()
	}
	w.ledger.Open(e)
}

// refund takes back what was charged for something that never came to be.
func (w *World) refund(id string) {
	for _, e := range w.ledger.entries {
		if e.ID == id && e.To.IsZero() {
			e.To, e.Paid = e.From, 0
		}
	}
}

// ends arranges what happens to a prepaid server when its time is over.
func (w *World) ends(s *ecsServer) {
	until := s.terms.until
	w.At(until, func() {
		if now, ok := w.ecs.servers.Get(s.id); ok && now.terms.until.Equal(until) && s.status != ecsDeleting {
			w.expire(s)
		}
	})
}

// expire renews a server for a month, or takes it out of use when renewing is
// off or the money is short. How long it stays recycled is not documented; here
// it stays until it is deleted.
func (w *World) expire(s *ecsServer) {
	next := terms{prepaid: true, months: 1, renew: s.terms.renew, payer: s.terms.payer}
	daily := s.daily()
	for _, d := range w.disksOf(s) {
		daily += d.daily()
	}
	if !next.renew || w.checkFunds(next, next.due(w.now, daily)) != nil {
		w.recycle(s)
		return
	}
	next.until = next.end(w.now)
	s.terms = next
	w.ledger.Reprice(s.id, w.now, s.daily(), next.due(w.now, s.daily()))
	for _, d := range w.disksOf(s) {
		if d.terms.prepaid {
			d.terms = next
			w.ledger.Reprice(d.id, w.now, d.daily(), next.due(w.now, d.daily()))
		}
	}
	w.ends(s)
}

func (w *World) recycle(s *ecsServer) {
	s.switched(w.now, false)
	s.status = ecsRecycling
	w.ledger.Close(s.id, w.now)
	for _, d := range w.disksOf(s) {
		if d.terms.prepaid {
			d.status = ebsRecycling
			w.ledger.Close(d.id, w.now)
		}
	}
}
