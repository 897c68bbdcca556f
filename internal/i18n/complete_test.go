package i18n

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestBothLanguagesHaveTheSameKeysAndPlaces(t *testing.T) {
	all := catalogs()
	for _, l := range Langs {
		for key, m := range all[l] {
			if strings.TrimSpace(m.other) == "" {
				t.Errorf("%s: %q is empty", l, key)
			}
			for _, other := range Langs {
				theirs, ok := all[other][key]
				if !ok {
					t.Errorf("%q is written in %s and not in %s", key, l, other)
					continue
				}
				if got, want := places(m.other), places(theirs.other); !slices.Equal(got, want) {
					t.Errorf("%q has places %v in %s and %v in %s", key, got, l, want, other)
				}
			}
			if m.one != "" && l != En {
				t.Errorf("%s: %q has a singular, which the language has not", l, key)
			}
		}
	}
}

var place = regexp.MustCompile(`\{\w+\}`)

// places are the arguments that a sentence has room for, each once.
func places(sentence string) []string {
	found := place.FindAllString(sentence, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestChineseSentencesHaveChinesePunctuation(t *testing.T) {
	slip := regexp.MustCompile(`\p{Han}[,;:?!()]|[,;:?!(]\p{Han}`)
	for key, m := range catalogs()[Zh] {
		if slip.MatchString(m.other) {
			t.Errorf("%q: %q", key, m.other)
		}
	}
}

// A key in the sources: the first argument of T, or a field of a table of
// keys. One that ends with a dot is the start of a family.
var usedKey = regexp.MustCompile(`(?:\bT\((?:ctx, )?|@section\()"([a-z_]+(?:\.[a-zA-Z0-9_+-]*)+)"`)

func TestEveryKeyInTheSourcesIsWritten(t *testing.T) {
	used := 0
	for path, text := range sources(t) {
		for _, m := range usedKey.FindAllStringSubmatch(text, -1) {
			used++
			if !written(m[1]) {
				t.Errorf("%s uses %q, which is nowhere written", path, m[1])
			}
		}
	}
	if used < 200 {
		t.Errorf("found %d keys in the sources; the search is broken", used)
	}
}

func written(key string) bool {
	if !strings.HasSuffix(key, ".") {
		return Has(Zh, key)
	}
	for k := range catalogs()[Zh] {
		if strings.HasPrefix(k, key) {
			return true
		}
	}
	return false
}

// families are the keys that are put together from parts, with all that can
// stand in the place of the part.
var families = map[string][]string{
	"language.":      {"zh", "en"},
	"theme.":         {"auto", "light", "dark"},
	"zone.":          {string(Beijing), string(Browser), string(UTC)},
	"site.":          {"cn", "asia", "us"},
	"role.":          {"nobody", "viewer", "operator", "buyer", "admin"},
	"audit.outcome.": {"intent", "accepted", "refused", "denied", "unknown", "not_sent"},
	"audit.event.":   {"act", "sign_in", "sign_out", "session_ended", "keys_forgotten", "export", "opened", "denied", "protected", "unprotected", "audit_pruned", "audit_broken"},
	"act.not_sent.":  {"stopped", "too_many", "earlier", "shutdown", "restarted", "forbidden", "other"},
	"act.":           {"planned", "intent", "accepted", "refused", "unknown", "not_sent", "done", "failed", "lost"},
	"task.":          {"what", "targets", "state", "who", "started", "took", "request"},
	"create.":        {"place", "image", "network", "naming", "billing"},
	"month.":         {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"},
	"product.":       {"vm", "ip", "wan"},
	"keys.":          {"find", "search", "move", "pick", "open", "refresh", "create", "servers", "disks", "networks", "tasks", "overview", "this"},
}

func TestEveryMemberOfAFamilyIsWritten(t *testing.T) {
	for family, members := range families {
		for _, member := range members {
			if !Has(Zh, family+member) {
				t.Errorf("%q is nowhere written", family+member)
			}
		}
	}
}

// sources are the Go and templ files of the program, without what is generated
// or a test.
func sources(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	root := os.DirFS("../..")
	for _, dir := range []string{"cmd", "internal"} {
		err := fs.WalkDir(root, dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			generated := strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go")
			if generated || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".templ") {
				return nil
			}
			b, err := fs.ReadFile(root, path)
			out[path] = string(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}
