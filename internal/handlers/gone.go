package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
	"yunque/internal/store"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/ui"
)

// goneOr answers for a resource that cannot be read. One that is not there but
// that something was done to here has been deleted: its page says so, and
// keeps what was done. Another was never known.
func (s *Server) goneOr(c echo.Context, k resource.Any, err error) error {
	var gone *resource.NotFound
	if !errors.As(err, &gone) {
		return err
	}
	m, id := k.Meta(), c.Param("id")
	acts, _, failed := s.Ledger.ByTarget(c.Request().Context(), visitOf(c).profile.Account, m.Slug, id, 1)
	if failed != nil || len(acts) == 0 && !m.Unlisted {
		return err
	}
	d := resource.Detail{Slug: m.Slug, ID: id, Name: nameIn(acts, m.Slug, id), State: resource.State{Tone: resource.Gone, Word: resource.T("gone.title")}}
	if m.Unlisted {
		d.State.Word, d.Heed, d.Ops = resource.T("known.off_list"), resource.T("known.off_list_about", d.Name), []resource.OpView{resource.RememberView(m.Slug, id)}
		s.restrict(c, d.Ops)
	}
	p := vr.DetailProps{Detail: d, Tasks: s.linesOf(acts), Audit: auditOf(m.Slug, id)}
	name := resource.Lit(d.Name)
	h := head{title: name, crumbs: []ui.Crumb{{Text: group(m.Group)}, {Text: kindTitle(k), Href: "/" + m.Slug}, {Text: name}}}
	return s.pageOr(c, http.StatusNotFound, h, vr.Gone(p), vr.Gone(p))
}

// nameIn is what a resource was called when something was last done to it.
func nameIn(acts []store.Act, kind, id string) string {
	for _, a := range acts {
		for _, t := range a.Targets {
			if t.Kind == kind && t.ID == id && t.Name != "" {
				return t.Name
			}
		}
	}
	return id
}
