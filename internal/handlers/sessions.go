package handlers

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/mileusna/useragent"

	"yunque/internal/identity"
	"yunque/internal/resource"
	"yunque/internal/risk"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// sessions lists where a person is signed in, and for an administrator where
// everyone else is.
func (s *Server) sessions(c echo.Context) error { return s.showSessions(c, http.StatusOK) }

func (s *Server) showSessions(c echo.Context, status int) error {
	list, err := s.ownSessions(c)
	if err != nil {
		return err
	}
	p := pages.SessionsProps{Idle: s.Config.Idle, Lifetime: s.Config.Lifetime, Own: s.sessionLines(c, list), Administers: visitOf(c).endsOthers()}
	p.Person = strings.TrimSpace(cmp.Or(c.QueryParam("person"), c.FormValue("person")))
	if p.Others, err = s.othersSessions(c, p.Person); err != nil {
		return err
	}
	p.Proof = s.askProof(c, risk.TakesProof(risk.EndOthersSession))
	title := resource.T("sessions.title")
	h := head{title: title, failed: status != http.StatusOK, crumbs: []ui.Crumb{{Text: resource.T("nav.settings"), Href: route.Settings}, {Text: title}}}
	return s.pageOr(c, status, h, pages.Sessions(p), pages.OtherSessions(p))
}

// sessionLines say of sessions where they are, since when, and when they end.
func (s *Server) sessionLines(c echo.Context, list []store.Session) []pages.Session {
	var out []pages.Session
	for _, one := range list {
		end, _ := s.sessionEnd(one)
		agent, icon := agentName(one.UserAgent)
		out = append(out, pages.Session{ID: one.ID, Person: one.Person, Agent: agent, Icon: icon, Raw: one.UserAgent, Address: one.IP,
			Since: one.Created, Seen: one.Seen, Ends: end, Current: one.ID == visitOf(c).session.ID})
	}
	return out
}

// named is what a browser calls itself by, if it is one.
var named = regexp.MustCompile(`^[A-Z][A-Za-z ]+$`)

// agentName is a browser in plain words, "Chrome · Linux", with an icon for
// what it runs on; zero when it does not say who it is.
func agentName(raw string) (resource.Text, string) {
	ua := useragent.Parse(raw)
	icon := "device-desktop"
	if ua.Mobile || ua.Tablet {
		icon = "phone"
	}
	switch {
	case !named.MatchString(ua.Name):
		return resource.T("sessions.unknown"), icon
	case ua.OS == "":
		return resource.Lit(ua.Name), icon
	}
	return resource.T("sessions.agent", ua.Name, ua.OS), icon
}

// endsOthers tells whether a person may see and end the sessions of others.
// Where nobody is named, nobody is an administrator of somebody else.
func (v *visit) endsOthers() bool {
	return v.identity.Person != "" && v.identity.Role >= identity.Admin
}

// othersSessions are everyone else's, for an administrator; of the people whose
// name holds the words.
func (s *Server) othersSessions(c echo.Context, person string) ([]pages.Session, error) {
	v := visitOf(c)
	if !v.endsOthers() {
		return nil, nil
	}
	all, err := s.DB.Sessions(c.Request().Context(), "")
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(one store.Session) bool {
		return one.Person == v.session.Person || !strings.Contains(strings.ToLower(one.Person), strings.ToLower(person))
	})
	return s.sessionLines(c, all), nil
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
			return s.showSessions(c, proofStatus(v))
		}
		s.Log.Warn("session ended by an administrator", "person", v.identity.Person, "of", one.Person, "ip", c.RealIP())
	}
	s.noteEnded(c, one, "")
	s.endOf(c.Request().Context(), id, byeEnded)
	return redirect(c, toSessions(c))
}

// toSessions is the page of sessions as it was narrowed.
func toSessions(c echo.Context) string { return route.SessionsOf(c.FormValue("person")) }

// endOtherSessions ends all of the person's sessions but this one.
func (s *Server) endOtherSessions(c echo.Context) error {
	list, err := s.ownSessions(c)
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.ID != visitOf(c).session.ID {
			s.noteEnded(c, one, "")
			s.endOf(c.Request().Context(), one.ID, byeEnded)
		}
	}
	return redirect(c, route.Sessions)
}
