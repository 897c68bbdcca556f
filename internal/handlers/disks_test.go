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
	"yunque/internal/sim"
)

// newDisk makes one data disk in a zone, and gives its page.
func newDisk(t *testing.T, b *apptest.Browser, name, zone string, more url.Values) string {
	t.Helper()
	order := v("zone", zone, "type", "SSD", "size", "32", "count", "1", "name", name)
	do(b, "/disks/ops/create", merged(order, more)).Want(http.StatusSeeOther)
	time.Sleep(time.Minute) // the bubble's time
	return listed(t, b, "/disks", name)
}

// stateAt is the state in the head of a thing's page.
func stateAt(b *apptest.Browser, path string) string {
	return words(b.Get(path + "?fresh=1").Find("#detail .st").First())
}

func TestADiskIsMadeAttachedEnlargedDetachedAndDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		server := elasticNamed(t, b, "hk-web-1")
		at := newDisk(t, b, "trial-a", "CN_HongKong_B", nil)
		if got := stateAt(b, at); got != "Free (billed)" {
			t.Fatalf("a new disk: got %q", got)
		}
		do(b, at+"/ops/attach", v("server", server, "goes", "true")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		page := b.Get(at + "?fresh=1")
		if got := words(page.Find("main")); stateAt(b, at) != "In use" || page.Find(`main a[href="/ecs/`+server+`"]`).Length() == 0 || !strings.Contains(got, "Deleted with the serverDeleted with it") {
			t.Errorf("attached: got %q", got)
		}
		if b.Get("/ecs/"+server+"?tab=disks&fresh=1").Find(`main tbody a[href="`+at+`"]`).Length() != 1 {
			t.Error("the server's page does not lead to the disk")
		}
		if got := words(b.Get(at + "/ops/delete").Find("main")); !strings.Contains(got, "Detach it from hk-web-1 first") {
			t.Errorf("an attached disk may be deleted: %q", got)
		}
		do(b, at+"/ops/extend", v("size", "64")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		do(b, at+"/ops/detach", nil).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		form := b.Get(at + "/ops/delete").Want(http.StatusOK)
		if got := words(form.Find("main")); !strings.Contains(got, "All data on disk trial-a (64 GB, ") {
			t.Errorf("what is lost is not told: %q", got)
		}
		do(b, at+"/ops/delete", v("confirm", "trial-a")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		b.Get(at + "?fresh=1").Want(http.StatusNotFound)
	})
}

func TestMistakesInADiskOrderAreToldBeforeTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		good := v("zone", "CN_HongKong_B", "type", "SSD", "size", "32", "count", "1")
		wantMistakes(t, b, "/disks/ops/create", good, []badField{
			{"between the steps", v("size", "30"), "form-size", "Give a multiple of 8, for instance 32.", "请填 8 的倍数，例如 32。"},
			{"more than the quota all together", v("size", "1000", "count", "3"), "form-size", "3,000 GB more are needed; 2,528 GB of the zone's 10,240 GB are left.", "需要再占用 3,000 GB，可用区配额 10,240 GB 中只剩 2,528 GB。"},
			{"a name that begins with a digit", v("name", "1st"), "form-name", "2 to 40 characters: letters, Chinese, digits and . _ : - ( ), beginning with a Latin letter.", "2 至 40 个字符：字母、汉字、数字和 . _ : - ( )，以英文字母开头。"},
			{"no room for numbers", v("name", strings.Repeat("d", 40), "count", "2"), "form-name", "Several disks are numbered: use at most 37 characters.", "创建多块时会自动编号，名称请不超过 37 个字符。"},
			{"a server elsewhere", v("server", elasticNamed(t, b, "dg-bastion")), "form-server", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
		})
		least := wantSize(t, b, "/disks/ops/create", merged(good, v("size", "16")))
		if want := "Give a number from 24 to 2,528."; least != want {
			t.Errorf("less than the least: got %q, want %q", least, want)
		}
		if n := asked(c, "ebs.CreateDisk"); n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
	})
}

// wantSize is what a form says beside its size.
func wantSize(t *testing.T, b *apptest.Browser, path string, form url.Values) string {
	t.Helper()
	return words(b.Post(path, form).Want(http.StatusUnprocessableEntity).Find("#form-size-error"))
}

func TestADiskGrowsInSteps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		at := newDisk(t, b, "trial-b", "CN_HongKong_B", nil)
		wantMistakes(t, b, at+"/ops/extend", v("size", "64"), []badField{
			{"as it is", v("size", "32"), "form-size", "This is the same as now.", "和现在一样，没有变化。"},
			{"between the steps", v("size", "44"), "form-size", "Give a multiple of 8, for instance 48.", "请填 8 的倍数，例如 48。"},
			{"beyond the quota", v("size", "4000"), "form-size", "Give a number from 32 to 2,528.", "请填 32 到 2,528 之间的数。"},
		})
		if n := asked(c, "ebs.ExtendDisk"); n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
		quote := do(b, at+"/ops/extend", v("size", "64", "redraw", "1")).Want(http.StatusOK).Find(".price-total").Text()
		if !strings.Contains(quote, "¥") {
			t.Errorf("the form tells no price: %q", words(b.Get(at+"/ops/extend").Find("main")))
		}
	})
}

func TestDisksAreAttachedFromTheirServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		server := "/ecs/" + elasticNamed(t, b, "hk-web-2")
		at := newDisk(t, b, "trial-c", "CN_HongKong_B", nil)
		offered := b.Get(server + "/ops/attach-disks").Find(`[name="disks"]`).Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
		if len(offered) != 9 {
			t.Errorf("%d disks are offered, want the zone's 8 spare ones and the new one", len(offered))
		}
		id := strings.TrimPrefix(at, "/disks/")
		do(b, server+"/ops/attach-disks", v("disks", id)).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := words(b.Get(at + "?fresh=1").Find("main")); !strings.Contains(got, "hk-web-2") || !strings.Contains(got, "Deleted with the serverKept") {
			t.Errorf("got %q", got)
		}
		create := b.Get("/disks/ops/create?server=" + strings.TrimPrefix(server, "/ecs/"))
		if got := create.Find(`select[name="zone"] option[selected]`).AttrOr("value", ""); got != "CN_HongKong_B" || create.Find(`[name="goes"]`).Length() != 1 {
			t.Errorf("the form for the server's disk stands at %q", got)
		}
	})
}

func TestSystemDisksStayWithTheirServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := ids(b.Get("/disks?use=system"))[0]
		for op, want := range map[string]string{"attach": "A system disk stays on its server", "detach": "A system disk stays on its server", "delete": "A system disk goes only with its server"} {
			if got := words(b.Get("/disks/" + id + "/ops/" + op).Find("main")); !strings.Contains(got, want) {
				t.Errorf("%s: got %q", op, got)
			}
		}
	})
}

func TestDisksOfOneServerAreDetachedByOneCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		server := elasticNamed(t, b, "hk-mysql-1")
		chosen := ids(b.Get("/disks?use=data&server=" + server))
		other := ids(b.Get("/disks?use=data&server=" + elasticNamed(t, b, "hk-mysql-2")))[0]
		form := url.Values{"id": append(chosen, other)}
		filled(b, "/disks/ops/detach?"+form.Encode(), form).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := asked(c, "ebs.DetachDisk"); got != 2 {
			t.Errorf("got %d calls, want one per server: 2", got)
		}
		if got := len(ids(b.Get("/disks?fresh=1&status=disk.free&size=100"))); got != 25+len(chosen)+1 {
			t.Errorf("%d disks are free, want %d", got, 25+len(chosen)+1)
		}
		filled(b, "/disks/ops/delete?"+form.Encode(), merged(form, v("confirm", "4"))).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := len(ids(b.Get("/disks?fresh=1&status=disk.free&size=100"))); got != 25 {
			t.Errorf("%d disks are free after deleting, want 25", got)
		}
	})
}

func TestARefusedDiskOrderStandsBesideTheSize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		if err := c.Sim.Inject(sim.Fault{Operation: "ebs.CreateDisk", Refuse: &sim.Refusal{HTTP: http.StatusBadRequest, Code: "QuotaExceed.Disk", Message: "no"}}); err != nil {
			t.Fatal(err)
		}
		p := do(b, "/disks/ops/create", v("zone", "CN_HongKong_B", "type", "SSD", "size", "32", "count", "1")).Want(http.StatusUnprocessableEntity)
		if got := words(p.Find("#form-size-error")); !strings.Contains(got, "the zone's quota allows") {
			t.Errorf("beside the size: %q in %q", got, words(p.Find("main")))
		}
	})
}
