package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yunque/internal/store"
	"yunque/internal/store/storetest"
)

// waiting is a request of li's, stored at the clock's time for an hour.
func waiting(t *testing.T, db *store.DB, id string) store.Approval {
	t.Helper()
	a := store.Approval{ID: id, JobKey: "form-" + id, Title: "t", Kind: "vdcs", Op: "delete", Effect: "destroy", Danger: 3,
		Steps:  []store.ApprovalStep{{Operation: "network.vdc.DeleteVdc", Targets: []store.Target{{Kind: "vdcs", ID: "v-1", Name: "hq"}}, Request: json.RawMessage(`{"VdcId":"v-1"}`)}},
		Digest: "d1", Form: `{}`, Reason: "it is empty", Who: store.Who{Person: "li", Role: "admin", Account: "acc", Site: "cn"}, State: store.ApprovalPending,
		AskedAt: db.Time(), ExpiresAt: db.Time().Add(time.Hour)}
	must(t, db.AddApproval(context.Background(), a))
	return a
}

var wang = store.Who{Person: "wang", Role: "admin", Account: "acc"}

// actOf is the act that a request becomes.
func actOf(db *store.DB, a store.Approval) []store.Act {
	return []store.Act{{ID: "act-" + a.ID, JobKey: a.ID, Kind: a.Kind, Op: a.Op, Request: "{}", Who: a.Who, State: store.ActPlanned, PlannedAt: db.Time()}}
}

func TestARequestForApprovalIsReadAsItWasWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		setClock(db)
		a := waiting(t, db, "a1")
		got, err := db.Approval(ctx, "acc", "a1")
		must(t, err)
		same(t, "request", got, a)
		_, err = db.Approval(ctx, "another", "a1")
		wantError(t, err, store.ErrNotFound)
		a.ID = "a2"
		wantError(t, db.AddApproval(ctx, a), store.ErrDuplicate) // the form asks once
		byForm, err := db.ApprovalOfForm(ctx, "form-a1")
		must(t, err)
		same(t, "by its form", byForm.ID, "a1")
		for person, want := range map[string]int{"wang": 1, "li": 0} {
			n, err := db.ApprovalsFor(ctx, "acc", person, []string{"destroy"})
			must(t, err)
			same(t, "waiting for "+person, n, want)
		}
		n, err := db.ApprovalsFor(ctx, "acc", "wang", []string{"change"})
		must(t, err)
		same(t, "waiting for a smaller role", n, 0)
	})
}

func TestAnApprovalIsUsedOnceByWhoAskedForWhatWasApproved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		li, other := store.Who{Person: "li", Account: "acc"}, store.Who{Person: "wang", Account: "other"}
		until := func() time.Time { return now.now.Add(time.Hour) }
		refuse := func(what string, err error) {
			t.Helper()
			if !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s: got %v, want it refused", what, err)
			}
		}
		a := waiting(t, db, "a1")
		refuse("used before it is decided", db.PlanApproved(ctx, actOf(db, a), "a1", "d1"))
		_, err := db.DecideApproval(ctx, "acc", "a1", li, true, "", until())
		refuse("decided by who asked", err)
		_, err = db.DecideApproval(ctx, "acc", "a1", store.Who{}, true, "", until())
		refuse("decided by nobody", err)
		_, err = db.DecideApproval(ctx, "other", "a1", other, true, "", until())
		refuse("decided by another account", err)
		got, err := db.DecideApproval(ctx, "acc", "a1", wang, true, "yes", until())
		must(t, err)
		if got.State != store.ApprovalApproved || got.DecidedBy != "wang" || got.Decision != "yes" || got.DecidedAt == nil {
			t.Errorf("decided: got %+v", got)
		}
		_, err = db.DecideApproval(ctx, "acc", "a1", wang, false, "no", until())
		refuse("decided twice", err)
		refuse("another digest", db.PlanApproved(ctx, actOf(db, a), "a1", "d2"))
		someone := a
		someone.Who.Person = "wang"
		refuse("used by another", db.PlanApproved(ctx, actOf(db, someone), "a1", "d1"))

		acts := actOf(db, a)
		must(t, db.PlanApproved(ctx, acts, "a1", "d1"))
		same(t, "second person", acts[0].SecondPerson, "wang")
		stored, err := db.Act(ctx, "acc", "act-a1")
		must(t, err)
		same(t, "second person as stored", stored.SecondPerson, "wang")
		refuse("used twice", db.PlanApproved(ctx, actOf(db, a), "a1", "d1"))
		_, err = db.WithdrawApproval(ctx, "acc", "a1", li)
		refuse("withdrawn after use", err)
	})
}

func TestAPlanThatFailsLeavesTheApproval(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		a := waiting(t, db, "a1")
		_, err := db.DecideApproval(ctx, "acc", "a1", wang, true, "", now.now.Add(time.Hour))
		must(t, err)
		must(t, db.PlanActs(ctx, actOf(db, a))) // the job's key is taken
		wantError(t, db.PlanApproved(ctx, actOf(db, a), "a1", "d1"), store.ErrDuplicate)
		got, err := db.Approval(ctx, "acc", "a1")
		must(t, err)
		same(t, "state", got.State, store.ApprovalApproved)
	})
}

func TestOfManyUsesAtOnceOneIsPlanned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		a := waiting(t, db, "a1")
		_, err := db.DecideApproval(ctx, "acc", "a1", wang, true, "", db.Time().Add(time.Hour))
		must(t, err)
		var planned atomic.Int32
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				acts := actOf(db, a)
				acts[0].ID, acts[0].JobKey = fmt.Sprint("act-", i), fmt.Sprint("job-", i)
				if db.PlanApproved(ctx, acts, "a1", "d1") == nil {
					planned.Add(1)
				}
			})
		}
		all.Wait()
		if n := planned.Load(); n != 1 {
			t.Errorf("planned %d times, want once", n)
		}
	})
}

func TestRequestsExpireWithARowOfTheTrail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		a := waiting(t, db, "a1")
		now.advance(30 * time.Minute)
		waiting(t, db, "a2")
		now.advance(30 * time.Minute)
		_, err := db.DecideApproval(ctx, "acc", "a1", wang, true, "", now.now.Add(time.Hour))
		wantError(t, err, store.ErrNotFound)
		gone, err := db.ExpireApprovals(ctx)
		must(t, err)
		if len(gone) != 1 || gone[0].ID != "a1" || gone[0].State != store.ApprovalExpired {
			t.Errorf("expired: got %+v, want the first", gone)
		}
		wantError(t, db.PlanApproved(ctx, actOf(db, a), "a1", "d1"), store.ErrNotFound)
		again, err := db.ExpireApprovals(ctx)
		must(t, err)
		same(t, "expired again", len(again), 0)
		open, total, err := db.Approvals(ctx, "acc", []store.ApprovalState{store.ApprovalPending}, 1, 10)
		must(t, err)
		if total != 1 || open[0].ID != "a2" {
			t.Errorf("open: got %d, %+v", total, open)
		}
		rows, err := db.AuditAfter(ctx, 0, 10)
		must(t, err)
		last := rows[len(rows)-1]
		if last.Event != store.EventApprovalExpired || last.Who.Person != "" || last.SecondPerson != "li" || last.Who.Account != "acc" || last.Target != "v-1" {
			t.Errorf("got %+v, want the row of an end that nobody chose", last)
		}
	})
}
