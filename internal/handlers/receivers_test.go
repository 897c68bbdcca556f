package handlers_test

import (
	"net/http"
	"testing"
	"testing/synctest"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

func TestAnAlarmReceiverIsReachedElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		at := b.Get("/alarm-receivers").Find("#list tbody tr[data-href]").First().AttrOr("data-href", "")
		good := v("email", "night@example.com", "country", "+86", "phone", "13800000001", "proof", sim.DemoSecret)
		wantMistakes(t, b, at+"/ops/edit", good, []badField{
			{"an address that is none", v("email", "night at example"), "form-email", "This is no e-mail address.", "不是有效的邮箱地址。"},
			{"a number in words", v("phone", "one-three"), "form-phone", "Give the number in digits, without the country code.", "请只填数字，不含国家代码。"},
		})
		if n := calls(c, "alarm.UpdateWanAlarmReceiver"); n != 0 {
			t.Fatalf("the cloud was asked %d times", n)
		}
		do(b, at+"/ops/edit", good).Want(http.StatusSeeOther)
		if n := b.Get("/alarm-receivers?fresh=1&q=night@example.com").Find("#list tbody tr[data-href]").Length(); n != 1 {
			t.Errorf("%d receivers have the new address", n)
		}
	})
}
