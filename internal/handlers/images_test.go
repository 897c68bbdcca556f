package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
)

// imageNamed is the id of the first image a search finds.
func imageNamed(t *testing.T, b *apptest.Browser, search string) string {
	t.Helper()
	found := ids(b.Get("/images?" + url.Values{"q": {search}}.Encode()).Want(http.StatusOK))
	if len(found) == 0 {
		t.Fatalf("there is no image %q", search)
	}
	return found[0]
}

func TestImagesOfAllZonesAreListedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		for query, want := range map[string]int{"size=100": 18, "type=private": 8, "type=public": 10, "q=ubuntu+22.04": 4} {
			if got := len(ids(b.Get("/images?" + query).Want(http.StatusOK))); got != want {
				t.Errorf("%s: got %d images, want %d", query, got, want)
			}
		}
		p := b.Get("/images/" + imageNamed(t, b, "推流节点-srs5") + "?tab=zones").Want(http.StatusOK)
		if got := p.Find("#detail tbody tr").Length(); got != 3 {
			t.Errorf("the image has %d zones, want 3", got)
		}
		b.Get("/images/img-nowhere").Want(http.StatusNotFound)
	})
}

func TestAnImageOfAServerAppearsAndIsCopiedAndDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		server := "/ecs/" + elasticNamed(t, b, "hk-web-1")
		filled(b, server+"/ops/image", url.Values{"name": {""}}).Want(http.StatusUnprocessableEntity)
		filled(b, server+"/ops/image", url.Values{"name": {"web-黄金镜像"}}).Want(http.StatusSeeOther)
		path := "/images/" + imageNamed(t, b, "web-黄金镜像")
		state := func() string { return b.Get(path).Find("h1").Parent().Text() }
		if got := state(); !strings.Contains(got, "Creating") {
			t.Errorf("at once got %q", got)
		}
		time.Sleep(time.Minute)
		if got := state(); !strings.Contains(got, "Available") {
			t.Errorf("in the end got %q", got)
		}

		filled(b, path+"/ops/sync", nil).Want(http.StatusUnprocessableEntity)
		form := b.Get(path + "/ops/sync").Want(http.StatusOK)
		if form.Find(`[name=zones][value=CN_HongKong_B]`).Length() != 0 || form.Find(`[name=zones]`).Length() != 17 {
			t.Errorf("got %d zones on offer, want the 17 others", form.Find(`[name=zones]`).Length())
		}
		filled(b, path+"/ops/sync", url.Values{"zones": {"CN_Suqian_A", "CN_Dongguan_A"}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		zones := func() int { return b.Get(path + "?tab=zones").Find("#detail tbody tr").Length() }
		if got := zones(); got != 3 {
			t.Errorf("got %d zones after copying, want 3", got)
		}

		filled(b, path+"/ops/delete", url.Values{"zone": {"CN_Suqian_A"}}).Want(http.StatusUnprocessableEntity)
		filled(b, path+"/ops/delete", url.Values{"zone": {"CN_Suqian_A"}, "confirm": {"web-黄金镜像"}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		if got := zones(); got != 2 {
			t.Errorf("got %d zones after deleting in one, want 2", got)
		}
		filled(b, path+"/ops/delete", url.Values{"zone": {""}, "confirm": {"web-黄金镜像"}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		b.Get(path).Want(http.StatusNotFound)
	})
}

func TestAPublicImageIsTheProviders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		path := "/images/" + imageNamed(t, b, "Debian 11.3")
		p := b.Post(path+"/ops/delete", url.Values{"key": {"k"}, "confirm": {"Debian 11.3 64位"}}).Want(http.StatusUnprocessableEntity)
		if !strings.Contains(p.Find("main").Text(), "Public images cannot be changed") {
			t.Error("the page does not say why not")
		}
		if n := asked(c, "ecs.DeleteImage"); n != 0 {
			t.Errorf("asked %d times to delete it", n)
		}
	})
}

func TestAnImageTellsTheServersMadeOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		own := b.Get("/ecs/new").Find(`select[name="image"] option`).FilterFunction(func(_ int, o *goquery.Selection) bool { return strings.Contains(o.Text(), "Private") }).First().AttrOr("value", "")
		b.Post("/ecs/new", with(elasticOrder(b), "image", own, "name", "made-of-it", "system_size", "200")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		path := "/images/" + own
		servers := b.Get(path + "?tab=servers").Want(http.StatusOK).Find(`#detail tbody a[href^="/ecs/"]`)
		if servers.Length() != 1 || words(servers) != "made-of-it" {
			t.Errorf("got %q, want the server that was made", words(servers))
		}
		if losses := b.Get(path + "/ops/delete").Want(http.StatusOK).Find("main").Text(); !strings.Contains(losses, "made-of-it in ") {
			t.Errorf("what is lost does not name the server:\n%s", losses)
		}
	})
}
