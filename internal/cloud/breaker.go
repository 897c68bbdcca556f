package cloud

import (
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"
)

// breakers keeps one breaker per host, so that a dead host is left alone and
// answers at once that it is dead.
type breakers struct {
	mu     sync.Mutex
	byHost map[string]*gobreaker.CircuitBreaker[*Envelope]
}

func newBreakers() *breakers {
	return &breakers{byHost: map[string]*gobreaker.CircuitBreaker[*Envelope]{}}
}

const (
	failuresToOpen = 5
	openFor        = 10 * time.Second
)

func (b *breakers) of(host string) *gobreaker.CircuitBreaker[*Envelope] {
	b.mu.Lock()
	defer b.mu.Unlock()
	breaker, ok := b.byHost[host]
	if !ok {
		breaker = gobreaker.NewCircuitBreaker[*Envelope](gobreaker.Settings{
			Timeout:      openFor,
			ReadyToTrip:  func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= failuresToOpen },
			IsSuccessful: func(err error) bool { return !hostFailed(err) },
			IsExcluded:   func(err error) bool { return HasCode(err, CodeCanceled) },
		})
		b.byHost[host] = breaker
	}
	return breaker
}

// run performs send unless the host's circuit is open.
func (b *breakers) run(host string, op Info, send func() (*Envelope, *Error)) (*Envelope, *Error) {
	var failure *Error
	env, err := b.of(host).Execute(func() (*Envelope, error) {
		var env *Envelope
		if env, failure = send(); failure != nil {
			return nil, failure
		}
		return env, nil
	})
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return nil, &Error{Op: op.ID(), Code: CodeCircuitOpen}
	}
	return env, failure
}

// hostFailed tells faults of the host from its refusals: a provider that says
// no is alive.
func hostFailed(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Code == CodeUnreachable || e.Code == CodeTimeout || e.Status >= http.StatusInternalServerError
}
