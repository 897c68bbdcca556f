package handlers_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
	"yunque/internal/store"
)

func TestWhatIsProtectedIsNotDestroyedAndSaysWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		lin := c.Person("lin", "admins").SignIn(sim.DemoKey, sim.DemoSecret)
		wu := c.Person("wu", "ops").SignIn(sim.DemoKey, sim.DemoSecret)
		id := firstServer(t, lin)
		path := "/instances/" + id
		post := func(b *apptest.Browser, op string, form url.Values) *apptest.Page {
			t.Helper()
			form.Set("key", op+form.Get("reason"))
			return b.Post(path+"/ops/"+op, form)
		}
		name := lin.Get(path).Want(http.StatusOK).Find("h1").First().Text()
		post(wu, "guard", url.Values{}).Want(http.StatusUnprocessableEntity)
		post(wu, "guard", url.Values{"reason": {strings.Repeat("x", 301)}}).Want(http.StatusUnprocessableEntity)
		post(wu, "guard", url.Values{"reason": {"runs payroll"}}).Want(http.StatusSeeOther)

		const why = "Protected by wu: runs payroll"
		for _, page := range []string{path, "/instances", path + "/menu"} {
			if body := lin.Get(page).Want(http.StatusOK).Body; !strings.Contains(body, why) {
				t.Errorf("%s does not say %q", page, why)
			}
		}
		if p := post(lin, "delete", url.Values{"confirm": {name}}).Want(http.StatusUnprocessableEntity); !strings.Contains(p.Body, why) {
			t.Errorf("the refused deletion does not say why:\n%s", p.Body)
		}
		post(lin, "guard", url.Values{"reason": {"mine"}}).Want(http.StatusUnprocessableEntity)
		post(lin, "unguard", url.Values{}).Want(http.StatusSeeOther)
		if body := lin.Get(path).Want(http.StatusOK).Body; strings.Contains(body, why) {
			t.Error("it is still shown as protected")
		}
		wantTrail(t, c, "lin sign_in accepted ", "wu sign_in accepted ", "wu protected accepted ", "lin instances.delete denied Protected", "lin unprotected accepted ")
	})
}

func TestAViewerProtectsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		wu := c.Person("wu", "staff").SignIn(sim.DemoKey, sim.DemoSecret)
		id := firstServer(t, wu)
		wu.Post("/instances/"+id+"/ops/guard", url.Values{"key": {"k"}, "reason": {"mine"}}).Want(http.StatusForbidden)
		if all, err := c.App.DB.Protections(t.Context(), account(t, c), ""); err != nil || len(all) != 0 {
			t.Errorf("got %v, %v; want no protection", all, err)
		}
	})
}

func account(t *testing.T, c *apptest.Console) string {
	t.Helper()
	rows, _, err := c.App.DB.Audit(t.Context(), store.AuditFilter{Operation: "sign_in"})
	if err != nil || len(rows) == 0 {
		t.Fatalf("sign-ins: got %d, %v", len(rows), err)
	}
	return rows[0].Who.Account
}

func TestACallByHandDoesNotDestroyWhatIsProtected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := firstServer(t, b)
		b.Post("/instances/"+id+"/ops/guard", url.Values{"key": {"k"}, "reason": {"runs payroll"}}).Want(http.StatusSeeOther)
		page := b.Get("/explorer/ccs.instance.DeleteInstance").Want(http.StatusOK)
		confirm := page.Find(`[name="confirm"]`).Length()
		if confirm == 0 {
			t.Fatal("the explorer asks for no confirmation")
		}
		p := b.Post("/explorer/ccs.instance.DeleteInstance", url.Values{"key": {"k2"}, "confirm": {"DeleteInstance"}, "p.InstanceIds": {id}, "InstanceIds": {id}})
		p.Want(http.StatusConflict)
		if !strings.Contains(p.Body, "runs payroll") {
			t.Errorf("the answer does not say why:\n%s", p.Body)
		}
	})
}

func TestOutsideTheChangeWindowWhatIsTaggedIsNotDestroyed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		database := "CONSOLE_DATABASE=" + filepath.Join(t.TempDir(), "console.db")
		tag := ""
		open := apptest.Start(t, apptest.WithSettings(database))
		b := open.SignedIn()
		b.Get("/instances").Want(http.StatusOK)
		for _, label := range []string{"production", "prod", "生产"} {
			if strings.Contains(b.Get("/instances").Body, ">"+label+"<") {
				tag = label
			}
		}
		if tag == "" {
			t.Fatal("no server of the demo has a tag for production")
		}
		// One minute a week, which is now only by a very rare chance.
		closed := apptest.Start(t, apptest.WithSettings("CONSOLE_CHANGE_WINDOWS="+tag+"=Sun 03:33-03:34 UTC")).SignedIn()
		if body := closed.Get("/instances").Want(http.StatusOK).Body; !strings.Contains(body, tag) {
			t.Fatal("the tag is not shown")
		}
		id := closed.Get("/instances?tag="+url.QueryEscape(tag)).Want(http.StatusOK).Find(`tr[id^="row-instances-"]`).First().AttrOr("data-href", "")
		if menu := closed.Get(id + "/menu").Want(http.StatusOK).Body; !strings.Contains(menu, "may be destroyed only at: Sun 03:33-03:34 UTC") {
			t.Errorf("the menu of %s does not say when it may be destroyed:\n%s", id, menu)
		}
	})
}
