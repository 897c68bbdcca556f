package sim

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

//go:embed testdata/contract-exceptions.json
var exceptionsFile embed.FS

// exception is a documented path that an answer rightly lacks, or has with
// another type.
type exception struct {
	Operation string
	Path      string
	Reason    string
}

// stage performs valid requests and compares every answer with the
// documentation's.
type stage struct {
	*lab
	seen       map[string]bool
	exceptions map[exception]bool // to whether it was needed
}

// contracts has one script for each service: a run through all of its
// operations in which each gives an answer with something in every list.
func contracts() []func(*stage) {
	return []func(*stage){
		contractServers, contractServerChanges, contractGroups, contractTemplates, contractVdcs, contractGPNs,
		contractVPCs, contractEIPs, contractBandwidths, contractVLINKs,
		contractECS, contractEBS, contractSnapshots,
		contractDesktopGoods, contractSubAccounts, contractDesktopNets, contractDesktops,
		contractBilling, contractMetering,
		contractBms, contractBmsdisk, contractAlarm,
	}
}

func TestEveryAnswerHasEveryDocumentedField(t *testing.T) {
	st := &stage{lab: newLab(t, "empty"), seen: map[string]bool{}, exceptions: readExceptions(t)}
	for _, script := range contracts() {
		script(st)
	}
	for _, id := range st.cloud.Supported() {
		if !st.seen[id] {
			t.Errorf("%s: no contract script calls it", id)
		}
	}
	for e, needed := range st.exceptions {
		if !needed {
			t.Errorf("the exception %s %s is no longer needed", e.Operation, e.Path)
		}
	}
}

func readExceptions(t *testing.T) map[exception]bool {
	t.Helper()
	raw, err := exceptionsFile.ReadFile("testdata/contract-exceptions.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []exception
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	out := map[exception]bool{}
	for _, e := range list {
		if e.Reason == "" {
			t.Errorf("%s %s: an exception needs a reason", e.Operation, e.Path)
		}
		e.Reason = ""
		out[e] = false
	}
	return out
}

// do performs a call that must succeed, and checks its answer the first time.
func (s *stage) do(id string, params map[string]any) map[string]any {
	s.t.Helper()
	answer := s.ok(id, params)
	if s.seen[id] {
		return answer
	}
	s.seen[id] = true
	var documented any
	if err := json.Unmarshal(s.cloud.byID[id].op.Response, &documented); err != nil {
		s.t.Fatalf("%s: %v", id, err)
	}
	got := any(answer)
	if o, ok := documented.(map[string]any); ok && o["Code"] == nil && o["code"] == nil {
		got = answer["Data"] // printed without its envelope
	}
	s.compare(id, kindsIn(documented), kindsIn(got))
	return answer
}

func (s *stage) compare(id string, want, got map[string]map[string]bool) {
	s.t.Helper()
	for _, path := range slices.Sorted(maps.Keys(want)) {
		if want[path]["null"] && len(want[path]) == 1 && len(got[path]) > 0 || overlaps(want[path], got[path]) {
			continue
		}
		if s.excused(id, path) {
			continue
		}
		s.t.Errorf("%s %s: got %v, documented %v", id, path, slices.Sorted(maps.Keys(got[path])), slices.Sorted(maps.Keys(want[path])))
	}
}

// excused tells whether an exception covers a path or something above it.
func (s *stage) excused(id, path string) (found bool) {
	for e := range s.exceptions {
		if e.Operation == id && strings.HasPrefix(path, e.Path) {
			s.exceptions[e], found = true, true
		}
	}
	return found
}

func overlaps(a, b map[string]bool) bool {
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}

// kindsIn lists the JSON types found at each path of a document.
func kindsIn(v any) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		if out[path] == nil {
			out[path] = map[string]bool{}
		}
		switch v := v.(type) {
		case map[string]any:
			out[path]["object"] = true
			for name, inner := range v {
				walk(strings.TrimPrefix(path+"."+name, "."), inner)
			}
		case []any:
			out[path]["list"] = true
			for _, inner := range v {
				walk(path+"[]", inner)
			}
		case nil:
			out[path]["null"] = true
		default:
			out[path][fmt.Sprintf("%T", v)] = true
		}
	}
	walk("", v)
	return out
}
