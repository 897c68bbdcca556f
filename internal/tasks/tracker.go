package tasks

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"

	"yunque/internal/cloud"
	"yunque/internal/resource"
	"yunque/internal/store"
)

const (
	defaultLimit   = 30 * time.Minute
	defaultWorkers = 8
	trackerWatch   = "watch" // stored where a resource is watched, not a ticket
)

// Config is what a Tracker needs.
type Config struct {
	DB      *store.DB
	Hub     *Hub
	Queries map[cloud.Tracker]Query
	// Watcher returns how to watch the resources of an operation, or nil.
	Watcher func(kind, op string) Watcher
	Log     *slog.Logger
	NewID   func() string  // nil for UUIDs in order of time
	Jitter  func() float64 // 0 <= n < 1; nil for random
	Limit   time.Duration  // of following a task; 0 for half an hour
	Workers int            // tasks asked about at once; 0 for eight
	// Replica names this process among those that share the database; empty
	// where it is alone.
	Replica string
}

// Tracker follows tasks. It is safe for concurrent use.
type Tracker struct {
	Config

	callers *callers
	stop    context.CancelFunc
	done    sync.WaitGroup // the loop and its workers

	mu       sync.Mutex
	followed map[string]bool // task ids: one poller each, however often it is handed in
	due      dueHeap
	parked   map[string][]*entry // by account: nobody to ask for them
	wake     chan struct{}
}

// New makes a tracker; Start sets it to work.
func New(c Config) *Tracker {
	if c.NewID == nil {
		c.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
	}
	if c.Jitter == nil {
		c.Jitter = rand.Float64
	}
	if c.Watcher == nil {
		c.Watcher = func(string, string) Watcher { return nil }
	}
	if c.Limit == 0 {
		c.Limit = defaultLimit
	}
	if c.Workers == 0 {
		c.Workers = defaultWorkers
	}
	return &Tracker{
		Config: c, callers: newCallers(), wake: make(chan struct{}, 1),
		followed: make(map[string]bool), parked: make(map[string][]*entry),
	}
}

// Start takes up the stored open tasks and begins to ask. It returns at once;
// the work ends with Close or with ctx.
func (t *Tracker) Start(ctx context.Context) error {
	open, err := t.DB.OpenTasks(ctx)
	if err != nil {
		return fmt.Errorf("start tracker: %w", err)
	}
	ctx, t.stop = context.WithCancel(ctx)
	work := make(chan *entry)
	t.done.Go(func() { t.schedule(ctx, work) })
	for range t.Workers {
		t.done.Go(func() {
			for e := range work {
				t.poll(ctx, e)
			}
		})
	}
	t.Follow(open)
	if t.Replica != "" {
		t.done.Go(func() { t.adopt(ctx) })
	}
	return nil
}

// Close ends the asking. What is being asked is broken off: it only reads, and
// is asked again after the next start.
func (t *Tracker) Close() {
	t.stop()
	t.done.Wait()
}

// Plan makes the tasks an accepted act needs: one per ticket id, or one per
// watched resource; none when nothing can tell the end.
func (t *Tracker) Plan(a store.Act, out resource.Outcome) []store.Task {
	var all []store.Task
	for _, ticket := range out.Tickets {
		if t.Queries[ticket.Tracker] == nil {
			continue
		}
		for _, id := range ticket.IDs {
			task := t.task(a, string(ticket.Tracker), stored(ticket.Targets))
			task.Ticket, task.RequestID = id, ticket.RequestID
			all = append(all, task)
		}
	}
	if len(all) > 0 || t.Watcher(a.Kind, a.Op) == nil {
		return all
	}
	for _, target := range watched(a, out) {
		all = append(all, t.task(a, trackerWatch, []store.Target{target}))
	}
	return all
}

// watched is what to look at: what the answer named, else the new resources,
// else those acted on, else whatever the watcher finds for the kind.
func watched(a store.Act, out resource.Outcome) []store.Target {
	if len(out.Watched) > 0 {
		return stored(out.Watched)
	}
	if len(out.Created) == 0 && len(a.Targets) > 0 {
		return a.Targets
	}
	if len(out.Created) == 0 {
		return []store.Target{{Kind: a.Kind, Name: a.Title}}
	}
	var all []store.Target
	for _, id := range out.Created {
		all = append(all, store.Target{Kind: a.Kind, ID: id})
	}
	return all
}

func (t *Tracker) task(a store.Act, tracker string, targets []store.Target) store.Task {
	now := t.DB.Time()
	return store.Task{
		ID: t.NewID(), Act: a.ID, Account: a.Who.Account, Tracker: tracker, Targets: targets,
		Kind: a.Kind, Op: a.Op, State: store.TaskWaiting, Started: now, NextPoll: now.Add(firstPoll),
	}
}

func stored(all []resource.Target) []store.Target {
	var out []store.Target
	for _, target := range all {
		out = append(out, store.Target(target))
	}
	return out
}

// Seen notes that a session is open and may ask for an account. Tasks that
// waited for the account go on.
func (t *Tracker) Seen(session, account string, c cloud.Caller) {
	if t.callers.put(session, account, c) {
		t.resume(account)
	}
}

// Forget drops the keys of sessions that have ended: signed out or expired.
func (t *Tracker) Forget(sessions ...string) {
	for _, s := range sessions {
		t.callers.remove(s)
	}
}

// Open counts an account's tasks that have not ended.
func (t *Tracker) Open(ctx context.Context, account string) (int, error) {
	return t.DB.CountOpenTasks(ctx, account)
}

// BusyTargets tells which resources of a kind something is being done to:
// resource id to operation as "<kind>.<slug>".
func (t *Tracker) BusyTargets(ctx context.Context, account, kind string) (map[string]string, error) {
	return t.DB.BusyTargets(ctx, account, kind)
}
