package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
	"yunque/internal/views/pages"
	"yunque/internal/views/ui"
)

// notFound answers addresses that lead nowhere; nobody who is not signed in
// learns which ones do.
func (s *Server) notFound(echo.Context) error { return echo.NewHTTPError(http.StatusNotFound) }

// gallery shows every component in every state, in the demo.
func (s *Server) gallery(c echo.Context) error {
	title := resource.T("gallery.title")
	return s.page(c, http.StatusOK, head{title: title, crumbs: []ui.Crumb{{Text: title}}}, pages.Gallery(pages.GalleryProps{Now: s.Now()}))
}
