package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// metalDisk is the page of the bare-metal disk of a name.
func metalDisk(t *testing.T, b *apptest.Browser, name string) string {
	t.Helper()
	return listed(t, b, "/bare-metal-disks", name)
}

// snapped takes a snapshot of a disk and gives its page.
func snapped(t *testing.T, b *apptest.Browser, disk, name string) string {
	t.Helper()
	do(b, disk+"/ops/snapshot", v("name", name)).Want(http.StatusSeeOther)
	time.Sleep(time.Minute) // the bubble's time
	return listed(t, b, "/bare-metal-snapshots", name)
}

func TestASnapshotOfABareMetalDiskLivesFromTakingToDeletion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		ops, before := []string{"CreateSnapshot", "CloneSnapshot", "RollbackSnapshot", "DeleteSnapshot"}, map[string]int{}
		for _, op := range ops {
			before[op] = asked(c, "bmsdisk."+op)
		}
		empty := b.Get("/bare-metal-snapshots").Want(http.StatusOK)
		if got := words(empty.Find("main")); !strings.Contains(got, "The API cannot list snapshots") || empty.Find(`main a[href="/bare-metal-snapshots/ops/remember"]`).Length() == 0 {
			t.Errorf("an empty list: got %q", got)
		}
		disk := metalDisk(t, b, "空闲盘")
		at := snapped(t, b, disk, "before")
		page := b.Get(at).Want(http.StatusOK)
		if got := words(page.Find("main")); !strings.Contains(got, "On the list") || !strings.Contains(got, "Made here by") || page.Find(`main a[href="`+disk+`"]`).Length() == 0 {
			t.Errorf("the snapshot's page: got %q", got)
		}
		c.Restart()
		b.SignIn(sim.DemoKey, sim.DemoSecret)
		b.Get(at).Want(http.StatusOK)
		if b.Get(disk+"?tab=snapshots").Find(`main a[href="`+at+`"]`).Length() != 1 {
			t.Error("the disk's page does not lead to its snapshot")
		}

		do(b, "/bare-metal-snapshots/ops/create", v("disk", strings.TrimPrefix(disk, "/bare-metal-disks/"), "name", "second")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		second := listed(t, b, "/bare-metal-snapshots", "second")
		if n := b.Get(second + "?tab=tasks").Find(`main table a[href^="/tasks/"]`).Length(); n != 1 {
			t.Errorf("the second one's page tells %d tasks, want the one that made it", n)
		}
		do(b, at+"/ops/clone", v("name", "twin")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		twin := metalDisk(t, b, "twin")
		if b.Get(at+"?tab=clones&fresh=1").Find(`main a[href="`+twin+`"]`).Length() != 1 {
			t.Error("the snapshot's page does not lead to what was made of it")
		}
		form := b.Get(at + "/ops/rollback").Want(http.StatusOK)
		if got := words(form.Find("main")); !strings.Contains(got, "All that was written to disk 空闲盘 after") {
			t.Errorf("what is lost is not told: %q", got)
		}
		do(b, at+"/ops/rollback", v("confirm", "before")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		do(b, at+"/ops/delete", v("confirm", "before")).Want(http.StatusSeeOther)
		gone := b.Get(at + "?fresh=1").Want(http.StatusNotFound)
		if got := words(gone.Find("main")); !strings.Contains(got, "before was deleted from here, taken off the list or never on it.") {
			t.Errorf("the deleted snapshot's page: got %q", got)
		}
		for _, op := range ops {
			if n, want := asked(c, "bmsdisk."+op)-before[op], map[string]int{"CreateSnapshot": 2}[op]; n != max(want, 1) {
				t.Errorf("%s was called %d times, want %d", op, n, max(want, 1))
			}
		}
		time.Sleep(time.Minute) // the bubble's time
		if got := words(b.Get("/tasks?state=running").Find("tbody")); got != "" {
			t.Errorf("under way: %s", got)
		}
		if got := words(b.Get("/tasks?state=accepted").Find("tbody")); !strings.Contains(got, "Accepted, end not told") {
			t.Errorf("accepted, with nobody to ask: %q", got)
		}
		if got := words(b.Get("/tasks").Find("tbody")); strings.Contains(got, "Failed") || strings.Contains(got, "Unknown") {
			t.Errorf("tasks: %s", got)
		}
	})
}

func TestASnapshotIsAddedByItsIDForTheTeamAndForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		lin := c.Person("lin", "admins").SignIn(sim.DemoKey, sim.DemoSecret)
		wu := c.Person("wu", "ops").SignIn(sim.DemoKey, sim.DemoSecret)
		const id = "c000ba4c-f404-11ea-800c-f0d4e2e923e0"
		disk := metalDisk(t, lin, "空闲盘")
		add := v("known", " "+id+" ", "name", "from the old console", "disk", strings.TrimPrefix(disk, "/bare-metal-disks/"))
		do(lin, "/bare-metal-snapshots/ops/remember", add).Want(http.StatusSeeOther)

		page := wu.Get("/bare-metal-snapshots").Want(http.StatusOK)
		if got := words(page.Find("tbody")); !strings.Contains(got, "from the old console") || !strings.Contains(got, "Added by lin") || !strings.Contains(got, "空闲盘") {
			t.Errorf("a colleague sees %q", got)
		}
		wantMistakes(t, wu, "/bare-metal-snapshots/ops/remember", add, []badField{
			{"known already", v(), "form-known", "It is on the list already.", "列表中已有这个 ID。"},
			{"no id", v("known", "the one of Monday"), "form-known", "This is no ID: letters and digits, with - _ . or : between them.", "这不是 ID：只能包含字母、数字和 - _ . :，以字母或数字开头。"},
			{"a disk that is not there", v("known", "another-id", "disk", "d-0"), "form-disk", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
		})
		// The cloud knows no such snapshot: only using it tells.
		at := "/bare-metal-snapshots/" + id
		refused := do(lin, at+"/ops/clone", v("name", "twin")).Want(http.StatusUnprocessableEntity)
		if got := words(refused.Find("main")); !strings.Contains(got, `The parameter "SnapshotId" is not valid.`) || refused.Value("name") != "twin" {
			t.Errorf("an unknown snapshot: got %q", got)
		}
		do(wu, at+"/ops/forget", nil).Want(http.StatusSeeOther)
		for _, b := range []*apptest.Browser{lin, wu} {
			add := b.Get(at).Want(http.StatusNotFound).Find(`main a[href^="/bare-metal-snapshots/ops/remember"]`).AttrOr("href", "")
			if got := b.Get(add).Want(http.StatusOK).Value("known"); got != id {
				t.Errorf("a forgotten snapshot's page offers to add %q", got)
			}
		}
		do(lin, "/bare-metal-snapshots/ops/remember", add).Want(http.StatusSeeOther)
		lin.Get(at).Want(http.StatusOK)
		if n := c.Sim.Calls().Operations["bmsdisk.DeleteSnapshot"].Calls; n != 0 {
			t.Errorf("forgetting deleted something: %d calls", n)
		}
		wantTrail(t, c, "lin sign_in accepted ", "wu sign_in accepted ", "lin remembered accepted ", "lin bare-metal-snapshots.clone intent ",
			"lin bare-metal-snapshots.clone refused ParameterInvalid", "wu forgotten accepted ", "lin remembered accepted ")
	})
}

func TestAViewerAddsAndForgetsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		b := c.Person("wu", "staff").SignIn(sim.DemoKey, sim.DemoSecret)
		b.Post("/bare-metal-snapshots/ops/remember", url.Values{"key": {"k"}, "known": {"snap-0001"}}).Want(http.StatusForbidden)
		if all, err := c.App.DB.Told(t.Context(), account(t, c), "bare-metal-snapshots"); err != nil || len(all) != 0 {
			t.Errorf("got %v, %v; want nothing", all, err)
		}
	})
}
