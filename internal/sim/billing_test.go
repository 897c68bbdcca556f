package sim

import (
	"fmt"
	"reflect"
	"strconv"
	"testing"
	"time"
)

// cents adds up amounts exactly.
func cents(v any) int64 {
	switch v := v.(type) {
	case string:
		f, _ := strconv.ParseFloat(v, 64)
		return cents(f)
	case float64:
		return int64(yuan(v) / 100)
	}
	return 0
}

// sumOf adds up one field of all rows of a list.
func sumOf(list any, field string) (sum int64) {
	rows, _ := list.([]any)
	for _, row := range rows {
		sum += cents(at(row, field))
	}
	return sum
}

func days(from, to string) params {
	return params{"DateFrom": from, "DateTo": to, "DateFromTo": from + " - " + to, "Currency": "CN"}
}

func TestBillsOfTheDemoCompanyAddUp(t *testing.T) {
	l := newLab(t, "demo")
	for _, p := range []params{
		days("2024.10.01", "2024.10.31"), days("2024.01.01", "2024.01.31"), days("2024.11.14", "2024.11.14"), days("2024.11.01", "2024.11.30"),
	} {
		t.Run(fmt.Sprint(p["DateFromTo"]), func(t *testing.T) {
			l.under(t)
			bill := l.ok("billing.DescribeBill", p)["Data"]
			want := cents(at(bill, "TotalMasterCost")) + cents(at(bill, "TotalViceCost"))
			detail := l.ok("billing.DescribeBillDetail", p)["Data"]
			product := l.ok("billing.DescribeCostSummaryByPro", p)["Data"]
			project := l.ok("billing.DescribeCostSummaryByProject", p)["Data"]
			var resources int64
			for _, row := range at(bill, "BillInfo").([]any) {
				one := l.ok("billing.DescribeBillInfo", with(p, params{"ResourceId": at(row, "ResourceId")}))["Data"]
				if got, own := sumOf(at(one, "BillDetail"), "TotalCost"), cents(at(row, "TotalCost")); got != own || cents(at(one, "TotalCost")) != own {
					t.Errorf("%v: its rows come to %d, its cost is %d", at(row, "ResourceName"), got, own)
				}
				resources += cents(at(row, "TotalCost"))
			}
			for name, got := range map[string]int64{
				"resources": resources, "rows of the details": sumOf(at(detail, "BillDetail"), "TotalCost"),
				"details":         cents(at(detail, "TotalSummary", "TotalCost")),
				"rows by product": sumOf(at(product, "BillInfo"), "TotalCost"), "products": cents(at(product, "TotalSummary", "TotalCost")),
				"rows by project": sumOf(at(project, "BillInfo"), "TotalCost"), "projects": cents(at(project, "TotalSummary", "TotalCost")),
			} {
				if got != want || want <= 0 {
					t.Errorf("%s come to %d, want %d", name, got, want)
				}
			}
		})
	}
}

func TestDemoCompanyHasThirteenMonthsOfHistory(t *testing.T) {
	l := newLab(t, "demo")
	info := l.ok("billing.DescribeAccountInfo", nil)["Data"]
	if got, want := at(info, "MasterTotalBalance"), 128_406.52; got != want {
		t.Errorf("balance: got %v, want %v", got, want)
	}
	left := sumOf(at(info, "RechargeRecord"), "Amount") - sumOf(at(info, "CostRecords"), "Amount")
	if got := cents(at(info, "MasterTotalBalance")); got != left {
		t.Errorf("paid in less costs: got %d, want the balance %d", left, got)
	}
	costly := 0
	for _, m := range at(info, "CostRecords").([]any) {
		month, _ := time.ParseInLocation("200601", at(m, "Month").(string), clockZone)
		p := days(month.Format("2006-01-02"), month.AddDate(0, 1, -1).Format("2006-01-02"))
		sum := l.ok("billing.DescribeCostSummaryByPro", p)["Data"]
		if got, want := at(sum, "TotalSummary", "MasterCost"), at(m, "Amount"); got != want {
			t.Errorf("%s: got %v in the summary, %v in the account", month, got, want)
		}
		if cents(at(m, "Amount")) > 0 {
			costly++
		}
	}
	if costly < 13 {
		t.Errorf("months with costs: got %d, want 13 at least", costly)
	}
	w := l.cloud.world.Load()
	for _, r := range w.ledger.recharges[1:] {
		if before := w.ledger.Balance(r.At.Add(-time.Second)); before < 0 {
			t.Errorf("before the payment of %s: the balance was %v", stamp(r.At), before.Float())
		}
	}
}

func TestDaysOfABillAddUpToTheirMonth(t *testing.T) {
	l := newLab(t, "demo")
	var sum int64
	for day := range 31 {
		d := fmt.Sprintf("2024-10-%02d", day+1)
		sum += cents(at(l.ok("billing.DescribeCostSummaryByPro", days(d, d)), "Data", "TotalSummary", "TotalCost"))
	}
	month := l.ok("billing.DescribeCostSummaryByPro", days("2024-10-01", "2024-10-31"))
	if want := cents(at(month, "Data", "TotalSummary", "TotalCost")); sum != want {
		t.Errorf("days: got %d, want %d", sum, want)
	}
}

func TestBillShowsWhatAServerWas(t *testing.T) {
	l, g := yard(t)
	l.pass(10 * time.Hour)
	l.ok("ccs.instance.DeleteInstance", params{"InstanceIds": []string{g.server}})
	l.pass(10 * time.Hour)
	bill := l.ok("billing.DescribeBill", days("2024.11.15", "2024.11.16"))["Data"]
	var row any
	for _, r := range at(bill, "BillInfo").([]any) {
		if at(r, "ResourceId") == g.server {
			row = r
		}
	}
	if at(row, "ResourceType") != "vm" || at(row, "VdcId") != g.vdc || at(row, "DeleteTime") == "" || at(row, "TotalCost") == 0.0 {
		t.Errorf("bill of the server: got %v", row)
	}
	one := l.ok("billing.DescribeBillInfo", with(days("2024.11.15", "2024.11.16"), params{"ResourceId": g.server}))["Data"]
	detail := at(one, "BillDetail", 0)
	lived := at(detail, "EndTime").(float64) - at(detail, "StartTime").(float64)
	want := money(yuan(at(detail, "UnitPrice").(float64)*1e4).Float() / 1e4 * float64(int(lived/60)) * 1e4)
	if got := yuan(at(detail, "TotalCost").(float64)); got < want-200 || got > want+200 {
		t.Errorf("cost of %v seconds at %v a minute: got %v, want about %v", lived, at(detail, "UnitPrice"), got.Float(), want.Float())
	}
	if at(detail, "Status") != "deleted" || at(detail, "PayDesc") != "按需计费" || at(detail, "Configuration") == "" {
		t.Errorf("details: got %v", detail)
	}
}

func TestBillsRefusePeriodsThatAreNone(t *testing.T) {
	l := newLab(t, "empty")
	for name, c := range map[string]struct {
		id string
		p  params
	}{
		"days the wrong way round":          {"billing.DescribeCostSummaryByPro", days("2024-10-02", "2024-10-01")},
		"a day that is none":                {"billing.DescribeCostSummaryByPro", days("2024-13-01", "2024-13-02")},
		"days before the first bill":        {"billing.DescribeBillDetail", days("2018.12.31", "2019.01.10")},
		"more than 31 days of details":      {"billing.DescribeBillDetail", days("2024.10.01", "2024.11.02")},
		"two days without the documented -": {"billing.DescribeBill", params{"DateFromTo": "2024.10.01/2024.10.02", "Currency": "CN"}},
		"a currency that is not known":      {"billing.DescribeBill", with(days("2024.10.01", "2024.10.02"), params{"Currency": "EUR"})},
	} {
		t.Run(name, func(t *testing.T) {
			l.under(t)
			l.refused("InvalidParameter", c.id, c.p)
		})
	}
	l.ok("billing.DescribeBillDetail", days("2024.10.01", "2024.10.31"))
	if got := l.ok("billing.DescribeBill", with(days("2024.11.15", "2024.11.15"), params{"Currency": "US"}))["Data"]; !reflect.DeepEqual(at(got, "BillInfo"), []any{}) {
		t.Errorf("an account in dollars: got %v, want no rows", got)
	}
}

func TestWhatTheBalanceCannotPayIsOwed(t *testing.T) {
	d := newDesktops(t)
	ids := d.bought(params{"num": "20"})
	d.pass(60 * 24 * time.Hour)
	info := d.ok("billing.DescribeAccountInfo", nil)["Data"]
	owed := cents(at(info, "ToDeduct"))
	if at(info, "MasterTotalBalance") != 0.0 || owed <= 0 {
		t.Errorf("after it ran dry: got %v, want nothing left and something owed", info)
	}
	if got, want := cents(at(info, "MasterTotalCost")), sumOf(at(info, "RechargeRecord"), "Amount"); got != want {
		t.Errorf("paid: got %d, want all that was there, %d", got, want)
	}
	p := days("2024-11-01", "2025-01-31")
	sum := d.ok("billing.DescribeCostSummaryByPro", p)["Data"]
	if got := cents(at(sum, "TotalSummary", "ToDeduct")); got != owed || sumOf(at(sum, "BillInfo"), "ToDeduct") != owed {
		t.Errorf("owed in the summary: got %d, want %d", got, owed)
	}
	d.refused("10005", "gcw.CreateVm", d.order(nil))
	d.power(ids[0], "off")
	d.settle()
	d.refused("10005", "gcw.OperateVm", asked(params{"action": "on", "vmIds": ids[:1]}))
}

func TestMeteringMeasuresPoolsAtTheEndOfADay(t *testing.T) {
	l := newLab(t, "empty")
	ask := func(day string) any {
		return at(l.ok("metering.GetMetering", params{"EndTime": day, "Uid": "2001"}), "Data", 0)
	}
	if got := ask("20190901"); at(got, "Cold") != 0.0 || at(got, "Warm") != 0.0 {
		t.Errorf("before it was filled: got %v", got)
	}
	early, late := ask("20200101"), ask("20240101")
	if at(early, "Cold").(float64) >= at(late, "Cold").(float64) || at(late, "TotalSize") != "10240" {
		t.Errorf("the pool did not grow: %v, %v", early, late)
	}
	l.refused("InvalidParamater", "metering.GetMetering", params{"EndTime": "20240101", "Uid": "none"})
	l.refused("InvalidParamater", "metering.GetMetering", params{"EndTime": "2024-01-01"})
	l.refused("InvalidParameter.IsNull", "metering.GetMetering", nil)
}

func TestEveryKindOfEntryHasANameOnBills(t *testing.T) {
	w := newLab(t, "demo").cloud.world.Load()
	for _, e := range w.ledger.entries {
		if e.good().code == e.Kind && e.good().product == e.Kind {
			t.Errorf("%s: bills have no name for its kind %q", e.Name, e.Kind)
		}
		if e.RegionID != "" && w.placeName(e.RegionID) == e.RegionID {
			t.Errorf("%s: bills have no name for its place %q", e.Name, e.RegionID)
		}
		if len(e.Parts) == 0 {
			t.Errorf("%s: bills do not say what a %s is made of", e.Name, e.Kind)
		}
	}
}

func TestTestProjectsPayTheirOwnShare(t *testing.T) {
	d := newDesktops(t)
	s := d.cloud.world.Load().giveSubject("云桌面试用", yuan(500), start.AddDate(0, 0, -1), start.AddDate(0, 3, 0))
	before := d.balance()
	d.bought(params{"subAccountId": s.key()})
	d.pass(24 * time.Hour)
	if got := d.balance(); got != before {
		t.Errorf("balance of the account: got %v, want %v as before", got.Float(), before.Float())
	}
	sum := at(d.ok("billing.DescribeCostSummaryByPro", days("2024-11-15", "2024-11-16")), "Data", "TotalSummary")
	if at(sum, "MasterCost") != 0.0 || cents(at(sum, "ViceCost")) <= 0 || at(sum, "TotalCost") != at(sum, "ViceCost") {
		t.Errorf("summary: got %v, want everything paid by the test project", sum)
	}
	d.refused("10005", "gcw.CreateVm", d.order(params{"subAccountId": s.key(), "num": "5"}))
	d.refused("10005", "gcw.CreateVm", d.order(params{"subAccountId": s.key(), "billCycle": "month"}))
}
