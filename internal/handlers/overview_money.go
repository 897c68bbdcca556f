package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/cloud"
	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// overviewMoney is the balance, what is spent, and how long that goes on.
func (s *Server) overviewMoney(c echo.Context) error {
	return s.fragment(c, http.StatusOK, pages.OverviewMoneyPart(s.overviewMoneyOf(c)))
}

func (s *Server) overviewMoneyOf(c echo.Context) pages.OverviewMoney {
	_, p := s.moneyOf(c)
	return p
}

// moneyOf reads the account, and puts it as the overview shows it.
func (s *Server) moneyOf(c echo.Context) (catalog.Account, pages.OverviewMoney) {
	ctx, old := cloud.AllowStale(fresh(c))
	a, err := catalog.ReadAccount(ctx, visitOf(c).caller, s.Now())
	if err != nil {
		return a, pages.OverviewMoney{Lasts: -1, Problem: &ui.Problem{What: resource.T("overview.unread", resource.T("overview.money"), describe(err)), Retry: route.Home}}
	}
	p := pages.OverviewMoney{
		Currency: a.Currency, Balance: a.Balance, Owed: a.Owed, Month: a.Month, Lasts: a.Lasts, PerDay: a.PerDayAmount(),
	}
	if since, why := old.Since(); why != nil {
		p.Problem = &ui.Problem{What: resource.T("overview.stale", i18n.From(ctx).Clock(since), describe(why)), Retry: route.Home}
	}
	for _, m := range a.Months {
		p.Months = append(p.Months, pages.Month{Label: m.Month, Amount: m.Amount, Height: m.Value})
	}
	for _, one := range a.Products {
		p.Products = append(p.Products, pages.Product{Name: productName(c, one), Amount: one.Amount, Value: one.Value})
	}
	return a, p
}

// productName is a product in the person's language, where we know it; else as
// the provider calls it.
func productName(c echo.Context, p catalog.ProductCost) resource.Text {
	if key := "product." + p.Code; i18n.Has(i18n.From(c.Request().Context()).Lang, key) {
		return resource.T(key)
	}
	return resource.Lit(p.Name)
}
