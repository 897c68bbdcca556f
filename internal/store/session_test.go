package store_test

import (
	"context"
	"testing"
	"time"

	"yunque/internal/store"
	"yunque/internal/store/storetest"
)

func TestASessionIsReadAsItWasWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		s := store.Session{ID: "h1", Person: "li", Expires: now.now.Add(12 * time.Hour), IP: "192.0.2.7", UserAgent: "Firefox"}
		must(t, db.AddSession(ctx, s))
		s.Created, s.Seen = now.now, now.now
		got, err := db.Session(ctx, "h1")
		must(t, err)
		same(t, "new session", got, s)

		now.advance(time.Minute)
		must(t, db.TouchSession(ctx, "h1"))
		s.Seen = now.now
		got, err = db.Session(ctx, "h1")
		must(t, err)
		same(t, "session used", got, s)
		wantError(t, db.TouchSession(ctx, "none"), store.ErrNotFound)
	})
}

func TestEndingASessionErasesItsSealedKeys(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		for _, id := range []string{"h1", "h2"} {
			must(t, db.AddSession(ctx, store.Session{ID: id, Person: "li", Expires: now.now.Add(time.Hour)}))
			must(t, db.AddProfile(ctx, store.Profile{ID: "p-" + id, Session: id, Sealed: "sealed"}))
		}
		must(t, db.DeleteSession(ctx, "h1"))
		must(t, db.DeleteSession(ctx, "h1"))
		_, err := db.Session(ctx, "h1")
		wantError(t, err, store.ErrNotFound)
		gone, err := db.Profiles(ctx, "h1")
		must(t, err)
		same(t, "profiles of the ended session", len(gone), 0)
		kept, err := db.Profiles(ctx, "h2")
		must(t, err)
		same(t, "profiles of the other session", len(kept), 1)
	})
}

func TestSessionsExpireByAgeAndByDisuse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		for id, life := range map[string]time.Duration{"idle": 12 * time.Hour, "old": 31 * time.Minute, "used": 12 * time.Hour} {
			must(t, db.AddSession(ctx, store.Session{ID: id, Person: "li", Expires: now.now.Add(life)}))
			must(t, db.AddProfile(ctx, store.Profile{ID: "p-" + id, Session: id}))
		}
		now.advance(31 * time.Minute)
		must(t, db.TouchSession(ctx, "used"))
		must(t, db.TouchSession(ctx, "old"))
		ended, err := db.DeleteExpiredSessions(ctx, 30*time.Minute)
		must(t, err)
		same(t, "ended sessions", ended, []string{"idle", "old"})
		left, err := db.Sessions(ctx, "")
		must(t, err)
		same(t, "sessions left", len(left), 1)
		same(t, "session left", left[0].ID, "used")
		sealed, err := db.Profiles(ctx, "idle")
		must(t, err)
		same(t, "profiles of the idle session", len(sealed), 0)
	})
}

func TestOneProfileOfASessionIsActive(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		must(t, db.AddSession(ctx, store.Session{ID: "h1", Expires: now.now.Add(time.Hour)}))
		must(t, db.AddSession(ctx, store.Session{ID: "h2", Expires: now.now.Add(time.Hour)}))
		a := store.Profile{ID: "a", Session: "h1", Name: "prod", Site: "cn", MaskedKey: "AKDE…0001", Account: "f1", Sealed: "s1"}
		b := store.Profile{ID: "b", Session: "h1", Name: "test", Site: "asia", MaskedKey: "AKDE…0002", Account: "f2", Sealed: "s2"}
		must(t, db.AddProfile(ctx, a))
		now.advance(time.Second)
		must(t, db.AddProfile(ctx, b))

		a.Created, b.Created = now.now.Add(-time.Second), now.now
		b.Active = true
		got, err := db.Profiles(ctx, "h1")
		must(t, err)
		same(t, "profiles", got, []store.Profile{a, b})

		must(t, db.ActivateProfile(ctx, "h1", "a"))
		active, err := db.ActiveProfile(ctx, "h1")
		must(t, err)
		same(t, "active profile", active.ID, "a")

		wantError(t, db.ActivateProfile(ctx, "h2", "b"), store.ErrNotFound)
		wantError(t, db.DeleteProfile(ctx, "h2", "b"), store.ErrNotFound)
		must(t, db.ResealProfile(ctx, "h1", "b", "s3"))
		must(t, db.DeleteProfile(ctx, "h1", "a"))
		_, err = db.ActiveProfile(ctx, "h1")
		wantError(t, err, store.ErrNotFound)
		got, err = db.Profiles(ctx, "h1")
		must(t, err)
		b.Active, b.Sealed = false, "s3"
		same(t, "profiles left", got, []store.Profile{b})
	})
}

func TestSessionsAreFoundByPersonAndByAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		for _, s := range []struct{ id, person, account string }{{"h1", "li", "f1"}, {"h2", "wu", "f1"}, {"h3", "li", "f2"}} {
			must(t, db.AddSession(ctx, store.Session{ID: s.id, Person: s.person, Expires: now.now.Add(time.Hour)}))
			must(t, db.AddProfile(ctx, store.Profile{ID: "p-" + s.id, Session: s.id, Account: s.account}))
			now.advance(time.Second)
		}
		ids := func(all []store.Session, err error) []string {
			must(t, err)
			var out []string
			for _, s := range all {
				out = append(out, s.ID)
			}
			return out
		}
		same(t, "everyone's", ids(db.Sessions(ctx, "")), []string{"h3", "h2", "h1"})
		same(t, "one person's", ids(db.Sessions(ctx, "li")), []string{"h3", "h1"})
		same(t, "one account's", ids(db.SessionsOfAccount(ctx, "f1")), []string{"h2", "h1"})
	})
}

func TestAProofIsNotedOnItsSessionWithARowOfTheTrail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		for _, id := range []string{"h1", "h2"} {
			must(t, db.AddSession(ctx, store.Session{ID: id, Person: "li", Expires: now.now.Add(time.Hour)}))
		}
		at, err := db.ProveSession(ctx, "h1", "p1", store.AuditRow{Event: "proof"})
		must(t, err)
		got, err := db.Session(ctx, "h1")
		must(t, err)
		if got.Proven == nil || !got.Proven.Equal(now.now) || !at.Equal(now.now) || got.ProvenWith != "p1" {
			t.Errorf("got proven %v with %q", got.Proven, got.ProvenWith)
		}
		other, err := db.Session(ctx, "h2")
		must(t, err)
		if other.Proven != nil {
			t.Error("the other session is proven too")
		}
		_, err = db.ProveSession(ctx, "none", "p1", store.AuditRow{Event: "proof"})
		wantError(t, err, store.ErrNotFound)
		rows, err := db.AuditAfter(ctx, 0, 10)
		must(t, err)
		if len(rows) != 1 || rows[0].Event != "proof" {
			t.Errorf("got rows %+v, want one of the proof", rows)
		}
	})
}
