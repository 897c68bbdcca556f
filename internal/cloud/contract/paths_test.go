package contract_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

// leaf is what stands at a path: a scalar with its text, or a container with
// the texts of the scalars it lists, one per line.
type leaf struct{ kind, text string }

const (
	container = "container"
	empty     = "empty" // a container with nothing in it
)

// paths lists everything in a JSON value by path. List items share their list's
// path, so one bare object and a list of one are the same.
func paths(v any) map[string]leaf {
	out := map[string]leaf{}
	walk(v, "", out)
	delete(out, "")
	return out
}

func walk(v any, path string, out map[string]leaf) {
	switch v := v.(type) {
	case map[string]any:
		out[path] = leaf{kind: container}
		for k, x := range v {
			walk(x, strings.TrimPrefix(path+"."+k, "."), out)
		}
		if len(v) == 0 {
			out[path] = leaf{kind: empty}
		}
	case []any:
		walkList(v, path, out)
	default:
		out[path] = leaf{kind: fmt.Sprintf("%T", v), text: fmt.Sprint(v)}
	}
}

func walkList(items []any, path string, out map[string]leaf) {
	here := leaf{kind: container}
	if len(items) == 0 {
		here.kind = empty
	}
	for _, x := range items {
		switch x := x.(type) {
		case map[string]any, []any:
			walk(x, path, out)
		default:
			here.text += fmt.Sprintln(x)
		}
	}
	out[path] = here
}

// isNothing tells whether a value may be left out without loss.
func isNothing(l leaf) bool {
	switch l.kind {
	case container:
		return false
	case empty:
		return true
	}
	return l.text == "" || l.text == "<nil>" || l.text == "0" || l.text == "false"
}

func TestPathsShowEveryValueOnce(t *testing.T) {
	got := paths(decode(t, []byte(`{"a":1,"b":{"c":"x","d":null},"e":[{"f":true},{"g":"2"}],"h":[],"i":{},"j":["y",3]}`)))
	want := map[string]leaf{
		"a": {"json.Number", "1"}, "b": {container, ""}, "b.c": {"string", "x"}, "b.d": {"<nil>", "<nil>"},
		"e": {container, ""}, "e.f": {"bool", "true"}, "e.g": {"string", "2"},
		"h": {empty, ""}, "i": {empty, ""}, "j": {container, "y\n3\n"},
	}
	if !maps.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}
