package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// notFound answers addresses that lead nowhere; nobody who is not signed in
// learns which ones do.
func (s *Server) notFound(echo.Context) error { return echo.NewHTTPError(http.StatusNotFound) }
