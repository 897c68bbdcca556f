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

func task(db *store.DB, id, act string) store.Task {
	return store.Task{
		ID: id, Act: act, Account: "f1", Tracker: "task", Ticket: "t-" + id, RequestID: "r-1",
		Targets: []store.Target{{Kind: "servers", ID: "i-1"}}, Kind: "servers", Op: "stop",
		State: store.TaskWaiting, NextPoll: db.Time().Add(time.Second), Started: db.Time(),
	}
}

func TestATaskIsReadAsItWasWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		a := planned(db, "k1", 0, "i-1")
		plan(t, db, a)
		want := task(db, "t1", a.ID)
		accept(t, db, a, want)
		open, err := db.OpenTasks(ctx)
		must(t, err)
		same(t, "open tasks", open, []store.Task{want})

		want.Polls, want.Failures, want.NextPoll = 3, 1, now.now.Add(9*time.Second)
		noted := want
		noted.State = store.TaskDone // not stored by NotePoll
		must(t, db.NotePoll(ctx, noted))
		got, err := db.Task(ctx, "t1")
		must(t, err)
		same(t, "task asked about", got, want)

		now.advance(time.Minute)
		want.State, want.Progress, want.Resources, want.Message = store.TaskFailed, 40, []string{"i-9"}, "no stock"
		want.Polls, want.Failures = 4, 0
		_, err = db.SaveTask(ctx, want)
		must(t, err)
		want.Finished = new(now.now)
		got, err = db.Task(ctx, "t1")
		must(t, err)
		same(t, "ended task", got, want)

		want.State = store.TaskDone
		wantError(t, db.NotePoll(ctx, want), store.ErrNotFound)
		_, err = db.SaveTask(ctx, want)
		wantError(t, err, store.ErrNotFound)
	})
}

func TestTasksThatEndAtOnceEndTheirAct(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for round := range 10 { // one round may happen to be in order
			a := planned(db, fmt.Sprint("k", round), 0, "i-1")
			plan(t, db, a)
			var tasks []store.Task
			for i := range 8 {
				tasks = append(tasks, task(db, fmt.Sprint(a.ID, "-", i), a.ID))
			}
			accept(t, db, a, tasks...)
			var group sync.WaitGroup
			for _, ended := range tasks {
				group.Go(func() {
					ended.State = store.TaskDone
					if _, err := db.SaveTask(context.Background(), ended); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			same(t, "state", readAct(t, db, a.ID).State, store.ActDone)
		}
	})
}

func TestAnActFollowsItsTasks(t *testing.T) {
	waiting, running, done := store.TaskWaiting, store.TaskRunning, store.TaskDone
	failed, lost, unknown := store.TaskFailed, store.TaskLost, store.TaskUnknown
	for name, c := range map[string]struct {
		tasks [2]store.TaskState
		want  store.ActState
		ended bool
	}{
		"it goes on while one runs":                {[2]store.TaskState{done, running}, store.ActAccepted, false},
		"it goes on while one waits after failing": {[2]store.TaskState{failed, waiting}, store.ActAccepted, false},
		"it is lost while one is":                  {[2]store.TaskState{lost, done}, store.ActLost, false},
		"it is done when all are":                  {[2]store.TaskState{done, done}, store.ActDone, true},
		"it failed when one did":                   {[2]store.TaskState{done, failed}, store.ActFailed, true},
		"a failure outweighs the unknown":          {[2]store.TaskState{failed, unknown}, store.ActFailed, true},
		"the unknown outweighs success":            {[2]store.TaskState{done, unknown}, store.ActUnknown, true},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				a := planned(db, "k1", 0, "i-1")
				plan(t, db, a)
				tasks := []store.Task{task(db, "t1", a.ID), task(db, "t2", a.ID)}
				accept(t, db, a, tasks...)
				for i, s := range c.tasks {
					tasks[i].State = s
					_, err := db.SaveTask(context.Background(), tasks[i])
					must(t, err)
				}
				got := readAct(t, db, a.ID)
				same(t, "state", got.State, c.want)
				same(t, "ended", got.FinishedAt != nil, c.ended)
			})
		})
	}
}

func TestANewResourceShowsTheActThatMadeIt(t *testing.T) {
	for name, c := range map[string]struct {
		targets []string
		created []string
		found   []string
	}{
		"made out of nothing":           {nil, []string{"i-8", "i-9"}, []string{"k1-0"}},
		"a part of what was acted upon": {[]string{"i-1"}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				ctx := context.Background()
				a := planned(db, "k1", 0, c.targets...)
				plan(t, db, a)
				made := task(db, "t1", a.ID)
				accept(t, db, a, made)
				made.State, made.Resources = store.TaskDone, []string{"i-8", "i-9"}
				act, err := db.SaveTask(ctx, made)
				must(t, err)
				same(t, "new ids", act.CreatedIDs, c.created)
				acts, _, err := db.Acts(ctx, store.ActFilter{Account: "f1", Kind: "servers", Target: "i-9"})
				must(t, err)
				same(t, "acts found by the new id", ids(acts), c.found)
			})
		})
	}
}

func TestResourcesAreBusyUntilTheirActEnds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		busy := func(account, kind string) map[string]string {
			got, err := db.BusyTargets(ctx, account, kind)
			must(t, err)
			return got
		}
		a := planned(db, "k1", 0, "i-1", "i-2")
		plan(t, db, a)
		now.advance(time.Second)
		b := planned(db, "k2", 0, "i-2")
		b.Op = "reboot"
		plan(t, db, b)
		same(t, "while two go on", busy("f1", "servers"), map[string]string{"i-1": "servers.stop", "i-2": "servers.reboot"})
		same(t, "of another account", busy("f2", "servers"), map[string]string{})
		same(t, "of another kind", busy("f1", "disks"), map[string]string{})

		followed := task(db, "t1", a.ID)
		accept(t, db, a, followed)
		n, err := db.CountOpenTasks(ctx, "f1")
		must(t, err)
		same(t, "open tasks", n, 1)
		followed.State = store.TaskDone
		_, err = db.SaveTask(ctx, followed)
		must(t, err)
		same(t, "after the first ended", busy("f1", "servers"), map[string]string{"i-2": "servers.reboot"})
		n, err = db.CountOpenTasks(ctx, "f1")
		must(t, err)
		same(t, "open tasks after its end", n, 0)
	})
}
