//go:build attack

package attack

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yunque/internal/sim"
)

// streams opens event streams at once and counts what becomes of them.
func streams(t *testing.T, ctx context.Context, p *person, n int) (opened, refused, ended *atomic.Int64) {
	t.Helper()
	opened, refused, ended = &atomic.Int64{}, &atomic.Int64{}, &atomic.Int64{}
	var asked sync.WaitGroup
	for range n {
		asked.Add(1)
		go func() {
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.console.url+"/events", nil)
			if err != nil {
				t.Error(err)
				asked.Done()
				return
			}
			r.Header = p.header.Clone()
			r.AddCookie(&http.Cookie{Name: "console", Value: p.session()})
			resp, err := (&http.Client{Transport: p.client.Transport}).Do(r)
			if err == nil && resp.StatusCode == http.StatusOK {
				opened.Add(1)
				asked.Done()
				_, _ = io.Copy(io.Discard, resp.Body)
				ended.Add(1)
			} else {
				refused.Add(1)
				asked.Done()
			}
			if err == nil {
				_ = resp.Body.Close()
			}
		}()
	}
	asked.Wait()
	return opened, refused, ended
}

func TestAFloodOfStreamsStaysOnesOwnAffair(t *testing.T) {
	c := serve(t, newUpstream(t, sim.Options{}).url, behindProxy...)
	anna := c.named("anna", "admins").signIn(annaKey)
	quiet := anna.visit(done(), 30, false)
	mallory := c.named("mallory", "staff").signIn(bertKey)
	opened, refused, ended := streams(t, t.Context(), mallory, 300)
	if opened.Load() != 20 || refused.Load() != 280 {
		t.Errorf("of one session: %d streams and %d refused, want 20 and 280", opened.Load(), refused.Load())
	}
	total := opened.Load()
	for range 15 {
		more, _, _ := streams(t, t.Context(), c.named("mallory", "staff").signIn(bertKey), 20)
		total += more.Load()
	}
	if total != 200 {
		t.Errorf("of one person in 16 sessions: %d streams, want 200", total)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if hers, _, _ := streams(t, ctx, anna, 2); hers.Load() != 2 {
		t.Errorf("somebody else: got %d streams, want 2", hers.Load())
	}
	undisturbed(t, quiet, anna.visit(done(), 50, false))
	mallory.post("/sign-out", url.Values{}).want(http.StatusSeeOther)
	eventually(t, "signing out ends the session's streams", 10*time.Second, func() bool { return ended.Load() == 20 })
	t.Logf("memory with %d streams: %d MB", total, c.memory())
}
