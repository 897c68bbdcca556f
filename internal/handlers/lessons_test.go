package handlers_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// What went wrong in comparable consoles, and does not here. docs/security.md
// tells which case each test is for; others stand with what they are about.

func TestNoUserAgentAndNoForwardedPathOpensAnything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		for _, headers := range [][]string{
			{"User-Agent", "GoogleHC/1.0"}, {"User-Agent", "kube-probe/1.31"}, {"User-Agent", "ELB-HealthChecker/2.0"}, {"User-Agent", "Prometheus/3.0"},
			{"X-Forwarded-Uri", "/healthz"}, {"X-Original-URL", "/static/app.css"}, {"X-Rewrite-URL", "/readyz"}, {"X-Original-URI", "/healthz"}, {"X-Forwarded-Prefix", "/static"},
			{"X-Forwarded-For", "127.0.0.1"}, {"X-Real-IP", "10.9.8.7"}, {"Forwarded", "for=10.9.8.7"}, {"X-Forwarded-Proto", "https"},
			{"Authorization", "Basic YWRtaW46YWRtaW4="}, {"Authorization", "Bearer admin"}, {"X-Api-Key", "admin"}, {"X-Forwarded-User", "admin"}, {"X-Remote-User", "admin"},
		} {
			for _, path := range []string{"/", "/sign-in", "/instances", "/audit.csv", "/events", "/healthz/../instances", "/static/../instances", "/debug/pprof/", "/metrics", "/admin"} {
				if p := ask(c.Browser(), http.MethodGet, path, nil, headers...); p.Status != http.StatusUnauthorized && p.Status != http.StatusBadRequest && p.Status != http.StatusNotFound {
					t.Errorf("%s with %v: got %d, want nobody let in", path, headers, p.Status)
				}
			}
		}
	})
}

func TestNoSessionTravelsInAnAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		session := c.SignedIn().Cookies()[0].Value
		for _, name := range []string{"token", "session", "console", "access_token", "jwt", "key", "id", "auth"} {
			for _, path := range []string{"/instances", "/events", "/instances.csv"} {
				if p := c.Browser().Get(path + "?" + url.Values{name: {session}}.Encode()); p.Status == http.StatusOK {
					t.Errorf("%s=… opens %s", name, path)
				}
			}
		}
		for _, name := range []string{"Authorization", "X-Session", "X-Auth-Token", "Console"} {
			for _, value := range []string{session, "Bearer " + session} {
				if p := c.Browser().Get("/instances", name, value); p.Status == http.StatusOK {
					t.Errorf("the header %s opens a page", name)
				}
			}
		}
	})
}

func TestAnOperationThatIsNotKnownIsNotForwarded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		for _, id := range []string{"ccs.instance.Invented", "ccs.instance.describeinstances", "ccs.instance.DescribeInstances.", "ccs", "..", "ccs.instance", "plugins.docker", "*"} {
			for _, path := range []string{"/explorer/" + url.PathEscape(id), "/explorer/" + url.PathEscape(id) + "/row", "/explorer/" + url.PathEscape(id) + "/scripts"} {
				if p := b.Post(path, url.Values{"confirm": {"yes"}, "key": {"k"}, "Action": {"DeleteInstance"}}); p.Status != http.StatusNotFound && p.Status != http.StatusBadRequest {
					t.Errorf("POST %s: got %d, want %d", path, p.Status, http.StatusNotFound)
				}
			}
		}
		id := ids(b.Get("/instances").Want(http.StatusOK))[0]
		before := allCalls(c)
		for _, op := range []string{"invented", "Delete", "delete%20", "DeleteInstance"} {
			b.Post("/instances/"+id+"/ops/"+op, url.Values{"confirm": {"yes"}, "key": {"k-" + op}}).Want(http.StatusNotFound)
			b.Post("/instances/ops/"+op, url.Values{"id": {id}, "confirm": {"yes"}, "key": {"m-" + op}}).Want(http.StatusNotFound)
		}
		if n := allCalls(c) - before; n > 0 {
			t.Errorf("the provider was called %d times", n)
		}
	})
}

// allCalls is how often the provider was called for anything.
func allCalls(c *apptest.Console) (n int) {
	for _, op := range c.Sim.Calls().Operations {
		n += op.Calls
	}
	return n + len(c.Sim.Calls().Unknown)
}

// pairs notes which access key asked about which network.
type pairs struct {
	mu   sync.Mutex
	seen map[string]map[string]int
	to   http.RoundTripper
}

func (p *pairs) RoundTrip(r *http.Request) (*http.Response, error) {
	if vdc := network.FindString(wire(r)); vdc != "" {
		p.mu.Lock()
		if p.seen[vdc] == nil {
			p.seen[vdc] = map[string]int{}
		}
		p.seen[vdc][r.URL.Query().Get("AccessKeyId")]++
		p.mu.Unlock()
	}
	return p.to.RoundTrip(r)
}

var network = regexp.MustCompile(`vdc-of-[a-z0-9]+`)

// wire is all that a call to the provider says.
func wire(r *http.Request) string {
	if r.Body == nil {
		return r.URL.RawQuery
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err.Error()
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return r.URL.RawQuery + " " + string(body)
}

func TestUnderLoadEveryoneCallsWithTheirOwnKeyAndStrangersDoNotCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const people, calls = 12, 15
		secrets := map[string]string{}
		for i := range people {
			secrets[bertKey(i)] = "berts"
		}
		log := &pairs{seen: map[string]map[string]int{}}
		c := apptest.Start(t, apptest.BehindProxy(), apptest.WithSim(sim.New(sim.Options{Keys: secrets})),
			apptest.WithTransport(func(to http.RoundTripper) http.RoundTripper { log.to = to; return log }))
		call := func(b *apptest.Browser, about string) int {
			return b.Post("/explorer/ccs.instance.DescribeInstances", url.Values{"p.VdcId": {about}}).Status
		}
		var all sync.WaitGroup
		for i := range people {
			person := c.Person(fmt.Sprint("bert", i), "ops").SignIn(bertKey(i), "berts")
			stranger := c.Browser()
			all.Go(func() {
				for range calls {
					if got := call(person, fmt.Sprint("vdc-of-", i)); got != http.StatusOK {
						t.Errorf("bert%d: got %d", i, got)
					}
				}
			})
			all.Go(func() {
				for range calls {
					if got := call(stranger, "vdc-of-nobody"); got != http.StatusUnauthorized {
						t.Errorf("a stranger: got %d, want %d", got, http.StatusUnauthorized)
					}
				}
			})
		}
		all.Wait()
		if len(log.seen) != people || log.seen["vdc-of-nobody"] != nil {
			t.Errorf("the provider was asked about %d networks, want %d, each by its person", len(log.seen), people)
		}
		for i := range people {
			if got := log.seen[fmt.Sprint("vdc-of-", i)]; len(got) != 1 || got[bertKey(i)] != calls {
				t.Errorf("bert%d: the provider was called with %v, want %d times with %s", i, got, calls, bertKey(i))
			}
		}
	})
}

func TestWhatAFormHasTooManyIsNotSentOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent []string
		var mu sync.Mutex
		c := apptest.Start(t, apptest.WithTransport(func(to http.RoundTripper) http.RoundTripper {
			return roundTrip(func(r *http.Request) (*http.Response, error) {
				mu.Lock()
				sent = append(sent, wire(r))
				mu.Unlock()
				return to.RoundTrip(r)
			})
		}))
		b := c.SignedIn()
		id := ids(b.Get("/instances?status=running").Want(http.StatusOK))[0]
		form := url.Values{"name": {"renamed"}, "key": {"k"}, "InstanceId": {"another"}, "Action": {"DeleteInstance"}, "smuggled": {"smuggled-value"}, "p.Smuggled": {"smuggled-value"}}
		post(b, id, "rename", form).Want(http.StatusSeeOther)
		if !strings.Contains(strings.Join(sent, "\n"), "renamed") {
			t.Fatal("the change was not sent: the test would see nothing")
		}
		for _, query := range sent {
			if strings.Contains(query, "muggled") || strings.Contains(query, "DeleteInstance") || strings.Contains(query, "another") {
				t.Errorf("sent on: %s", query)
			}
		}
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
