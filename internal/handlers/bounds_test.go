package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"yunque/internal/app/apptest"
)

// ask sends a request as it is written, whatever a browser would make of it.
func ask(b *apptest.Browser, method, target string, form url.Values, header ...string) *apptest.Page {
	r := b.Request(method, "/", form, header...)
	path, query, _ := strings.Cut(target, "?")
	decoded, err := url.PathUnescape(path)
	if err != nil {
		decoded = path
	}
	r.URL.Path, r.URL.RawPath, r.URL.RawQuery = decoded, path, query
	return b.Do(r)
}

func TestOnlyItsOwnNameOpensTheConsole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for settings, hosts := range map[string]map[string]bool{
			"CONSOLE_PUBLIC_URL=https://console.example.com:8443": {
				"console.example.com": true, "console.example.com:8443": true, "CONSOLE.example.com": true, "console.example.com:1": true,
				"": false, "localhost": false, "127.0.0.1": false, "evil.example.com": false, "console.example.com.evil.example": false, "xconsole.example.com": false,
				"console.example.com@evil.example": false, "console.example.com.": false,
			},
			"CONSOLE_PUBLIC_URL=": {
				"localhost": true, "localhost:8080": true, "127.0.0.1:8080": true, "[::1]:8080": true, "127.8.8.8": true,
				"": false, "console.example.com": false, "localhost.evil.example": false, "127.0.0.1.evil.example": false, "10.0.0.1": false, "0.0.0.0": false,
			},
		} {
			c := apptest.Start(t, apptest.WithSettings(settings))
			for host, want := range hosts {
				for _, path := range []string{"/sign-in", "/instances", "/nowhere"} {
					r := c.Browser().Request(http.MethodGet, path, nil, "X-Forwarded-Host", "console.example.com")
					r.Host = host
					if p := c.Browser().Do(r); (p.Status != http.StatusMisdirectedRequest) != want {
						t.Errorf("%s, %s as %q: got %d, want it let in: %v", settings, path, host, p.Status, want)
					}
				}
				r := c.Browser().Request(http.MethodGet, "/readyz", nil)
				r.Host = host
				c.Browser().Do(r).Want(http.StatusOK) // probes use whatever address they know
			}
		}
	})
}

func TestAPathHasOneSpelling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := ids(b.Get("/instances").Want(http.StatusOK))[0]
		for _, path := range []string{
			"//instances", "/instances//" + id, "/./instances", "/x/../instances", "/instances/.", "/instances/..", "/%2e/instances", "/%2e%2e/instances", "/instances/%2E%2e/audit",
			"/instances%2f" + id, "/instances/%2F" + id, "/instances;v=1", "/instances/" + id + ";x", "/instances/" + id + "%3bx", `/\instances`, "/instances%5c" + id,
			"/instances/%00", "/instances/" + id + "%0a", "/instances/%7f",
		} {
			if p := ask(b, http.MethodGet, path, nil); p.Status != http.StatusBadRequest {
				t.Errorf("GET %s: got %d, want %d", path, p.Status, http.StatusBadRequest)
			}
		}
		ask(b, http.MethodGet, "/instances/"+id, nil).Want(http.StatusOK)
		ask(b, http.MethodGet, "/instances/a%20b", nil).Want(http.StatusNotFound)
	})
}

func TestWhatNoPageSendsIsRefusedInWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		many := url.Values{"id": make([]string, 2001)}
		for name, c := range map[string]struct {
			method, target string
			form           url.Values
			header         []string
			want           int
		}{
			"a query that cannot be read":   {"GET", "/instances?q=%zz", nil, nil, http.StatusBadRequest},
			"a query with semicolons":       {"GET", "/instances?q=a;page=2", nil, nil, http.StatusBadRequest},
			"a very long query":             {"GET", "/instances?q=" + strings.Repeat("x", 33<<10), nil, nil, http.StatusRequestURITooLong},
			"a query of very many values":   {"GET", "/instances?" + strings.Repeat("id&", 2001), nil, nil, http.StatusRequestURITooLong},
			"a form on a page":              {"GET", "/instances", url.Values{"q": {"x"}}, nil, http.StatusBadRequest},
			"a form of very many values":    {"POST", "/instances/ops/stop", many, nil, http.StatusRequestEntityTooLarge},
			"JSON":                          {"POST", "/settings/theme", url.Values{"theme": {"dark"}}, []string{"Content-Type", "application/json"}, http.StatusUnsupportedMediaType},
			"a form of several parts":       {"POST", "/settings/theme", url.Values{"theme": {"dark"}}, []string{"Content-Type", "multipart/form-data; boundary=x"}, http.StatusUnsupportedMediaType},
			"two confirmations":             {"POST", "/instances/x/ops/delete", url.Values{"confirm": {"a", "b"}}, nil, http.StatusBadRequest},
			"one in the form, one outside":  {"POST", "/instances/x/ops/delete?confirm=a", url.Values{"confirm": {"b"}}, nil, http.StatusBadRequest},
			"two keys of one form":          {"POST", "/instances/new", url.Values{"key": {"a", "b"}}, nil, http.StatusBadRequest},
			"two amounts of an order":       {"POST", "/instances/new", url.Values{"key": {"a"}, "amount": {"1", "100"}}, nil, http.StatusBadRequest},
			"two prices of an order":        {"POST", "/ecs/new/quote", url.Values{"months": {"1", "36"}}, nil, http.StatusBadRequest},
			"a form of another site":        {"POST", "/settings/theme", url.Values{"theme": {"dark"}}, []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
			"a method that is none of ours": {"DELETE", "/instances/x", nil, nil, http.StatusNotFound},
		} {
			p := ask(b, c.method, c.target, c.form, c.header...)
			if p.Status != c.want || p.Find("main h1").Length() != 1 {
				t.Errorf("%s: got %d with %d headings, want %d and a page that says why", name, p.Status, p.Find("main h1").Length(), c.want)
			}
			if p.Header.Get("Cache-Control") != "no-store" || p.Header.Get("Content-Security-Policy") == "" {
				t.Errorf("%s: got headers %v, want those of every page", name, p.Header)
			}
		}
	})
}

func TestTwoValuesOfAFieldAreAMistakeBesideIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := ids(b.Get("/instances?status=running").Want(http.StatusOK))[0]
		p := post(b, id, "rename", url.Values{"name": {"one", "two"}}).Want(http.StatusUnprocessableEntity)
		if text := p.Find("[data-bad]").Text(); !strings.Contains(text, "more than once") {
			t.Errorf("got %q, want it said that the name came twice", text)
		}
	})
}

func TestNoHeaderStandsInForTheMethod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		for _, name := range []string{"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X-Original-Method"} {
			b.Get("/sign-out", name, "POST").Want(http.StatusNotFound)
			b.Get("/sign-out?_method=POST", name, "POST").Want(http.StatusNotFound)
		}
		for _, name := range []string{"X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Uri"} {
			if p := b.Get("/settings", name, "/audit"); !strings.Contains(p.Find("h1").Text(), "Settings") {
				t.Errorf("%s: got %q, want the page of the path", name, p.Find("h1").Text())
			}
		}
		b.Get("/settings").Want(http.StatusOK)
	})
}
