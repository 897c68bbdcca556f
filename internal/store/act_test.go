package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"yunque/internal/store"
	"yunque/internal/store/storetest"
)

var li = store.Who{
	Session: "h1", Person: "li", Role: "operator", Account: "f1", Site: "cn",
	MaskedKey: "AKDE…0001", RemoteIP: "192.0.2.7", UserAgent: "Firefox",
}

// planned is an act as the ledger plans it.
func planned(db *store.DB, job string, item int, targets ...string) store.Act {
	a := store.Act{
		ID: fmt.Sprintf("%s-%d", job, item), JobKey: job, Item: item, Title: "stop 2", Kind: "servers", Op: "stop",
		Operation: "ccs.instance.StopInstance", Request: `{"InstanceId":"i-1"}`, Effect: "change", Danger: 1,
		Who: li, State: store.ActPlanned, PlannedAt: db.Time(),
	}
	for _, id := range targets {
		a.Targets = append(a.Targets, store.Target{Kind: "servers", ID: id, Name: "web-" + id, Note: "北京"})
	}
	return a
}

func plan(t *testing.T, db *store.DB, acts ...store.Act) {
	t.Helper()
	must(t, db.PlanActs(context.Background(), acts))
}

// accept takes a planned act to accepted, with tasks to follow.
func accept(t *testing.T, db *store.DB, a store.Act, tasks ...store.Task) store.Act {
	t.Helper()
	must(t, db.BeginAct(context.Background(), &a))
	a.State = store.ActAccepted
	must(t, db.EndAct(context.Background(), &a, tasks))
	return a
}

func readAct(t *testing.T, db *store.DB, id string) store.Act {
	t.Helper()
	a, err := db.Act(context.Background(), li.Account, id)
	must(t, err)
	return a
}

func ids(acts []store.Act) []string {
	var out []string
	for _, a := range acts {
		out = append(out, a.ID)
	}
	return out
}

func TestAnActIsReadAsItWasWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		a := planned(db, "k1", 0, "i-1", "i-2")
		plan(t, db, a)
		same(t, "planned act", readAct(t, db, a.ID), a)

		now.advance(time.Second)
		must(t, db.BeginAct(ctx, &a))
		a.State, a.SentAt = store.ActIntent, new(now.now)
		same(t, "act on its way", readAct(t, db, a.ID), a)

		now.advance(time.Second)
		a.State, a.Code, a.Message, a.RequestID = store.ActRefused, "InvalidInstance", "实例不存在", "r-1"
		a.Tickets = []store.Ticket{{Tracker: "task", IDs: []string{"7"}, Targets: a.Targets}}
		a.CreatedIDs, a.AnsweredAt, a.FinishedAt = []string{"i-3"}, new(now.now), new(now.now)
		must(t, db.EndAct(ctx, &a, nil))
		same(t, "ended act", readAct(t, db, a.ID), a)

		_, err := db.Act(ctx, "another account", a.ID)
		wantError(t, err, store.ErrNotFound)
	})
}

func TestAnActLeavesOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := planned(db, "k1", 0)
		plan(t, db, a)
		var left sync.Map
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				mine := a
				if db.BeginAct(context.Background(), &mine) == nil {
					left.Store(i, true)
				}
			})
		}
		group.Wait()
		n := 0
		left.Range(func(any, any) bool { n++; return true })
		same(t, "times begun", n, 1)
	})
}

func TestATakenKeyStoresNoneOfTheJob(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		plan(t, db, planned(db, "k1", 1))
		again := []store.Act{planned(db, "k1", 0), planned(db, "k1", 1)}
		again[1].ID = "other"
		wantError(t, db.PlanActs(ctx, again), store.ErrDuplicate)
		acts, err := db.ActsOfJob(ctx, "k1")
		must(t, err)
		same(t, "acts of the job", ids(acts), []string{"k1-1"})
	})
}

func TestAbandoningEndsOnlyWhatHasNotLeft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		sent, waiting, other := planned(db, "k1", 0), planned(db, "k1", 1), planned(db, "k2", 0)
		plan(t, db, sent, waiting)
		plan(t, db, other)
		must(t, db.BeginAct(ctx, &sent))
		stopped, err := db.AbandonPlanned(ctx, "k1", "Stopped")
		must(t, err)
		waiting.State, waiting.Code, waiting.FinishedAt = store.ActNotSent, "Stopped", new(now.now)
		same(t, "abandoned acts", stopped, []store.Act{waiting})
		wantError(t, db.BeginAct(ctx, &waiting), store.ErrNotFound)
		same(t, "act on its way", readAct(t, db, sent.ID).State, store.ActIntent)
		same(t, "act of another job", readAct(t, db, other.ID).State, store.ActPlanned)

		unknown, err := db.AbandonIntents(ctx, "Interrupted")
		must(t, err)
		same(t, "acts with an unknown outcome", ids(unknown), []string{"k1-0"})
		same(t, "its state", readAct(t, db, sent.ID).State, store.ActUnknown)
	})
}

// history stores acts of two accounts, two persons and two kinds, a minute
// apart, and returns when the first was planned.
func history(t *testing.T, db *store.DB) time.Time {
	t.Helper()
	now := setClock(db)
	start := now.now
	plan(t, db, planned(db, "k1", 0, "i-1"), planned(db, "k1", 1, "i-2"))
	now.advance(time.Minute)
	refused := planned(db, "k2", 0, "i-2")
	refused.State, refused.Message, refused.Title = store.ActRefused, "余额不足", "50% off_peak"
	refused.Who.Person = "wu"
	plan(t, db, refused)
	now.advance(time.Minute)
	disk := planned(db, "k3", 0)
	disk.Kind, disk.Op, disk.Targets = "disks", "delete", []store.Target{{Kind: "disks", ID: "i-1"}}
	plan(t, db, disk)
	foreign := planned(db, "k4", 0, "i-1")
	foreign.Who.Account = "f2"
	plan(t, db, foreign)
	return start
}

func TestActsAreFilteredWithinTheirAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		start := history(t, db)
		for name, c := range map[string]struct {
			filter store.ActFilter
			want   []string
		}{
			"all, the newest first":          {store.ActFilter{}, []string{"k3-0", "k2-0", "k1-0", "k1-1"}},
			"of a person":                    {store.ActFilter{Person: "wu"}, []string{"k2-0"}},
			"of a kind":                      {store.ActFilter{Kind: "disks"}, []string{"k3-0"}},
			"of one resource":                {store.ActFilter{Kind: "servers", Target: "i-2"}, []string{"k2-0", "k1-1"}},
			"in a state":                     {store.ActFilter{States: []store.ActState{store.ActRefused}}, []string{"k2-0"}},
			"with a Chinese word":            {store.ActFilter{Text: "余额"}, []string{"k2-0"}},
			"with a target's name, any case": {store.ActFilter{Text: "WEB-I-1"}, []string{"k1-0"}},
			"with a wildcard as a letter":    {store.ActFilter{Text: "50%"}, []string{"k2-0"}},
			"with no letter at a wildcard":   {store.ActFilter{Text: "50%off"}, nil},
			"with an underscore as a letter": {store.ActFilter{Text: "stop_2"}, nil},
			"since":                          {store.ActFilter{Since: start.Add(time.Minute)}, []string{"k3-0", "k2-0"}},
			"until":                          {store.ActFilter{Until: start.Add(time.Minute)}, []string{"k1-0", "k1-1"}},
		} {
			c.filter.Account = "f1"
			acts, total, err := db.Acts(ctx, c.filter)
			must(t, err)
			same(t, name, ids(acts), c.want)
			same(t, name+", total", total, len(c.want))
		}
		acts, total, err := db.Acts(ctx, store.ActFilter{Account: "f1", Page: 2, Size: 3})
		must(t, err)
		same(t, "second page", ids(acts), []string{"k1-1"})
		same(t, "second page, total", total, 4)
	})
}

func TestASessionIsToldAboutAJobUntilItHasSeenEnough(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		end := func(job string, states ...store.ActState) {
			for i, s := range states {
				a := planned(db, job, i)
				a.State = s
				if s != store.ActAccepted {
					a.FinishedAt = new(now.now)
				}
				plan(t, db, a)
			}
			now.advance(time.Second)
		}
		end("good", store.ActDone)
		end("mixed", store.ActDone, store.ActFailed)
		end("open", store.ActAccepted)
		recent := func() []string {
			acts, err := db.RecentActs(ctx, "h1", 2, 10)
			must(t, err)
			return ids(acts)
		}
		same(t, "at first", recent(), []string{"open-0", "mixed-0", "mixed-1", "good-0"})
		must(t, db.NoteShown(ctx, "h1"))
		must(t, db.NoteShown(ctx, "h1"))
		same(t, "after two pages", recent(), []string{"open-0", "mixed-0", "mixed-1"})
		must(t, db.DismissActs(ctx, "h2", ""))
		same(t, "after another session cleared its own", recent(), []string{"open-0", "mixed-0", "mixed-1"})
		must(t, db.DismissActs(ctx, "h1", "mixed"))
		same(t, "after one was dismissed", recent(), []string{"open-0"})
		must(t, db.DismissActs(ctx, "h1", ""))
		same(t, "after clearing what has ended", recent(), []string{"open-0"})
	})
}
