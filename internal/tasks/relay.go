package tasks

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"yunque/internal/resource"
	"yunque/internal/store"
)

const (
	relayBacklog  = 256
	relayTargets  = 41   // of one change; a page that is told of more reads its whole list
	longestWord   = 7900 // bytes that a notification of PostgreSQL holds
	announceLimit = 5 * time.Second
	listenAgain   = 2 * time.Second
)

// Relay carries what happens in one replica to the pages and keys of the
// others, through the database they share. Nothing waits for it; what it could
// not carry makes the others' pages ask for the present state.
type Relay struct {
	DB    *store.DB
	Hub   *Hub
	Ended func(session, why string) // a session ended elsewhere: forget its keys
	Log   *slog.Logger

	replica string
	out     chan notice
}

// notice is one word between replicas.
type notice struct {
	From   string
	Change *Change `json:",omitempty"`
	Ended  string  `json:",omitempty"` // a session
	Why    string  `json:",omitempty"` // it ended
	Missed bool    `json:",omitempty"` // some words were not carried
}

// NewRelay makes a relay and puts it behind the hub. Run sets it to work.
func NewRelay(db *store.DB, hub *Hub, ended func(session, why string), log *slog.Logger) *Relay {
	r := &Relay{DB: db, Hub: hub, Ended: ended, Log: log, replica: uuid.NewString(), out: make(chan notice, relayBacklog)}
	hub.mu.Lock()
	defer hub.mu.Unlock()
	hub.relay = r
	return r
}

// send hands a word over without waiting. The last place of the backlog is for
// the word that others were left out.
func (r *Relay) send(n notice) {
	n.From = r.replica
	if len(r.out) >= relayBacklog-1 {
		n = notice{From: r.replica, Missed: true, Ended: n.Ended, Why: n.Why}
	}
	select {
	case r.out <- n:
	default:
	}
}

// Run carries words both ways until ctx ends.
func (r *Relay) Run(ctx context.Context) {
	var out sync.WaitGroup
	out.Go(func() { r.announce(ctx) })
	defer out.Wait()
	for ctx.Err() == nil {
		// Whatever was said before the connection stood was missed.
		err := r.DB.Listen(ctx, r.Hub.Cut, r.hear)
		if ctx.Err() != nil {
			return
		}
		r.Log.Warn("not hearing other replicas", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(listenAgain):
		}
	}
}

func (r *Relay) announce(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case n := <-r.out:
			call, cancel := context.WithTimeout(ctx, announceLimit)
			if err := r.DB.Announce(call, n.word()); err != nil && ctx.Err() == nil {
				r.Log.Warn("other replicas not told", "error", err)
			}
			cancel()
		}
	}
}

// word writes a notice as short as its readers need it: pages ask for rows by
// their ids, and for the list when there are many.
func (n notice) word() string {
	if n.Change != nil {
		c := *n.Change
		c.Targets = nil
		for _, t := range n.Change.Targets[:min(len(n.Change.Targets), relayTargets)] {
			c.Targets = append(c.Targets, resource.Target{Kind: t.Kind, ID: t.ID})
		}
		n.Change = &c
	}
	word, err := json.Marshal(n)
	if err != nil || len(word) > longestWord {
		word, _ = json.Marshal(notice{From: n.From, Ended: n.Ended, Why: n.Why, Missed: true})
	}
	return string(word)
}

func (r *Relay) hear(word string) {
	var n notice
	if err := json.Unmarshal([]byte(word), &n); err != nil || n.From == r.replica {
		return
	}
	if n.Ended != "" {
		r.Ended(n.Ended, n.Why)
	}
	if n.Missed {
		r.Hub.Cut()
	}
	if n.Change != nil {
		r.Hub.deliver(*n.Change)
	}
}
