package cloud

import (
	"context"
	"sync"
	"time"
)

// How long, and how many, answers are remembered for times when the provider
// does not answer.
const (
	staleAge   = 15 * time.Minute
	staleLimit = 500 // answers per account; a list of all regions is 17, one of desktops as long as there are desktops
)

// Staleness gathers, for one request, whether something older was shown and why.
type Staleness struct {
	mu    sync.Mutex
	since time.Time
	err   error
}

type staleKey struct{}

// AllowStale lets reads under the context answer with what was last read when
// the provider cannot be reached or makes no sense. What it refuses stays
// refused.
func AllowStale(ctx context.Context) (context.Context, *Staleness) {
	s := &Staleness{}
	return context.WithValue(ctx, staleKey{}, s), s
}

// Since tells when the oldest answer was read that stands in for a failed one,
// and how that one failed; the zero time when nothing does.
func (s *Staleness) Since() (time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.since, s.err
}

func (s *Staleness) note(read time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.since.IsZero() || read.Before(s.since) {
		s.since, s.err = read, err
	}
}

// remembered is an answer with the time it was read, and whether something of
// its service was written since.
type remembered struct {
	env       *Envelope
	read      time.Time
	service   string
	overtaken bool
}

// remember keeps an answer beyond the cache and beyond writes.
func (a *account) remember(out *outgoing, generation uint64, env *Envelope, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.last == nil {
		a.last = map[string]remembered{}
	}
	if len(a.last) >= staleLimit {
		for k, r := range a.last {
			if now.Sub(r.read) > staleAge || len(a.last) >= staleLimit {
				delete(a.last, k)
			}
		}
	}
	a.last[out.identity] = remembered{env, now, out.op.Service, generation != a.generation}
}

// instead finds what was last read, when the context wants it in place of an
// error that says nothing about the resource.
func (a *account) instead(ctx context.Context, identity string, err error, now time.Time) *Envelope {
	s, wanted := ctx.Value(staleKey{}).(*Staleness)
	if !wanted || !HasCode(err, CodeUnreachable, CodeTimeout, CodeMalformed, CodeThrottled, CodeCircuitOpen, CodeHTTP) && !isServerFault(err) {
		return nil
	}
	a.mu.Lock()
	r, ok := a.last[identity]
	a.mu.Unlock()
	if !ok || now.Sub(r.read) > staleAge {
		return nil
	}
	s.note(r.read, err)
	return r.env
}

// isServerFault tells whether the provider itself failed, with a code or not.
func isServerFault(err error) bool {
	e := asError(err)
	return e != nil && e.Status >= 500
}

// overtake marks what a write of a service may have changed. The lock is held.
func (a *account) overtake(service string) {
	for identity, r := range a.last {
		if r.service == service {
			r.overtaken = true
			a.last[identity] = r
		}
	}
}
