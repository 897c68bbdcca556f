package handlers

import (
	"context"
	"errors"
	"log/slog"

	"github.com/labstack/echo/v4"

	"yunque/internal/identity"
)

const identityKey = "identity"

// identityOf is who a request comes from, behind permit.
func identityOf(c echo.Context) identity.Identity {
	id, _ := c.Get(identityKey).(identity.Identity)
	return id
}

// identify learns who asks, before any session is looked at. A session whose
// person is no longer named, or no longer has any role, is over.
func (s *Server) identify(c echo.Context) error {
	id, err := s.Identity.Identify(c.Request())
	switch {
	case errors.Is(err, identity.ErrUnavailable): // nobody's fault: sessions stay
	case err != nil:
		s.endUnnamed(c)
	case id.Role < identity.Viewer:
		s.endUnnamed(c)
		err = s.forbid(c, id, identity.Viewer)
	}
	if err != nil {
		s.Log.Warn("identity not accepted", slog.String("request_id", requestID(c)), slog.String("route", c.Path()),
			slog.String("peer", c.Request().RemoteAddr), slog.String("ip", c.RealIP()), slog.Any("error", err))
		return err
	}
	c.Set(identityKey, id)
	return nil
}

// endUnnamed ends the session of the request's cookie, if it has one.
func (s *Server) endUnnamed(c echo.Context) {
	t, ok := s.cookies.read(c)
	if !ok {
		return
	}
	ctx := c.Request().Context()
	if session, err := s.DB.Session(ctx, t.hash()); err == nil {
		s.Log.Warn("session ended with its identity", slog.String("person", session.Person), slog.String("ip", c.RealIP()))
		s.noteEnded(c, session, endedByUnnamed)
		s.endOf(ctx, session.ID, byeEnded)
	}
	s.cookies.clear(c)
}

// whileNamed is ctx for as long as the visit's person may be taken for named:
// a stream that stays open must not outlive what opened it.
func (v *visit) whileNamed(ctx context.Context) (context.Context, context.CancelFunc) {
	if v.identity.Until.IsZero() {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, v.identity.Until)
}
