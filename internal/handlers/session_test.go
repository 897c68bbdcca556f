package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
	"yunque/internal/views/layout"
)

// htmx are the headers of a part that a page asks for, with more as names and
// values in turn.
func htmx(more ...string) []string {
	return append([]string{"HX-Request", "true", "HX-Request-Type", "partial", "Sec-Fetch-Mode", "cors"}, more...)
}

// lifetime is what the server says of the session.
func lifetime(t *testing.T, p *apptest.Page) layout.Session {
	t.Helper()
	var s layout.Session
	if err := json.Unmarshal([]byte(p.Want(http.StatusOK).Body), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatAPageAsksByItselfKeepsNoSessionAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		w := watch(t, c, b)
		defer w.close()
		id := ids(b.Get("/instances"))[0]
		for range int(c.Config.Idle/time.Minute) - 1 {
			time.Sleep(time.Minute)
			b.Get("/instances/"+id+"/row", htmx()...).Want(http.StatusOK)
			b.Get("/instances", htmx("X-Fresh", "1")...).Want(http.StatusOK)
			b.Get("/tasks/bell", htmx()...).Want(http.StatusOK)
			b.Get("/session", "Sec-Fetch-Mode", "cors").Want(http.StatusOK)
			b.Get("/instances/"+id+"/monitor.json", "Sec-Fetch-Mode", "cors")
		}
		time.Sleep(2 * time.Minute)
		b.Get("/instances", htmx()...).Want(http.StatusUnauthorized)
	})
}

func TestWhatAPersonDoesPutsTheEndOff(t *testing.T) {
	for name, act := range map[string]func(b *apptest.Browser) int{
		"going to a page":           func(b *apptest.Browser) int { return b.Get("/tasks", "Sec-Fetch-Mode", "navigate").Status },
		"a click that htmx follows": func(b *apptest.Browser) int { return b.Get("/tasks", htmx("X-Active", "1")...).Status },
		"staying":                   func(b *apptest.Browser) int { return b.Post("/session/stay", url.Values{}, "X-Active", "1").Status },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := apptest.Start(t)
				b := c.SignedIn()
				for range 4 {
					time.Sleep(c.Config.Idle - time.Minute)
					if got := act(b); got != http.StatusOK {
						t.Fatalf("got %d", got)
					}
				}
			})
		})
	}
}

func TestAPageLearnsTheEndAndWhetherItCanBePutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.WithSettings("CONSOLE_SESSION_IDLE=30m", "CONSOLE_SESSION_LIFETIME=1h"))
		b := c.SignedIn()
		if p := b.Get("/settings"); p.Find("body").AttrOr("data-left", "") != "1800" || p.Find("body").AttrOr("data-warn", "") != "120" {
			t.Errorf("the page says %s s left and warns %s s before; want 1800 and 120", p.Find("body").AttrOr("data-left", ""), p.Find("body").AttrOr("data-warn", ""))
		}
		time.Sleep(20 * time.Minute)
		if got := lifetime(t, b.Get("/session", htmx()...)); got.Left != 600 || got.Final {
			t.Errorf("after 20 minutes: got %+v, want 600 s, not final", got)
		}
		if got := lifetime(t, b.Post("/session/stay", url.Values{})); got.Left != 1800 || got.Final {
			t.Errorf("after staying: got %+v, want 1800 s, not final", got)
		}
		time.Sleep(20 * time.Minute)
		if got := lifetime(t, b.Post("/session/stay", url.Values{})); got.Left != 1200 || !got.Final {
			t.Errorf("20 minutes before the absolute limit: got %+v, want 1200 s, final", got)
		}
		time.Sleep(20 * time.Minute)
		b.Post("/session/stay", url.Values{}, htmx()...).Want(http.StatusUnauthorized)
	})
}

func TestOpenPagesLearnWhyTheirSessionIsOver(t *testing.T) {
	for name, end := range map[string]struct {
		do   func(t *testing.T, c *apptest.Console, b *apptest.Browser)
		want string
	}{
		"expired": {func(_ *testing.T, c *apptest.Console, _ *apptest.Browser) { time.Sleep(c.Config.Idle + time.Minute) }, "event: bye\ndata: expired\n"},
		"signed out": {func(_ *testing.T, _ *apptest.Console, b *apptest.Browser) {
			b.Post("/sign-out", url.Values{}).Want(http.StatusSeeOther)
		}, "event: bye\ndata: out\n"},
		"ended from elsewhere": {func(t *testing.T, c *apptest.Console, b *apptest.Browser) {
			list, err := c.App.DB.Sessions(t.Context(), "")
			if err != nil || len(list) != 1 {
				t.Fatalf("got %d sessions, %v", len(list), err)
			}
			c.SignedIn().Post("/settings/sessions/end", url.Values{"session": {list[0].ID}}).Want(http.StatusSeeOther)
		}, "event: bye\ndata: ended\n"},
		"by another console": {func(t *testing.T, c *apptest.Console, _ *apptest.Browser) {
			list, err := c.App.DB.Sessions(t.Context(), "")
			if err != nil || c.App.DB.DeleteSession(t.Context(), list[0].ID) != nil {
				t.Fatal("not deleted")
			}
			time.Sleep(time.Minute)
		}, "event: bye\ndata: ended\n"},
		"moved to a new one": {func(_ *testing.T, _ *apptest.Console, b *apptest.Browser) { b.SignIn(sim.DemoKey, sim.DemoSecret) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := apptest.Start(t)
				b := c.SignedIn()
				w := watch(t, c, b)
				synctest.Wait()
				end.do(t, c, b)
				synctest.Wait()
				select {
				case <-w.done:
				default:
					t.Error("the stream outlives its session")
					w.close()
				}
				got := w.String()
				if i := strings.Index(got, "event: bye"); i >= 0 {
					got = got[i:]
				} else {
					got = ""
				}
				if !strings.HasPrefix(got, end.want) || end.want == "" && got != "" {
					t.Errorf("got %q, want %q", got, end.want)
				}
			})
		})
	}
}

// expired is a browser whose session has ended by its idle limit.
func expire(c *apptest.Console) { time.Sleep(c.Config.Idle + time.Minute) }

// again signs in over a page with a mark, as its dialog does.
func again(b *apptest.Browser, mark, access, secret string) *apptest.Page {
	return b.Post("/sign-in", keys(access, secret), htmx("X-Account", mark, "X-Active", "1")...)
}

func TestAnInterruptedWriteIsDoneOnceAfterSigningInAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		page := b.Get("/instances?status=running")
		mark := page.Find("body").AttrOr("data-mark", "")
		path := "/instances/" + ids(page)[0] + "/ops/stop"
		form := url.Values{"key": {b.Get(path).Value("key")}}
		expire(c)
		stopped := func() int { return c.Sim.Calls().Operations["ccs.instance.StopInstance"].Calls }

		if p := b.Post(path, form, htmx("X-Account", mark, "X-Active", "1")...).Want(http.StatusUnauthorized); p.Body != "" || stopped() != 0 {
			t.Errorf("the refused request answered %q and called %d times; want nothing of either", p.Body, stopped())
		}
		p := again(b, mark, sim.DemoKey, "wrong").Want(http.StatusUnprocessableEntity)
		if p.Find("html").Length() > 0 && strings.Contains(p.Body, "<!DOCTYPE") || !strings.Contains(p.Body, "does not belong to this access key") {
			t.Errorf("a wrong secret is not said in the dialog:\n%s", p.Body)
		}
		p = again(b, mark, sim.DemoKey, sim.DemoSecret).Want(http.StatusOK)
		if got := p.Header.Get("HX-Trigger"); !strings.Contains(got, `"console:signed-in"`) || !strings.Contains(got, mark) {
			t.Errorf("the page is not told to go on: %q", got)
		}
		for range 2 {
			b.Post(path, form, htmx("X-Account", mark, "X-Active", "1")...).Want(http.StatusOK)
		}
		if n := stopped(); n != 1 {
			t.Errorf("sent %d times, want once", n)
		}
	})
}

const otherKey = "AKOTHER000000002"

// twoKeys is a console whose cloud knows a second account.
func twoKeys(t *testing.T) *apptest.Console {
	t.Helper()
	return apptest.Start(t, apptest.WithSim(sim.New(sim.Options{Keys: map[string]string{sim.DemoKey: sim.DemoSecret, otherKey: "other"}})))
}

func TestAnotherAccountsKeysSendNothingThatWasInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := twoKeys(t)
		b := c.SignedIn()
		page := b.Get("/instances?status=running")
		mark := page.Find("body").AttrOr("data-mark", "")
		path := "/instances/" + ids(page)[0] + "/ops/stop"
		form := url.Values{"key": {b.Get(path).Value("key")}}
		expire(c)

		p := again(b, mark, otherKey, "other").Want(http.StatusOK)
		if p.Header.Get("HX-Trigger") != "" || !strings.Contains(p.Body, "AKOT…0002") {
			t.Errorf("the page goes on with another account (%q):\n%s", p.Header.Get("HX-Trigger"), p.Body)
		}
		if p := b.Post(path, form, htmx("X-Account", mark)...).Want(http.StatusConflict); p.Header.Get("X-Account") == mark {
			t.Error("the answer does not say which account is in use")
		}
		if p := b.Post(path, form).Want(http.StatusConflict); !strings.Contains(p.Find("main").Text(), "made for another account") {
			t.Errorf("without a script nothing is said:\n%s", p.Find("main").Text())
		}
		if got := b.Get("/tasks", "HX-Request", "true", "HX-Request-Type", "full", "X-Account", mark).Want(http.StatusOK).Header.Get("HX-Redirect"); got != "/tasks" {
			t.Errorf("a link goes to %q, want the whole page anew", got)
		}
		if n := c.Sim.Calls().Operations["ccs.instance.StopInstance"].Calls; n != 0 {
			t.Fatalf("sent %d times on an account it was not meant for", n)
		}

		b.SignIn(sim.DemoKey, sim.DemoSecret) // now the session has both
		b.Post("/settings/profile", url.Values{"profile": {profileIDs(t, c)["AKOT…0002"]}}).Want(http.StatusSeeOther)
		offer := b.Get("/session/other", htmx("X-Account", mark)...).Want(http.StatusOK)
		if offer.Value("mark") != mark {
			t.Fatalf("the way back is not offered:\n%s", offer.Body)
		}
		p = b.Post("/session/account", url.Values{"mark": {mark}}, htmx("X-Account", mark)...).Want(http.StatusOK)
		if !strings.Contains(p.Header.Get("HX-Trigger"), mark) {
			t.Errorf("back on its account, the page is not told to go on: %q", p.Header.Get("HX-Trigger"))
		}
		b.Post(path, form, htmx("X-Account", mark)...).Want(http.StatusOK)
		if n := c.Sim.Calls().Operations["ccs.instance.StopInstance"].Calls; n != 1 {
			t.Errorf("sent %d times, want once", n)
		}
	})
}
