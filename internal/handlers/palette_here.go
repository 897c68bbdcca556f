package handlers

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
)

// findHere offers the operations of the resource whose page the palette was
// opened on, those most used with this account first and those that lose
// something last. A resource that cannot be read has none.
func (s *Server) findHere(c echo.Context, q string) ([]pages.Hit, error) {
	k, id := s.resourceAt(c.Request().Header.Get("HX-Current-URL"))
	if k == nil {
		return nil, nil
	}
	ctx, v, slug := c.Request().Context(), visitOf(c), k.Meta().Slug
	busy, err := s.busy(c, slug)
	if err != nil {
		return nil, err
	}
	row, err := k.Row(ctx, v.caller, id, resource.Query{}, busy)
	if err != nil {
		return nil, nil //nolint:nilerr // the page itself says why
	}
	s.restrict(c, row.Ops)
	used, err := s.DB.OpCounts(ctx, v.profile.Account, slug)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(row.Ops, func(a, b resource.OpView) int {
		return cmp.Or(cmp.Compare(loses(a), loses(b)), cmp.Compare(used[b.Slug], used[a.Slug]))
	})
	var hits []pages.Hit
	for _, op := range row.Ops {
		if !op.Reason.IsZero() || op.Opens || !says(c, op.Label, q) {
			continue
		}
		hits = append(hits, pages.Hit{Text: op.Label, Icon: op.Icon, Href: op.Href, Form: !op.Leads, Group: resource.Lit(row.Name)})
	}
	return hits, nil
}

func loses(op resource.OpView) int {
	if op.Effect == resource.Destroy {
		return 1
	}
	return 0
}

// says tells whether a word holds what was typed, in the person's language.
func says(c echo.Context, word resource.Text, q string) bool {
	return strings.Contains(strings.ToLower(i18n.Say(c.Request().Context(), word)), strings.ToLower(q))
}

// resourceAt is the resource whose page has an address; nil where it is no
// such page.
func (s *Server) resourceAt(address string) (resource.Any, string) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, ""
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(parts) < 2 {
		return nil, ""
	}
	k := s.kind(parts[0])
	if k == nil || k.Meta().Part || route.Detail(parts[0], parts[1]) == k.Meta().Create {
		return nil, ""
	}
	return k, parts[1]
}
