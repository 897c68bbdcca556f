package handlers

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/cloud"
	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/views/layout"
	"yunque/internal/views/pages"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// costs is the overview of the costs: the balance, payments, and what the
// months cost by product or by project. What cannot be read leaves the rest.
func (s *Server) costs(c echo.Context) error {
	ctx, asked := catalog.CostMonths.Read(fresh(c), "billing/bills")
	account, money := s.moneyOf(c)
	p := pages.CostsProps{Money: money, Credit: account.Credit, Here: here(c.Request()), CSV: costsHref(route.CostsCSV, by(c), asked.Keep())}
	for _, r := range account.Recharges {
		p.Recharges = append(p.Recharges, pages.Recharge{At: resource.Cell{Kind: resource.TimeCell, Time: r.At}, Amount: moneyText(r.Amount, r.Currency), Type: r.Type, Number: r.Number})
	}
	ctx, old := cloud.AllowStale(ctx)
	costs, err := catalog.ReadCosts(ctx, visitOf(c).caller, by(c))
	status := http.StatusOK
	if err != nil {
		problem := problemOf(err, c)
		p.Problem, status = &problem, statusOf(err)
	} else {
		fillCosts(&p, costs, i18n.From(ctx))
		p.Partial = unread(c, costs.Missing, "list.missing", here(c.Request()))
	}
	if since, why := old.Since(); why != nil {
		p.Partial = append(p.Partial, ui.Problem{What: resource.T("overview.stale", i18n.From(ctx).Clock(since), describe(why)), Retry: here(c.Request())})
	}
	p.By = costGroups(costs.By, asked)
	if problemAlone := err != nil && money.Balance != ""; problemAlone {
		status = http.StatusOK // the balance is an answer, too
	}
	h := head{title: resource.T("cost.title"), crumbs: []ui.Crumb{{Text: group("billing")}, {Text: resource.T("cost.title")}}}
	body := s.costsBody(p, asked, by(c))
	return s.pageOr(c, status, h, body, body)
}

// costsBody is the page with what chooses its months.
func (s *Server) costsBody(p pages.CostsProps, asked resource.Asked, grouped string) templ.Component {
	choose := vr.Asks(route.Costs, "#costs", asked, func(values map[string]string) string { return costsHref(route.Costs, grouped, values) })
	return within(pages.Costs(p), within(choose, vr.Kept(map[string]string{route.ParamBy: grouped})))
}

// by is what the costs are to be grouped by.
func by(c echo.Context) string {
	if c.QueryParam(route.ParamBy) == catalog.ByProject {
		return catalog.ByProject
	}
	return ""
}

func costsHref(at, grouped string, months map[string]string) string {
	v := url.Values{}
	for key, value := range months {
		v.Set(key, value)
	}
	if grouped != "" && grouped != catalog.ByProduct {
		v.Set(route.ParamBy, grouped)
	}
	if len(v) == 0 {
		return at
	}
	return at + "?" + v.Encode()
}

// costGroups are the ways to group; by resource is a list of its own.
func costGroups(present string, asked resource.Asked) []ui.Segment {
	return []ui.Segment{
		{Text: resource.T("cost.by.product"), Href: costsHref(route.Costs, "", asked.Keep()), Current: present != catalog.ByProject},
		{Text: resource.T("cost.by.project"), Href: costsHref(route.Costs, catalog.ByProject, asked.Keep()), Current: present == catalog.ByProject},
		{Text: resource.T("cost.by.resource"), Href: route.With("/billing/bills", asked.Values)},
	}
}

func moneyText(amount, currency string) resource.Text {
	if amount == "" {
		return resource.Text{}
	}
	return resource.T("bill.amount", resource.Money{Amount: amount, Currency: currency})
}

// fillCosts puts costs into words.
func fillCosts(p *pages.CostsProps, costs catalog.Costs, printer i18n.Printer) {
	say := func(d cloud.Decimal) resource.Text { return moneyText(string(d), costs.Currency) }
	p.Title, p.OtherName, p.Past = resource.T("cost.table_project"), resource.T("cost.by.product"), costs.Past
	if costs.By == catalog.ByProduct {
		p.Title, p.OtherName = resource.T("cost.table_product"), resource.T("cost.by.project")
	}
	p.Total = pages.CostRow{Total: say(costs.Total), Before: say(costs.Before), Change: costs.Change()}
	for _, m := range costs.Months {
		height, _ := m.Total.Float64() // the bar alone
		p.Bars = append(p.Bars, pages.Month{Label: m.Month, Amount: printer.Say(say(m.Total)), Height: height})
		p.Months = append(p.Months, pages.CostColumn{Label: m.Label, Short: m.Short, Open: m.Open})
		p.Total.Months = append(p.Total.Months, say(m.Total))
	}
	for _, g := range costs.Groups {
		row := pages.CostRow{Name: g.Name, Href: g.Href, Total: say(g.Total), Before: say(g.Before), Change: g.Change()}
		for _, m := range g.Months {
			row.Months = append(row.Months, say(m))
		}
		p.Rows = append(p.Rows, row)
	}
	for _, g := range costs.Other {
		size, _ := g.Total.Float64()
		p.Other = append(p.Other, pages.Product{Name: g.Name, Amount: printer.Say(say(g.Total)), Value: size})
	}
}

// costsCSV is the table as a file. Without one of its months there is none.
func (s *Server) costsCSV(c echo.Context) error {
	ctx, _ := catalog.CostMonths.Read(c.Request().Context(), "billing/bills")
	costs, err := catalog.ReadCosts(ctx, visitOf(c).caller, by(c))
	if err == nil && len(costs.Missing) > 0 {
		err = costs.Missing[0].Err
	}
	if err != nil {
		return err
	}
	say := func(t resource.Text) string { return i18n.Say(ctx, t) }
	head := []string{say(resource.T("cost.group"))}
	last := []string{say(resource.T("cost.total"))}
	for _, m := range costs.Months {
		head, last = append(head, m.Month), append(last, string(m.Total))
	}
	lines := [][]string{append(head, say(resource.T("cost.total")), say(resource.T("cost.before")), say(resource.T("field.billing/bills.currency")))}
	for _, g := range costs.Groups {
		line := []string{say(g.Name)}
		for _, m := range g.Months {
			line = append(line, string(m))
		}
		lines = append(lines, append(line, string(g.Total), string(g.Before), costs.Currency))
	}
	return s.attachCSV(c, "costs", append(lines, append(last, string(costs.Total), string(costs.Before), costs.Currency)))
}

// firstOf are pages of our own that stand before the kinds of their group.
var firstOf = map[string]layout.Item{
	"billing": {Text: resource.T("cost.title"), Icon: "wallet", Href: route.Costs},
}
