package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"

	"yunque/internal/cloud"
	"yunque/internal/identity"
	"yunque/internal/resource"
	"yunque/internal/store"
)

// visit is what one request knows of who asks: the session, the profile in
// use, and the way to the provider with that profile's keys and no other's.
type visit struct {
	identity identity.Identity
	session  store.Session
	profile  store.Profile
	profiles []store.Profile
	secret   cloud.Secret // of the profile, to compare with
	caller   cloud.Caller // for whatever a page does
	direct   cloud.Caller // for the ledger, which has asked for all that is needed
	proof    proof
	noReason resource.Text // what is wrong with the reason that an act gave
	calls    *cloud.Recorder
}

// errSignedOut says that the request has no session, or no longer.
var errSignedOut = errors.New("signed out")

const visitKey = "visit"

// visitOf is the visit of a request whose route takes a session.
func visitOf(c echo.Context) *visit {
	v, _ := c.Get(visitKey).(*visit)
	return v
}

// tryVisit opens the session, where there is one, for pages that answer
// everyone.
func (s *Server) tryVisit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		_ = s.openVisit(c)
		return next(c)
	}
}

func (s *Server) openVisit(c echo.Context) error {
	ctx := c.Request().Context()
	t, ok := s.cookies.read(c)
	if !ok {
		return errSignedOut
	}
	session, err := s.DB.Session(ctx, t.hash())
	if errors.Is(err, store.ErrNotFound) {
		return errSignedOut
	}
	if err != nil {
		return err
	}
	if s.over(session) {
		s.noteEnded(c, session, endedByAge)
		s.endOf(ctx, session.ID, byeExpired)
		return errSignedOut
	}
	if s.another(c, session) {
		s.noteEnded(c, session, endedByStolen)
		s.endOf(ctx, session.ID, byeEnded)
		return errSignedOut
	}
	if byPerson(c) && s.Now().Sub(session.Seen) > s.touchEvery() {
		if err := s.touch(ctx, &session); err != nil {
			return err
		}
	}
	return s.openProfile(c, t, session)
}

// over tells whether a session has reached its idle or absolute limit.
func (s *Server) over(session store.Session) bool {
	now := s.Now()
	return !now.Before(session.Expires) || now.Sub(session.Seen) > s.Config.Idle
}

// another tells whether a session belongs to someone else than who asks: its
// cookie was copied, or planted.
func (s *Server) another(c echo.Context, session store.Session) bool {
	id := identityOf(c)
	if session.Person == id.Person {
		return false
	}
	s.Log.Warn("session of another person", slog.String("request_id", requestID(c)), slog.String("person", id.Person),
		slog.String("belongs_to", session.Person), slog.String("ip", c.RealIP()))
	return true
}

// endOf erases a session's keys and stops what is done with them, in every
// replica; its open pages are told why.
func (s *Server) endOf(ctx context.Context, session string, why bye) {
	s.ForgetSession(session, string(why))
	if err := s.DB.DeleteSession(context.WithoutCancel(ctx), session); err != nil {
		s.Log.Error("session not deleted", "error", err)
	}
	s.Hub.SessionEnded(session, string(why))
}

// ForgetSession drops what this process holds of a session that has ended, and
// tells its open pages why.
func (s *Server) ForgetSession(session, why string) {
	s.Tracker.Forget(session)
	s.streams.end(session, bye(why))
	s.history.Forget(session)
}

// openProfile unseals the keys of the profile in use. A session whose keys do
// not open is over.
func (s *Server) openProfile(c echo.Context, t token, session store.Session) error {
	ctx := c.Request().Context()
	v := &visit{session: session, identity: identityOf(c)}
	var err error
	if v.profiles, err = s.DB.Profiles(ctx, session.ID); err != nil {
		return err
	}
	v.choose()
	if v.profile.ID == "" {
		return errSignedOut
	}
	cred, err := s.unseal(t, session, v.profile)
	if err != nil {
		s.endOf(ctx, session.ID, byeEnded)
		return errSignedOut
	}
	s.reseal(c, t, v)
	v.secret, v.direct = cred.Secret, s.Client.For(cred, s.site(v.profile.Site))
	v.caller = provenCaller{v.direct, func() bool { return s.proven(v) }}
	s.Tracker.Seen(session.ID, v.profile.Account, v.direct)
	ctx, v.calls = cloud.Record(ctx)
	ctx = resource.WithHistory(ctx, history{s.DB, v.profile.Account})
	ctx = resource.WithGuard(ctx, guard{s.DB, v.profile.Account, s.Config.Windows, s.Now})
	ctx = resource.WithSaid(ctx, c.QueryParams(), s.Now())
	c.SetRequest(c.Request().WithContext(ctx))
	c.Set(visitKey, v)
	return nil
}

func (s *Server) site(key string) cloud.Site {
	for _, site := range s.Sites {
		if site.Key == key {
			return site
		}
	}
	return s.Sites[0]
}

// wantsFragment tells whether htmx asks for a part of a page. A boosted or
// restored page is whole.
func wantsFragment(r *http.Request) bool {
	return r.Header.Get("HX-Request-Type") == "partial" && r.Header.Get("HX-History-Restore-Request") == ""
}
