package sim

import "time"

// modifyBmsOrder switches the automatic renewal and, where a Duration or
// IsToMonth says so, buys more time: natural months from the end of what is
// paid, and then up to the end of a month. BillMethod 1 turns a PostPaid
// server into a PrePaid one. The unit of Duration is not documented, nor is
// what a PostPaid server's order can be changed to.
func modifyBmsOrder(w *World, r Request) (Reply, error) {
	b, ok := w.bareMetal(r.Str("BaremetalId"))
	if !ok {
		return Reply{}, r.documented("InstanceNotFound")
	}
	if b.state == bmsInstalling || b.state == bmsError {
		return Reply{}, r.documented("OrderResourceError")
	}
	months := r.Int("Duration")
	if months < 0 || months > maxBmsMonths {
		return Reply{}, invalidBms("Duration")
	}
	joins := b.charge == postPaid
	if joins && r.Str("BillMethod") != "1" {
		return Reply{}, r.documented("OrderUpdateError")
	}
	from := w.now
	if !joins && b.expires.After(w.now) {
		from = b.expires
	}
	until := renewedUntil(from, months, r.Bool("IsToMonth") || joins && months == 0)
	if !w.renewBms(b, from, until) {
		return Reply{}, r.documented("OrderUpdateError")
	}
	b.autoRenew = r.Bool("AutoRenewal")
	return Reply{Data: []any{r.Record("Data[]", obj{"SuborderIds": []any{w.ID("bms suborder")}})}}, nil
}

// renewedUntil adds natural months to a moment and goes on to the end of the
// month, unless the moment is one.
func renewedUntil(from time.Time, months int, toMonth bool) time.Time {
	until := from.In(clockZone).AddDate(0, months, 0)
	if end := monthEnd(until, 0); toMonth && !end.AddDate(0, -1, 0).Equal(until) {
		until = end
	}
	return until
}

// renewBms pays for the time between two moments, if there is any and the
// account has the money.
func (w *World) renewBms(b *bareMetal, from, until time.Time) bool {
	price := bmsPrice(b.compute) * daysBegun(from, until)
	if price == 0 {
		return true
	}
	if !w.paysForBms(b.subject, price) {
		return false
	}
	w.ledger.Close(b.id, w.now)
	b.charge, b.expires, b.unpaid = prePaid, until, false
	w.openBms(b, price)
	w.watchExpiry(b)
	return true
}

// watchExpiry waits for the end of what is paid.
func (w *World) watchExpiry(b *bareMetal) {
	if b.charge != prePaid {
		return
	}
	end := b.expires
	w.At(end, func() {
		if b.expires.Equal(end) {
			w.expireBms(b)
		}
	})
}

// expireBms renews a server for a month, if it may and the account has the
// money. Otherwise the server goes off and stays off, and one that could never
// be installed disappears. None of it is documented.
func (w *World) expireBms(b *bareMetal) {
	if b.unbilled {
		w.forgetBms(b)
		return
	}
	if b.autoRenew && w.renewBms(b, b.expires, renewedUntil(b.expires, 1, false)) {
		return
	}
	b.unpaid = true
	w.ledger.Close(b.id, w.now)
	if b.state == bmsRunning {
		switchOff(b)
	}
}

// deleteBms gives back a PostPaid server that is off. There is no task; the
// server is in the list until it is gone. Its cloud disks stay, detached; not
// documented.
func deleteBms(w *World, r Request) (Reply, error) {
	b, ok := w.bareMetal(r.Str("BaremetalId"))
	if !ok {
		// Documented for the other operations of the chapter only.
		return Reply{}, badRequest("InstanceNotFound", "the Instance has deleted or The specified parameter InstanceID is not valid.")
	}
	if b.charge != postPaid || b.state != bmsStopped {
		return Reply{}, r.documented("LogicError")
	}
	b.state = bmsDeleting
	w.Begin(Work{
		System: taskBms, Type: "deleteBms", Takes: 4 * time.Second, Resources: []string{b.id},
		Done:   func() { w.forgetBms(b) },
		Failed: func() { switchOff(b) },
	})
	return Reply{}, nil
}

func (w *World) forgetBms(b *bareMetal) {
	for _, c := range b.cards {
		c.network.release(c.ip)
	}
	for d := range w.bmsdisk.disks.All() {
		if d.server == b {
			d.detach(w.now)
		}
	}
	w.ledger.Close(b.id, w.now)
	w.bms.servers.Delete(b.id)
}
