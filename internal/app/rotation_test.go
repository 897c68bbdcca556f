package app_test

import (
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"yunque/internal/app"
	"yunque/internal/app/apptest"
	"yunque/internal/audit"
	"yunque/internal/store"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func newSecret(letter string) string { return app.NewSecret([]byte(strings.Repeat(letter, 32))) }

func TestAVisitMovesASessionToTheNewSecret(t *testing.T) {
	path := "CONSOLE_DATABASE=" + filepath.Join(t.TempDir(), "console.db")
	c := apptest.Start(t, apptest.WithSettings(path))
	seen, away := c.SignedIn(), c.SignedIn()
	account := sessionAccount(t, c)
	with := func(lines ...string) {
		t.Helper()
		apptest.WithSettings(append(lines, path)...)(c)
		c.Restart()
	}
	with("CONSOLE_SECRET="+newSecret("n"), "CONSOLE_OLD_SECRET="+apptest.Secret)
	seen.Get("/").Want(http.StatusOK)
	if got := needOld(t, c); got != 1 {
		t.Errorf("after one of two visits: got %d sessions of the old secret, want 1", got)
	}
	with("CONSOLE_SECRET=" + newSecret("n"))
	seen.Get("/").Want(http.StatusOK)
	away.Get("/").Want(http.StatusSeeOther)
	c.SignedIn()
	if got := sessionAccount(t, c); got != account {
		t.Errorf("name of the account: got %q, want it unchanged, %q", got, account)
	}
	report, err := audit.Verify(t.Context(), c.App.DB, c.App.DB.Chain.(*audit.Chain))
	if err != nil || report.Fault != nil || report.Rows == 0 {
		t.Errorf("trail: got %+v, %v; want it whole", report, err)
	}
}

// sessionAccount is the account of the newest sign-in.
func sessionAccount(t *testing.T, c *apptest.Console) string {
	t.Helper()
	rows, _, err := c.App.DB.Audit(t.Context(), store.AuditFilter{Operation: audit.SignIn})
	if err != nil || len(rows) == 0 {
		t.Fatalf("sign-ins: got %d, %v", len(rows), err)
	}
	return rows[0].Who.Account
}

// needOld counts the sessions that only the old secret opens.
func needOld(t *testing.T, c *apptest.Console) int {
	t.Helper()
	o, err := app.OpenOffline(t.Context(), c.Config)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = o.DB.Close() }()
	all, err := o.DB.SealedSessions(t.Context(), c.Config.Idle)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, s := range all {
		if o.Vault.Stale(s.Sealed[0]) {
			n++
		}
	}
	return n
}

func TestTheToolsRefuseADatabaseOfAnotherSecret(t *testing.T) {
	path := filepath.Join(t.TempDir(), "console.db")
	if _, err := app.OpenOffline(t.Context(), configured(t, path)); err == nil || !strings.Contains(err.Error(), "console migrate") {
		t.Errorf("an empty database: got %v, want to be told to migrate", err)
	}
	start(t, configured(t, path))
	o, err := app.OpenOffline(t.Context(), configured(t, path))
	if err != nil {
		t.Fatal(err)
	}
	_ = o.DB.Close()
	if _, err := app.OpenOffline(t.Context(), configured(t, path, "CONSOLE_SECRET="+newSecret("x"))); err == nil || !strings.Contains(err.Error(), "another CONSOLE_SECRET") {
		t.Errorf("another secret: got %v, want it refused", err)
	}
}
