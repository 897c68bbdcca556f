package handlers

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"yunque/internal/cloud"
	"yunque/internal/explorer"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/route"
)

// callOperation sends a filled form: reads at once, writes through the ledger.
// Buttons that only change the form send it as well.
func (s *Server) callOperation(c echo.Context) error {
	h, err := sentCall(c)
	if err != nil {
		return err
	}
	if name := h.values.Get("add"); name != "" {
		h.op.AddRow(h.values, name)
		h.wrong = nil
		return s.showOperation(c, http.StatusOK, h)
	}
	if c.FormValue(route.ParamRedraw) != "" {
		h.wrong = nil
		return s.showOperation(c, http.StatusOK, h)
	}
	if to := h.values.Get("turn"); to != "" {
		h.turn(to)
		return s.showOperation(c, http.StatusOK, h)
	}
	if !h.op.Confirmed(h.values.Get(route.ParamConfirm)) {
		h.notConfirmed()
	}
	if err := s.takeProof(c); err != nil {
		return err
	}
	if s.lacksProof(c, h) {
		s.noProof(visitOf(c))
		h.mistake(route.ParamProof, visitOf(c).proof.mistake)
	}
	if h.op.Writes() {
		return s.sendWrite(c, h)
	}
	if len(h.wrong) > 0 {
		return s.showOperation(c, http.StatusUnprocessableEntity, h)
	}
	return s.sendRead(c, h)
}

// lacksProof tells whether all that keeps the person from a call may be that
// they have not proved themselves: the role comes first.
func (s *Server) lacksProof(c echo.Context, h *handCall) bool {
	may := !h.op.Writes() || identityOf(c).Role >= roleFor(h.op.Effect())
	return h.grave && may && !s.proven(visitOf(c))
}

// sendRead asks the provider now, whatever is cached. A refusal is an answer
// like any other.
func (s *Server) sendRead(c echo.Context, h *handCall) error {
	v := visitOf(c)
	_, err := v.caller.Do(cloud.Fresh(c.Request().Context()), h.op.Info, h.request)
	if errors.Is(err, context.Canceled) {
		return err
	}
	call := s.keep(c, h, uuid.NewString(), err)
	h.answer = answerOf(call)
	return s.showOperation(c, http.StatusOK, h)
}

// sendWrite sends exactly once by the form's key: the same form sent again
// leads to the first answer.
func (s *Server) sendWrite(c echo.Context, h *handCall) error {
	v, ctx := visitOf(c), c.Request().Context()
	r := ledger.Request{Key: c.FormValue(route.ParamKey), Kind: explorer.Slug, Op: h.op.ID}
	if r.Key != "" {
		if job, err := s.Ledger.Again(ctx, who(v, c), r); err == nil {
			return redirect(c, route.OperationCall(h.op.ID, job.Acts[0].ID))
		} else if !errors.Is(err, store.ErrNotFound) {
			return err
		}
	} else {
		r.Key = uuid.NewString()
	}
	if len(h.wrong) > 0 {
		return s.showOperation(c, http.StatusUnprocessableEntity, h)
	}
	r.Title, r.Effect, r.Danger = h.op.Action, h.op.Effect(), h.op.Danger()
	r.Steps = []resource.Step{h.step()}
	if h.grave = takesProof(r); s.lacksProof(c, h) {
		s.noProof(v)
		return s.showOperation(c, http.StatusUnprocessableEntity, h)
	}
	job, err := s.submit(c, r)
	if err != nil {
		return err
	}
	act := job.Acts[0]
	if !job.Repeated {
		s.keep(c, h, act.ID, nil)
	}
	if act.State == store.ActRefused {
		if h.answer, err = s.answerOfAct(c, act); err != nil {
			return err
		}
		return s.showOperation(c, http.StatusUnprocessableEntity, h)
	}
	return redirect(c, route.OperationCall(h.op.ID, act.ID))
}

// step is the write as the ledger sends it. Its target is the operation, so
// that its page lists what was done with it.
func (h *handCall) step() resource.Step {
	target := resource.Target{Kind: explorer.Slug, ID: h.op.ID, Name: h.op.Action}
	return resource.Step{Op: h.op.Info, Request: h.request, Targets: []resource.Target{target},
		Start: func(ctx context.Context, c cloud.Caller) (resource.Outcome, error) {
			env, err := c.Do(ctx, h.op.Info, h.request)
			if err != nil {
				return resource.Outcome{}, err
			}
			out := resource.Outcome{RequestID: env.RequestID}
			if !env.Ticket.Empty() {
				out.Tickets = []resource.Ticket{{Ticket: env.Ticket}}
			}
			return out, nil
		}}
}
