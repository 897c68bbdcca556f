package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"yunque/internal/audit"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/route"
)

// noteKnown changes what the console remembers of resources that the provider
// cannot list, once the form is without mistakes.
func (s *Server) noteKnown(c echo.Context, a act, p *resource.Prepared) error {
	v, slug := visitOf(c), a.kind.Meta().Slug
	row := ownRow(v, c, a, p, audit.Forgotten)
	var told []store.Told
	for _, t := range p.Form.Run {
		told = append(told, store.Told{Account: v.profile.Account, Kind: slug, ID: t.ID, Who: whoName(row.Who), Forgotten: true})
	}
	targets := targetsOf(p.Form.Run)
	if a.op == resource.Remember {
		id, facts := resource.RememberedBy(p.Form.Fields)
		told = []store.Told{{Account: v.profile.Account, Kind: slug, ID: id, Facts: facts, Who: whoName(row.Who)}}
		targets = []store.Target{{Kind: slug, ID: id, Name: facts[resource.FactName]}}
		row.Event = audit.Remembered
	}
	row.SetTargets(targets)
	if err := s.DB.Tell(context.WithoutCancel(c.Request().Context()), told, row); err != nil {
		return err
	}
	s.Hub.ActsChanged(store.Act{Kind: slug, Targets: targets, Who: row.Who})
	if a.op == resource.Forget && !wantsFragment(c.Request()) {
		return redirect(c, route.List(slug, resource.Query{})) // its own page is no more
	}
	return s.afterRun(c, a, ledger.Job{})
}

// ownRow is what the audit trail says of something that only the console does.
func ownRow(v *visit, c echo.Context, a act, p *resource.Prepared, event string) store.AuditRow {
	return store.AuditRow{Event: event, Outcome: store.AuditAccepted, Who: who(v, c), Kind: a.kind.Meta().Slug, Op: a.op,
		Effect: string(p.Op.Effect), Danger: int(p.Op.Danger)}
}

func targetsOf(run []resource.Target) []store.Target {
	all := make([]store.Target, len(run))
	for i, t := range run {
		all[i] = store.Target(t)
	}
	return all
}
