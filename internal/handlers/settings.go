package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"yunque/internal/audit"
	"yunque/internal/identity"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// settings shows what a person may choose, their keys and in how many places
// they are signed in.
func (s *Server) settings(c echo.Context) error {
	v, p := visitOf(c), preferencesOf(c)
	props := pages.SettingsProps{Here: here(c.Request()), Language: string(p.lang), Theme: string(p.theme), Zone: string(p.zone), Marks: v.identity.Role >= identity.Operator}
	for _, k := range v.profiles {
		mark, err := s.environmentOf(c.Request().Context(), k.Account)
		if err != nil {
			return err
		}
		props.Profiles = append(props.Profiles, pages.ProfileLine{ID: k.ID, Name: k.Name, Key: k.MaskedKey, Site: siteName(k.Site), InUse: k.Active, Environment: string(mark)})
	}
	list, err := s.ownSessions(c)
	if err != nil {
		return err
	}
	props.Places = len(list)
	title := resource.T("nav.settings")
	return s.page(c, http.StatusOK, head{title: title, crumbs: []ui.Crumb{{Text: title}}}, pages.Settings(props))
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
