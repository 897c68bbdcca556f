package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"yunque/internal/store"
	"yunque/internal/store/storetest"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error: got %v, want %v", err, want)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

// clock is a time that only the test moves.
type clock struct{ now time.Time }

func setClock(db *store.DB) *clock {
	c := &clock{time.Date(2026, 3, 1, 8, 30, 0, 123456000, time.UTC)}
	db.Now = func() time.Time { return c.now }
	return c
}

func (c *clock) advance(d time.Duration) { c.now = c.now.Add(d) }

func TestMigratingTwiceChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		must(t, db.SetMeta(ctx, "k", "kept"))
		must(t, db.Migrate(ctx))
		got, err := db.Meta(ctx, "k")
		must(t, err)
		same(t, "meta", got, "kept")
	})
}

func TestTheFileIsPrivateAndDataIsThereAfterReopening(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "console.db")
	db, err := store.Open(path)
	must(t, err)
	must(t, db.Migrate(ctx))
	must(t, db.SetPref(ctx, "p", "k", "v"))
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		must(t, err)
		same(t, "mode of "+filepath.Ext(name), info.Mode().Perm(), os.FileMode(0o600))
	}
	must(t, db.Close())

	db, err = store.Open(path)
	must(t, err)
	defer func() { must(t, db.Close()) }()
	must(t, db.Ping(ctx))
	got, err := db.Pref(ctx, "p", "k")
	must(t, err)
	same(t, "preference", got, "v")
}

func TestOfTwoFirstValuesOneStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		first, err := db.AddMeta(ctx, store.MetaSecretCheck, "one")
		must(t, err)
		second, err := db.AddMeta(ctx, store.MetaSecretCheck, "two")
		must(t, err)
		same(t, "stored values", []string{first, second}, []string{"one", "one"})
	})
}

func TestPreferencesAreReplacedAndKeptApartByOwner(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		must(t, db.SetPref(ctx, "li", "size", "20"))
		must(t, db.SetPref(ctx, "li", "size", "50"))
		must(t, db.SetPref(ctx, "li", "theme", "dark"))
		must(t, db.SetPref(ctx, "wu", "size", "100"))
		got, err := db.Prefs(ctx, "li")
		must(t, err)
		same(t, "preferences", got, map[string]string{"size": "50", "theme": "dark"})
		must(t, db.DeletePref(ctx, "li", "size"))
		_, err = db.Pref(ctx, "li", "size")
		wantError(t, err, store.ErrNotFound)
	})
}

func TestADraftIsOnePerOwnerAndForm(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		must(t, db.SaveDraft(ctx, "li", "servers", `{"name":"a"}`))
		now.advance(time.Minute)
		must(t, db.SaveDraft(ctx, "li", "servers", `{"name":"b"}`))
		got, err := db.Draft(ctx, "li", "servers")
		must(t, err)
		same(t, "draft", got, store.Draft{Owner: "li", Kind: "servers", JSON: `{"name":"b"}`, Updated: now.now})
		must(t, db.DeleteDraft(ctx, "li", "servers"))
		_, err = db.Draft(ctx, "li", "servers")
		wantError(t, err, store.ErrNotFound)
	})
}
