package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
)

// template finds a template by its name.
func template(t *testing.T, b *apptest.Browser, name string) string {
	t.Helper()
	p := b.Get("/templates?fresh=1&q=" + url.QueryEscape(name)).Want(http.StatusOK)
	rows := p.Find(`#list tbody tr[data-href]`)
	if rows.Length() != 1 {
		t.Fatalf("%d templates are called %q", rows.Length(), name)
	}
	return rows.AttrOr("data-href", "")
}

// zones of a template with their states: "CN_Beijing_A Available".
func zones(b *apptest.Browser, template string) []string {
	return b.Get(template + "?tab=zones&fresh=1").Find("main tbody tr").Map(func(_ int, tr *goquery.Selection) string {
		return strings.TrimSpace(tr.Find(".cell-id").Text()) + " " + strings.TrimSpace(tr.Find(".st").Text())
	})
}

func TestATemplateIsMadeCopiedAndDeletedZoneByZone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		stream := watch(t, c, b)
		defer stream.close()
		do(b, "/templates/ops/create", url.Values{"name": {"golden"}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		tpl := template(t, b, "golden")
		home := zones(b, tpl)
		if len(home) != 1 || !strings.HasSuffix(home[0], " Available") {
			t.Fatalf("got %q, want one zone, available", home)
		}
		other := b.Get(tpl + "/ops/sync").Find(`[name="zones"]`).Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
		if len(other) < 2 {
			t.Fatalf("only the zones %q are offered", other)
		}
		do(b, tpl+"/ops/sync", url.Values{"zones": other[:2]}).Want(http.StatusSeeOther)
		synctest.Wait()
		if got := zones(b, tpl); !slices.ContainsFunc(got, func(z string) bool { return strings.HasSuffix(z, " Copying…") }) {
			t.Errorf("no zone is being copied to: %q", got)
		}
		time.Sleep(time.Minute) // the bubble's time
		want := []string{home[0], other[0] + " Available", other[1] + " Available"}
		if got := zones(b, tpl); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
			t.Errorf("got %q, want %q", got, want)
		}
		id := strings.TrimPrefix(tpl, "/templates/")
		if !strings.Contains(stream.String(), "event: row-templates-"+id) {
			t.Error("pages are not told that the copies are there")
		}
		do(b, tpl+"/ops/delete?zones="+other[0], url.Values{"confirm": {"golden"}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := zones(b, tpl); len(got) != 2 || slices.ContainsFunc(got, func(z string) bool { return strings.HasPrefix(z, other[0]) }) {
			t.Errorf("after deleting %s: got %q", other[0], got)
		}
	})
}

func TestAServerOffersToBecomeATemplate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := ids(b.Get("/instances?status=running"))[0]
		do(b, "/instances/"+id+"/ops/make-template", url.Values{"name": {"of-one"}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := zones(b, template(t, b, "of-one")); len(got) != 1 || !strings.HasSuffix(got[0], " Available") {
			t.Errorf("got %q, want one zone, available", got)
		}
	})
}

func TestDeletingATemplateListsTheServersMadeOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		tpl := template(t, b, "k8s-node")
		form := order(b)
		form.Set("image", strings.TrimPrefix(tpl, "/templates/"))
		form.Set("image_password", "Sky-lark-42")
		form.Set("name", "child")
		b.Post("/instances/new", form).Want(http.StatusSeeOther)
		time.Sleep(5 * time.Minute) // the bubble's time
		if text := b.Get(tpl + "/ops/delete").Want(http.StatusOK).Find("form .trouble").Text(); !strings.Contains(text, "child") {
			t.Errorf("the server is not listed:\n%s", text)
		}
		if b.Get(tpl+"?tab=servers").Find(`main tbody a[href^="/instances/"]`).Length() != 1 {
			t.Error("the template's page does not show the server")
		}
	})
}

func TestWhatTheCloudRefusesOfATemplateIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		tpl := template(t, b, "k8s-node")
		zone := b.Get(tpl+"/ops/sync").Find(`[name="zones"]`).First().AttrOr("value", "")
		here := b.Get(tpl+"/ops/delete").Find(`[name="zones"]`).First().AttrOr("value", "")
		for _, one := range []struct {
			operation, path string
			form            url.Values
		}{
			{"ccs.template.CreateTemplate", "/templates/ops/create", url.Values{"name": {"n"}}},
			{"ccs.template.SyncTemplate", tpl + "/ops/sync", url.Values{"zones": {zone}}},
			{"ccs.template.DeleteTemplate", tpl + "/ops/delete", url.Values{"zones": {here}, "confirm": {"k8s-node-1.29"}}},
		} {
			refusing(t, c, one.operation)
			p := do(b, one.path, one.form)
			if p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, "not today") {
				t.Errorf("%s: got status %d without the refusal", one.operation, p.Status)
			}
		}
		do(b, tpl+"/ops/delete", url.Values{"confirm": {"k8s-node-1.29"}}).Want(http.StatusUnprocessableEntity)
		do(b, "/templates/ops/create", nil).Want(http.StatusUnprocessableEntity)
	})
}
