package handlers

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"yunque/internal/store"
	"yunque/internal/views/layout"
	"yunque/internal/views/route"
)

// environmentKey is the setting of an account that says what it is for. It is
// the account's, not a person's or a session's: everyone who works with its
// keys is to see the band, tomorrow as well.
const environmentKey = "environment"

// environmentOf is what an account is marked as; a console that is for
// production altogether marks them all.
func (s *Server) environmentOf(ctx context.Context, account string) (layout.Environment, error) {
	if s.Config.Environment == string(layout.Production) {
		return layout.Production, nil
	}
	kept, err := s.DB.Pref(ctx, account, environmentKey)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return layout.Environment(kept), err
}

// setEnvironment marks the account of one of the session's profiles.
func (s *Server) setEnvironment(c echo.Context) error {
	mark := layout.Environment(c.FormValue("environment"))
	if mark != "" && !slices.Contains(layout.Environments, mark) {
		return echo.NewHTTPError(http.StatusBadRequest)
	}
	for _, p := range visitOf(c).profiles {
		if p.ID == c.FormValue("profile") {
			if err := s.DB.SetPref(c.Request().Context(), p.Account, environmentKey, string(mark)); err != nil {
				return err
			}
			return redirect(c, ownPath(c.FormValue(route.ParamNext)))
		}
	}
	return echo.NewHTTPError(http.StatusNotFound)
}
