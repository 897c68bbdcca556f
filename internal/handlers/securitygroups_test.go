package handlers_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/catalog"
	"yunque/internal/sim"
)

// group finds a seeded security group by its name.
func group(t *testing.T, b *apptest.Browser, name string) string {
	t.Helper()
	found := ids(b.Get("/security-groups?q=" + url.QueryEscape(name)).Want(http.StatusOK))
	if len(found) != 1 {
		t.Fatalf("%d groups are called %q", len(found), name)
	}
	return "/security-groups/" + found[0]
}

// shownRules are the rules of a group's page: "TCP 80 10".
func shownRules(b *apptest.Browser, group string) []string {
	return b.Get(group + "/rules?fresh=1").Find("#listing tbody tr").Map(func(_ int, tr *goquery.Selection) string {
		td := tr.Find("td")
		return strings.TrimSpace(td.Eq(2).Find(".cell-main").Text()) + " " + strings.TrimSpace(td.Eq(4).Text())
	})
}

func refusing(t *testing.T, c *apptest.Console, operation string) {
	t.Helper()
	refuse := &sim.Refusal{HTTP: http.StatusForbidden, Code: "Forbidden.Test", Message: "not today"}
	if err := c.Sim.Inject(sim.Fault{Operation: operation, Refuse: refuse, Times: 1}); err != nil {
		t.Fatal(err)
	}
}

func TestASecurityGroupIsMadeChangedAndDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		form := b.Get("/security-groups/ops/create").Want(http.StatusOK)
		if form.Find(`main form[data-guard] button[type="submit"]:not([name])`).Length() != 1 {
			t.Error("the form that makes a group has no button to send it")
		}
		do(b, "/security-groups/ops/create", url.Values{"name": {"branch"}, "side": {"private"}}).Want(http.StatusSeeOther)
		g := group(t, b, "branch")
		do(b, g+"/ops/edit", url.Values{"name": {"branch-2"}, "description": {"headquarters"}}).Want(http.StatusSeeOther)
		if text := b.Get(g + "?fresh=1").Find("main").Text(); !strings.Contains(text, "branch-2") || !strings.Contains(text, "headquarters") || !strings.Contains(text, "Private") {
			t.Errorf("the group's page does not show its words:\n%s", text)
		}
		do(b, g+"/ops/delete", url.Values{"confirm": {"branch"}}).Want(http.StatusUnprocessableEntity)
		do(b, g+"/ops/delete", url.Values{"confirm": {"branch-2"}}).Want(http.StatusSeeOther)
		b.Get(g + "?fresh=1").Want(http.StatusNotFound)
	})
}

func TestAGroupInUseIsDeletedOnlyByForceAndAfterTwoLooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn().Prove()
		g := group(t, b, "db-")
		member := joined(t, b, g)
		if p := b.Get(g + "/ops/delete"); p.Find(`button[type="submit"][data-busy-button]`).Length() > 0 && !strings.Contains(p.Body, "take them out") {
			t.Error("the plain deletion of a group in use gives no reason")
		}
		form := b.Get(g + "/ops/force-delete").Want(http.StatusOK)
		ticks := form.Find(`[name="seen"]`).Length()
		if text := form.Find("form").Text(); !strings.Contains(text, member) || !strings.Contains(text, "more network cards") || ticks != 3 {
			t.Errorf("want a tick for the rules, one for %s and one for the others; got %d:\n%s", member, ticks, text)
		}
		name := strings.TrimSpace(form.Find("b.mono").Text())
		do(b, g+"/ops/force-delete", url.Values{"confirm": {name}, "seen": {"0"}}).Want(http.StatusUnprocessableEntity)
		if n := calls(c, "ccs.securitygroup.ForceDeleteSecurityGroup"); n != 0 {
			t.Fatalf("deleted %d times after one look", n)
		}
		do(b, g+"/ops/force-delete", url.Values{"confirm": {name}, "seen": {"0", "1", "2"}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		b.Get(g + "?fresh=1").Want(http.StatusNotFound)
	})
}

// joined puts the first card on offer into a group, and names its server.
func joined(t *testing.T, b *apptest.Browser, group string) string {
	t.Helper()
	tile := b.Get(group + "/ops/join").Want(http.StatusOK).Find(`.tile:has([name="cards"])`).First()
	card := tile.Find("input").AttrOr("value", "")
	do(b, group+"/ops/join", url.Values{"cards": {card}}).Want(http.StatusSeeOther)
	time.Sleep(time.Minute) // the bubble's time
	return strings.TrimSpace(tile.Find("span").Contents().First().Text())
}

func TestCardsJoinAndLeaveAndTheServerTellsItsReach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		g := group(t, b, "office-windows")
		member := joined(t, b, g)
		page := b.Get(g + "?tab=members&fresh=1")
		server := page.Find(`main tbody a[href^="/instances/"]`).First()
		if strings.TrimSpace(server.Text()) != member || page.Find("main tbody tr").Length() != 1 {
			t.Errorf("%s is not shown as the only member:\n%s", member, page.Find("main").Text())
		}
		reach := b.Get(server.AttrOr("href", "") + "?tab=reach").Want(http.StatusOK).Find("main tbody").Text()
		for _, want := range []string{"TCP 3389", "203.0.113.0/24", "office-windows"} {
			if !strings.Contains(reach, want) {
				t.Errorf("the server's reach does not show %q:\n%s", want, reach)
			}
		}
		leave := page.Find(`main tbody a[href*="/ops/leave"]`).AttrOr("href", "")
		do(b, leave, nil).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if text := b.Get(g + "?tab=members&fresh=1").Find("main").Text(); !strings.Contains(text, "No network card is in this group") {
			t.Errorf("the member has not left:\n%s", text)
		}
		if text := b.Get(server.AttrOr("href", "") + "?tab=reach").Find("main tbody").Text(); !strings.Contains(text, "Group unknown") {
			t.Errorf("a card in no group has a reach:\n%s", text)
		}
	})
}

func TestRulesAreAddedEditedMovedAndRemoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		g := group(t, b, "office-windows")
		expect := func(after string, want ...string) {
			t.Helper()
			time.Sleep(time.Minute) // the bubble's time
			if got := shownRules(b, g); !slices.Equal(got, want) {
				t.Errorf("after %s: got %q, want %q", after, got, want)
			}
		}
		expect("the seed", "TCP 3389 10")
		do(b, g+"/ops/add-rule", url.Values{"local_port": {"80， 443"}, "address": {" １０．０．０．０/８ "}}).Want(http.StatusSeeOther)
		expect("adding two ports", "TCP 3389 10", "TCP 80 11", "TCP 443 12")

		page := b.Get(g + "/rules")
		down := page.Find("#listing tbody tr").First().Find(`form:has([name="position"])`).Last()
		v := url.Values{}
		down.Find("input").Each(func(_ int, s *goquery.Selection) { v.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
		b.Post(down.AttrOr("action", ""), v).Want(http.StatusSeeOther)
		expect("moving the first down", "TCP 80 10", "TCP 3389 11", "TCP 443 12")

		edit := func(row int) string {
			return b.Get(g+"/rules").Find("#listing tbody tr").Eq(row).Find(`a[href$="/ops/edit"]`).AttrOr("href", "")
		}
		do(b, edit(0), url.Values{"description": {"web site"}}).Want(http.StatusSeeOther)
		do(b, edit(2), url.Values{"priority": {"50"}}).Want(http.StatusSeeOther)
		expect("a new description and priority", "TCP 80 10", "TCP 3389 11", "TCP 443 50")
		if !strings.Contains(b.Get(g+"/rules").Find("#listing").Text(), "web site") {
			t.Error("the description is not changed")
		}
		do(b, edit(0), url.Values{"local_port": {"8080"}}).Want(http.StatusSeeOther)
		expect("another port", "TCP 8080 10", "TCP 3389 11", "TCP 443 50")

		picked := b.Get(g + "/rules").Find(`#listing input[name="id"]`).Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
		do(b, "/security-rules/ops/remove?"+url.Values{"id": picked[:2]}.Encode(), url.Values{"id": picked[:2]}).Want(http.StatusSeeOther)
		expect("removing two", "TCP 443 50")
		if n := calls(c, "ccs.securitygroup.RemoveSecurityGroupRule"); n != 2 {
			t.Errorf("two rules of one group took %d removals beside the one of the edit, want one", n-1)
		}
	})
}

func TestMistakesInARuleAreNamedBesideTheFieldBeforeAnyCall(t *testing.T) {
	c := apptest.Start(t)
	b := c.SignedIn()
	g := group(t, b, "office-windows")
	for name, one := range map[string]struct{ field, value, protocol, at string }{
		"a port too high":          {"local_port", "70000", "TCP", "local_port"},
		"a port in words":          {"local_port", "ssh", "TCP", "local_port"},
		"a range that runs back":   {"local_port", "90-80", "TCP", "local_port"},
		"no port":                  {"local_port", "", "UDP", "local_port"},
		"a remote port too high":   {"remote_port", "65536", "TCP", "remote_port"},
		"ICMP with a port":         {"local_port", "22", "ICMP", "local_port"},
		"a priority of zero":       {"priority", "0", "TCP", "priority"},
		"a priority over 100":      {"priority", "101", "TCP", "priority"},
		"a priority that is taken": {"priority", "１０", "TCP", "priority"},
		"half a network":           {"address", "10.0.0/8", "TCP", "address"},
		"a mask too long":          {"address", "10.0.0.0/33", "TCP", "address"},
		"full-width nonsense":      {"address", "１０。０。０。３００", "TCP", "address"},
		"no address":               {"address", "", "TCP", "address"},
		"ssh for everyone":         {"address", "0.0.0.0/0", "TCP", "open"},
		"ssh for all of IPv6":      {"address", "::/0", "TCP", "open"},
	} {
		t.Run(name, func(t *testing.T) {
			form := url.Values{"protocol": {one.protocol}, "local_port": {"22"}, "address": {"10.0.0.0/8"}}
			form.Set(one.field, one.value)
			p := do(b, g+"/ops/add-rule", form).Want(http.StatusUnprocessableEntity)
			if p.Find(`[role="alert"] a[href="#form-`+one.at+`"]`).Length() != 1 || p.Find("#form-"+one.at+"-error").Length() != 1 {
				t.Errorf("no sentence at %s:\n%s", one.at, p.Find(`[role="alert"]`).Text())
			}
		})
	}
	if n := calls(c, "ccs.securitygroup.AddSecurityGroupRule"); n != 0 {
		t.Errorf("the cloud was asked %d times", n)
	}
	do(b, g+"/ops/add-rule", url.Values{"local_port": {"22"}, "address": {"0.0.0.0/0"}, "open": {"true"}}).Want(http.StatusSeeOther)
	if p := b.Get(g + "/rules"); !strings.Contains(p.Find(".flash.tone-warning").Text(), "port 22") {
		t.Error("an open door is not warned of")
	}
}

func TestTemplatesOfRulesFillInTheForm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		g := group(t, b, "office-windows")
		links := b.Get(g + "/rules").Find("#rule-templates a")
		want := []string{"80,443 0.0.0.0/0", "22 192.0.2.1/32", "3306 10.0.0.0/8"}
		got := links.Map(func(_ int, a *goquery.Selection) string {
			p := b.Get(a.AttrOr("href", "")).Want(http.StatusOK)
			return p.Value("local_port") + " " + p.Value("address")
		})
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestRulesAreWrittenOutAndReadInAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		from := group(t, b, "web-")
		want := shownRules(b, from)
		csvFile, jsonFile := b.Get(from+"/rules.csv").Want(http.StatusOK), b.Get(from+"/rules.json").Want(http.StatusOK)
		if lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(csvFile.Body, "\ufeff"))).ReadAll(); err != nil || len(lines) != len(want)+1 {
			t.Errorf("the CSV has %d lines: %v", len(lines), err)
		}
		var drafts []catalog.RuleDraft
		if err := json.Unmarshal([]byte(jsonFile.Body), &drafts); err != nil || len(drafts) != len(want) {
			t.Errorf("the JSON has %d rules: %v", len(drafts), err)
		}
		for name, file := range map[string]string{"csv": csvFile.Body, "json": jsonFile.Body} {
			do(b, "/security-groups/ops/create", url.Values{"name": {"copy-" + name}}).Want(http.StatusSeeOther)
			to := group(t, b, "copy-"+name)
			do(b, to+"/ops/import", url.Values{"rules": {file}}).Want(http.StatusSeeOther)
			time.Sleep(time.Minute) // the bubble's time
			if got := shownRules(b, to); !slices.Equal(got, want) {
				t.Errorf("%s: got %q, want %q", name, got, want)
			}
		}
	})
}

func TestAFileWithOneMistakeBringsNoRule(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		g := group(t, b, "office-windows")
		for name, one := range map[string]struct{ file, want string }{
			"no head":            {"1,allow,TCP,80,10.0.0.0/8", "The first line"},
			"broken JSON":        {`[{"priority": }]`, "not a JSON list"},
			"no rules":           {"priority,address", "no rules"},
			"a port too high":    {"protocol,local_port,address\nTCP,80,10.0.0.0/8\nTCP,70000,10.0.0.0/8", "Rule 2: Server's port"},
			"a priority twice":   {"priority,protocol,local_port,address\n5,TCP,80,10.0.0.0/8\n5,TCP,81,10.0.0.0/8", "Priority 5 is taken"},
			"an unknown action":  {"action,protocol,local_port,address\npermit,TCP,80,10.0.0.0/8", "“permit”"},
			"the last of many":   {"action,protocol,local_port,address\npermit,TCP,80,10.0.0.0/8\nallow,GRE,70000,nowhere", "Rule 2: Remote address"},
			"a door for the web": {"protocol,local_port,address\nTCP,6379,0.0.0.0/0", "6379"},
		} {
			p := do(b, g+"/ops/import", url.Values{"rules": {one.file}}).Want(http.StatusUnprocessableEntity)
			if text := p.Find(`[role="alert"]`).Text(); !strings.Contains(text, one.want) {
				t.Errorf("%s: got %q, want %q in it", name, text, one.want)
			}
		}
		if n := calls(c, "ccs.securitygroup.AddSecurityGroupRule"); n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
	})
}

// TestWhatTheCloudRefusesOfAGroupIsSaid has the cloud refuse each write once.
func TestWhatTheCloudRefusesOfAGroupIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn().Prove()
		g, web := group(t, b, "office-windows"), group(t, b, "web-")
		rule := func(op string) string {
			return b.Get(web+"/rules").Find("#listing tbody tr").First().Find(`a[href$="/ops/`+op+`"]`).AttrOr("href", "")
		}
		card := b.Get(web+"/ops/leave").Find(`[name="cards"]`).First().AttrOr("value", "")
		last := b.Get(web+"/rules").Find(`#listing tr [name="rule"]`).Last().AttrOr("value", "")
		for _, one := range []struct {
			operation, path string
			form            url.Values
		}{
			{"ccs.securitygroup.CreateSecurityGroup", "/security-groups/ops/create", url.Values{"name": {"n"}}},
			{"ccs.securitygroup.ModifySecurityGroupAttribute", g + "/ops/edit", url.Values{"name": {"n"}}},
			{"ccs.securitygroup.DeleteSecurityGroup", g + "/ops/delete", url.Values{"confirm": {"office-windows"}}},
			{"ccs.securitygroup.ForceDeleteSecurityGroup", web + "/ops/force-delete", url.Values{"confirm": {"web-公网"}, "seen": {"0", "1"}}},
			{"ccs.securitygroup.AddSecurityGroupRule", g + "/ops/add-rule", url.Values{"local_port": {"80"}, "address": {"10.0.0.0/8"}}},
			{"ccs.securitygroup.ModifySecurityGroupRule", rule("edit"), url.Values{"description": {"d"}}},
			{"ccs.securitygroup.RemoveSecurityGroupRule", rule("remove"), nil},
			{"ccs.securitygroup.ModifySecurityGroupRulePriority", web + "/ops/order", url.Values{"rule": {last}, "position": {"1"}}},
			{"ccs.securitygroup.JoinSecurityGroup", g + "/ops/join", url.Values{"cards": {b.Get(g+"/ops/join").Find(`[name="cards"]`).First().AttrOr("value", "")}}},
			{"ccs.securitygroup.LeaveSecurityGroup", web + "/ops/leave", url.Values{"cards": {card}}},
		} {
			refusing(t, c, one.operation)
			p := do(b, one.path, one.form)
			if p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, "not today") {
				t.Errorf("%s: got status %d without the refusal\n%s", one.operation, p.Status, p.Find(`[role="alert"]`).Text())
			}
			if n := calls(c, one.operation); n != 1 {
				t.Errorf("%s was sent %d times, want once", one.operation, n)
			}
		}
	})
}

func TestWithoutScriptsAChangeOfARuleLeadsBackToTheRules(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		g := group(t, b, "office-windows")
		here := g + "/rules"
		link := b.Get(here).Find(`.bar a[href*="/ops/add-rule"]`).AttrOr("href", "")
		if got := b.Get(link).Want(http.StatusOK).Find(`main form [name="next"]`).AttrOr("value", ""); got != here {
			t.Errorf("the form remembers %q, want %q", got, here)
		}
		form := url.Values{"name": {"office-windows"}, "description": {"another"}, "next": {here}}
		if got := b.Post(g+"/ops/edit", form).Want(http.StatusSeeOther).Header.Get("Location"); got != here {
			t.Errorf("got %q, want %q", got, here)
		}
		for _, away := range []string{"https://evil.example/", "//evil.example", "/\\evil.example"} {
			form := url.Values{"name": {"office-windows"}, "description": {away}, "next": {away}}
			if got := b.Post(g+"/ops/edit", form).Header.Get("Location"); got != g {
				t.Errorf("next=%s: got %q, want %q", away, got, g)
			}
		}
	})
}

func TestAGroupThatIsDeletedHasAPageThatSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		filled(b, "/security-groups/ops/create", url.Values{"name": {"short-lived"}, "side": {"public"}}).Want(http.StatusSeeOther)
		row := b.Get("/security-groups?fresh=1&q=short-lived").Find(`tbody a[href^="/security-groups/"]`).First().AttrOr("href", "")
		answer := filled(b, row+"/ops/delete", url.Values{"confirm": {"short-lived"}}).Want(http.StatusSeeOther)
		page := b.Get(answer.Header.Get("Location")).Want(http.StatusNotFound)
		if h := page.Find("h1").Text(); !strings.Contains(h, "short-lived") || page.Find(`table a[href^="/tasks/"]`).Length() == 0 || page.Find(`main a[href="/security-groups"]`).Length() == 0 {
			t.Errorf("%q: not a page that names it, what was done and the way back", h)
		}
		part := b.Get(row, "HX-Request", "true", "HX-Request-Type", "partial").Want(http.StatusNotFound)
		if part.Find("#detail").Length() != 1 || strings.Contains(part.Body, "<html") {
			t.Error("htmx did not get the part it asked for")
		}
		b.Get("/security-groups/never-was").Want(http.StatusNotFound)
	})
}
