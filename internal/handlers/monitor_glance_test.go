package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"yunque/internal/app/apptest"
)

func TestAServersOverviewShowsItsLastHourOnceItIsThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		for _, slug := range []string{"instances", "ecs"} {
			at := "/" + slug + "/" + ids(b.Get("/" + slug + "?status=running"))[0]
			place := b.Get(at).Want(http.StatusOK).Find(`[hx-trigger="load"][hx-get$="/glance"]`)
			src, _ := place.Attr("hx-get")
			if src != at+"/glance" {
				t.Fatalf("%s: the figures are asked for at %q", slug, src)
			}
			if n := b.Get(at + "?tab=tasks").Find(`[hx-get$="/glance"]`).Length(); n != 0 {
				t.Errorf("%s: the figures stand on another tab", slug)
			}
			p := b.Get(src).Want(http.StatusOK)
			if n := p.Find(".figure").Length(); n != 4 {
				t.Errorf("%s: got %d figures, want 4", slug, n)
			}
			if n := p.Find(".figure polyline").Length(); n < 6 {
				t.Errorf("%s: got %d courses, want one of each use and two of each rate", slug, n)
			}
			if !strings.Contains(p.Find(".figure-values b").First().Text(), "%") {
				t.Errorf("%s: no use of the CPU in %q", slug, p.Find(".figure-values").Text())
			}
		}
	})
}

func TestAnOverviewShowsTheLastActs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		at := "/instances/" + ids(b.Get("/instances?status=stopped"))[0]
		if b.Get(at).Find("table.stacked").Length() != 0 {
			t.Fatal("acts are shown where nothing was done")
		}
		b.Post(at+"/ops/start", nil)
		if got := b.Get(at).Find("table.stacked tbody tr").Length(); got != 1 {
			t.Errorf("got %d acts on the overview, want the start", got)
		}
	})
}
