package tasks

import (
	"context"
	"errors"
	"time"

	"yunque/internal/store"
)

const (
	leaseTime = 30 * time.Second // how long a replica that says nothing more keeps a task
	adoptEach = 20 * time.Second
)

// lease tells whether this replica is the one that asks about an entry. If not,
// the entry is put back until the other's lease may have ended.
func (t *Tracker) lease(ctx context.Context, e *entry) bool {
	if t.Replica == "" || time.Now().Add(pollTimeout).Before(e.leased) {
		return true
	}
	until := t.DB.Time().Add(pollTimeout + leaseTime)
	err := t.DB.LeaseTask(ctx, e.task.ID, t.Replica, until)
	if err == nil {
		e.task.Leaseholder = t.Replica
		t.extend(e, pollTimeout+leaseTime)
		return true
	}
	if ctx.Err() != nil {
		return false
	}
	if errors.Is(err, store.ErrNotFound) && t.ended(ctx, e) {
		t.release(e.task.ID)
		return false
	}
	e.due = time.Now().Add(leaseTime)
	t.add(e)
	return false
}

// ended reads what another replica has learnt of an entry's task.
func (t *Tracker) ended(ctx context.Context, e *entry) bool {
	task, err := t.DB.Task(ctx, e.task.ID)
	if err != nil {
		t.Log.Warn("task of another replica not read", "task", e.task.ID, "error", err)
		return errors.Is(err, store.ErrNotFound)
	}
	e.task = task
	return !task.State.Open()
}

// extend keeps other replicas from asking for a time; it is stored with what
// the poll learnt.
func (t *Tracker) extend(e *entry, by time.Duration) {
	if t.Replica != "" {
		e.leased, e.task.LeaseUntil = time.Now().Add(by), new(t.DB.Time().Add(by))
	}
}

// adopt takes up open tasks of other replicas, now and then: whoever holds the
// lease asks, and when that one ends another does.
func (t *Tracker) adopt(ctx context.Context) {
	tick := time.NewTicker(adoptEach)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			open, err := t.DB.OpenTasks(ctx)
			if err != nil {
				t.Log.Warn("tasks of other replicas not read", "error", err)
				continue
			}
			t.Follow(open)
		}
	}
}
