package handlers

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"yunque/internal/identity"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/views/route"
)

// forbidden means that a person's role is too small for what they asked.
type forbidden struct {
	need, has identity.Role
	contact   string // who gives roles; "" for an administrator
}

func (f *forbidden) Error() string { return fmt.Sprintf("it takes the role %s, not %s", f.need, f.has) }

// why says which right it takes and who can give it.
func (f *forbidden) why() resource.Text {
	giver := resource.T("forbidden.giver")
	if f.contact != "" {
		giver = resource.Lit(f.contact)
	}
	if f.has == identity.Nobody {
		return resource.T("forbidden.nobody", giver)
	}
	return resource.T("forbidden.needs", roleName(f.need), roleName(f.has), giver)
}

func roleName(r identity.Role) resource.Text { return resource.T("role." + r.String()) }

// forbid makes the refusal and leaves a line of it in the log.
func (s *Server) forbid(c echo.Context, id identity.Identity, need identity.Role) error {
	s.Log.Warn("refused by role", slog.String("request_id", requestID(c)), slog.String("person", id.Person), slog.String("role", id.Role.String()),
		slog.String("needs", need.String()), slog.String("method", c.Request().Method), slog.String("route", c.Path()), slog.String("ip", c.RealIP()))
	return &forbidden{need: need, has: id.Role, contact: s.Config.Auth.Contact}
}

// roleFor is the least role for an effect; one nobody has thought of takes the
// highest.
func roleFor(e resource.Effect) identity.Role {
	switch e {
	case resource.Change:
		return identity.Operator
	case resource.Spend:
		return identity.Buyer
	}
	return identity.Admin
}

// allowed tells whether who asks may have an effect. Every way to a write asks
// it, submit at the latest.
func (s *Server) allowed(c echo.Context, e resource.Effect) error {
	if id := identityOf(c); id.Role < roleFor(e) {
		return s.forbid(c, id, roleFor(e))
	}
	return nil
}

// submit is the one way from a page to the ledger: it refuses what the
// person's role does not allow, and records that they tried, and what takes a
// fresh proof without one.
func (s *Server) submit(c echo.Context, r ledger.Request) (ledger.Job, error) {
	v := visitOf(c)
	if err := s.allowed(c, r.Effect); err != nil {
		var targets []resource.Target
		for _, step := range r.Steps {
			targets = append(targets, step.Targets...)
		}
		s.recordRefusal(c, r, targets)
		return ledger.Job{}, err
	}
	if k := careOf(r); k.proof && !s.proven(v) && (r.Approval != "" || !s.held(c, k)) {
		return ledger.Job{}, &unproven{}
	}
	job, err := s.Ledger.Submit(c.Request().Context(), who(v, c), v.direct, r)
	return job, s.notProtected(c, r, notHeld(err))
}

// allowedAct is allowed for an operation of a kind. A refused run is recorded;
// a refused look at its form is not.
func (s *Server) allowedAct(c echo.Context, a act, run bool) error {
	ops := a.kind.Meta().Ops
	i := slices.IndexFunc(ops, func(o resource.OpMeta) bool { return o.Slug == a.op })
	if i < 0 {
		return &resource.UnknownOp{Kind: a.kind.Meta().Slug, Op: a.op}
	}
	err := s.allowed(c, ops[i].Effect)
	if err == nil || !run {
		return err
	}
	slug := a.kind.Meta().Slug
	var targets []resource.Target
	for _, id := range a.ids {
		targets = append(targets, resource.Target{Kind: slug, ID: clip(id, 128), Name: clip(id, 128)})
	}
	s.recordRefusal(c, ledger.Request{Title: "op." + slug + "." + a.op + ".title", Kind: slug, Op: a.op, Effect: ops[i].Effect, Danger: ops[i].Danger}, targets)
	return err
}

// recordRefusal puts an attempt into the ledger. Someone who tries without end
// fills the log, not the ledger.
func (s *Server) recordRefusal(c echo.Context, r ledger.Request, targets []resource.Target) {
	v := visitOf(c)
	if _, ok := s.refusals.allow(v.session.ID); !ok {
		return
	}
	r.Key = uuid.NewString() // the form's own key stays free for who may use it
	if err := s.Ledger.Refuse(context.WithoutCancel(c.Request().Context()), who(v, c), r, targets); err != nil {
		s.Log.Error("refused attempt not recorded", slog.String("request_id", requestID(c)), slog.Any("error", err))
	}
}

// restrict marks the operations that a person's role does not allow with the
// role they take, whatever else may keep them from being offered.
func (s *Server) restrict(c echo.Context, ops []resource.OpView) {
	role := identityOf(c).Role
	for i := range ops {
		if need := roleFor(ops[i].Effect); role < need {
			ops[i].Reason = takes(need)
		}
	}
}

// takes is the reason why something is not offered to a smaller role.
func takes(need identity.Role) resource.Text { return resource.T("reason.role", roleName(need)) }

// createReason is why the person may not make a resource of a kind; zero when
// they may. A page of its own makes what costs money.
func (s *Server) createReason(c echo.Context, m resource.Meta) resource.Text {
	need := identity.Buyer
	for _, op := range m.Ops {
		if route.BulkOp(m.Slug, op.Slug) == m.Create {
			need = roleFor(op.Effect)
		}
	}
	if identityOf(c).Role >= need {
		return resource.Text{}
	}
	return takes(need)
}

func (s *Server) restrictRows(c echo.Context, rows []resource.Row) {
	for _, r := range rows {
		s.restrict(c, r.Ops)
	}
}

func (s *Server) restrictTable(c echo.Context, t *resource.Table) {
	s.restrict(c, t.Bulk)
	s.restrict(c, t.Alone)
	s.restrictRows(c, t.Rows)
}

func (s *Server) restrictDetail(c echo.Context, d *resource.Detail) {
	s.restrict(c, d.Ops)
	for _, b := range d.Related {
		s.restrictRows(c, b.Rows)
	}
}
