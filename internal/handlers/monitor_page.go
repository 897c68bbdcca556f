package handlers

import (
	"net/url"
	"reflect"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// pointRows is about how many rows the table of points has; finer values are
// put together.
const pointRows = 60

// props are what both pages have. at is the page's path; extra belongs to its
// address whatever is shown.
func (m monitoring) props(c echo.Context, w view, at string, extra url.Values) pages.MonitorProps {
	p := pages.MonitorProps{Action: at, Here: at + w.query(m, extra), CSV: at + ".csv" + w.query(m, extra), Live: w.ask.Range != "", AsOf: m.s.Now()}
	p.Ranges, p.Grains = m.rangeLinks(w, at, extra), m.grainLinks(w, at, extra)
	if w.bad["from"].Key != "" {
		p.From, p.To = c.QueryParam("from"), c.QueryParam("to")
	} else if w.ask.Range == "" {
		shown := w.ask.Query(m.monitor, w.loc)
		p.From, p.To = shown.Get("from"), shown.Get("to")
	} else {
		p.Keep = append(p.Keep, pages.Kept{Name: "range", Value: w.ask.Range})
	}
	if len(w.ask.Metrics) != len(m.monitor.Metrics) {
		for _, x := range w.ask.Metrics {
			p.Keep = append(p.Keep, pages.Kept{Name: "metric", Value: x.Key})
		}
	}
	for _, id := range extra[route.ParamID] {
		p.Keep = append(p.Keep, pages.Kept{Name: route.ParamID, Value: id})
	}
	for _, name := range []string{"from", "range", "period", "metric", "disk", "card"} {
		if text, bad := w.bad[name]; bad {
			p.Notices = append(p.Notices, text)
		}
	}
	return p
}

// rangeLinks are the ranges; a grain that is too fine for one is left behind.
func (m monitoring) rangeLinks(w view, at string, extra url.Values) []ui.Segment {
	var out []ui.Segment
	for _, r := range m.monitor.Ranges() {
		to := w
		to.ask.Range = r.Name
		to.ask.Chosen = w.ask.Chosen && m.allows(w.ask.Step, r.Span)
		out = append(out, ui.Segment{Text: resource.T("monitor.range." + r.Name), Href: at + to.query(m, extra), Current: w.ask.Range == r.Name})
	}
	return out
}

func (m monitoring) allows(step, span time.Duration) bool {
	return slices.ContainsFunc(m.monitor.Grains, func(g catalog.Grain) bool { return g.Step == step && g.Allows(span) })
}

func (m monitoring) grainLinks(w view, at string, extra url.Values) []ui.Segment {
	var out []ui.Segment
	for _, g := range m.monitor.Grains {
		to, minutes := w, int(g.Step/time.Minute)
		to.ask.Step, to.ask.Chosen = g.Step, true
		s := ui.Segment{Text: resource.T("monitor.period", minutes), Href: at + to.query(m, extra), Current: w.ask.Step == g.Step}
		if !g.Allows(w.ask.To.Sub(w.ask.From)) {
			s.Reason = resource.T("monitor.period_too_fine", minutes, int(g.Longest.Hours()))
		}
		out = append(out, s)
	}
	return out
}

// partFields choose the disk and the card that are shown.
func partFields(w view) []resource.Field {
	s := w.servers[0]
	disk := resource.Field{Name: "disk", Label: resource.T("monitor.disk"), Value: w.ask.Disk, Choices: s.Disks}
	card := resource.Field{Name: "card", Label: resource.T("monitor.card"), Value: w.ask.Card, Choices: s.Cards}
	return []resource.Field{disk, card}
}

func (m monitoring) metricLinks(w view, at string) []ui.Segment {
	var out []ui.Segment
	for _, x := range m.monitor.Metrics {
		to := w
		to.ask.Metrics = []catalog.Metric{x}
		out = append(out, ui.Segment{Text: metricName(x), Href: at + to.query(m, w.ids()), Current: w.ask.Metrics[0].Key == x.Key})
	}
	return out
}

func metricName(x catalog.Metric) resource.Text { return resource.T("monitor.metric." + x.Key) }

func (m monitoring) comparedLinks(w view, at string) []pages.Compared {
	var out []pages.Compared
	for i, s := range w.servers {
		rest := w
		rest.servers = slices.Delete(slices.Clone(w.servers), i, i+1)
		out = append(out, pages.Compared{Name: s.Name, Href: route.Detail(m.monitor.Slug, s.ID) + "/monitor", Drop: at + rest.query(m, rest.ids())})
	}
	return out
}

// addField offers the servers that are not compared yet.
func addField(w view, all []catalog.Measured) resource.Field {
	f := resource.Field{Name: route.ParamID, Label: resource.T("monitor.add"), Choices: []resource.Choice{{Label: resource.T("monitor.add")}}}
	if len(w.servers) >= mostCompared {
		return f
	}
	for _, s := range all {
		if !slices.ContainsFunc(w.servers, func(x catalog.Measured) bool { return x.ID == s.ID }) {
			f.Choices = append(f.Choices, resource.Choice{Value: s.ID, Label: resource.Lit(s.Name)})
		}
	}
	return f
}

// charts puts measurements into words and figures. What measures nothing on
// most servers is left out where it did not.
func (m monitoring) charts(c echo.Context, list []catalog.Chart, src string) []ui.TimeChartProps {
	var out []ui.TimeChartProps
	printer := i18n.From(c.Request().Context())
	for _, ch := range list {
		if ch.Metric.Optional && ch.Blank() && len(ch.Errs) == 0 {
			continue
		}
		p := ui.TimeChartProps{Key: ch.Metric.Key, Title: metricName(ch.Metric), Src: src, Note: ch.Note}
		for _, err := range ch.Errs {
			p.Failed = append(p.Failed, describe(err))
		}
		if !ch.Blank() {
			p.Lines, p.Points = linesOf(ch), pointsOf(ch, printer)
		}
		out = append(out, p)
	}
	return out
}

// together says once what is true of every chart: that none could be read, and
// why, or that nothing was measured.
func together(p *pages.MonitorProps) {
	if len(p.Charts) < 2 {
		return
	}
	first := p.Charts[0].Failed
	if slices.ContainsFunc(p.Charts, func(ch ui.TimeChartProps) bool { return len(ch.Lines) > 0 || !reflect.DeepEqual(ch.Failed, first) }) {
		return
	}
	if len(first) == 0 {
		p.Blank = true
	} else {
		p.Problems = append(p.Problems, ui.Problem{What: resource.T("monitor.unread", first[0]), Retry: p.Here})
	}
	p.Charts = nil
}

func linesOf(ch catalog.Chart) []ui.ChartLine {
	var out []ui.ChartLine
	for i, s := range ch.Series {
		color, dash := look(ch, i)
		st := s.Values.Stats()
		out = append(out, ui.ChartLine{Name: seriesName(ch, s), Color: color, Dash: dash,
			Last: ch.Unit.Format(st.Last), Min: ch.Unit.Format(st.Min), Mean: ch.Unit.Format(st.Mean), Max: ch.Unit.Format(st.Max)})
	}
	return out
}

// look gives the curves of one server a colour each. Compared servers have one
// each, and their second curve is dashed.
func look(ch catalog.Chart, i int) (color int, dash bool) {
	if ch.Series[i].Server == "" {
		return i + 1, false
	}
	curves := len(ch.Metric.Curves)
	return i/curves%mostCompared + 1, i%curves > 0
}

// seriesName is the server, where there are several, with the curve, where its
// metric has several.
func seriesName(ch catalog.Chart, s catalog.Series) resource.Text {
	name := metricName(ch.Metric)
	switch {
	case s.Server != "" && !s.Curve.IsZero():
		name = resource.T("monitor.series", resource.Lit(s.Server), s.Curve)
	case s.Server != "":
		name = resource.Lit(s.Server)
	case !s.Curve.IsZero():
		name = s.Curve
	}
	if s.Device != "" {
		return resource.T("monitor.of_device", name, resource.Lit(s.Device))
	}
	return name
}

// pointsOf is the chart as a table. Where there are too many values for one,
// a row is the mean of several.
func pointsOf(ch catalog.Chart, printer i18n.Printer) ui.ChartPoints {
	steps := len(ch.Series[0].Values)
	size := max((steps+pointRows-1)/pointRows, 1)
	step := ch.Step * time.Duration(size)
	p := ui.ChartPoints{Title: resource.T("monitor.points", ch.From, ch.From.Add(ch.Step*time.Duration(steps-1)), step)}
	columns := make([]catalog.Values, len(ch.Series))
	for i, s := range ch.Series {
		columns[i] = s.Values.Coarse(size)
	}
	for at := range columns[0] {
		row := ui.ChartRow{At: ch.From.Add(step * time.Duration(at)).In(printer.Loc).Format("2006-01-02 15:04")}
		for _, values := range columns {
			row.Values = append(row.Values, ch.Unit.Format(values[at]))
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}
