package sim

import (
	"reflect"
	"testing"
	"time"
)

func TestTermsEndAsTheDocumentationsSamplesDo(t *testing.T) {
	// 2022-06-22 12:19:08 in the provider's zone.
	from := time.Date(2022, 6, 22, 12, 19, 8, 0, clockZone)
	for _, c := range []struct {
		term term
		want string
	}{
		{term{months: 1, toMonthEnd: true}, "2022-07-01 00:00:00"},
		{term{months: 1}, "2022-07-22 12:19:08"},
		{term{months: 6, toMonthEnd: true}, "2022-12-01 00:00:00"},
		{term{months: 6}, "2022-12-22 12:19:08"},
	} {
		if got := stamp(c.term.end(from)); got != c.want {
			t.Errorf("%+v: got %s, want %s", c.term, got, c.want)
		}
	}
	if got, want := stamp(addMonths(time.Date(2023, 1, 31, 8, 0, 0, 0, clockZone), 1)), "2023-02-28 08:00:00"; got != want {
		t.Errorf("a month from the end of January: got %s, want %s", got, want)
	}
}

func TestPartsOfAMonthCostTheirDays(t *testing.T) {
	from := time.Date(2022, 6, 22, 12, 0, 0, 0, clockZone) // nine of thirty days are left
	for _, c := range []struct {
		term term
		want float64
	}{
		{term{months: 2}, 2000},
		{term{months: 1, toMonthEnd: true}, 300},
		{term{months: 3, toMonthEnd: true}, 2300},
		{term{months: 1, toMonthEnd: true, wholeMonth: true}, 1000},
	} {
		if got := c.term.price(yuan(1000), from).Float(); got != c.want {
			t.Errorf("%+v: got %v, want %v", c.term, got, c.want)
		}
	}
}

func TestDesktopPriceIsWhatTheOrderThenCosts(t *testing.T) {
	d := newDesktops(t)
	ask := asked(params{"siteId": loudi, "goodsId": 15273, "num": "2", "billCycle": "month", "duration": "3", "sysVolume": "ssd", "sysVolumeSize": "200"})
	price := d.ok("gcw.QueryVmPrice", ask)["Data"]
	if got, want := at(price, "tradeAmount"), 2*at(price, "singleTradeAmount").(float64); got != want {
		t.Errorf("price of two: got %v, want %v", got, want)
	}
	before := d.balance()
	d.bought(params{"num": "2", "billCycle": "month", "duration": "3", "sysVolume": "ssd", "sysVolumeSize": "200"})
	address := d.ok("gcw.GetEipPrice", asked(params{"size": "1", "siteId": loudi, "bandwidthConfId": "10298", "qos": "5"}))
	if got, want := at(address, "Data", "total_price", "price_str"), "2.00"; got != want {
		t.Errorf("price of an address: got %v, want %v", got, want)
	}
	if got, want := (before - d.balance()).Cents(), at(price, "tradeAmount").(float64); got != want {
		t.Errorf("paid at once: got %v, want %v", got, want)
	}
}

func TestPayAsYouGoIsPaidByTheMinute(t *testing.T) {
	d := newDesktops(t)
	price := d.ok("gcw.QueryVmPrice", asked(params{"siteId": loudi, "goodsId": "15273"}))["Data"]
	id := d.bought(nil)[0]
	before := d.balance()
	d.pass(24 * time.Hour)
	// A day of the desktop, and of its address: 5 Mb and an IP.
	if got, want := int64(before-d.balance())/100, 24*cents(at(price, "tradeAmount"))+200; got != want {
		t.Errorf("a day: got %v, want %v", got, want)
	}
	d.ok("gcw.DeleteVm", asked(params{"vmId": id}))
	before = d.balance()
	d.pass(24 * time.Hour)
	if got := d.balance(); got != before {
		t.Errorf("a day after it was deleted: got %v, want %v", got, before)
	}
}

func TestSubscriptionsBeginAndAreRenewed(t *testing.T) {
	d := newDesktops(t)
	id := d.bought(nil)[0]
	some := asked(params{"vmIds": []string{id}})
	d.refused("12504", "gcw.RenewalOrder", some)
	d.refused("10003", "gcw.UpdateOrder", with(some, params{"duration": "0"}))
	d.refused("10003", "gcw.UpdateOrder", with(some, params{"duration": "soon"}))
	d.refused("10006", "gcw.UpdateOrder", asked(params{"vmIds": []string{id, "none"}}))
	d.want(id, "expireTime", "2098-12-31T16:00:00.000+0000")

	done := d.ok("gcw.UpdateOrder", with(some, params{"duration": "1", "isAutoRenewal": "0"}))["Data"]
	if got := textsOf(at(done, "successVmIds")); !reflect.DeepEqual(got, []string{id}) {
		t.Errorf("successVmIds: got %v, want %v", got, id)
	}
	d.want(id, "billMethod", 1.0)
	d.want(id, "expireTime", "2024-12-15T02:30:20.000+0000")
	d.refused("12503", "gcw.UpdateOrder", some)
	d.ok("gcw.RenewalOrder", with(some, params{"duration": "2", "isAutoRenewal": "0"}))
	d.want(id, "expireTime", "2025-02-15T02:30:20.000+0000")
}

func TestRenewalsTheBalanceCannotPayAreListed(t *testing.T) {
	d := newDesktops(t)
	ids := d.bought(params{"num": "2", "billCycle": "month"})
	// 36 months cost more than half of what the account has.
	done := d.ok("gcw.RenewalOrder", asked(params{"vmIds": ids, "duration": "36"}))["Data"]
	want := [2][]string{ids[:1], ids[1:]}
	if got := [2][]string{textsOf(at(done, "successVmIds")), textsOf(at(done, "failedVmIds"))}; !reflect.DeepEqual(got, want) || at(done, "failedMsg") == "" {
		t.Errorf("renewed and not: got %v, want %v and a reason", got, want)
	}
}

func TestSubscriptionsExpireUnlessTheyRenewThemselves(t *testing.T) {
	d := newDesktops(t)
	plain := d.bought(params{"billCycle": "month"})[0]
	lasting := d.bought(params{"billCycle": "month", "isAutoRenewal": "1"})[0]
	expiring := func() (names []string) {
		for _, row := range d.ok("gcw.QueryExpireVms", nil)["Data"].([]any) {
			names = append(names, at(row, "expireTime").(string))
		}
		return names
	}
	if got := expiring(); got != nil {
		t.Errorf("expiring on the first day: got %v, want none", got)
	}
	d.pass(25 * 24 * time.Hour)
	if got := expiring(); len(got) != 2 {
		t.Errorf("expiring five days before: got %v, want both", got)
	}
	d.pass(5*24*time.Hour + 5*time.Minute)
	d.want(plain, "status", "asMonthExpired")
	d.want(lasting, "expireTime", "2025-01-15T02:30:20.000+0000")
	d.refused("13002", "gcw.OperateVm", asked(params{"action": "on", "vmIds": []string{plain}}))
	if got := expiring(); len(got) != 1 {
		t.Errorf("expired: got %v, want one", got)
	}
	d.ok("gcw.RenewalOrder", asked(params{"vmIds": []string{plain}, "isAutoRenewal": "0"}))
	d.want(plain, "status", "stop")
	d.pass(31*24*time.Hour + 8*24*time.Hour)
	d.refused("10006", "gcw.QueryVm", params{"vmId": plain})
	d.want(lasting, "status", "using")
}
