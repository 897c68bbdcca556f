//go:build attack

package attack

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yunque/internal/sim"
)

// guesses is how many keys and secrets are tried; ATTACK_GUESSES sets another
// number.
func guesses() int { return number("ATTACK_GUESSES", 100_000) }

func TestAHundredThousandSignInsGetNowhere(t *testing.T) {
	up := newUpstream(t, sim.Options{})
	c := serve(t, up.url)
	anna := c.from("127.0.0.4").signIn(annaKey)
	quiet := anna.visit(done(), 50, true)
	before, start := c.memory(), time.Now()
	up.take()

	ctx, stop := context.WithCancel(t.Context())
	meanwhile := make(chan figures)
	go func() { meanwhile <- anna.visit(ctx, 50, true) }()
	var in, wrong, limited, other atomic.Int64
	var attackers sync.WaitGroup
	for worker := range 40 {
		// Half try many keys from one place, half one key from many.
		key, address := func(n int) string { return fmt.Sprintf("AKGUESS%03d%06d", worker, n) }, strangerAddress
		if worker%2 == 1 {
			key, address = func(int) string { return bertKey }, fmt.Sprintf("127.0.1.%d", worker)
		}
		attackers.Go(func() {
			p := c.from(address)
			for n := range guesses() / 40 {
				a, err := p.try(context.Background(), http.MethodPost, "/sign-in", url.Values{"access_key": {key(n)}, "secret_key": {fmt.Sprint("guess-", n)}, "site": {"cn"}})
				switch {
				case err != nil:
					other.Add(1)
				case a.status == http.StatusSeeOther:
					in.Add(1)
				case a.status == http.StatusUnprocessableEntity:
					wrong.Add(1)
				case a.status == http.StatusTooManyRequests && a.header.Get("Retry-After") != "":
					limited.Add(1)
				default:
					other.Add(1)
				}
			}
		})
	}
	attackers.Wait()
	took := time.Since(start)
	stop()
	undisturbed(t, quiet, <-meanwhile)
	reached := up.take()
	t.Logf("%d attempts in %s (%.0f a second): %d limited, %d reached the provider; memory %d MB before, %d MB after",
		guesses(), took.Round(time.Second), float64(guesses())/took.Seconds(), limited.Load(), wrong.Load(), before, c.memory())
	if in.Load() > 0 || other.Load() > 0 {
		t.Errorf("%d got in, and %d got neither a refusal nor a limit", in.Load(), other.Load())
	}
	// 30 at once and one every two seconds from a place, 20 and one every three with a key.
	if most := int64(30+20) + int64(took.Seconds()) + 5; wrong.Load() > most || reached[bertKey] > 20+int(took.Seconds())/3+5 {
		t.Errorf("%d attempts reached the provider, %d of them with one key; want at most %d", wrong.Load(), reached[bertKey], most)
	}
	if grown := c.memory() - before; grown > 200 {
		t.Errorf("the console grew by %d MB", grown)
	}
	anna.get("/settings").want(http.StatusOK)
}

// done is a context that has ended.
func done() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}
