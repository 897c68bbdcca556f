package cloud

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// faults are ways of a real server to answer badly.
var faults = []struct {
	name    string
	serve   http.HandlerFunc
	code    string
	status  int
	retried bool
	unknown bool // the outcome of a write
}{
	{"a broken gateway", serving(502, "<html>bad gateway</html>"), CodeHTTP, 502, true, true},
	{"garbage for JSON", serving(200, "<html>hello</html>"), CodeMalformed, 200, true, true},
	{"half a body", halfBody, CodeMalformed, 200, true, true},
	{"a dropped connection", drop, CodeUnreachable, 0, true, true},
	{"too many requests", serving(429, `{"Code":"Busy"}`), CodeThrottled, 429, true, false},
	{"an error of the provider's own with status 500", serving(500, `{"Code":"InternalError","Message":"m"}`), "InternalError", 500, true, false},
	{"status 500 and no code", serving(500, ""), CodeHTTP, 500, true, true},
	{"status 500 and a code that says yes", serving(500, success), CodeHTTP, 500, true, true},
	{"status 404 and no code", serving(404, "not found"), CodeHTTP, 404, false, true},
	{"a refusal with status 400", serving(400, `{"code":"InvalidVdc","msg":"参数错误"}`), "InvalidVdc", 400, false, false},
	{"a refusal with status 200", serving(200, `{"Code":10003,"Message":"no"}`), "10003", 200, false, false},
	{"a redirect", redirect, CodeRedirect, 302, false, true},
	{"an answer that is too large", serving(200, strings.Repeat(" ", 2000)+success), CodeMalformed, 0, true, true},
}

func serving(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func halfBody(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, success[:20])
}

func drop(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

func redirect(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "https://elsewhere.example/", http.StatusFound)
}

func TestFaults(t *testing.T) {
	for _, f := range faults {
		for _, op := range []Info{readGet, readPost, writeGet, writePost} {
			t.Run(f.name+" to "+op.Action, func(t *testing.T) {
				t.Parallel()
				var hits atomic.Int32
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					hits.Add(1)
					f.serve(w, r)
				}))
				defer server.Close()
				client := newTestClient(t, Config{MaxBody: 1000, Tries: 2})
				_, err := client.For(testCred, LoopbackSite("test", server.URL)).Do(t.Context(), op, nil)

				e := asError(err)
				if e == nil || e.Code != f.code || e.Op != op.ID() || !e.Sent {
					t.Fatalf("got %+v, want code %s, sent", err, f.code)
				}
				if f.status != 0 && e.Status != f.status {
					t.Errorf("status: got %d, want %d", e.Status, f.status)
				}
				want := int32(1)
				if op.Kind == Read && f.retried {
					want = 2
				}
				if hits.Load() != want {
					t.Errorf("sent %d times, want %d", hits.Load(), want)
				}
				if e.OutcomeUnknown() != f.unknown {
					t.Errorf("outcome unknown: got %v, want %v", e.OutcomeUnknown(), f.unknown)
				}
				showsNoSecret(t, err)
			})
		}
	}
}

// showsNoSecret holds every text of an error against what must not be in it.
func showsNoSecret(t *testing.T, err error) {
	t.Helper()
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Error("call", "err", err, "secret", testCred.Secret)
	texts := fmt.Sprintf("%v\n%+v\n%s", err, err, log.String())
	for e := err; e != nil; e = errors.Unwrap(e) {
		texts += "\n" + e.Error()
	}
	for _, forbidden := range []string{testCred.Secret.Reveal(), "Signature", "AccessKeyId", "/?"} {
		if strings.Contains(texts, forbidden) {
			t.Errorf("%q stands in %s", forbidden, texts)
		}
	}
}

func TestNothingWasSentWhenNoConnectionCameAbout(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + listener.Addr().String()
	_ = listener.Close()
	for _, op := range []Info{readGet, writePost} {
		_, err := newTestClient(t, Config{Tries: 1}).For(testCred, LoopbackSite("test", closed)).Do(t.Context(), op, nil)
		if e := asError(err); e == nil || e.Code != CodeUnreachable || e.Sent || e.OutcomeUnknown() {
			t.Errorf("%s: got %+v, want %s, not sent", op.Action, err, CodeUnreachable)
		}
		showsNoSecret(t, err)
	}
}

func TestURLIsStrippedFromATransportsError(t *testing.T) {
	fake := transport(func(r *http.Request) (*http.Response, error) {
		return nil, &url.Error{Op: "Get", URL: r.URL.String(), Err: errors.New("boom")}
	})
	_, err := callerOn(t, fake).Do(t.Context(), writeGet, nil)
	showsNoSecret(t, err)
	if got := errors.Unwrap(err); got == nil || got.Error() != "boom" {
		t.Errorf("got the cause %v, want boom", got)
	}
}

func TestHangingHostEndsInATimeout(t *testing.T) {
	hang := transport(func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	})
	for op, want := range map[Info]time.Duration{writePost: 15 * time.Second, readGet: 45 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			_, err := callerOn(t, hang).Do(t.Context(), op, nil)
			took := time.Since(start)
			if e := asError(err); e == nil || e.Code != CodeTimeout || !e.Sent || !e.OutcomeUnknown() {
				t.Errorf("%s: got %+v, want %s with an unknown outcome", op.Action, err, CodeTimeout)
			}
			if took < want || took > want+5*time.Second {
				t.Errorf("%s took %v, want about %v", op.Action, took, want)
			}
		})
	}
}

func TestCallersThatGoAwayAreToldSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		fake := &answers{reply: func(_ int, r *http.Request) (*http.Response, error) {
			cancel()
			<-r.Context().Done()
			return nil, r.Context().Err()
		}}
		_, err := callerOn(t, fake).Do(ctx, writePost, nil)
		if e := asError(err); e == nil || e.Code != CodeCanceled || !e.OutcomeUnknown() {
			t.Errorf("while it was under way: got %+v, want %s with an unknown outcome", err, CodeCanceled)
		}
		_, err = callerOn(t, fake).Do(ctx, writePost, nil)
		if e := asError(err); e == nil || e.Code != CodeCanceled || e.Sent || fake.count() != 1 {
			t.Errorf("before it began: got %+v after %d calls, want %s, not sent", err, fake.count(), CodeCanceled)
		}
	})
}

// A GET on a kept-alive connection that the server closes is repeated by
// http.Transport itself, unless it is kept from doing so.
func TestWriteIsNotRepeatedByTheTransport(t *testing.T) {
	var stops atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("Action") == readGet.Action {
			_, _ = io.WriteString(w, success)
			return
		}
		stops.Add(1)
		drop(w, r)
	}))
	defer server.Close()
	caller := newTestClient(t, Config{}).For(testCred, LoopbackSite("test", server.URL))
	if _, err := caller.Do(t.Context(), readGet, nil); err != nil { // leaves a connection to reuse
		t.Fatal(err)
	}
	_, err := caller.Do(t.Context(), writeGet, nil)
	if e := asError(err); e == nil || !e.OutcomeUnknown() || stops.Load() != 1 {
		t.Errorf("sent %d times, then %+v; want once and an unknown outcome", stops.Load(), err)
	}
}

// Seen as a read refused with SignatureNonceUsed, after a lost connection.
func TestReadOnAClosedConnectionIsRepeatedWithANonceOfItsOwn(t *testing.T) {
	var again, dropping atomic.Int32
	var nonces sync.Map
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, used := nonces.LoadOrStore(r.URL.Query().Get("SignatureNonce"), true); used {
			again.Add(1)
		}
		if dropping.CompareAndSwap(1, 2) {
			drop(w, r)
			return
		}
		_, _ = io.WriteString(w, success)
	}))
	defer server.Close()
	caller := newTestClient(t, Config{CacheTTL: -1}).For(testCred, LoopbackSite("test", server.URL))
	if _, err := caller.Do(t.Context(), readGet, nil); err != nil { // leaves a connection to reuse
		t.Fatal(err)
	}
	dropping.Store(1)
	if _, err := caller.Do(t.Context(), readGet, nil); err != nil || dropping.Load() != 2 || again.Load() != 0 {
		t.Errorf("got %v, and %d nonces were used twice", err, again.Load())
	}
}

func TestRequestOrAddressThatIsUnfitIsNotSent(t *testing.T) {
	fake := always(200, success)
	client := newTestClient(t, Config{Transport: fake})
	for _, c := range []struct {
		name string
		site Site
		req  any
	}{
		{"a request that is no object", LoopbackSite("test", "http://127.0.0.1:1"), "text"},
		{"an address in clear text", LoopbackSite("test", "http://cdsapi.capitalonline.net"), nil},
		{"a name that only looks like this machine", LoopbackSite("test", "http://127.0.0.1.example.com"), nil},
		{"an address with a path", LoopbackSite("test", "https://cdsapi.capitalonline.net/ccs"), nil},
		{"an address with a user", LoopbackSite("test", "https://a@cdsapi.capitalonline.net"), nil},
		{"no address for the host", Site{Key: "test"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := client.For(testCred, c.site).Do(t.Context(), writePost, c.req)
			if e := asError(err); e == nil || e.Code != CodeUnsendable || e.Sent || fake.count() != 0 {
				t.Errorf("got %+v after %d calls, want %s, not sent", err, fake.count(), CodeUnsendable)
			}
		})
	}
}
