package cloud

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	testService = Service{Name: "test", Host: CDS, Path: "/ccs"}
	readGet     = readOf(testService.Get("DescribeThing"))
	readPost    = readOf(testService.Post("DescribeThings"))
	writeGet    = writeOf(testService.Get("StopThing"))
	writePost   = writeOf(testService.Post("CreateThing"))
	testCred    = Credentials{AccessKey: "AKTEST0123456789", Secret: NewSecret("canary-secret-key")}
)

// readOf and writeOf describe operations without declaring them: the list of
// actions belongs to the service packages.
func readOf(i Info) Info  { return i }
func writeOf(i Info) Info { i.Kind = Write; return i }

// transport is a fake network: no socket, so it works in a synctest bubble.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answers is a fake network that numbers its calls from 1 and keeps them.
type answers struct {
	mu    sync.Mutex
	calls []*http.Request
	reply func(n int, r *http.Request) (*http.Response, error)
}

func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	a.mu.Lock()
	a.calls = append(a.calls, r)
	n := len(a.calls)
	a.mu.Unlock()
	return a.reply(n, r)
}

func (a *answers) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.calls)
}

func reply(status int, body string) (*http.Response, error) {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

const success = `{"Code":"Success","Message":"Success.","Data":{"A":1},"RequestId":"r-1"}`

func always(status int, body string) *answers {
	return &answers{reply: func(int, *http.Request) (*http.Response, error) { return reply(status, body) }}
}

func newTestClient(t *testing.T, c Config) *Client {
	t.Helper()
	client, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// callerOn is a caller whose every host is the fake transport.
func callerOn(t *testing.T, rt http.RoundTripper) Caller {
	t.Helper()
	return newTestClient(t, Config{Transport: rt}).For(testCred, LoopbackSite("test", "http://127.0.0.1:1"))
}

// echo is a server that keeps the last request it got.
type echo struct {
	*httptest.Server
	request *http.Request
	body    string
}

func newEcho(t *testing.T) *echo {
	t.Helper()
	e := &echo{}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		e.request, e.body = r, string(body)
		_, _ = io.WriteString(w, success)
	}))
	t.Cleanup(e.Close)
	return e
}

func TestParametersGoWhereTheDocumentationWantsThem(t *testing.T) {
	server := newEcho(t)
	caller := newTestClient(t, Config{CacheTTL: -1}).For(testCred, LoopbackSite("test", server.URL))
	type wire struct {
		Method, Path, Action, Keyword, Body, ContentType string
		ContentLength                                    int64
		Encoding                                         int
	}
	const body = `{"Keyword":"北 京"}`
	for _, c := range []struct {
		name string
		op   Info
		want wire
	}{
		{"a GET has them in the query", readGet, wire{"GET", "/ccs/", "DescribeThing", "北 京", "", "", 0, 0}},
		{"a GET that writes has no body either", writeGet, wire{"GET", "/ccs/", "StopThing", "北 京", "", "", 0, 0}},
		{"a POST has them in the body", readPost, wire{"POST", "/ccs/", "DescribeThings", "", body, "application/json", 21, 0}},
		{"a POST that writes too", writePost, wire{"POST", "/ccs/", "CreateThing", "", body, "application/json", 21, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := caller.Do(t.Context(), c.op, map[string]any{"Keyword": "北 京"}); err != nil {
				t.Fatal(err)
			}
			r, q := server.request, server.request.URL.Query()
			got := wire{r.Method, r.URL.Path, q.Get("Action"), q.Get("Keyword"), server.body, r.Header.Get("Content-Type"), r.ContentLength, len(r.TransferEncoding)}
			if got != c.want {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
			if strings.Contains(r.URL.RawQuery, "+") {
				t.Errorf("a space was sent as +: %s", r.URL.RawQuery)
			}
		})
	}
}

func TestQueryIsSignedAsItIsSent(t *testing.T) {
	server := newEcho(t)
	now := func() time.Time { return time.Date(2026, 1, 2, 11, 4, 5, 0, zone) }
	caller := newTestClient(t, Config{Now: now}).For(testCred, LoopbackSite("test", server.URL))
	if _, err := caller.Do(t.Context(), readGet, map[string]any{"Ids": []string{"a", "b"}}); err != nil {
		t.Fatal(err)
	}
	q := server.request.URL.Query()
	signature := q.Get("Signature")
	q.Del("Signature")
	var params []param
	for name := range q {
		params = append(params, param{name, q.Get(name)})
	}
	if want := sign("GET", canonical(params), testCred.Secret); signature != want {
		t.Errorf("signature: got %s, want %s", signature, want)
	}
	if q.Get("Timestamp") != "2026-01-02T03:04:05Z" || q.Get("AccessKeyId") != testCred.AccessKey || q.Get("Ids.1") != "b" {
		t.Errorf("got the parameters %v", q)
	}
}

func TestEveryAttemptHasANonceOfItsOwn(t *testing.T) {
	fake := always(200, success)
	caller := newTestClient(t, Config{Transport: fake, CacheTTL: -1}).For(testCred, LoopbackSite("test", "http://127.0.0.1:1"))
	for range 2 {
		if _, err := caller.Do(t.Context(), readGet, nil); err != nil {
			t.Fatal(err)
		}
	}
	a, b := fake.calls[0].URL.Query().Get("SignatureNonce"), fake.calls[1].URL.Query().Get("SignatureNonce")
	if a == b || a == "" {
		t.Errorf("got the nonces %q and %q, want two different ones", a, b)
	}
}

func TestCallDecodesDataAndStartGivesTheTicket(t *testing.T) {
	fake := always(200, `{"Code":"Success","Data":{"A":"41"},"TaskId":99}`)
	op := writePost
	op.Tracker = TrackTask
	action := Action[struct{}, object1]{info: op}
	got, ticket, err := action.Start(t.Context(), callerOn(t, fake), struct{}{})
	if err != nil || got.A != 41 || len(ticket.IDs) != 1 || ticket.IDs[0] != "99" || ticket.Tracker != TrackTask {
		t.Errorf("got %+v, %+v, %v, want A 41 and the ticket 99", got, ticket, err)
	}
}

func TestAnswerThatDoesNotFitIsMalformed(t *testing.T) {
	action := Action[struct{}, object1]{info: readGet}
	_, err := action.Call(t.Context(), callerOn(t, always(200, `{"Code":"Success","Data":{"A":"many"}}`)), struct{}{})
	if !HasCode(err, CodeMalformed) {
		t.Errorf("got %v, want %s", err, CodeMalformed)
	}
}

func TestGCWTicketKeepsTheRequestsOwnID(t *testing.T) {
	op := writePost
	op.Tracker = TrackGcw
	env, err := callerOn(t, always(200, `{"Code":"Success","Data":{"taskId":"t"}}`)).Do(t.Context(), op, map[string]any{"requestId": "mine"})
	if err != nil || env.Ticket.RequestID != "mine" {
		t.Errorf("got %+v, %v, want the request id mine", env, err)
	}
}

func TestRecorderAndObserverSeeEveryCall(t *testing.T) {
	var mu sync.Mutex
	var observed []Call
	fake := &answers{reply: func(n int, _ *http.Request) (*http.Response, error) {
		if n == 1 {
			return reply(502, "<html>")
		}
		return reply(200, success)
	}}
	client := newTestClient(t, Config{Transport: fake, Observe: func(c Call) {
		mu.Lock()
		defer mu.Unlock()
		observed = append(observed, c)
	}})
	caller := client.For(testCred, LoopbackSite("test", "http://127.0.0.1:1"))
	ctx, recorder := Record(t.Context())
	for range 2 {
		if _, err := caller.Do(ctx, readPost, map[string]any{"Password": NewSecret("x")}); err != nil {
			t.Fatal(err)
		}
	}
	calls := recorder.Calls()
	if len(calls) != 3 || len(observed) != 3 {
		t.Fatalf("recorded %d and observed %d calls, want 3: a failed attempt, a good one, one from the cache", len(calls), len(observed))
	}
	type seen struct {
		Status, Attempt int
		Code            string
		OK, Cached      bool
		Request         string
	}
	const url = "http://127.0.0.1:1/ccs/?Action=DescribeThings&AccessKeyId=[access key]&Signature=[signature]&SignatureMethod=HMAC-SHA1" +
		"&SignatureNonce=[nonce]&SignatureVersion=1.0&Timestamp=[now, UTC]&Version=2019-08-08"
	want := []seen{
		{502, 1, CodeHTTP, false, false, `{"Password":"[secret]"}`},
		{200, 2, "Success", true, false, `{"Password":"[secret]"}`},
		{200, 0, "Success", true, true, `{"Password":"[secret]"}`},
	}
	for i, c := range calls {
		if got := (seen{c.Status, c.Attempt, c.Code, c.OK, c.Cached, string(c.Request)}); got != want[i] {
			t.Errorf("call %d: got %+v, want %+v", i, got, want[i])
		}
		if c.URL != url {
			t.Errorf("call %d: got the URL %s, want %s", i, c.URL, url)
		}
	}
}

func TestNewRefusesNegativeLimits(t *testing.T) {
	for _, c := range []Config{{Timeout: -1}, {MaxBody: -1}, {Rate: -1}, {Burst: -1}, {Tries: -1}} {
		if client, err := New(c); err == nil {
			t.Errorf("%+v: got %v, want an error", c, client)
		}
	}
}
