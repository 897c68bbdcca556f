package attack

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
)

// person is somebody with a browser.
type person struct {
	console *console
	client  *http.Client
	jar     *cookiejar.Jar
	header  http.Header // of every request
}

// from makes somebody whose connections come from an address.
func (c *console) from(address string, header ...string) *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}, Timeout: 20 * time.Second}
	transport := &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 64}
	c.t.Cleanup(transport.CloseIdleConnections)
	p := &person{console: c, jar: jar, header: http.Header{"Accept-Language": {"en"}}}
	p.client = &http.Client{Jar: jar, Transport: transport, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for i := 0; i+1 < len(header); i += 2 {
		p.header.Set(header[i], header[i+1])
	}
	return p
}

// named makes somebody whom the proxy names.
func (c *console) named(name, groups string) *person {
	return c.from(proxyAddress, "Remote-User", name, "Remote-Groups", groups)
}

// signIn signs in with a key.
func (p *person) signIn(key string) *person {
	p.console.t.Helper()
	p.post("/sign-in", url.Values{"access_key": {key}, "secret_key": {password}, "site": {"cn"}}).want(http.StatusSeeOther)
	return p
}

// answer is what came back.
type answer struct {
	t      testing.TB
	what   string
	status int
	header http.Header
	body   string
}

func (p *person) get(path string, header ...string) answer {
	p.console.t.Helper()
	return p.do(http.MethodGet, path, nil, header...)
}

// post sends a form as the console's own pages do.
func (p *person) post(path string, form url.Values, header ...string) answer {
	p.console.t.Helper()
	return p.do(http.MethodPost, path, form, append([]string{"Origin", p.console.url, "Sec-Fetch-Site", "same-origin"}, header...)...)
}

func (p *person) do(method, path string, form url.Values, header ...string) answer {
	p.console.t.Helper()
	a, err := p.try(context.Background(), method, path, form, header...)
	if err != nil {
		p.console.t.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

func (p *person) try(ctx context.Context, method, path string, form url.Values, header ...string) (answer, error) {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(ctx, method, p.console.url+path, body)
	if err != nil {
		return answer{}, err
	}
	r.Header = p.header.Clone()
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Del(header[i])
		if header[i+1] != "" {
			r.Header.Set(header[i], header[i+1])
		}
	}
	resp, err := p.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	out := answer{t: p.console.t, what: method + " " + path, status: resp.StatusCode, header: resp.Header}
	if resp.Header.Get("Content-Type") == "text/event-stream" {
		return out, nil
	}
	raw, err := io.ReadAll(resp.Body)
	out.body = string(raw)
	return out, err
}

// session is the value of the person's session cookie.
func (p *person) session() string {
	u, _ := url.Parse(p.console.url)
	for _, k := range p.jar.Cookies(u) {
		if k.Name == "console" {
			return k.Value
		}
	}
	return ""
}

// hold puts a session cookie into the person's browser.
func (p *person) hold(session string) *person {
	u, _ := url.Parse(p.console.url)
	p.jar.SetCookies(u, []*http.Cookie{{Name: "console", Value: session, Path: "/"}})
	return p
}

func (a answer) want(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: got %d, want %d\n%s", a.what, a.status, status, a.body[:min(len(a.body), 2000)])
	}
	return a
}

func (a answer) find(css string) *goquery.Selection {
	a.t.Helper()
	d, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
	if err != nil {
		a.t.Fatal(err)
	}
	return d.Find(css)
}

// ids are the resources that a list shows.
func (a answer) ids() []string {
	return a.find("tbody input[name=id]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
}

// raw sends bytes from an address and reads the answer's status, 0 when the
// connection was just closed.
func (c *console) raw(address, text string) int {
	c.t.Helper()
	status, _ := c.rawAnswer(address, text)
	return status
}

func (c *console) rawAnswer(address, text string) (int, http.Header) {
	c.t.Helper()
	conn := c.dial(address)
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := io.WriteString(conn, text); err != nil {
		return 0, nil
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, nil
	}
	defer resp.Body.Close()
	return resp.StatusCode, resp.Header
}

// dial opens a bare connection.
func (c *console) dial(address string) net.Conn {
	c.t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}, Timeout: 20 * time.Second}
	conn, err := dialer.Dial("tcp", c.address)
	if err != nil {
		c.t.Fatal(err)
	}
	return conn
}

// hrefs are the addresses that a page links.
func hrefs(a answer) []string {
	return a.find("a[href]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") })
}
