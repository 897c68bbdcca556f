package handlers

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"yunque/internal/views/layout"
	"yunque/internal/views/ui"
)

// frame is what surrounds a signed-in person's page.
func (s *Server) frame(c echo.Context, h head) (layout.Props, error) {
	v, p := visitOf(c), preferencesOf(c)
	flashes, err := s.flashesOf(c)
	if err != nil {
		return layout.Props{}, err
	}
	if slices.ContainsFunc(flashes, func(f ui.Flash) bool { return f.Level == ui.Success }) {
		if err := s.Ledger.NoteShown(c.Request().Context(), v.session.ID); err != nil {
			return layout.Props{}, err
		}
	}
	running, err := s.Tracker.Open(c.Request().Context(), v.profile.Account)
	if err != nil {
		return layout.Props{}, err
	}
	waiting, err := s.waitingFor(c.Request().Context(), v)
	if err != nil {
		return layout.Props{}, err
	}
	account, err := s.accountOf(c.Request().Context(), v)
	if err != nil {
		return layout.Props{}, err
	}
	return layout.Props{
		Title: h.title, Error: h.failed, Crumbs: h.crumbs, Path: c.Request().URL.Path, Here: here(c.Request()),
		Nav: s.nav(p.folded), Account: account, Theme: p.theme, Flashes: flashes, Running: running, Waiting: waiting, Demo: s.Demo != nil,
		Session: s.lifetime(v),
	}, nil
}

func (s *Server) accountOf(ctx context.Context, v *visit) (layout.Account, error) {
	a := layout.Account{Person: v.session.Person, Profile: v.profile.Name, Site: siteName(v.profile.Site), Key: v.profile.MaskedKey}
	for _, p := range v.profiles {
		mark, err := s.environmentOf(ctx, p.Account)
		if err != nil {
			return a, err
		}
		if p.Active {
			a.Environment = mark
		}
		a.Profiles = append(a.Profiles, layout.Profile{ID: p.ID, Name: p.Name, Site: siteName(p.Site), Key: p.MaskedKey, InUse: p.Active, Environment: mark})
	}
	return a, nil
}
