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

func keys(access, secret string) url.Values {
	return url.Values{"access_key": {access}, "secret_key": {secret}, "site": {"cn"}}
}

func TestSigningInFailsInFourClearWays(t *testing.T) {
	for name, c := range map[string]struct {
		options []apptest.Option
		form    url.Values
		want    string
	}{
		"an unknown key": {nil, keys("AKNOBODY00000001", sim.DemoSecret), "does not know this access key"},
		"a wrong secret": {nil, keys(sim.DemoKey, "wrong"), "does not belong to this access key"},
		"a host that is not there": {[]apptest.Option{apptest.WithSim(faulty(t, sim.Fault{Operation: "*", Drop: "before"}))},
			keys(sim.DemoKey, sim.DemoSecret), "cannot be reached"},
		"a clock that is off": {[]apptest.Option{apptest.WithSim(sim.New(sim.Options{Seed: "empty", Now: func() time.Time { return time.Now().Add(-2 * time.Hour) }}))},
			keys(sim.DemoKey, sim.DemoSecret), "clock"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := apptest.Start(t, c.options...).Browser().Post("/sign-in", c.form).Want(http.StatusUnprocessableEntity)
				if got := p.Find("main, form").Text(); !strings.Contains(got, c.want) {
					t.Errorf("the page does not say %q:\n%s", c.want, got)
				}
				if p.Value("access_key") != c.form.Get("access_key") {
					t.Error("the access key is not kept")
				}
				if strings.Contains(p.Body, c.form.Get("secret_key")) && c.form.Get("secret_key") != sim.DemoSecret {
					t.Error("the secret came back")
				}
			})
		})
	}
}

// faulty is an empty cloud with faults in force from the start.
func faulty(t *testing.T, faults ...sim.Fault) *sim.Server {
	t.Helper()
	s := sim.New(sim.Options{Seed: "empty"})
	if err := s.Inject(faults...); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSigningInTakesPastedSpacesAndLeadsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		for next, want := range map[string]string{
			"/instances?q=web": "/instances?q=web", "": "/", "https://evil.example/": "/", "//evil.example": "/", "/\\evil.example": "/", "javascript:alert(1)": "/",
		} {
			form := keys(" "+sim.DemoKey+"\t", sim.DemoSecret+"\n")
			form.Set("next", next)
			p := c.Browser().Post("/sign-in", form).Want(http.StatusSeeOther)
			if got := p.Header.Get("Location"); got != want {
				t.Errorf("next %q: got %q, want %q", next, got, want)
			}
		}
	})
}

func TestPagesAreForSignedInPeopleOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		for path, want := range map[string]int{"/": 303, "/instances": 303, "/tasks": 303, "/settings": 303, "/events": 401, "/healthz": 200, "/readyz": 200, "/sign-in": 200, "/nothing": 404} {
			p := c.Browser().Get(path)
			if p.Status != want {
				t.Errorf("%s: got %d, want %d", path, p.Status, want)
			}
		}
		p := c.Browser().Get("/instances?status=running").Want(http.StatusSeeOther)
		if got, want := p.Header.Get("Location"), "/sign-in?next="+url.QueryEscape("/instances?status=running"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		c.Browser().Get("/instances", "HX-Request", "true").Want(http.StatusUnauthorized)
	})
}

func TestSigningInChangesTheSessionAndSigningOutErasesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		first := b.Cookies()[0].Value
		b.Post("/sign-in", keys(sim.DemoKey, sim.DemoSecret)).Want(http.StatusSeeOther)
		second := b.Cookies()[0].Value
		if first == second {
			t.Error("the session kept its id")
		}
		if n := sessions(t, c); n != 1 {
			t.Errorf("got %d sessions, want 1: the first is over", n)
		}
		replay := c.Browser()
		p := b.Post("/sign-out", url.Values{}).Want(http.StatusSeeOther)
		if !strings.Contains(p.Header.Get("Clear-Site-Data"), "storage") {
			t.Error("the browser is not told to forget")
		}
		r := replay.Request(http.MethodGet, "/instances", nil)
		r.AddCookie(&http.Cookie{Name: "console", Value: second})
		replay.Do(r).Want(http.StatusSeeOther)
		if n := sessions(t, c); n != 0 {
			t.Errorf("got %d sessions, want 0", n)
		}
	})
}

func sessions(t *testing.T, c *apptest.Console) int {
	t.Helper()
	list, err := c.App.DB.Sessions(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestProfilesSwitchAndAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.WithSim(sim.New(sim.Options{Keys: map[string]string{sim.DemoKey: sim.DemoSecret, "AKOTHER000000002": "other"}})))
		b := c.SignedIn()
		form := keys("AKOTHER000000002", "other")
		form.Set("name", "second")
		b.Post("/sign-in", form).Want(http.StatusSeeOther)
		p := b.Get("/settings").Want(http.StatusOK)
		if !strings.Contains(p.Body, "second") || !strings.Contains(p.Body, "AKDE…0001") {
			t.Fatal("both profiles should be listed")
		}
		ids := profileIDs(t, c)
		b.Post("/settings/profile", url.Values{"profile": {ids["AKDE…0001"]}}).Want(http.StatusSeeOther)
		b.Post("/settings/profiles/forget", url.Values{"profile": {ids["AKDE…0001"]}}).Want(http.StatusSeeOther)
		if p := b.Get("/settings").Want(http.StatusOK); strings.Contains(p.Body, "AKDE…0001") {
			t.Error("a forgotten profile is still listed")
		}
		b.Post("/settings/profiles/forget", url.Values{"profile": {ids["AKOT…0002"]}}).Want(http.StatusSeeOther)
		b.Get("/settings").Want(http.StatusSeeOther)
	})
}

func profileIDs(t *testing.T, c *apptest.Console) map[string]string {
	t.Helper()
	list, err := c.App.DB.Sessions(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for _, s := range list {
		profiles, err := c.App.DB.Profiles(t.Context(), s.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range profiles {
			ids[p.MaskedKey] = p.ID
		}
	}
	return ids
}
