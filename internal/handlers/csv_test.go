package handlers

import (
	"strings"
	"testing"
)

func TestNoCellIsAFormula(t *testing.T) {
	for _, cell := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", " =1", "\u00a0=1", "\u3000=1", "\u200b=1", "\ufeff=1", "＝1+1", "＋1", "－1", "＠SUM(A1)", " \t=1", "-1.5+cmd", "-1.5\n=1", "-1.5|x"} {
		var out strings.Builder
		if err := writeCSV(&out, [][]string{{"name", cell}}); err != nil {
			t.Fatal(err)
		}
		if text := out.String(); !strings.HasPrefix(strings.TrimPrefix(text, "\ufeffname,"), "'") && !strings.HasPrefix(strings.TrimPrefix(text, "\ufeffname,"), "\"'") {
			t.Errorf("%q: got %q, want an apostrophe before it", cell, text)
		}
	}
	for _, cell := range []string{"", "web-1", "1-1", "10.0.0.1", "上海", " web", "'=1", "-2.50"} {
		if got := inert(cell); got != cell {
			t.Errorf("%q: got %q, want it as it is", cell, got)
		}
	}
}
