package tasks_test

import (
	"fmt"
	"sync"
	"testing"

	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/tasks"
)

func TestASlowPageIsCutOffAndTheOthersGoOn(t *testing.T) {
	hub := tasks.NewHub()
	slow, cancelSlow := hub.Subscribe("f1")
	quick, cancelQuick := hub.Subscribe("f1")
	defer cancelQuick()
	read := 0
	for i := range 20 {
		hub.Publish(tasks.Change{Account: "f1", Task: fmt.Sprint(i)})
		got, open := pending(quick)
		same(t, "quick page connected", open, true)
		read += len(got)
	}
	same(t, "changes the quick page read", read, 20)
	got, open := pending(slow)
	same(t, "changes left for the slow page", len(got), 16)
	same(t, "slow page connected", open, false)
	cancelSlow()
	cancelSlow()
}

func TestACancelledPageIsToldNothing(t *testing.T) {
	hub := tasks.NewHub()
	page, cancel := hub.Subscribe("f1")
	cancel()
	hub.Publish(tasks.Change{Account: "f1"})
	got, open := pending(page)
	same(t, "changes", got, []tasks.Change(nil))
	same(t, "connected", open, false)
}

func TestActsOfAJobAreOneChange(t *testing.T) {
	hub := tasks.NewHub()
	page, cancel := hub.Subscribe("f1")
	defer cancel()
	act := func(id, target string) store.Act {
		return store.Act{ID: id, JobKey: "k1", Kind: "servers", Who: store.Who{Account: "f1"},
			Targets: []store.Target{{Kind: "servers", ID: target}}}
	}
	hub.ActsChanged(act("a1", "i-1"))
	hub.ActsChanged(act("a1", "i-1"), act("a2", "i-2"))
	hub.ActsChanged()
	got, _ := pending(page)
	one, two := resource.Target{Kind: "servers", ID: "i-1"}, resource.Target{Kind: "servers", ID: "i-2"}
	same(t, "changes", got, []tasks.Change{
		{Account: "f1", Kind: "servers", Job: "k1", Act: "a1", Targets: []resource.Target{one}},
		{Account: "f1", Kind: "servers", Job: "k1", Targets: []resource.Target{one, two}},
	})
}

func TestPagesComeAndGoWhileChangesArePublished(t *testing.T) {
	hub := tasks.NewHub()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				page, cancel := hub.Subscribe("f1")
				hub.Publish(tasks.Change{Account: "f1"})
				if _, ok := <-page; !ok {
					t.Error("a page that had read nothing was cut off before its first change")
				}
				cancel()
			}
		})
	}
	group.Wait()
}

func BenchmarkPublishToAThousandPages(b *testing.B) {
	hub := tasks.NewHub()
	pages := make([]<-chan tasks.Change, 1000)
	for i := range pages {
		page, cancel := hub.Subscribe("f1")
		defer cancel()
		pages[i] = page
	}
	for b.Loop() {
		hub.Publish(tasks.Change{Account: "f1"})
		for _, page := range pages {
			<-page
		}
	}
}

func BenchmarkPublishBesideTenThousandOtherAccounts(b *testing.B) {
	hub := tasks.NewHub()
	for i := range 10_000 {
		_, cancel := hub.Subscribe(fmt.Sprint(i))
		defer cancel()
	}
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			hub.Publish(tasks.Change{Account: "none"})
		}
	})
}
