package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// newGroup makes a security group and returns its page.
func (p *page) newGroup(name, side string) string {
	p.t.Helper()
	p.visit("/security-groups")
	p.click(`[data-create]`)
	p.fill(`#dialog [name=name]`, name)
	p.tick(`#dialog [name=side][value=` + side + `]`)
	p.confirm()
	p.says("#flashes", "done")
	p.visit("/security-groups?q=" + name)
	p.click(`tbody a[href^="/security-groups/"]`)
	p.says("h1", name)
	return p.value("location.pathname")
}

// member puts a server's card into a group and returns the server's page.
func (p *page) member(group string) string {
	p.t.Helper()
	p.visit(group)
	p.menu("ops", `a[href$="/ops/join"]`)
	p.visible(`#dialog [name=cards]`)
	p.tick(`#dialog [name=cards]`)
	p.confirm()
	p.visit(group + "?tab=members")
	p.visible(`main tbody a[href^="/instances/"]`)
	return p.value(`document.querySelector('main tbody a[href^="/instances/"]').pathname`)
}

// addRule opens the form on the rules' tab, and sends it filled in.
func (p *page) addRule(port, address string) {
	p.t.Helper()
	p.click(`#listing a[href*="/ops/add-rule"].btn`)
	p.fill(`#dialog [name=local_port]`, port)
	p.fill(`#dialog [name=address]`, address)
	p.confirm()
	p.says("#listing tbody", port)
}

// ports are those of the rules shown, from above.
const ports = `[...document.querySelectorAll("#listing tbody tr")].map(r => r.innerText.match(/(?:TCP|UDP)\s+(\d+)/)?.[1]).join(" ")`

// TestARuleChangesWhatMayReachAServer adds a rule to the group of a server, and
// the server's page says so.
func TestARuleChangesWhatMayReachAServer(t *testing.T) {
	p := signedIn(t)
	group := p.newGroup("journey-reach", "private")
	server := p.member(group)
	p.visit(server + "?tab=reach")
	p.says("#detail", "journey-reach")
	if p.value(`document.querySelector("#detail").innerText.includes("8443")`) == "true" {
		t.Fatal("the port is open before there is a rule")
	}
	p.visit(group + "/rules")
	p.addRule("8443", "10.9.0.0/16")
	p.visit(server + "?tab=reach")
	p.says("#detail", "8443")
	p.says("#detail", "10.9.0.0/16")
	p.shot("reach")
}

// TestRulesAreReorderedByKeyboardAndByMouse moves rules down with their
// buttons, which keep the focus, and drags one to the top.
func TestRulesAreReorderedByKeyboardAndByMouse(t *testing.T) {
	p := signedIn(t)
	group := p.newGroup("journey-order", "private")
	p.visit(group + "/rules")
	for _, port := range []string{"7001", "7002", "7003"} {
		p.addRule(port, "10.9.0.0/16")
	}
	p.until(ports + ` === "7001 7002 7003"`)
	p.shot("rules")
	p.eval(`document.querySelector("#listing tbody tr button[aria-label$=down]").focus()`)
	p.press(kb.Enter)
	p.until(ports + ` === "7002 7001 7003"`)
	p.until(`document.activeElement.closest("tr")?.innerText.includes("7001")`)
	p.press(kb.Enter)
	p.until(ports + ` === "7002 7003 7001"`)
	p.dragRow(`#listing tbody tr:nth-child(3) [data-drag]`, `#listing tbody tr:nth-child(1)`)
	p.until(ports + ` === "7001 7002 7003"`)
	p.visit(group + "/rules")
	p.until(ports + ` === "7001 7002 7003"`)
}

// dragRow drags with the mouse from one place to another.
func (p *page) dragRow(from, to string) {
	p.t.Helper()
	p.visible(from)
	p.do("drag "+from+" to "+to, chromedp.DragAndDrop(chromedp.CSS(from), chromedp.CSS(to)))
}

// TestRulesGoOutAsAFileAndComeBackIn exports a seeded group's rules as CSV and
// reads the file into an empty group, whose export is the same.
func TestRulesGoOutAsAFileAndComeBackIn(t *testing.T) {
	p := signedIn(t)
	p.visit("/security-groups?q=web")
	p.click(`tbody a[href^="/security-groups/"]`)
	p.visible("h1")
	csv := p.fetch(p.value("location.pathname") + "/rules.csv")
	file := filepath.Join(t.TempDir(), "rules.csv")
	if err := os.WriteFile(file, []byte(csv), 0o600); err != nil {
		t.Fatal(err)
	}
	group := p.newGroup("journey-copy", "public")
	p.visit(group + "/rules")
	p.click(`#listing a[href*="/ops/import"]`)
	p.visible(`#dialog [name=rules]`)
	p.do("choose the file", chromedp.SetUploadFiles(chromedp.CSS(`#dialog input[type=file]`), []string{file}))
	p.until(`document.querySelector("#dialog [name=rules]").value.includes("203.0.113.0/24")`)
	p.confirm()
	p.until(`document.querySelectorAll("#listing tbody tr").length === 5`)
	if got := p.fetch(group + "/rules.csv"); got != csv {
		t.Errorf("came back as\n%s\nwent out as\n%s", got, csv)
	}
}
