package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
	"yunque/internal/tasks"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/route"
)

// waiting looks again at resources that are busy with something no task here
// follows, all of a page at once, and has every page read those that have
// settled. What cannot be read now is looked at again later.
func (s *Server) waiting(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error {
		slug := k.Meta().Slug
		ids := c.QueryParams()[route.ParamID]
		if len(ids) > slices.Max(resource.Sizes) {
			return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
		}
		round, err := strconv.Atoi(c.QueryParam(route.ParamRound))
		if err != nil || round < 0 {
			return echo.NewHTTPError(http.StatusBadRequest)
		}
		still, err := k.StillBusy(c.Request().Context(), visitOf(c).caller, ids)
		if err != nil {
			still = ids
		}
		change := tasks.Change{Account: visitOf(c).profile.Account, Kind: slug}
		for _, id := range ids {
			if !slices.Contains(still, id) {
				change.Targets = append(change.Targets, resource.Target{Kind: slug, ID: id})
			}
		}
		if len(change.Targets) > 0 {
			s.Hub.Publish(change)
		}
		return s.fragment(c, http.StatusOK, vr.Waiting(slug, still, round+1))
	}
}
