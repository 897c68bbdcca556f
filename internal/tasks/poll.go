package tasks

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/resource"
	"yunque/internal/store"
)

const (
	firstPoll   = time.Second
	slowestPoll = 10 * time.Second
	growth      = 1.5 // from one poll to the next
	slowestLost = time.Minute
	lostAfter   = 10 // errors in a row
	pollTimeout = 20 * time.Second
	saveTimeout = 10 * time.Second
)

var (
	// errNoQuery stands for a stored task that this build cannot ask about.
	errNoQuery  = errors.New("nothing can tell how this task ends")
	errPanicked = errors.New("panicked")
)

// poll asks about one entry, stores what it learnt and puts it back or lets go.
func (t *Tracker) poll(ctx context.Context, e *entry) {
	c, ok := t.callers.of(e.task.Account)
	if !ok {
		t.add(e) // parks it
		return
	}
	if !t.lease(ctx, e) {
		return
	}
	call, cancel := context.WithTimeout(ctx, pollTimeout)
	status, err := t.askSafely(call, c, e.task)
	cancel()
	if ctx.Err() != nil {
		return // broken off by Close: no word on the task
	}
	before := e.task
	t.learn(e, status, err)
	switch err := t.save(ctx, before, e.task); {
	case errors.Is(err, store.ErrNotFound):
		t.release(e.task.ID) // another process ended it
		return
	case err != nil:
		// What could not be stored is not believed: it is asked again.
		t.Log.Error("task not stored", "task", e.task.ID, "state", string(e.task.State), "error", err)
		e.task, e.due = before, time.Now().Add(slowestPoll)
	}
	if e.task.State.Open() {
		t.add(e)
		return
	}
	t.release(e.task.ID)
}

// askSafely turns a panic of a query or watcher into an error: one bad answer
// must not end the following of all the others.
func (t *Tracker) askSafely(ctx context.Context, c cloud.Caller, task store.Task) (s Status, err error) {
	defer func() {
		if v := recover(); v != nil {
			t.Log.Error("question panicked", "task", task.ID, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
			s, err = Status{}, errPanicked
		}
	}()
	return t.ask(ctx, c, task)
}

// ask puts the question: to the tracker's query, or to each watched resource.
func (t *Tracker) ask(ctx context.Context, c cloud.Caller, task store.Task) (Status, error) {
	if task.Tracker != trackerWatch {
		query := t.Queries[cloud.Tracker(task.Tracker)]
		if query == nil {
			return Status{}, errNoQuery
		}
		return query(ctx, c, cloud.Ticket{Tracker: cloud.Tracker(task.Tracker), IDs: []string{task.Ticket}, RequestID: task.RequestID})
	}
	watch := t.Watcher(task.Kind, task.Op)
	if watch == nil {
		return Status{}, errNoQuery
	}
	for _, target := range task.Targets {
		done, err := watch(ctx, c, resource.Target(target))
		if err != nil || !done {
			return Status{State: store.TaskRunning}, err
		}
	}
	return Status{State: store.TaskDone, Progress: 100}, nil
}

// learn brings an entry's task up to date with one answer or the lack of it.
func (t *Tracker) learn(e *entry, s Status, err error) {
	task := &e.task
	task.Polls++
	var wait time.Duration
	if err != nil {
		task.Failures++
		wait = min(time.Second<<min(task.Failures, lostAfter), slowestLost)
		if task.Failures >= lostAfter {
			task.State, wait = store.TaskLost, slowestLost
		}
	} else {
		task.Failures, task.State, task.Message = 0, s.State, s.Message
		task.Progress = max(task.Progress, s.Progress)
		if len(s.Resources) > 0 {
			task.Resources = s.Resources
		}
		wait = pace(task.Polls)
	}
	// A tenth either way, so that tickets of one moment do not stay together.
	wait = time.Duration(float64(wait) * (0.9 + 0.2*t.Jitter())).Truncate(time.Microsecond)
	e.due, task.NextPoll = time.Now().Add(wait), t.DB.Time().Add(wait)
	t.extend(e, wait+leaseTime)
	if task.State.Open() && (!time.Now().Before(e.deadline) || errors.Is(err, errNoQuery)) {
		task.State = store.TaskUnknown
	}
}

// pace is how long to wait after the n-th poll.
func pace(n int) time.Duration {
	wait := float64(firstPoll)
	for range n {
		wait *= growth
		if wait >= float64(slowestPoll) {
			return slowestPoll
		}
	}
	return time.Duration(wait)
}

// save stores what a poll learnt and publishes it if anyone could see the
// difference.
func (t *Tracker) save(ctx context.Context, before, task store.Task) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
	defer cancel()
	same := before.State == task.State && before.Progress == task.Progress && before.Message == task.Message &&
		slices.Equal(before.Resources, task.Resources)
	if same {
		return t.DB.NotePoll(ctx, task)
	}
	act, err := t.DB.SaveTask(ctx, task)
	if err != nil {
		return err
	}
	changed := task.Targets
	if act.FinishedAt != nil {
		changed = act.Targets // all are free now: until its last task ends, an act keeps them busy
	}
	t.Hub.Publish(Change{
		Account: task.Account, Kind: task.Kind, Targets: targets(changed), Act: task.Act, Job: act.JobKey, Task: task.ID,
	})
	return nil
}
