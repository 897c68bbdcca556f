package handlers

import (
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/layout"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
)

// signedInEvent tells a page that it may go on, with its session's lifetime.
const signedInEvent = "console:signed-in"

// signedInAgain answers a page that signed in over itself. It goes on by itself
// only with the account it was made for.
func (s *Server) signedInAgain(c echo.Context, v *visit) error {
	if said := c.Request().Header.Get(headerAccount); said != "" && said != v.mark() {
		return s.showOtherAccount(c, v, said)
	}
	return s.goOn(c, v)
}

// goOn lets a page go on: its script learns how long the session has, and the
// menu of accounts is that of the session it has now.
func (s *Server) goOn(c echo.Context, v *visit) error {
	account, err := s.accountOf(c.Request().Context(), v)
	if err != nil {
		return err
	}
	event, err := json.Marshal(map[string]any{signedInEvent: s.lifetime(v)})
	if err != nil {
		return err
	}
	c.Response().Header().Set("HX-Trigger", string(event))
	return s.fragment(c, http.StatusOK, layout.AccountPartial(layout.Props{Account: account, Here: cameFrom(c.Request())}))
}

// otherAccount tells a page made for another account what can be done.
func (s *Server) otherAccount(c echo.Context) error {
	return s.showOtherAccount(c, visitOf(c), c.Request().Header.Get(headerAccount))
}

func (s *Server) showOtherAccount(c echo.Context, v *visit, pageMark string) error {
	p := pages.OtherAccountProps{Profile: v.profile.Name, Site: siteName(v.profile.Site)}
	if back := v.marked(pageMark); back != nil {
		p.Back, p.Mark = back.Name, pageMark
	}
	return s.fragment(c, http.StatusOK, pages.OtherAccount(p))
}

// backToAccount works again with the account that a page was made for.
func (s *Server) backToAccount(c echo.Context) error {
	v, ctx := visitOf(c), c.Request().Context()
	back := v.marked(c.FormValue("mark"))
	if back == nil {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	if err := s.DB.ActivateProfile(ctx, v.session.ID, back.ID); err != nil {
		return err
	}
	v, err := s.visitIn(c, v.session)
	if err != nil {
		return err
	}
	return s.goOn(c, v)
}

// visitIn is what is known of a session without opening its keys.
func (s *Server) visitIn(c echo.Context, session store.Session) (*visit, error) {
	v := &visit{session: session, identity: identityOf(c)}
	var err error
	v.profiles, err = s.DB.Profiles(c.Request().Context(), session.ID)
	v.choose()
	return v, err
}

// answerOtherAccount stops a page's request that was meant for another account.
// A link to a whole page is followed anew, frame and all: nothing is lost by it.
func (s *Server) answerOtherAccount(c echo.Context) {
	r := c.Request()
	c.Response().Header().Set(headerAccount, visitOf(c).mark())
	if r.Method == http.MethodGet && r.Header.Get("HX-Request-Type") == "full" {
		c.Response().Header().Set("HX-Redirect", here(r))
		_ = c.NoContent(http.StatusOK)
		return
	}
	_ = c.NoContent(http.StatusConflict)
}

// marked is the profile of the session that a page's mark names; nil for none.
func (v *visit) marked(mark string) *store.Profile {
	for i, p := range v.profiles {
		if markOf(v.session.Person, p.Account) == mark {
			return &v.profiles[i]
		}
	}
	return nil
}

// choose works with the session's active profile.
func (v *visit) choose() {
	for _, p := range v.profiles {
		if p.Active {
			v.profile = p
		}
	}
}

// answerSignedOut sends people to sign in and back. A page's script gets 401,
// so that the page can ask over itself and lose nothing typed; a form sent
// without a script comes back filled, to a browser that had a session.
func (s *Server) answerSignedOut(c echo.Context) {
	r := c.Request()
	if scripted(r) || c.Path() == route.Events {
		_ = c.NoContent(http.StatusUnauthorized)
		return
	}
	if r.Method == http.MethodGet {
		_ = c.Redirect(http.StatusSeeOther, route.SignInThen(here(r)))
		return
	}
	p := pages.SignInProps{Next: cameFrom(r), Said: resource.T("expired.not_sent")}
	if _, had := s.cookies.read(c); had && redraws(r.URL.Path) && s.readForm(c) == nil {
		p.Kept, p.Said = keep(here(r), r.PostForm), resource.T("expired.kept")
	}
	if err := s.showSignIn(c, http.StatusUnauthorized, p); err != nil {
		s.Log.Error("sign-in page failed", "error", err)
	}
}
