package sim

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// describeBill lists every resource that lived in the period with what it
// cost, also when that is nothing.
func describeBill(w *World, r Request) (Reply, error) {
	from, to, found := strings.Cut(r.Str("DateFromTo"), " - ")
	if !found {
		return Reply{}, malformed("InvalidParameter", "DateFromTo")
	}
	p, err := billPeriod(from, to, "DateFromTo")
	if err != nil {
		return Reply{}, err
	}
	b := w.billOf(r, p)
	list := []any{}
	for _, rows := range b.resources() {
		last := rows[len(rows)-1]
		born, died := w.ledger.life(last.ID)
		list = append(list, r.Record("Data.BillInfo[]", obj{
			"ResourceId": last.ID, "ResourceName": last.Name, "ResourceType": last.good().code,
			"RegionId": last.RegionID, "VdcId": last.Place, "VdcName": last.PlaceName,
			"CreateTime": stamp(born), "DeleteTime": stamp(died), "TotalCost": rows.spent().total().Cents(),
		}))
	}
	sum := b.spent()
	return Reply{Data: r.Record("Data", obj{
		"BillInfo": list, "TotalMasterCost": (sum.master + sum.owed).Cents(), "TotalViceCost": sum.vice.Cents(),
	})}, nil
}

// life is from when to when the ledger knows a resource; an end of zero means
// that it lives.
func (l *ledger) life(id string) (born, died time.Time) {
	for _, e := range l.entries {
		if e.ID != id {
			continue
		}
		if born.IsZero() {
			born = e.From
		}
		died = e.To
	}
	return born, died
}

// describeBillInfo shows one resource, a row for each stretch of time at one
// price. An unknown resource has no rows: the operation documents no refusal.
func describeBillInfo(w *World, r Request) (Reply, error) {
	p, err := billPeriod(r.Str("DateFrom"), r.Str("DateTo"), "DateFrom")
	if err != nil {
		return Reply{}, err
	}
	var own bill
	for _, row := range w.billOf(r, p) {
		if row.ID == r.Str("ResourceId") {
			own = append(own, row)
		}
	}
	list := []any{}
	for _, row := range own {
		born, _ := w.ledger.life(row.ID)
		good := row.good()
		code, desc, _ := row.payment()
		addresses := []any{}
		for _, a := range w.addressesOf(row.entry) {
			addresses = append(addresses, a)
		}
		// ResourceType is in the documentation's table only.
		list = append(list, r.Record("Data.BillDetail[]", obj{
			"ResourceId": row.ID, "ResourceName": row.Name, "ResourceType": good.code, "RegionId": row.RegionID,
			"VdcId": row.Place, "VdcName": row.PlaceName, "ProjectId": projectID, "ProjectName": projectName,
			"CreateTime": stamp(born), "StartTime": row.from.Unix(), "EndTime": row.to.Unix(), "Status": row.status(),
			"Configuration": good.product + ":" + row.config(), "CostDetail": good.product + ":" + row.costDetail(),
			"PayType": code, "PayDesc": desc, "IPs": addresses,
			"UnitPrice": float8(unitPrice(row.Daily)), "TotalCost": row.cost.Cents(),
		}))
	}
	return Reply{Data: r.Record("Data", obj{"BillDetail": list, "TotalCost": own.spent().total().Cents()})}, nil
}

// describeBillDetail shows every stretch of every resource, sorted by resource
// as the documentation's sample is.
func describeBillDetail(w *World, r Request) (Reply, error) {
	p, err := billPeriod(r.Str("DateFrom"), r.Str("DateTo"), "DateFrom")
	if err != nil {
		return Reply{}, err
	}
	if p.to.After(p.from.AddDate(0, 0, maxDetailDays+1)) {
		return Reply{}, malformed("InvalidParameter", "DateTo")
	}
	var b bill
	if r.wants("ProjectName", projectName) {
		b = w.newBill(p)
	}
	slices.SortStableFunc(b, func(x, y billRow) int { return cmp.Compare(x.ID, y.ID) })
	list := []any{}
	for _, row := range b {
		list = append(list, w.billDetailRecord(r, row))
	}
	return Reply{Data: r.Record("Data", obj{
		"BeginTime": r.Str("DateFrom"), "EndTime": r.Str("DateTo"), "BillDetail": list, "TotalRecords": len(list),
		"TotalSummary": summaryRecord(r, b.spent(), "CN"),
	})}, nil
}

func (w *World) billDetailRecord(r Request, row billRow) obj {
	_, _, pay := row.payment()
	public, private := splitAddresses(w.addressesOf(row.entry))
	// PublicIp and PrivateIp are in the documentation's table only.
	return r.Record("Data.BillDetail[]", obj{
		"CloudId": row.ID, "Resource": row.Name, "GoodsType": row.good().goods, "Product": row.good().product,
		"APP": row.PlaceName, "Site": w.placeName(row.RegionID), "Project": projectName, "Currency": "CN",
		"BeginTime": stamp(row.from), "EndTime": stamp(row.to), "BillType": pay, "Config": row.config(),
		"PublicIp": public, "PrivateIp": private, "TotalCost": fmt.Sprintf("%.2f", row.cost.Cents()),
	})
}

func summaryRecord(r Request, s spent, currency string) obj {
	return r.Record("Data.TotalSummary", obj{
		"Currency": currency, "TotalCost": s.total().Cents(), "MasterCost": s.master.Cents(),
		"ViceCost": s.vice.Cents(), "ToDeduct": s.owed.Cents(),
	})
}
