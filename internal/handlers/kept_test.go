package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// fields are what a form of a page would send.
func fields(form *goquery.Selection) url.Values {
	v := url.Values{}
	form.Find("input[type=hidden]").Each(func(_ int, in *goquery.Selection) { v.Add(in.AttrOr("name", ""), in.AttrOr("value", "")) })
	return v
}

func TestAFormSentTooLateComesBackAsItWasFilled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		key := b.Get("/instances/new").Want(http.StatusOK).Value("key")
		expire(c)
		filled := url.Values{"name": {"typed <b>by hand</b>"}, "amount": {"3"}, "tags": {"a=1"}, "password": {"Canary-pass-1"}, "password_again": {"Canary-pass-1"}, "proof": {"Canary-proof"}, "key": {key}}

		p := b.Post("/instances/new", filled).Want(http.StatusUnauthorized)
		if !strings.Contains(p.Find("main").Text(), "the form was not sent") {
			t.Errorf("the page does not say what happened:\n%s", p.Find("main").Text())
		}
		p = b.Post("/sign-in", merge(fields(p.Find("main form").First()), keys(sim.DemoKey, "wrong"))).Want(http.StatusUnprocessableEntity)
		if strings.Contains(p.Body, "Canary") {
			t.Error("a password came along")
		}
		p = b.Post("/sign-in", merge(fields(p.Find("main form").First()), keys(sim.DemoKey, sim.DemoSecret))).Want(http.StatusOK)
		form := p.Find("form[data-go-on]")
		if at := form.AttrOr("action", ""); at != "/instances/new" {
			t.Fatalf("it leads to %q", at)
		}
		p = b.Post("/instances/new", fields(form)).Want(http.StatusOK)
		if p.Value("name") != filled.Get("name") || p.Value("amount") != "3" || p.Value("password") != "" {
			t.Errorf("got name %q, amount %q, password %q", p.Value("name"), p.Value("amount"), p.Value("password"))
		}
		if n := c.Sim.Calls().Operations["ccs.instance.CreateInstance"].Calls; n != 0 {
			t.Errorf("it was sent %d times by itself", n)
		}
	})
}

// merge is a form with other values in some of its fields.
func merge(form, with url.Values) url.Values {
	for name, v := range with {
		form[name] = v
	}
	return form
}

func TestAFormThatWasSentBeforeItCameBackLeadsToItsFirstAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		path := "/instances/" + ids(b.Get("/instances?status=running"))[0] + "/ops/stop"
		sent := url.Values{"key": {b.Get(path).Value("key")}}
		b.Post(path, sent).Want(http.StatusSeeOther) // the answer is lost on its way
		expire(c)
		p := b.Post(path, sent).Want(http.StatusUnauthorized)
		p = b.Post("/sign-in", merge(fields(p.Find("main form").First()), keys(sim.DemoKey, sim.DemoSecret))).Want(http.StatusOK)
		p = b.Post(path, fields(p.Find("form[data-go-on]"))).Want(http.StatusOK)
		b.Post(path, url.Values{"key": {p.Value("key")}}).Want(http.StatusSeeOther)
		if n := c.Sim.Calls().Operations["ccs.instance.StopInstance"].Calls; n != 1 {
			t.Errorf("sent %d times, want once", n)
		}
	})
}

func TestAFormThatCannotComeBackLeadsToItsPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		expire(c)
		for referer, want := range map[string]string{"http://console.test/settings?x=1": "/settings?x=1", "https://evil.example/settings": "/", "": "/"} {
			p := b.Post("/settings/profile", url.Values{"profile": {"p"}, "next": {"/tasks"}}, "Referer", referer).Want(http.StatusUnauthorized)
			if got := p.Find("main [name=next]").AttrOr("value", ""); got != want {
				t.Errorf("from %q: leads to %q, want %q", referer, got, want)
			}
			if p.Find("[name=kept]").Length() != 0 {
				t.Error("a form that would act at once is carried along")
			}
		}
		form := merge(keys(sim.DemoKey, sim.DemoSecret), url.Values{"kept_at": {"/settings/sessions/end"}, "kept": {"session=x"}})
		b.Post("/sign-in", form).Want(http.StatusSeeOther)
	})
}

// TestNothingIsStoredForSomeoneUnknown is Horizon's CVE-2026-43002: what an
// unknown browser wanted was kept in a session made for it, so that anyone
// could fill the store.
func TestNothingIsStoredForSomeoneUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		for range 20 {
			b := c.Browser()
			b.Get("/instances?next=/instances").Want(http.StatusSeeOther)
			b.Get("/sign-in?next=/tasks").Want(http.StatusOK)
			b.Post("/instances/new", url.Values{"name": {"x"}}).Want(http.StatusUnauthorized)
			b.Post("/sign-in", keys(sim.DemoKey, "wrong")).Want(http.StatusUnprocessableEntity)
			if n := len(b.Cookies()); n != 0 {
				t.Fatalf("got %d cookies", n)
			}
		}
		if n := sessions(t, c); n != 0 {
			t.Errorf("got %d sessions of nobody", n)
		}
	})
}

func TestTheSignInPageSaysThatTheSessionHasEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		expire(c)
		to := b.Get("/instances?q=web").Want(http.StatusSeeOther).Header.Get("Location")
		if p := b.Get(to).Want(http.StatusOK); !strings.Contains(p.Find("main").Text(), "session has ended") || p.Find("main [name=next]").AttrOr("value", "") != "/instances?q=web" {
			t.Errorf("it does not say so, or leads elsewhere:\n%s", p.Body)
		}
		if p := c.Browser().Get("/sign-in"); strings.Contains(p.Find("main").Text(), "ended") {
			t.Error("someone new is told of a session they never had")
		}
	})
}
