package handlers

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
	"yunque/internal/views/layout"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// head is what a page tells its frame.
type head struct {
	title  resource.Text
	crumbs []ui.Crumb
	failed bool // a form with mistakes: the title says so
}

// page answers with a whole page: the body inside the frame of a signed-in
// person.
func (s *Server) page(c echo.Context, status int, h head, body templ.Component) error {
	frame, err := s.frame(c, h)
	if err != nil {
		return err
	}
	ctx := templ.WithChildren(c.Request().Context(), body)
	c.SetRequest(c.Request().WithContext(ctx))
	return s.fragment(c, status, layout.Page(frame))
}

// pageOr answers htmx with the part it asked for and everyone else with the
// whole page.
func (s *Server) pageOr(c echo.Context, status int, h head, body, part templ.Component) error {
	if wantsFragment(c.Request()) {
		return s.fragment(c, status, part)
	}
	return s.page(c, status, h, body)
}

// within is a component with another as its children.
func within(outer, inner templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, inner), w)
	})
}

// barePage is a page of someone who is not signed in.
func (s *Server) barePage(c echo.Context, status int, title resource.Text, failed bool, body templ.Component) error {
	at := here(c.Request())
	if c.Request().Method != http.MethodGet {
		at = route.SignIn // there is nothing to come back to where a form was sent
	}
	p := layout.BareProps{Title: title, Error: failed, Here: at, Theme: preferencesOf(c).theme, Demo: s.Demo != nil}
	c.SetRequest(c.Request().WithContext(templ.WithChildren(c.Request().Context(), body)))
	return s.fragment(c, status, layout.Bare(p))
}

// fragment renders to a buffer, then writes: an error leaves nothing half-sent.
func (s *Server) fragment(c echo.Context, status int, part templ.Component) error {
	var b bytes.Buffer
	if err := part.Render(c.Request().Context(), &b); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}

// redirect sends the person on; htmx, which would follow by itself and swap the
// answer, is told to.
func redirect(c echo.Context, to string) error {
	if c.Request().Header.Get("HX-Request") != "" {
		c.Response().Header().Set("HX-Redirect", to)
		return c.NoContent(http.StatusOK)
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// here is the address of the request, for forms that return to it.
func here(r *http.Request) string { return r.URL.RequestURI() }
