package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
	"yunque/internal/catalog"
	"yunque/internal/explorer"
	"yunque/internal/resource"
	"yunque/internal/risk"
	"yunque/internal/sim"
	"yunque/internal/store"
)

// forceDelete is the address of the gravest operation on a group in use, and
// what a person fills in.
func forceDelete(t *testing.T, b *apptest.Browser) (path string, form url.Values) {
	t.Helper()
	path = group(t, b, "db-") + "/ops/force-delete"
	p := b.Get(path).Want(http.StatusOK)
	form = url.Values{"confirm": {strings.TrimSpace(p.Find("b.mono").Text())}}
	for range p.Find(`[name="seen"]`).Length() {
		form.Add("seen", string(rune('0'+len(form["seen"]))))
	}
	return path, form
}

// and is a form with more filled in.
func and(form url.Values, more ...string) url.Values {
	out := url.Values{}
	for k, v := range form {
		out[k] = v
	}
	for i := 0; i+1 < len(more); i += 2 {
		out[more[i]] = []string{more[i+1]}
	}
	return out
}

const forced = "ccs.securitygroup.ForceDeleteSecurityGroup"

func TestTheGravestActsAreDoneOnlyAfterAFreshProof(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		path, form := forceDelete(t, b)
		for name, one := range map[string]struct{ proof, want string }{
			"without":     {"", "Type your secret key"},
			"a wrong one": {"canary-not-the-secret", "This is not the secret key of"},
		} {
			p := b.Post(path, and(form, "key", name, "proof", one.proof)).Want(http.StatusUnprocessableEntity)
			field := p.Find(`[name="proof"][type="password"]`)
			if got := p.Find("#" + field.AttrOr("id", "?") + "-error").Text(); !strings.Contains(got, one.want) {
				t.Errorf("%s: beside the field stands %q, want %q", name, got, one.want)
			}
			if link := p.Find(`[role="alert"] a[href="#` + field.AttrOr("id", "?") + `"]`).Length(); link != 1 {
				t.Errorf("%s: %d links to the field in the summary, want 1", name, link)
			}
			if got := p.Value("confirm"); got != form.Get("confirm") {
				t.Errorf("%s: the typed name is %q now", name, got)
			}
			if strings.Contains(p.Body, "canary") {
				t.Errorf("%s: what was typed comes back", name)
			}
		}
		if n := calls(c, forced); n != 0 {
			t.Fatalf("called %d times without a proof", n)
		}
		// A right proof stays when something else is wrong.
		p := b.Post(path, and(form, "confirm", "another", "proof", sim.DemoSecret)).Want(http.StatusUnprocessableEntity)
		if p.Find(`[name="proof"]`).Length() != 0 {
			t.Error("the proof is asked for again right after it was given")
		}
		time.Sleep(5*time.Minute + time.Second) // the bubble's time
		b.Post(path, and(form, "key", "late")).Want(http.StatusUnprocessableEntity)
		b.Post(path, and(form, "key", "again", "proof", sim.DemoSecret)).Want(http.StatusSeeOther)
		if n := calls(c, forced); n != 1 {
			t.Errorf("called %d times after the proof, want once", n)
		}
	})
}

func TestAProofIsOfOneSessionAndOneProfile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.WithSim(sim.New(sim.Options{Keys: map[string]string{sim.DemoKey: sim.DemoSecret, "AKOTHER000000002": "other"}})))
		b, elsewhere := c.SignedIn(), c.SignedIn()
		path, form := forceDelete(t, b)
		asked := func(b *apptest.Browser) bool {
			t.Helper()
			return b.Get(path).Want(http.StatusOK).Find(`[name="proof"][type="password"]`).Length() == 1
		}
		b.Prove()
		if asked(b) || !asked(elsewhere) {
			t.Errorf("asked here %v, elsewhere %v; want no, yes", asked(b), asked(elsewhere))
		}
		b.SignIn("AKOTHER000000002", "other")
		b.Post("/proof", url.Values{"proof": {sim.DemoSecret}}).Want(http.StatusUnprocessableEntity)
		b.Post("/proof", url.Values{"proof": {"other"}}).Want(http.StatusSeeOther)
		other := b.Get("/settings").Find(`button[name="profile"]:not([aria-current])`).First().AttrOr("value", "")
		b.Post("/settings/profile", url.Values{"profile": {other}}).Want(http.StatusSeeOther)
		if !asked(b) {
			t.Error("the proof with one profile's secret serves for another")
		}
		b.Post(path, and(form, "proof", "other")).Want(http.StatusUnprocessableEntity)
	})
}

func TestGuessingTheSecretKeyIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		lin := c.Person("lin", "admins").SignIn(sim.DemoKey, sim.DemoSecret)
		guess := func(secret string) *apptest.Page { return lin.Post("/proof", url.Values{"proof": {secret}}) }
		for range 5 {
			guess("guess").Want(http.StatusUnprocessableEntity)
		}
		p := guess(sim.DemoSecret).Want(http.StatusTooManyRequests)
		if p.Header.Get("Retry-After") != "20" && p.Header.Get("Retry-After") != "21" {
			t.Errorf("retry after %q, want the wait", p.Header.Get("Retry-After"))
		}
		denied := "lin proof denied WrongSecret"
		wantTrail(t, c, "lin sign_in accepted ", denied, denied, denied, denied, denied)
		time.Sleep(21 * time.Second) // the bubble's time
		guess(sim.DemoSecret).Want(http.StatusSeeOther)
	})
}

// TestEveryActOfTheTableTakesAProof tries each: what the catalogue names by
// hand in the explorer, and what only the console does where it is done.
func TestEveryActOfTheTableTakesAProof(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy("CONSOLE_FOUR_EYES=buyer,operator"))
		lin := c.Person("lin", "admins").SignIn(sim.DemoKey, sim.DemoSecret)
		c.Person("wu", "staff").SignIn(sim.DemoKey, sim.DemoSecret)
		waits := store.Approval{ID: "waits", JobKey: "form", Effect: "destroy", Form: "{}", Steps: []store.ApprovalStep{}, Who: store.Who{Person: "zhou", Account: account(t, c)}, State: store.ApprovalPending,
			AskedAt: time.Now().UTC(), ExpiresAt: time.Now().UTC().Add(time.Hour)}
		if err := c.App.DB.AddApproval(t.Context(), waits); err != nil {
			t.Fatal(err)
		}
		others, err := c.App.DB.Sessions(t.Context(), "wu")
		if err != nil || len(others) != 1 {
			t.Fatalf("sessions of wu: %v, %v", others, err)
		}
		ours := map[string]func() *apptest.Page{
			risk.ApproveAct: func() *apptest.Page {
				return lin.Post("/approvals/waits/decide", url.Values{"decision": {"approve"}})
			},
			risk.ShowPassword: func() *apptest.Page {
				return lin.Post(lin.Get("/desktop-accounts").Find("tr[data-href]").AttrOr("data-href", "")+"/password", url.Values{})
			},
			risk.EndOthersSession: func() *apptest.Page {
				return lin.Post("/settings/sessions/end", url.Values{"session": {others[0].ID}})
			},
		}
		for _, act := range risk.Acts() {
			op := explorer.Find(act)
			var p *apptest.Page
			switch {
			case op != nil:
				if lin.Get("/explorer/"+act+"?fill=example").Find(`[name="proof"][type="password"]`).Length() != 1 {
					t.Errorf("%s: the form does not ask for the proof", act)
				}
				confirm := explorer.Yes
				if op.Danger() >= resource.TypeName {
					confirm = op.Action
				}
				p = lin.Post("/explorer/"+act, and(op.Example(), "confirm", confirm, "key", act))
			case ours[act] != nil:
				p = ours[act]()
			default:
				t.Errorf("%s: nothing here tries it", act)
				continue
			}
			if p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Find("#main").Text(), "Type your secret key") {
				t.Errorf("%s without a proof: got %d", act, p.Status)
			}
			if n := calls(c, act); n != 0 {
				t.Errorf("%s was called without a proof", act)
			}
		}
		if _, err := c.App.DB.Session(t.Context(), others[0].ID); err != nil {
			t.Errorf("the session of wu: %v", err)
		}
	})
}

// TestEveryOperationOfTheHighestRungAsksForAProof looks for a resource that
// each is offered on.
func TestEveryOperationOfTheHighestRungAsksForAProof(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		emptyVPC(t, b)
		for _, k := range catalog.All() {
			for _, op := range k.Meta().Ops {
				if op.Danger < resource.SecondLook {
					continue
				}
				tried, asked := 0, 0
				for _, row := range b.Get("/" + k.Meta().Slug + "?size=100").Find("tr[data-href]").EachIter() {
					p := b.Get(row.AttrOr("data-href", "") + "/ops/" + op.Slug)
					if p.Status != http.StatusOK || p.Find(`main form button[type="submit"]`).Length() == 0 {
						continue
					}
					tried++
					asked += p.Find(`[name="proof"][type="password"]`).Length()
				}
				if tried == 0 || asked != tried {
					t.Errorf("%s.%s: %d of %d forms ask for a proof", k.Meta().Slug, op.Slug, asked, tried)
				}
			}
		}
	})
}

func TestManyAtOnceTakeAProofWhicheverWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		all := ids(b.Get("/instances?size=100").Want(http.StatusOK))
		if len(all) < 11 {
			t.Fatalf("the seed has %d servers", len(all))
		}
		for n, want := range map[int]bool{10: false, 11: true} {
			form := and(explorer.Find("ccs.instance.DeleteInstance").Example(), "key", string(rune('a'+n)), "confirm", "DeleteInstance", "p.InstanceIds", strings.Join(all[:n], "\n"))
			p := b.Post("/explorer/ccs.instance.DeleteInstance", form)
			if got := p.Find(`[name="proof"][type="password"]`).Length() == 1; got != want {
				t.Errorf("%d by hand: asked for a proof %v, want %v (status %d)", n, got, want, p.Status)
			}
		}
		stopped := ids(b.Get("/instances?size=100&fresh=1").Want(http.StatusOK))
		form := b.Get("/instances/ops/delete?" + url.Values{"id": stopped}.Encode()).Want(http.StatusOK)
		if run := form.Find(`b.mono`).Text(); len(run) < 2 || form.Find(`[name="proof"][type="password"]`).Length() != 1 {
			t.Errorf("deleting %s from the list does not ask for a proof", run)
		}
	})
}

func TestThePageOfTheProofLeadsBackToOurOwnPagesOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		p := b.Get("/proof?next=/instances%3Fq%3Dweb").Want(http.StatusOK)
		if got := p.Find(`main [name="next"]`).AttrOr("value", ""); got != "/instances?q=web" {
			t.Errorf("the page remembers %q", got)
		}
		for next, want := range map[string]string{"/instances?q=web": "/instances?q=web", "https://evil.example/": "/", "//evil.example": "/"} {
			if got := b.Post("/proof", url.Values{"proof": {sim.DemoSecret}, "next": {next}}).Want(http.StatusSeeOther).Header.Get("Location"); got != want {
				t.Errorf("%s: leads to %q, want %q", next, got, want)
			}
		}
	})
}

func TestInTheDemoOneTickStandsForTheSecretKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		path, form := forceDelete(t, b)
		tick := b.Get(path).Find(`[name="proof"][type="checkbox"]`)
		b.Do(b.Request(http.MethodPost, path, url.Values{"key": {"k"}, "confirm": form["confirm"], "seen": form["seen"], "proof": {"", tick.AttrOr("value", "")}})).Want(http.StatusSeeOther)
		other := apptest.Start(t, apptest.WithSim(sim.New(sim.Options{Keys: map[string]string{"AKOTHER000000002": "other"}})))
		if p := other.Browser().SignIn("AKOTHER000000002", "other").Get("/proof"); strings.Contains(p.Body, sim.DemoSecret) || p.Find(`[type="checkbox"][name="proof"]`).Length() > 0 {
			t.Error("the demo's secret is offered for other keys")
		}
	})
}

// emptyVPC makes the only kind of VPC that can be deleted: one without subnets.
func emptyVPC(t *testing.T, b *apptest.Browser) {
	t.Helper()
	do(b, "/vpcs/ops/create", v("region", "CN_Jinan", "name", "trial", "how", "manual", "range", "10.20.0.0/16", "subnets", "1",
		"subnet_name-1", "only", "subnet_zone-1", "CN_Jinan_A", "subnet_range-1", "10.20.1.0/24")).Want(http.StatusSeeOther)
	time.Sleep(time.Minute) // the bubble's time
	subnet := listed(t, b, "/subnets", "only")
	do(b, subnet+"/ops/delete", url.Values{"confirm": {"only"}, "seen": ticks(b.Get(subnet + "/ops/delete")), "proof": {sim.DemoSecret}}).Want(http.StatusSeeOther)
	time.Sleep(10 * time.Minute) // the proof is forgotten
}
