package sim

import (
	"testing"
	"time"
)

// spent is what the account has paid so far, in yuan. It asks something first,
// so that the world stands at the present moment.
func (l *lab) spent() float64 {
	l.t.Helper()
	l.ok("vpc.DescribeBandwidth", nil)
	w := l.cloud.world.Load()
	return (openingCredit - w.ledger.Balance(w.now)).Float()
}

func TestBillsFollowWhatAnEIPSendsThrough(t *testing.T) {
	l := newLab(t, "empty")
	id := at(l.ok("vpc.CreateEIP", eipParams(hongKong, "", 1)), "Data", 0, "EIPId").(string)
	l.pass(24 * time.Hour)
	costs := func(want float64, when string) {
		t.Helper()
		before := l.spent()
		l.pass(24 * time.Hour)
		if got := round2(l.spent() - before); got != want {
			t.Errorf("a day %s: got %v, want %v", when, got, want)
		}
	}
	if got := l.spent(); got != 16.89 { // 5 x 3.312 + 0.331
		t.Errorf("the first day: got %v, want 16.89", got)
	}
	l.ok("vpc.UpdateEIP", params{"EIPId": id, "Qos": 10})
	l.pass(time.Minute)
	costs(33.45, "with twice the bandwidth")
	shared := at(l.ok("vpc.CreateBandwidth", bandwidthParams(hongKong, hongKongB)), "Data", 0, "BandwidthId").(string)
	l.ok("vpc.BandwidthAddEIP", params{"BandwidthId": shared, "EIPIdList": []any{id}})
	l.pass(time.Minute)
	costs(99.69, "in a shared bandwidth of 30 Mbps")
	l.ok("vpc.BandwidthRemoveEIP", params{"EIPIdList": []any{id}, "Delete": true})
	l.pass(time.Minute)
	l.ok("vpc.DeleteBandwidth", params{"BandwidthId": shared})
	costs(0, "after all was deleted")
}

func TestMonthlyBandwidthIsPaidAheadAndAgainEveryMonth(t *testing.T) {
	l := newLab(t, "empty")
	month := (vpcLinePrice("Bandwidth_China_Telecom")*5 + priceAddress) * daysPaid
	order := with(eipParams(hongKong, "", 1), params{"BillScheme": "BandwIdthMonth"})
	id := at(l.ok("vpc.CreateEIP", order), "Data", 0, "EIPId").(string)
	for n := 1; n <= 3; n++ {
		l.settle()
		if got, want := l.spent(), (month * money(n)).Float(); got != want {
			t.Errorf("in month %d: got %v, want %v", n, got, want)
		}
		l.now = start.AddDate(0, n, 0)
	}
	l.ok("vpc.DeleteEIP", params{"EIPId": id})
	l.pass(90 * 24 * time.Hour)
	if got, want := l.spent(), (month * 4).Float(); got != want {
		t.Errorf("after it was deleted: got %v, want %v and no more", got, want)
	}
}

func TestWhatTheBalanceDoesNotCoverIsRefused(t *testing.T) {
	l := newLab(t, "empty")
	id := l.eips(hongKong, "", 1)[0]
	shared := at(l.ok("vpc.CreateBandwidth", bandwidthParams(hongKong, hongKongB)), "Data", 0, "BandwidthId")
	w := l.cloud.world.Load()
	w.ledger.Recharge(w.now, yuan(50)-w.ledger.Balance(w.now))
	l.refused("NotEnoughBalance", "vpc.CreateEIP", eipParams(hongKong, "", 3))
	l.refused("NotEnoughBalance", "vpc.CreateEIP", with(eipParams(hongKong, "", 1), params{"BillScheme": "BandwIdthMonth"}))
	l.refused("NotEnoughBalance", "vpc.CreateBandwidth", bandwidthParams(hongKong, hongKongB))
	l.refused("NotEnoughBalance", "vpc.UpdateEIP", params{"EIPId": id, "Qos": 500})
	l.refused("NotEnoughBalance", "vpc.UpdateBandwidth", params{"BandwidthId": shared, "Qos": 500})
	l.ok("vpc.CreateEIP", eipParams(hongKong, "", 1))
}

func TestUnitPricesAreThoseOfTheDocumentationAndOfTheBill(t *testing.T) {
	l := newLab(t, "empty")
	ask := params{"RegionCode": hongKong, "AvailableZoneCode": hongKongB, "BandwidthType": "Bandwidth_China_Telecom", "BillScheme": "bandwidth", "Type": "Bandwidth"}
	price := func(more params, part string) string {
		p := at(l.ok("vpc.VPCBandWidthUnitPrice", with(ask, more)), "Data", part)
		return at(p, "PriceStr").(string) + " " + at(p, "Unit").(string) + at(p, "Cycle").(string)
	}
	for _, c := range []struct {
		name, part string
		more       params
		want       string
	}{
		{"bandwidth", "BandwidthPrice", nil, "3.312 Mb/天"},
		{"an address", "EIPPrice", nil, "0.331 个/天"},
		{"bandwidth by the month", "BandwidthPrice", params{"BillScheme": "BandwIdthMonth"}, "99.36 Mb/月"},
		{"traffic", "BandwidthPrice", params{"BillScheme": "Traffic"}, "0.8 GB/GB"},
		{"shared bandwidth", "BandwidthPrice", params{"BillScheme": "BandwIdth_Shared", "Type": "Bandwidth_Shared"}, "3.312 Mb/天"},
	} {
		if got := price(c.more, c.part); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
	l.refused("InvalidParameter", "vpc.VPCBandWidthUnitPrice", with(ask, params{"Type": "Bandwidth_Shared"}))
	l.refused("InvalidAvailableZone.NotFound", "vpc.VPCBandWidthUnitPrice", with(ask, params{"AvailableZoneCode": suqianA}))
}

func TestEverySchemeOnOfferCanBeBought(t *testing.T) {
	l := newLab(t, "empty")
	place := params{"RegionCode": hongKong, "AvailableZoneCode": hongKongB}
	bought := 0
	for _, line := range l.ok("vpc.VPCBandWidthBillingScheme", place)["Data"].([]any) {
		for _, s := range at(line, "BillingSchemeList").([]any) {
			order := params{"BandwidthType": at(line, "BandwidthType"), "BillScheme": at(s, "BillingScheme")}
			if at(s, "ResourceType") == "Bandwidth" {
				l.ok("vpc.CreateEIP", with(eipParams(hongKong, "", 1), order))
			} else {
				l.ok("vpc.CreateBandwidth", with(bandwidthParams(hongKong, hongKongB), order))
			}
			bought++
		}
	}
	if bought != 24 {
		t.Errorf("schemes on offer: got %d, want 24", bought)
	}
	only := l.ok("vpc.VPCBandWidthBillingScheme", with(place, params{"Type": "Bandwidth_Shared"}))["Data"]
	if got := len(at(only, 0, "BillingSchemeList").([]any)); got != 3 {
		t.Errorf("schemes of shared bandwidth: got %d, want 3", got)
	}
}

func TestFlowIsThereWhileAnEIPIsBoundAndNeverAboveItsBandwidth(t *testing.T) {
	l := newLab(t, "empty")
	p, id := l.private(hongKong, hongKongB), l.eips(hongKong, "", 1)[0]
	place := params{"EIPId": id, "NetId": p.subnet, "IP": "10.15.1.9"}
	band := at(l.eip(hongKong, "", id), "BandwidthInfo", "Id")
	l.pass(5 * time.Minute)
	bound := l.now
	l.ok("vpc.BindEIP", place)
	l.pass(10 * time.Minute)
	unbound := l.now
	l.ok("vpc.UnbindEIP", place)
	l.pass(5 * time.Minute)
	ask := params{"CloudId": band, "StartTime": stamp(start), "EndTime": stamp(l.now)}
	rows := l.ok("vpc.DescribeOneMinuteFlow", ask)["Data"].([]any)
	if len(rows) != 20 {
		t.Fatalf("minutes: got %d, want 20", len(rows))
	}
	for _, row := range rows {
		at0, err := time.ParseInLocation(clockLayout, at(row, "time").(string), clockZone)
		if err != nil {
			t.Fatal(err)
		}
		flows := at0.After(bound.Add(time.Minute)) && at0.Before(unbound)
		quiet := !at0.After(bound) || at0.After(unbound.Add(time.Minute))
		value := at(row, "value").(float64)
		if flows && value == 0 || quiet && value != 0 || value > 5e6 || value < at(row, "in_bps").(float64) {
			t.Errorf("%v: got %v", at0, row)
		}
	}
	l.refused("InvalidBandwidth.NotFound", "vpc.DescribeOneMinuteFlow", with(ask, params{"CloudId": "none"}))
	l.refused("InvalidParameter", "vpc.DescribeOneMinuteFlow", with(ask, params{"StartTime": "2024-11-15"}))
	l.refused("InvalidParameter", "vpc.DescribeOneMinuteFlow", with(ask, params{"EndTime": "2024-11-14 00:00:00"}))
	l.refused("InvalidParameter", "vpc.DescribeOneMinuteFlow", with(ask, params{"StartTime": "2023-11-15 00:00:00"}))
}
