package handlers_test

import (
	"database/sql"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"yunque/internal/app/apptest"
	"yunque/internal/explorer"
	"yunque/internal/sim"
	"yunque/internal/store"
)

// pair is a console where what administrators do on the highest rung waits for
// a second person, with two of them signed in to one account.
type pair struct {
	*apptest.Console
	lin, wu *apptest.Browser
	t       *testing.T
}

func newPair(t *testing.T, options ...apptest.Option) pair {
	t.Helper()
	c := apptest.Start(t, append([]apptest.Option{apptest.BehindProxy("CONSOLE_FOUR_EYES=admin")}, options...)...)
	return pair{c, c.Person("lin", "admins").SignIn(sim.DemoKey, sim.DemoSecret), c.Person("wu", "admins").SignIn(sim.DemoKey, sim.DemoSecret), t}
}

// asked has lin ask to delete a group that is in use, and gives the address of
// the request.
func (p pair) asked(key string) string {
	p.t.Helper()
	path, form := forceDelete(p.t, p.lin)
	return p.lin.Post(path, and(form, "key", key, "why", "the tender ended")).Want(http.StatusSeeOther).Header.Get("Location")
}

func (p pair) approve(b *apptest.Browser, at string) *apptest.Page {
	return b.Post(at+"/decide", url.Values{"decision": {"approve"}, "words": {"as agreed"}, "proof": {sim.DemoSecret}})
}

func (p pair) carryOut(b *apptest.Browser, at string) *apptest.Page {
	return b.Post(at+"/carry-out", url.Values{"proof": {sim.DemoSecret}})
}

// stands is the state that the page of a request shows.
func (p pair) stands(at string) store.ApprovalState {
	p.t.Helper()
	a, err := p.App.DB.Approval(p.t.Context(), account(p.t, p.Console), strings.TrimPrefix(at, "/approvals/"))
	if err != nil {
		p.t.Fatal(err)
	}
	return a.State
}

func (p pair) wantState(at string, want store.ApprovalState) {
	p.t.Helper()
	if got := p.stands(at); got != want {
		p.t.Errorf("the request is %s, want %s", got, want)
	}
}

func (p pair) wantCalls(want int) {
	p.t.Helper()
	if n := calls(p.Console, forced); n != want {
		p.t.Errorf("called %d times, want %d", n, want)
	}
}

// wantWhy wants a refusal that says why on the page of the request.
func wantWhy(t *testing.T, p *apptest.Page, why string) {
	t.Helper()
	if text := p.Want(http.StatusConflict).Find(`#approval [role="alert"]`).Text(); !strings.Contains(text, why) {
		t.Errorf("the page says %q, want %q", text, why)
	}
}

func TestAnActOfTheHighestRungIsDoneByTwo(t *testing.T) {
	p := newPair(t)
	path, form := forceDelete(t, p.lin)
	page := p.lin.Get(path)
	if page.Find(`[name="why"]`).Length() != 1 || page.Find(`[name="proof"]`).Length() != 0 || !strings.Contains(page.Find("form").Text(), "Ask for approval") {
		t.Error("the form does not say that it will wait")
	}
	again := p.lin.Post(path, and(form, "key", "no reason")).Want(http.StatusUnprocessableEntity)
	if got := again.Find("#form-why-error").Text(); !strings.Contains(got, "Say why") || again.Value("confirm") != form.Get("confirm") {
		t.Errorf("beside the reason stands %q; what was typed is %q now", got, again.Value("confirm"))
	}
	at := p.asked("form")
	if twice := p.asked("form"); twice != at {
		t.Errorf("the form sent twice made two requests: %s, %s", at, twice)
	}
	for name, b := range map[string]*apptest.Browser{"who asked": p.lin, "the second": p.wu} {
		if text := b.Get("/approvals").Want(http.StatusOK).Find("#approvals").Text(); !strings.Contains(text, "lin: the tender ended") {
			t.Errorf("the list of %s does not show the request:\n%s", name, text)
		}
	}
	if n := p.wu.Get("/").Find("#nav #waiting").Text(); strings.TrimSpace(n) != "1" {
		t.Errorf("the navigation of the second counts %q", n)
	}
	if n := p.lin.Get("/").Find("#nav #waiting").Text(); strings.TrimSpace(n) != "" {
		t.Errorf("the navigation of who asked counts %q", n)
	}
	wantWhy(t, p.carryOut(p.lin, at), "Nobody has approved it yet")
	wantWhy(t, p.approve(p.lin, at), "your own request")
	p.wu.Post(at+"/decide", url.Values{"decision": {"approve"}}).Want(http.StatusUnprocessableEntity) // without a proof
	p.wantState(at, store.ApprovalPending)
	p.approve(p.wu, at).Want(http.StatusSeeOther)
	p.wantState(at, store.ApprovalApproved)
	wantWhy(t, p.carryOut(p.wu, at), "Only who asked")
	p.wantCalls(0)
	done := p.carryOut(p.lin, at).Want(http.StatusSeeOther).Header.Get("Location")
	if second := p.carryOut(p.lin, at).Want(http.StatusSeeOther).Header.Get("Location"); second != done {
		t.Errorf("sent twice it leads to %s, then %s", done, second)
	}
	p.wantState(at, store.ApprovalUsed)
	p.wantCalls(1)
	if text := p.lin.Get(done).Want(http.StatusOK).Find("#task").Text(); !strings.Contains(text, "with wu") {
		t.Error("the task does not name who approved it")
	}
	twoNames(t, p.Console)
}

// twoNames wants both names on every row about the act, and the trail whole.
func twoNames(t *testing.T, c *apptest.Console) {
	t.Helper()
	var got []string
	rows, err := c.App.DB.AuditAfter(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if strings.HasPrefix(r.Event, "approval_") || r.Event == "act" {
			got = append(got, strings.Join([]string{r.Event, string(r.Outcome), r.Who.Person, r.SecondPerson, r.Message}, " "))
		}
	}
	want := []string{
		"approval_asked accepted lin  the tender ended", "approval_approved accepted wu lin as agreed", "approval_used accepted lin wu the tender ended",
		"act intent lin wu ", "act accepted lin wu ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("trail:\n got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
	acts, _, err := c.App.DB.Acts(t.Context(), store.ActFilter{Account: account(t, c)})
	if err != nil || len(acts) != 1 || acts[0].SecondPerson != "wu" || acts[0].Who.Person != "lin" {
		t.Errorf("got %d acts, %v; want one by lin with wu", len(acts), err)
	}
}

func TestARequestIsDeclinedOrWithdrawnForGood(t *testing.T) {
	p := newPair(t)
	declined := p.asked("one")
	p.wu.Post(declined+"/decide", url.Values{"decision": {"decline"}}).Want(http.StatusUnprocessableEntity) // without a reason
	p.wu.Post(declined+"/decide", url.Values{"decision": {"decline"}, "words": {"still in use"}}).Want(http.StatusSeeOther)
	p.wantState(declined, store.ApprovalDeclined)
	if text := p.lin.Get(declined).Find("#approval").Text(); !strings.Contains(text, "still in use") {
		t.Error("who asked does not read why it was declined")
	}
	wantWhy(t, p.approve(p.wu, declined), "It was declined")
	wantWhy(t, p.carryOut(p.lin, declined), "It was declined")
	withdrawn := p.asked("two")
	wantWhy(t, p.wu.Post(withdrawn+"/withdraw", url.Values{}), "Only who asked")
	p.approve(p.wu, withdrawn).Want(http.StatusSeeOther)
	p.lin.Post(withdrawn+"/withdraw", url.Values{}).Want(http.StatusSeeOther)
	wantWhy(t, p.carryOut(p.lin, withdrawn), "It was withdrawn")
	p.wantCalls(0)
}

func TestAnApprovalHoldsForItsTimeOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPair(t, apptest.BehindProxy("CONSOLE_FOUR_EYES=admin", "CONSOLE_APPROVAL_LASTS=20m"))
		waits, late := p.asked("waits"), p.asked("late")
		time.Sleep(15 * time.Minute) // the bubble's time
		p.lin.Get("/approvals")
		p.approve(p.wu, late).Want(http.StatusSeeOther)
		time.Sleep(6 * time.Minute)
		wantWhy(t, p.approve(p.wu, waits), "It has expired")
		p.wantState(waits, store.ApprovalExpired)
		time.Sleep(15 * time.Minute) // 21 minutes after the approval
		wantWhy(t, p.carryOut(p.lin, late), "It has expired")
		p.wantCalls(0)
		if got := trail(t, p.Console); strings.Count(strings.Join(got, "\n"), "approval_expired") != 2 {
			t.Errorf("the trail does not tell of both that they expired:\n%s", strings.Join(got, "\n"))
		}
	})
}

// alter changes a stored request past the console.
func alter(t *testing.T, c *apptest.Console, at, column, value string) {
	t.Helper()
	db, err := sql.Open("sqlite3", c.Config.Database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), "UPDATE approvals SET "+column+" = ? WHERE id = ?", value, strings.TrimPrefix(at, "/approvals/")); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsDoneIsWhatWasApproved(t *testing.T) {
	p := newPair(t)
	at := p.asked("form")
	p.approve(p.wu, at).Want(http.StatusSeeOther)
	path, form := forceDelete(t, p.lin)
	target, name := strings.TrimSuffix(path, "/ops/force-delete"), form.Get("confirm")

	p.wu.Post(target+"/ops/guard", url.Values{"key": {"g"}, "reason": {"payroll"}}).Want(http.StatusSeeOther)
	wantWhy(t, p.carryOut(p.lin, at), "payroll")
	p.wu.Post(target+"/ops/unguard", url.Values{"key": {"u"}}).Want(http.StatusSeeOther)

	const changed = "Something has changed since it was approved"
	rename := func(to string) {
		t.Helper()
		p.wu.Post(target+"/ops/edit", url.Values{"key": {to}, "name": {to}}).Want(http.StatusSeeOther)
	}
	rename("renamed")
	wantWhy(t, p.carryOut(p.lin, at), changed)
	rename(name)

	a, err := p.App.DB.Approval(t.Context(), account(t, p.Console), strings.TrimPrefix(at, "/approvals/"))
	if err != nil {
		t.Fatal(err)
	}
	other := strings.TrimPrefix(group(t, p.lin, "web-"), "/security-groups/")
	alter(t, p.Console, at, "form", strings.ReplaceAll(a.Form, a.Targets()[0].ID, other))
	p.carryOut(p.lin, at).Want(http.StatusConflict)
	alter(t, p.Console, at, "form", a.Form)
	alter(t, p.Console, at, "digest", strings.Repeat("0", 64))
	wantWhy(t, p.carryOut(p.lin, at), changed)
	alter(t, p.Console, at, "digest", a.Digest)
	alter(t, p.Console, at, "decided_by", "lin")
	p.carryOut(p.lin, at).Want(http.StatusConflict)
	alter(t, p.Console, at, "decided_by", "wu")
	p.wantCalls(0)
	p.wantState(at, store.ApprovalApproved)
	p.carryOut(p.lin, at).Want(http.StatusSeeOther)
	p.wantCalls(1)
}

func TestOfTwoAtOnceOneIsFirst(t *testing.T) {
	p := newPair(t)
	chen := p.Person("chen", "admins").SignIn(sim.DemoKey, sim.DemoSecret).Prove()
	at := p.asked("form")
	p.wu.Prove()
	statuses := func(do ...func() *apptest.Page) []int {
		got := make([]int, len(do))
		var all sync.WaitGroup
		for i, one := range do {
			all.Go(func() { got[i] = one().Status })
		}
		all.Wait()
		slices.Sort(got)
		return got
	}
	decide := func(b *apptest.Browser) func() *apptest.Page { return func() *apptest.Page { return p.approve(b, at) } }
	if got := statuses(decide(p.wu), decide(chen)); !slices.Equal(got, []int{http.StatusSeeOther, http.StatusConflict}) {
		t.Errorf("two approvals at once: got %v, want one of them refused", got)
	}
	p.lin.Prove()
	use := func() *apptest.Page { return p.carryOut(p.lin, at) }
	if got := statuses(use, use, use, use); slices.Max(got) != http.StatusSeeOther && slices.Max(got) != http.StatusConflict {
		t.Errorf("four uses at once: got %v", got)
	}
	p.wantCalls(1)
	if got := strings.Join(trail(t, p.Console), "\n"); strings.Count(got, "approval_approved") != 1 || strings.Count(got, "approval_used") != 1 {
		t.Errorf("the trail tells of more than one:\n%s", got)
	}
}

func TestAnotherAccountSeesAndDecidesNothing(t *testing.T) {
	p := newPair(t, apptest.WithSim(sim.New(sim.Options{Keys: map[string]string{sim.DemoKey: sim.DemoSecret, "AKOTHER000000002": "berts"}})))
	at := p.asked("form")
	bert := p.Person("bert", "admins").SignIn("AKOTHER000000002", "berts").Prove()
	if text := bert.Get("/approvals?all=1").Want(http.StatusOK).Body; strings.Contains(text, "tender") || strings.Contains(text, at) {
		t.Error("the list of another account shows the request")
	}
	bert.Get(at).Want(http.StatusNotFound)
	for _, how := range []string{"/decide", "/withdraw", "/carry-out"} {
		bert.Post(at+how, url.Values{"decision": {"approve"}}).Want(http.StatusNotFound)
	}
	if n := bert.Get("/").Find("#nav #waiting").Text(); strings.TrimSpace(n) != "" {
		t.Errorf("another account counts %q", n)
	}
	// Nor does someone whose role is too small, though they may read it.
	yan := p.Person("yan", "buyers").SignIn(sim.DemoKey, sim.DemoSecret)
	if text := yan.Get(at).Want(http.StatusOK).Find("#approval").Text(); !strings.Contains(text, "Takes the role Administrator") {
		t.Error("the page does not say which role it takes to decide")
	}
	p.approve(yan, at).Want(http.StatusForbidden)
	p.wantState(at, store.ApprovalPending)
}

func TestNoWayGoesAroundTheSecondPerson(t *testing.T) {
	p := newPair(t)
	p.lin.Prove()
	servers := ids(p.lin.Get("/instances?size=100").Want(http.StatusOK))
	vdc := explorer.Find("network.vdc.DeleteVdc")
	for name, one := range map[string]struct {
		path, operation string
		form            url.Values
	}{
		"by hand":          {"/explorer/" + vdc.ID, vdc.ID, and(vdc.Example(), "confirm", vdc.Action)},
		"by hand, as JSON": {"/explorer/" + vdc.ID, vdc.ID, url.Values{"mode": {"json"}, "json": {`{"VdcId":"v-1"}`}, "confirm": {vdc.Action}}},
		"many by hand": {"/explorer/ccs.instance.DeleteInstance", "ccs.instance.DeleteInstance",
			and(explorer.Find("ccs.instance.DeleteInstance").Example(), "confirm", "DeleteInstance", "p.InstanceIds", strings.Join(servers[:11], "\n"))},
	} {
		before := calls(p.Console, one.operation)
		p.lin.Post(one.path, and(one.form, "key", name)).Want(http.StatusUnprocessableEntity) // without a reason
		at := p.lin.Post(one.path, and(one.form, "key", name, "why", "it is empty")).Want(http.StatusSeeOther).Header.Get("Location")
		if n := calls(p.Console, one.operation); !strings.HasPrefix(at, "/approvals/") || n != before {
			t.Errorf("%s: leads to %s, called %d times", name, at, n-before)
			continue
		}
		p.approve(p.wu, at).Want(http.StatusSeeOther)
		p.carryOut(p.lin, at).Want(http.StatusSeeOther)
		if n := calls(p.Console, one.operation); n != before+1 {
			t.Errorf("%s: called %d times after the approval", name, n-before)
		}
		p.wantState(at, store.ApprovalUsed)
	}
}

func TestOnlyTheNamedRolesTakeASecondPerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy("CONSOLE_FOUR_EYES=buyer"))
		lin := c.Person("lin", "admins").SignIn(sim.DemoKey, sim.DemoSecret).Prove()
		path, form := forceDelete(t, lin)
		if to := lin.Post(path, and(form, "key", "k")).Want(http.StatusSeeOther).Header.Get("Location"); strings.HasPrefix(to, "/approvals") {
			t.Errorf("leads to %s", to)
		}
		if calls(c, forced) != 1 {
			t.Error("an administrator's act waits, though only buyers' do")
		}
		off := apptest.Start(t).SignedIn()
		if off.Get("/").Find(`#nav a[href="/approvals"]`).Length() != 0 {
			t.Error("the navigation has the page where nothing ever waits")
		}
		if text := off.Get("/approvals").Want(http.StatusOK).Find("#approvals").Text(); !strings.Contains(text, "No act takes two people here") {
			t.Errorf("the empty page says %q", text)
		}
	})
}

func TestOpenPagesLearnOfARequestAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPair(t)
		second, first := watch(t, p.Console, p.wu), watch(t, p.Console, p.lin)
		defer second.close()
		defer first.close()
		synctest.Wait()
		const waits = "1 request waits for you"
		if strings.Contains(second.String(), waits) {
			t.Fatal("something waits before anybody asked")
		}
		at := p.asked("form")
		synctest.Wait()
		if got := second.String(); !strings.Contains(got, "event: approvals\n") || !strings.Contains(got, waits) || !strings.Contains(got, `hx-target="#waiting"`) {
			t.Errorf("the second person's page is not told:\n%s", got)
		}
		if strings.Contains(first.String(), waits) {
			t.Error("who asked is told to decide")
		}
		p.approve(p.wu, at).Want(http.StatusSeeOther)
		synctest.Wait()
		if !strings.Contains(first.String(), waits) {
			t.Error("who asked is not told that it can be carried out")
		}
	})
}

func TestTheTrailNamesWhatWasAskedForInWords(t *testing.T) {
	p := newPair(t)
	at := p.asked("form")
	p.approve(p.wu, at).Want(http.StatusSeeOther)
	for query, want := range map[string]string{"": "Approval asked for: Force delete", "?person=lin": "Approved: Force delete"} {
		page := p.wu.Get("/audit" + query).Want(http.StatusOK)
		if text := page.Find("#audit").Text(); !strings.Contains(text, want) {
			t.Errorf("/audit%s does not say %q:\n%s", query, want, text)
		}
	}
	if text := p.wu.Get("/audit").Find("#audit").Text(); !strings.Contains(text, "with lin") {
		t.Error("the list does not name the second person")
	}
	p.wu.Get("/audit.csv").Want(http.StatusOK)
}
