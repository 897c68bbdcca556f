package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/store"
	"yunque/internal/views/layout"
	"yunque/internal/views/route"
)

// Headers of a page's own requests, and of the answers to them.
const (
	headerActive  = "X-Active"  // a person caused it just now
	headerAccount = "X-Account" // the mark of the account: the page's, or in an answer the one in use
)

const (
	warnBefore = 2 * time.Minute // an end is announced, or a third of a short limit
	touchEvery = time.Minute     // a session's use is stored at most, or a tenth of a short limit
	stayEvery  = 6               // parts of the idle limit: a person at work tells of it once in each
)

// errAnotherAccount says that a page or form was made for another account than
// the one in use: another tab switched, or other keys were entered.
var errAnotherAccount = errors.New("made for another account")

// byPerson tells whether a request is something that a person did: a page they
// went to, a form they sent, or a script's request that says so. What pages ask
// by themselves keeps no session alive.
func byPerson(c echo.Context) bool {
	if c.Path() == route.Events {
		return false
	}
	return c.Request().Header.Get(headerActive) != "" || !scripted(c.Request())
}

// scripted tells whether a page's script makes a request, rather than the
// browser to show what comes.
func scripted(r *http.Request) bool {
	mode := r.Header.Get("Sec-Fetch-Mode")
	return r.Header.Get("HX-Request") != "" || mode != "" && mode != "navigate"
}

// touch notes that a person used the session. One that was ended meanwhile is
// not begun anew.
func (s *Server) touch(ctx context.Context, session *store.Session) error {
	err := s.DB.TouchSession(ctx, session.ID)
	if errors.Is(err, store.ErrNotFound) {
		return errSignedOut
	}
	session.Seen = s.Now()
	return err
}

func (s *Server) touchEvery() time.Duration { return min(touchEvery, s.Config.Idle/10) }

// sessionEnd is when a session ends unless it is used, and whether use cannot
// put that off.
func (s *Server) sessionEnd(session store.Session) (end time.Time, final bool) {
	idle := session.Seen.Add(s.Config.Idle)
	if !session.Expires.After(idle) {
		return session.Expires, true
	}
	return idle, false
}

// lifetime is what a page knows of its session.
func (s *Server) lifetime(v *visit) layout.Session {
	end, final := s.sessionEnd(v.session)
	return layout.Session{
		Left: wholeSeconds(end.Sub(s.Now())), Final: final, Warn: wholeSeconds(min(warnBefore, s.Config.Idle/3)), Tell: wholeSeconds(s.Config.Idle / stayEvery), Mark: v.mark(),
	}
}

func wholeSeconds(d time.Duration) int { return int(d / time.Second) }

// session tells a page how long its session still has. Asking is no use.
func (s *Server) session(c echo.Context) error {
	return c.JSON(http.StatusOK, s.lifetime(visitOf(c)))
}

// stay puts the idle limit off: a person is there.
func (s *Server) stay(c echo.Context) error {
	v := visitOf(c)
	if err := s.touch(c.Request().Context(), &v.session); err != nil {
		return err
	}
	return s.session(c)
}

// markOf names one person's use of one account to their own pages.
func markOf(person, account string) string {
	sum := sha256.Sum256([]byte("mark\x00" + person + "\x00" + account))
	return hex.EncodeToString(sum[:8])
}

func (v *visit) mark() string { return markOf(v.session.Person, v.profile.Account) }

// withMark ties a form's key to the account that the form is made for.
func (v *visit) withMark(key string) string { return key + markSign + v.mark() }

const markSign = "~" // between a form's key and its mark

// keyMark is the mark of a form's key, if it has one.
func keyMark(key string) (mark string, ok bool) {
	_, mark, ok = strings.Cut(key, markSign)
	return mark, ok
}

// sameAccount refuses a request of a page, or with a form's key, that was made
// for another account: it would do there what was meant for here.
func (s *Server) sameAccount(c echo.Context) error {
	r, v := c.Request(), visitOf(c)
	if v == nil || anyAccount[c.Path()] {
		return nil
	}
	mark := v.mark()
	if said := r.Header.Get(headerAccount); said != "" && said != mark {
		return errAnotherAccount
	}
	if r.Method != http.MethodPost {
		return nil
	}
	if said, ok := keyMark(c.FormValue(route.ParamKey)); ok && said != mark {
		return errAnotherAccount
	}
	return nil
}

// anyAccount are the routes that are about the session itself, whichever
// account it uses.
var anyAccount = map[string]bool{
	route.Events: true, route.Session: true, route.Stay: true, route.OtherAccount: true, route.BackToAccount: true, route.SignOut: true, route.SetProfile: true,
}
