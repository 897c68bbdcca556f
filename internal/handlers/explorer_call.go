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
	if s.callLacks(c, h) {
		h.mistake("care", resource.Text{}) // said beside its own field
	}
	if h.op.Writes() {
		return s.sendWrite(c, h)
	}
	if len(h.wrong) > 0 {
		return s.showOperation(c, http.StatusUnprocessableEntity, h)
	}
	return s.sendRead(c, h)
}

// callLacks is lacks for a call by hand, where the role comes first.
func (s *Server) callLacks(c echo.Context, h *handCall) bool {
	may := !h.op.Writes() || identityOf(c).Role >= roleFor(h.op.Effect())
	return may && s.lacks(c, h.care)
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
	h.describe(&r)
	if h.care = careOf(r); s.callLacks(c, h) {
		return s.showOperation(c, http.StatusUnprocessableEntity, h)
	}
	r.Reason, r.Form = c.FormValue(route.ParamWhy), frozen{JSON: h.json, Values: h.values}.freeze()
	job, err := s.submit(c, r)
	if err != nil {
		return orWaits(c, err)
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

// describe says what the call is.
func (h *handCall) describe(r *ledger.Request) {
	r.Title, r.Effect, r.Danger, r.Steps = h.op.Action, h.op.Effect(), h.op.Danger(), []resource.Step{h.step()}
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
