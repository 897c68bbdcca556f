package ledger

import (
	"context"
	"fmt"
	"sync"

	"yunque/internal/cloud"
	"yunque/internal/store"
)

// queue hands out the items of one job until it is stopped.
type queue struct {
	mu      sync.Mutex
	next    int
	total   int
	inOrder bool
	failed  int    // in a row
	reason  string // why it was stopped; empty while it runs
}

func (q *queue) take() (int, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.reason != "" || q.next == q.total {
		return 0, false
	}
	q.next++
	return q.next - 1, true
}

// stop ends the handing out; the first reason stays.
func (q *queue) stop(reason string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.reason == "" {
		q.reason = reason
	}
}

// note counts failures, and stops the job after too many in a row, or after
// one that the next step needed.
func (q *queue) note(s store.ActState) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if s == store.ActAccepted || s == store.ActDone {
		q.failed = 0
		return
	}
	q.failed++
	switch {
	case q.reason != "":
	case q.inOrder:
		q.reason = CodeEarlier
	case q.failed >= errorsInARow:
		q.reason = CodeTooMany
	}
}

func (q *queue) stopped() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.reason
}

// launch runs a job in the background; the caller has entered for it.
func (l *Ledger) launch(ctx context.Context, c cloud.Caller, r Request, acts []store.Act) {
	q := &queue{total: len(acts), inOrder: r.InOrder}
	atATime := min(parallel, len(acts))
	if r.InOrder {
		atATime = 1
	}
	key := acts[0].JobKey
	l.mu.Lock()
	l.jobs[key] = q
	if l.closing {
		q.stop(CodeShutdown)
	}
	l.mu.Unlock()
	go func() {
		defer l.out.Done()
		var workers sync.WaitGroup
		for range atATime {
			workers.Go(func() {
				for i, ok := q.take(); ok; i, ok = q.take() {
					l.send(ctx, c, r.Steps[i], &acts[i])
					q.note(acts[i].State)
				}
			})
		}
		workers.Wait()
		l.mu.Lock()
		delete(l.jobs, key)
		l.mu.Unlock()
		if reason := q.stopped(); reason != "" {
			_ = l.abandon(ctx, key, reason) // logged; what is planned stays so until the next start
		}
	}()
}

// Stop ends the rest of an account's job: planned acts are not sent, calls
// that are out come to their end. The error is store.ErrNotFound for a job of
// another account.
func (l *Ledger) Stop(ctx context.Context, account, key string) error {
	if _, err := l.Job(ctx, account, key); err != nil {
		return fmt.Errorf("stop job: %w", err)
	}
	l.mu.Lock()
	q := l.jobs[key]
	l.mu.Unlock()
	if q != nil {
		q.stop(CodeStopped)
	}
	return l.abandon(context.WithoutCancel(ctx), key, CodeStopped)
}

// abandon marks a job's planned acts as not sent.
func (l *Ledger) abandon(ctx context.Context, key, reason string) error {
	ctx, cancel := context.WithTimeout(ctx, recordTimeout)
	defer cancel()
	acts, err := l.DB.AbandonPlanned(ctx, key, reason)
	if err != nil {
		l.Log.Error("rest of job not ended", "job", key, "error", err)
		return err
	}
	if len(acts) > 0 {
		l.Publish.ActsChanged(acts...)
	}
	return nil
}
