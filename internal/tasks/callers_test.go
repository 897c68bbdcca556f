package tasks_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/store"
	"yunque/internal/tasks"
)

func TestFollowingGoesOnAfterARestartWhenTheAccountIsSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, doneAt(5))
		b.Seen("s1", "f1", key("k1"))
		a := b.accept(t, "f1", ticket("7"))
		time.Sleep(5 * time.Second)
		b.Close()
		same(t, "questions before the restart", b.script.times(), 3)

		b.Tracker = b.tracker(nil)
		b.start(t)
		time.Sleep(24 * time.Hour)
		same(t, "questions while nobody is there", b.script.times(), 3)
		same(t, "state meanwhile", b.task(t, a).State, store.TaskRunning)

		b.Seen("s2", "f2", key("k2"))
		time.Sleep(time.Hour)
		same(t, "questions while another account is there", b.script.times(), 3)

		b.Seen("s3", "f1", key("k3"))
		time.Sleep(time.Minute)
		same(t, "questions in all", b.script.times(), 5)
		same(t, "asked with", b.script.callers()[4], cloud.Caller(key("k3")))
		same(t, "act", b.act(t, a).State, store.ActDone)
	})
}

func TestTheTimeLimitBeginsAnewWhenFollowingResumes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, doneAt(10))
		a := b.accept(t, "f1", ticket("7"))
		time.Sleep(24 * time.Hour)
		same(t, "while nobody was there", b.task(t, a).State, store.TaskWaiting)
		b.Seen("s1", "f1", key("k1"))
		time.Sleep(10 * time.Minute)
		same(t, "task", b.task(t, a).State, store.TaskDone)
	})
}

func TestSigningOutEndsTheUseOfAKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, running)
		b.Seen("s1", "f1", key("k1"))
		b.accept(t, "f1", ticket("7"))
		time.Sleep(1500 * time.Millisecond)
		b.Seen("s2", "f1", key("k2"))
		b.Forget("s2")
		time.Sleep(1500 * time.Millisecond)
		same(t, "asked with the session still open", b.script.callers(), []cloud.Caller{key("k1"), key("k1")})
		b.Forget("s1", "never seen")
		time.Sleep(time.Hour)
		same(t, "questions after the last left", b.script.times(), 2)
		b.Seen("s3", "f1", key("k3"))
		time.Sleep(time.Second)
		same(t, "asked with the next one", b.script.callers()[2], cloud.Caller(key("k3")))
	})
}

func TestAccountsAreKeptApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, nil)
		used := make(map[string]cloud.Caller)
		b.script.answer = func(n int, id string) (tasks.Status, error) {
			used[id] = b.script.by[n-1]
			return done(n, id)
		}
		b.Seen("s1", "f1", key("k1"))
		b.Seen("s1", "f2", key("k2")) // one session with two profiles
		one, cancelOne := b.hub.Subscribe("f1")
		defer cancelOne()
		two, cancelTwo := b.hub.Subscribe("f2")
		defer cancelTwo()
		mine := b.accept(t, "f1", ticket("7"))
		b.accept(t, "f2", ticket("8"))
		n, err := b.Open(t.Context(), "f1")
		must(t, err)
		same(t, "open tasks of the first", n, 1)
		time.Sleep(time.Minute)
		b.Close()
		same(t, "keys used", used, map[string]cloud.Caller{"7": key("k1"), "8": key("k2")})
		got, _ := pending(one)
		same(t, "changes told to the first", got,
			[]tasks.Change{{Account: "f1", Kind: "servers", Act: mine.ID, Job: mine.JobKey, Task: b.task(t, mine).ID}})
		got, _ = pending(two)
		same(t, "number of changes told to the second", len(got), 1)
	})
}

func TestClosingBreaksOffAQuestionAndKeepsTheTask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, nil)
		b.Close()
		b.Tracker = tasks.New(tasks.Config{DB: b.db, Hub: b.hub, Queries: map[cloud.Tracker]tasks.Query{
			cloud.TrackTask: func(ctx context.Context, _ cloud.Caller, _ cloud.Ticket) (tasks.Status, error) {
				<-ctx.Done()
				return tasks.Status{}, ctx.Err()
			},
		}})
		b.start(t)
		b.Seen("s1", "f1", key("k1"))
		a := b.accept(t, "f1", ticket("7"))
		time.Sleep(2 * time.Second)
		began := time.Now()
		b.Close()
		same(t, "waited", time.Since(began), time.Duration(0))
		got := b.task(t, a)
		same(t, "task", []any{got.State, got.Polls, got.Failures}, []any{store.TaskWaiting, 0, 0})
	})
}
