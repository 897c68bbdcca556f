package cloud

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestWhatWasLastReadStandsInForAProviderThatFails(t *testing.T) {
	for name, a := range map[string]struct {
		status int
		body   string
		stale  bool
	}{
		"a gateway's page":   {502, "<html>", true},
		"garbage":            {200, "not JSON", true},
		"a fault of its own": {500, `{"Code":"InternalError"}`, true},
		"a refusal":          {400, `{"Code":"InstanceNotFound","Message":"gone"}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			fake := &answers{reply: func(n int, _ *http.Request) (*http.Response, error) {
				if n == 1 {
					return reply(200, success)
				}
				return reply(a.status, a.body)
			}}
			c := newTestClient(t, Config{Transport: fake, CacheTTL: time.Nanosecond, Tries: 1}).For(testCred, LoopbackSite("test", "http://127.0.0.1:1"))
			if _, err := c.Do(t.Context(), readGet, map[string]any{}); err != nil {
				t.Fatal(err)
			}
			ctx, staleness := AllowStale(t.Context())
			env, err := c.Do(ctx, readGet, map[string]any{})
			since, why := staleness.Since()
			if got := err == nil; got != a.stale || since.IsZero() == a.stale || (why != nil) != a.stale {
				t.Errorf("got %v, %v, since %v because %v; want old data: %v", env, err, since, why, a.stale)
			}
			if a.stale && !strings.Contains(string(env.Data), `"A":1`) {
				t.Errorf("got %s", env.Data)
			}
			if _, err := c.Do(t.Context(), readGet, map[string]any{}); err == nil {
				t.Error("old data is shown to a caller who did not ask for it")
			}
		})
	}
}
