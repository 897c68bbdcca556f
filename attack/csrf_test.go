package attack

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yunque/internal/sim"
)

func TestNoOtherSiteSendsAForm(t *testing.T) {
	up := newUpstream(t, sim.Options{})
	c := serve(t, up.url, behindProxy...)
	anna := c.named("anna", "admins").signIn(annaKey)
	server := anna.get("/instances?status=running").want(http.StatusOK).ids()[0]
	up.take()
	tried := 0
	for name, headers := range map[string][]string{
		"a foreign site":                  {"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"},
		"a sibling of ours":               {"Origin", "http://wiki.localhost", "Sec-Fetch-Site", "same-site"},
		"another port":                    {"Origin", "http://127.0.0.1:1", "Sec-Fetch-Site", "same-site"},
		"a frame without origin":          {"Origin", "null", "Sec-Fetch-Site", "cross-site"},
		"an old browser, foreign":         {"Origin", "https://evil.example", "Sec-Fetch-Site", ""},
		"an old browser, without origin":  {"Origin", "null", "Sec-Fetch-Site", ""},
		"an old browser, our name within": {"Origin", c.url + ".evil.example", "Sec-Fetch-Site", ""},
		"htmx of a foreign site":          {"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site", "HX-Request", "true", "HX-Request-Type", "partial"},
	} {
		for _, r := range everyRoute(t) {
			if r.Method != http.MethodPost {
				continue
			}
			tried++
			form := url.Values{"key": {"k"}, "confirm": {"yes"}, "access_key": {bertKey}, "secret_key": {password}, "site": {"cn"}, "id": {server}}
			if got := anna.do(http.MethodPost, fill(r.Path, server), form, headers...); got.status != http.StatusForbidden || got.header.Get("Set-Cookie") != "" {
				t.Errorf("%s at %s: got %d and cookie %q, want it refused", name, r.Path, got.status, got.header.Get("Set-Cookie"))
			}
		}
	}
	if tried < 100 {
		t.Errorf("tried only %d forms", tried)
	}
	if calls := up.take(); len(calls) > 0 {
		t.Errorf("the provider was called: %v", calls)
	}
	anna.get("/settings").want(http.StatusOK)
	anna.post("/settings/theme", url.Values{"theme": {"dark"}}).want(http.StatusSeeOther)
}

func TestNothingChangesByAGet(t *testing.T) {
	up := newUpstream(t, sim.Options{})
	c := serve(t, up.url, behindProxy...)
	anna := c.named("anna", "admins").signIn(annaKey)
	server := anna.get("/instances?status=running").want(http.StatusOK).ids()[0]
	query := url.Values{"key": {"k"}, "confirm": {"yes"}, "id": {server}, "unquoted": {"1"}, "_method": {"POST"}}.Encode()
	before := up.Calls()
	for _, r := range everyRoute(t) {
		if r.Method == http.MethodGet && r.Path != "/events" {
			anna.get(fill(r.Path, server) + "?" + query)
		} else if r.Method == http.MethodPost {
			for _, override := range []string{"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"} {
				anna.get(fill(r.Path, server)+"?"+query, override, "POST")
			}
		}
	}
	for op, n := range up.Calls().Operations {
		if n.Calls > before.Operations[op].Calls && !readsOnly(op) {
			t.Errorf("%s was called by a GET", op)
		}
	}
	anna.get("/settings").want(http.StatusOK)
}

// readsOnly tells an operation by its name whether it changes nothing.
func readsOnly(op string) bool {
	name := op[strings.LastIndex(op, ".")+1:]
	for _, verb := range []string{"Describe", "Query", "Get", "List"} {
		if strings.HasPrefix(name, verb) {
			return true
		}
	}
	return strings.HasSuffix(name, "UnitPrice") || strings.HasSuffix(name, "BillingScheme")
}
