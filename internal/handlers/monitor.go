package handlers

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// mostCompared is how many servers a chart holds: as many as there are colours
// to tell them apart.
const mostCompared = 8

// monitoring is the pages about what is measured of one kind of server.
type monitoring struct {
	s       *Server
	kind    resource.Any
	monitor *catalog.Monitor
}

// monitorRoutes are the same for every kind of server that is measured.
func (s *Server) monitorRoutes(g table) {
	for _, monitor := range catalog.Monitors() {
		m := monitoring{s, s.kind(monitor.Slug), monitor}
		path := "/" + monitor.Slug
		g.GET(path+"/:id/monitor", s.at(s.paces.figures, m.tab), viewer)
		g.GET(path+"/:id/glance", s.at(s.paces.figures, m.glance), viewer)
		g.GET(path+"/:id/monitor.json", s.at(s.paces.figures, m.tabJSON), viewer)
		g.GET(path+"/:id/monitor.csv", s.at(s.paces.exports, m.tabCSV), viewer)
		g.GET(path+"/compare", s.at(s.paces.figures, m.compare), viewer)
		g.GET(path+"/compare.json", s.at(s.paces.figures, m.compareJSON), viewer)
		g.GET(path+"/compare.csv", s.at(s.paces.exports, m.compareCSV), viewer)
	}
}

// view is what one request wants to see, read and checked.
type view struct {
	ask     catalog.MonitorAsk
	bad     resource.FieldErrors
	servers []catalog.Measured
	missing []string // ids that no server has
	dropped int      // servers more than a chart holds
	loc     *time.Location
}

// one reads the request about the server of the path.
func (m monitoring) one(c echo.Context) (view, error) {
	w := m.asked(c)
	server, err := m.monitor.One(c.Request().Context(), visitOf(c).caller, c.Param("id"))
	if err != nil {
		return w, err
	}
	w.servers, w.ask.Totals = []catalog.Measured{server}, true
	for name, text := range w.ask.Of(server) {
		w.bad[name] = text
	}
	return w, nil
}

// several reads the request about the servers that the URL names, in its
// order, and all there are to choose from.
func (m monitoring) several(c echo.Context) (w view, all []catalog.Measured, err error) {
	w = m.asked(c)
	w.ask.Metrics = w.ask.Metrics[:1] // a comparison shows one at a time
	w.ask.Disk, w.ask.Card = "", ""
	all, err = m.monitor.All(c.Request().Context(), visitOf(c).caller)
	if err != nil {
		return w, nil, err
	}
	for _, id := range compared(c) {
		i := slices.IndexFunc(all, func(s catalog.Measured) bool { return s.ID == id })
		switch {
		case i < 0:
			w.missing = append(w.missing, id)
		case len(w.servers) == mostCompared:
			w.dropped++
		default:
			w.servers = append(w.servers, all[i])
		}
	}
	return w, all, nil
}

// compared are the ids in the URL, each once.
func compared(c echo.Context) []string {
	var ids []string
	for _, id := range c.QueryParams()[route.ParamID] {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (m monitoring) asked(c echo.Context) view {
	w := view{loc: i18n.From(c.Request().Context()).Loc}
	w.ask, w.bad = catalog.ReadMonitorAsk(c.QueryParams(), m.monitor, m.s.Now(), w.loc)
	return w
}

// read measures what a view wants to see.
func (m monitoring) read(c echo.Context, w view) []catalog.Chart {
	return m.monitor.Measure(c.Request().Context(), visitOf(c).caller, w.servers, w.ask)
}

// tab is the monitoring of one server, as a tab of its page. What of the URL
// is not valid is said, and what is shown otherwise is shown.
func (m monitoring) tab(c echo.Context) error {
	id := c.Param("id")
	d, err := m.s.readDetail(c, m.kind, "monitor")
	if err != nil {
		return err
	}
	w, err := m.one(c)
	if err != nil {
		return err
	}
	at := route.Detail(m.monitor.Slug, id) + "/monitor"
	p := m.props(c, w, at, url.Values{})
	p.Charts = m.charts(c, m.read(c, w), at+".json"+w.query(m, nil))
	together(&p)
	p.Target, p.Compare = "#detail", "/"+m.monitor.Slug+"/compare?"+url.Values{route.ParamID: {id}}.Encode()
	p.Fields = partFields(w)
	return m.s.showDetail(c, m.kind, vr.DetailProps{Detail: d, CanDo: true}, pages.Monitor(p))
}

// compare is the page with several servers on one chart.
func (m monitoring) compare(c echo.Context) error {
	w, all, err := m.several(c)
	if err != nil {
		return err
	}
	at := "/" + m.monitor.Slug + "/compare"
	p := m.props(c, w, at, w.ids())
	p.Target = "#compare"
	if len(w.servers) > 0 {
		p.Charts = m.charts(c, m.read(c, w), at+".json"+w.query(m, w.ids()))
	}
	p.Metrics, p.Compared = m.metricLinks(w, at), m.comparedLinks(w, at)
	p.Fields = []resource.Field{addField(w, all)}
	p.Notices = append(p.Notices, w.notices()...)
	title := resource.T("monitor.compare")
	h := head{title: title, crumbs: []ui.Crumb{{Text: group(m.kind.Meta().Group)}, {Text: kindTitle(m.kind), Href: "/" + m.monitor.Slug}, {Text: title}}}
	return m.s.pageOr(c, http.StatusOK, h, pages.Compare(p), pages.Compare(p))
}

// notices say what of the servers asked for is not shown.
func (w view) notices() []resource.Text {
	var out []resource.Text
	for _, id := range w.missing {
		out = append(out, resource.T("monitor.gone", id))
	}
	if w.dropped > 0 {
		out = append(out, resource.T("monitor.too_many", mostCompared))
	}
	return out
}

// ids are the servers of a comparison as parameters.
func (w view) ids() url.Values {
	v := url.Values{}
	for _, s := range w.servers {
		v.Add(route.ParamID, s.ID)
	}
	return v
}

// query writes the view as the query of an address, after what is before it.
func (w view) query(m monitoring, v url.Values) string {
	out := w.ask.Query(m.monitor, w.loc)
	maps.Copy(out, v)
	if len(out) == 0 {
		return ""
	}
	return "?" + out.Encode()
}
