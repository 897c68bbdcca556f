package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"yunque/internal/explorer"
	"yunque/internal/identity"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/risk"
	"yunque/internal/store"
	"yunque/internal/views/layout"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

const approvalsPerPage = 50

// openApprovals are the states that something is still to come of.
var openApprovals = []store.ApprovalState{store.ApprovalPending, store.ApprovalApproved}

// orWaits leads to the request that an act has become; any other error stays
// one.
func orWaits(c echo.Context, err error) error {
	var held *ledger.Held
	if errors.As(err, &held) {
		return redirect(c, route.Approval(held.ID))
	}
	return err
}

// fourEyes tells whether anybody's acts wait for a second person here.
func (s *Server) fourEyes() bool { return len(s.Config.FourEyes) > 0 }

// effectsOf are the effects that a role may have, and so may approve.
func effectsOf(r identity.Role) []string {
	var all []string
	for _, e := range []resource.Effect{resource.Change, resource.Spend, resource.Destroy} {
		if r >= roleFor(e) {
			all = append(all, string(e))
		}
	}
	return all
}

// waitingFor counts the requests that wait for the person of a visit.
func (s *Server) waitingFor(ctx context.Context, v *visit) (int, error) {
	if !s.fourEyes() {
		return 0, nil
	}
	return s.DB.ApprovalsFor(ctx, v.profile.Account, v.session.Person, effectsOf(v.identity.Role))
}

// approvalsItem is the page's place in the navigation, where it is of use.
func (s *Server) approvalsItem() []layout.Item {
	if !s.fourEyes() {
		return nil
	}
	return []layout.Item{{Text: resource.T("approval.title"), Icon: "users", Href: route.Approvals}}
}

// approvals lists what waits for a second person, or all that ever did.
func (s *Server) approvals(c echo.Context) error {
	p := pages.ApprovalsProps{On: s.fourEyes(), All: c.QueryParam("all") != "", Page: 1}
	if n, err := strconv.Atoi(c.QueryParam(route.ParamPage)); err == nil && n > 0 {
		p.Page = n
	}
	states := openApprovals
	if p.All {
		states = nil
	}
	list, matched, err := s.DB.Approvals(c.Request().Context(), visitOf(c).profile.Account, states, p.Page, approvalsPerPage)
	if err != nil {
		return err
	}
	for _, a := range list {
		p.Lines = append(p.Lines, s.approvalView(c, a))
	}
	p.Matched, p.Pages = matched, (matched+approvalsPerPage-1)/approvalsPerPage
	title := resource.T("approval.title")
	h := head{title: title, crumbs: []ui.Crumb{{Text: group("operations")}, {Text: title}}}
	return s.pageOr(c, http.StatusOK, h, pages.Approvals(p), pages.ApprovalsBody(p))
}

// approvalView is a request as the person may see and move it.
func (s *Server) approvalView(c echo.Context, a store.Approval) pages.Approval {
	if !s.Now().Before(a.ExpiresAt) && slices.Contains(openApprovals, a.State) {
		a.State = store.ApprovalExpired // the next sweep says so too
	}
	v, own := visitOf(c), a.Who.Person == visitOf(c).session.Person
	p := pages.Approval{
		ID: a.ID, What: approvalWhat(a), State: approvalState(a.State), Open: slices.Contains(openApprovals, a.State), Asked: a.AskedAt, Expires: a.ExpiresAt,
		Who: a.Who.Person, Key: a.Who.MaskedKey, From: a.Who.RemoteIP, Effect: resource.T("approval.effect." + a.Effect), Price: a.Price, Reason: a.Reason,
		DecidedBy: a.DecidedBy, Decision: a.Decision,
		MayWithdraw: own && slices.Contains(openApprovals, a.State), MayCarryOut: own && a.State == store.ApprovalApproved,
	}
	if a.DecidedAt != nil {
		p.Decided = *a.DecidedAt
	}
	if a.State == store.ApprovalUsed {
		p.Job = route.Job(a.ID)
	}
	for _, t := range a.Targets() {
		p.Targets = append(p.Targets, s.auditTarget(t))
	}
	for _, step := range a.Steps {
		p.Steps = append(p.Steps, pages.ApprovalStep{Operation: step.Operation, Href: route.Operation(step.Operation, nil), Request: indented(step.Request)})
	}
	var f frozen
	if json.Unmarshal([]byte(a.Form), &f) == nil {
		p.Loses = f.Loses[preferencesOf(c).lang]
	}
	if a.State == store.ApprovalPending && !own {
		p.MayDecide = true
		if need := roleFor(resource.Effect(a.Effect)); v.identity.Role < need {
			p.NotDecide = takes(need)
		}
	}
	return p
}

// approvalWhat names what waits, by the operation and what it is on.
func approvalWhat(a store.Approval) resource.Text {
	what := actWhat(store.Act{Kind: a.Kind, Op: a.Op, Targets: a.Targets()})
	if a.Kind == explorer.Slug {
		return resource.T("op." + explorer.Slug + "." + a.Op + ".label")
	}
	return what
}

func approvalState(state store.ApprovalState) resource.State {
	tone := map[store.ApprovalState]resource.Tone{
		store.ApprovalPending: resource.Attention, store.ApprovalApproved: resource.OK, store.ApprovalDeclined: resource.Failed,
		store.ApprovalWithdrawn: resource.Off, store.ApprovalExpired: resource.Off, store.ApprovalUsed: resource.OK,
	}[state]
	return resource.State{Tone: tone, Word: resource.T("approval.state." + string(state))}
}

// approval is one request of the account.
func (s *Server) approval(c echo.Context) error {
	a, err := s.DB.Approval(c.Request().Context(), visitOf(c).profile.Account, c.Param("id"))
	if err != nil {
		return err
	}
	return s.showApproval(c, http.StatusOK, a, pages.ApprovalProps{})
}

func (s *Server) showApproval(c echo.Context, status int, a store.Approval, p pages.ApprovalProps) error {
	p.Approval = s.approvalView(c, a)
	p.Proof = s.askProof(c, p.MayCarryOut || p.MayDecide && p.NotDecide.IsZero() && risk.TakesProof(risk.ApproveAct))
	h := head{title: p.What, failed: status >= http.StatusBadRequest, crumbs: []ui.Crumb{{Text: resource.T("approval.title"), Href: route.Approvals}, {Text: p.What}}}
	return s.pageOr(c, status, h, pages.OneApproval(p), pages.OneApproval(p))
}

// again shows the request as it is now, with what kept it from moving.
func (s *Server) again(c echo.Context, a store.Approval, err error) error {
	status := statusOf(err)
	if status >= http.StatusInternalServerError {
		return err
	}
	if now, err := s.DB.Approval(c.Request().Context(), a.Who.Account, a.ID); err == nil {
		a = now
	}
	problem := problemOf(err, c)
	problem.RequestID = ""
	return s.showApproval(c, status, a, pages.ApprovalProps{Problem: &problem})
}

// decide approves or declines another's request. To approve takes a fresh
// proof, to decline a reason.
func (s *Server) decide(c echo.Context) error {
	v, ctx := visitOf(c), c.Request().Context()
	a, err := s.DB.Approval(ctx, v.profile.Account, c.Param("id"))
	if err != nil {
		return err
	}
	if err := s.allowed(c, resource.Effect(a.Effect)); err != nil {
		s.noteForbidden(c)
		return err
	}
	approve, words := c.FormValue("decision") == "approve", strings.TrimSpace(c.FormValue("words"))
	p := pages.ApprovalProps{Words: words}
	switch {
	case utf8.RuneCountInString(words) > resource.MaxReason:
		p.WordsError = resource.T("protect.too_long", resource.MaxReason)
	case !approve && words == "":
		p.WordsError = resource.T("approval.no_words")
	}
	missing := false
	if approve && a.Who.Person != v.session.Person {
		if missing, err = s.missesProof(c); err != nil {
			return err
		}
	}
	if missing || !p.WordsError.IsZero() {
		return s.showApproval(c, proofStatus(v), a, p)
	}
	if err := s.Ledger.Decide(ctx, who(v, c), a.ID, approve, words); err != nil {
		return s.again(c, a, notHeld(err))
	}
	return redirect(c, route.Approval(a.ID))
}

// withdraw takes back one's own request.
func (s *Server) withdraw(c echo.Context) error {
	v, ctx := visitOf(c), c.Request().Context()
	a, err := s.DB.Approval(ctx, v.profile.Account, c.Param("id"))
	if err != nil {
		return err
	}
	if err := s.Ledger.Withdraw(ctx, who(v, c), a.ID); err != nil {
		return s.again(c, a, notHeld(err))
	}
	return redirect(c, route.Approval(a.ID))
}
