// Package contract_test holds the client's declarations against the
// documentation: every operation exists exactly once, as documented, its
// request has the documented names and its answer loses nothing.
package contract_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"testing"

	"yunque/internal/apidoc"
	"yunque/internal/cloud"
	_ "yunque/internal/cloud/all"
)

const operations = 218

func TestEveryOperationIsDeclaredOnceAsDocumented(t *testing.T) {
	declared := map[string]int{}
	for _, a := range cloud.Actions() {
		id := a.Info.ID()
		declared[id]++
		doc := apidoc.Load().Operation(id)
		if doc == nil {
			t.Errorf("%s is not in the documentation", id)
			continue
		}
		if got, want := a.Info, documented(doc); got != want {
			t.Errorf("%s:\ngot  %+v\nwant %+v", id, got, want)
		}
	}
	docs := apidoc.Load().Operations
	if len(docs) != operations {
		t.Errorf("the documentation has %d operations, want %d", len(docs), operations)
	}
	for _, doc := range docs {
		if n := declared[doc.ID]; n != 1 {
			t.Errorf("%s is declared %d times, want once", doc.ID, n)
		}
	}
}

// documented is what the declaration of an operation has to say.
func documented(doc *apidoc.Operation) cloud.Info {
	info := cloud.Info{Service: doc.Service(), Action: doc.Action, Method: doc.Method, Host: cloud.CDS, Path: doc.Path}
	if doc.Host == "api.capitalonline.net" {
		info.Host = cloud.API
	}
	if doc.Writes() {
		info.Kind = cloud.Write
	}
	if doc.Async != nil {
		info.Tracker = cloud.Tracker(doc.Async.Tracker)
	}
	return info
}

// each runs check once per declared operation and collects the faults that no
// exception excuses.
func each(t *testing.T, check string, faults func(t *testing.T, a cloud.Declared, doc *apidoc.Operation) []string) {
	t.Helper()
	allowed := loadExceptions(t, check)
	for _, a := range cloud.Actions() {
		doc := apidoc.Load().Operation(a.Info.ID())
		if doc == nil {
			continue // reported by the identity test
		}
		for _, path := range faults(t, a, doc) {
			if !allowed.excuse(doc.ID, path) {
				t.Errorf("%s: %s: %s", doc.ID, check, path)
			}
		}
	}
	for _, e := range allowed.unused() {
		t.Errorf("the exception %s %s of %s is not needed any more: remove it", check, e.Path, e.Operation)
	}
}

// answerWith gives what the real client makes of a printed answer.
func answerWith(t *testing.T, op cloud.Info, body []byte) *cloud.Envelope {
	t.Helper()
	client, err := cloud.New(cloud.Config{Transport: printed(body), CacheTTL: -1, Tries: 1})
	if err != nil {
		t.Fatal(err)
	}
	cred := cloud.Credentials{AccessKey: "key", Secret: cloud.NewSecret("secret")}
	env, err := client.For(cred, cloud.LoopbackSite("doc", "http://127.0.0.1")).Do(t.Context(), op, nil)
	if err != nil {
		t.Fatalf("%s: the printed answer is not a success: %v", op.ID(), err)
	}
	return env
}

// printed is a transport that answers everything with one body.
type printed []byte

func (p printed) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(p))}, nil
}

// encode gives a value's JSON as decoded by encoding/json.
func encode(t *testing.T, v any) any {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("marshal %v: %v", reflect.TypeOf(v), err)
	}
	return decode(t, b)
}

func decode(t *testing.T, b []byte) any {
	t.Helper()
	if len(b) == 0 {
		return nil
	}
	var v any
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("unmarshal %.80s: %v", b, err)
	}
	return v
}
