package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// viewID finds the id of a view by the addresses of its controls.
func viewID(t *testing.T, p *apptest.Page, name string) string {
	t.Helper()
	for _, line := range p.Find("li").EachIter() {
		action, ok := line.Find("form").First().Attr("action")
		if ok && strings.Contains(line.Text(), name) {
			return strings.Split(action, "/")[3]
		}
	}
	t.Fatalf("no view %q in\n%s", name, p.Body)
	return ""
}

func TestAViewIsSavedSharedChosenAndDeletedByItsOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		lin := c.Person("lin", "ops").SignIn(sim.DemoKey, sim.DemoSecret)
		wu := c.Person("wu", "staff").SignIn(sim.DemoKey, sim.DemoSecret)
		const off, all = "/instances?size=50&status=stopped", "/instances?size=50"

		save := func(b *apptest.Browser, name, shared string) *apptest.Page {
			t.Helper()
			return b.Post("/instances/views", url.Values{"name": {name}, "shared": {shared}, "query": {"status=stopped&page=3&size=20&cols=vdc"}})
		}
		if p := save(lin, " ", "true").Want(http.StatusUnprocessableEntity); !strings.Contains(p.Body, "This is required") || p.Find("input[name=shared][checked]").Length() != 1 {
			t.Errorf("the mistake is not said, or what was chosen is lost:\n%s", p.Body)
		}
		save(lin, strings.Repeat("x", 61), "").Want(http.StatusUnprocessableEntity)
		if to := save(lin, "switched off", "true").Want(http.StatusSeeOther).Header.Get("Location"); to != off {
			t.Errorf("after saving: got %s, want %s", to, off)
		}
		save(lin, "mine alone", "").Want(http.StatusSeeOther)

		if p := wu.Get("/instances").Want(http.StatusOK); !strings.Contains(p.Body, "switched off") || strings.Contains(p.Body, "mine alone") {
			t.Error("a colleague does not see what is shared, or sees what is not")
		}
		id := viewID(t, lin.Get("/instances/views"), "switched off")
		wu.Post("/instances/views/"+id+"/delete", url.Values{}).Want(http.StatusNotFound)

		wu.Post("/instances/views/"+id+"/first", url.Values{"first": {"true"}}).Want(http.StatusOK)
		if to := wu.Get("/instances").Want(http.StatusSeeOther).Header.Get("Location"); to != off {
			t.Errorf("the list begins at %s, want %s", to, off)
		}
		if n := wu.Get(all).Want(http.StatusOK).Find("h1").Text(); !strings.Contains(n, "137") {
			t.Errorf("all of the list cannot be reached: %s", n)
		}
		lin.Get("/instances").Want(http.StatusOK) // what a colleague begins with is theirs

		lin.Post("/instances/views/"+id+"/delete", url.Values{}).Want(http.StatusOK)
		wu.Get("/instances").Want(http.StatusOK) // the view is gone, the list is not
	})
}

func TestAViewKeepsOnlyWhatTheListUnderstands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		b.Post("/instances/views", url.Values{"name": {"odd"}, "query": {"status=stopped&next=//evil.example&q=%3Cscript%3E"}}).Want(http.StatusSeeOther)
		href := b.Get("/instances/views").Want(http.StatusOK).Find("main .list-plain a").First().AttrOr("href", "")
		if want := "/instances?q=%3Cscript%3E&size=50&status=stopped"; href != want {
			t.Errorf("got %s, want %s", href, want)
		}
	})
}
