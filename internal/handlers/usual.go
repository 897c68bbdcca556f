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

// askingTakes is how long a person who asks about a task is kept waiting for
// the provider's answer.
const askingTakes = 3 * time.Second

// checkTask asks the provider about an act's tasks now, not when their turn
// comes, and says whether there was an answer: most often it is that nothing
// has changed.
func (s *Server) checkTask(c echo.Context) error {
	ctx := c.Request().Context()
	a, err := s.Ledger.Act(ctx, visitOf(c).profile.Account, c.Param("id"))
	if err != nil {
		return err
	}
	before, _, err := s.asked(ctx, a.ID)
	if err != nil {
		return err
	}
	s.Tracker.CheckNow(a.Who.Account, a.ID)
	outcome := asksSilent
	for end := time.Now().Add(askingTakes); outcome == asksSilent && time.Now().Before(end); {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
		polls, failing, err := s.asked(ctx, a.ID)
		if err != nil {
			return err
		}
		if polls > before && failing {
			break
		} else if polls > before {
			outcome = asksAnswered
		}
	}
	return redirect(c, route.Task(a.ID)+"?"+route.ParamAsked+"="+outcome)
}

// What came of asking at once.
const (
	asksAnswered = "answered"
	asksSilent   = "silent"
)

// asked is how often the provider was asked about an act's tasks, and whether
// it fails to answer now.
func (s *Server) asked(ctx context.Context, act string) (polls int, failing bool, err error) {
	followed, err := s.DB.TasksOf(ctx, act)
	for _, t := range followed {
		polls, failing = polls+t.Polls, failing || t.Failures > 0
	}
	return polls, failing, err
}

// askedText tells a person who asked at once what came of it.
func (s *Server) askedText(outcome string) resource.Text {
	switch outcome {
	case asksAnswered, asksSilent:
		return resource.T("task.asked."+outcome, s.Now())
	}
	return resource.Text{}
}
