package e2e

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focused is a condition: the focus is on what matches, and can be seen.
func focused(css string) string {
	return `(e => e?.matches(` + strconv.Quote(css) + `) && e.checkVisibility() &&
		(getComputedStyle(e).outlineStyle !== "none" || getComputedStyle(e).boxShadow !== "none" || e.closest("label, .input")?.matches(":focus-within")))(document.activeElement)`
}

// TestTheFocusGoesWhereItShould opens and closes dialogs, the palette and the
// help by keyboard, and looks where the focus is each time.
func TestTheFocusGoesWhereItShould(t *testing.T) {
	p := signedIn(t)
	p.visit("/instances?status=running&q=db-mysql")
	p.visible("tbody input[name=id]")
	p.press(kb.Tab)
	p.until(focused(`a[href="#main"]`)) // the skip link comes first
	p.press(kb.Enter)
	p.until(`document.activeElement.id === "main" || location.hash === "#main"`)

	p.press("jj")
	p.until(focused(`tbody tr:nth-child(2) a`))
	p.press("k")
	p.until(focused(`tbody tr:nth-child(1) a`))
	p.press("x")
	p.until(`document.querySelector("tbody tr:nth-child(1) input").checked`)

	p.tabTo(`button[formaction="/instances/ops/stop"]`)
	p.press(kb.Enter)
	p.until(`document.querySelector("#dialog").open`)
	p.until(`document.activeElement.closest("#dialog")`)
	for range 12 { // the focus stays inside
		p.press(kb.Tab)
		if p.value(`document.activeElement === document.body || document.activeElement.closest("#dialog") !== null`) != "true" {
			t.Fatalf("Tab leaves the dialog for %s", p.value(`document.activeElement.outerHTML.slice(0, 200)`))
		}
	}
	p.press(kb.Escape)
	p.until(`!document.querySelector("#dialog").open`)
	p.until(focused(`button[formaction="/instances/ops/stop"]`))

	p.do("open the palette", chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	p.until(focused(`#palette input`))
	p.press(kb.Escape)
	p.until(focused(`button[formaction="/instances/ops/stop"]`))
	p.press("?")
	p.until(`document.querySelector("#shortcuts").open && document.activeElement.closest("#shortcuts")`)
	p.press(kb.Escape)
	p.until(`!document.querySelector("#shortcuts").open`)
	p.until(focused(`button[formaction="/instances/ops/stop"]`))
}

// TestARowsMenuByKeyboard opens the menu of a row, leaves it, and goes through
// it to a dialog and back: the focus returns to the row each time.
func TestARowsMenuByKeyboard(t *testing.T) {
	p := signedIn(t)
	p.list("/instances?status=running&q=db-mysql")
	p.press("j")
	p.tabTo(`tbody tr:nth-child(1) td.ops a[aria-haspopup]`)
	p.press(kb.Enter)
	p.until(focused(`#row-menu a, #row-menu button`))
	p.press(kb.Escape)
	p.until(`!document.querySelector("#row-menu").matches(":popover-open")`)
	p.until(focused(`tbody tr:nth-child(1) td.ops a[aria-haspopup]`))
	p.press(kb.Enter)
	p.until(focused(`#row-menu a, #row-menu button`))
	p.press(kb.ArrowDown)
	p.until(focused(`#row-menu .menu-item:nth-child(2)`))
	p.press(kb.Home)
	p.until(focused(`#row-menu .menu-item:nth-child(1)`))
	p.tabTo(`#row-menu a[href$="/ops/rename"]`)
	p.press(kb.Enter)
	p.until(focused(`#dialog [name=name]`))
	p.press(kb.Escape)
	p.until(`!document.querySelector("#dialog").open`)
	p.until(focused(`tbody tr:nth-child(1) td.ops a[aria-haspopup]`))
}

// TestLettersAreLettersInAField types every shortcut into the filter and into a
// form: nothing happens but the typing.
func TestLettersAreLettersInAField(t *testing.T) {
	p := signedIn(t)
	p.list("/instances")
	p.press("/")
	p.until(focused(`#search`))
	p.eval(`document.activeElement.value = ""`) // the protocol types the slash whatever the page decided
	p.press("gsjkxrc?")
	p.until(`document.querySelector("#search").value === "gsjkxrc?"`)
	p.until(`location.pathname === "/instances" && !document.querySelector("dialog[open], tr[aria-current], tbody input:checked")`)
	p.eval(`document.activeElement.blur()`)
	p.press("c")
	p.until(`location.pathname === "/instances/new"`)
	p.tabTo(`[name=name]`)
	p.press("gt-jk?")
	if got := p.value(`location.pathname + " " + document.querySelector("[name=name]").value`); got != "/instances/new gt-jk?" {
		t.Errorf("got %q", got)
	}
	p.eval(`document.querySelector("[name=name]").form.removeAttribute("data-guard")`)
}

// TestCreatingAServerByKeyboard reaches every part of the form with Tab, and
// sends it with Enter.
func TestCreatingAServerByKeyboard(t *testing.T) {
	p := signedIn(t)
	p.visit("/instances/new")
	p.tabTo(`[name=type]`)
	p.press(kb.ArrowRight)
	p.calm()
	p.tabTo(`[name=password]`)
	p.press("Sky-lark-42")
	p.tabTo(`[name=password_again]`)
	p.press("Sky-lark-42")
	p.tabTo(`[name=name]`)
	p.press("journey-keys")
	p.tabTo(`button[form=create]:not([name])`)
	p.until(focused(`button[form=create]:not([name])`))
	p.until(`/¥/.test(document.activeElement.innerText)`)
	p.calm()
	p.press(kb.Enter)
	p.until(`location.pathname.startsWith("/tasks/")`)
}
