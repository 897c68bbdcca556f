package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
	"yunque/internal/catalog"
	"yunque/internal/identity"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/sim"
	"yunque/internal/store"
)

// groupOf is the group of BehindProxy that gives a role.
var groupOf = map[identity.Role]string{identity.Viewer: "staff", identity.Operator: "ops", identity.Buyer: "buyers", identity.Admin: "admins"}

// least is the least role for an effect, written here a second time on
// purpose.
var least = map[resource.Effect]identity.Role{resource.Change: identity.Operator, resource.Spend: identity.Buyer, resource.Destroy: identity.Admin}

// inRole opens a signed-in browser for each role.
func inRole(t *testing.T, c *apptest.Console) map[identity.Role]*apptest.Browser {
	t.Helper()
	all := map[identity.Role]*apptest.Browser{}
	for role, group := range groupOf {
		all[role] = c.Person(role.String()+"-person", group).SignIn(sim.DemoKey, sim.DemoSecret)
	}
	return all
}

// demoActs are the acts of the demo key's account.
func demoActs(t *testing.T, c *apptest.Console) []store.Act {
	t.Helper()
	profiles, err := c.App.DB.Sessions(t.Context(), "viewer-person")
	if err != nil || len(profiles) != 1 {
		t.Fatalf("got %v, %v; want the viewer's session", profiles, err)
	}
	p, err := c.App.DB.ActiveProfile(t.Context(), profiles[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	acts, _, err := c.App.DB.Acts(t.Context(), store.ActFilter{Account: p.Account, Size: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return acts
}

func TestEveryOperationOfEveryKindTakesTheRoleOfItsEffect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy(), apptest.WithSim(sim.New(sim.Options{Seed: "empty"})))
		tried := map[resource.Effect]int{}
		for role, b := range inRole(t, c) {
			for _, k := range catalog.All() {
				for _, op := range k.Meta().Ops {
					tried[op.Effect]++
					one, many := "/"+k.Meta().Slug+"/none/ops/"+op.Slug, "/"+k.Meta().Slug+"/ops/"+op.Slug
					for what, p := range map[string]*apptest.Page{
						"GET " + one: b.Get(one), "POST " + one: b.Post(one, url.Values{}),
						"GET " + many: b.Get(many + "?id=none"), "POST " + many: b.Post(many, url.Values{"id": {"none"}, "key": {"k-" + op.Slug}}),
					} {
						if refused, want := p.Status == http.StatusForbidden, role < least[op.Effect]; refused != want {
							t.Errorf("%s, which is %s, as %s: got %d, want refused %v", what, op.Effect, role, p.Status, want)
						}
					}
				}
			}
		}
		if tried[resource.Change] == 0 || tried[resource.Spend] == 0 || tried[resource.Destroy] == 0 {
			t.Errorf("tried %v; want some of each effect", tried)
		}
		for _, a := range demoActs(t, c) {
			if a.State != store.ActNotSent || a.Code != ledger.CodeForbidden {
				t.Errorf("%s was sent by %s: %s %s", a.Op, a.Who.Person, a.State, a.Code)
			}
		}
	})
}

func TestEveryRouteTakesTheRoleItDeclares(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		for role, b := range inRole(t, c) {
			for _, r := range c.App.Handler.Routes() {
				need, ok := identity.ParseRole(string(r.Permission))
				if !ok || r.Path == "/events" || r.Path == "/sign-out" {
					continue // the first is open for minutes, the second ends the session
				}
				p := b.Do(b.Request(r.Method, fill(r.Path, "none"), url.Values{}))
				if refused := p.Status == http.StatusForbidden; refused != (role < need) {
					t.Errorf("%s %s as %s: got %d, and it takes %s", r.Method, r.Path, role, p.Status, need)
				}
			}
		}
	})
}

func TestWhatARoleDoesNotAllowIsNotDoneAndIsRecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		people := inRole(t, c)
		id := ids(people[identity.Viewer].Get("/instances?status=running").Want(http.StatusOK))[0]
		stop := func(role identity.Role) *apptest.Page {
			return people[role].Post("/instances/"+id+"/ops/stop", url.Values{"key": {fmt.Sprint("stop-", role)}})
		}
		stop(identity.Viewer).Want(http.StatusForbidden)
		acts := demoActs(t, c)
		if len(acts) != 1 {
			t.Fatalf("got %d acts, want the refused one", len(acts))
		}
		got := []any{acts[0].Who.Person, acts[0].Who.Role, acts[0].Op, acts[0].Effect, acts[0].Targets, acts[0].State, acts[0].Code, acts[0].Who.RemoteIP}
		want := []any{"viewer-person", "viewer", "stop", "change", []store.Target{{Kind: "instances", ID: id, Name: id}}, store.ActNotSent, ledger.CodeForbidden, "198.51.100.1"}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if p := people[identity.Viewer].Get("/tasks/" + acts[0].ID).Want(http.StatusOK); !strings.Contains(p.Body, "role does not allow it") {
			t.Error("the task does not say why it was not sent")
		}
		if p := people[identity.Viewer].Get("/flashes"); strings.Contains(p.Body, "flash-") && strings.Contains(p.Body, "not done") {
			t.Error("a banner tells of the refusal")
		}
		time.Sleep(time.Second) // acts are listed by their time
		stop(identity.Operator).Want(http.StatusSeeOther)
		acts = demoActs(t, c)
		if len(acts) != 2 || acts[0].Who.Person != "operator-person" || acts[0].Who.Role != "operator" || acts[0].SentAt == nil {
			t.Errorf("got %+v; want the operator's act, sent", acts)
		}
		for range 100 {
			people[identity.Viewer].Post("/instances/"+id+"/ops/delete", url.Values{})
		}
		if n := len(demoActs(t, c)); n > 30 {
			t.Errorf("100 refused attempts made %d acts; want the flood in the log alone", n)
		}
	})
}

func TestWhatARoleDoesNotAllowIsShownDisabledWithTheReason(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		people := inRole(t, c)
		id := ids(people[identity.Viewer].Get("/instances?status=running").Want(http.StatusOK))[0]
		for role, want := range map[identity.Role]map[string]bool{
			identity.Viewer:   {"Takes the role Operator": true, "Takes the role Buyer": true, "Takes the role Administrator": true},
			identity.Operator: {"Takes the role Operator": false, "Takes the role Buyer": true, "Takes the role Administrator": true},
			identity.Buyer:    {"Takes the role Operator": false, "Takes the role Buyer": false, "Takes the role Administrator": true},
			identity.Admin:    {"Takes the role Operator": false, "Takes the role Buyer": false, "Takes the role Administrator": false},
		} {
			for _, path := range []string{"/instances/" + id, "/instances/" + id + "/menu"} {
				p := people[role].Get(path, "HX-Request", "true", "HX-Request-Type", "partial").Want(http.StatusOK)
				for reason, shown := range want {
					if path != "/instances/"+id+"/menu" && reason == "Takes the role Buyer" {
						continue // depends on what the page itself offers
					}
					if got := strings.Contains(p.Body, reason); got != shown {
						t.Errorf("%s as %s: %q shown %v, want %v", path, role, reason, got, shown)
					}
				}
			}
			list := people[role].Get("/instances").Want(http.StatusOK)
			create := list.Find(`a[href="/instances/new"]`).Length() > 0
			if create != (role >= identity.Buyer) {
				t.Errorf("the list as %s: link to create shown %v", role, create)
			}
		}
	})
}

func TestThePageOfARefusalSaysWhichRoleItTakesAndWhoGivesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		b := c.Person("lin", "ops").SignIn(sim.DemoKey, sim.DemoSecret)
		id := ids(b.Get("/instances").Want(http.StatusOK))[0]
		for _, path := range []string{"/instances/" + id + "/ops/delete", "/instances/new"} {
			p := b.Get(path).Want(http.StatusForbidden)
			for _, want := range []string{"You may not do this", "yours is Operator", "the cloud desk"} {
				if got := p.Find("main").Text(); !strings.Contains(got, want) {
					t.Errorf("%s: the page does not say %q:\n%s", path, want, got)
				}
			}
		}
		p := b.Get("/instances/"+id+"/ops/delete", "HX-Request", "true", "HX-Request-Type", "partial").Want(http.StatusForbidden)
		if !strings.Contains(p.Body, "It takes the role Administrator; yours is Operator. To change that, ask the cloud desk.") {
			t.Errorf("the fragment does not say what it takes:\n%s", p.Body)
		}
	})
}
