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

// desktop is the page of the one desktop that a search finds.
func desktop(t *testing.T, b *apptest.Browser, name string) string {
	t.Helper()
	return listed(t, b, "/desktops", name)
}

func TestDesktopsAreFoundByWhatTheyShow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		time.Sleep(time.Minute) // the bubble's time
		for query, want := range map[string]int{
			"q=design01@example.com": 1, "q=198.18.0.109": 1, "q=渲染队列": 6, "q=10.1.0.0/24": 40, "q=A5000": 9, "status=stopped": 5,
			"user=bound": 26, "ends=soon": 16, "ends=ended": 2, "site=32e6fd62-9bac-11ec-875a-2a8d1f4e167e&charge=0": 12, "q=nothing": 0,
		} {
			values, err := url.ParseQuery(query)
			if err != nil {
				t.Fatal(err)
			}
			if got := len(ids(b.Get("/desktops?size=100&" + values.Encode()).Want(http.StatusOK))); got != want {
				t.Errorf("%s: got %d, want %d", query, got, want)
			}
		}
	})
}

func TestTheListWarnsOfDesktopsThatEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		time.Sleep(time.Minute) // the bubble's time
		for lang, want := range map[string]string{"en": "16 desktops end within 7 days, and 2 have ended. Show", "zh-CN": "16 台云桌面将在 7 天内到期，2 台已到期。 查看"} {
			p := b.Get("/desktops", "Accept-Language", lang).Want(http.StatusOK)
			notice := p.Find("#list .flash").First()
			if got := words(notice); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if got := len(ids(b.Get(notice.Find("a").AttrOr("href", "") + "&size=100"))); got != 18 {
				t.Errorf("the way to them shows %d, want 18", got)
			}
		}
	})
}

func TestADesktopIsStoppedRenamedStartedAndDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		time.Sleep(time.Minute) // the bubble's time
		at := desktop(t, b, "design03@example.com")
		do(b, at+"/ops/stop", nil).Want(http.StatusSeeOther)
		if got := words(b.Get(at).Find("#detail .st").First()); got != "Stopping…" {
			t.Errorf("while it stops its state is %q", got)
		}
		if got := words(b.Get(at + "/ops/reboot").Find("main")); !strings.Contains(got, "Another operation is under way") {
			t.Errorf("a busy desktop may be restarted: %q", got)
		}
		time.Sleep(time.Minute) // the bubble's time
		if got := stateAt(b, at); !strings.HasPrefix(got, "Stopped") {
			t.Fatalf("got state %q", got)
		}
		do(b, at+"/ops/rename", v("name", "归还")).Want(http.StatusSeeOther)
		do(b, at+"/ops/label", v("label", "待回收")).Want(http.StatusSeeOther)
		if got := words(b.Get(at).Find("main")); !strings.Contains(got, "归还") || !strings.Contains(got, "待回收") {
			t.Errorf("name and remark: got %q", got)
		}
		do(b, at+"/ops/start", nil).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		form := b.Get(at + "/ops/delete").Want(http.StatusOK)
		for _, want := range []string{"The system disk of 归还 with all data on it, and 10.1.", "设计03 can no longer use 归还", "The rest of what is paid for 归还"} {
			if got := words(form.Find("main")); !strings.Contains(got, want) {
				t.Errorf("what is lost does not say %q: %q", want, got)
			}
		}
		do(b, at+"/ops/delete", v("confirm", "归还")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		b.Get(at + "?fresh=1").Want(http.StatusNotFound)
		if n := b.Get("/tasks?state=running").Find("tbody tr").Length(); n != 0 {
			t.Errorf("%d tasks run on after the desktop is gone", n)
		}
	})
}

func TestOneDesktopInTheWrongStateDoesNotKeepTheOthersFromStopping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		time.Sleep(time.Minute) // the bubble's time
		var chosen []string
		for _, name := range []string{"design09@", "support01@", "support02@", "support03@", "support04@", "support05@"} {
			at := desktop(t, b, name)
			chosen = append(chosen, at[strings.LastIndex(at, "/")+1:])
		}
		before := asked(c, "gcw.QueryVm")
		form := b.Get("/desktops/ops/stop?" + url.Values{"id": chosen}.Encode()).Want(http.StatusOK)
		if got := asked(c, "gcw.QueryVm") - before; got != len(chosen) {
			t.Errorf("the dialog for %d desktops read %d", len(chosen), got)
		}
		if got := words(form.Find("main")); !strings.Contains(got, "Acts on 5 items") || !strings.Contains(got, "1 item is skipped:客服桌面 – It must be running") {
			t.Errorf("got %q", got)
		}
		b.Post("/desktops/ops/stop", url.Values{"id": chosen, "key": {form.Value("key")}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := len(ids(b.Get("/desktops?" + url.Values{"status": {"stopped"}, "q": {"客服桌面"}}.Encode()))); got != 6 {
			t.Errorf("%d are stopped, want the 5 and the one that was", got)
		}
	})
}

func TestMistakesWithDesktopsAreToldBeforeTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		at := desktop(t, b, "design01@example.com")
		before := asked(c, "gcw.ChangeVmName") + asked(c, "gcw.UpdateVmLabels")
		wantMistakes(t, b, at+"/ops/rename", v("name", "x"), []badField{
			{"too long", v("name", strings.Repeat("长", 64)), "form-name", "At most 63 characters.", "最多 63 个字符。"},
			{"the same", v("name", "设计工作站"), "form-name", "This is the same as now.", "和现在一样，没有变化。"},
		})
		wantMistakes(t, b, at+"/ops/label", v("label", "x"), []badField{
			{"too long", v("label", strings.Repeat("长", 31)), "form-label", "At most 30 characters.", "最多 30 个字符。"},
			{"the same", v("label", "设计部"), "form-label", "This is the same as now.", "和现在一样，没有变化。"},
		})
		if n := asked(c, "gcw.ChangeVmName") + asked(c, "gcw.UpdateVmLabels") - before; n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
	})
}

func TestADesktopThatCannotBeReadDoesNotHideTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		if err := c.Sim.Inject(sim.Fault{Operation: "gcw.QueryVm", Times: 1, Refuse: &sim.Refusal{HTTP: 400, Code: "10008", Message: "系统内数据错误"}}); err != nil {
			t.Fatal(err)
		}
		p := b.Get("/desktops?size=100").Want(http.StatusOK)
		if got := words(p.Find("#list")); len(ids(p)) != 40 || strings.Count(got, "Not read") != 1 {
			t.Errorf("got %d rows, %d of them not read", len(ids(p)), strings.Count(got, "Not read"))
		}
	})
}

func TestWhatWasReadOfDesktopsIsAskedForAgainOnlyAfterAWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		time.Sleep(time.Minute) // the bubble's time
		view := func(path string) int {
			time.Sleep(10 * time.Second) // the bubble's time
			before := asked(c, "gcw.QueryVm")
			b.Get(path).Want(http.StatusOK)
			return asked(c, "gcw.QueryVm") - before
		}
		if first, again, fresh := view("/desktops"), view("/desktops?status=running"), view("/desktops?fresh=1"); first != 40 || again != 0 || fresh != 40 {
			t.Errorf("read %d desktops at first, %d again and %d when refreshed", first, again, fresh)
		}
		do(b, desktop(t, b, "design01@")+"/ops/label", v("label", "another")).Want(http.StatusSeeOther)
		if after := view("/desktops"); after != 40 {
			t.Errorf("read %d desktops after a write", after)
		}
		if got := len(ids(b.Get("/desktops?label=another"))); got != 1 {
			t.Errorf("%d desktops have the new remark", got)
		}
	})
}
