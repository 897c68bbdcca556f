package sim

import (
	"maps"
	"sync"
)

// maxUnknown bounds how many different unknown actions are remembered.
const maxUnknown = 200

// Calls counts what was asked since the cloud was started.
type Calls struct {
	Operations    map[string]OperationCalls `json:"operations"`     // by operation id
	Unknown       map[string]int            `json:"unknown"`        // by path and action
	BadSignatures int                       `json:"bad_signatures"` // calls whose signature or key was refused
}

// OperationCalls counts the calls of one operation.
type OperationCalls struct {
	Calls    int            `json:"calls"`
	Refusals map[string]int `json:"refusals,omitempty"` // by code
}

// callBook is the counter behind Calls.
type callBook struct {
	mu    sync.Mutex
	calls Calls
}

func (b *callBook) served(id, code string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.calls.Operations == nil {
		b.calls.Operations = map[string]OperationCalls{}
	}
	c := b.calls.Operations[id]
	c.Calls++
	if code != "" {
		if c.Refusals == nil {
			c.Refusals = map[string]int{}
		}
		c.Refusals[code]++
	}
	b.calls.Operations[id] = c
}

func (b *callBook) unknown(path, action string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.calls.Unknown == nil {
		b.calls.Unknown = map[string]int{}
	}
	key := path + " " + action
	if _, known := b.calls.Unknown[key]; known || len(b.calls.Unknown) < maxUnknown {
		b.calls.Unknown[key]++
	}
}

func (b *callBook) badSignature() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls.BadSignatures++
}

// Calls returns the counts so far.
func (s *Server) Calls() Calls {
	s.calls.mu.Lock()
	defer s.calls.mu.Unlock()
	out := Calls{
		Operations:    map[string]OperationCalls{},
		Unknown:       maps.Clone(s.calls.calls.Unknown),
		BadSignatures: s.calls.calls.BadSignatures,
	}
	for id, c := range s.calls.calls.Operations {
		out.Operations[id] = OperationCalls{c.Calls, maps.Clone(c.Refusals)}
	}
	return out
}
