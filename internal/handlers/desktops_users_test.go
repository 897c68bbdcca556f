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

// accountNamed is the id of a desktop account.
func accountNamed(t *testing.T, b *apptest.Browser, name string) string {
	t.Helper()
	at := listed(t, b, "/desktop-accounts", name)
	return at[strings.LastIndex(at, "/")+1:]
}

func TestADesktopChangesHandsWhileItIsOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		time.Sleep(time.Minute) // the bubble's time
		at := desktop(t, b, "design01@example.com")
		for op, want := range map[string]string{"bind": "It is 设计01's already", "change-account": "Stop it first", "unbind": "Stop it first", "rebuild": "Stop it first"} {
			if got := words(b.Get(at + "/ops/" + op).Find("main")); !strings.Contains(got, want) {
				t.Errorf("%s of a running desktop: got %q, want %q", op, got, want)
			}
		}
		do(b, at+"/ops/stop", nil).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		do(b, at+"/ops/change-account", v("account", accountNamed(t, b, "trainee01@"))).Want(http.StatusSeeOther)
		if got := words(b.Get(at).Find("main")); !strings.Contains(got, "trainee01@example.com") {
			t.Errorf("after the change: %q", got)
		}
		do(b, at+"/ops/unbind", nil).Want(http.StatusSeeOther)
		if got := words(b.Get(at).Find("main")); strings.Contains(got, "@example.com") || !strings.Contains(got, "Nobody") {
			t.Errorf("after it was taken from its user: %q", got)
		}
		do(b, at+"/ops/bind", v("account", accountNamed(t, b, "trainee02@"))).Want(http.StatusSeeOther)
		page := b.Get("/desktop-accounts/" + accountNamed(t, b, "trainee02@"))
		if page.Find(`main a[href="`+at+`"]`).Length() == 0 {
			t.Error("the account's page does not lead to its desktop")
		}
	})
}

func TestWhatTheProviderRefusesInsideItsAnswerIsNoSuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		time.Sleep(time.Minute) // the bubble's time
		ids := ids(b.Get("/desktops?user=unbound&status=running&size=100"))[:2]
		form := b.Get("/desktops/ops/bind?" + url.Values{"id": ids}.Encode()).Want(http.StatusOK)
		account := accountNamed(t, b, "trainee03@")
		// A colleague gives the first away meanwhile, in the provider's console.
		if err := c.Sim.Inject(sim.Fault{Operation: "gcw.BindAccounts", Times: 1, Refuse: &sim.Refusal{HTTP: 200, Code: "13013", Message: "绑定GPU云桌面实例失败"}}); err != nil {
			t.Fatal(err)
		}
		b.Post("/desktops/ops/bind", url.Values{"id": ids, "account": {account}, "key": {form.Value("key")}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := words(b.Get("/tasks?state=failed").Find("main")); !strings.Contains(got, "Give to a user") {
			t.Errorf("no task has failed: %q", got)
		}
		if got := words(b.Get("/desktop-accounts/" + account + "?fresh=1").Find("main")); !strings.Contains(got, "Desktops1") {
			t.Errorf("the other was not bound: %q", got)
		}
	})
}

func TestADesktopIsRebuiltFromAnImageThatIsReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		time.Sleep(time.Minute) // the bubble's time
		at := "/desktops/" + ids(b.Get("/desktops?status=stopped"))[0]
		form := b.Get(at + "/ops/rebuild").Want(http.StatusOK)
		name := form.Find(`label[for="form-confirm"] b`).Text()
		if got := words(form.Find("main")); !strings.Contains(got, "All data on the system disk of "+name) {
			t.Errorf("what is lost is not told: %q", got)
		}
		images := form.Find(`[name="image"] option`)
		ready := images.Filter(`:not([disabled])[value!=""]`)
		if ready.Length() != 3 || images.Filter("[disabled]").Length() != 1 {
			t.Errorf("%d images are offered and %d not", ready.Length(), images.Filter("[disabled]").Length())
		}
		do(b, at+"/ops/rebuild", v("image", images.Filter("[disabled]").AttrOr("value", ""), "confirm", name)).Want(http.StatusUnprocessableEntity)
		do(b, at+"/ops/rebuild", v("image", ready.First().AttrOr("value", ""), "confirm", name)).Want(http.StatusSeeOther)
		if got := stateAt(b, at); got != "Reinstalling…" {
			t.Errorf("while it is rebuilt its state is %q", got)
		}
	})
}

func TestASubscriptionIsQuotedRenewedAndMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		time.Sleep(time.Minute) // the bubble's time
		at := "/desktops/" + ids(b.Get("/desktops?q=contractor-dev"))[0]
		form := b.Get(at + "/ops/renew").Want(http.StatusOK)
		if got := words(form.Find(".price")); !strings.Contains(got, "¥") || !strings.Contains(got, "per month") {
			t.Errorf("the price reads %q", got)
		}
		wantMistakes(t, b, at+"/ops/renew", v("months", "1", "renew", "false"), []badField{
			{"no answer about renewal", v("renew", ""), "form-renew", "This is required.", "此项必填。"},
			{"37 months", v("months", "37"), "form-months", "Give a number from 1 to 36.", "请填 1 到 36 之间的数。"},
		})
		before := words(b.Get(at).Find("main"))
		do(b, at+"/ops/renew", v("months", "3", "renew", "false")).Want(http.StatusSeeOther)
		if got := words(b.Get(at).Find("main")); got == before || strings.Contains(got, "Its term ends on") {
			t.Errorf("it still ends soon: %q", got)
		}
		going := "/desktops/" + ids(b.Get("/desktops?charge=0&status=running"))[0]
		if got := words(b.Get(going + "/ops/renew").Find("main")); !strings.Contains(got, "It is paid as it goes") {
			t.Errorf("what is paid as it goes may be renewed: %q", got)
		}
		do(b, going+"/ops/subscribe", v("months", "2", "renew", "true")).Want(http.StatusSeeOther)
		if got := words(b.Get(going).Find("main")); !strings.Contains(got, "Subscription") {
			t.Errorf("it is no subscription: %q", got)
		}
	})
}

func TestADifferentPriceIsAskedForEachProduct(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		time.Sleep(time.Minute) // the bubble's time
		chosen := url.Values{"id": append(ids(b.Get("/desktops?" + url.Values{"q": {"财务"}}.Encode()))[:2], ids(b.Get("/desktops?q=contractor-dev"))[0])}
		quote := words(b.Get("/desktops/ops/renew?" + chosen.Encode()).Want(http.StatusOK).Find(".price"))
		for _, want := range []string{"宿迁A, NVIDIA T4 × 2", "宿迁A, NVIDIA RTX 4000 × 1"} {
			if !strings.Contains(quote, want) {
				t.Errorf("the price has no %q: %q", want, quote)
			}
		}
	})
}
