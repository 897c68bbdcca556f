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

// fill puts values in the places of a route's path.
func fill(path, id string) string {
	return strings.NewReplacer(":id", id, ":key", id, ":op", "stop", "*", "app.css").Replace(path)
}

func TestNobodyGetsAnywhereWithoutAnIdentity(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		forged := func(name string) *apptest.Browser {
			b := c.Person("lin", "admins")
			b.From("203.0.113.5:1", name, "lin")
			return b
		}
		unnamed := c.Browser()
		unnamed.From("10.9.8.7:1")
		roleless := c.Person("chen", "guests")
		for name, one := range map[string]struct {
			b    *apptest.Browser
			want int
		}{
			"not named by the proxy":           {unnamed, http.StatusUnauthorized},
			"beside the proxy":                 {c.Browser(), http.StatusUnauthorized},
			"naming oneself":                   {forged("Remote-User"), http.StatusForbidden},
			"naming oneself with underscores":  {forged("REMOTE_USER"), http.StatusForbidden},
			"naming one's groups":              {forged("remote-groups"), http.StatusForbidden},
			"a person without a role":          {roleless, http.StatusForbidden},
			"another path of the proxy's name": {forged("Remote.User"), http.StatusForbidden},
		} {
			for _, r := range c.App.Handler.Routes() {
				p := one.b.Do(one.b.Request(r.Method, fill(r.Path, "x"), url.Values{}))
				if open := r.Permission == "anyone"; open && p.Status >= 500 || !open && p.Status != one.want {
					t.Errorf("%s: %s %s: got %d, want %d", name, r.Method, r.Path, p.Status, one.want)
				}
			}
			if p := one.b.Get("/there/is/nothing"); p.Status != one.want {
				t.Errorf("%s: no page: got %d, want %d", name, p.Status, one.want)
			}
		}
		if n := sessions(t, c); n != 0 {
			t.Errorf("got %d sessions, want none", n)
		}
		if p := roleless.Get("/"); !strings.Contains(p.Body, "no role in this console") || !strings.Contains(p.Body, "the cloud desk") {
			t.Errorf("the page does not say who gives a role:\n%s", p.Body)
		}
	})
}

func TestAPersonWithoutASessionReachesOnlyTheSignIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		for _, r := range c.App.Handler.Routes() {
			b := c.Person("lin", "admins")
			p := b.Do(b.Request(r.Method, fill(r.Path, "x"), url.Values{}))
			switch signedOut := p.Status == http.StatusUnauthorized || p.Status == http.StatusSeeOther && strings.HasPrefix(p.Header.Get("Location"), "/sign-in"); {
			case r.Permission == "anyone" || r.Permission == "known":
				if signedOut {
					t.Errorf("%s %s: sent to sign in", r.Method, r.Path)
				}
			case !signedOut:
				t.Errorf("%s %s: got %d, want to be sent to sign in", r.Method, r.Path, p.Status)
			}
		}
		if n := sessions(t, c); n != 0 {
			t.Errorf("got %d sessions, want none before anyone signed in", n)
		}
	})
}

func TestASessionBelongsToItsPerson(t *testing.T) {
	c := apptest.Start(t, apptest.BehindProxy())
	lin := c.Person("lin", "admins").SignIn(sim.DemoKey, sim.DemoSecret)
	lin.Get("/instances").Want(http.StatusOK)
	list, err := c.App.DB.Sessions(t.Context(), "lin")
	if err != nil || len(list) != 1 || list[0].IP != "198.51.100.1" {
		t.Fatalf("got sessions %+v, %v; want one of lin's from where the proxy says", list, err)
	}
	for name, become := range map[string]func(b *apptest.Browser){
		"another person":                     func(b *apptest.Browser) { b.NamedAs("wang", "admins") },
		"the same name in capitals":          func(b *apptest.Browser) { b.NamedAs("LIN", "admins") },
		"nobody any more":                    func(b *apptest.Browser) { b.From("10.9.8.7:1") },
		"the same person without any role":   func(b *apptest.Browser) { b.NamedAs("lin", "guests") },
		"the same person beside the proxy":   func(b *apptest.Browser) { b.From("203.0.113.5:1", "Remote-User", "lin") },
		"two people at once":                 func(b *apptest.Browser) { b.From("10.9.8.7:1", "Remote-User", "lin", "Remote_User", "lin") },
		"a copy of the cookie, elsewhere":    func(b *apptest.Browser) { b.From("203.0.113.5:1") },
		"an open stream of another person's": nil,
	} {
		t.Run(name, func(t *testing.T) {
			b := c.Person("lin", "admins").SignIn(sim.DemoKey, sim.DemoSecret)
			before := sessions(t, c)
			if become == nil {
				become = func(b *apptest.Browser) { b.NamedAs("wang", "admins") }
				become(b)
				b.Get("/events").Want(http.StatusUnauthorized)
			} else {
				become(b)
				if p := b.Get("/instances"); p.Status == http.StatusOK || strings.Contains(p.Body, "i-") && strings.Contains(p.Body, "row-instances") {
					t.Errorf("got %d and perhaps a page", p.Status)
				}
			}
			if n := sessions(t, c); n != before-1 {
				t.Errorf("got %d sessions, want %d: the session is over", n, before-1)
			}
			b.NamedAs("lin", "admins")
			if p := b.Get("/instances"); p.Status != http.StatusSeeOther {
				t.Errorf("back as lin: got %d, want to sign in anew", p.Status)
			}
		})
	}
	lin.Get("/instances").Want(http.StatusOK)
}

func TestAPlantedSessionIsWorthNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy(), apptest.WithSim(sim.New(sim.Options{Keys: map[string]string{sim.DemoKey: sim.DemoSecret, "AKOTHER000000002": "other"}})))
		mallory := c.Person("mallory", "staff").SignIn("AKOTHER000000002", "other")
		planted := mallory.Cookies()
		lin := c.Person("lin", "admins")
		lin.SetCookies(planted)
		lin.Get("/instances").Want(http.StatusSeeOther)
		lin.SetCookies(planted)
		lin.SignIn(sim.DemoKey, sim.DemoSecret)
		for _, k := range lin.Cookies() {
			for _, old := range planted {
				if k.Name == old.Name && k.Value == old.Value {
					t.Errorf("%s is still the planted one", k.Name)
				}
			}
		}
		if p := lin.Get("/settings").Want(http.StatusOK); strings.Contains(p.Body, "AKOT…0002") {
			t.Error("the planted session's keys came along")
		}
		mallory.Get("/instances").Want(http.StatusSeeOther)
	})
}

func TestPeopleSeeAndEndTheirOwnSessionsAndAdministratorsAnyones(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		lin, second, wang := c.Person("lin", "ops"), c.Person("lin", "ops"), c.Person("wang", "admins")
		for _, b := range []*apptest.Browser{lin, second, wang} {
			b.SignIn(sim.DemoKey, sim.DemoSecret)
		}
		ids := sessionIDs(t, c)
		p := lin.Get("/settings/sessions").Want(http.StatusOK)
		if strings.Contains(p.Body, "wang") || strings.Contains(p.Body, ids["wang"]) {
			t.Error("lin sees wang's session")
		}
		lin.Post("/settings/sessions/end", url.Values{"session": {ids["wang"]}}).Want(http.StatusNotFound)
		wang.Get("/instances").Want(http.StatusOK)

		for query, want := range map[string]int{"": 1, "?person=LI": 1, "?person=wang": 0} {
			p = wang.Get("/settings/sessions" + query).Want(http.StatusOK)
			if got := p.Find(`button[name="session"][value="` + ids["lin"] + `"]`).Length(); got != want {
				t.Errorf("%q: got %d buttons to end lin's session, want %d", query, got, want)
			}
		}
		lin.Post("/settings/sessions/others", url.Values{}).Want(http.StatusSeeOther)
		second.Get("/instances").Want(http.StatusSeeOther)
		lin.Get("/instances").Want(http.StatusOK)
		wang.Get("/instances").Want(http.StatusOK)
		lin.Post("/settings/sessions/others", url.Values{}).Want(http.StatusSeeOther)
		if ids = sessionIDs(t, c); len(ids) != 2 {
			t.Fatalf("after ending all others: got the sessions of %v, want one of lin and one of wang", ids)
		}
		wang.Prove().Post("/settings/sessions/end", url.Values{"session": {ids["lin"]}}).Want(http.StatusSeeOther)
		wang.Post("/settings/sessions/end", url.Values{"session": {"nobody's"}}).Want(http.StatusNotFound)
		if n := sessions(t, c); n != 1 {
			t.Errorf("got %d sessions, want wang's", n)
		}
	})
}

// sessionIDs has one session of each person.
func sessionIDs(t *testing.T, c *apptest.Console) map[string]string {
	t.Helper()
	all, err := c.App.DB.Sessions(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for _, one := range all {
		ids[one.Person] = one.ID
	}
	return ids
}

func TestASessionIsNamedByItsBrowserAndTellsItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for agent, want := range map[string]string{
			"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36":                                   "Chrome · Linux",
			"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0":                                                        "Firefox · Windows",
			"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0":           "Edge · Windows",
			"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15":                   "Safari · macOS",
			"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1": "Safari · iOS",
			"<script>alert(1)</script>": "Unknown browser",
			"":                          "Unknown browser",
		} {
			b := apptest.Start(t).Browser()
			b.From("203.0.113.9:4000", "User-Agent", agent)
			b.SignIn(sim.DemoKey, sim.DemoSecret)
			text := strings.Join(strings.Fields(b.Get("/settings/sessions").Want(http.StatusOK).Find("main tbody tr").Text()), " ")
			if !strings.HasPrefix(text, want+" 203.0.113.9") || !strings.Contains(text, " minutes") || !strings.Contains(text, "This session") {
				t.Errorf("%s: got %q, want %q", agent, text, want)
			}
		}
	})
}

func TestAStreamEndsWhenItsPersonMustBeNamedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		w := watch(t, c, c.Person("lin", "ops").SignIn(sim.DemoKey, sim.DemoSecret))
		time.Sleep(9 * time.Minute)
		select {
		case <-w.done:
			t.Fatal("the stream ended early")
		default:
		}
		time.Sleep(2 * time.Minute)
		<-w.done
		if strings.Contains(w.String(), "event: bye") {
			t.Error("the browser was told not to come back")
		}
	})
}

func TestSigningInIsLimitedByPlaceAndByKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		tried := func(peer, key string, header ...string) int {
			b := c.Browser()
			b.From(peer)
			return b.Post("/sign-in", keys(key, "guess"), header...).Status
		}
		count := func(n int, try func(i int) int) (asked, limited int) {
			for i := range n {
				switch try(i) {
				case http.StatusUnprocessableEntity:
					asked++
				case http.StatusTooManyRequests:
					limited++
				}
			}
			return asked, limited
		}
		asked, limited := count(100, func(i int) int {
			return tried("203.0.113.1:9", "AKGUESS"+string(rune('A'+i%26)), "X-Forwarded-For", "198.51.100."+string(rune('0'+i%10)))
		})
		if asked < 30 || asked > 45 || asked+limited != 100 {
			t.Errorf("from one place: got %d asked and %d limited of 100; want about 30 asked", asked, limited)
		}
		asked, limited = count(60, func(i int) int { return tried("203.0.113."+string(rune('2'+i%8))+":9", sim.DemoKey) })
		if asked < 20 || asked > 35 || asked+limited != 60 {
			t.Errorf("with one key: got %d asked and %d limited of 60; want about 20 asked", asked, limited)
		}
		b := c.Browser()
		b.From("203.0.113.1:9")
		p := b.Post("/sign-in", keys("AKX", "guess")).Want(http.StatusTooManyRequests)
		if p.Header.Get("Retry-After") == "" || !strings.Contains(p.Body, "Too many attempts") || strings.Contains(p.Body, "guess") {
			t.Errorf("the answer does not say when to try again, or says the secret:\n%s", p.Body)
		}
		other := c.Browser()
		other.From("198.51.100.77:9")
		other.Post("/sign-in", keys("AKANOTHER0000001", "guess")).Want(http.StatusUnprocessableEntity)
	})
}
