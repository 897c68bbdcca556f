package sim

import (
	"testing"
	"time"
)

// TestEveryMonthOfTheDemoCompanyAddsUp compares, for each month of its history,
// the rows of the details, their summary, the summary by product and what the
// ledger says.
func TestEveryMonthOfTheDemoCompanyAddsUp(t *testing.T) {
	l := newLab(t, "demo")
	w := l.cloud.world.Load()
	months := at(l.ok("billing.DescribeAccountInfo", nil), "Data", "CostRecords").([]any)
	for _, m := range months {
		name := at(m, "Month").(string)
		t.Run(name, func(t *testing.T) {
			l.under(t)
			from, err := time.ParseInLocation("200601", name, clockZone)
			if err != nil {
				t.Fatal(err)
			}
			to := from.AddDate(0, 1, 0)
			last := to.AddDate(0, 0, -1)
			detail := l.ok("billing.DescribeBillDetail", days(from.Format("2006.01.02"), last.Format("2006.01.02")))["Data"]
			products := l.ok("billing.DescribeCostSummaryByPro", days(from.Format("2006-01-02"), last.Format("2006-01-02")))["Data"]
			var want int64
			for _, e := range w.ledger.entries {
				want += int64(e.cost(from, earlier(to, l.now)) / 100)
			}
			same(t, "cents of the month", map[string]int64{
				"rows of the details": sumOf(at(detail, "BillDetail"), "TotalCost"),
				"details":             cents(at(detail, "TotalSummary", "TotalCost")),
				"rows by product":     sumOf(at(products, "BillInfo"), "TotalCost"),
				"products":            cents(at(products, "TotalSummary", "TotalCost")),
			}, map[string]int64{"rows of the details": want, "details": want, "rows by product": want, "products": want})
		})
	}
	if len(months) < 13 {
		t.Errorf("months: got %d, want 13 at least", len(months))
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
