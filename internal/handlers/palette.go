package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
)

// paletteHits is how many resources of one kind the palette offers.
const paletteHits = 6

// palette finds pages by name and resources by name, id or address.
func (s *Server) palette(c echo.Context) error {
	q, ctx := strings.TrimSpace(c.QueryParam(route.ParamSearch)), c.Request().Context()
	var hits []pages.Hit
	for _, g := range s.nav() {
		for _, item := range g.Items {
			if strings.Contains(strings.ToLower(i18n.Say(ctx, item.Text)), strings.ToLower(q)) {
				hits = append(hits, pages.Hit{Text: item.Text, Icon: item.Icon, Href: item.Href, Group: resource.T("palette.pages")})
			}
		}
	}
	if q != "" {
		hits = append(hits, s.findActs(c, q)...)
		hits = append(hits, s.findResources(c, q)...)
		hits = append(hits, findOperations(q)...)
	}
	return s.fragment(c, http.StatusOK, pages.PaletteHits(hits))
}

// findActs offers to create what the query names, where the person may.
func (s *Server) findActs(c echo.Context, q string) []pages.Hit {
	var hits []pages.Hit
	for _, k := range s.Kinds {
		m := k.Meta()
		if m.Create == "" || m.Part || !s.createReason(c, m).IsZero() {
			continue
		}
		label := resource.T2("kind", m.Slug, "create")
		if strings.Contains(strings.ToLower(i18n.Say(c.Request().Context(), label)), strings.ToLower(q)) {
			hits = append(hits, pages.Hit{Text: label, Icon: "plus", Href: m.Create, Group: resource.T("palette.acts")})
		}
	}
	return hits
}

// findResources looks through every kind's list, which the cache mostly has; a
// kind that does not answer is left out.
func (s *Server) findResources(c echo.Context, q string) []pages.Hit {
	var hits []pages.Hit
	for _, k := range s.Kinds {
		t, err := k.Table(c.Request().Context(), visitOf(c).caller, resource.Query{Search: q, Page: 1, Size: paletteHits}, nil)
		if err != nil {
			continue
		}
		for _, r := range t.Rows {
			hits = append(hits, pages.Hit{Text: resource.Lit(r.Name), Note: r.ID, Icon: k.Meta().Icon, Href: r.Href, Group: kindTitle(k)})
		}
		if t.Matched > len(t.Rows) && !k.Meta().Part {
			hits = append(hits, pages.Hit{Text: resource.T("palette.all", t.Matched), Icon: "chevron-right", Href: route.List(k.Meta().Slug, resource.Query{Search: q}), Group: kindTitle(k)})
		}
	}
	return hits
}
