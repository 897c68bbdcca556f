package ledger

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"yunque/internal/cloud"
	"yunque/internal/resource"
	"yunque/internal/store"
)

var errPanicked = errors.New("panicked")

// send takes one act from planned to its outcome, and leaves it in a.
func (l *Ledger) send(ctx context.Context, c cloud.Caller, s resource.Step, a *store.Act) {
	ctx = context.WithoutCancel(ctx)
	if !l.begin(ctx, a) {
		return
	}
	call, cancel := context.WithTimeout(ctx, l.Timeout)
	out, err := l.start(call, c, s)
	cancel()
	l.conclude(a, out, err)
	var tasks []store.Task
	if a.State == store.ActAccepted {
		tasks = l.tasks(a, out)
	}
	l.end(ctx, a, tasks)
}

// begin commits the intent, and tells whether the call may leave.
func (l *Ledger) begin(ctx context.Context, a *store.Act) bool {
	ctx, cancel := context.WithTimeout(ctx, recordTimeout)
	defer cancel()
	err := l.DB.BeginAct(ctx, a)
	if err == nil {
		return true
	}
	if errors.Is(err, store.ErrNotFound) {
		if stopped, err := l.DB.Act(ctx, a.Who.Account, a.ID); err == nil {
			*a = stopped
			return false
		}
	}
	l.Log.Error("intent not recorded, call not sent", "act", a.ID, "operation", a.Operation, "error", err)
	a.State, a.Code, a.SentAt, a.FinishedAt = store.ActNotSent, CodeUnrecorded, nil, new(l.DB.Time())
	if err := l.DB.EndAct(ctx, a, nil); err != nil {
		l.Log.Error("act not ended", "act", a.ID, "error", err)
	}
	return false
}

// start calls the step; a panic is an error of its own.
func (l *Ledger) start(ctx context.Context, c cloud.Caller, s resource.Step) (out resource.Outcome, err error) {
	defer func() {
		if v := recover(); v != nil {
			l.Log.Error("step panicked", "operation", s.Op.ID(), "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
			err = errPanicked
		}
	}()
	return s.Start(ctx, c)
}

// conclude turns what came back into the act's state.
func (l *Ledger) conclude(a *store.Act, out resource.Outcome, err error) {
	now := l.DB.Time()
	a.State, a.AnsweredAt, a.FinishedAt = store.ActAccepted, &now, &now
	a.RequestID, a.CreatedIDs, a.Tickets = out.RequestID, out.Created, tickets(out.Tickets)
	if err == nil {
		return
	}
	var e *cloud.Error
	switch {
	case errors.Is(err, errPanicked):
		a.State, a.Code = store.ActUnknown, CodePanicked
		return
	case !errors.As(err, &e):
		l.Log.Error("step ended in an error not the provider's", "act", a.ID, "operation", a.Operation, "error", err)
		a.State, a.Code = store.ActUnknown, CodeInternal
		return
	}
	a.Code, a.Message = e.Code, e.Message
	if e.RequestID != "" {
		a.RequestID = e.RequestID
	}
	a.State = verdict(e, len(out.Tickets) > 0)
	if a.State == store.ActNotSent {
		a.AnsweredAt = nil
	}
}

// verdict says what an error means for a write. An answer that gave a ticket
// but whose data could not be read was a yes.
func verdict(e *cloud.Error, ticket bool) store.ActState {
	switch {
	case ticket:
		return store.ActAccepted
	case e.OutcomeUnknown():
		return store.ActUnknown
	case e.Code == cloud.CodeMalformed && e.Status != 0:
		return store.ActUnknown
	case !e.Sent && e.Status == 0 && ours(e.Code):
		return store.ActNotSent
	}
	return store.ActRefused
}

// ours tells the codes of our own side from the provider's refusals.
func ours(code string) bool {
	switch code {
	case cloud.CodeUnreachable, cloud.CodeTimeout, cloud.CodeCanceled, cloud.CodeCircuitOpen, cloud.CodeThrottled, cloud.CodeMalformed:
		return true
	}
	return false
}

// tasks plans the following of an accepted act. One with nothing to follow has
// ended: done, or for ever accepted when there is a ticket no one can ask about.
func (l *Ledger) tasks(a *store.Act, out resource.Outcome) []store.Task {
	planned := l.Tasks.Plan(*a, out)
	switch {
	case len(planned) > 0:
		a.FinishedAt = nil
	case len(out.Tickets) == 0:
		a.State = store.ActDone
	}
	return planned
}

// end commits the outcome, and only then lets anyone know.
func (l *Ledger) end(ctx context.Context, a *store.Act, tasks []store.Task) {
	ctx, cancel := context.WithTimeout(ctx, recordTimeout)
	defer cancel()
	if err := l.DB.EndAct(ctx, a, tasks); err != nil {
		// The last trace of what the provider gave: ids and tickets, no secrets.
		l.Log.Error("outcome not recorded", "act", a.ID, "operation", a.Operation, "state", string(a.State), "code", a.Code,
			"request_id", a.RequestID, "tickets", a.Tickets, "created", a.CreatedIDs, "error", err)
		a.State, a.Code = store.ActUnknown, CodeUnrecorded
	} else {
		l.Tasks.Follow(tasks)
	}
	l.Publish.ActsChanged(*a)
}

func tickets(all []resource.Ticket) []store.Ticket {
	var out []store.Ticket
	for _, t := range all {
		out = append(out, store.Ticket{Tracker: string(t.Tracker), IDs: t.IDs, RequestID: t.RequestID, Targets: targets(t.Targets)})
	}
	return out
}
