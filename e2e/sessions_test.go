package e2e

import (
	"testing"
)

// shortLived is a console whose sessions end after so long without use.
func shortLived(t *testing.T, idle string) string {
	t.Helper()
	return console(t, "CONSOLE_SESSION_IDLE="+idle)
}

const (
	counting = `document.getElementById("expiring").open`
	over     = `document.getElementById("expired").open`
)

func TestACountdownWarnsAndStayingPutsTheEndOff(t *testing.T) {
	p := signedInAt(t, shortLived(t, "12s"))
	other := p.tab()
	other.visit("/tasks")
	p.until(counting)
	other.until(counting)
	p.until(`/^0:0[1-4]$/.test(document.querySelector("[data-countdown]").textContent)`)
	p.until(`document.activeElement?.matches("[data-stay]")`)
	p.click(`[data-stay]`)
	p.until(`!` + counting)
	other.until(`!` + counting) // the other tab learns it
	p.eval(`fetch("/session").then(r => r.json()).then(s => { window.left = s.left })`)
	p.until(`window.left > 4`)
	if p.value(over) != "false" || other.value(over) != "false" {
		t.Error("the session ended all the same")
	}
}

func TestTypingKeepsTheSessionAlive(t *testing.T) {
	p := signedInAt(t, shortLived(t, "6s"))
	p.visit("/instances/new")
	p.click(`[name=name]`)
	p.eval(`window.counted = 0; document.getElementById("expiring").addEventListener("toggle", () => counted++); window.began = Date.now()`)
	for p.value(`Date.now() - window.began > 9000`) != "true" {
		p.press("a")
	}
	if p.value(over) != "false" || p.value("window.counted") != "0" {
		t.Error("a session ended, or was about to, under a person's hands")
	}
}

func TestASessionThatEndsLosesNothing(t *testing.T) {
	p := signedInAt(t, shortLived(t, "8s"))
	p.expects(401)
	p.visit("/instances/new")
	p.fill(`[name=name]`, "half-typed")
	p.fill(`[name=password]`, "Sky-lark-42")
	p.fill(`[name=password_again]`, "Sky-lark-42")
	p.until(counting)
	p.until(over) // nobody did anything
	p.visible(`#again input[name=access_key]`)
	p.click(`#expired [data-close-dialog]`)
	p.until(`!` + over)
	if got := p.value(`document.querySelector("[name=name]").value + document.querySelector("[name=password]").value`); got != "half-typedSky-lark-42" {
		t.Errorf("got %q on the page", got)
	}

	p.click(`button[form=create]:not([name])`)
	p.visible(`#expired [data-held]`)
	p.fill(`#again [name=access_key]`, "AKDEMO0000000001")
	p.fill(`#again [name=secret_key]`, "wrong")
	p.expects(422)
	p.click(`#again form:first-child button[type=submit]`)
	p.says(`#again [role=alert]`, "does not belong")
	p.click(`#again form:has([type=hidden][name=secret_key]) button`)
	p.until(`location.pathname.startsWith("/tasks/")`) // what was interrupted was sent
	p.says("main", "half-typed")
	p.list("/instances?q=half-typed")
	if n := len(p.rows()); n != 1 {
		t.Errorf("got %d servers, want 1", n)
	}
}

func TestSigningOutHidesEveryTab(t *testing.T) {
	p := signedIn(t)
	p.expects(401)
	p.visit("/instances/new")
	p.fill(`[name=name]`, "still-here")
	other := p.tab()
	other.visit("/instances")
	other.visible("tbody tr")
	other.click(`[popovertarget=menu-account]`)
	other.click(`#menu-account form[action="/sign-out"] button`)
	other.until(`location.pathname === "/sign-in"`)
	p.says("#expired", "You signed out")
	p.until(`!document.querySelector("main").checkVisibility({visibilityProperty: true})`)
	p.press("\x1b")
	p.until(over)

	other.eval(`history.back()`)
	other.until(`location.pathname === "/sign-in" && document.querySelector("[name=secret_key]")`)
	if got := other.value(`document.querySelectorAll("tbody tr").length`); got != "0" {
		t.Errorf("going back shows %s rows", got)
	}
	other.click(`form:has(input[type=hidden][name=secret_key]) button`)
	p.until(`!` + over) // signed in there, this one goes on
	p.until(`document.querySelector("main").checkVisibility({visibilityProperty: true}) && document.querySelector("[name=name]").value === "still-here"`)
	p.until(`document.getElementById("live-dot").dataset.state === "on"`)
}

func TestAPageOfAnotherAccountIsStopped(t *testing.T) {
	p := signedIn(t)
	p.expects(409)
	p.list("/instances?status=running")
	p.eval(`document.body.dataset.mark = "0123456789abcdef"`)
	p.click(`tbody tr:first-child input[name=id]`)
	p.click(`button[formaction="/instances/ops/stop"]`)
	p.says("#expired", "Another account is in use")
	p.says("#again", "AKDE…0001")
	p.click(`#again [data-reload]`)
	p.until(`document.body.dataset.mark !== "0123456789abcdef"`)
	p.visible("tbody tr")
}

// hide makes the page believe that its tab is behind another, or in front.
func (p *page) hide(hidden bool) {
	p.t.Helper()
	word := map[bool]string{true: "true", false: "false"}[hidden]
	p.eval(`Object.defineProperty(document, "hidden", {configurable: true, get: () => ` + word + `}); document.dispatchEvent(new Event("visibilitychange"))`)
}

func TestAHiddenTabLetsItsStreamGoAndCatchesUp(t *testing.T) {
	first, second := signedIn(t), signedIn(t)
	first.list("/instances?q=kafka&status=running")
	id := first.rows()[0]
	second.list("/instances?q=kafka")
	second.until(`document.getElementById("live-dot").dataset.state === "on"`)
	second.hide(true)
	first.click(`#row-instances-` + id + ` input[name=id]`)
	first.click(`button[formaction="/instances/ops/stop"]`)
	first.click(`#dialog button[type=submit]:not([value=cancel])`)
	first.until(status(id, "Stopped"))
	if second.value(status(id, "Running")) != "true" {
		t.Error("a hidden tab still follows")
	}
	second.hide(false)
	second.until(status(id, "Stopped"))
}
