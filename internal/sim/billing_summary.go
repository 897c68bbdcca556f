package sim

import (
	"math"
	"strings"
)

// float8 rounds to the eight places of the provider's decimals.
func float8(f float64) float64 { return math.Round(f*1e8) / 1e8 }

// describeCostByProduct has a row for each product that anything of lived in
// the period.
func describeCostByProduct(w *World, r Request) (Reply, error) {
	return w.costSummary(r, func(row billRow) string { return row.good().code }, func(row billRow) obj {
		return obj{"ProductName": row.good().goods, "ProductType": row.good().code}
	})
}

func describeCostByProject(w *World, r Request) (Reply, error) {
	return w.costSummary(r, func(billRow) string { return projectID }, func(billRow) obj {
		return obj{"ProjectName": projectName, "ProjectId": projectID}
	})
}

// costSummary sums a bill up by a key; name says what stands for it.
func (w *World) costSummary(r Request, key func(billRow) string, name func(billRow) obj) (Reply, error) {
	p, err := billPeriod(r.Str("DateFrom"), r.Str("DateTo"), "DateFrom")
	if err != nil {
		return Reply{}, err
	}
	b, currency := w.billOf(r, p), strings.ToUpper(r.StrOr("Currency", "CN"))
	list := []any{}
	for _, group := range b.by(key) {
		sum, record := group.spent(), name(group[0])
		record["Currency"], record["ResourceCount"] = currency, len(group.resources())
		record["TotalCost"], record["ToDeduct"] = sum.total().Cents(), sum.owed.Cents()
		record["TotalMasterCost"], record["TotalViceCost"] = sum.master.Cents(), sum.vice.Cents()
		list = append(list, r.Record("Data.BillInfo[]", record))
	}
	return Reply{Data: r.Record("Data", obj{"BillInfo": list, "TotalSummary": summaryRecord(r, b.spent(), currency)})}, nil
}
