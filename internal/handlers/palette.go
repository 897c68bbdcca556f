package handlers

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
)

// paletteHits is how many resources of one kind the palette offers, and
// palettePatience how long it waits for a kind's list. What comes later is
// there for the next letter typed.
const (
	paletteHits     = 6
	palettePatience = 2 * time.Second
)

// palette offers what can be done with the resource at hand, the resources seen
// last and the pages; with something typed, whatever of all that has it in its
// name, and resources by name, id or address.
func (s *Server) palette(c echo.Context) error {
	q := strings.TrimSpace(c.QueryParam(route.ParamSearch))
	hits, err := s.findHere(c, q)
	if err != nil {
		return err
	}
	if q == "" {
		recent, err := s.findRecent(c)
		if err != nil {
			return err
		}
		hits = append(hits, recent...)
	}
	for _, g := range s.nav(nil) {
		for _, item := range g.Items {
			if says(c, item.Text, q) {
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
		if says(c, label, q) {
			hits = append(hits, pages.Hit{Text: label, Icon: "plus", Href: m.Create, Group: resource.T("palette.acts")})
		}
	}
	return hits
}

// findResources looks through every kind's list, which the cache mostly has,
// all at once; a kind that does not answer is left out.
func (s *Server) findResources(c echo.Context, q string) []pages.Hit {
	found := make([][]pages.Hit, len(s.Kinds))
	var all sync.WaitGroup
	for i, k := range s.Kinds {
		if !k.Meta().Records {
			all.Go(func() { found[i] = s.findIn(c, k, q) })
		}
	}
	all.Wait()
	return slices.Concat(found...)
}

func (s *Server) findIn(c echo.Context, k resource.Any, q string) []pages.Hit {
	m := k.Meta()
	ctx, cancel := context.WithTimeout(c.Request().Context(), palettePatience)
	defer cancel()
	t, err := k.Table(ctx, visitOf(c).caller, resource.Query{Search: q, Page: 1, Size: paletteHits}, nil)
	if err != nil {
		return nil
	}
	var hits []pages.Hit
	for _, r := range t.Rows {
		note := r.ID
		if m.Part { // its own id follows that of what it is a part of
			note = note[strings.LastIndex(note, ":")+1:]
		}
		hits = append(hits, pages.Hit{Text: resource.Lit(r.Name), Note: note, Icon: m.Icon, Href: r.Href, Group: kindTitle(k)})
	}
	if t.Matched > len(t.Rows) && !m.Part {
		hits = append(hits, pages.Hit{Text: resource.T("palette.all", t.Matched), Icon: "chevron-right", Href: route.List(m.Slug, resource.Query{Search: q}), Group: kindTitle(k)})
	}
	return hits
}
