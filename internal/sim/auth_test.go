package sim

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

// vector is one signing case that five published implementations agree on.
type vector struct {
	Name       string            `json:"name"`
	Method     string            `json:"method"`
	Secret     string            `json:"access_key_secret"`
	Key        string            `json:"access_key_id"`
	Timestamp  time.Time         `json:"timestamp"`
	Params     map[string]string `json:"signed_params"`
	Canonical  string            `json:"canonical"`
	Signature  string            `json:"signature"`
	Trailing   string            `json:"wrong_if_key_has_trailing_ampersand"`
	GoURL      string            `json:"url_go_sdk"`
	PythonURL  string            `json:"url_python_sdk"`
	DemoURL    string            `json:"url_go_demo"`
	Verifiable struct {
		Go     bool `json:"go_sdk"`
		Python bool `json:"python_sdk"`
		Demo   bool `json:"go_demo"`
	} `json:"a_server_can_verify_it_from_the_url"`
}

func vectors(t *testing.T) []vector {
	t.Helper()
	raw, err := os.ReadFile("testdata/signature-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []vector }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) != 6 {
		t.Fatalf("vectors: got %d, want 6", len(file.Vectors))
	}
	return file.Vectors
}

func TestSignatureAgreesWithPublishedClients(t *testing.T) {
	for _, v := range vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			q := url.Values{}
			for name, value := range v.Params {
				q.Set(name, value)
			}
			if got := canonical(q); got != v.Canonical {
				t.Errorf("canonical:\n got %s\nwant %s", got, v.Canonical)
			}
			if got := signature(v.Method, q, v.Secret); got != v.Signature {
				t.Errorf("signature: got %s, want %s", got, v.Signature)
			}
			if got := signature(v.Method, q, v.Secret+"&"); got != v.Trailing {
				t.Errorf("signature with the ampersand of the prose: got %s, want %s", got, v.Trailing)
			}
		})
	}
}

func TestServerAcceptsTheURLsPublishedClientsSend(t *testing.T) {
	for _, v := range vectors(t) {
		for name, c := range map[string]struct {
			url string
			ok  bool
		}{"go": {v.GoURL, v.Verifiable.Go}, "python": {v.PythonURL, v.Verifiable.Python}, "demo": {v.DemoURL, v.Verifiable.Demo}} {
			t.Run(v.Name+" from "+name, func(t *testing.T) {
				s := New(Options{Seed: "empty", Keys: map[string]string{v.Key: v.Secret}, Now: func() time.Time { return v.Timestamp }})
				u, err := url.Parse(c.url)
				if err != nil {
					t.Fatal(err)
				}
				err = s.authenticate(v.Method, u.Query(), v.Timestamp)
				if got := err == nil; got != c.ok {
					t.Errorf("accepted: got %v (%v), want %v", got, err, c.ok)
				}
			})
		}
	}
}

func TestBadSignaturesAreToldApart(t *testing.T) {
	for _, c := range []struct {
		name, want string
		spoil      func(q url.Values)
	}{
		{"a parameter is missing", "MissingParameter", func(q url.Values) { q.Del("SignatureNonce") }},
		{"another signing method", "InvalidSignatureMethod", func(q url.Values) { q.Set("SignatureMethod", "HMAC-SHA256") }},
		{"another signing version", "InvalidSignatureVersion", func(q url.Values) { q.Set("SignatureVersion", "2.0") }},
		{"another API version", "InvalidVersion", func(q url.Values) { q.Set("Version", "2018-08-08") }},
		{"a timestamp in another form", "InvalidTimestamp.Malformed", func(q url.Values) { q.Set("Timestamp", "1700000000") }},
		{"an unknown key", "InvalidAccessKeyId.NotFound", func(q url.Values) { q.Set("AccessKeyId", "nobody") }},
		{"a signature of something else", "SignatureDoesNotMatch", func(q url.Values) { q.Set("VdcId", "x") }},
		{"a signature by another secret", "SignatureDoesNotMatch", func(q url.Values) { q.Set("Signature", signature("POST", q, "other")) }},
		{"a signature for another method", "SignatureDoesNotMatch", func(q url.Values) { q.Set("Signature", signature("GET", q, DemoSecret)) }},
		{"a clock 16 minutes slow", "InvalidTimestamp.Expired", func(q url.Values) { resign(q, start.Add(-16*time.Minute)) }},
		{"a clock 16 minutes fast", "InvalidTimestamp.Expired", func(q url.Values) { resign(q, start.Add(16*time.Minute)) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, "empty")
			r := l.signed("ccs.instance.DescribeInstances", nil)
			q := r.URL.Query()
			c.spoil(q)
			r.URL.RawQuery = q.Encode()
			status, body := l.send(r)
			if status < 400 || code(body) != c.want {
				t.Errorf("got HTTP %d %v, want a refusal %s", status, body, c.want)
			}
			if got := l.cloud.Calls().BadSignatures; got != 1 {
				t.Errorf("bad signatures counted: got %d, want 1", got)
			}
		})
	}
}

func resign(q url.Values, at time.Time) {
	q.Set("Timestamp", at.Format("2006-01-02T15:04:05Z"))
	q.Set("Signature", signature("POST", q, DemoSecret))
}

func TestClockMayBeFourteenMinutesOff(t *testing.T) {
	l := newLab(t, "empty")
	r := l.signed("ccs.instance.DescribeInstances", nil)
	l.pass(14 * time.Minute)
	if status, body := l.send(r); status != http.StatusOK {
		t.Errorf("got HTTP %d %v, want a success", status, body)
	}
}

func TestNonceServesOnce(t *testing.T) {
	l := newLab(t, "empty")
	r := l.signed("ccs.instance.DescribeInstances", nil)
	if status, body := l.send(r); status != http.StatusOK {
		t.Fatalf("first use: got HTTP %d %v", status, body)
	}
	if status, body := l.send(r); status != http.StatusForbidden || code(body) != "SignatureNonceUsed" {
		t.Errorf("second use: got HTTP %d %v, want 403 SignatureNonceUsed", status, body)
	}
	l.pass(31 * time.Minute)
	l.ok("ccs.instance.DescribeInstances", nil)
	if got := len(l.cloud.nonces.used); got != 1 {
		t.Errorf("nonces remembered after their time: got %d, want only the last", got)
	}
}

func TestNonceOfARefusedSignatureStaysFree(t *testing.T) {
	l := newLab(t, "empty")
	r := l.signed("ccs.instance.DescribeInstances", nil)
	good := r.URL.RawQuery
	r.URL.RawQuery = strings.Replace(good, "Signature=", "Signature=x", 1)
	l.send(r)
	r.URL.RawQuery = good
	if status, body := l.send(r); status != http.StatusOK {
		t.Errorf("got HTTP %d %v, want a success", status, body)
	}
}
