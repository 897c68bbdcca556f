package handlers

import (
	"context"
	"sync"
)

// streams are the open event streams by session, so that signing out ends them
// at once.
type streams struct {
	mu   sync.Mutex
	open map[string]map[int]context.CancelFunc
	next int
}

// enter counts a stream in; ok is false when the session has too many.
func (s *streams) enter(ctx context.Context, session string) (_ context.Context, leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open = map[string]map[int]context.CancelFunc{}
	}
	if len(s.open[session]) >= maxStreams {
		return ctx, nil, false
	}
	if s.open[session] == nil {
		s.open[session] = map[int]context.CancelFunc{}
	}
	ctx, cancel := context.WithCancel(ctx)
	s.next++
	id := s.next
	s.open[session][id] = cancel
	return ctx, func() {
		cancel()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.open[session], id)
		if len(s.open[session]) == 0 {
			delete(s.open, session)
		}
	}, true
}

// end ends a session's streams.
func (s *streams) end(session string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, cancel := range s.open[session] {
		cancel()
	}
}
