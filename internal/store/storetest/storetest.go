// Package storetest gives tests migrated databases of their own.
package storetest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"yunque/internal/store"
)

// Postgres is the environment variable that names a PostgreSQL server for
// tests, as a postgres:// DSN.
const Postgres = "CONSOLE_TEST_POSTGRES"

// Open returns an empty SQLite database that is gone after the test.
func Open(t testing.TB) *store.DB {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "test.db"))
}

// Each runs a test on an empty SQLite database, and on an empty PostgreSQL
// schema where the environment names a server.
func Each(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, Open(t)) })
	if dsn := os.Getenv(Postgres); dsn != "" {
		t.Run("postgres", func(t *testing.T) { test(t, open(t, schema(t, dsn))) })
	}
}

func open(t testing.TB, dsn string) *store.DB {
	t.Helper()
	db, err := store.Open(dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	db.Chain = Chain{}
	return db
}

// schema makes a schema of a name of its own and returns the DSN that uses it.
func schema(t testing.TB, dsn string) string {
	t.Helper()
	name := "test_" + uuid.NewString()[:8]
	execute(t, dsn, fmt.Sprintf("CREATE SCHEMA %s", name))
	t.Cleanup(func() { execute(t, dsn, fmt.Sprintf("DROP SCHEMA %s CASCADE", name)) })
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

func execute(t testing.TB, dsn, sql string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Fatal(err)
	}
}
