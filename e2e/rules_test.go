package e2e

import (
	"os"
	"path/filepath"
	"strconv"
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
	p.operation("join")
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
	p.until(`[...document.querySelectorAll("#listing tbody tr")].some(r => r.innerText.includes("` + port + `") && r.innerText.includes("In force"))`)
}

// ports are those of the rules shown, from above.
const ports = `[...document.querySelectorAll("#listing tbody tr")].map(r => r.innerText.match(/(?:TCP|UDP)\s+(\d+)/)?.[1]).join(" ")`

// movable is a condition: the order has been taken in, and may be changed.
const movable = `document.querySelector("#listing tbody[data-sortable]")`

// TestARuleChangesWhatMayReachAServer adds a rule to the group of a server, and
// the server's page says so.
func TestARuleChangesWhatMayReachAServer(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	group := p.newGroup("journey-reach", "private")
	server := p.member(group)
	p.visit(server + "?tab=reach")
	p.says("#detail", "Nobody")
	p.visit(group + "/rules")
	p.addRule("8443", "10.9.0.0/16")
	p.visit(server + "?tab=reach")
	p.says("#detail", "8443")
	p.says("#detail", "10.9.0.0/16")
	p.says("#detail", "journey-reach")
}

// TestRulesAreReorderedByKeyboardAndByMouse moves rules down with their
// buttons, which keep the focus, and drags one to the top.
func TestRulesAreReorderedByKeyboardAndByMouse(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	group := p.newGroup("journey-order", "private")
	p.visit(group + "/rules")
	for _, port := range []string{"7001", "7002", "7003"} {
		p.addRule(port, "10.9.0.0/16")
	}
	p.until(ports + ` === "7001 7002 7003" && ` + movable)
	p.tabTo(`#listing tbody tr:first-child button[aria-label$=down]`)
	p.press(kb.Enter)
	p.until(ports + ` === "7002 7001 7003" && ` + movable)
	p.until(`document.activeElement.matches("tr:nth-child(2) button[aria-label$=down]")`)
	p.press(kb.Enter)
	p.until(ports + ` === "7002 7003 7001" && ` + movable)
	p.until(`document.activeElement.matches("tr:nth-child(3) button[aria-label$=down]")`)
	p.dragToTop(`#listing tbody tr:nth-child(3) [data-drag]`)
	p.until(ports + ` === "7001 7002 7003"`)
	p.visit(group + "/rules")
	p.until(ports + ` === "7001 7002 7003"`)
}

// dragToTop takes a row at its handle and drops it on the upper edge of the
// first one.
func (p *page) dragToTop(handle string) {
	p.t.Helper()
	at, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]float64](`(() => {
		const from = document.querySelector(`+strconv.Quote(handle)+`).getBoundingClientRect();
		const to = document.querySelector("#listing tbody tr").getBoundingClientRect();
		return [from.x + from.width / 2, from.y + from.height / 2, from.x + from.width / 2, to.y + 6];
	})()`))
	if err != nil {
		p.t.Fatal(err)
	}
	p.do("drag to the top", chromedp.DragAndDropXY(at[0], at[1], at[2], at[3]))
}

// TestRulesGoOutAsAFileAndComeBackIn exports a seeded group's rules as CSV and
// reads the file into an empty group, whose export is the same.
func TestRulesGoOutAsAFileAndComeBackIn(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	p.visit("/security-groups?q=web")
	p.click(`tbody a[href^="/security-groups/"]`)
	p.until(`location.pathname.split("/").length === 3`)
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

// TestManyChoicesAreNarrowedByTyping finds one network card among a hundred.
func TestManyChoicesAreNarrowedByTyping(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	p.visit(p.newGroup("journey-narrow", "private"))
	p.operation("join")
	const shown = `[...document.querySelectorAll("#dialog .tile")].filter(x => x.checkVisibility()).length`
	p.until(shown + ` > 50`)
	p.tick(`#dialog .tile:nth-child(9) [name=cards]`)
	p.fill(`#dialog [data-narrow]`, "WEB 003")
	p.until(shown + ` === 3`) // the ticked one, and both cards of web-bj-003
	p.until(`document.querySelector("#dialog .tile:nth-child(9)").checkVisibility()`)
	p.fill(`#dialog [data-narrow]`, " ") // no word
	p.until(shown + ` > 50`)
}
