package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// untilTooMany does something until it is limited and tells how often it went
// well.
func untilTooMany(t *testing.T, do func() *apptest.Page) (times int, last *apptest.Page) {
	t.Helper()
	for times < 2000 {
		if last = do(); last.Status == http.StatusTooManyRequests {
			return times, last
		}
		times++
	}
	t.Fatal("it was never limited")
	return 0, nil
}

func TestCostlyCallsAreLimitedByPersonAndByKey(t *testing.T) {
	for name, c := range map[string]struct {
		person int // times at once
		do     func(*apptest.Browser) *apptest.Page
	}{
		"calls by hand": {120, func(b *apptest.Browser) *apptest.Page {
			return b.Post("/explorer/ccs.instance.DescribeInstances", url.Values{"turn": {"json"}})
		}},
		"exports": {120, func(b *apptest.Browser) *apptest.Page { return b.Get("/tags.csv") }},
		"exports of the trail": {120, func(b *apptest.Browser) *apptest.Page {
			return b.Get("/audit.jsonl?event=none")
		}},
		"monitoring": {400, func(b *apptest.Browser) *apptest.Page { return b.Get("/instances/none/monitor.json") }},
		"prices":     {120, func(b *apptest.Browser) *apptest.Page { return b.Post("/ecs/new/quote", url.Values{}) }},
		"orders":     {30, func(b *apptest.Browser) *apptest.Page { return b.Post("/ecs/new", url.Values{"redraw": {"1"}}) }},
		"searches":   {120, func(b *apptest.Browser) *apptest.Page { return b.Get("/palette?q=none") }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				console := apptest.Start(t, apptest.BehindProxy(), apptest.WithSim(sim.New(sim.Options{Seed: "empty", Keys: keysOf(1)})))
				people := make([]*apptest.Browser, 4)
				for i := range people {
					people[i] = console.Person(fmt.Sprint("bert", i), "admins").SignIn(bertKey(0), "berts")
				}
				got, p := untilTooMany(t, func() *apptest.Page { return c.do(people[0]) })
				wait, err := strconv.Atoi(p.Header.Get("Retry-After"))
				if got != c.person || err != nil || wait < 1 || wait > 5 {
					t.Errorf("one person: got %d times and Retry-After %q, want %d and some seconds", got, p.Header.Get("Retry-After"), c.person)
				}
				if again := console.Person("bert0", "admins").SignIn(bertKey(0), "berts"); c.do(again).Status != http.StatusTooManyRequests {
					t.Error("a new session of the same person loosens the limit")
				}
				all := 0
				for _, b := range people[1:] {
					n, _ := untilTooMany(t, func() *apptest.Page { return c.do(b) })
					all += n
				}
				if all < 2*c.person-10 || all > 2*c.person {
					t.Errorf("three others with the same key: got %d times in all, want what the key still bears, about %d", all, 2*c.person)
				}
				anna := console.Person("anna", "admins").SignIn(annaKey, "annas")
				if p := c.do(anna); p.Status == http.StatusTooManyRequests {
					t.Error("another person with another key is limited too")
				}
				time.Sleep(time.Duration(wait) * time.Second)
				if p := c.do(people[0]); p.Status == http.StatusTooManyRequests {
					t.Error("after the wait that was told it is still refused")
				}
			})
		})
	}
}

func TestWhereNobodyIsNamedEverySessionHasItsPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.WithSim(sim.New(sim.Options{Seed: "empty"})))
		one, other := c.SignedIn(), c.SignedIn()
		search := func(b *apptest.Browser) func() *apptest.Page {
			return func() *apptest.Page { return b.Get("/palette?q=none") }
		}
		untilTooMany(t, search(one))
		if n, _ := untilTooMany(t, search(other)); n < 120 {
			t.Errorf("another session: got %d searches, want 120", n)
		}
	})
}
