package handlers_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
	"yunque/internal/store"
)

const (
	annaKey    = "AKANNA0000000001"
	annasThing = "annas-private-profile" // nothing of bert's may ever show it
)

func bertKey(i int) string { return fmt.Sprintf("AKBERT%010d", i) }

// keysOf are anna's key and those of n berts.
func keysOf(n int) map[string]string {
	all := map[string]string{annaKey: "annas"}
	for i := range n {
		all[bertKey(i)] = "berts"
	}
	return all
}

// keyLog notes the access keys of calls to the provider.
type keyLog struct {
	mu   sync.Mutex
	keys map[string]int
	to   http.RoundTripper
}

func (l *keyLog) RoundTrip(r *http.Request) (*http.Response, error) {
	l.mu.Lock()
	l.keys[r.URL.Query().Get("AccessKeyId")]++
	l.mu.Unlock()
	return l.to.RoundTrip(r)
}

func (l *keyLog) take() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	keys := l.keys
	l.keys = map[string]int{}
	return keys
}

// annas is all that the console keeps of anna, and may not change.
type annas struct {
	sessions []store.Session
	profiles []store.Profile
	acts     []store.Act
}

func ofAnna(t *testing.T, c *apptest.Console) annas {
	t.Helper()
	var a annas
	var err error
	if a.sessions, err = c.App.DB.Sessions(t.Context(), "anna"); err != nil || len(a.sessions) != 1 {
		t.Fatalf("got %d sessions of anna, %v; want her one", len(a.sessions), err)
	}
	if a.profiles, err = c.App.DB.Profiles(t.Context(), a.sessions[0].ID); err != nil || len(a.profiles) != 1 {
		t.Fatalf("got %d profiles of anna, %v; want her one", len(a.profiles), err)
	}
	if a.acts, _, err = c.App.DB.Acts(t.Context(), store.ActFilter{Account: a.profiles[0].Account}); err != nil || len(a.acts) == 0 {
		t.Fatalf("got %d acts of anna, %v; want some", len(a.acts), err)
	}
	return a
}

func TestNobodyReachesWhatIsAnothersByAnyRoute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log keyLog
		wrap := func(to http.RoundTripper) http.RoundTripper {
			log = keyLog{keys: map[string]int{}, to: to}
			return &log
		}
		c := apptest.Start(t, apptest.BehindProxy(), apptest.WithTransport(wrap),
			apptest.WithSim(sim.New(sim.Options{Keys: keysOf(5)})))
		anna := c.Person("anna", "admins")
		anna.Post("/sign-in", url.Values{"access_key": {annaKey}, "secret_key": {"annas"}, "site": {"cn"}, "name": {annasThing}}).Want(http.StatusSeeOther)
		server := ids(anna.Get("/instances?status=running").Want(http.StatusOK))[0]
		anna.Post("/instances/"+server+"/ops/reboot", url.Values{"key": {"form-one"}}).Want(http.StatusSeeOther)
		anna.Post("/instances/"+server+"/ops/stop", url.Values{"key": {"form-two"}})
		quietFor(t, c)
		before := ofAnna(t, c)
		log.take()

		form := url.Values{"profile": {before.profiles[0].ID}, "session": {before.sessions[0].ID}, "key": {"form-one"}, "id": {server}, "call": {before.acts[0].ID}}
		for i, id := range []string{before.acts[0].ID, before.acts[0].JobKey, before.profiles[0].ID, before.sessions[0].ID, server} {
			// One person per id: what is limited must not hide what is let through.
			bert := c.Person(fmt.Sprint("bert", i), "buyers").SignIn(bertKey(i), "berts")
			log.take()
			for _, r := range c.App.Handler.Routes() {
				if r.Path == "/sign-out" {
					continue // ends one's own session by the cookie alone
				}
				query := ""
				if r.Method == http.MethodGet {
					query = "?" + form.Encode()
				}
				ctx, cancel := context.WithCancel(t.Context())
				if r.Path == "/events" {
					cancel() // the present state is sent, and the stream ends
				}
				p := bert.Do(bert.Request(r.Method, fill(r.Path, id)+query, form).WithContext(ctx))
				cancel()
				if p.Status == http.StatusTooManyRequests {
					t.Errorf("%s %s with %s: got %d, so that it was not tried", r.Method, r.Path, id, p.Status)
				}
				for what, secret := range map[string]string{"name": "anna", "profile": annasThing, "key": "AKAN…0001", "sealed keys": before.profiles[0].Sealed} {
					if strings.Contains(p.Body, secret) {
						t.Errorf("%s %s with %s: got %d, and it shows anna's %s", r.Method, r.Path, id, p.Status, what)
					}
				}
				if keys := log.take(); keys[annaKey] > 0 || keys[""] > 0 {
					t.Errorf("%s %s with %s: the provider was called with %v, want none but bert's key", r.Method, r.Path, id, keys)
				}
			}
		}
		if after := ofAnna(t, c); !reflect.DeepEqual(after, before) {
			t.Errorf("what is anna's changed:\ngot  %+v\nwant %+v", after, before)
		}
		anna.Get("/instances").Want(http.StatusOK)
	})
}

// quietFor waits until nothing more is asked about anna's tasks, so that what
// is called afterwards is called for who asks.
func quietFor(t *testing.T, c *apptest.Console) {
	t.Helper()
	list, err := c.App.DB.Sessions(t.Context(), "anna")
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list {
		c.App.Tracker.Forget(one.ID)
	}
}

func TestASecretNeverReachesThePageTheLogOrTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		c := apptest.Start(t, apptest.BehindProxy(), apptest.WithLog(&log))
		b := c.Person("lin", "ops").SignIn(sim.DemoKey, sim.DemoSecret)
		for _, path := range []string{"/", "/settings", "/instances", "/tasks"} {
			if p := b.Get(path); strings.Contains(p.Body, sim.DemoSecret) || strings.Contains(p.Body, sim.DemoKey) {
				t.Errorf("%s shows a key", path)
			}
		}
		b.Post("/sign-in", keys(sim.DemoKey, "canary-secret-1234567"))
		if text := log.String(); strings.Contains(text, sim.DemoSecret) || strings.Contains(text, "canary-secret") || strings.Contains(text, sim.DemoKey) {
			t.Error("the log has a key")
		}
	})
}
