package handlers_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// job finds the page of the job that the newest banner is about.
func job(b *apptest.Browser) string {
	return b.Get("/settings").Find(`#flashes a[href^="/jobs/"]`).First().AttrOr("href", "")
}

func items(p *apptest.Page) []string {
	return p.Find("#items tbody tr").Map(func(_ int, tr *goquery.Selection) string {
		td := tr.Find("td")
		return strings.TrimSpace(td.Eq(0).Find("a").Text()) + ": " + strings.TrimSpace(td.Eq(1).Text())
	})
}

// Three servers get a password by one call; the task of one fails. The page of
// the job tells them apart, and retrying asks for that one only.
func TestAJobTellsItsItemsApartAndRetriesWhatFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		servers := ids(b.Get("/instances?status=running&q=web").Want(http.StatusOK))[:3]
		if err := c.Sim.Inject(sim.Fault{Operation: "ccs.instance.ResetInstancesPassword", FailTask: true, Resource: servers[1], Times: 1}); err != nil {
			t.Fatal(err)
		}
		do(b, "/instances/ops/password?"+url.Values{"id": servers}.Encode(), url.Values{"id": servers, "password": {"Sky-lark-42"}, "password_again": {"Sky-lark-42"}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		p := b.Get(job(b)).Want(http.StatusOK)
		got := items(p)
		states := map[string]int{}
		for _, item := range got {
			_, state, _ := strings.Cut(item, ": ")
			states[state]++
		}
		if want := map[string]int{"Done": 2, "Failed": 1}; !maps.Equal(states, want) {
			t.Fatalf("got %q, want %v", got, want)
		}
		retry := p.Find(`form[action="/instances/ops/password"]`)
		again := retry.Find("[name=id]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
		if !slices.Equal(again, servers[1:2]) {
			t.Errorf("retry is about %q, want %q", again, servers[1:2])
		}
		form := b.Post("/instances/ops/password", url.Values{"redraw": {"1"}, "id": again}).Want(http.StatusOK)
		if form.Find("form[data-guard] [name=id]").Length() != 1 || form.Find("[name=password]").AttrOr("value", "") != "" {
			t.Error("the form to retry is not about what failed, or knows the password")
		}
	})
}

func TestAJobOfAnotherAccountIsNotFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		apptest.Start(t).SignedIn().Get("/jobs/nobodys").Want(http.StatusNotFound)
	})
}
