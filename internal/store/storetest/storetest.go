// Package storetest gives tests migrated databases of their own.
package storetest

import (
	"context"
	"database/sql"
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

// OpenRaw is Open with a second way into the database, past the store.
func OpenRaw(t testing.TB) (*store.DB, *sql.DB) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	db := open(t, path)
	raw, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = raw.Close() })
	return db, raw
}

// Replicas is Each with one database opened n times.
func Replicas(t *testing.T, n int, test func(t *testing.T, replicas []*store.DB)) {
	t.Helper()
	all := func(t *testing.T, dsn string) []*store.DB {
		var replicas []*store.DB
		for range n {
			replicas = append(replicas, open(t, dsn))
		}
		return replicas
	}
	t.Run("sqlite", func(t *testing.T) { test(t, all(t, filepath.Join(t.TempDir(), "test.db"))) })
	if dsn := os.Getenv(Postgres); dsn != "" {
		t.Run("postgres", func(t *testing.T) { test(t, all(t, schema(t, dsn))) })
	}
}

// Shared runs a test with the DSN of an empty database that several consoles
// may use at once, where the environment names a server.
func Shared(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Helper()
	if dsn := os.Getenv(Postgres); dsn != "" {
		t.Run("postgres", func(t *testing.T) { test(t, schema(t, dsn)) })
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

func execute(t testing.TB, dsn, statement string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatal(err)
	}
}
