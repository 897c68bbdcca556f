package handlers

import (
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"yunque/internal/i18n"
	"yunque/internal/resource"
)

// opens tells whether an operation opens a page of the provider's instead of
// writing.
func opens(a act) bool {
	return slices.ContainsFunc(a.kind.Meta().Ops, func(o resource.OpMeta) bool { return o.Slug == a.op && o.Opens })
}

// open leads the new tab to the address the provider gave. Whoever has the
// address is let in, so it is in no page, log or store: only in this header.
func (s *Server) open(c echo.Context, a act) error {
	if a.bulk {
		return &resource.UnknownOp{Kind: a.kind.Meta().Slug, Op: a.op}
	}
	address, err := a.kind.Open(c.Request().Context(), visitOf(c).caller, a.op, a.ids[0])
	if noted := s.noteOpened(c, a, err); noted != nil || err != nil {
		return errors.Join(err, noted)
	}
	// A redirect would do, but browsers hold the whole way of a form against
	// form-action, which names no address but ours.
	c.Response().Header().Set("Refresh", "0; url="+address.Reveal())
	return c.String(http.StatusOK, i18n.T(c.Request().Context(), "console.opening"))
}
