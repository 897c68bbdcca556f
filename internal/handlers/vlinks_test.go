package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
)

func TestAVLINKIsMadeJoinedLeftAndClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		subnet := strings.TrimPrefix(listed(t, b, "/subnets", "香港-数据库"), "/subnets/")
		form := b.Get("/vlinks/ops/create?subnet=" + subnet).Want(http.StatusOK)
		if got := form.Find(`select[name="subnet"] option[selected]`).AttrOr("value", ""); got != subnet {
			t.Errorf("the form stands at subnet %q, want the one it came from, %q", got, subnet)
		}
		pipe := form.Find(`select[name="pipe"] option`).First().AttrOr("value", "")
		do(b, "/vlinks/ops/create", v("subnet", subnet, "pipe", pipe)).Want(http.StatusSeeOther)
		at := listed(t, b, "/vlinks", "香港-数据库")
		servers := choosable(b.Get(at+"/ops/add-servers").Want(http.StatusOK), "servers")
		if len(servers) == 0 {
			t.Fatal("no server of the subnet is offered")
		}
		do(b, at+"/ops/add-servers", url.Values{"servers": servers[:1], "password": {"Sky-lark-42"}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if n := b.Get("/tasks?state=running").Find("tbody tr").Length(); n != 0 {
			t.Errorf("%d tasks run on", n)
		}
		if got := b.Get(at + "?tab=servers").Find("#detail tbody tr").Length(); got != 1 {
			t.Errorf("%d servers are in it, want 1", got)
		}
		if got := b.Get(at + "/ops/delete").Find("main").Text(); !strings.Contains(got, "Take its server out first") {
			t.Errorf("a VLINK with a server may be closed:\n%s", got)
		}
		if got := do(b, at+"/ops/remove-servers", v("ids", " ")).Want(http.StatusUnprocessableEntity).Find("main").Text(); !strings.Contains(got, "Choose a server") {
			t.Errorf("nobody to take out:\n%s", got)
		}
		do(b, at+"/ops/remove-servers", url.Values{"servers": servers[:1]}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		do(b, at+"/ops/delete", v("confirm", "香港-数据库")).Want(http.StatusSeeOther)
		if n := b.Get("/vlinks").Find("#list tbody tr[data-href]").Length(); n != 0 {
			t.Errorf("%d VLINKs are listed after it was closed", n)
		}
	})
}
