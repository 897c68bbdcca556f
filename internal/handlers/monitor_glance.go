package handlers

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/resource"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// glanced are the metrics a server's overview shows of its last hour, each of
// one call at most.
var glanced = []string{"cpu", "memory", "network", "throughput"}

// glanceProps are the frame of the figures, which are read once the page is
// there: a server's overview must not wait for its monitoring.
func glanceProps(slug, id string) ui.GlanceProps {
	return ui.GlanceProps{ID: "glance-" + slug + "-" + id, Title: resource.T("monitor.glance"), All: resource.T("monitor.glance_all"), Href: route.Detail(slug, id) + "/monitor"}
}

// glanceOf is the place of the figures on the overview of what is measured.
func glanceOf(slug string, d resource.Detail) templ.Component {
	measured := slices.ContainsFunc(catalog.Monitors(), func(m *catalog.Monitor) bool { return m.Slug == slug })
	if !measured || d.Tab != resource.TabOverview {
		return templ.NopComponent
	}
	return ui.GlanceLater(glanceProps(slug, d.ID), route.Detail(slug, d.ID)+"/glance")
}

// glance answers with the figures of the last hour.
func (m monitoring) glance(c echo.Context) error {
	w, err := m.one(c)
	if err != nil {
		return err
	}
	w.ask.Totals, w.ask.Metrics = false, nil
	for _, key := range glanced {
		if x, ok := m.monitor.Metric(key); ok {
			w.ask.Metrics = append(w.ask.Metrics, x)
		}
	}
	p := glanceProps(m.monitor.Slug, c.Param("id"))
	for _, ch := range m.read(c, w) {
		p.Figures = append(p.Figures, figureOf(ch))
	}
	return m.s.fragment(c, http.StatusOK, ui.Glance(p))
}

func figureOf(ch catalog.Chart) ui.GlanceFigure {
	f := ui.GlanceFigure{Title: metricName(ch.Metric)}
	for _, err := range ch.Errs {
		f.Failed = describe(err)
	}
	if ch.Blank() {
		return f
	}
	if ch.Unit.Symbol == "%" {
		f.Top = 100
	}
	for i, s := range ch.Series {
		f.Lines = append(f.Lines, ui.GlanceLine{Name: s.Curve, Last: ch.Unit.Format(s.Values.Stats().Last), Color: i + 1, Values: s.Values})
	}
	return f
}
