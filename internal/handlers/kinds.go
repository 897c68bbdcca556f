package handlers

import (
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"yunque/internal/cloud"
	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/layout"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// kindRoutes are the same for every kind of resource.
func (s *Server) kindRoutes(g table, k resource.Any) {
	path := "/" + k.Meta().Slug
	g.GET(path, s.list(k), viewer)
	g.GET(path+".csv", s.at(s.paces.exports, s.export(k)), viewer)
	g.GET(path+"/waiting", s.waiting(k), viewer)
	g.GET(path+"/differences", s.compare(k), viewer)
	g.GET(path+"/views", s.viewsForm(k), viewer)
	g.POST(path+"/views", s.saveView(k), viewer)
	g.POST(path+"/views/:view/first", s.chooseView(k), viewer)
	g.POST(path+"/views/:view/delete", s.deleteView(k), viewer)
	g.GET(path+"/ops/:op", s.bulkForm(k), byEffect)
	g.POST(path+"/ops/:op", s.bulkRun(k), byEffect)
	g.GET(path+"/:id", s.detail(k), viewer)
	g.GET(path+"/:id/row", s.row(k), viewer)
	g.GET(path+"/:id/menu", s.rowMenu(k), viewer)
	g.GET(path+"/:id/ops/:op", s.opForm(k), byEffect)
	g.POST(path+"/:id/ops/:op", s.opRun(k), byEffect)
}

func kindTitle(k resource.Any) resource.Text { return resource.T("kind." + k.Meta().Slug + ".many") }

// list shows a kind's list. One that cannot be read is a page all the same,
// with the reason and what was last read.
func (s *Server) list(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, m := visitOf(c), k.Meta()
		if first, err := s.firstView(c, k); err != nil || first != "" {
			if err != nil {
				return err
			}
			return redirect(c, first)
		}
		q, err := s.listQuery(c, k)
		if err != nil {
			return err
		}
		busy, err := s.busy(c, m.Slug)
		if err != nil {
			return err
		}
		p := vr.ListProps{Create: m.Create, CanDo: true, Dense: preferencesOf(c).dense}
		status := http.StatusOK
		ctx, old := cloud.AllowStale(fresh(c))
		p.Table, err = k.Table(ctx, v.caller, q, busy)
		if err != nil {
			problem := problemOf(err, c)
			p.Problem, status = &problem, statusOf(err)
		}
		p.Partial = unread(c, p.Table.Missing, "list.missing", here(c.Request()))
		s.restrictTable(c, &p.Table)
		if p.Views, err = s.savedViews(c, k, p.Table.Query); err != nil {
			return err
		}
		p.CreateReason = s.createReason(c, m)
		p.Table.AsOf = s.Now()
		if since, why := old.Since(); why != nil {
			p.Table.AsOf, p.Table.Stale = since, resource.T("list.stale", since)
			p.Partial = append(p.Partial, problemOf(why, c))
		}
		h := head{title: kindTitle(k), crumbs: []ui.Crumb{{Text: group(m.Group)}, {Text: kindTitle(k)}}}
		return s.pageOr(c, status, h, vr.List(p), vr.ListBody(p))
	}
}

func group(slug string) resource.Text { return resource.T("nav." + slug) }

// listQuery reads the URL; columns not named there are the ones this person
// chose last.
func (s *Server) listQuery(c echo.Context, k resource.Any) (resource.Query, error) {
	slug, values := k.Meta().Slug, c.QueryParams()
	owner, key := visitOf(c).owner(), "columns."+slug
	if chosen := values[route.ParamColumns]; len(chosen) > 0 {
		if err := s.DB.SetPref(c.Request().Context(), owner, key, strings.Join(chosen, ",")); err != nil {
			return resource.Query{}, err
		}
	} else if kept, err := s.DB.Pref(c.Request().Context(), owner, key); err == nil && kept != "" {
		values[route.ParamColumns] = []string{kept}
	} else if err != nil && !errors.Is(err, store.ErrNotFound) {
		return resource.Query{}, err
	}
	return k.ParseQuery(values, preferencesOf(c).size), nil
}

// busy tells which resources of a kind have a task under way.
func (s *Server) busy(c echo.Context, slug string) (resource.Overlay, error) {
	return s.Tracker.BusyTargets(c.Request().Context(), visitOf(c).profile.Account, slug)
}

// row is one row of a list, which asks for itself when its task moves.
func (s *Server) row(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error {
		q, err := s.listQuery(c, k)
		if err != nil {
			return err
		}
		busy, err := s.busy(c, k.Meta().Slug)
		if err != nil {
			return err
		}
		row, err := k.Row(fresh(c), visitOf(c).caller, c.Param("id"), q, busy)
		var gone *resource.NotFound
		if errors.As(err, &gone) {
			return s.fragment(c, http.StatusOK, vr.GoneRow(k.Meta().Slug, c.Param("id"), len(q.Columns)))
		}
		if err != nil {
			return err
		}
		s.restrict(c, row.Ops)
		return s.fragment(c, http.StatusOK, vr.Row(vr.RowProps{Slug: k.Meta().Slug, Query: q, Row: row, Pick: k.Meta().Picks(), Ops: len(k.Meta().Ops) > 0}))
	}
}

// rowMenu are the operations of one row, asked for when its menu is opened.
func (s *Server) rowMenu(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error {
		busy, err := s.busy(c, k.Meta().Slug)
		if err != nil {
			return err
		}
		row, err := k.Row(c.Request().Context(), visitOf(c).caller, c.Param("id"), resource.Query{}, busy)
		if err != nil {
			return err
		}
		s.restrict(c, row.Ops)
		return s.fragment(c, http.StatusOK, vr.RowMenu(row.Ops))
	}
}

// detail is a resource's page, one tab at a time.
func (s *Server) detail(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error {
		m, id := k.Meta(), c.Param("id")
		if m.Part {
			return redirect(c, k.Href(id))
		}
		if m.Bare {
			return redirect(c, route.List(m.Slug, resource.Query{Search: id}))
		}
		d, err := s.readDetail(c, k, c.QueryParam("tab"))
		if err != nil {
			return s.goneOr(c, k, err)
		}
		if err := s.noteRecent(c, m.Slug, id, d.Name); err != nil {
			return err
		}
		p := vr.DetailProps{Detail: d, CanDo: true}
		switch d.Tab {
		case resource.TabOverview:
			p.Tasks, err = s.taskLines(c, m.Slug, id)
		case resource.TabTasks:
			p.Tasks, err = s.taskLines(c, m.Slug, id)
			p.Audit = auditOf(m.Slug, id)
		case resource.TabAPI:
			p.Calls = callsOf(visitOf(c))
		}
		if err != nil {
			return err
		}
		return s.showDetail(c, k, p, glanceOf(m.Slug, d))
	}
}

// readDetail reads the resource of the path with one tab.
func (s *Server) readDetail(c echo.Context, k resource.Any, tab string) (resource.Detail, error) {
	busy, err := s.busy(c, k.Meta().Slug)
	if err != nil {
		return resource.Detail{}, err
	}
	ctx, old := cloud.AllowStale(fresh(c))
	if c.QueryParam(route.ParamLater) != "" {
		ctx = resource.WithLater(ctx)
	}
	d, err := k.Detail(ctx, visitOf(c).caller, c.Param("id"), tab, busy)
	if err != nil {
		return d, err
	}
	s.restrictDetail(c, &d)
	d.AsOf = s.Now()
	if since, why := old.Since(); why != nil {
		d.AsOf, d.Stale = since, resource.T("detail.stale", since, describe(why))
	}
	return d, nil
}

// showDetail answers with a resource's page; below what the tab has by its
// description stands what an ordinary page puts inside.
func (s *Server) showDetail(c echo.Context, k resource.Any, p vr.DetailProps, inside templ.Component) error {
	m, name := k.Meta(), resource.Lit(p.Detail.Name)
	h := head{title: name, crumbs: []ui.Crumb{{Text: group(m.Group)}, {Text: kindTitle(k), Href: "/" + m.Slug}, {Text: name}}}
	body := within(vr.Detail(p), inside)
	return s.pageOr(c, http.StatusOK, h, body, body)
}

// export is everything the filter matches as CSV for spreadsheets.
func (s *Server) export(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error {
		q, err := s.listQuery(c, k)
		if err != nil {
			return err
		}
		ctx := c.Request().Context()
		lines, err := k.Export(ctx, visitOf(c).caller, q, func(t resource.Text) string { return i18n.Say(ctx, t) })
		if err != nil {
			return err
		}
		return s.attachCSV(c, k.Meta().Slug, lines)
	}
}

// attachCSV answers with a file named for what it holds and when.
func (s *Server) attachCSV(c echo.Context, name string, lines [][]string) error {
	if err := s.noteExport(c, name, len(lines)-1); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+strings.ReplaceAll(name, "/", "-")+"-"+s.Now().UTC().Format("20060102-150405")+`.csv"`)
	c.Response().WriteHeader(http.StatusOK)
	return writeCSV(c.Response(), lines)
}

// writeCSV marks the text as UTF-8 for Excel and takes the edge off cells that
// a spreadsheet would run as formulas.
func writeCSV(w io.Writer, lines [][]string) error {
	if _, err := w.Write([]byte("\ufeff")); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for _, line := range lines {
		for i, cell := range line {
			line[i] = inert(cell)
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// refund is an amount below nothing: a number that is to be added up, whatever
// it begins with.
var refund = regexp.MustCompile(`^-\d+\.\d+$`)

// inert is a cell that no spreadsheet takes for a formula. Some look past
// blanks, and some read the wide signs of Chinese as the narrow ones.
func inert(cell string) string {
	if refund.MatchString(cell) {
		return cell
	}
	bare := strings.TrimLeftFunc(cell, func(r rune) bool {
		return r != '\t' && r != '\r' && r != '\n' && (unicode.IsSpace(r) || unicode.Is(unicode.Cf, r))
	})
	if first, n := utf8.DecodeRuneInString(bare); n > 0 && strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}

// kind finds a kind by its slug; nil when there is none.
func (s *Server) kind(slug string) resource.Any {
	for _, k := range s.Kinds {
		if k.Meta().Slug == slug {
			return k
		}
	}
	return nil
}

// nav is the navigation: the kinds by group, between the pages of our own.
// folded are the groups that the person closed.
func (s *Server) nav(folded []string) []layout.Group {
	groups := []layout.Group{{Items: []layout.Item{{Text: resource.T("nav.overview"), Icon: "home", Href: route.Home}}}}
	at := map[string]int{}
	for _, k := range s.Kinds {
		m := k.Meta()
		if m.Part {
			continue
		}
		i, ok := at[m.Group]
		if !ok {
			i = len(groups)
			at[m.Group] = i
			groups = append(groups, navGroup(m.Group, folded))
			if first, ok := firstOf[m.Group]; ok {
				groups[i].Items = append(groups[i].Items, first)
			}
		}
		groups[i].Items = append(groups[i].Items, layout.Item{Text: kindTitle(k), Icon: m.Icon, Href: "/" + m.Slug})
	}
	own := navGroup("operations", folded)
	own.Items = slices.Concat([]layout.Item{
		{Text: resource.T("nav.tasks"), Icon: "list-check", Href: route.Tasks},
	}, s.approvalsItem(), []layout.Item{
		{Text: resource.T("explorer.title"), Icon: "api", Href: route.Explorer},
		{Text: resource.T("audit.title"), Icon: "history", Href: route.Audit},
		{Text: resource.T("nav.settings"), Icon: "settings", Href: route.Settings},
	})
	return append(groups, own)
}

func navGroup(key string, folded []string) layout.Group {
	return layout.Group{Key: key, Title: group(key), Folded: slices.Contains(folded, key)}
}
