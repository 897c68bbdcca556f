package handlers

import (
	"net/http"
	"slices"
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
	ctx, old := cloud.AllowStale(cloud.Sparing(fresh(c)))
	caller, now := visitOf(c).caller, s.Now()
	var kinds []resource.Any
	for _, k := range s.Kinds {
		if m := k.Meta(); !m.Part && !m.Records {
			kinds = append(kinds, k)
		}
	}
	summaries, failures := make([]resource.Summary, len(kinds)), make([]error, len(kinds))
	var wg sync.WaitGroup
	for i, k := range kinds {
		wg.Go(func() { summaries[i], failures[i] = k.Summary(ctx, caller, now) })
	}
	wg.Wait()
	p := pages.OverviewResources{AsOf: now, Partial: unread(c, missingOf(kinds, summaries, failures), "overview.unread", route.Home)}
	if since, why := old.Since(); why != nil {
		p.AsOf = since
		p.Partial = append(p.Partial, ui.Problem{What: resource.T("overview.stale", i18n.From(ctx).Clock(since), describe(why)), Retry: route.Home})
	}
	for i, k := range kinds {
		if failures[i] != nil {
			summaries[i].Total = -1
		}
		addSummary(&p, k, summaries[i], cloud.HasCode(failures[i], cloud.CodeNotAsked))
	}
	slices.SortStableFunc(p.Concerns, func(a, b pages.Concern) int { return int(a.Worry - b.Worry) })
	return p
}

func addSummary(p *pages.OverviewResources, k resource.Any, s resource.Summary, spared bool) {
	m := k.Meta()
	count := pages.KindCount{Text: kindTitle(k), Icon: m.Icon, Href: "/" + m.Slug, Total: s.Total, Spared: spared}
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

// missingOf are the kinds, and the parts of kinds, that could not be read.
func missingOf(kinds []resource.Any, summaries []resource.Summary, failures []error) []resource.Missing {
	var missing []resource.Missing
	for i, k := range kinds {
		if failures[i] != nil && !cloud.HasCode(failures[i], cloud.CodeNotAsked) {
			missing = append(missing, resource.Missing{Name: kindTitle(k), Err: failures[i]})
		}
		for _, part := range summaries[i].Missing {
			if cloud.HasCode(part.Err, cloud.CodeNotAsked) {
				continue
			}
			part.Name = resource.T("overview.part", kindTitle(k), part.Name)
			missing = append(missing, part)
		}
	}
	return missing
}
