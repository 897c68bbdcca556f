package handlers

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/audit"
	"yunque/internal/config"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
)

// guard is what the team of one account forbids.
type guard struct {
	db      *store.DB
	account string
	windows config.Windows
	now     func() time.Time
}

// Rules reads the protections of a kind and the hours.
func (g guard) Rules(ctx context.Context, kind string) (resource.Rules, error) {
	all, err := g.db.Protections(ctx, g.account, kind)
	if err != nil {
		return resource.Rules{}, err
	}
	r := resource.Rules{Protected: make(map[string]resource.Protection, len(all))}
	for _, p := range all {
		r.Protected[p.ID] = resource.Protection{Who: p.Who, Reason: p.Reason, Since: p.Since}
	}
	if len(g.windows) > 0 {
		r.Closed = g.closed
	}
	return r, nil
}

func (g guard) closed(tags []string) resource.Text {
	if w, closed := g.windows.Closed(g.now(), tags); closed {
		return resource.T("protect.closed", w.Tag, w.Words)
	}
	return resource.Text{}
}

// protect sets or removes protections, once the form is without mistakes.
func (s *Server) protect(c echo.Context, a act, p *resource.Prepared) error {
	v, slug, ctx := visitOf(c), a.kind.Meta().Slug, context.WithoutCancel(c.Request().Context())
	var ids []string
	for _, t := range p.Form.Run {
		ids = append(ids, t.ID)
	}
	targets, row := targetsOf(p.Form.Run), ownRow(v, c, a, p, audit.Protected)
	row.SetTargets(targets)
	var err error
	if a.op == resource.Protect {
		row.Message = strings.TrimSpace(c.FormValue(resource.FieldReason))
		err = s.DB.Protect(ctx, protections(v, slug, ids, whoName(row.Who), row.Message), row)
	} else {
		row.Event = audit.Unprotected
		err = s.DB.Unprotect(ctx, v.profile.Account, slug, ids, row)
	}
	if err != nil {
		return err
	}
	s.Hub.ActsChanged(store.Act{Kind: slug, Targets: targets, Who: row.Who})
	return s.afterRun(c, a, ledger.Job{})
}

func protections(v *visit, kind string, ids []string, who, reason string) []store.Protection {
	all := make([]store.Protection, len(ids))
	for i, id := range ids {
		all[i] = store.Protection{Account: v.profile.Account, Kind: kind, ID: id, Who: who, Reason: reason}
	}
	return all
}

// noteProtected tells that someone tried what the team's rules forbid.
func (s *Server) noteProtected(c echo.Context, a act, p *resource.Prepared) {
	var targets []store.Target
	for _, skipped := range p.Form.Skip {
		if skipped.Forbidden {
			targets = append(targets, store.Target(skipped.Target))
		}
	}
	if len(targets) == 0 {
		return
	}
	slug := a.kind.Meta().Slug
	s.noteAnyway(c, store.AuditRow{Event: audit.Act, Outcome: store.AuditDenied, Kind: slug, Op: a.op, Effect: string(p.Op.Effect), Danger: int(p.Op.Danger),
		Code: ledger.CodeProtected}, targets...)
}

// notProtected turns the door's own refusal, of something that was protected
// since the page was made or is named in a call by hand, into an answer.
func (s *Server) notProtected(c echo.Context, r ledger.Request, err error) error {
	var p *ledger.Protected
	if !errors.As(err, &p) {
		return err
	}
	s.noteAnyway(c, store.AuditRow{Event: audit.Act, Outcome: store.AuditDenied, Kind: r.Kind, Op: r.Op, Operation: r.Steps[0].Op.ID(), Effect: string(r.Effect),
		Danger: int(r.Danger), Code: ledger.CodeProtected}, store.Target{Kind: p.Kind, ID: p.ID, Name: p.ID})
	return &resource.NotOffered{Reason: resource.Protection{Who: p.Who, Reason: p.Reason}.Text()}
}
