package sim

import (
	"testing"
	"time"
)

func TestOrdersEndAsTheDocumentationReckons(t *testing.T) {
	bought := time.Date(2022, 7, 22, 10, 0, 0, 0, clockZone)
	for _, c := range []struct {
		name string
		t    terms
		end  string
		days money
		unit string
	}{
		{"a month, to the end of the month", terms{prepaid: true, months: 1, toMonth: true}, "2022-08-01 00:00:00", 10, "月"},
		{"a month", terms{prepaid: true, months: 1}, "2022-08-22 10:00:00", 31, "月"},
		{"three months, to the end of the month", terms{prepaid: true, months: 3, toMonth: true}, "2022-10-01 00:00:00", 71, "3个月"},
		{"a year", terms{prepaid: true, months: 12}, "2023-07-22 10:00:00", 365, "年"},
		{"three years", terms{prepaid: true, months: 36}, "2025-07-22 10:00:00", 1096, "3年"},
	} {
		t.Run(c.name, func(t *testing.T) {
			same(t, "end", stamp(c.t.end(bought)), c.end)
			same(t, "due at 1 yuan a day", c.t.due(bought, yuan(1)), yuan(1)*c.days)
			same(t, "unit", c.t.unit(), c.unit)
		})
	}
	same(t, "due of a day", terms{}.due(bought, yuan(7)), yuan(7))
}

func TestThePriceQueryAsksWhatTheOrderCosts(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(suqian, suqianA)
	goods := params{"BillingMethod": "1", "Duration": 2, "IsToMonth": 0, "Number": 2}
	price := at(l.ok("ecs.DescribePrice", with(serverParams(p, goods), params{"SystemDiskInfo": params{"DiskFeature": "ssd", "Size": 40}})), "Data")
	same(t, "unit", at(price, "PriceUnit"), "2个月")
	before := l.cloud.world.Load().ledger.Balance(l.now)
	l.ok("ecs.CreateInstance", serverParams(p, goods))
	paid := before - l.cloud.world.Load().ledger.Balance(l.now)
	same(t, "paid", paid.Cents(), at(price, "TotalPrice"))
}

func TestAPrepaidServerIsRenewedOrRecycled(t *testing.T) {
	for _, c := range []struct {
		name      string
		renew     int
		state     string
		endBill   string
		paysAgain bool
	}{
		{"renewed", 1, "running", "2025-01-15 10:30:20", true},
		{"recycled", 0, "recycling", "2024-12-15 10:30:20", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, "empty")
			p := l.private(suqian, suqianA)
			bought := l.now
			order := l.ok("ecs.CreateInstance", serverParams(p, params{"BillingMethod": "1", "Duration": 1, "IsToMonth": 0, "IsAutoRenewal": c.renew}))
			id := at(order, "Data", "EcsIdSet", 0).(string)
			before := l.cloud.world.Load().ledger.Balance(l.now)
			l.now = bought.AddDate(0, 0, 31)
			record := at(l.ok("ecs.DescribeInstanceList", nil), "Data", "EcsList", 0)
			same(t, "server", []any{at(record, "Status"), at(record, "EndBillTime")}, []any{c.state, c.endBill})
			paid := before != l.cloud.world.Load().ledger.Balance(l.now)
			same(t, "paid again", paid, c.paysAgain)
			l.event("ecs", l.ok("ecs.DeleteInstance", params{"EcsIds": []any{id}}))
		})
	}
}
