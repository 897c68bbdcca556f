package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"yunque/internal/i18n"
	"yunque/internal/resource"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/ui"
)

// maxCompared is how many resources are legible beside each other.
const maxCompared = 6

// compare puts the facts of the selected resources beside each other.
func (s *Server) compare(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error {
		a, err := s.several(c, k, c.QueryParams())
		if err != nil {
			return err
		}
		p := vr.CompareProps{Slug: k.Meta().Slug, Selected: len(a.ids), Most: maxCompared, OnlyDifferent: c.QueryParam("only") == "different"}
		ids := a.ids[:min(len(a.ids), maxCompared)]
		ctx := c.Request().Context()
		p.Comparison, err = k.Compare(ctx, visitOf(c).caller, ids, func(t resource.Text) string { return i18n.Say(ctx, t) })
		if err != nil {
			return err
		}
		title := resource.T("compare.title", kindTitle(k))
		h := head{title: title, crumbs: []ui.Crumb{{Text: kindTitle(k), Href: "/" + p.Slug}, {Text: resource.T("compare.link")}}}
		return s.page(c, http.StatusOK, h, vr.Compare(p))
	}
}
