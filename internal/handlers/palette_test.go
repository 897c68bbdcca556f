package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"
	"testing/synctest"

	"yunque/internal/app/apptest"
)

// hits are the results of the palette, opened on a page: where they lead.
func hits(b *apptest.Browser, q, at string) []string {
	p := b.Get("/palette?q="+url.QueryEscape(q), "HX-Request", "true", "HX-Request-Type", "partial", "HX-Current-URL", "https://console.example"+at).Want(http.StatusOK)
	var to []string
	for _, n := range p.Find("a").EachIter() {
		to = append(to, n.AttrOr("href", ""))
	}
	return to
}

func TestThePaletteOffersWhatWasSeenLast(t *testing.T) {
	c := apptest.Start(t)
	b := c.SignedIn()
	rows := b.Get("/instances?size=20").Want(http.StatusOK).Find("tbody tr[data-href]")
	first, second := rows.Eq(0).AttrOr("data-href", ""), rows.Eq(1).AttrOr("data-href", "")
	for _, at := range []string{first, second, first} {
		b.Get(at).Want(http.StatusOK)
	}
	if got, want := hits(b, "", "/tasks")[:3], []string{first, second, "/"}; !slices.Equal(got, want) {
		t.Errorf("on another page: got %q, want %q", got, want)
	}
	if slices.Contains(hits(b, "", first), first) {
		t.Error("the page that is open is offered")
	}
	if slices.Contains(hits(b, "no such thing", "/tasks"), first) {
		t.Error("it is offered although something else is looked for")
	}
}

func TestThePaletteOffersTheOperationsOfThePageMostUsedFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		rows := b.Get("/instances?status=running&size=20").Want(http.StatusOK).Find("tbody tr[data-href]")
		at := rows.Eq(0).AttrOr("data-href", "")
		got := hits(b, "", at)
		if i := slices.Index(got, at+"/ops/reboot"); i < 0 || i > slices.Index(got, at+"/ops/delete") {
			t.Fatalf("got %q, want to reboot and then to delete", got)
		}
		if got[0] == at+"/ops/reboot" {
			t.Fatal("to reboot is first already")
		}
		b.Post(rows.Eq(1).AttrOr("data-href", "")+"/ops/reboot", url.Values{"key": {"k"}}).Want(http.StatusSeeOther)
		synctest.Wait()
		if got := hits(b, "", at); got[0] != at+"/ops/reboot" {
			t.Errorf("once used: got %q first", got[0])
		}
		for _, other := range []string{"/instances", "/instances/none", "/instances/new", "/", "/%zz"} {
			if got := hits(b, "reboot", other); slices.Contains(got, at+"/ops/reboot") {
				t.Errorf("on %s: got %q", other, got)
			}
		}
	})
}
