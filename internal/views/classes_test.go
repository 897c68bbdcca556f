// Package views_test holds what must be true of all views at once.
package views_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

var classAttribute = regexp.MustCompile(`\sclass\??=`)

func TestOnlyUIAndLayoutHaveClassNames(t *testing.T) {
	seen := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".templ") {
			return err
		}
		seen++
		if strings.HasPrefix(path, "ui/") || strings.HasPrefix(path, "layout/") {
			return nil
		}
		b, err := os.ReadFile(path)
		for i, line := range strings.Split(string(b), "\n") {
			if classAttribute.MatchString(line) {
				t.Errorf("%s:%d has a class: %s", path, i+1, strings.TrimSpace(line))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 20 {
		t.Errorf("looked at %d files; the walk is broken", seen)
	}
}
