package tasks_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/store/storetest"
	"yunque/internal/tasks"
)

// key is a caller that only has an identity: the query under test is a script.
type key string

func (key) Do(context.Context, cloud.Info, any) (*cloud.Envelope, error) {
	return nil, errors.New("not to be called")
}

// script answers the queries of a test and remembers them.
type script struct {
	mu     sync.Mutex
	asked  []time.Duration // since the test began
	by     []cloud.Caller
	began  time.Time
	answer func(n int, ticket string) (tasks.Status, error) // n from 1
}

func (s *script) query(_ context.Context, c cloud.Caller, t cloud.Ticket) (tasks.Status, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, time.Since(s.began))
	s.by = append(s.by, c)
	return s.answer(len(s.asked), t.IDs[0])
}

// times tells how often it was asked.
func (s *script) times() int { return len(s.moments()) }

// moments tells when it was asked.
func (s *script) moments() []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// callers tells with whose key it was asked.
func (s *script) callers() []cloud.Caller {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.by)
}

// bench is a tracker over an empty database with all that it touches.
type bench struct {
	*tasks.Tracker
	db     *store.DB
	hub    *tasks.Hub
	script *script
	log    *bytes.Buffer
	acts   int
}

// set makes a bench whose queries are answered by answer. The jitter is even.
func set(t *testing.T, answer func(n int, ticket string) (tasks.Status, error)) *bench {
	t.Helper()
	b := &bench{db: storetest.Open(t), hub: tasks.NewHub(), log: &bytes.Buffer{}}
	b.script = &script{began: time.Now(), answer: answer}
	b.Tracker = b.tracker(nil)
	b.start(t)
	return b
}

func (b *bench) tracker(watcher func(kind, op string) tasks.Watcher) *tasks.Tracker {
	return tasks.New(tasks.Config{
		DB: b.db, Hub: b.hub, Log: slog.New(slog.NewTextHandler(b.log, nil)), Watcher: watcher,
		Queries: map[cloud.Tracker]tasks.Query{cloud.TrackTask: b.script.query},
		Jitter:  func() float64 { return 0.5 },
	})
}

func (b *bench) start(t *testing.T) {
	t.Helper()
	tracker := b.Tracker
	if err := tracker.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tracker.Close)
}

// accept stores an accepted act of an account with what it gave, and follows it.
func (b *bench) accept(t *testing.T, account string, out resource.Outcome, targets ...store.Target) store.Act {
	t.Helper()
	ctx := context.Background()
	b.acts++
	a := store.Act{
		ID: fmt.Sprintf("act-%d", b.acts), JobKey: fmt.Sprintf("job-%d", b.acts), Kind: "servers", Op: "stop", Title: "web",
		Targets: targets, Who: store.Who{Account: account}, State: store.ActPlanned, PlannedAt: b.db.Time(),
	}
	must(t, b.db.PlanActs(ctx, []store.Act{a}))
	must(t, b.db.BeginAct(ctx, &a))
	planned := b.Plan(a, out)
	a.State = store.ActAccepted
	must(t, b.db.EndAct(ctx, &a, planned))
	b.Follow(planned)
	return a
}

func ticket(ids ...string) resource.Outcome {
	return resource.Outcome{Tickets: []resource.Ticket{{Ticket: cloud.Ticket{Tracker: cloud.TrackTask, IDs: ids}}}}
}

func (b *bench) act(t *testing.T, a store.Act) store.Act {
	t.Helper()
	got, err := b.db.Act(context.Background(), a.Who.Account, a.ID)
	must(t, err)
	return got
}

func (b *bench) task(t *testing.T, a store.Act) store.Task {
	t.Helper()
	all, err := b.db.TasksOf(context.Background(), a.ID)
	must(t, err)
	if len(all) != 1 {
		t.Fatalf("tasks of %s: got %+v, want one", a.ID, all)
	}
	return all[0]
}

func running(int, string) (tasks.Status, error) { return tasks.Status{State: store.TaskRunning}, nil }

func done(int, string) (tasks.Status, error) {
	return tasks.Status{State: store.TaskDone, Progress: 100}, nil
}

// doneAt answers done at the n-th question and running before.
func doneAt(n int) func(int, string) (tasks.Status, error) {
	return func(i int, id string) (tasks.Status, error) {
		if i < n {
			return running(i, id)
		}
		return done(i, id)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

// pending takes what a subscription holds now; open is false once it is closed.
func pending(ch <-chan tasks.Change) (got []tasks.Change, open bool) {
	for {
		select {
		case c, ok := <-ch:
			if !ok {
				return got, false
			}
			got = append(got, c)
		default:
			return got, true
		}
	}
}
