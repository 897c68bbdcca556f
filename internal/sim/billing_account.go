package sim

import (
	"fmt"
	"time"
)

// describeAccountInfo tells the account's money: what was paid in, what each
// month took of it, and what is left. The months begin with the first thing
// that was ever paid in or bought.
func describeAccountInfo(w *World, r Request) (Reply, error) {
	months, total := []any{}, money(0)
	for m := w.firstMonth(); !m.After(w.now); m = m.AddDate(0, 1, 0) {
		cost := w.newBill(period{m, m.AddDate(0, 1, 0)}).spent().master
		total += cost
		months = append(months, r.Record("Data.CostRecords[]", obj{
			"Month": m.Format("200601"), "Currency": "CN", "Amount": cost.Cents(),
		}))
	}
	recharges := []any{}
	for n, p := range w.ledger.recharges {
		if p.At.After(w.now) {
			continue
		}
		recharges = append(recharges, r.Record("Data.RechargeRecord[]", obj{
			"Amount": p.Amount.Cents(), "Currency": "CN", "CreateDate": stamp(p.At), "Type": "线上充值",
			"SwiftNumber": p.At.In(clockZone).Format("20060102150405") + fmt.Sprintf("%04d", 6847+n),
		}))
	}
	left := w.ledger.Balance(w.now)
	return Reply{Data: r.Record("Data", obj{
		"MasterTotalBalance": max(left, 0).Cents(), "ToDeduct": max(-left, 0).Cents(), "CreditLine": 0,
		"RechargeCount": len(recharges), "RechargeRecord": recharges,
		"MasterTotalCost": total.Cents(), "CostCount": len(months), "CostRecords": months,
	})}, nil
}

// firstMonth is the start of the first month the ledger knows.
func (w *World) firstMonth() time.Time {
	first := w.now
	for _, p := range w.ledger.recharges {
		if p.At.Before(first) {
			first = p.At
		}
	}
	for _, e := range w.ledger.entries {
		if e.From.Before(first) {
			first = e.From
		}
	}
	local := first.In(clockZone)
	return time.Date(local.Year(), local.Month(), 1, 0, 0, 0, 0, clockZone)
}
