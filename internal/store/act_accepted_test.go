package store_test

import (
	"context"
	"testing"
	"time"

	"yunque/internal/store"
	"yunque/internal/store/storetest"
)

func TestAcceptedActsAreThoseThatTookEffectOldestFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		end := func(job string, state store.ActState, account, operation string) {
			now.advance(time.Second)
			a := planned(db, job, 0)
			a.Who.Account, a.Operation = account, operation
			plan(t, db, a)
			must(t, db.BeginAct(ctx, &a))
			a.State = state
			must(t, db.EndAct(ctx, &a, nil))
		}
		end("done", store.ActDone, "f1", "join")
		end("left", store.ActAccepted, "f1", "leave")
		end("lost", store.ActLost, "f1", "join")
		end("refused", store.ActRefused, "f1", "join")
		end("failed", store.ActFailed, "f1", "join")
		end("unknown", store.ActUnknown, "f1", "join")
		end("another operation", store.ActDone, "f1", "rename")
		end("another account", store.ActDone, "f2", "join")
		plan(t, db, planned(db, "planned", 0))

		acts, err := db.AcceptedActs(ctx, "f1", "join", "leave")
		must(t, err)
		same(t, "accepted acts", ids(acts), []string{"done-0", "left-0", "lost-0"})
	})
}

func TestWhatIsAcceptedAndOverIsFoundApartFromWhatIsUnderWay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		setClock(db)
		for _, job := range []string{"under way", "over"} {
			a := planned(db, job, 0)
			plan(t, db, a)
			must(t, db.BeginAct(ctx, &a))
			a.State = store.ActAccepted
			if job == "over" {
				a.FinishedAt = new(db.Time())
			}
			must(t, db.EndAct(ctx, &a, nil))
		}
		for over, want := range map[bool]string{false: "under way-0", true: "over-0"} {
			acts, n, err := db.Acts(ctx, store.ActFilter{Account: "f1", States: []store.ActState{store.ActAccepted}, Over: &over})
			must(t, err)
			if n != 1 || acts[0].ID != want {
				t.Errorf("over %v: got %v, want %s alone", over, ids(acts), want)
			}
		}
	})
}
