package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

func TestATaskSaysHowLongItUsuallyTakesOnceThreeHaveEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		ids := b.Get("/instances?status=running&size=20").Want(http.StatusOK).Find("tbody input[name=id]")
		stop := func(n int) {
			b.Post("/instances/"+ids.Eq(n).AttrOr("value", "")+"/ops/stop", url.Values{"key": {fmt.Sprint("stop ", n)}}).Want(http.StatusSeeOther)
			synctest.Wait()
		}
		first := func() string {
			return strings.TrimSpace(b.Get("/tasks").Want(http.StatusOK).Find("tbody tr").First().Find("td").Eq(5).Text())
		}
		for n := range 3 {
			stop(n)
			if got := first(); strings.Contains(got, "usually") {
				t.Fatalf("with %d ended: got %q, want no word of the usual", n, got)
			}
			time.Sleep(5 * time.Minute)
		}
		stop(3)
		if got := first(); !strings.Contains(got, "usually") {
			t.Errorf("with three ended: got %q, want the usual", got)
		}
		time.Sleep(5 * time.Minute)
		if got := first(); strings.Contains(got, "usually") {
			t.Errorf("after its end: got %q, want no word of the usual", got)
		}
	})
}

func TestATaskLongPastItsUsualTimeCanBeAskedAboutAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		ids := b.Get("/instances?status=running&size=20").Want(http.StatusOK).Find("tbody input[name=id]")
		stop := func(n int) string {
			b.Post("/instances/"+ids.Eq(n).AttrOr("value", "")+"/ops/stop", url.Values{"key": {fmt.Sprint("stop ", n)}}).Want(http.StatusSeeOther)
			synctest.Wait()
			return b.Get("/tasks").Want(http.StatusOK).Find("tbody tr a").First().AttrOr("href", "")
		}
		for n := range 3 {
			stop(n)
			time.Sleep(5 * time.Minute)
		}
		if err := c.Sim.Inject(sim.Fault{Operation: "common.DescribeTask", Status: http.StatusBadGateway}); err != nil {
			t.Fatal(err)
		}
		task := stop(3)
		page := func() *apptest.Page { return b.Get(task).Want(http.StatusOK) }
		if page().Find("#task .tone-warning").Length() != 0 {
			t.Error("it is called late as it begins")
		}
		time.Sleep(4 * time.Minute)
		if page().Find("#task .tone-warning").Length() == 0 {
			t.Error("it is not called late long past its usual time")
		}
		check := func() string {
			return b.Get(b.Post(task+"/check", nil).Want(http.StatusSeeOther).Header.Get("Location")).Want(http.StatusOK).Find("#task .tone-info").Text()
		}
		if got := check(); !strings.Contains(got, "has not answered yet") {
			t.Errorf("asked in vain, the page says %q", got)
		}
		c.Sim.ClearFaults()
		time.Sleep(time.Minute) // the client gives a provider that fails a rest
		check()
		if p := page(); p.Find("#task .tone-ok").Length() == 0 || p.Find("#task form[action$='/check']").Length() != 0 {
			t.Error("asked at once, it has not come to its end")
		}
	})
}
