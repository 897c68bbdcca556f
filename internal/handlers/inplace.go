package handlers

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"yunque/internal/views/layout"
	vr "yunque/internal/views/resource"
)

// flashes are the banners as they are now.
func (s *Server) flashes(c echo.Context) error {
	list, err := s.flashesOf(c)
	if err != nil {
		return err
	}
	return s.fragment(c, http.StatusOK, layout.FlashPartial(list))
}

// doneInPlace closes the dialog and shows the banners; the rows on the page
// are told by name to ask for themselves, in case the event stream is down.
func (s *Server) doneInPlace(c echo.Context, a act) error {
	list, err := s.flashesOf(c)
	if err != nil {
		return err
	}
	c.Response().Header().Set("HX-Trigger", "console:done")
	return s.fragment(c, http.StatusOK, templ.Join(vr.NoDialog(), layout.FlashPartial(list)))
}
