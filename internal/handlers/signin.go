package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/audit"
	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
)

// signInForm shows the form; someone signed in already adds another profile
// with it. Whose session has just ended is told so.
func (s *Server) signInForm(c echo.Context) error {
	p := pages.SignInProps{Next: ownPath(c.QueryParam(route.ParamNext))}
	if _, ok := s.cookies.read(c); ok && errors.Is(s.openVisit(c), errSignedOut) {
		p.Said = resource.T("expired.said")
	}
	return s.showSignIn(c, http.StatusOK, p)
}

// showSignIn shows the form as a page, or to a page whose session is over as
// the part of it that signs in again.
func (s *Server) showSignIn(c echo.Context, status int, p pages.SignInProps) error {
	p.Demo = s.Demo
	for _, site := range s.Sites {
		p.Sites = append(p.Sites, resource.Choice{Value: site.Key, Label: siteName(site.Key)})
	}
	if wantsFragment(c.Request()) {
		return s.fragment(c, status, pages.SignInAgain(p))
	}
	return s.barePage(c, status, resource.T("signin.title"), len(p.Errors) > 0, pages.SignIn(p))
}

// signIn verifies keys with one read and begins a new session that holds them;
// in a live session they become a further profile, under a new session id.
func (s *Server) signIn(c echo.Context) error {
	p := pages.SignInProps{AccessKey: tidyKey(c.FormValue("access_key")), Site: c.FormValue("site"), Next: ownPath(c.FormValue(route.ParamNext)), Kept: keptOf(c)}
	cred := cloud.Credentials{AccessKey: p.AccessKey, Secret: cloud.NewSecret(tidyKey(c.FormValue("secret_key")))}
	p.Errors = s.checkSignIn(p, cred)
	if len(p.Errors) > 0 {
		return s.showSignIn(c, http.StatusUnprocessableEntity, p)
	}
	if wait, ok := s.signIns.allow(c.RealIP(), p.AccessKey); !ok {
		return s.tooManySignIns(c, p, wait)
	}
	if err := s.verify(c.Request().Context(), cred, s.site(p.Site)); err != nil {
		s.Log.Info("sign-in refused", "key", cred.MaskedKey(), "error", err)
		if err := s.noteSignIn(c, cred, p.Site, "", err); err != nil {
			return err
		}
		p.Errors = signInMistake(err)
		return s.showSignIn(c, http.StatusUnprocessableEntity, p)
	}
	name := strings.TrimSpace(c.FormValue("name"))
	if name == "" {
		name = cred.MaskedKey()
	}
	session, err := s.begin(c, name, p.Site, cred)
	if err != nil {
		return err
	}
	v, err := s.visitIn(c, session)
	if err != nil {
		return err
	}
	if wantsFragment(c.Request()) {
		return s.signedInAgain(c, v)
	}
	if p.Kept.At != "" {
		return s.showKept(c, v, p.Kept)
	}
	return redirect(c, p.Next)
}

func (s *Server) checkSignIn(p pages.SignInProps, cred cloud.Credentials) resource.FieldErrors {
	mistakes := resource.FieldErrors{}
	if cred.AccessKey == "" {
		mistakes["access_key"] = resource.T("signin.no_key")
	}
	if cred.Secret.IsZero() {
		mistakes["secret_key"] = resource.T("signin.no_secret")
	}
	if s.site(p.Site).Key != p.Site {
		mistakes["site"] = resource.T("signin.no_site")
	}
	return mistakes
}

// verify proves keys with the cheapest read there is.
func (s *Server) verify(ctx context.Context, cred cloud.Credentials, site cloud.Site) error {
	return ccs.Verify(ctx, s.Client.For(cred, site))
}

// begin makes a session under a new id, taking along what a live one of this
// browser held, so that an id from before signing in is worth nothing after.
func (s *Server) begin(c echo.Context, name, site string, cred cloud.Credentials) (store.Session, error) {
	ctx, t := c.Request().Context(), newToken()
	session := store.Session{ID: t.hash(), Person: identityOf(c).Person, Expires: s.Now().Add(s.Config.Lifetime), IP: c.RealIP(), UserAgent: clip(c.Request().UserAgent(), 200)}
	if err := s.DB.AddSession(ctx, session); err != nil {
		return session, err
	}
	session.Seen = s.Now()
	account := s.Vault.Fingerprint(cred.AccessKey, site)
	if err := s.carryOver(c, t, account); err != nil {
		return session, err
	}
	if err := s.addProfile(ctx, t, session.Person, name, site, cred); err != nil {
		return session, err
	}
	if err := s.noteSignIn(c, cred, site, session.ID, nil); err != nil {
		s.endOf(ctx, session.ID, byeEnded)
		return session, err
	}
	return session, s.cookies.write(c, t)
}

// carryOver moves the profiles of this browser's live session into the new
// one, sealed anew, and ends the old one.
func (s *Server) carryOver(c echo.Context, t token, except string) error {
	if s.openVisit(c) != nil {
		return nil
	}
	old, _ := s.cookies.read(c)
	v, ctx := visitOf(c), c.Request().Context()
	for _, p := range v.profiles {
		cred, err := s.unseal(old, v.session, p)
		if err != nil || p.Account == except {
			continue
		}
		if err := s.addProfile(ctx, t, v.session.Person, p.Name, p.Site, cred); err != nil {
			return err
		}
	}
	s.endOf(ctx, v.session.ID, byeMoved)
	return nil
}

// signOut erases the session and its keys.
func (s *Server) signOut(c echo.Context) error {
	s.noteAnyway(c, store.AuditRow{Event: audit.SignOut})
	s.endOf(c.Request().Context(), visitOf(c).session.ID, byeOut)
	s.cookies.clear(c)
	c.Response().Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return redirect(c, route.SignIn)
}

// signInMistake puts the four ways to fail beside the field they are about.
func signInMistake(err error) resource.FieldErrors {
	switch {
	case cloud.HasCode(err, cloud.CodeUnreachable, cloud.CodeTimeout, cloud.CodeCircuitOpen):
		return resource.FieldErrors{"": resource.T("signin.unreachable")}
	case cloud.HasCode(err, "InvalidAccessKeyId.NotFound", "InvalidAccessKeyId"):
		return resource.FieldErrors{"access_key": resource.T("signin.unknown_key")}
	case cloud.HasCode(err, "SignatureDoesNotMatch", "InvalidSignature"):
		return resource.FieldErrors{"secret_key": resource.T("signin.wrong_secret")}
	case cloud.HasCode(err, "InvalidTimestamp.Expired", "InvalidTimeStamp.Expired", "InvalidTimestamp"):
		return resource.FieldErrors{"": resource.T("signin.clock")}
	}
	return resource.FieldErrors{"": resource.T("signin.refused", describe(err))}
}

// ownPath keeps a redirect on our own pages: anything but a plain path is home.
func ownPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") || strings.ContainsAny(next, "\\\r\n\t") || !plain(u) {
		return route.Home
	}
	return next
}

// tidyKey drops what pasting adds around a key.
func tidyKey(s string) string { return strings.TrimSpace(s) }

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// signIns limits attempts to sign in: each asks the provider.
type signIns struct{ byPlace, byKey *attempts }

func newSignIns(now func() time.Time) signIns {
	return signIns{byPlace: newAttempts(2*time.Second, 30, now), byKey: newAttempts(3*time.Second, 20, now)}
}

func (l signIns) allow(ip, accessKey string) (wait time.Duration, ok bool) {
	if wait, ok = l.byPlace.allow(place(ip)); !ok {
		return wait, false
	}
	return l.byKey.allow(clip(accessKey, 128))
}

func (s *Server) tooManySignIns(c echo.Context, p pages.SignInProps, wait time.Duration) error {
	s.Log.Warn("too many sign-ins", "key", cloud.Credentials{AccessKey: p.AccessKey}.MaskedKey(), "ip", c.RealIP())
	c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(seconds(wait)))
	p.Errors = resource.FieldErrors{"": resource.T("signin.too_many", seconds(wait))}
	return s.showSignIn(c, http.StatusTooManyRequests, p)
}
