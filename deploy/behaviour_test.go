package deploy_test

import (
	"bufio"
	"context"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"yunque/internal/sim"
)

// door is how people come through one kind of proxy.
type door interface {
	// enter signs a person in to the proxy.
	enter(p *browser, person string, groups ...string)
	// asks tells whether an answer asks to sign in to the proxy, and leads back
	// to a path.
	asks(a answer, path string) bool
	// leave signs them out of it.
	leave(p *browser)
	// regroup puts a person into other groups, as far as the proxy knows.
	regroup(person string, groups ...string)
}

// browser is one person's browser.
type browser struct {
	s      *site
	client *http.Client
}

func (s *site) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	// Each request has a connection of its own: mod_auth_openidc, when it ends a
	// session because nothing was renewed, writes a page behind its redirect,
	// which would be read as the next answer.
	t := &http.Transport{TLSClientConfig: s.tls(), ForceAttemptHTTP2: true, DialContext: s.reach, DisableKeepAlives: true}
	t.TLSClientConfig.ServerName = "" // that of the address
	s.t.Cleanup(t.CloseIdleConnections)
	return &browser{s, &http.Client{Jar: jar, Transport: t, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// reach finds console.example where the proxy listens.
func (s *site) reach(ctx context.Context, network, address string) (net.Conn, error) {
	if address == "console.example:443" {
		address = s.front
	}
	return (&net.Dialer{LocalAddr: visitor}).DialContext(ctx, network, address)
}

// navigation and part are what browsers say of a page they go to and of a
// part that htmx asks for.
var (
	navigation = []string{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document", "Sec-Fetch-Site", "same-origin"}
	part       = []string{"Accept", "text/html", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty", "Sec-Fetch-Site", "same-origin", "HX-Request", "true"}
	// An older browser's form: only Origin tells where it is from, and the
	// console compares it with the host that the proxy names.
	plainForm = []string{"Accept", "text/html"}
	stream    = []string{"Accept", "text/html, text/event-stream", "HX-Request", "true", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty", "Sec-Fetch-Site", "same-origin"}
)

// do reads an answer to its end.
func (p *browser) do(method, address string, form url.Values, header []string) answer {
	p.s.t.Helper()
	r := p.open(method, address, form, header)
	defer func() { _ = r.Body.Close() }()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		p.s.t.Fatalf("%s %s: %v", method, address, err)
	}
	return answer{r, string(b)}
}

// open leaves the answer's body to be read.
func (p *browser) open(method, address string, form url.Values, header []string) *http.Response {
	p.s.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = "https://console.example" + address
	}
	r, err := http.NewRequestWithContext(p.s.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		p.s.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "https://console.example")
	}
	a, err := p.client.Do(r)
	if err != nil {
		p.s.t.Fatalf("%s %s: %v", method, address, err)
	}
	return a
}

func (p *browser) get(address string) answer {
	return p.do(http.MethodGet, address, nil, navigation)
}

func (p *browser) part(address string) answer {
	return p.do(http.MethodGet, address, nil, part)
}

func (p *browser) post(address string, form url.Values) answer {
	return p.do(http.MethodPost, address, form, plainForm)
}

// unlock gives the console the demo keys, as a person does after the proxy's
// sign-in.
func (p *browser) unlock() {
	p.s.t.Helper()
	a := p.post("/sign-in", url.Values{"access_key": {sim.DemoKey}, "secret_key": {sim.DemoSecret}, "site": {"cn"}, "next": {"/settings"}})
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/settings" {
		p.s.t.Fatalf("sign in to the console: got %d to %q, want 303 to /settings\n%s", a.StatusCode, a.Header.Get("Location"), a.body)
	}
}

// people are those with a session, by name, with where they came from.
func (s *site) people() map[string]string {
	s.t.Helper()
	all, err := s.console.App.DB.Sessions(s.t.Context(), "")
	if err != nil {
		s.t.Fatal(err)
	}
	people := map[string]string{}
	for _, one := range all {
		people[one.Person] = one.IP
	}
	return people
}

func want(t *testing.T, about string, a answer, statuses ...int) {
	t.Helper()
	if !slices.Contains(statuses, a.StatusCode) {
		t.Errorf("%s: got %d to %q, want one of %v\n%.600s", about, a.StatusCode, a.Header.Get("Location"), statuses, a.body)
	}
}

const (
	lin     = "lin@example.com"
	forBuy  = "/instances/new" // takes a buyer
	refused = http.StatusForbidden
)

// behave proves what deploy/README.md says that every proxy must do.
func behave(t *testing.T, s *site, d door) {
	t.Run("nobody gets in", func(t *testing.T) { nobodyGetsIn(t, s, d) })
	p := s.browser()
	d.enter(p, lin, "cloud-viewers")
	t.Run("a person gets in by name and role", func(t *testing.T) {
		p.unlock()
		if got, want := s.people(), map[string]string{lin: visitor.IP.String()}; !maps.Equal(got, want) {
			t.Errorf("got sessions %v, want %v", got, want)
		}
		want(t, "a page", p.get("/instances"), http.StatusOK)
		want(t, "a form of buyers", p.get(forBuy), refused)
	})
	t.Run("the stream is not held back", func(t *testing.T) { streams(t, p) })
	t.Run("what is too long stays outside", func(t *testing.T) {
		want(t, "2 MB", p.post("/settings/language", url.Values{"lang": {strings.Repeat("x", 2<<20)}}), http.StatusRequestEntityTooLarge, http.StatusBadGateway) // Caddy may have begun to pass it on
	})
	t.Run("nobody names themselves", func(t *testing.T) { nobodyNamesThemselves(t, s, d, p) })
	t.Run("another group takes effect", func(t *testing.T) {
		d.regroup(lin, "cloud-viewers", "cloud-buyers")
		s.until("a buyer gets the form of buyers", func() bool { return p.get(forBuy).StatusCode == http.StatusOK })
		d.regroup(lin, "guests")
		s.until("who is in no group of the console's is refused", func() bool { return p.get("/instances").StatusCode == refused })
		if got := s.people(); len(got) != 0 {
			t.Errorf("got sessions %v, want none of people without a role", got)
		}
		d.regroup(lin, "cloud-viewers")
		s.until("a viewer again", func() bool { return p.get("/sign-in").StatusCode == http.StatusOK })
	})
	t.Run("signing out", func(t *testing.T) { signingOut(t, s, d, p) })
}

const somewhere = "/instances?q=web&sort=name"

func nobodyGetsIn(t *testing.T, s *site, d door) {
	p := s.browser()
	if a := p.get(somewhere); !d.asks(a, somewhere) {
		t.Errorf("a page: got %d to %q, want to be asked to sign in\n%.600s", a.StatusCode, a.Header.Get("Location"), a.body)
	}
	for _, path := range []string{"/instances", "/tasks/bell"} {
		if a := p.part(path); a.StatusCode != http.StatusUnauthorized || a.Header.Get("Location") != "" {
			t.Errorf("a part of a page: got %d to %q, want 401", a.StatusCode, a.Header.Get("Location"))
		}
	}
	for _, name := range spellings {
		a := s.raw("GET /settings HTTP/1.1", "Host: console.example", name+": "+lin, "Accept: text/html")
		if a.StatusCode != http.StatusBadRequest && !d.asks(a, "/settings") {
			t.Errorf("%s: got %d to %q, want to be asked to sign in\n%.600s", name, a.StatusCode, a.Header.Get("Location"), a.body)
		}
	}
}

// spellings are names that the identity headers might be taken for.
var spellings = []string{"Remote-User", "REMOTE-USER", "remote-user", "Remote_User", "REMOTE_USER", "Remote.User", "Remote-User\t", "X-Remote-User", "X-Forwarded-User", "X-Auth-Request-Email", "Remote_Groups", "Remote-Groups", "remote.groups"}

func nobodyNamesThemselves(t *testing.T, s *site, d door, p *browser) {
	requests := map[string][]string{
		"twice":                         {"Remote-User: mallory", "Remote-User: mallory"},
		"taken for the connection's":    {"Connection: Remote-User, Remote-Groups, X-Forwarded-For", "Remote-Groups: cloud-admins"},
		"with a groups header of admin": {"Remote-Groups: cloud-admins", "Remote-Groups: cloud-admins"},
	}
	for _, name := range spellings {
		value := "mallory"
		if strings.HasSuffix(strings.ToLower(name), "groups") {
			value = "cloud-admins"
		}
		requests[name] = []string{name + ": " + value}
	}
	for about, header := range requests {
		if len(s.people()) == 0 {
			p.unlock() // the console ends the session of who tries
		}
		a := s.raw(append([]string{"GET " + forBuy + " HTTP/1.1", "Host: console.example", "Accept: text/html", "Cookie: " + p.cookies()}, header...)...)
		want(t, about, a, http.StatusForbidden, http.StatusUnauthorized, http.StatusBadRequest)
		for person := range s.people() {
			if person != lin {
				t.Errorf("%s: there is a session of %q", about, person)
			}
		}
	}
	if len(s.people()) == 0 {
		p.unlock()
	}
	for _, name := range []string{"Remote-User", "remote-user", "Remote-Groups"} {
		a := s.raw("GET /settings HTTP/1.1", "Host: console.example", "Accept: text/html", "Cookie: "+p.cookies(), name+": mallory", "X-Forwarded-For: 203.0.113.9")
		want(t, "stripped "+name, a, http.StatusOK)
	}
	noGroups := s.browser()
	d.enter(noGroups, "zhao@example.com")
	a := s.raw("GET /sign-in HTTP/1.1", "Host: console.example", "Accept: text/html", "Cookie: "+noGroups.cookies(), "Remote-Groups: cloud-admins")
	want(t, "a person without groups who brings some", a, refused)
}

// cookies are the browser's, as a header.
func (p *browser) cookies() string {
	var all []string
	for _, c := range p.client.Jar.Cookies(&url.URL{Scheme: "https", Host: "console.example", Path: "/"}) {
		all = append(all, c.Name+"="+c.Value)
	}
	return strings.Join(all, "; ")
}

// streams reads what the stream sends at once, while it stays open: the next
// line would come after 15 seconds.
func streams(t *testing.T, p *browser) {
	asked := time.Now()
	r := p.open(http.MethodGet, "/events", nil, stream)
	defer func() { _ = r.Body.Close() }()
	lines := bufio.NewScanner(r.Body)
	for lines.Scan() {
		if lines.Text() == "event: sync" {
			if took := time.Since(asked); took > 10*time.Second {
				t.Errorf("the first events took %v", took)
			}
			return
		}
	}
	t.Errorf("got %d and no event: %v", r.StatusCode, lines.Err())
}

func signingOut(t *testing.T, s *site, d door, p *browser) {
	if len(s.people()) == 0 {
		p.unlock()
	}
	r := p.open(http.MethodGet, "/events", nil, stream)
	defer func() { _ = r.Body.Close() }()
	want(t, "sign out of the console", p.post("/sign-out", url.Values{}), http.StatusSeeOther)
	if got := s.people(); len(got) != 0 {
		t.Errorf("got sessions %v, want none", got)
	}
	if _, err := io.Copy(io.Discard, r.Body); err != nil { // ends with its session
		t.Errorf("the stream broke off: %v", err)
	}
	if a := p.get("/instances"); a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(a.Header.Get("Location"), "/sign-in") {
		t.Errorf("got %d to %q, want to be asked for keys", a.StatusCode, a.Header.Get("Location"))
	}
	p.unlock()
	d.leave(p)
	if a := p.get(somewhere); !d.asks(a, somewhere) {
		t.Errorf("signed out of the proxy: got %d to %q, want to be asked to sign in", a.StatusCode, a.Header.Get("Location"))
	}
	if a := p.part("/instances"); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("a part of a page: got %d, want 401", a.StatusCode)
	}
}
