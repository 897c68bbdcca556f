package handlers

import (
	"context"
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// overview counts every kind by state, and shows what runs and ran. A kind
// that cannot be read is named, and the rest is shown.
func (s *Server) overview(c echo.Context) error {
	v, ctx := visitOf(c), c.Request().Context()
	p := pages.OverviewProps{}
	p.Kinds, p.Partial = s.countKinds(ctx, c)
	acts, _, err := s.Ledger.Acts(ctx, store.ActFilter{Account: v.profile.Account, Page: 1, Size: 8})
	if err != nil {
		return err
	}
	if p.Recent, err = s.taskViews(c, acts); err != nil {
		return err
	}
	for _, t := range p.Recent {
		if t.State.Tone == resource.Busy {
			p.Running = append(p.Running, t)
		}
	}
	title := resource.T("nav.overview")
	return s.page(c, http.StatusOK, head{title: title, crumbs: []ui.Crumb{{Text: title}}}, pages.Overview(p))
}

// countKinds reads all lists at once; the client bounds how many calls leave.
func (s *Server) countKinds(ctx context.Context, c echo.Context) ([]pages.KindCount, []ui.Problem) {
	counts, problems := make([]pages.KindCount, len(s.Kinds)), make([]*ui.Problem, len(s.Kinds))
	var wg sync.WaitGroup
	for i, k := range s.Kinds {
		wg.Go(func() {
			m := k.Meta()
			counts[i] = pages.KindCount{Text: kindTitle(k), Icon: m.Icon, Href: "/" + m.Slug, Total: -1}
			t, err := k.Table(ctx, visitOf(c).caller, resource.Query{Page: 1, Size: resource.Sizes[0]}, nil)
			if err != nil {
				problem := problemOf(err, c)
				problems[i] = &problem
				return
			}
			counts[i].Total = t.Total
			for _, q := range t.Quick {
				if q.Count > 0 {
					href := route.List(m.Slug, resource.Query{Filters: map[string][]string{t.QuickKey: {q.Value}}})
					counts[i].States = append(counts[i].States, pages.StateCount{State: resource.State{Tone: q.Tone, Word: q.Label}, Count: q.Count, Href: href})
				}
			}
		})
	}
	wg.Wait()
	var partial []ui.Problem
	for _, one := range problems {
		if one != nil {
			partial = append(partial, *one)
		}
	}
	return counts, partial
}
