package handlers

import (
	"context"
	"sync"
)

// How many event streams are open at once. A browser needs one per tab.
const (
	maxStreams      = 20    // of a session: more tabs than that are a fault
	maxOwnerStreams = 200   // of a person in all their sessions, or of an access key where nobody is named
	maxAllStreams   = 5_000 // of everyone: each takes about 30 KB
)

// Expired is why a session ended that reached a limit.
const Expired = "expired"

// bye is what an open page is told when its session ends.
type bye string

const (
	byeExpired bye = Expired
	byeOut     bye = "out"   // its person signed out
	byeEnded   bye = "ended" // from elsewhere, or by a rule
	byeMoved   bye = ""      // the browser has another session by now: nothing ended
)

// Error makes a bye the cause of a stream's end.
func (b bye) Error() string { return "session over: " + string(b) }

// streams are the open event streams by session, so that signing out ends them
// at once.
type streams struct {
	mu    sync.Mutex
	open  map[string]map[int]context.CancelCauseFunc
	owner map[string]int
	all   int
	next  int
}

// enter counts a stream in; ok is false when there are too many.
func (s *streams) enter(ctx context.Context, session, owner string) (_ context.Context, leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open, s.owner = map[string]map[int]context.CancelCauseFunc{}, map[string]int{}
	}
	if len(s.open[session]) >= maxStreams || s.owner[owner] >= maxOwnerStreams || s.all >= maxAllStreams {
		return ctx, nil, false
	}
	if s.open[session] == nil {
		s.open[session] = map[int]context.CancelCauseFunc{}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	s.next++
	id := s.next
	s.open[session][id] = cancel
	s.owner[owner]++
	s.all++
	return ctx, func() {
		cancel(nil)
		s.leave(session, owner, id)
	}, true
}

func (s *streams) leave(session, owner string, id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.owner[owner]--; s.owner[owner] == 0 {
		delete(s.owner, owner)
	}
	delete(s.open[session], id)
	if len(s.open[session]) == 0 {
		delete(s.open, session)
	}
}

// end ends a session's streams.
func (s *streams) end(session string, why bye) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, cancel := range s.open[session] {
		cancel(why)
	}
}

// OpenStreams counts the event streams that are open now.
func (s *Server) OpenStreams() int {
	s.streams.mu.Lock()
	defer s.streams.mu.Unlock()
	return s.streams.all
}
