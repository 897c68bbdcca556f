package handlers

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/audit"
	"yunque/internal/cloud"
	"yunque/internal/resource"
	"yunque/internal/risk"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// A session types its secret key a few times at once, then once in a while.
const (
	proofEvery   = 20 * time.Second
	proofsAtOnce = 5
)

// codeWrongSecret marks a proof that was none.
const codeWrongSecret = "WrongSecret"

// unproven means that something takes a fresh proof of who asks, and there was
// none. Nothing was done.
type unproven struct{}

func (*unproven) Error() string { return "it takes a fresh proof of who asks" }

// proof is what became of the proof that came with a request.
type proof struct {
	mistake resource.Text // zero when there was none, or a right one
	wait    time.Duration // until the next try, when there were too many
}

// proven tells whether the person proved lately that they know the secret of
// the profile in use. Signing in is no such proof: whoever finds an open
// browser finds it signed in.
func (s *Server) proven(v *visit) bool {
	at := v.session.Proven
	return at != nil && v.session.ProvenWith == v.profile.ID && s.Now().Before(at.Add(s.Config.ProofLasts))
}

// provenCaller keeps what takes a proof from being called without one,
// whichever page calls it.
type provenCaller struct {
	cloud.Caller
	proven func() bool
}

// Do satisfies cloud.Caller.
func (p provenCaller) Do(ctx context.Context, op cloud.Info, req any) (*cloud.Envelope, error) {
	if risk.TakesProof(op.ID()) && !p.proven() {
		return nil, &unproven{}
	}
	return p.Caller.Do(ctx, op, req)
}

// takeProof looks at the secret key that came with a form, if one did, and
// remembers that it was right. A form may bring it in one of two fields.
func (s *Server) takeProof(c echo.Context) error {
	v := visitOf(c)
	form, err := c.FormParams()
	if err != nil {
		return echo.NewHTTPError(http.StatusBadRequest)
	}
	typed := tidyKey(cmp.Or(form[route.ParamProof]...))
	if typed == "" || s.proven(v) {
		return nil
	}
	if wait, ok := s.proofs.allow(v.session.ID); !ok {
		s.Log.Warn("too many proofs", "request_id", requestID(c), "person", v.session.Person, "ip", c.RealIP())
		v.proof = proof{resource.T("proof.too_many", seconds(wait)), wait}
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(seconds(wait)))
		return nil
	}
	row := store.AuditRow{Event: audit.Proof, Outcome: store.AuditAccepted, Who: who(v, c)}
	if !v.secret.Is(typed) {
		v.proof.mistake = resource.T("proof.wrong", v.profile.MaskedKey)
		row.Outcome, row.Code = store.AuditDenied, codeWrongSecret
		return s.note(c, row)
	}
	row.SetTargets(nil)
	at, err := s.DB.ProveSession(context.WithoutCancel(c.Request().Context()), v.session.ID, v.profile.ID, row)
	v.session.Proven, v.session.ProvenWith = &at, v.profile.ID
	return err
}

func seconds(wait time.Duration) int { return int(wait.Seconds()) + 1 }

// noProof marks the field for the secret key as left empty, unless what stood
// in it was wrong already.
func (s *Server) noProof(v *visit) {
	if !s.proven(v) && v.proof.mistake.IsZero() {
		v.proof.mistake = resource.T("proof.missing")
	}
}

// missesProof takes what proof came with a form, and tells whether there still
// is none.
func (s *Server) missesProof(c echo.Context) (bool, error) {
	if err := s.takeProof(c); err != nil {
		return true, err
	}
	s.noProof(visitOf(c))
	return !s.proven(visitOf(c)), nil
}

// askProof is the field for the secret key; nil while it is not needed.
func (s *Server) askProof(c echo.Context, takes bool) *ui.ProofProps {
	v := visitOf(c)
	if !takes || s.proven(v) {
		return nil
	}
	p := &ui.ProofProps{Field: resource.Field{Name: route.ParamProof, Label: resource.T("proof.secret", v.profile.MaskedKey), Input: resource.PasswordInput, Secret: true, Required: true,
		Hint: resource.T("proof.hint", int(s.Config.ProofLasts.Minutes())), Error: v.proof.mistake}}
	if s.Demo != nil && v.secret.Is(s.Demo.Secret) {
		p.Demo = s.Demo.Secret
	}
	return p
}

// proofStatus is the status of a form that is shown again for want of a proof.
func proofStatus(v *visit) int {
	if v.proof.wait > 0 {
		return http.StatusTooManyRequests
	}
	return http.StatusUnprocessableEntity
}

// proofForm asks for the proof alone, for pages that need one to be shown.
func (s *Server) proofForm(c echo.Context) error {
	next := ownPath(c.QueryParam(route.ParamNext))
	if s.proven(visitOf(c)) {
		return redirect(c, next)
	}
	return s.showProof(c, http.StatusOK, next)
}

// giveProof takes it, and leads on.
func (s *Server) giveProof(c echo.Context) error {
	next := ownPath(c.FormValue(route.ParamNext))
	missing, err := s.missesProof(c)
	if err != nil {
		return err
	}
	if missing {
		return s.showProof(c, proofStatus(visitOf(c)), next)
	}
	return redirect(c, next)
}

func (s *Server) showProof(c echo.Context, status int, next string) error {
	title := resource.T("proof.title")
	h := head{title: title, failed: status != http.StatusOK, crumbs: []ui.Crumb{{Text: title}}}
	return s.page(c, status, h, pages.Proof(pages.ProofProps{Proof: s.askProof(c, true), Next: next}))
}
