package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"yunque/internal/cloud"
	"yunque/internal/resource"
	"yunque/internal/store"
)

// Submit plans the steps of a form and sends them. One step is sent before
// Submit returns; several go on in the background, four at a time. A call that
// has begun is not ended by ctx: its outcome would be lost.
//
// A key seen before sends nothing: the first job is returned as it stands,
// marked Repeated, or ErrKeyReused when it was another person's or operation's.
//
// Where the person's role takes a second one, what stands on the highest rung
// is not sent: it waits, and the error is *Held. It is submitted again with the
// approval, which is used up once and for exactly these steps.
func (l *Ledger) Submit(ctx context.Context, who Who, c cloud.Caller, r Request) (Job, error) {
	acts, err := l.plan(who, r)
	if err != nil {
		return Job{}, err
	}
	if !l.enter() {
		return Job{}, ErrClosing
	}
	if err := l.protected(ctx, who, r); err != nil {
		l.out.Done()
		return Job{}, fmt.Errorf("submit: %w", err)
	}
	if r.Approval == "" && l.Holds(who, r.Level()) {
		defer l.out.Done()
		return Job{}, l.hold(ctx, who, r, acts)
	}
	if err := l.record(ctx, r, acts); err != nil {
		l.out.Done()
		if errors.Is(err, store.ErrDuplicate) {
			return l.first(ctx, acts[0])
		}
		return Job{}, fmt.Errorf("submit: %w", err)
	}
	if len(acts) == 1 {
		defer l.out.Done()
		l.send(ctx, c, r.Steps[0], &acts[0])
		return newJob(acts), nil
	}
	job := newJob(acts)
	l.launch(context.WithoutCancel(ctx), c, r, acts)
	return job, nil
}

// record stores the plan. A browser that goes away just then must not leave it
// open whether the plan was stored.
func (l *Ledger) record(ctx context.Context, r Request, acts []store.Act) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	if r.Approval != "" {
		return l.planApproved(ctx, r, acts)
	}
	return l.DB.PlanActs(ctx, acts)
}

// Again returns the job a form's key already started, for handlers to ask
// before they look at the resource anew: it may be gone by the form's own
// doing. The error is store.ErrNotFound for a new key.
func (l *Ledger) Again(ctx context.Context, who Who, r Request) (Job, error) {
	return l.first(ctx, store.Act{JobKey: r.Key, Kind: r.Kind, Op: r.Op, Who: who})
}

// first returns the job that took the key, if it is the same operation by the
// same person on the same account.
func (l *Ledger) first(ctx context.Context, again store.Act) (Job, error) {
	acts, err := l.DB.ActsOfJob(ctx, again.JobKey)
	if err != nil {
		return Job{}, fmt.Errorf("find first job: %w", err)
	}
	if len(acts) == 0 {
		return Job{}, fmt.Errorf("find first job: %w", store.ErrNotFound)
	}
	a := acts[0]
	same := a.Who.Account == again.Who.Account && a.Who.Person == again.Who.Person && a.Kind == again.Kind && a.Op == again.Op
	if !same || again.Operation != "" && a.Operation != again.Operation {
		return Job{}, ErrKeyReused
	}
	job := newJob(acts)
	job.Repeated = true
	return job, nil
}

func (l *Ledger) plan(who Who, r Request) ([]store.Act, error) {
	if r.Key == "" || len(r.Key) > maxKey {
		return nil, ErrBadKey
	}
	if len(r.Steps) == 0 {
		return nil, ErrNoSteps
	}
	now := l.DB.Time()
	acts := make([]store.Act, len(r.Steps))
	for i, s := range r.Steps {
		request, err := json.Marshal(s.Request)
		if err != nil {
			return nil, fmt.Errorf("record request of %s: %w", s.Op.ID(), err)
		}
		acts[i] = store.Act{
			ID: l.NewID(), JobKey: r.Key, Item: i, Title: r.Title, Kind: r.Kind, Op: r.Op,
			Operation: s.Op.ID(), Targets: targets(s.Targets), Request: string(request),
			Effect: string(r.Effect), Danger: int(r.Danger), Who: who, State: store.ActPlanned, PlannedAt: now,
		}
		if i == 0 {
			acts[i].Price = r.Price // once: to add up what was spent
		}
	}
	return acts, nil
}

func targets(all []resource.Target) []store.Target {
	var out []store.Target
	for _, t := range all {
		out = append(out, store.Target(t))
	}
	return out
}
