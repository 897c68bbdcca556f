package tasks_test

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/tasks"
)

func TestAWriteIsFollowedFromTheDoorToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, func(n int, id string) (tasks.Status, error) {
			s, err := doneAt(3)(n, id)
			s.Resources = []string{"i-9"}
			return s, err
		})
		door := ledger.New(ledger.Config{DB: b.db, Tasks: b.Tracker, Publish: b.hub, Log: slog.New(slog.DiscardHandler)})
		page, cancel := b.hub.Subscribe("f1")
		defer cancel()
		who := ledger.Who{Session: "s1", Person: "li", Account: "f1"}
		b.Seen(who.Session, who.Account, key("k1"))
		_, err := door.Submit(t.Context(), who, key("k1"), ledger.Request{
			Key: "form-1", Kind: "servers", Op: "create", Effect: resource.Spend,
			Steps: []resource.Step{{Start: func(context.Context, cloud.Caller) (resource.Outcome, error) { return ticket("7"), nil }}},
		})
		must(t, err)
		var states []store.ActState
		for range 3 {
			job, err := door.Job(t.Context(), "f1", "form-1")
			must(t, err)
			states = append(states, job.Acts[0].State)
			time.Sleep(4 * time.Second)
		}
		same(t, "states of the act", states, []store.ActState{store.ActAccepted, store.ActAccepted, store.ActDone})
		job, err := door.Job(t.Context(), "f1", "form-1")
		must(t, err)
		same(t, "new ids", job.Acts[0].CreatedIDs, []string{"i-9"})
		same(t, "count", job.Count(), ledger.Count{Total: 1, Done: 1})
		got, _ := pending(page)
		same(t, "changes: accepted, running, done", len(got), 3)
	})
}
