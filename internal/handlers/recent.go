package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
)

// recentKept is how many resources a person looked at last are remembered.
const recentKept = 8

// recentItem is one of them, as it was called then.
type recentItem struct{ Kind, ID, Name string }

// recentKey keeps what was seen with one account out of the sight of another.
func recentKey(v *visit) string { return "recent." + v.profile.Account }

func (s *Server) recent(ctx context.Context, v *visit) ([]recentItem, error) {
	kept, err := s.DB.Pref(ctx, v.owner(), recentKey(v))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []recentItem
	if json.Unmarshal([]byte(kept), &all) != nil {
		return nil, nil // of another version: forgotten
	}
	return all, nil
}

// noteRecent puts the resource whose page is opened before the others. A page
// that reads itself again is no visit.
func (s *Server) noteRecent(c echo.Context, kind, id, name string) error {
	if wantsFragment(c.Request()) {
		return nil
	}
	ctx, v := c.Request().Context(), visitOf(c)
	all, err := s.recent(ctx, v)
	if err != nil {
		return err
	}
	now := recentItem{kind, id, name}
	if len(all) > 0 && all[0] == now {
		return nil
	}
	all = slices.DeleteFunc(all, func(r recentItem) bool { return r.Kind == kind && r.ID == id })
	all = slices.Insert(all, 0, now)
	text, err := json.Marshal(all[:min(len(all), recentKept)])
	if err != nil {
		return err
	}
	return s.DB.SetPref(ctx, v.owner(), recentKey(v), string(text))
}

// findRecent offers the resources a person looked at last, but for the one
// they are looking at.
func (s *Server) findRecent(c echo.Context) ([]pages.Hit, error) {
	all, err := s.recent(c.Request().Context(), visitOf(c))
	if err != nil {
		return nil, err
	}
	at, id := s.resourceAt(c.Request().Header.Get("HX-Current-URL"))
	var hits []pages.Hit
	for _, r := range all {
		k := s.kind(r.Kind)
		if k == nil || at != nil && at.Meta().Slug == r.Kind && id == r.ID {
			continue
		}
		hits = append(hits, pages.Hit{Text: resource.Lit(r.Name), Note: r.ID, Icon: k.Meta().Icon, Href: route.Detail(r.Kind, r.ID), Group: resource.T("palette.recent")})
	}
	return hits, nil
}
