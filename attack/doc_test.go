package attack

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	declared = regexp.MustCompile(`(?m)^func (Test[A-Za-z0-9_]+)\(t \*testing\.T\)`)
	named    = regexp.MustCompile("`(Test[A-Za-z0-9_]+)`")
	file     = regexp.MustCompile("`([a-z_]+_test\\.go)`")
)

// cases are the faults of other consoles that docs/security.md answers.
var cases = []string{
	"CVE-2026-33376", "CVE-2025-64484", "GHSA-5hvv-m4w4-gf6v", "GHSA-7x63-xv5r-3p2x", "GHSA-f24x-5g9q-753f", "GHSA-c5c4-8r6x-56w3", "CVE-2026-43002", "CVE-2014-8124",
	"OSSN-0017", "LP#2048106", "CVE-2026-44883", "GHSA-rrmm-9v76-h3p4", "CVE-2021-36782", "CVE-2021-36783", "CVE-2022-45157", "GHSA-9ghh-mmcq-8phc", "GHSA-c45c-39f6-6gw9",
	"CVE-2022-21673", "CVE-2022-39328", "CVE-2026-27880", "Xen Orchestra",
}

// allTests are the names of every test in the repository.
func allTests(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		for _, m := range declared.FindAllStringSubmatch(string(text), -1) {
			all[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryPromiseNamesTestsThatExist(t *testing.T) {
	raw, err := os.ReadFile("../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	doc, tests := string(raw), allTests(t)
	for _, m := range named.FindAllStringSubmatch(doc, -1) {
		if !tests[m[1]] {
			t.Errorf("there is no test %s", m[1])
		}
	}
	rows := map[string]string{}
	for line := range strings.Lines(doc) {
		if cells := strings.Split(line, "|"); len(cells) > 3 {
			rows[strings.TrimSpace(cells[1])] = line
		}
	}
	for n := 1; n <= 30; n++ {
		if row := rows[strconv.Itoa(n)]; !named.MatchString(row) {
			t.Errorf("requirement %d has no row with a test", n)
		}
	}
	for _, one := range cases {
		answered := false
		for about, row := range rows {
			answered = answered || strings.Contains(about, one) && named.MatchString(row)
		}
		if !answered {
			t.Errorf("%s has no row with a test", one)
		}
	}
	for _, m := range file.FindAllStringSubmatch(doc, -1) {
		if _, err := os.Stat(m[1]); err != nil {
			t.Errorf("there is no file %s in attack", m[1])
		}
	}
}
