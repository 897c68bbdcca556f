package attack

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"yunque/internal/sim"
)

// trap is a server of this machine that the console has no business with.
func trap(t *testing.T) (address string, calls *atomic.Int32) {
	t.Helper()
	calls = &atomic.Int32{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		_, _ = w.Write([]byte(`{"Code":"Success","Data":"what-only-the-inside-knows"}`))
	}))
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://"), calls
}

func TestTheConsoleCallsNobodyWhomAClientNames(t *testing.T) {
	up := newUpstream(t, sim.Options{})
	c := serve(t, up.url, behindProxy...)
	inside, calls := trap(t)
	signIn := func(site string) answer {
		return c.named("mallory", "admins").post("/sign-in", url.Values{"access_key": {annaKey}, "secret_key": {password}, "site": {site},
			"url": {"http://" + inside}, "host": {inside}, "endpoint": {"http://" + inside}})
	}
	for _, site := range []string{"http://" + inside, inside, "//" + inside, "cn@" + inside, "cn." + inside, "file:///etc/passwd", "http://169.254.169.254/latest/meta-data/", "CN", "cn ", "", "../cn"} {
		if got := signIn(site); got.status != http.StatusUnprocessableEntity && got.status != http.StatusTooManyRequests {
			t.Errorf("to sign in at %q: got %d, want a mistake in the form", site, got.status)
		}
	}
	anna := c.named("anna", "admins").signIn(annaKey)
	for _, field := range []string{"Action", "p.Action", "host", "Host", "url", "path", "endpoint", "p.AccessKeyId", "AccessKeyId", "site"} {
		got := anna.post("/explorer/ccs.instance.DescribeInstances", url.Values{field: {"http://" + inside + "/"}})
		if strings.Contains(got.body, "what-only-the-inside-knows") {
			t.Errorf("a call by hand with %s: its answer came back", field)
		}
	}
	for _, id := range []string{"http%3A", "ccs.instance.Unknown", "@" + inside, "ccs.instance.DescribeInstances%20"} {
		anna.get("/explorer/" + url.PathEscape(id)).want(http.StatusNotFound)
		anna.post("/explorer/"+url.PathEscape(id), url.Values{}).want(http.StatusNotFound)
	}
	for _, header := range []string{"X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Server", "Forwarded", "X-Host"} {
		anna.get("/instances?fresh=1", header, inside).want(http.StatusOK)
	}
	if got := c.raw(proxyAddress, "GET http://inside.example/instances HTTP/1.1\r\nHost: inside.example\r\nRemote-User: anna\r\nRemote-Groups: admins\r\nConnection: close\r\n\r\n"); got != http.StatusMisdirectedRequest {
		t.Errorf("as a proxy for another host: got %d, want %d", got, http.StatusMisdirectedRequest)
	}
	if n := calls.Load(); n > 0 {
		t.Errorf("the inside was called %d times", n)
	}
}

func TestARedirectOfTheProviderIsNotFollowed(t *testing.T) {
	inside, calls := trap(t)
	up := httptest.NewServer(http.RedirectHandler("http://"+inside+"/", http.StatusTemporaryRedirect))
	t.Cleanup(up.Close)
	c := serve(t, up.URL, behindProxy...)
	got := c.named("anna", "admins").post("/sign-in", url.Values{"access_key": {annaKey}, "secret_key": {password}, "site": {"cn"}})
	if got.status != http.StatusUnprocessableEntity || calls.Load() > 0 {
		t.Errorf("got %d and %d calls of the inside, want a mistake in the form and none", got.status, calls.Load())
	}
}
