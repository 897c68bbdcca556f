package sim

import "time"

var refusalMonthlyQuota = desktopRefusal("12501", "当前用户包月购买已达配额上限,请修改计费方式或联系销售人员增加包月配额")

// How long an expired desktop is kept, and how long it takes to stop. Not
// documented.
const (
	keepExpired  = 7 * 24 * time.Hour
	stopsExpired = time.Minute
)

// monthPrice is what a month of a desktop costs.
func (d *desktop) monthPrice() money { return d.product.price().month + d.volume.daily()*30 }

// expireAt sets the end of a desktop's term and what happens then. A term that
// was prolonged meanwhile ends later and without consequences now.
func (w *World) expireAt(d *desktop, end time.Time) {
	d.expires = end
	w.At(end, func() {
		if known, ok := w.gcw.desktops.Get(d.id); ok && known == d && d.expires.Equal(end) && !d.closed {
			w.termEnded(d)
		}
	})
}

// termEnded renews a desktop by a month, or stops it and, a week later, takes
// it away.
func (w *World) termEnded(d *desktop) {
	if d.autoRenew && w.ledger.Balance(w.now) >= d.monthPrice() {
		w.prolong(d, term{months: 1})
		return
	}
	end := d.expires
	d.status = desktopExpiring
	w.At(end.Add(stopsExpired), func() {
		if d.status == desktopExpiring && d.expires.Equal(end) {
			d.status = desktopExpired
		}
	})
	w.At(end.Add(keepExpired), func() {
		if d.status == desktopExpired && d.expires.Equal(end) {
			d.status = desktopDestroying
			w.After(time.Minute, func() { w.removeDesktop(d) })
			w.closeDesktop(d)
		}
	})
}

// prolong pays for a term that follows the present one, or begins now if that
// is over.
func (w *World) prolong(d *desktop, t term) {
	from := d.expires
	if from.Before(w.now) {
		from = w.now
	}
	if d.status == desktopExpired || d.status == desktopExpiring {
		d.status = desktopOff
	}
	w.ledger.Close(d.id, w.now)
	w.ledger.Open(w.desktopEntry(d, t.price(d.monthPrice(), from)))
	w.expireAt(d, t.end(from))
}

// updateDesktopOrder turns pay as you go into a subscription. It refuses a
// request that names any subscription; what the account cannot pay for it
// lists as failed.
func updateDesktopOrder(w *World, r Request) (Reply, error) {
	list, err := w.desktopsOf(r)
	if err != nil {
		return Reply{}, err
	}
	t, err := termOf(r)
	if err != nil {
		return Reply{}, err
	}
	monthly := len(w.gcw.desktops.Where(func(d *desktop) bool { return d.monthly }))
	for _, d := range list {
		if d.monthly {
			return Reply{}, desktopRefusal("12503", "该接口只能修改按需计费为包年包月,不可修改包年包月状态,修改包年包月请调用续约接口")
		}
		// Test projects are for pay as you go.
		if !d.settled() || d.closed || d.subject != "" {
			return Reply{}, desktopRefusal("12506", "云桌面订按需转包年包月失败")
		}
	}
	if monthly+len(list) > maxDesktops {
		return Reply{}, refusalMonthlyQuota
	}
	return w.payTerms(r, list, t, r.Int("isAutoRenewal") == 1, func(d *desktop) {
		d.monthly, d.expires = true, w.now
		w.prolong(d, t)
	}), nil
}

func renewDesktopOrder(w *World, r Request) (Reply, error) {
	list, err := w.desktopsOf(r)
	if err != nil {
		return Reply{}, err
	}
	t, err := termOf(r)
	if err != nil {
		return Reply{}, err
	}
	for _, d := range list {
		if !d.monthly {
			return Reply{}, desktopRefusal("12504", "该接口只用于续约包年包月,按需转包年包月请调用修改计费方案接口")
		}
		if d.closed {
			return Reply{}, desktopRefusal("12500", "订单更新续约失败")
		}
	}
	return w.payTerms(r, list, t, r.IntOr("isAutoRenewal", 1) == 1, func(d *desktop) { w.prolong(d, t) }), nil
}

// payTerms does an order for each desktop as long as the balance lasts.
func (w *World) payTerms(r Request, list []*desktop, t term, autoRenew bool, order func(*desktop)) Reply {
	paid, failed, reason := []any{}, []any{}, ""
	for _, d := range list {
		from := w.now
		if d.monthly && d.expires.After(from) {
			from = d.expires
		}
		if w.ledger.Balance(w.now) < t.price(d.monthPrice(), from) {
			failed, reason = append(failed, d.id), "账户余额不足"
			continue
		}
		d.autoRenew = autoRenew
		order(d)
		paid = append(paid, d.id)
	}
	return Reply{Data: r.Record("Data", obj{
		"successVmIds": paid, "failedVmIds": failed, "failedMsg": reason, "requestId": r.Str("requestId"),
		"requestContent": requestContent(r, obj{
			"billCycle": "month", "duration": t.months, "isToMonth": bit(t.toMonthEnd), "isAutoRenewal": bit(autoRenew),
		}),
	})}
}
