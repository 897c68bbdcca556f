package tasks_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/tasks"
)

var errDown = &cloud.Error{Op: "common.DescribeTask", Code: cloud.CodeUnreachable}

func TestATicketIsAskedAboutLessAndLessOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, doneAt(8))
		b.Seen("s1", "f1", key("k1"))
		a := b.accept(t, "f1", ticket("7"))
		time.Sleep(time.Hour)
		var gaps []time.Duration
		moments := b.script.moments()
		for i, at := range moments {
			if i > 0 {
				at -= moments[i-1]
			}
			gaps = append(gaps, at.Round(10*time.Millisecond))
		}
		ms := time.Millisecond
		same(t, "time between questions", gaps,
			[]time.Duration{1000 * ms, 1500 * ms, 2250 * ms, 3380 * ms, 5060 * ms, 7590 * ms, 10000 * ms, 10000 * ms})
		got := b.task(t, a)
		same(t, "task", []any{got.State, got.Progress, got.Polls}, []any{store.TaskDone, 100, 8})
		same(t, "act", b.act(t, a).State, store.ActDone)
	})
}

func TestManyPagesAreToldAndTheTicketIsAskedAboutOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, doneAt(2))
		b.Seen("s1", "f1", key("k1"))
		b.Seen("s2", "f1", key("k2"))
		var pages []<-chan tasks.Change
		for range 100 {
			ch, cancel := b.hub.Subscribe("f1")
			defer cancel()
			pages = append(pages, ch)
		}
		a := b.accept(t, "f1", ticket("7"), store.Target{Kind: "servers", ID: "i-1"})
		time.Sleep(time.Minute)
		same(t, "questions", b.script.times(), 2)
		change := tasks.Change{Account: "f1", Kind: "servers", Act: a.ID, Job: a.JobKey, Task: b.task(t, a).ID}
		ended := change
		ended.Targets = []resource.Target{{Kind: "servers", ID: "i-1"}}
		for _, page := range pages {
			got, open := pending(page)
			same(t, "changes of a page", got, []tasks.Change{change, ended})
			same(t, "page still connected", open, true)
		}
	})
}

func TestErrorsOfAskingMakeATaskLostAndAnAnswerFindsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, func(n int, id string) (tasks.Status, error) {
			if n <= 12 {
				return tasks.Status{}, errDown
			}
			return doneAt(14)(n, id)
		})
		b.Seen("s1", "f1", key("k1"))
		a := b.accept(t, "f1", ticket("7"))
		states := func() []any { return []any{b.task(t, a).State, b.act(t, a).State, b.task(t, a).Failures} }

		time.Sleep(250 * time.Second) // asked at 1, 3, 7, 15, 31, 63, 123, 183, 243 s
		same(t, "after nine errors", states(), []any{store.TaskWaiting, store.ActAccepted, 9})
		time.Sleep(time.Minute)
		same(t, "after ten errors", states(), []any{store.TaskLost, store.ActLost, 10})
		time.Sleep(2 * time.Minute)
		same(t, "questions while lost, one a minute", b.script.times(), 12)
		time.Sleep(55 * time.Second)
		same(t, "found again", states(), []any{store.TaskRunning, store.ActAccepted, 0})
		time.Sleep(time.Minute)
		same(t, "at the end", states(), []any{store.TaskDone, store.ActDone, 0})
	})
}

func TestATaskWithoutAnEndBecomesUnknown(t *testing.T) {
	for name, answer := range map[string]func(int, string) (tasks.Status, error){
		"it runs and runs":    running,
		"no answer ever came": func(int, string) (tasks.Status, error) { return tasks.Status{}, errDown },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := set(t, answer)
				b.Seen("s1", "f1", key("k1"))
				a := b.accept(t, "f1", ticket("7"))
				time.Sleep(29 * time.Minute)
				same(t, "open within the limit", b.task(t, a).State.Open(), true)
				time.Sleep(3 * time.Minute)
				same(t, "task after it", b.task(t, a).State, store.TaskUnknown)
				same(t, "act after it", b.act(t, a).State, store.ActUnknown)
				asked := b.script.times()
				time.Sleep(time.Hour)
				same(t, "questions after the end", b.script.times(), asked)
			})
		})
	}
}

func TestAFailureSaysWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, func(int, string) (tasks.Status, error) {
			return tasks.Status{State: store.TaskFailed, Message: "平台关机的云桌面不存在"}, nil
		})
		b.Seen("s1", "f1", key("k1"))
		a := b.accept(t, "f1", ticket("7"))
		time.Sleep(time.Minute)
		got := b.act(t, a)
		same(t, "state", got.State, store.ActFailed)
		same(t, "message", got.Message, "平台关机的云桌面不存在")
	})
}

func TestAPersonMayAskAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, running)
		b.Seen("s1", "f1", key("k1"))
		a := b.accept(t, "f1", ticket("7"))
		other := b.accept(t, "f1", ticket("8"))
		time.Sleep(time.Minute + time.Millisecond)
		b.CheckNow("another account", a.ID)
		synctest.Wait()
		before := b.task(t, other).Polls
		same(t, "questions of both, before", []int{b.task(t, a).Polls, before}, []int{before, before})
		b.CheckNow("f1", a.ID)
		time.Sleep(time.Millisecond)
		same(t, "questions of both, after", []int{b.task(t, a).Polls, b.task(t, other).Polls}, []int{before + 1, before})
	})
}

func TestAStoppedOrBackwardClockDoesNotDisturbTheAsking(t *testing.T) {
	for name, wall := range map[string]func() time.Time{
		"stopped":  func() func() time.Time { at := time.Now(); return func() time.Time { return at } }(),
		"backward": func() time.Time { return time.Now().Add(-24 * time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := set(t, doneAt(4))
				a := b.accept(t, "f1", ticket("7"))
				b.db.Now = wall
				b.Seen("s1", "f1", key("k1"))
				time.Sleep(10 * time.Second) // asked at 1, 2.5, 4.75 and 8.1 s
				same(t, "questions", b.script.times(), 4)
				same(t, "task", b.task(t, a).State, store.TaskDone)
			})
		})
	}
}

func TestAQueryThatPanicsIsAnErrorOfAsking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, func(n int, id string) (tasks.Status, error) {
			if n == 1 {
				panic("an answer nobody thought of")
			}
			return done(n, id)
		})
		b.Seen("s1", "f1", key("k1"))
		a := b.accept(t, "f1", ticket("7"))
		time.Sleep(time.Minute)
		same(t, "task", b.task(t, a).State, store.TaskDone)
	})
}

func TestATaskThatThisBuildCannotAskAboutIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, running)
		a := b.accept(t, "f1", ticket("7"))
		b.Close()
		b.Tracker = tasks.New(tasks.Config{DB: b.db, Hub: b.hub, Log: slog.New(slog.DiscardHandler)})
		b.start(t)
		b.Seen("s1", "f1", key("k1"))
		time.Sleep(time.Minute)
		same(t, "task", b.task(t, a).State, store.TaskUnknown)
	})
}

// lookThrice watches the operation servers/stop: each target is done when it
// is looked at for the third time.
func (s *script) lookThrice(looks map[resource.Target]int) func(kind, op string) tasks.Watcher {
	return func(kind, op string) tasks.Watcher {
		if kind != "servers" || op != "stop" {
			return nil
		}
		return func(_ context.Context, _ cloud.Caller, at resource.Target) (bool, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			looks[at]++
			return looks[at] >= 3, nil
		}
	}
}

func TestAResourceIsWatchedWhereNoQueryIs(t *testing.T) {
	created := resource.Outcome{Created: []string{"e-1", "e-2"}}
	vpc := resource.Outcome{Tickets: []resource.Ticket{{Ticket: cloud.Ticket{Tracker: cloud.TrackVPC, IDs: []string{"9"}}}}}
	target := store.Target{Kind: "servers", ID: "i-1"}
	for name, c := range map[string]struct {
		out     resource.Outcome
		targets []store.Target
		want    []resource.Target
	}{
		"what was acted on":                  {vpc, []store.Target{target}, []resource.Target{{Kind: "servers", ID: "i-1"}}},
		"what is new":                        {created, []store.Target{target}, []resource.Target{{Kind: "servers", ID: "e-1"}, {Kind: "servers", ID: "e-2"}}},
		"what has no id yet, under its name": {resource.Outcome{}, nil, []resource.Target{{Kind: "servers", Name: "web"}}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := set(t, nil)
				b.Close()
				looks := make(map[resource.Target]int)
				b.Tracker = b.tracker(b.script.lookThrice(looks))
				b.start(t)
				b.Seen("s1", "f1", key("k1"))
				a := b.accept(t, "f1", c.out, c.targets...)
				time.Sleep(time.Minute)
				b.Close()
				same(t, "act", b.act(t, a).State, store.ActDone)
				want := make(map[resource.Target]int)
				for _, at := range c.want {
					want[at] = 3
				}
				same(t, "looks", looks, want)
			})
		})
	}
}

func TestNothingIsPlannedWhereNothingCanTellTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, nil)
		vpc := resource.Outcome{Tickets: []resource.Ticket{{Ticket: cloud.Ticket{Tracker: cloud.TrackVPC, IDs: []string{"9"}}}}}
		same(t, "tasks", len(b.Plan(store.Act{Kind: "eips", Op: "release"}, vpc)), 0)
	})
}

func TestEachTicketIDIsATaskOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, done)
		b.Seen("s1", "f1", key("k1"))
		a := b.accept(t, "f1", ticket("7", "8", "9"))
		time.Sleep(time.Minute)
		all, err := b.db.TasksOf(t.Context(), a.ID)
		must(t, err)
		same(t, "tasks", len(all), 3)
		same(t, "questions", b.script.times(), 3)
		same(t, "act", b.act(t, a).State, store.ActDone)
	})
}

func TestATaskHandedInTwiceIsFollowedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, running)
		b.Seen("s1", "f1", key("k1"))
		a := b.accept(t, "f1", ticket("7"))
		b.Follow([]store.Task{b.task(t, a)})
		time.Sleep(1500 * time.Millisecond)
		same(t, "questions", b.script.times(), 1)
	})
}

func TestWhatCannotBeStoredIsNotToldAndAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, nil)
		b.script.answer = func(n int, id string) (tasks.Status, error) { return done(n, id) }
		b.Seen("s1", "f1", key("k1"))
		page, cancel := b.hub.Subscribe("f1")
		defer cancel()
		b.accept(t, "f1", ticket("7"))
		must(t, b.db.Close())
		time.Sleep(15 * time.Second)
		b.Close()
		got, _ := pending(page)
		same(t, "changes told", got, []tasks.Change(nil))
		same(t, "questions", b.script.times(), 2)
		if !strings.Contains(b.log.String(), "task not stored") {
			t.Errorf("log: got %q, want the fault in it", b.log)
		}
	})
}

func TestATaskEndedByAnotherProcessIsLetGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, done)
		b.Seen("s1", "f1", key("k1"))
		a := b.accept(t, "f1", ticket("7"))
		ended := b.task(t, a)
		ended.State = store.TaskFailed
		_, err := b.db.SaveTask(t.Context(), ended)
		must(t, err)
		time.Sleep(time.Hour)
		same(t, "questions", b.script.times(), 1)
		same(t, "task", b.task(t, a).State, store.TaskFailed)
		b.Close()
		same(t, "fault logged", b.log.String(), "")
		if _, err := b.db.SaveTask(t.Context(), ended); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("ending it again: got %v, want %v", err, store.ErrNotFound)
		}
	})
}
