// Package apptest runs a whole console against a simulated cloud inside a
// test, without a socket: requests go straight to the handler and upstream
// calls straight to the simulator. Inside a synctest bubble its time is the
// bubble's.
package apptest

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app"
	"yunque/internal/config"
	"yunque/internal/sim"
	"yunque/internal/views/pages"
)

// Secret is the server secret of tests: base64 of 32 bytes.
const Secret = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=" //nolint:gosec // of tests

// origin is where the test's browser thinks it is.
var origin = &url.URL{Scheme: "http", Host: "console.test"}

// Console is a running console with its simulated cloud.
type Console struct {
	Sim    *sim.Server
	App    *app.App
	Config config.Config
	log    io.Writer
	wrap   func(http.RoundTripper) http.RoundTripper
	t      testing.TB
}

// Option changes how the console is started.
type Option func(*Console)

// WithSim uses a simulated cloud of the test's own.
func WithSim(s *sim.Server) Option { return func(c *Console) { c.Sim = s } }

// WithLog writes the log, at the debug level, to w.
func WithLog(w io.Writer) Option { return func(c *Console) { c.log = w } }

// WithTransport puts what wrap returns between the console and the simulated
// cloud.
func WithTransport(wrap func(http.RoundTripper) http.RoundTripper) Option {
	return func(c *Console) { c.wrap = wrap }
}

// WithSettings sets environment variables, as NAME=value lines.
func WithSettings(lines ...string) Option {
	return func(c *Console) {
		c.t.Helper()
		c.Config = load(c.t, append([]string{"CONSOLE_DATABASE=" + c.Config.Database}, lines...)...)
	}
}

// BehindProxy believes the proxy of People: the groups staff, ops, buyers and
// admins are viewers, operators, buyers and administrators. More settings may
// come along.
func BehindProxy(more ...string) Option {
	return WithSettings(append(more, "CONSOLE_TRUSTED_PROXIES=10.9.8.0/24", "CONSOLE_AUTH_MODE=header", "CONSOLE_AUTH_USER_HEADER=Remote-User", "CONSOLE_AUTH_GROUPS_HEADER=Remote-Groups",
		"CONSOLE_AUTH_VIEWERS=staff", "CONSOLE_AUTH_OPERATORS=ops", "CONSOLE_AUTH_BUYERS=buyers", "CONSOLE_AUTH_ADMINS=admins", "CONSOLE_AUTH_CONTACT=the cloud desk")...)
}

// Start runs a console until the test ends.
func Start(t testing.TB, options ...Option) *Console {
	t.Helper()
	c := &Console{t: t, log: io.Discard, wrap: func(to http.RoundTripper) http.RoundTripper { return to }}
	c.Config = load(t, "CONSOLE_DATABASE="+filepath.Join(t.TempDir(), "console.db"))
	for _, o := range options {
		o(c)
	}
	if c.Sim == nil {
		c.Sim = sim.New(sim.Options{})
	}
	c.start()
	t.Cleanup(func() { c.close() })
	return c
}

func load(t testing.TB, extra ...string) config.Config {
	t.Helper()
	c, err := config.Load(append([]string{"CONSOLE_SECRET=" + Secret, "CONSOLE_API_URL=http://127.0.0.1", "CONSOLE_API_RATE=1000", "CONSOLE_PUBLIC_URL=" + origin.String()}, extra...))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *Console) start() {
	c.t.Helper()
	a, err := app.Start(c.t.Context(), app.Options{
		Config: c.Config, Transport: c.wrap(sim.Transport(c.Sim)), Version: "test",
		Log:  slog.New(slog.NewJSONHandler(c.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Demo: &pages.DemoKeys{AccessKey: sim.DemoKey, Secret: sim.DemoSecret, Site: "cn"},
	})
	if err != nil {
		c.t.Fatal(err)
	}
	c.App = a
}

func (c *Console) close() {
	if err := c.App.Close(context.Background()); err != nil {
		c.t.Errorf("close the console: %v", err)
	}
}

// Restart ends the console and starts another over the same database.
func (c *Console) Restart() {
	c.t.Helper()
	c.close()
	c.start()
}

// Browser is one person's browser: it keeps cookies.
type Browser struct {
	console *Console
	jar     http.CookieJar
	secret  string   // of the keys it signed in with
	peer    string   // address it comes from; "" for that of httptest
	always  []string // header names and values in turn, of every request
	t       testing.TB
}

// Browser opens a browser without cookies, which reads English.
func (c *Console) Browser() *Browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	return &Browser{console: c, jar: jar, t: c.t}
}

// SignedIn opens a browser that has signed in with the demo keys.
func (c *Console) SignedIn() *Browser {
	c.t.Helper()
	return c.Browser().SignIn(sim.DemoKey, sim.DemoSecret)
}

// Person opens the browser of someone whom the proxy of BehindProxy names,
// with their groups.
func (c *Console) Person(name, groups string) *Browser {
	c.t.Helper()
	b := c.Browser()
	b.NamedAs(name, groups)
	return b
}

// NamedAs makes the proxy name someone else from now on.
func (b *Browser) NamedAs(name, groups string) {
	b.peer, b.always = "10.9.8.7:50000", []string{"Remote-User", name, "Remote-Groups", groups, "X-Forwarded-For", "198.51.100.1"}
}

// From makes requests come from a peer, with no headers but these.
func (b *Browser) From(peer string, header ...string) { b.peer, b.always = peer, header }

// SetCookies puts cookies into the browser.
func (b *Browser) SetCookies(all []*http.Cookie) { b.jar.SetCookies(origin, all) }

// SignIn signs in with keys.
func (b *Browser) SignIn(access, secret string) *Browser {
	b.t.Helper()
	p := b.Post("/sign-in", url.Values{"access_key": {access}, "secret_key": {secret}, "site": {"cn"}})
	if p.Status != http.StatusSeeOther {
		b.t.Fatalf("sign in: got status %d\n%s", p.Status, p.Body)
	}
	b.secret = secret
	return b
}

// Prove types the secret key again, as what takes the most care asks for. It
// holds for some minutes.
func (b *Browser) Prove() *Browser {
	b.t.Helper()
	b.Post("/proof", url.Values{"proof": {b.secret}}).Want(http.StatusSeeOther)
	return b
}

// Page is an answer.
type Page struct {
	Status int
	Header http.Header
	Body   string
	t      testing.TB
	doc    *goquery.Document
}

// Get asks for a page.
func (b *Browser) Get(path string, header ...string) *Page {
	b.t.Helper()
	return b.Do(b.Request(http.MethodGet, path, nil, header...))
}

// Post sends a form as a browser does.
func (b *Browser) Post(path string, form url.Values, header ...string) *Page {
	b.t.Helper()
	return b.Do(b.Request(http.MethodPost, path, form, header...))
}

// Request makes a request with this browser's cookies; header are names and
// values in turn.
func (b *Browser) Request(method, path string, form url.Values, header ...string) *http.Request {
	r := httptest.NewRequestWithContext(b.t.Context(), method, origin.String()+path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", origin.String())
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	r.Header.Set("Accept-Language", "en")
	if b.peer != "" {
		r.RemoteAddr = b.peer
	}
	header = append(slices.Clone(b.always), header...)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	for _, k := range b.jar.Cookies(origin) {
		r.AddCookie(k)
	}
	return r
}

// Do sends a request and keeps the cookies of the answer.
func (b *Browser) Do(r *http.Request) *Page {
	w := httptest.NewRecorder()
	b.console.App.Handler.ServeHTTP(w, r)
	b.jar.SetCookies(origin, w.Result().Cookies())
	return &Page{Status: w.Code, Header: w.Header(), Body: w.Body.String(), t: b.t}
}

// Cookies are the browser's cookies.
func (b *Browser) Cookies() []*http.Cookie { return b.jar.Cookies(origin) }

// Find selects in the page.
func (p *Page) Find(selector string) *goquery.Selection {
	p.t.Helper()
	if p.doc == nil {
		d, err := goquery.NewDocumentFromReader(strings.NewReader(p.Body))
		if err != nil {
			p.t.Fatal(err)
		}
		p.doc = d
	}
	return p.doc.Find(selector)
}

// Value is the value of a form field on the page.
func (p *Page) Value(name string) string {
	p.t.Helper()
	return p.Find(`[name="`+name+`"]`).First().AttrOr("value", "")
}

// Want fails the test unless the page has the status.
func (p *Page) Want(status int) *Page {
	p.t.Helper()
	if p.Status != status {
		body := p.Body
		if len(body) > 3000 {
			body = body[:3000]
		}
		p.t.Fatalf("got status %d, want %d\n%s", p.Status, status, body)
	}
	return p
}
