//go:build attack

package attack

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"yunque/internal/sim"
)

// kills is how often the console is killed; ATTACK_KILLS sets another number.
func kills() int { return number("ATTACK_KILLS", 200) }

// number reads a number from the environment.
func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// TestNoKillLosesARowOfTheTrail kills the console itself, while people work
// with it, at any moment. The provider was never asked to change something of
// which no row tells, and no row is altered.
func TestNoKillLosesARowOfTheTrail(t *testing.T) {
	up := newUpstream(t, sim.Options{Pace: 0.01})
	c := serve(t, up.url, "CONSOLE_LOG_LEVEL=error")
	people := []*person{c.from("127.0.0.4").signIn(annaKey), c.from("127.0.0.5").signIn(annaKey), c.from("127.0.0.6").signIn(bertKey)}
	servers := people[0].get("/instances?size=100").want(http.StatusOK).ids()
	start := time.Now()
	for range kills() {
		ctx, stop := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for _, p := range people {
			all.Go(func() { work(ctx, p, servers) })
		}
		pause(time.Duration(20+rand.IntN(400)) * time.Millisecond)
		c.kill()
		stop()
		all.Wait()
		c.start()
	}
	out, err := c.run("audit", "verify")
	if err != nil {
		t.Fatalf("verify: %v\n%s", err, out)
	}
	changed := 0
	for op, n := range up.Calls().Operations {
		if !readsOnly(op) {
			changed += n.Calls
		}
	}
	trail, err := c.run("audit", "export", "--format", "jsonl")
	if err != nil {
		t.Fatal(err)
	}
	intents := strings.Count(trail, `"intent"`)
	t.Logf("%d kills in %s: %d changes reached the provider, %d intents; %s", kills(), time.Since(start).Round(time.Second), changed, intents, strings.TrimSpace(out))
	if changed < kills()/4 || intents < changed {
		t.Errorf("got %d intents for %d changes; want one for each, and enough of them", intents, changed)
	}
}

// work starts and stops servers until ctx ends or the console is gone.
func work(ctx context.Context, p *person, servers []string) {
	for ctx.Err() == nil {
		op := []string{"stop", "start", "reboot"}[rand.IntN(3)]
		form := url.Values{"key": {strconv.FormatUint(rand.Uint64(), 36)}}
		if _, err := p.try(ctx, http.MethodPost, "/instances/"+servers[rand.IntN(len(servers))]+"/ops/"+op, form); err != nil {
			return
		}
	}
}
