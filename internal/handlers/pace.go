package handlers

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/labstack/echo/v4"
)

// pace limits how often something that costs the provider or us may be asked
// for, by each person and with each access key, whoever shares it.
type pace struct {
	name     string
	byPerson *attempts
	byKey    *attempts
}

// paces are what is limited. The provider's own limits are kept by the client,
// for all calls of a key together.
type paces struct{ calls, exports, figures, quotes, orders, searches pace }

// sharers is how many people at their limit one access key bears.
const sharers = 3

func newPaces(now func() time.Time) paces {
	of := func(name string, every time.Duration, burst int) pace {
		return pace{name, newAttempts(every, burst, now), newAttempts(every/sharers, burst*sharers, now)}
	}
	return paces{
		calls:    of("calls", time.Second, 120),
		exports:  of("exports", time.Second, 120),
		figures:  of("figures", 200*time.Millisecond, 400),
		quotes:   of("quotes", 500*time.Millisecond, 120),
		orders:   of("orders", 2*time.Second, 30),
		searches: of("searches", 250*time.Millisecond, 120),
	}
}

// tooFast says that something was asked for too often.
type tooFast struct {
	what string
	wait time.Duration
}

func (t *tooFast) Error() string { return fmt.Sprintf("too many %s: wait %s", t.what, t.wait) }

// seconds is how long to wait, never too short.
func (t *tooFast) seconds() int { return int(t.wait.Seconds()) + 1 }

// at lets a request through to a handler at a pace.
func (s *Server) at(p pace, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		v := visitOf(c)
		person := v.session.Person
		if person == "" {
			person = v.session.ID
		}
		wait, ok := p.byPerson.allow(person)
		if ok {
			wait, ok = p.byKey.allow(v.profile.Account)
		}
		if !ok {
			s.Log.Warn("too many", slog.String("what", p.name), slog.String("request_id", requestID(c)), slog.String("person", v.session.Person),
				slog.String("key", v.profile.MaskedKey), slog.String("ip", c.RealIP()))
			return &tooFast{p.name, wait}
		}
		return next(c)
	}
}
