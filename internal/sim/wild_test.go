package sim_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yunque/internal/apidoc"
	"yunque/internal/sim"
)

// stranger is a client that knows the documentation and nothing else: neither
// this package's insides nor the program's own client. It speaks HTTP to a
// socket, signs for itself, and changes its habits from call to call as the
// clients in the wild differ.
type stranger struct {
	t       testing.TB
	catalog *apidoc.Catalog
	base    string
	client  *http.Client
	clock   atomic.Int64 // unix seconds, the cloud's too
	calls   int
	said    map[string]map[string]any // what each operation answered
	seen    map[string]map[string]any // what was looked at since the last write
}

func newStranger(t testing.TB) (*stranger, *sim.Server) {
	t.Helper()
	s := &stranger{t: t, catalog: apidoc.Load(), said: map[string]map[string]any{}, seen: map[string]map[string]any{}}
	s.clock.Store(time.Date(2024, 11, 15, 2, 30, 0, 0, time.UTC).Unix())
	cloud := sim.New(sim.Options{Seed: "demo", Now: s.now})
	server := httptest.NewServer(cloud)
	t.Cleanup(server.Close)
	s.base, s.client = server.URL, server.Client()
	return s, cloud
}

func (s *stranger) now() time.Time { return time.Unix(s.clock.Load(), 0).UTC() }

// wait lets the cloud finish what it is doing.
func (s *stranger) wait() {
	s.clock.Add(60)
	clear(s.seen)
}

// reply is an answer as a stranger sees it.
type reply struct {
	status int
	code   string
	body   map[string]any
}

func (r reply) ok() bool {
	return r.status == http.StatusOK && slices.Contains([]string{"success", "ok", "0000", "200"}, strings.ToLower(r.code))
}

// call performs one operation in the habit whose turn it is.
func (s *stranger) call(op *apidoc.Operation, params map[string]any) reply {
	s.t.Helper()
	s.calls++
	method := op.Method
	if len(op.Methods) > 0 {
		method = op.Methods[s.calls%len(op.Methods)]
	}
	turn := s.calls
	if _, own := params["Action"]; own {
		turn = 0 // a query has room for one Action, the API's
	}
	query, body, header := habitOf(method, turn, params)
	query.Set("Action", op.Action)
	path := op.Path
	if s.calls%2 == 0 {
		path += "/"
	}
	return s.send(method, path, query, body, header)
}

// send signs a request and reads its answer, which must be a JSON object.
func (s *stranger) send(method, path string, query url.Values, body []byte, contentType string) reply {
	s.t.Helper()
	s.sign(method, query)
	request, err := http.NewRequest(method, s.base+path+"?"+query.Encode(), bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := s.client.Do(request)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	r := reply{status: response.StatusCode}
	if err := json.Unmarshal(raw, &r.body); err != nil {
		s.t.Fatalf("%s %s: the answer %q is no JSON object", method, path, raw)
	}
	for name, value := range r.body {
		if strings.EqualFold(name, "code") {
			r.code = fmt.Sprint(value)
		}
	}
	return r
}

// habitOf lays parameters out as one of the clients in the wild would: a GET
// with everything in the query, or with a JSON body; a POST with a JSON body
// and no Content-Type, with a wrong one, with strings for numbers or numbers for
// strings, or with everything in its query and no body.
func habitOf(method string, turn int, params map[string]any) (query url.Values, body []byte, contentType string) {
	query = url.Values{}
	if method == http.MethodGet {
		if turn%3 == 0 {
			return query, toJSON(params), ""
		}
		flatten(query, "", params)
		return query, nil, ""
	}
	switch turn % 5 {
	case 0:
		return query, toJSON(params), ""
	case 1:
		flatten(query, "", params)
		return query, nil, ""
	case 2:
		return query, toJSON(retyped(params, textForNumber)), "text/plain"
	case 3:
		return query, toJSON(retyped(params, numberForText)), "application/json"
	}
	flatten(query, "", params)
	return query, toJSON(params), "application/x-www-form-urlencoded"
}

func toJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// flatten writes lists as Name.0, objects as Name.Field.
func flatten(q url.Values, prefix string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			flatten(q, strings.TrimPrefix(prefix+"."+name, "."), inner)
		}
	case []any:
		for i, inner := range v {
			flatten(q, prefix+"."+strconv.Itoa(i), inner)
		}
	case nil:
	default:
		q.Set(prefix, printed(v))
	}
}

func printed(v any) string {
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// retyped changes the leaves of a parameter.
func retyped(v any, change func(any) any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, inner := range v {
			out[name] = retyped(inner, change)
		}
		return out
	case []any:
		out := []any{}
		for _, inner := range v {
			out = append(out, retyped(inner, change))
		}
		return out
	}
	return change(v)
}

func textForNumber(v any) any {
	if f, ok := v.(float64); ok {
		return printed(f)
	}
	return v
}

func numberForText(v any) any {
	s, _ := v.(string)
	if n, err := strconv.Atoi(s); err == nil && strconv.Itoa(n) == s {
		return n
	}
	return v
}

// sign adds the common parameters to a query and signs it, as the
// documentation's sample code does.
func (s *stranger) sign(method string, q url.Values) {
	for name, value := range map[string]string{
		"AccessKeyId": sim.DemoKey, "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "Version": "2019-08-08",
		"SignatureNonce": "stranger-" + strconv.Itoa(s.calls), "Timestamp": s.now().Format("2006-01-02T15:04:05Z"),
	} {
		q.Set(name, value)
	}
	var pairs []string
	for name := range q {
		pairs = append(pairs, name)
	}
	slices.Sort(pairs)
	for i, name := range pairs {
		var values []string
		for _, value := range q[name] {
			values = append(values, escape(name)+"="+escape(value))
		}
		pairs[i] = strings.Join(values, "&")
	}
	mac := hmac.New(sha1.New, []byte(sim.DemoSecret))
	fmt.Fprintf(mac, "%s&%%2F&%s", method, escape(strings.Join(pairs, "&")))
	q.Set("Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

// escape is RFC 3986, made of the standard library's form encoding.
func escape(s string) string {
	return strings.NewReplacer("+", "%20", "*", "%2A", "%7E", "~").Replace(url.QueryEscape(s))
}
