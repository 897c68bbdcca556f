package handlers_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// always are the headers of every answer.
var always = map[string]string{
	"Content-Security-Policy":      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Strict-Transport-Security":    "max-age=63072000; includeSubDomains",
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy(), apptest.WithSettings("CONSOLE_PUBLIC_URL=https://console.test", "CONSOLE_TRUSTED_PROXIES=10.9.8.0/24",
			"CONSOLE_AUTH_MODE=header", "CONSOLE_AUTH_USER_HEADER=Remote-User", "CONSOLE_AUTH_GROUPS_HEADER=Remote-Groups", "CONSOLE_AUTH_ADMINS=admins"))
		b := c.Person("lin", "admins")
		held := b.Post("/sign-in", keys(sim.DemoKey, sim.DemoSecret), "Origin", "https://console.test").Want(http.StatusSeeOther).Header.Get("Set-Cookie")
		cookie, _, _ := strings.Cut(held, ";") // __Host- cookies are for https, which the test's browser does not speak
		foreign := []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}
		asset := b.Get("/sign-in").Find("script[src]").First().AttrOr("src", "")
		for name, one := range map[string]struct {
			page   *apptest.Page
			want   int
			cached bool
		}{
			"a page":                   {b.Get("/instances", "Cookie", cookie), http.StatusOK, false},
			"a part of a page":         {b.Get("/instances", "Cookie", cookie, "HX-Request", "true", "HX-Request-Type", "partial"), http.StatusOK, false},
			"a file":                   {b.Get("/instances.csv", "Cookie", cookie), http.StatusOK, false},
			"the trail":                {b.Get("/audit.jsonl", "Cookie", cookie), http.StatusOK, false},
			"figures":                  {b.Get("/instances/compare.json", "Cookie", cookie), http.StatusOK, false},
			"a page that is not there": {b.Get("/nothing", "Cookie", cookie), http.StatusNotFound, false},
			"a thing that is gone":     {b.Get("/instances/none", "Cookie", cookie), http.StatusNotFound, false},
			"a redirect":               {b.Get("/instances"), http.StatusSeeOther, false},
			"a refusal":                {c.Browser().Get("/instances"), http.StatusUnauthorized, false},
			"a form of another site":   {b.Post("/sign-in", url.Values{}, foreign...), http.StatusForbidden, false},
			"a form that is too large": {b.Post("/sign-in", url.Values{"x": {strings.Repeat("x", 2<<20)}}), http.StatusRequestEntityTooLarge, false},
			"a mistake in a form":      {b.Post("/sign-in", url.Values{}), http.StatusUnprocessableEntity, false},
			"a script":                 {b.Get(asset), http.StatusOK, true},
			"an asset that is no more": {b.Get("/static/nothing.js"), http.StatusNotFound, true},
			"a probe":                  {b.Get("/healthz"), http.StatusOK, true},
		} {
			if one.page.Status != one.want {
				t.Errorf("%s: got %d, want %d", name, one.page.Status, one.want)
			}
			for header, want := range always {
				if got := one.page.Header.Get(header); got != want {
					t.Errorf("%s: %s: got %q, want %q", name, header, got, want)
				}
			}
			if got := one.page.Header.Get("Cache-Control"); !one.cached && got != "no-store" {
				t.Errorf("%s may be cached: %q", name, got)
			}
		}
		if got := apptest.Start(t).Browser().Get("/sign-in").Header.Get("Strict-Transport-Security"); got != "" {
			t.Errorf("without https: got Strict-Transport-Security %q, want none", got)
		}
	})
}

var hashed = regexp.MustCompile(`^/static/[a-z-]+\.[0-9a-f]{10}\.(js|css|svg)(#[a-z0-9-]+)?$`)

func TestEverythingThatAPageLoadsIsOurOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		loaded := 0
		for _, path := range []string{"/", "/instances", "/instances/new", "/explorer", "/settings", "/audit", "/tasks", "/instances/compare", "/nothing"} {
			b.Get(path).Find("script, link[href], img, use, source, iframe").Each(func(_ int, s *goquery.Selection) {
				from := s.AttrOr("src", s.AttrOr("href", "inline"))
				loaded++
				if !hashed.MatchString(from) && !strings.HasPrefix(from, "data:image/") {
					t.Errorf("%s loads %s %q, which is not ours or has no version", path, goquery.NodeName(s), from)
				}
			})
		}
		if loaded < 50 {
			t.Errorf("only %d assets are loaded: the test saw nothing", loaded)
		}
	})
}

// stored finds what a script puts into the browser for good.
var stored = regexp.MustCompile(`(localStorage|sessionStorage|indexedDB|caches\.|document\.cookie)[^\n]*`)

// harmlessInStorage are the preferences that scripts keep; nothing else may be.
var harmlessInStorage = regexp.MustCompile(`^(localStorage\.(getItem|setItem)\('(keys)'|document\.cookie = .(tz|folded)=)`)

func TestBrowsersKeepNothingOfAnybodys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		scripts, err := filepath.Glob("../../static/*.js")
		if err != nil || len(scripts) < 5 {
			t.Fatalf("scripts: %v, %v", scripts, err)
		}
		for _, path := range scripts {
			if name := filepath.Base(path); name == "htmx.js" || name == "uplot.js" || name == "hx-sse.js" {
				continue // htmx 4 keeps no history, and neither draws nor listens with storage
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, use := range stored.FindAllString(string(text), -1) {
				if !harmlessInStorage.MatchString(use) {
					t.Errorf("%s stores: %s", filepath.Base(path), use)
				}
			}
		}
		p := apptest.Start(t).SignedIn().Post("/sign-out", url.Values{}).Want(http.StatusSeeOther)
		if got := p.Header.Get("Clear-Site-Data"); got != `"cache", "storage"` {
			t.Errorf("signing out: got Clear-Site-Data %q", got)
		}
	})
}

// broken is a context that has ended for a reason of its own: the database
// refuses it, and no visitor has left.
type broken struct{ context.Context }

func (broken) Err() error { return errors.New("context broken") }

func TestAnInnerErrorIsOneSentenceOutsideAndWholeInside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		c := apptest.Start(t, apptest.WithLog(&lockedWriter{w: &log}))
		b := c.SignedIn()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		p := b.Do(b.Request(http.MethodGet, "/settings", nil).WithContext(broken{ctx}))
		if p.Status != http.StatusInternalServerError {
			t.Fatalf("got %d, want %d", p.Status, http.StatusInternalServerError)
		}
		id := p.Header.Get("X-Request-Id")
		for _, inner := range []string{"context broken", "sql", "select ", "goroutine", ".go:"} {
			if strings.Contains(strings.ToLower(p.Find("main").Text()), inner) {
				t.Errorf("the page tells %q", inner)
			}
		}
		if text := p.Find("main").Text(); id == "" || !strings.Contains(text, id) || !strings.Contains(text, "The console made a mistake") {
			t.Errorf("the page does not say that it is our mistake, or gives no id to ask about:\n%s", text)
		}
		if line := log.String(); !strings.Contains(line, id) || !strings.Contains(line, "context broken") {
			t.Error("the log does not hold the reason under the same id")
		}
	})
}

func TestSigningOutIsOnEveryPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		for _, path := range []string{"/", "/instances", "/instances/none", "/instances/new", "/explorer", "/settings", "/audit", "/tasks", "/nothing"} {
			if n := b.Get(path).Find(`form[method="post"][action="/sign-out"] button`).Length(); n == 0 {
				t.Errorf("%s has no button to sign out", path)
			}
		}
	})
}
