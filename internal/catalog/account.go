package catalog

import (
	"context"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/billing"
)

// burnDays is how many days back the average cost of a day looks.
const burnDays = 30

// chinaTime is the zone of the provider's days and months.
var chinaTime = time.FixedZone("UTC+8", 8*60*60)

// Account is the money of the account that asks. Amounts are as the provider
// writes them; only what is estimated is counted with here.
type Account struct {
	Currency string // CNY or USD
	Balance  string
	Owed     string // used, and not yet deducted; "" for nothing
	Month    string // this month's cost so far
	Months   []MonthCost
	Products []ProductCost // of this month, the dearest first
	PerDay   float64       // average of the last days
	Lasts    int           // days until the balance is used up at that rate; below zero when that cannot be told

	Credit    string // what may be owed; "" for nothing
	Recharges []Recharge
}

// Recharge is one payment into the account.
type Recharge struct {
	At             time.Time
	Amount, Number string
	Currency       string
	Type           string // in the provider's words
}

// MonthCost is what one month cost.
type MonthCost struct {
	Month  string // "2026-08"
	Amount string
	Value  float64
}

// ProductCost is what one product cost this month.
type ProductCost struct {
	Code, Name string
	Amount     string
	Value      float64
}

// ReadAccount asks for balance and costs by three calls.
func ReadAccount(ctx context.Context, c cloud.Caller, now time.Time) (Account, error) {
	info, err := billing.DescribeAccountInfo.Call(ctx, c, billing.DescribeAccountInfoRequest{})
	if err != nil {
		return Account{}, err
	}
	now = now.In(chinaTime)
	first := now.AddDate(0, 0, 1-now.Day())
	var month, recent billing.DescribeCostSummaryByProResponse
	g, ctx := errgroup.WithContext(ctx)
	ask := func(from time.Time, into *billing.DescribeCostSummaryByProResponse) {
		g.Go(func() (err error) {
			*into, err = billing.DescribeCostSummaryByPro.Call(ctx, c, billing.DescribeCostSummaryByProRequest{
				DateFrom: from.Format(time.DateOnly), DateTo: now.Format(time.DateOnly), Currency: accountCurrency(info)})
			return err
		})
	}
	ask(first, &month)
	ask(now.AddDate(0, 0, 1-burnDays), &recent)
	if err := g.Wait(); err != nil {
		return Account{}, err
	}
	a := Account{Currency: currencyNames[accountCurrency(info)], Balance: string(info.MasterTotalBalance), Month: string(month.TotalSummary.TotalCost), Lasts: -1}
	if owed, ok := info.ToDeduct.Float64(); ok && owed > 0 {
		a.Owed = string(info.ToDeduct)
	}
	if !info.CreditLine.IsZero() {
		a.Credit = string(info.CreditLine)
	}
	a.Months, a.Products, a.Recharges = monthCosts(info), productCosts(month), recharges(info)
	a.burn(info, recent, now)
	return a, nil
}

// burn estimates what a day costs and how long the balance lasts. An account
// younger than the days looked at has spent in those it has.
func (a *Account) burn(info billing.DescribeAccountInfoResponse, recent billing.DescribeCostSummaryByProResponse, now time.Time) {
	spent, ok := recent.TotalSummary.TotalCost.Float64()
	balance, known := info.MasterTotalBalance.Float64()
	if !ok || !known || spent <= 0 {
		return
	}
	days := burnDays
	for _, m := range a.Months {
		if began, err := time.ParseInLocation("2006-01", m.Month, chinaTime); err == nil && m.Value > 0 {
			days = max(1, min(days, int(now.Sub(began).Hours()/24)+1))
			break
		}
	}
	credit, _ := info.CreditLine.Float64()
	owed, _ := info.ToDeduct.Float64()
	a.PerDay = spent / float64(days)
	a.Lasts = int(max(0, balance+credit-owed) / a.PerDay)
}

// currencyNames are the usual codes of the API's two currencies.
var currencyNames = map[string]string{"CN": "CNY", "US": "USD"}

// accountCurrency is the currency that the account's months are in.
func accountCurrency(info billing.DescribeAccountInfoResponse) string {
	if n := len(info.CostRecords); n > 0 && currencyNames[info.CostRecords[n-1].Currency] != "" {
		return info.CostRecords[n-1].Currency
	}
	return "CN"
}

// recharges are the payments, the latest first.
func recharges(info billing.DescribeAccountInfoResponse) []Recharge {
	var out []Recharge
	for _, r := range info.RechargeRecord {
		out = append(out, Recharge{At: r.CreateDate.Time, Amount: string(r.Amount), Number: string(r.SwiftNumber), Currency: currencyName(r.Currency), Type: r.Type})
	}
	slices.SortStableFunc(out, func(a, b Recharge) int { return b.At.Compare(a.At) })
	return out
}

// shownMonths is how many months there are bars for.
const shownMonths = 6

func monthCosts(info billing.DescribeAccountInfoResponse) []MonthCost {
	var out []MonthCost
	for _, m := range info.CostRecords {
		if t, err := time.Parse("200601", string(m.Month)); err == nil {
			value, _ := m.Amount.Float64()
			out = append(out, MonthCost{Month: t.Format("2006-01"), Amount: string(m.Amount), Value: value})
		}
	}
	slices.SortFunc(out, by(func(m MonthCost) string { return m.Month }))
	return out[max(0, len(out)-shownMonths):]
}

func productCosts(month billing.DescribeCostSummaryByProResponse) []ProductCost {
	var out []ProductCost
	for _, p := range month.BillInfo {
		if value, ok := p.TotalCost.Float64(); ok && value > 0 {
			out = append(out, ProductCost{Code: p.ProductType, Name: p.ProductName, Amount: string(p.TotalCost), Value: value})
		}
	}
	slices.SortStableFunc(out, func(x, y ProductCost) int { return by(func(p ProductCost) float64 { return p.Value })(y, x) })
	return out
}

// PerDayAmount is the estimate of a day's cost as an amount.
func (a Account) PerDayAmount() string { return strconv.FormatFloat(a.PerDay, 'f', 2, 64) }
