package app_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows are the rooms of ours that a room may import. A room may always
// import what lies below itself; cloud stands for cloud/<service> too.
var arrows = map[string][]string{
	"apidoc":   {},
	"cloud":    {},
	"resource": {"cloud"},
	"i18n":     {"resource"},
	"vault":    {},
	"store":    {"migrations"},
	"config":   {"identity"},
	"identity": {},
	"catalog":  {"resource", "cloud", "apidoc"},
	"risk":     {"resource"},
	"explorer": {"apidoc", "cloud", "resource", "risk"},
	"ledger":   {"cloud", "resource", "risk", "store"},
	"tasks":    {"cloud", "resource", "store"},
	"audit":    {"store", "vault"},
	"views":    {"resource", "i18n", "static", "explorer", "apidoc"},
	"sim":      {"apidoc"},
	"coverage": {"apidoc"},
	"handlers": {"views", "resource", "catalog", "ledger", "tasks", "store", "vault", "cloud", "apidoc", "i18n", "config", "identity", "explorer", "audit", "risk", "static"},
	"app":      nil, // everything: it wires
}

func TestRoomsImportOnlyAsDrawn(t *testing.T) {
	root := filepath.Join("..", "..", "internal")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		room, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
		allowed, known := arrows[room]
		if !known {
			t.Errorf("room %s is not drawn", room)
			return fs.SkipDir
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			to, _ := strconv.Unquote(i.Path.Value)
			to, ours := strings.CutPrefix(to, "yunque/")
			if !ours || allowed == nil {
				continue
			}
			to, _, _ = strings.Cut(strings.TrimPrefix(to, "internal/"), "/")
			if to != room && !slices.Contains(allowed, to) {
				t.Errorf("%s imports %s: no arrow leads from %s there", rel, i.Path.Value, room)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
