package explorer

import (
	"encoding/json"
	"slices"
	"sync"
	"time"
)

const (
	keptCalls = 1000
	keptBytes = 32 << 20
	keptFor   = 12 * time.Hour
	maxAnswer = 1 << 20 // a larger one is not kept
)

// Owner is whose calls they are: one session with one account.
type Owner struct{ Session, Account string }

// Call is one call that was made by hand, without its secrets.
type Call struct {
	ID        string // of a write, its act's
	Operation string
	At        time.Time
	Took      time.Duration
	Status    int
	OK        bool
	Code      string
	Message   string
	RequestID string
	Request   json.RawMessage
	Answer    json.RawMessage // nil when there was none, or one too large to keep
	Size      int             // of the answer
}

// History keeps the last calls of all sessions, in memory and within bounds:
// answers belong to the provider and are not stored. The zero value is ready.
// It is safe for concurrent use.
type History struct {
	mu    sync.Mutex
	calls []kept // the oldest first
	bytes int
}

type kept struct {
	owner Owner
	call  Call
}

func (k kept) size() int { return len(k.call.Request) + len(k.call.Answer) }

// Add keeps a call, and drops the oldest ones to make room.
func (h *History) Add(o Owner, c Call) {
	c.Size = len(c.Answer)
	if c.Size > maxAnswer {
		c.Answer = nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	k := kept{o, c}
	h.calls = append(h.calls, k)
	h.bytes += k.size()
	drop := 0
	for len(h.calls)-drop > keptCalls || h.bytes > keptBytes || c.At.Sub(h.calls[drop].call.At) > keptFor {
		h.bytes -= h.calls[drop].size()
		drop++
	}
	h.calls = slices.Delete(h.calls, 0, drop)
}

// List gives an owner's calls of an operation, or of all when it is empty, the
// newest first.
func (h *History) List(o Owner, operation string) []Call {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []Call
	for _, k := range slices.Backward(h.calls) {
		if k.owner == o && (operation == "" || operation == k.call.Operation) {
			out = append(out, k.call)
		}
	}
	return out
}

// Find gives one of an owner's calls; ok is false when it is not kept (any
// more).
func (h *History) Find(o Owner, id string) (c Call, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, k := range h.calls {
		if k.owner == o && k.call.ID == id {
			return k.call, true
		}
	}
	return Call{}, false
}

// Forget drops what a session did, when it ends.
func (h *History) Forget(session string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calls = slices.DeleteFunc(h.calls, func(k kept) bool {
		if k.owner.Session != session {
			return false
		}
		h.bytes -= k.size()
		return true
	})
}
