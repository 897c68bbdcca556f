package coverage

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"yunque/internal/cloud"
	_ "yunque/internal/cloud/all"
	"yunque/internal/sim"
)

var update = flag.Bool("update", false, "write docs/coverage.md")

func TestCoverageReportIsCurrent(t *testing.T) {
	root := filepath.Join("..", "..")
	r := Report{Client: map[string]bool{}, Simulator: map[string]bool{}}
	for _, a := range cloud.Actions() {
		r.Client[a.Info.ID()] = true
	}
	for _, id := range sim.New(sim.Options{Seed: "empty"}).Supported() {
		r.Simulator[id] = true
	}
	var err error
	if r.Pages, err = pages(root); err != nil {
		t.Fatal(err)
	}
	if r.Walked, err = walked(root); err != nil {
		t.Fatal(err)
	}
	if r.Tests, err = tests(root); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, "docs", "coverage.md")
	want := r.Markdown()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Error("docs/coverage.md is not current: run make coverage")
	}
}

func TestNamesOfActionsAreFound(t *testing.T) {
	known, err := names(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"ccs.StopInstance": "ccs.instance.StopInstance", "network.DescribeVdc": "network.vdc.DescribeVdc"} {
		if known[name] != want {
			t.Errorf("%s: got %q, want %q", name, known[name], want)
		}
	}
	if len(known) != 218 {
		t.Errorf("got %d actions, want 218", len(known))
	}
}
