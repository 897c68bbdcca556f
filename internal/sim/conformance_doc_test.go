package sim

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/conformance.md anew")

// TestConformanceDocumentIsCurrent compares docs/conformance.md with the lives
// that TestResourcesLiveAsDocumented leads.
//
//	go test ./internal/sim -run TestConformanceDocument -update
func TestConformanceDocumentIsCurrent(t *testing.T) {
	const file = "../../docs/conformance.md"
	var b strings.Builder
	b.WriteString(`# Lives of simulated resources

Every resource of the simulated cloud that a list shows is led through its life by
TestResourcesLiveAsDocumented: it is created, is busy, settles, is changed, is
refused while it is in use, is deleted, and is gone. The states and codes are
those of the answers. This file is generated:
go test ./internal/sim -run TestConformanceDocument -update.

| Resource | created | settled | while changed | deleted in use | deleted again |
| --- | --- | --- | --- | --- | --- |
`)
	for _, resource := range lives() {
		c := resource(newLab(t, "empty"))
		b.WriteString("| " + strings.Join([]string{c.name, c.busy, c.settled, dash(c.changing), dash(c.inUse), c.gone}, " | ") + " |\n")
	}
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != b.String() {
		t.Errorf("%s is not current: run this test with -update", file)
	}
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
