package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/explorer"
	"yunque/internal/resource"
	"yunque/internal/sim"
)

const stopPage, deletePage = "/explorer/ccs.instance.StopInstance", "/explorer/ccs.instance.DeleteInstance"

// answer is the answer that a page shows.
func answer(t *testing.T, p *apptest.Page) map[string]any {
	t.Helper()
	var got map[string]any
	if err := json.Unmarshal([]byte(p.Find("#answer code").First().Text()), &got); err != nil {
		t.Fatalf("no answer on the page: %v\n%s", err, p.Find("main").Text())
	}
	return got
}

func TestTheExplorerListsEveryOperation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		p := b.Get("/explorer").Want(http.StatusOK)
		if got := p.Find("#operations tbody tr").Length(); got != 218 {
			t.Errorf("got %d operations, want 218", got)
		}
		if got := p.Find("#operations h2").Length(); got != 16 {
			t.Errorf("got %d chapters, want 16", got)
		}
		if b.Get("/").Find(`nav a[href="/explorer"]`).Length() != 1 {
			t.Error("the navigation does not lead to the explorer")
		}
	})
}

func TestEveryOperationHasAPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		for _, op := range explorer.Search(explorer.Filter{}) {
			p := b.Get("/explorer/" + op.ID + "?fill=example").Want(http.StatusOK)
			if p.Find("h1").Length() != 1 || strings.Contains(p.Find("main").Text(), "explorer.") {
				t.Errorf("%s: not a whole page:\n%s", op.ID, p.Find("main").Text())
			}
			seen := map[string]bool{}
			p.Find("[id]").Each(func(_ int, s *goquery.Selection) {
				if id := s.AttrOr("id", ""); seen[id] {
					t.Errorf("%s: the id %q is there twice", op.ID, id)
				} else {
					seen[id] = true
				}
			})
		}
		b.Get("/explorer/ccs.instance.Juggle").Want(http.StatusNotFound)
	})
}

func TestSearchAnswersInBothLanguages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		for word, want := range map[string]string{"\u5173\u673a": "ccs.instance.StopInstance", "stop": "ccs.instance.StopInstance", "QueryVms": "gcw.QueryVms"} {
			p := b.Get("/explorer?q="+url.QueryEscape(word), "HX-Request", "true", "HX-Request-Type", "partial").Want(http.StatusOK)
			if p.Find(`#operations a[href="/explorer/`+want+`"]`).Length() != 1 {
				t.Errorf("%q does not find %s", word, want)
			}
		}
		if p := b.Get("/explorer?q=no-such-thing").Want(http.StatusOK); p.Find(`#operations a[href="/explorer"]`).Length() == 0 {
			t.Error("an empty result offers no way out")
		}
		if p := b.Get("/palette?q=StopInstances"); p.Find(`a[href="/explorer/ccs.instance.StopInstances"]`).Length() != 1 {
			t.Error("the palette does not find operations")
		}
	})
}

func TestAReadRunsAtOnceAndShowsItsAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		before := calls(c, "network.vdc.DescribeVdc")
		if err := c.Sim.Inject(sim.Fault{Operation: "network.vdc.DescribeVdc", DelayMS: 40}); err != nil {
			t.Fatal(err)
		}
		p := b.Post("/explorer/network.vdc.DescribeVdc", url.Values{"p.Keyword": {"no such network"}}).Want(http.StatusOK)
		if got := answer(t, p); got["Code"] != "Success" {
			t.Errorf("got %v", got)
		}
		if got := calls(c, "network.vdc.DescribeVdc") - before; got != 1 {
			t.Errorf("asked %d times, want once", got)
		}
		for _, want := range []string{"200", "40.0 ms", "Request ID"} {
			if !strings.Contains(p.Find("#answer").Text(), want) {
				t.Errorf("the answer does not say %q", want)
			}
		}
		if p.Value("p.Keyword") != "no such network" {
			t.Error("what was typed is not kept")
		}
	})
}

func TestARefusedReadShowsTheProvidersAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		if err := c.Sim.Inject(sim.Fault{Operation: "network.vdc.DescribeVdc", Refuse: &sim.Refusal{HTTP: 403, Code: "NoWay", Message: "not today"}}); err != nil {
			t.Fatal(err)
		}
		p := b.Post("/explorer/network.vdc.DescribeVdc", url.Values{}).Want(http.StatusOK)
		if got := answer(t, p); got["Code"] != "NoWay" {
			t.Errorf("got %v", got)
		}
		if text := p.Find("#answer").Text(); !strings.Contains(text, "403") || !strings.Contains(text, "not today") {
			t.Errorf("the refusal is not explained: %s", text)
		}
	})
}

func TestAnAnswerThatNeverCameIsAPageAllTheSame(t *testing.T) {
	for name, fault := range map[string]sim.Fault{
		"dropped":          {Operation: "network.vdc.DescribeVdc", Drop: "after"},
		"a gateway's HTML": {Operation: "network.vdc.DescribeVdc", Status: 502, Body: "<html>bad gateway</html>"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := apptest.Start(t)
				b := c.SignedIn()
				if err := c.Sim.Inject(fault); err != nil {
					t.Fatal(err)
				}
				p := b.Post("/explorer/network.vdc.DescribeVdc", url.Values{"p.Keyword": {"x"}}).Want(http.StatusOK)
				if p.Find("#answer .trouble").Length() != 1 || p.Value("p.Keyword") != "x" {
					t.Errorf("no explanation, or the input is lost:\n%s", p.Find("main").Text())
				}
			})
		})
	}
}

func TestAWriteGoesThroughTheLedgerOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		form := url.Values{"key": {b.Get(stopPage).Value("key")}, "p.InstanceId": {server(t, b, "status=running")}, "confirm": {"yes"}}
		first := b.Post(stopPage, form).Want(http.StatusSeeOther).Header.Get("Location")
		again := b.Post(stopPage, form).Want(http.StatusSeeOther).Header.Get("Location")
		if first != again || !strings.HasPrefix(first, stopPage+"?call=") {
			t.Errorf("got %q and then %q", first, again)
		}
		if got := calls(c, "ccs.instance.StopInstance"); got != 1 {
			t.Errorf("the cloud was asked %d times, want once", got)
		}
		p := b.Get(first).Want(http.StatusOK)
		if got := answer(t, p); got["Code"] != "Success" || got["TaskId"] == "" {
			t.Errorf("got %v", got)
		}
		task := p.Find(`#answer a[href^="/tasks/"]`).AttrOr("href", "")
		text := b.Get(task).Want(http.StatusOK).Find("main").Text()
		if !strings.Contains(text, "Stop a cloud server") || !strings.Contains(text, "StopInstance") {
			t.Errorf("the task does not say what it is: %s", text)
		}
		if text := b.Get("/tasks?kind=explorer").Want(http.StatusOK).Find("tbody").Text(); !strings.Contains(text, "Stop a cloud server") {
			t.Errorf("the tasks do not list it: %s", text)
		}
	})
}

func TestWritesAreConfirmedFirst(t *testing.T) {
	c := apptest.Start(t)
	b := c.SignedIn()
	id := server(t, b, "status=running")
	for name, send := range map[string]struct {
		page string
		form url.Values
		at   string
	}{
		"without the tick":           {stopPage, url.Values{"p.InstanceId": {id}}, "call-confirm"},
		"a tick for a deletion":      {deletePage, url.Values{"p.InstanceIds": {id}, "confirm": {"yes"}}, "call-confirm"},
		"another action's name":      {deletePage, url.Values{"p.InstanceIds": {id}, "confirm": {"DeleteDisk"}}, "call-confirm"},
		"a tick but no server named": {stopPage, url.Values{"confirm": {"yes"}}, "call-p.InstanceId"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Post(send.page, send.form).Want(http.StatusUnprocessableEntity)
			if p.Find(`[role="alert"] a[href="#`+send.at+`"]`).Length() != 1 || p.Find(`[id="`+send.at+`"]`).Length() != 1 {
				t.Errorf("no mistake that leads to %s", send.at)
			}
		})
	}
	if stopped, deleted := calls(c, "ccs.instance.StopInstance"), calls(c, "ccs.instance.DeleteInstance"); stopped+deleted != 0 {
		t.Errorf("stopped %d and deleted %d times without a confirmation", stopped, deleted)
	}
}

func TestACallTakesTheRoleOfItsEffect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t, apptest.BehindProxy(), apptest.WithSim(sim.New(sim.Options{Seed: "empty"})))
		for role, b := range inRole(t, c) {
			b.Post("/explorer/network.vdc.DescribeVdc", url.Values{}).Want(http.StatusOK)
			for _, id := range []string{"ccs.instance.StopInstance", "ebs.ExtendDisk", "network.vdc.DeleteVdc"} {
				op := explorer.Find(id)
				form := op.Example()
				for _, p := range op.Params {
					if form.Get("p."+p.Name) == "" && p.Required() {
						form.Set("p."+p.Name, "1")
					}
				}
				form.Set("confirm", map[bool]string{true: op.Action, false: "yes"}[op.Danger() >= resource.TypeName])
				may := role >= least[op.Effect()]
				if p := b.Post("/explorer/"+id, form); (p.Status != http.StatusForbidden) != may {
					t.Errorf("%s, which is %s, as %s: got %d, want it allowed: %v", id, op.Effect(), role, p.Status, may)
				}
				if offered := b.Get("/explorer/"+id).Find(`#call button[aria-disabled="true"]`).Length() == 0; offered != may {
					t.Errorf("%s as %s: offered %v, want %v", id, role, offered, may)
				}
			}
		}
	})
}

func TestADeletionIsSentWhenItsNameIsTyped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		form := url.Values{"p.InstanceIds": {ids(b.Get("/instances?status=stopped"))[0]}, "confirm": {"DeleteInstance"}}
		b.Post(deletePage, form).Want(http.StatusSeeOther)
		if got := calls(c, "ccs.instance.DeleteInstance"); got != 1 {
			t.Errorf("deleted %d times, want once", got)
		}
	})
}

func TestARefusedWriteKeepsTheForm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		p := b.Post(stopPage, url.Values{"p.InstanceId": {"no-such-server"}, "confirm": {"yes"}, "key": {"k1"}}).Want(http.StatusUnprocessableEntity)
		if got := answer(t, p); got["Code"] == "Success" {
			t.Errorf("got %v", got)
		}
		if p.Value("p.InstanceId") != "no-such-server" || p.Value("key") == "k1" {
			t.Error("the input is lost, or the form has no new key")
		}
		if p.Find("#answer .trouble").Length() != 1 {
			t.Error("the refusal is not explained")
		}
	})
}

func TestMistakesKeepWhatWasTyped(t *testing.T) {
	b := apptest.Start(t).SignedIn()
	for name, c := range map[string]struct {
		page string
		form url.Values
		at   string
	}{
		"missing":        {"ecs.DescribeInstance", url.Values{}, "p.EcsId"},
		"a wrong type":   {"ccs.instance.DescribeInstances", url.Values{"p.PageNumber": {"<b>two</b>"}}, "p.PageNumber"},
		"malformed JSON": {"ccs.instance.DescribeInstancePrice", url.Values{"mode": {"json"}, "json": {`{"SystemDisk": {"Size": }}`}}, "json"},
		"too long":       {"ccs.instance.DescribeInstances", url.Values{"p.VdcId": {strings.Repeat("x", 400_000)}}, "p.VdcId"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Post("/explorer/"+c.page, c.form).Want(http.StatusUnprocessableEntity)
			if p.Find(`[role="alert"] a[href="#call-`+c.at+`"]`).Length() != 1 {
				t.Errorf("no mistake at %s: %s", c.at, p.Find(`[role="alert"]`).Text())
			}
			field := p.Find(`[name="` + c.at + `"]`)
			if got := field.AttrOr("value", field.Text()); got != c.form.Get(c.at) {
				t.Errorf("kept %d characters, want %d", len(got), len(c.form.Get(c.at)))
			}
		})
	}
}

func TestABodyAboveTheLimitIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		p := b.Post("/explorer/ccs.instance.DescribeInstances", url.Values{"p.VdcId": {strings.Repeat("x", 1<<20)}}).Want(http.StatusRequestEntityTooLarge)
		if p.Find("h1").Length() != 1 {
			t.Error("not a page")
		}
	})
}

func TestTheFormTurnsIntoJSONAndBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		const page = "/explorer/ccs.instance.DescribeInstancePrice"
		p := b.Post(page, url.Values{"turn": {"json"}, "p.Cpu": {"4"}, "p.SystemDisk.Size": {"40"}}).Want(http.StatusOK)
		var got map[string]any
		if err := json.Unmarshal([]byte(p.Find(`[name="json"]`).Text()), &got); err != nil || got["Cpu"] != 4.0 {
			t.Fatalf("got %v, %v", got, err)
		}
		p = b.Post(page, url.Values{"turn": {"form"}, "mode": {"json"}, "json": {p.Find(`[name="json"]`).Text()}}).Want(http.StatusOK)
		if got := p.Value("p.SystemDisk.Size"); got != "40" {
			t.Errorf("the size came back as %q", got)
		}
		p = b.Post(page, url.Values{"turn": {"form"}, "mode": {"json"}, "json": {`{"DataDisks": []}`}}).Want(http.StatusOK)
		if !strings.Contains(p.Find(`[name="json"]`).Text(), "DataDisks") || p.Find(".mistake").Length() == 0 {
			t.Error("JSON that is no form did not stay JSON")
		}
	})
}

func TestListsOfObjectsGrow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		p := b.Post("/explorer/ccs.instance.CreateDisk", url.Values{"add": {"DataDisks"}, "p.DataDisks.0.Size": {"10"}}).Want(http.StatusOK)
		if p.Value("p.DataDisks.0.Size") != "10" || p.Find(`[name="p.DataDisks.1.Size"]`).Length() != 1 {
			t.Error("no second row beside the first")
		}
		row := b.Post("/explorer/ccs.instance.CreateDisk/row", url.Values{"name": {"DataDisks"}, "number": {"7"}}).Want(http.StatusOK)
		if row.Find(`[name="p.DataDisks.7.Size"]`).Length() != 1 || !strings.Contains(row.Body, `&#34;number&#34;:8`) {
			t.Errorf("not a row with the button for the next: %s", row.Body)
		}
		b.Post("/explorer/ccs.instance.CreateDisk/row", url.Values{"name": {"InstanceId"}, "number": {"0"}}).Want(http.StatusNotFound)
	})
}

func TestHistoryIsOnesOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b, other := c.SignedIn(), c.SignedIn()
		b.Post("/explorer/network.vdc.DescribeVdc", url.Values{"p.Keyword": {"mine alone"}}).Want(http.StatusOK)
		link := b.Get("/explorer").Find(`a[href^="/explorer/network.vdc.DescribeVdc?call="]`).First().AttrOr("href", "")
		p := b.Get(link).Want(http.StatusOK)
		if p.Value("p.Keyword") != "mine alone" || answer(t, p)["Code"] != "Success" {
			t.Error("an earlier call does not show its request and answer")
		}
		other.Get(link).Want(http.StatusNotFound)
		b.Get(strings.Replace(link, "DescribeVdc", "DescribeGPN", 1)).Want(http.StatusNotFound)
	})
}

func TestAWriteIsInTheHistoryAfterARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		link := b.Post(stopPage, url.Values{"p.InstanceId": {server(t, b, "status=running")}, "confirm": {"yes"}}).Want(http.StatusSeeOther).Header.Get("Location")
		c.Restart()
		p := b.Get(link).Want(http.StatusOK)
		if p.Value("p.InstanceId") == "" || !strings.Contains(p.Find("#answer").Text(), "ledger") {
			t.Errorf("the ledger's part is not shown: %s", p.Find("#answer").Text())
		}
		if b.Get(stopPage).Find(`a[href="`+link+`"]`).Length() == 0 {
			t.Error("the operation's page does not list the write")
		}
	})
}

func TestTheAPITabLeadsToTheExplorer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := server(t, b, "status=running")
		links := b.Get("/instances/" + id + "?tab=api").Want(http.StatusOK).Find(`a[href^="/explorer/"]`)
		if links.Length() == 0 {
			t.Fatal("no call leads to the explorer")
		}
		b.Get(links.First().AttrOr("href", "")).Want(http.StatusOK)
	})
}

func TestTheExplorerNeverRendersASecret(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const canary = "Canary-77-password"
		c := apptest.Start(t)
		b := c.SignedIn()
		const page = "/explorer/ccs.instance.ResetInstancesPassword"
		form := url.Values{"p.InstanceIds": {server(t, b, "status=running")}, "p.Password": {canary}}
		sent := []*apptest.Page{b.Post(page, form).Want(http.StatusUnprocessableEntity), b.Post(page+"/scripts", form).Want(http.StatusOK)}
		for _, turn := range []string{"json", "form"} {
			form.Set("turn", turn)
			sent = append(sent, b.Post(page, form).Want(http.StatusOK))
		}
		form.Del("turn")
		form.Set("confirm", "yes")
		done := b.Post(page, form).Want(http.StatusSeeOther)
		sent = append(sent, done, b.Get(done.Header.Get("Location")).Want(http.StatusOK), b.Get("/tasks"))
		for i, p := range sent {
			if strings.Contains(p.Body, canary) {
				t.Errorf("answer %d holds the password", i)
			}
		}
		db, err := os.ReadFile(c.Config.Database)
		if err != nil || strings.Contains(string(db), canary) {
			t.Errorf("the database holds the password, or cannot be read: %v", err)
		}
		if got := calls(c, "ccs.instance.ResetInstancesPassword"); got != 1 {
			t.Errorf("sent %d times, want once", got)
		}
	})
}

// Package explorer runs such scripts against the simulated cloud; here it is
// the page's own form and address that must be in them.
func TestACopiedScriptIsTheFormAsItStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		p := b.Post("/explorer/network.vdc.DescribeVdc/scripts", url.Values{"p.Keyword": {"北 京"}}).Want(http.StatusOK)
		script := p.Find("code").First().Text()
		if !strings.Contains(script, "Keyword=%E5%8C%97%20%E4%BA%AC") || !strings.Contains(script, "http://127.0.0.1/network/?") {
			t.Errorf("not the form as it stands:\n%s", script)
		}
		if out, err := exec.CommandContext(t.Context(), "bash", "-nc", script).CombinedOutput(); err != nil {
			t.Errorf("the shell does not read it: %v\n%s", err, out)
		}
	})
}
