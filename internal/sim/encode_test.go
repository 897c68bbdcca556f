package sim

import (
	"bytes"
	"encoding/json"
	"testing"
)

// standard is what encoding/json writes without escaping for HTML.
func standard(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

func TestAnswersAreEncodedAsTheStandardLibraryDoes(t *testing.T) {
	type named struct{ A int }
	for name, v := range map[string]any{
		"nothing":                    nil,
		"an object, sorted":          obj{"b": 1, "a": obj{"z": nil, "y": true}, "ab": []any{}},
		"an object of nothing":       obj(nil),
		"lists":                      []any{[]string{"x"}, []obj{{"k": 1}}, []any(nil), []string(nil), []obj{}},
		"numbers":                    []any{0, -1, 1 << 53, 1.5, 1e21, 0.0, int64(7), uint8(3), json.Number("1e2")},
		"texts as they are":          []any{"", "plain", "北京", "<a href=\"x\">&amp;</a>", "tilde~\x7f"},
		"texts that need care":       []any{"\"", "\\", "a\nb", "\x00", "\u2028", "\xff\xfe", "ends \xe5\x8c"},
		"names that need care":       obj{"a\"b": 1, "\n": 2},
		"types of the encoder's own": []any{named{1}, &named{2}, map[string]int{"b": 1, "a": 2}, [2]int{1, 2}, json.RawMessage(`{"x":1}`)},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := encode(v)
			if want := standard(t, v); err != nil || string(got) != want {
				t.Errorf("got  %s (%v)\nwant %s", got, err, want)
			}
		})
	}
}

func TestWhatCannotBeEncodedIsAnError(t *testing.T) {
	for _, v := range []any{make(chan int), obj{"f": func() {}}, []any{obj{"c": make(chan int)}}} {
		if got, err := encode(v); err == nil {
			t.Errorf("%T: got %s, want an error", v, got)
		}
	}
}

// FuzzEncode holds that any JSON document that was read is written as the
// standard library writes it.
func FuzzEncode(f *testing.F) {
	f.Add([]byte(`{"a":[1,"x",null,true,{"\u2028":"\ud800"}],"北":"京<&>"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		v, err := parseJSON(body)
		if err != nil {
			return
		}
		got, err := encode(v)
		if want := standard(t, v); err != nil || string(got) != want {
			t.Errorf("got %s (%v), want %s", got, err, want)
		}
	})
}
