package handlers

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
)

// lateBy is how many times the usual an act may take before the page says so.
const lateBy = 2

// addUsual says of what is under way how long it takes as a rule, and whether
// it is long past that. Operations are asked for once, however many of them run.
func (s *Server) addUsual(ctx context.Context, acts []store.Act, views []pages.Task) error {
	type span struct{ from, to time.Duration }
	known := map[string]span{}
	for i, a := range acts {
		if a.FinishedAt != nil || a.SentAt == nil {
			continue
		}
		key := a.Kind + " " + a.Op
		u, asked := known[key]
		if !asked {
			var err error
			if u.from, u.to, err = s.Ledger.Usual(ctx, a.Who.Account, a.Kind, a.Op); err != nil {
				return err
			}
			known[key] = u
		}
		if u.to > 0 {
			views[i].Usual, views[i].Late = usualText(u.from, u.to), s.Now().Sub(*a.SentAt) > lateBy*u.to
		}
	}
	return nil
}

// usualText is "usually 2–4 min", in one unit and rounded up, so that it does
// not sound more exact than it is.
func usualText(from, to time.Duration) resource.Text {
	unit, key := time.Second, "task.usual.seconds"
	if to > 90*time.Second {
		unit, key = time.Minute, "task.usual.minutes"
	}
	up := func(d time.Duration) int { return max(int((d+unit-1)/unit), 1) }
	if up(from) == up(to) {
		return resource.T(key+".one", up(to))
	}
	return resource.T(key, up(from), up(to))
}

// checkTask asks the provider about an act's tasks now, not when their turn
// comes.
func (s *Server) checkTask(c echo.Context) error {
	a, err := s.Ledger.Act(c.Request().Context(), visitOf(c).profile.Account, c.Param("id"))
	if err != nil {
		return err
	}
	s.Tracker.CheckNow(a.Who.Account, a.ID)
	return redirect(c, route.Task(a.ID))
}
