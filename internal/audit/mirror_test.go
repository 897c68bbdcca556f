package audit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yunque/internal/audit"
	"yunque/internal/store"
	"yunque/internal/store/storetest"
)

// mirrored runs a mirror that ends at once: it writes what there is.
func mirrored(t *testing.T, m *audit.Mirror) {
	t.Helper()
	ended, cancel := context.WithCancel(ctx)
	cancel()
	must(t, m.Run(ended))
}

// seqs are the numbers of the rows in lines of JSON.
func seqs(t *testing.T, text []byte) (all []int) {
	t.Helper()
	for line := range bytes.Lines(text) {
		var row struct{ Seq int }
		must(t, json.Unmarshal(line, &row))
		all = append(all, row.Seq)
	}
	return all
}

func same(t *testing.T, what string, got []int, want ...int) {
	t.Helper()
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if !bytes.Equal(a, b) {
		t.Errorf("%s: got rows %s, want %s", what, a, b)
	}
}

func TestTheMirrorLosesNoRowOverARestartOrAFileMovedAway(t *testing.T) {
	db := storetest.Open(t)
	db.Chain = audit.NewChain(key('a'))
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	m := &audit.Mirror{DB: db, Log: slog.New(slog.DiscardHandler), Path: path}
	read := func() []byte {
		t.Helper()
		text, err := os.ReadFile(path)
		must(t, err)
		return text
	}
	note(t, db, 3)
	mirrored(t, m)
	note(t, db, 2)
	mirrored(t, m)
	same(t, "after a restart", seqs(t, read()), 1, 2, 3, 4, 5)
	must(t, os.Rename(path, path+".1"))
	note(t, db, 1)
	mirrored(t, m)
	same(t, "after the file was moved away", seqs(t, read()), 6)
	info, err := os.Stat(path)
	must(t, err)
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("mode: got %o, want 600", got)
	}
}

// Whoever has only the lines can compute every hash anew.
func TestALineHoldsAllThatIsHashed(t *testing.T) {
	r := store.AuditRow{Event: audit.Act, Outcome: store.AuditRefused, Attempt: "a1", Kind: "servers", Op: "stop", Operation: "ccs.instance.StopInstance",
		Request: `{"A":"<b>"}`, Effect: "change", Danger: 2, Price: "1 CNY", Code: "Bad", Message: "实例\n不存在", RequestID: "r-9", Took: 1500,
		Who: store.Who{Session: "s", Person: "li", Role: "admin", Account: "f1", Site: "cn", MaskedKey: "AK…1", RemoteIP: "192.0.2.7", UserAgent: "Firefox"}}
	r.SetTargets([]store.Target{{Kind: "servers", ID: "i-1", Name: "web"}})
	db := storetest.Open(t)
	db.Chain = audit.NewChain(key('a'))
	must(t, db.AppendAudit(ctx, r))
	rows, err := db.AuditAfter(ctx, 0, 1)
	must(t, err)
	line := audit.Line(rows[0])
	if strings.Count(string(line), "\n") != 1 {
		t.Errorf("got %q, want one line", line)
	}
	back, err := audit.ParseLine(line)
	must(t, err)
	if got := audit.Hash(&back); got != rows[0].Hash {
		t.Errorf("hash of what was read back: got %s, want %s\n%+v", got, rows[0].Hash, back)
	}
}
