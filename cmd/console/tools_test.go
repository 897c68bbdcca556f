package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"yunque/internal/app"
	"yunque/internal/config"
	"yunque/internal/store"
)

// written is a database with a trail of three rows, as the environment names it.
func written(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "console.db")
	t.Setenv("CONSOLE_SECRET", app.NewSecret([]byte(strings.Repeat("s", 32))))
	t.Setenv("CONSOLE_DATABASE", path)
	c, err := config.Load([]string{"CONSOLE_SECRET=" + app.NewSecret([]byte(strings.Repeat("s", 32))), "CONSOLE_DATABASE=" + path})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Start(t.Context(), app.Options{Config: c, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	for _, person := range []string{"li", "=wu", "li"} {
		row := store.AuditRow{Event: "sign_in", Outcome: store.AuditAccepted, Targets: "[]", Who: store.Who{Person: person}}
		if err := a.DB.AppendAudit(t.Context(), row); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return path
}

func tell(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(context.Background(), args, &out)
	return out.String(), err
}

func TestTheTrailIsVerifiedAndWrittenFromTheCommandLine(t *testing.T) {
	path := written(t)
	if out, err := tell(t, "audit", "verify"); err != nil || out != "the audit trail is whole: 3 rows, 1 to 3\n" {
		t.Errorf("verify: got %q, %v", out, err)
	}
	if out, err := tell(t, "audit", "export"); err != nil || strings.Count(out, "\n") != 3 || !strings.HasPrefix(out, `{"seq":1,`) {
		t.Errorf("export: got %q, %v; want three lines of JSON", out, err)
	}
	if out, err := tell(t, "audit", "export", "--format", "csv"); err != nil || !strings.Contains(out, ",'=wu,") {
		t.Errorf("export for spreadsheets: got %q, %v; want no formula", out, err)
	}
	if out, err := tell(t, "audit", "export", "--until", "2001-01-01"); err != nil || out != "" {
		t.Errorf("export of long ago: got %q, %v; want nothing", out, err)
	}
	if out, err := tell(t, "rotate"); err != nil || !strings.HasPrefix(out, "0 sessions, 0 of them") {
		t.Errorf("rotate: got %q, %v", out, err)
	}
	raw, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	if _, err := raw.Exec("UPDATE audit SET person = 'wu' WHERE seq = 2"); err != nil {
		t.Fatal(err)
	}
	if out, err := tell(t, "audit", "verify"); err == nil || !strings.Contains(err.Error(), "row 2 was altered") {
		t.Errorf("verify what was altered: got %q, %v; want row 2 named", out, err)
	}
}

func TestTheDoctorsExitCodeTellsOfFailures(t *testing.T) {
	var out bytes.Buffer
	if err := tellFindings([]app.Finding{{Level: app.OK, About: "a", Text: "b"}, {Level: app.Warn, About: "c", Text: "d"}}, &out); err != nil {
		t.Errorf("got %v, want none for a warning", err)
	}
	if want := "ok    a             b\nwarn  c             d\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	if err := tellFindings([]app.Finding{{Level: app.Fail}}, io.Discard); !errors.Is(err, errSick) {
		t.Errorf("got %v, want %v", err, errSick)
	}
	t.Setenv("CONSOLE_LISTEN", "nowhere")
	if out, err := tell(t, "doctor"); !errors.Is(err, errSick) || !strings.HasPrefix(out, "fail  settings") {
		t.Errorf("bad settings: got %q, %v", out, err)
	}
}

func TestACopyOfTheTrailIsVerified(t *testing.T) {
	written(t)
	lines, err := tell(t, "audit", "export")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "copy.jsonl")
	for name, c := range map[string]struct{ text, fault string }{
		"as written":          {lines, ""},
		"with a line twice":   {lines + lines[strings.LastIndex(lines[:len(lines)-1], "\n")+1:], ""},
		"without its second":  {lines[:strings.Index(lines, "\n")+1] + lines[strings.LastIndex(lines[:len(lines)-1], "\n")+1:], "row 2 is missing"},
		"with a word changed": {strings.Replace(lines, "=wu", "xwu", 1), "row 2 was altered"},
	} {
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := tell(t, "audit", "verify", "--file", file)
		if c.fault == "" && err != nil || c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault)) {
			t.Errorf("a copy %s: got %v, want %q", name, err, c.fault)
		}
	}
}
