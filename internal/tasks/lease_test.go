package tasks_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/store"
)

// replica starts one more tracker over the bench's database, with keys of the
// account.
func (b *bench) replica(t *testing.T, name string) *bench {
	t.Helper()
	other := &bench{db: b.db, hub: b.hub, script: &script{began: b.script.began, answer: b.script.answer}, log: b.log}
	other.Tracker = other.tracker(nil)
	other.Replica = name
	if err := other.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	other.Seen("session-"+name, "a", key(name))
	return other
}

func TestOneReplicaAsksAndAnotherTakesOverWhenItIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, running)
		one, two := b.replica(t, "one"), b.replica(t, "two")
		t.Cleanup(two.Close)
		a := one.accept(t, "a", ticket("t1"), store.Target{Kind: "servers", ID: "s1"})

		time.Sleep(2 * time.Minute)
		if one.script.times() < 10 || two.script.times() != 0 {
			t.Errorf("questions: got %d of the holder and %d of the other; want many and none", one.script.times(), two.script.times())
		}
		one.Close()
		before := one.script.times()
		time.Sleep(2 * time.Minute)
		if one.script.times() != before || two.script.times() < 3 {
			t.Errorf("after the holder ended: got %d more questions of it and %d of the other; want none and some", one.script.times()-before, two.script.times())
		}
		same(t, "leaseholder", b.task(t, a).Leaseholder, "two")
	})
}

func TestAReplicaLetsGoOfWhatAnotherHasSeenTheEndOf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, doneAt(3))
		one, two := b.replica(t, "one"), b.replica(t, "two")
		t.Cleanup(one.Close)
		t.Cleanup(two.Close)
		a := one.accept(t, "a", ticket("t1"), store.Target{Kind: "servers", ID: "s1"})
		two.Follow([]store.Task{b.task(t, a)})

		time.Sleep(5 * time.Minute)
		same(t, "state", b.act(t, a).State, store.ActDone)
		if total := one.script.times() + two.script.times(); total != 3 {
			t.Errorf("questions: got %d, want 3 by one replica", total)
		}
		stored, err := b.db.Task(context.Background(), b.task(t, a).ID)
		must(t, err)
		if stored.LeaseUntil == nil {
			t.Error("no lease was stored")
		}
	})
}
