package handlers

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/labstack/echo/v4"

	"yunque/internal/explorer"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
)

// carryOut does what was approved, with the keys of who asked: the page is
// filled in again as it was, the resources are read again, and the ledger uses
// the approval up if the steps are still the same.
func (s *Server) carryOut(c echo.Context) error {
	v, ctx := visitOf(c), c.Request().Context()
	a, err := s.DB.Approval(ctx, v.profile.Account, c.Param("id"))
	if err != nil {
		return err
	}
	if a.Who.Person != v.session.Person {
		return s.again(c, a, notHeld(&ledger.NotApproved{Why: ledger.Others}))
	}
	if job, err := s.Ledger.Again(ctx, who(v, c), ledger.Request{Key: a.ID, Kind: a.Kind, Op: a.Op}); err == nil {
		return redirect(c, afterApproval(job)) // sent twice: the first answer again
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err := s.allowed(c, resource.Effect(a.Effect)); err != nil {
		s.noteForbidden(c)
		return err
	}
	if missing, err := s.missesProof(c); err != nil {
		return err
	} else if missing {
		return s.showApproval(c, proofStatus(v), a, pages.ApprovalProps{})
	}
	r, leave, err := s.thaw(c, a)
	defer leave()
	if err != nil {
		return s.again(c, a, err)
	}
	r.Key, r.Approval = a.ID, a.ID
	job, err := s.submit(c, r)
	if err != nil {
		return s.again(c, a, err)
	}
	return redirect(c, afterApproval(job))
}

// afterApproval is where to see what became of it.
func afterApproval(job ledger.Job) string {
	if len(job.Acts) > 1 {
		return route.Job(job.Key)
	}
	return route.Task(job.Acts[0].ID)
}

// thaw makes the request again that began to wait, from the resources as they
// are now. leave ends what keeps others from acting on them.
func (s *Server) thaw(c echo.Context, approved store.Approval) (r ledger.Request, leave func(), err error) {
	leave = func() {}
	var f frozen
	if err := json.Unmarshal([]byte(approved.Form), &f); err != nil {
		return r, leave, err
	}
	altered := &resource.NotOffered{Reason: resource.T("approval.not." + string(ledger.Altered))}
	if approved.Kind == explorer.Slug {
		op := explorer.Find(approved.Op)
		if op == nil {
			return r, leave, altered
		}
		h := &handCall{op: op, values: f.Values, json: f.JSON}
		if h.read(); len(h.wrong) > 0 {
			return r, leave, altered
		}
		r = ledger.Request{Kind: explorer.Slug, Op: op.ID}
		h.describe(&r)
		return r, leave, nil
	}
	k := s.kind(approved.Kind)
	if k == nil {
		return r, leave, altered
	}
	a := act{kind: k, op: approved.Op, ids: f.IDs, bulk: f.Bulk}
	leave = s.enter(visitOf(c), a)
	p, err := s.prepareFilled(c, a, f.Values, true)
	if err != nil {
		return r, leave, err
	}
	s.noteProtected(c, a, p)
	switch now := said(p.Form.Loses); {
	case len(p.Steps) == 0:
		return r, leave, &resource.NotOffered{Reason: whyNot(p.Form)}
	case !maps.EqualFunc(f.Loses, now, slices.Equal):
		return r, leave, altered
	}
	return a.request(approved.ID, p), leave, nil
}

// whyNot is why a form could not be planned again. What was typed and ticked
// was right when it was sent.
func whyNot(f resource.Form) resource.Text {
	if len(f.Skip) > 0 {
		return f.Skip[0].Reason
	}
	for _, field := range f.Fields {
		if !field.Error.IsZero() {
			return field.Error
		}
	}
	return resource.T("approval.not." + string(ledger.Altered))
}
