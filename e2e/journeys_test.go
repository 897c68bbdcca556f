package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// status is a condition: a server's row shows the words.
func status(id, words string) string {
	return `document.getElementById("row-instances-` + id + `")?.innerText.includes("` + words + `")`
}

func TestOneClickShowsTheWholeFleet(t *testing.T) {
	p := signedIn(t)
	p.click(`nav a[href="/instances"]`)
	p.until(`location.pathname === "/instances"`)
	p.visible("tbody tr")
	p.says("main", "137")
	if n := len(p.rows()); n != 50 {
		t.Errorf("got %d rows on the first page, want 50", n)
	}
	p.visit("/instances?q=script")
	p.says("tbody", "<script>alert(1)</script>")
}

func TestStoppingManySettlesByItself(t *testing.T) {
	p := signedIn(t)
	p.list("/instances?status=running")
	ids := p.rows()[:3]
	for _, id := range ids {
		p.click(`#row-instances-` + id + ` input[name=id]`)
	}
	p.click(`button[formaction="/instances/ops/stop"]`)
	p.says("#dialog", "Shut down")
	// What the rows and banners show on their way: some words last only a moment.
	p.eval(`window.shown = ""; new MutationObserver(() => {
		for (const e of document.querySelectorAll("tbody tr, .flash")) {
			const line = e.id + " " + e.innerText.replace(/\s+/g, " ") + "\n";
			if (!shown.includes(line)) shown += line;
		}
	}).observe(document.body, {subtree: true, childList: true, characterData: true})`)
	p.click(`#dialog button[type=submit]:not([value=cancel])`)
	for _, id := range ids {
		p.until(status(id, "Stopped"))
		p.until(`/row-instances-` + id + ` .*Shutting down/.test(window.shown)`)
	}
	p.says("#flashes", "done")
	p.until(`/under way/.test(window.shown)`) // the same page all the time
}

func TestCreatingAServer(t *testing.T) {
	p := signedIn(t)
	p.visit("/instances/new")
	p.fill(`[name=name]`, "journey-web")
	p.fill(`[name=password]`, "Sky-lark-42")
	p.fill(`[name=password_again]`, "Sky-lark-42")
	p.says("#price", "¥")
	p.click(`button[form=create][name=check]`)
	p.says("main", "Nothing was created")
	p.fill(`[name=password]`, "Sky-lark-42")
	p.fill(`[name=password_again]`, "Sky-lark-42")
	p.click(`button[form=create]:not([name])`)
	p.until(`location.pathname.startsWith("/tasks/")`)
	p.says("main", "Done")
	p.list("/instances?q=journey-web")
	if n := len(p.rows()); n != 1 {
		t.Errorf("got %d servers, want 1", n)
	}
}

func TestDeletingNeedsTheTypedName(t *testing.T) {
	p := signedIn(t)
	p.expects(422)
	p.expects(404) // its page, once it is gone
	p.list("/instances?status=error")
	id := p.rows()[0]
	name := p.value(`document.querySelector("tbody tr a").innerText`)
	p.visit("/instances/" + id)
	p.until(`document.querySelector('a[href$="/ops/delete"]')?.hasAttribute("data-htmx-powered")`)
	p.eval(`document.querySelector('a[href$="/ops/delete"]').click()`)
	p.says("#dialog", name)
	p.fill(`#dialog [name=confirm]`, "something else")
	p.click(`#dialog button[type=submit]:not([value=cancel])`)
	p.says(`#dialog [role=alert]`, name)
	p.fill(`#dialog [name=confirm]`, name)
	p.click(`#dialog button[type=submit]:not([value=cancel])`)
	p.says("#flashes", "done")
	p.visit("/instances?q=" + id)
	if n := len(p.rows()); n != 0 {
		t.Errorf("got %d servers, want none", n)
	}
}

func TestMistakesKeepWhatWasTyped(t *testing.T) {
	p := signedIn(t)
	p.expects(422)
	p.visit("/instances/new")
	p.fill(`[name=name]`, "kept-name")
	p.fill(`[name=amount]`, "100")
	p.fill(`[name=password]`, "weak")
	p.click(`button[form=create]:not([name])`)
	p.says(`[role=alert]`, "99")
	p.until(`document.activeElement?.closest("[role=alert]")`)
	if got := p.value(`document.querySelector("[name=name]").value + document.querySelector("[name=amount]").value + document.querySelector("[name=password]").value`); got != "kept-name100" {
		t.Errorf("got %q kept, want the name and the amount, and no password", got)
	}
	if !strings.HasPrefix(p.value("document.title"), "Error") {
		t.Errorf("the title does not say so: %q", p.value("document.title"))
	}
}

// TestKeyboardOnly does the main job without a pointer: sign in, find the
// list, pick two servers, restart them, read the task centre.
func TestKeyboardOnly(t *testing.T) {
	p := open(t)
	p.visit("/sign-in")
	p.eval(`document.cookie = "lang=en; path=/"`)
	p.visit("/sign-in")
	p.tabTo(`input[name=access_key]`)
	p.press("AKDEMO0000000001")
	p.tabTo(`input[name=secret_key]`)
	p.press("demo-secret-of-the-simulated-cloud" + kb.Enter)
	p.until(`location.pathname === "/"`)
	p.press("gs")
	p.until(`location.pathname === "/instances"`)
	p.visible("tbody tr")
	p.press("/")
	p.until(`document.activeElement?.matches("#search, [data-search]")`)
	p.eval(`document.activeElement.value = ""`) // the protocol types the slash whatever the page decided
	p.press("mysql")
	p.until(`[...document.querySelectorAll("tbody tr a")].every(a => !a.closest("td:nth-child(2)") || a.innerText.includes("mysql"))`)
	p.press(kb.Enter)
	p.until(`!document.querySelector(".htmx-request") && /\d+ of \d+ match/.test(document.querySelector("main").innerText)`)
	p.eval(`document.activeElement.blur()`)
	p.press("jxjx")
	p.until(`document.querySelectorAll("tbody input[name=id]:checked").length === 2`)
	p.tabTo(`button[formaction="/instances/ops/reboot"]`)
	p.press(kb.Enter)
	p.says("#dialog", "Restart")
	p.tabTo(`#dialog button[type=submit]:not([value=cancel])`)
	p.press(kb.Enter)
	p.says("#flashes", "Restart")
	p.until(`!document.querySelector("dialog[open]")`)
	p.eval(`document.activeElement.blur()`)
	p.press("gt")
	p.until(`location.pathname === "/tasks"`)
	p.says("main", "Restart")
	p.press("?")
	p.until(`document.querySelector("#shortcuts")?.open`)
}

// tabTo presses Tab, or Shift and Tab, until an element has the focus.
func (p *page) tabTo(css string) {
	p.t.Helper()
	p.visible(css)
	for range 200 {
		if p.value(`document.activeElement?.matches('`+css+`')`) == "true" {
			return
		}
		p.press(kb.Tab)
	}
	p.t.Fatalf("Tab never reaches %s", css)
}

func TestThePaletteFindsAServer(t *testing.T) {
	p := signedIn(t)
	p.do("open the palette", chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	p.until(`document.querySelector("#palette")?.open`)
	p.press("gitlab")
	p.says("#hits", "gitlab")
	p.press(kb.Enter)
	p.until(`location.pathname.startsWith("/instances/")`)
	p.says("h1", "gitlab")
}

func TestNothingIsWiderThanAPhone(t *testing.T) {
	p := signedIn(t)
	p.do("make it a phone", chromedp.EmulateViewport(390, 844))
	for _, path := range []string{"/", "/instances", "/instances/new", "/tasks", "/settings", "/gallery"} {
		p.visit(path)
		p.visible("h1")
		if got := p.value(`document.documentElement.scrollWidth - innerWidth`); got != "0" && !strings.HasPrefix(got, "-") {
			t.Errorf("%s is %s pixels wider than the phone", path, got)
		}
	}
}

func TestASecondBrowserFollowsTheFirst(t *testing.T) {
	first, second := signedIn(t), signedIn(t)
	first.list("/instances?q=redis&status=running")
	second.visit("/instances?q=redis")
	id := first.rows()[0]
	first.click(`#row-instances-` + id + ` input[name=id]`)
	first.click(`button[formaction="/instances/ops/reboot"]`)
	first.click(`#dialog button[type=submit]:not([value=cancel])`)
	second.until(status(id, "Restarting"))
	second.until(status(id, "Running"))
}
