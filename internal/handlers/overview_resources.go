package handlers

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"yunque/internal/cloud"
	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// overviewResources counts every kind and tells which resources need a look.
func (s *Server) overviewResources(c echo.Context) error {
	return s.fragment(c, http.StatusOK, pages.OverviewResourcesPart(s.overviewResourcesOf(c)))
}

// overviewResourcesOf reads all lists at once; the client bounds how many calls
// leave, and shares those that others have under way. A kind that cannot be
// read is named, and the rest is shown.
func (s *Server) overviewResourcesOf(c echo.Context) pages.OverviewResources {
	ctx, old := cloud.AllowStale(fresh(c))
	caller, now := visitOf(c).caller, s.Now()
	var kinds []resource.Any
	for _, k := range s.Kinds {
		if !k.Meta().Part {
			kinds = append(kinds, k)
		}
	}
	summaries, failures := make([]resource.Summary, len(kinds)), make([]error, len(kinds))
	var wg sync.WaitGroup
	for i, k := range kinds {
		wg.Go(func() { summaries[i], failures[i] = k.Summary(ctx, caller, now) })
	}
	wg.Wait()
	p := pages.OverviewResources{AsOf: now, Partial: s.unread(c, kinds, failures)}
	if since, why := old.Since(); why != nil {
		p.AsOf = since
		p.Partial = append(p.Partial, ui.Problem{What: resource.T("overview.stale", i18n.From(ctx).Clock(since), describe(why)), Retry: route.Home})
	}
	for i, k := range kinds {
		if failures[i] != nil {
			summaries[i].Total = -1
		}
		addSummary(&p, k, summaries[i])
	}
	slices.SortStableFunc(p.Concerns, func(a, b pages.Concern) int { return int(a.Worry - b.Worry) })
	return p
}

func addSummary(p *pages.OverviewResources, k resource.Any, s resource.Summary) {
	m := k.Meta()
	count := pages.KindCount{Text: kindTitle(k), Icon: m.Icon, Href: "/" + m.Slug, Total: s.Total}
	for _, st := range s.States {
		count.States = append(count.States, pages.StateCount{State: st.State, Count: st.Count, Href: route.List(m.Slug, st.Query)})
	}
	p.Kinds = append(p.Kinds, count)
	for _, one := range s.Concerns {
		concern := pages.Concern{Worry: one.Worry, State: one.State, Kind: kindTitle(k), Count: one.Count, At: one.At, Href: route.List(m.Slug, one.Query)}
		for _, t := range one.First {
			concern.First = append(concern.First, pages.Target{Name: t.Name, ID: t.ID, Href: k.Href(t.ID)})
		}
		p.Concerns = append(p.Concerns, concern)
	}
	for _, h := range s.Protected {
		p.Protected = append(p.Protected, pages.Protected{Name: h.Name, Href: h.Href, Who: h.By.Who, Reason: h.By.Reason})
	}
}

// unread says in one line for each reason which kinds could not be read.
func (s *Server) unread(c echo.Context, kinds []resource.Any, failures []error) []ui.Problem {
	var reasons []string
	named := map[string][]string{}
	say := func(t resource.Text) string { return i18n.Say(c.Request().Context(), t) }
	for i, err := range failures {
		if err == nil {
			continue
		}
		why := say(describe(err))
		if named[why] == nil {
			reasons = append(reasons, why)
		}
		named[why] = append(named[why], say(kindTitle(kinds[i])))
	}
	var lines []ui.Problem
	for _, why := range reasons {
		names := strings.Join(named[why], say(resource.T("text.comma")))
		lines = append(lines, ui.Problem{What: resource.T("overview.unread", names, why), Retry: route.Home})
	}
	return lines
}
