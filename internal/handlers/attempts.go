package handlers

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	maxTracked = 10_000      // names that one limit tells apart
	sweepEvery = time.Second // at most, while it is full
)

// attempts limits how often each of many may try something: burst times at
// once, then once every so often. Its memory is bounded: while it is full of
// names that have tried too lately to be forgotten, newcomers share one limit,
// so that a flood of names loosens nobody's.
type attempts struct {
	every time.Duration
	burst int
	now   func() time.Time

	mu    sync.Mutex
	by    map[string]*rate.Limiter
	rest  *rate.Limiter
	swept time.Time
}

func newAttempts(every time.Duration, burst int, now func() time.Time) *attempts {
	a := &attempts{every: every, burst: burst, now: now, by: map[string]*rate.Limiter{}}
	a.rest = a.limiter()
	return a
}

func (a *attempts) limiter() *rate.Limiter { return rate.NewLimiter(rate.Every(a.every), a.burst) }

// allow counts one try; when there were too many it tells how long to wait.
func (a *attempts) allow(name string) (wait time.Duration, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	l := a.of(name, now)
	if l.AllowN(now, 1) {
		return 0, true
	}
	return time.Duration((1 - l.TokensAt(now)) * float64(a.every)), false
}

func (a *attempts) of(name string, now time.Time) *rate.Limiter {
	if l := a.by[name]; l != nil {
		return l
	}
	if len(a.by) >= maxTracked && now.Sub(a.swept) >= sweepEvery {
		a.swept = now
		for name, l := range a.by {
			if l.TokensAt(now) >= float64(a.burst) {
				delete(a.by, name)
			}
		}
	}
	if len(a.by) >= maxTracked {
		return a.rest
	}
	l := a.limiter()
	a.by[name] = l
	return l
}

// place is what an address counts as: whoever has one IPv6 address has all of
// its network.
func place(ip string) string {
	a, err := netip.ParseAddr(ip)
	if err != nil || a.Unmap().Is4() {
		return ip
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return ip
	}
	return p.String()
}
