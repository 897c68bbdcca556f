package tasks_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/store/storetest"
	"yunque/internal/tasks"
)

// soon is how long a word between replicas may take on a busy machine.
const soon = 30 * time.Second

// relayed runs a hub with its relay over a database; ended are the sessions it
// hears to have ended, and why.
func relayed(t *testing.T, db *store.DB) (hub *tasks.Hub, ended <-chan string) {
	t.Helper()
	hub, heard := tasks.NewHub(), make(chan string, 10)
	r := tasks.NewRelay(db, hub, func(session, why string) { heard <- session + " " + why }, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	over := make(chan struct{})
	ch, _ := hub.Subscribe("") // cut off once, when the relay listens
	go func() { defer close(over); r.Run(ctx) }()
	t.Cleanup(func() { stop(); <-over })
	select {
	case <-ch:
	case <-time.After(soon):
		t.Fatal("the relay does not listen")
	}
	return hub, heard
}

func receive[T any](t *testing.T, what string, ch <-chan T) (got T) {
	t.Helper()
	select {
	case got = <-ch:
	case <-time.After(soon):
		t.Fatalf("%s: nothing came", what)
	}
	return got
}

func TestWhatHappensInOneReplicaIsToldToThePagesOfAnother(t *testing.T) {
	storetest.Replicas(t, 2, func(t *testing.T, replicas []*store.DB) {
		if !replicas[0].Shared() {
			return // a file has one process
		}
		one, endedHere := relayed(t, replicas[0])
		two, endedThere := relayed(t, replicas[1])
		here, _ := one.Subscribe("a")
		there, _ := two.Subscribe("a")

		change := tasks.Change{Account: "a", Kind: "servers", Targets: []resource.Target{{Kind: "servers", ID: "s1", Name: "web"}}, Act: "act", Job: "job", Task: "task"}
		one.Publish(change)
		same(t, "here", receive(t, "here", here), change)
		short := change
		short.Targets = []resource.Target{{Kind: "servers", ID: "s1"}} // pages ask for rows by their ids
		same(t, "there", receive(t, "there", there), short)

		one.SessionEnded("s", "out")
		same(t, "ended session", receive(t, "ended session", endedThere), "s out")

		many := tasks.Change{Account: "a", Kind: "servers"}
		for i := range 500 {
			many.Targets = append(many.Targets, resource.Target{Kind: "servers", ID: fmt.Sprintf("%036d", i), Name: "a name of some length that nobody reads there"})
		}
		two.Publish(many)
		if n := len(receive(t, "many", here).Targets); n <= 40 || n >= 500 {
			t.Errorf("of 500 targets %d were told; want so many that the list is read, and no more", n)
		}
		if n := len(endedHere); n != 0 {
			t.Errorf("a replica heard %d of its own words", n)
		}
	})
}
