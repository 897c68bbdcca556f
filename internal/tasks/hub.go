package tasks

import (
	"slices"
	"sync"

	"yunque/internal/resource"
	"yunque/internal/store"
)

// Change says that something stored has changed; what, is read from the store.
type Change struct {
	Account string
	Kind    string // slug
	Targets []resource.Target
	Act     string // id; empty when several acts of the job changed at once
	Job     string // key
	Task    string // id; empty when no task is concerned
}

// backlog is how many changes a page may be behind. A page further behind is
// cut off; on connecting again it is sent the present state.
const backlog = 16

// Hub hands changes to the pages of each account. It is safe for concurrent
// use; publishing never waits for a page. One lock is enough: a change is with
// a thousand pages in some 40 µs (BenchmarkPublishToAThousandPages).
type Hub struct {
	mu       sync.Mutex
	accounts map[string]map[chan Change]struct{}
	relay    *Relay // to other replicas; nil where there are none
}

// NewHub makes a hub without subscribers.
func NewHub() *Hub { return &Hub{accounts: make(map[string]map[chan Change]struct{})} }

// Subscribe returns an account's changes from now on. The channel is closed by
// cancel, which may be called twice, or when the reader falls too far behind.
func (h *Hub) Subscribe(account string) (<-chan Change, func()) {
	ch := make(chan Change, backlog)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.accounts[account] == nil {
		h.accounts[account] = make(map[chan Change]struct{})
	}
	h.accounts[account][ch] = struct{}{}
	return ch, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.drop(account, ch)
	}
}

// Publish hands a change to the account's subscribers, here and in other
// replicas.
func (h *Hub) Publish(c Change) {
	h.deliver(c)
	if h.relay != nil {
		h.relay.send(notice{Change: &c})
	}
}

// SessionEnded lets other replicas forget the keys of a session, and say why.
func (h *Hub) SessionEnded(session, why string) {
	if h.relay != nil {
		h.relay.send(notice{Ended: session, Why: why})
	}
}

// Cut ends every subscription: changes may have been missed, and pages are sent
// the present state when they come again.
func (h *Hub) Cut() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for account, all := range h.accounts {
		for ch := range all {
			h.drop(account, ch)
		}
	}
}

// deliver hands a change to the account's subscribers here.
func (h *Hub) deliver(c Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch := range h.accounts[c.Account] {
		select {
		case ch <- c:
		default:
			h.drop(c.Account, ch)
		}
	}
}

// ActsChanged publishes one change for acts of one job.
func (h *Hub) ActsChanged(acts ...store.Act) {
	if len(acts) == 0 {
		return
	}
	c := Change{Account: acts[0].Who.Account, Kind: acts[0].Kind, Job: acts[0].JobKey}
	if len(acts) == 1 {
		c.Act = acts[0].ID
	}
	for _, a := range acts {
		c.Targets = slices.Concat(c.Targets, targets(a.Targets))
	}
	h.Publish(c)
}

// KindApprovals is the kind of a change of requests for approval.
const KindApprovals = "approvals"

// ApprovalsChanged publishes that a request for approval is new or has moved.
func (h *Hub) ApprovalsChanged(account, id string) {
	h.Publish(Change{Account: account, Kind: KindApprovals, Targets: []resource.Target{{Kind: KindApprovals, ID: id}}})
}

// drop closes a channel that is still subscribed; the lock is held.
func (h *Hub) drop(account string, ch chan Change) {
	if _, ok := h.accounts[account][ch]; !ok {
		return
	}
	delete(h.accounts[account], ch)
	if len(h.accounts[account]) == 0 {
		delete(h.accounts, account)
	}
	close(ch)
}

func targets(all []store.Target) []resource.Target {
	var out []resource.Target
	for _, t := range all {
		out = append(out, resource.Target(t))
	}
	return out
}
