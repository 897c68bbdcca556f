package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"sync"
	"testing"

	"yunque/internal/cloud"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/store/storetest"
)

var (
	li   = ledger.Who{Session: "h1", Person: "li", Role: "operator", Account: "f1", Site: "cn", MaskedKey: "AKDE…0001"}
	stop = cloud.Info{Service: "ccs.instance", Action: "StopInstance", Kind: cloud.Write, Tracker: cloud.TrackTask}
)

// follower makes one task per ticket of a tracker it can ask, and remembers
// what it was given.
type follower struct {
	mu       sync.Mutex
	followed []store.Task
}

func (f *follower) Plan(a store.Act, out resource.Outcome) []store.Task {
	var all []store.Task
	for _, t := range out.Tickets {
		if t.Tracker != cloud.TrackTask {
			continue
		}
		for _, id := range t.IDs {
			all = append(all, store.Task{ID: "task-" + id, Act: a.ID, Account: a.Who.Account, Ticket: id, State: store.TaskWaiting,
				Started: a.PlannedAt, NextPoll: a.PlannedAt})
		}
	}
	return all
}

func (f *follower) Follow(tasks []store.Task) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.followed = append(f.followed, tasks...)
}

// publisher calls back for what it is told.
type publisher func(acts ...store.Act)

func (p publisher) ActsChanged(acts ...store.Act)   { p(acts...) }
func (p publisher) ApprovalsChanged(string, string) {}

// door is a ledger over an empty database with all that it touches.
type door struct {
	*ledger.Ledger
	db       *store.DB
	follower *follower
	log      *bytes.Buffer
}

func open(t *testing.T, published ...publisher) door {
	t.Helper()
	return over(storetest.Open(t), published...)
}

// openAt is open over a database file of a given path.
func openAt(t *testing.T, path string) door {
	t.Helper()
	db, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return over(db)
}

func over(db *store.DB, published ...publisher) door {
	db.Chain = storetest.Chain{}
	d := door{db: db, follower: &follower{}, log: &bytes.Buffer{}}
	d.Ledger = ledger.New(ledger.Config{
		DB: d.db, Tasks: d.follower, Log: slog.New(slog.NewTextHandler(d.log, nil)),
		Publish: publisher(func(acts ...store.Act) {
			for _, p := range published {
				p(acts...)
			}
		}),
	})
	return d
}

// step is one write that does what start says.
func step(start func(ctx context.Context) (resource.Outcome, error), targets ...resource.Target) resource.Step {
	return resource.Step{Op: stop, Request: map[string]any{"InstanceId": "i-1"}, Targets: targets,
		Start: func(ctx context.Context, _ cloud.Caller) (resource.Outcome, error) { return start(ctx) }}
}

// form is a request of steps that all do the same.
func form(key string, n int, start func(ctx context.Context) (resource.Outcome, error)) ledger.Request {
	r := ledger.Request{Key: key, Title: "web", Kind: "servers", Op: "stop", Effect: resource.Change, Danger: resource.Confirm}
	for i := range n {
		r.Steps = append(r.Steps, step(start, resource.Target{Kind: "servers", ID: fmt.Sprintf("i-%d", i+1)}))
	}
	return r
}

func ticket(tracker cloud.Tracker, ids ...string) resource.Outcome {
	return resource.Outcome{Tickets: []resource.Ticket{{Ticket: cloud.Ticket{Tracker: tracker, IDs: ids}}}}
}

func accepted(context.Context) (resource.Outcome, error) { return resource.Outcome{}, nil }

func refused(context.Context) (resource.Outcome, error) {
	return resource.Outcome{}, &cloud.Error{Op: stop.ID(), Code: "InvalidInstance", Message: "实例不存在", RequestID: "r-9", Status: 400, Sent: true}
}

func (d door) submit(t *testing.T, r ledger.Request) ledger.Job {
	t.Helper()
	job, err := d.Submit(context.Background(), li, nil, r)
	if err != nil {
		t.Fatal(err)
	}
	return job
}

// stored reads a job back from the database.
func (d door) stored(t *testing.T, key string) ledger.Job {
	t.Helper()
	job, err := d.Job(context.Background(), li.Account, key)
	if err != nil {
		t.Fatal(err)
	}
	return job
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error: got %v, want %v", err, want)
	}
}
