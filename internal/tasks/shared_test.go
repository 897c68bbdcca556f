package tasks_test

import (
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/tasks"
)

// Three passwords reset by one call: the rows of the first two stayed busy on
// the page, because only the last task's own row was named at the end.
func TestTheLastTaskOfAnActNamesAllItsTargets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := set(t, nil)
		b.script.answer = func(_ int, id string) (tasks.Status, error) {
			if id == "slow" && time.Since(b.script.began) < 10*time.Second {
				return tasks.Status{State: store.TaskRunning}, nil
			}
			return tasks.Status{State: store.TaskDone, Progress: 100}, nil
		}
		page, cancel := b.hub.Subscribe("f1")
		defer cancel()
		b.Seen("s1", "f1", key("k1"))
		one, two := resource.Target{Kind: "servers", ID: "i-1"}, resource.Target{Kind: "servers", ID: "i-2"}
		each := func(id string, of resource.Target) resource.Ticket {
			return resource.Ticket{Ticket: cloud.Ticket{Tracker: cloud.TrackTask, IDs: []string{id}}, Targets: []resource.Target{of}}
		}
		b.accept(t, "f1", resource.Outcome{Tickets: []resource.Ticket{each("quick", one), each("slow", two)}}, store.Target(one), store.Target(two))
		time.Sleep(time.Minute)
		got, _ := pending(page)
		same(t, "named at the end", got[len(got)-1].Targets, []resource.Target{one, two})
	})
}
