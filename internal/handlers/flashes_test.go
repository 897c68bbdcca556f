package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
)

func TestBannersAreTakenAwayOneByOneOrAllThatHaveEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		ids := b.Get("/instances?status=running&size=20").Want(http.StatusOK).Find("tbody input[name=id]")
		stop := func(n int) {
			b.Post("/instances/"+ids.Eq(n).AttrOr("value", "")+"/ops/stop", url.Values{"key": {fmt.Sprint("stop ", n)}}).Want(http.StatusSeeOther)
		}
		shown := func(of string) int { return b.Get("/flashes").Want(http.StatusOK).Find(of + " .flash").Length() }
		for n := range 5 {
			stop(n)
		}
		time.Sleep(5 * time.Minute) // all have ended
		stop(5)                     // and one goes on
		if all, folded := shown("#flashes"), shown("#flashes-more"); all != 6 || folded != 3 {
			t.Fatalf("banners: got %d, %d of them folded; want 6 and 3", all, folded)
		}
		b.Post("/tasks/stop%200/dismiss", url.Values{}).Want(http.StatusSeeOther)
		if n := shown("#flashes"); n != 5 {
			t.Errorf("after one was taken away: got %d, want 5", n)
		}
		b.Post("/tasks/dismiss", url.Values{}).Want(http.StatusSeeOther)
		if n := shown("#flashes"); n != 1 {
			t.Errorf("after all that have ended were taken away: got %d, want the one that goes on", n)
		}
	})
}
