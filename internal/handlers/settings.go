package handlers

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"yunque/internal/audit"
	"yunque/internal/identity"
	"yunque/internal/resource"
	"yunque/internal/risk"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// settings shows what a person may choose, their keys and where they are
// signed in.
func (s *Server) settings(c echo.Context) error { return s.showSettings(c, http.StatusOK) }

func (s *Server) showSettings(c echo.Context, status int) error {
	v, p := visitOf(c), preferencesOf(c)
	props := pages.SettingsProps{Here: here(c.Request()), Language: string(p.lang), Theme: string(p.theme), Zone: string(p.zone)}
	for _, k := range v.profiles {
		props.Profiles = append(props.Profiles, pages.ProfileLine{ID: k.ID, Name: k.Name, Key: k.MaskedKey, Site: siteName(k.Site), InUse: k.Active})
	}
	list, err := s.ownSessions(c)
	if err != nil {
		return err
	}
	for _, one := range list {
		props.Sessions = append(props.Sessions, sessionLine(one, v))
	}
	if props.Others, err = s.othersSessions(c); err != nil {
		return err
	}
	props.Proof = s.askProof(c, risk.TakesProof(risk.EndOthersSession))
	title := resource.T("nav.settings")
	return s.page(c, status, head{title: title, failed: status != http.StatusOK, crumbs: []ui.Crumb{{Text: title}}}, pages.Settings(props))
}

func sessionLine(one store.Session, v *visit) pages.Session {
	return pages.Session{ID: one.ID, Agent: one.UserAgent, Address: one.IP, Since: one.Created, Seen: one.Seen, Current: one.ID == v.session.ID}
}

// endsOthers tells whether a person may see and end the sessions of others.
// Where nobody is named, nobody is an administrator of somebody else.
func (v *visit) endsOthers() bool {
	return v.identity.Person != "" && v.identity.Role >= identity.Admin
}

// othersSessions are everyone else's, for an administrator.
func (s *Server) othersSessions(c echo.Context) ([]pages.Session, error) {
	v := visitOf(c)
	if !v.endsOthers() {
		return nil, nil
	}
	all, err := s.DB.Sessions(c.Request().Context(), "")
	if err != nil {
		return nil, err
	}
	var out []pages.Session
	for _, one := range all {
		if one.Person != v.session.Person {
			line := sessionLine(one, v)
			line.Person = one.Person
			out = append(out, line)
		}
	}
	return out, nil
}

// ownSessions are the person's, or where nobody is named those that hold the
// same account's keys.
func (s *Server) ownSessions(c echo.Context) ([]store.Session, error) {
	v := visitOf(c)
	if v.session.Person != "" {
		return s.DB.Sessions(c.Request().Context(), v.session.Person)
	}
	return s.DB.SessionsOfAccount(c.Request().Context(), v.profile.Account)
}

// switchProfile works with another set of this session's keys.
func (s *Server) switchProfile(c echo.Context) error {
	if err := s.DB.ActivateProfile(c.Request().Context(), visitOf(c).session.ID, c.FormValue("profile")); err != nil {
		return err
	}
	return redirect(c, ownPath(c.FormValue(route.ParamNext)))
}

// forgetProfile erases one set of keys; the last one ends the session.
func (s *Server) forgetProfile(c echo.Context) error {
	v, ctx, id := visitOf(c), c.Request().Context(), c.FormValue("profile")
	if len(v.profiles) == 1 && v.profiles[0].ID == id {
		return s.signOut(c)
	}
	if err := s.DB.DeleteProfile(ctx, v.session.ID, id); err != nil {
		return err
	}
	for _, p := range v.profiles {
		if p.ID == id {
			s.noteAnyway(c, store.AuditRow{Event: audit.KeysForgot}, store.Target{Kind: "profile", ID: p.ID, Name: p.MaskedKey})
		}
	}
	s.Tracker.Forget(v.session.ID) // the next request puts back what is left
	if v.profile.ID == id {
		for _, p := range v.profiles {
			if p.ID != id {
				if err := s.DB.ActivateProfile(ctx, v.session.ID, p.ID); err != nil {
					return err
				}
				break
			}
		}
	}
	return redirect(c, route.Settings)
}

// endSession ends one of the person's own sessions; an administrator may end
// anyone's.
func (s *Server) endSession(c echo.Context) error {
	id := c.FormValue("session")
	if id == visitOf(c).session.ID {
		return s.signOut(c)
	}
	list, err := s.ownSessions(c)
	if err != nil {
		return err
	}
	v := visitOf(c)
	one, err := s.DB.Session(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(one store.Session) bool { return one.ID == id }) {
		if !v.endsOthers() {
			return echo.NewHTTPError(http.StatusNotFound)
		}
		if missing, err := s.missesProof(c); err != nil {
			return err
		} else if missing {
			return s.showSettings(c, proofStatus(v))
		}
		s.Log.Warn("session ended by an administrator", "person", v.identity.Person, "of", one.Person, "ip", c.RealIP())
	}
	s.noteEnded(c, one, "")
	s.endOf(c.Request().Context(), id, byeEnded)
	return redirect(c, route.Settings)
}
