package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
	"yunque/internal/store"
)

// trail is the whole audit trail, a row a line: who, what, on what, outcome.
func trail(t *testing.T, c *apptest.Console) []string {
	t.Helper()
	rows, err := c.App.DB.AuditAfter(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range rows {
		what := r.Event
		if r.Event == "act" {
			what = r.Kind + "." + r.Op
		}
		out = append(out, strings.Join([]string{r.Who.Person, what, string(r.Outcome), r.Code}, " "))
	}
	return out
}

func wantTrail(t *testing.T, c *apptest.Console, want ...string) {
	t.Helper()
	if got := trail(t, c); !slices.Equal(got, want) {
		t.Errorf("trail:\n got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

func TestSigningInAndOutLeavesRows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.Browser()
		b.Post("/sign-in", url.Values{"access_key": {sim.DemoKey}, "secret_key": {"wrong"}, "site": {"cn"}}).Want(http.StatusUnprocessableEntity)
		b = c.SignedIn()
		b.Get("/instances.csv").Want(http.StatusOK)
		b.Post("/sign-out", url.Values{}).Want(http.StatusSeeOther)
		wantTrail(t, c, " sign_in refused SignatureDoesNotMatch", " sign_in accepted ", " export accepted ", " sign_out accepted ")
		rows, _ := c.App.DB.AuditAfter(t.Context(), 0, 10)
		for _, r := range rows {
			if r.Who.MaskedKey == "" || strings.Contains(r.Who.MaskedKey, sim.DemoKey) {
				t.Errorf("row %d: key %q, want it masked", r.Seq, r.Who.MaskedKey)
			}
		}
	})
}

func TestEndingAnotherSessionLeavesARow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		lin := c.Person("lin", "admins").SignIn(sim.DemoKey, sim.DemoSecret)
		wu := c.Person("wu", "staff").SignIn(sim.DemoKey, sim.DemoSecret)
		_ = wu
		all, err := c.App.DB.Sessions(t.Context(), "wu")
		if err != nil || len(all) != 1 {
			t.Fatalf("sessions of wu: got %d, %v", len(all), err)
		}
		lin.Prove().Post("/settings/sessions/end", url.Values{"session": {all[0].ID}}).Want(http.StatusSeeOther)
		wantTrail(t, c, "lin sign_in accepted ", "wu sign_in accepted ", "lin proof accepted ", "lin session_ended accepted ")
	})
}

func TestWhatARoleDoesNotAllowLeavesADeniedRow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		wu := c.Person("wu", "staff").SignIn(sim.DemoKey, sim.DemoSecret)
		id := firstServer(t, wu)
		wu.Post("/instances/"+id+"/ops/stop", url.Values{"key": {"k1"}}).Want(http.StatusForbidden)
		wu.Post("/instances/new", url.Values{}).Want(http.StatusForbidden)
		wantTrail(t, c, "wu sign_in accepted ", "wu instances.stop denied Forbidden", "wu denied denied Forbidden")
	})
}

// firstServer is the id of the first server of the list.
func firstServer(t *testing.T, b *apptest.Browser) string {
	t.Helper()
	id := b.Get("/instances").Want(http.StatusOK).Find(`tr[id^="row-instances-"]`).First().AttrOr("data-href", "")
	if id == "" {
		t.Fatal("no server in the list")
	}
	return strings.TrimPrefix(id, "/instances/")
}

func TestTheTrailIsFilteredAndWrittenOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy())
		lin := c.Person("lin", "admins").SignIn(sim.DemoKey, sim.DemoSecret)
		id := firstServer(t, lin)
		lin.Post("/instances/"+id+"/ops/reboot", url.Values{"key": {"k1"}, "confirm": {"x"}})
		lin.Post("/instances/"+id+"/ops/stop", url.Values{"key": {"k2"}})
		count := func(query string) int {
			t.Helper()
			return lin.Get("/audit" + query).Want(http.StatusOK).Find("#audit tbody tr").Length()
		}
		if all, of := count(""), count("?kind=instances&target="+url.QueryEscape(id)); all < 2 || of == 0 || of >= all {
			t.Errorf("got %d in all and %d of the server, want fewer of the server", all, of)
		}
		for query, want := range map[string]int{
			"?person=lin&operation=sign_in": 1, "?person=nobody": 0, "?outcome=refused": 0, "?q=sign_in": 1, "?until=1999-01-01T00:00": 0, "?page=99": 0,
		} {
			if got := count(query); got != want {
				t.Errorf("%s: got %d lines, want %d", query, got, want)
			}
		}
		csv := lin.Get("/audit.csv?operation=sign_in").Want(http.StatusOK)
		if got := strings.Count(csv.Body, "\r\n"); got != 2 || !strings.Contains(csv.Body, ",sign_in,accepted,lin,admin,") {
			t.Errorf("CSV: got %d lines\n%s", got, csv.Body)
		}
		lines := lin.Get("/audit.jsonl?operation=sign_in").Want(http.StatusOK)
		if got := strings.Count(lines.Body, "\n"); got != 1 || !strings.Contains(lines.Body, `"event":"sign_in","outcome":"accepted"`) {
			t.Errorf("JSON lines: got %d\n%s", got, lines.Body)
		}
		if body := lin.Get("/instances/" + id + "?tab=tasks").Want(http.StatusOK).Body; !strings.Contains(body, `href="/audit?kind=instances&amp;target=`) {
			t.Error("the resource's tasks do not lead to its trail")
		}
	})
}

func TestOnlyANamedAdministratorSeesOtherAccounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sim.New(sim.Options{Keys: map[string]string{sim.DemoKey: sim.DemoSecret, "AKOTHER000000001": "other"}})
		c := apptest.Start(t, apptest.BehindProxy(), apptest.WithSim(s))
		lin := c.Person("lin", "admins").SignIn(sim.DemoKey, sim.DemoSecret)
		wu := c.Person("wu", "ops").SignIn("AKOTHER000000001", "other")
		rows, err := c.App.DB.AuditAfter(t.Context(), 0, 10)
		if err != nil || len(rows) != 2 {
			t.Fatalf("got %d rows, %v; want two sign-ins", len(rows), err)
		}
		if got := lin.Get("/audit").Find("#audit tbody tr").Length(); got != 2 {
			t.Errorf("administrator: got %d lines, want 2", got)
		}
		if got := wu.Get("/audit").Find("#audit tbody tr").Length(); got != 1 {
			t.Errorf("operator: got %d lines, want their own", got)
		}
		wu.Get("/audit/1").Want(http.StatusNotFound)
		wu.Get("/audit/2").Want(http.StatusOK)
		lin.Get("/audit/2").Want(http.StatusOK)
		if body := wu.Get("/audit.jsonl").Want(http.StatusOK).Body; strings.Contains(body, `"person":"lin"`) {
			t.Errorf("the export holds another account's rows:\n%s", body)
		}

		alone := apptest.Start(t)
		row := store.AuditRow{Event: "sign_in", Outcome: store.AuditAccepted, Targets: "[]", Who: store.Who{Account: "someone else's"}}
		if err := alone.App.DB.AppendAudit(t.Context(), row); err != nil {
			t.Fatal(err)
		}
		if got := alone.SignedIn().Get("/audit").Find("#audit tbody tr").Length(); got != 1 {
			t.Errorf("where nobody is named: got %d lines, want one's own", got)
		}
	})
}
