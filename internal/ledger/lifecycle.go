package ledger

import (
	"context"
	"fmt"

	"yunque/internal/store"
)

// Recover ends what a process before this one left behind: an intent without
// outcome is unknown, a planned act is not sent. Nothing is ever sent again.
// Call it once, before the first Submit. A replica that starts beside others
// also ends what they have planned, never what they have sent: an outcome that
// comes later replaces the unknown.
func (l *Ledger) Recover(ctx context.Context) error {
	lost, err := l.DB.AbandonIntents(ctx, CodeInterrupted)
	if err != nil {
		return fmt.Errorf("recover: %w", err)
	}
	rest, err := l.DB.AbandonPlanned(ctx, "", CodeRestarted)
	if err != nil {
		return fmt.Errorf("recover: %w", err)
	}
	if len(lost)+len(rest) > 0 {
		l.Log.Warn("acts of an earlier run ended", "unknown", len(lost), "not_sent", len(rest))
	}
	return nil
}

// Close refuses new submits, keeps what is planned from being sent and waits
// for the calls that are out, until ctx ends.
func (l *Ledger) Close(ctx context.Context) error {
	l.mu.Lock()
	l.closing = true
	for _, q := range l.jobs {
		q.stop(CodeShutdown)
	}
	l.mu.Unlock()
	done := make(chan struct{})
	go func() {
		l.out.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for calls under way: %w", ctx.Err())
	}
}

// Act returns one of an account's acts.
func (l *Ledger) Act(ctx context.Context, account, id string) (store.Act, error) {
	return l.DB.Act(ctx, account, id)
}

// Job returns one of an account's jobs, or store.ErrNotFound.
func (l *Ledger) Job(ctx context.Context, account, key string) (Job, error) {
	acts, err := l.DB.ActsOfJob(ctx, key)
	if err != nil {
		return Job{}, err
	}
	if len(acts) == 0 || acts[0].Who.Account != account {
		return Job{}, fmt.Errorf("read job: %w", store.ErrNotFound)
	}
	return newJob(acts), nil
}

// Acts lists acts, the newest first, and how many match.
func (l *Ledger) Acts(ctx context.Context, f store.ActFilter) ([]store.Act, int, error) {
	return l.DB.Acts(ctx, f)
}

// ByTarget lists what was done to one resource, the newest first.
func (l *Ledger) ByTarget(ctx context.Context, account, kind, id string, page int) ([]store.Act, int, error) {
	return l.DB.Acts(ctx, store.ActFilter{Account: account, Kind: kind, Target: id, Page: page})
}

// Recent lists the jobs a session still has to be told about, the newest
// first. A success is told twice; all else until it is dismissed.
func (l *Ledger) Recent(ctx context.Context, session string) ([]Job, error) {
	acts, err := l.DB.RecentActs(ctx, session, timesShown, recentJobs)
	if err != nil {
		return nil, err
	}
	var jobs []Job
	for len(acts) > 0 {
		n := 1
		for n < len(acts) && acts[n].JobKey == acts[0].JobKey {
			n++
		}
		jobs = append(jobs, newJob(acts[:n]))
		acts = acts[n:]
	}
	return jobs, nil
}

// NoteShown counts that a page showed the session its successes.
func (l *Ledger) NoteShown(ctx context.Context, session string) error {
	return l.DB.NoteShown(ctx, session)
}

// Dismiss takes a job off a session's banner stack, as far as it has ended; an
// empty key takes off all that have.
func (l *Ledger) Dismiss(ctx context.Context, session, key string) error {
	return l.DB.DismissActs(ctx, session, key)
}
