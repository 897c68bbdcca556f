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

// metal is an order of one bare-metal server that could be sent.
func metal(b *apptest.Browser, charge string) url.Values {
	p := b.Post("/bare-metal/ops/create", v("charge", charge, "redraw", "1"))
	offer := func(name string) string { return p.Find(`[name="`+name+`"]`).First().AttrOr("value", "") }
	return v("vdc", p.Find(`[name="vdc"] option`).First().AttrOr("value", ""), "charge", charge, "compute", offer("compute"), "image", p.Find(`[name="image"] option`).First().AttrOr("value", ""),
		"networks", offer("networks"), "name", "forged", "amount", "1", "months", "1", "password", "Sky-lark-42", "password_again", "Sky-lark-42")
}

func TestABareMetalServerIsOrderedStoppedAndDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		do(b, "/bare-metal/ops/create", merged(metal(b, "PostPaid"), v("partitions", "/ 100\nswap 16\n/data 200", "bond", "true"))).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		at := listed(t, b, "/bare-metal", "forged")
		if got := b.Get(at + "/ops/delete").Find("main").Text(); !strings.Contains(got, "Stop it first") {
			t.Errorf("a running server may be deleted:\n%s", got)
		}
		do(b, at+"/ops/stop", nil).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		p := b.Get(at + "?fresh=1").Want(http.StatusOK)
		if got := p.Find("main").Text(); !strings.Contains(got, "Stopped") {
			t.Errorf("it is not stopped:\n%s", got)
		}
		do(b, at+"/ops/delete", v("confirm", "forged")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		b.Get(at + "?fresh=1").Want(http.StatusNotFound)
		if n := b.Get("/tasks?state=running").Find("tbody tr").Length(); n != 0 {
			t.Errorf("%d tasks run on after the server is gone", n)
		}
	})
}

func TestASubscriptionOfBareMetalIsPricedAndStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		p := b.Post("/bare-metal/ops/create", merged(metal(b, "PrePaid"), v("amount", "2", "redraw", "1")))
		if got := p.Find(".price").Text(); !strings.Contains(got, "Each server") || !strings.Contains(got, "¥") {
			t.Errorf("the price reads %q", got)
		}
		if p := b.Post("/bare-metal/ops/create", v("charge", "PostPaid", "redraw", "1")); p.Find(`[name="months"]`).Length() != 0 {
			t.Error("months are asked for where nothing is paid upfront")
		}
		at := listed(t, b, "/bare-metal", "db-physical-001")
		if got := b.Get(at + "/ops/delete").Find("main").Text(); !strings.Contains(got, "A subscription cannot be deleted") {
			t.Errorf("a subscription may be deleted:\n%s", got)
		}
		if got := b.Get(at + "/ops/reinstall").Find("main").Text(); !strings.Contains(got, "The data on sda (") {
			t.Errorf("what a reinstall loses is not told:\n%s", got)
		}
	})
}

func TestMistakesInAnOrderOfBareMetalAreToldBeforeTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		wantMistakes(t, b, "/bare-metal/ops/create", metal(b, "PrePaid"), []badField{
			{"passwords that differ", v("password_again", "Sky-lark-43"), "form-password_again", "The two passwords differ.", "两次输入的密码不一样。"},
			{"a partition without a size", v("partitions", "/"), "form-partitions", `"/" is not a path and a size, such as / 100.`, "“/”不是“路径 容量”，例如 / 100。"},
			{"no root first", v("partitions", "swap 16"), "form-partitions", "The first partition must be /.", "第一个分区必须是 /。"},
			{"a path that is none", v("partitions", "/ 100\ndata 20"), "form-partitions", "data is neither swap nor a path such as /data.", "data 不是 swap，也不是 /data 这样的路径。"},
			{"a path twice", v("partitions", "/ 100\n/ 20"), "form-partitions", "/ is there twice.", "/ 出现了两次。"},
			{"101 servers", v("amount", "101"), "form-amount", "Give a number from 1 to 100.", "请填 1 到 100 之间的数。"},
			{"a number in words", v("number", "one"), "form-number", "Give up to 6 digits, for instance 001.", "请填最多 6 位数字，例如 001。"},
		})
		if n := calls(c, "bms.CreateBmsInstance"); n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
	})
}
