package sim

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestFieldsReadWhatClientsSend(t *testing.T) {
	body, err := bodyFields([]byte(`{
		"n": 7, "n2": "7", "n3": 7.0, "n4": "seven", "n5": 7.5, "s": "x", "b": true, "b2": "True", "b3": 0,
		"l": ["a", 2], "l2": "a,b, c", "l3": "[\"a\",\"b\"]", "l4": null, "l5": "", "l6": {"k": "v"}, "l7": {},
		"o": {"k": "v"}, "o2": [{"k": "v"}], "o3": "{\"k\": \"v\"}", "o4": {}, "o5": null, "Mixed": 1}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, got, want string }{
		{"numbers", fmt.Sprint(body.Int("n"), body.Int("n2"), body.Int("n3"), body.Int("n4"), body.Int("n5"), body.IntOr("none", 3)), "7 7 7 0 0 3"},
		{"texts", fmt.Sprintf("%q", []string{body.Str("s"), body.Str("n"), body.Str("b"), body.Str("o"), body.StrOr("none", "z")}), `["x" "7" "true" "" "z"]`},
		{"truths", fmt.Sprint(body.Bool("b"), body.Bool("b2"), body.Bool("b3"), body.Bool("none")), "true true false false"},
		{"lists", fmt.Sprint(body.Strs("l"), body.Strs("l2"), body.Strs("l3"), body.Strs("l4"), body.Strs("l5"), len(body.Objs("l6")), len(body.Objs("l7"))), "[a 2] [a b c] [a b] [] [] 1 0"},
		{"objects", fmt.Sprint(body.Obj("o"), body.Obj("o2"), body.Obj("o3"), len(body.Obj("o4")), len(body.Obj("o5"))), "map[k:v] map[k:v] map[k:v] 0 0"},
		{"presence", fmt.Sprint(body.Has("l4"), body.Has("l7"), body.Has("b3"), body.Has("mixed"), body.Has("action")), "false false true true false"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, c.got, c.want)
		}
	}
}

func TestStrangeQueriesDoNotConfuseTheDecoder(t *testing.T) {
	for _, c := range []struct{ name, query, want string }{
		{"a list with holes", "A.5=x&A.2=y", "map[A:[y x]]"},
		{"a name and a list of the same name", "A=1&A.0=2", "map[A:1]"},
		{"numbers and names mixed", "A.0=1&A.b=2", "map[A:map[0:1 b:2]]"},
		{"an index beyond all memory", "A.999999999999=1", "map[A:[1]]"},
		{"a name that is too deep", "A.b.c.d.e.f.g.h.i=1&B=2", "map[B:2]"},
		{"objects in lists in objects", "A.b.0.c=1&A.b.1.c=2", "map[A:map[b:[map[c:1] map[c:2]]]]"},
		{"a lonely dot", ".=1", "map[:map[:1]]"},
		{"the signature's own names", "Action=X&Version=1&a=1", "map[a:1]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := url.ParseQuery(c.query)
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(map[string]any(queryFields(q))); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("A.0=1&A.1.b=2", `{"DataDisks":[{"Size":"1"}],"Ids":"[1,2]"}`)
	f.Add("PublicIp.10=a&PublicIp.2=b&=1&.=2", `{"a":{"b":[null,true,1e400]}}`)
	s := New(Options{Seed: "empty"})
	rt := s.byID["ccs.instance.CreateInstance"]
	f.Fuzz(func(t *testing.T, query, body string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		r, err := decode(rt, q, []byte(body))
		if err != nil {
			return
		}
		for name := range r.Fields {
			r.Str(name)
			r.Int(name)
			r.Bool(name)
			r.Strs(name)
			r.Obj(name)
			r.Objs(name)
		}
		if err := checkAll(rt, r); err != nil && !strings.HasPrefix(err.Error(), "4") {
			t.Errorf("refusal: got %v, want a 4xx", err)
		}
	})
}

// FuzzDispatch sends signed requests with arbitrary actions and bodies. Only
// the simulator's own bugs are answered with 500.
func FuzzDispatch(f *testing.F) {
	s := New(Options{Seed: "demo"})
	for i, id := range s.Supported() {
		op := s.byID[id].op
		f.Add(op.Method, op.Path, op.Action, "VdcId=x&InstanceIds.0=y", string(op.Request), i)
	}
	f.Fuzz(func(t *testing.T, method, path, action, query, body string, n int) {
		q, err := url.ParseQuery(query)
		u, bad := url.Parse("http://sim" + path)
		if err != nil || bad != nil || !validMethod(method) {
			return
		}
		q.Set("Action", action)
		sign(method, q, DemoKey, DemoSecret, fmt.Sprint(n, action, query, body), s.now())
		u.RawQuery = q.Encode()
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Method, r.URL = method, u
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code == http.StatusInternalServerError {
			t.Errorf("%s %s %s %q %q: got %s", method, path, action, query, body, w.Body)
		}
	})
}

func validMethod(m string) bool { return m == http.MethodGet || m == http.MethodPost }
