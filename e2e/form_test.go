package e2e

import (
	"strconv"

	"github.com/chromedp/chromedp"
)

// choose picks the value of a list of choices, as a person would.
func (p *page) choose(css, value string) {
	p.t.Helper()
	p.visible(css)
	p.eval(`(e => { e.value = ` + strconv.Quote(value) + `; for (const t of ["input", "change"]) e.dispatchEvent(new Event(t, {bubbles: true})) })(document.querySelector(` + strconv.Quote(css) + `))`)
	if got := p.value(`document.querySelector(` + strconv.Quote(css) + `).value`); got != value {
		p.t.Fatalf("%s has no choice %q, it stands at %q", css, value, got)
	}
}

// tick clicks the label of a box or a button of a group, and waits until the
// page is calm: the form may be read anew with other questions.
func (p *page) tick(css string) {
	p.t.Helper()
	p.until(`document.querySelector(` + strconv.Quote(css) + `)`)
	p.eval(`document.querySelector(` + strconv.Quote(css) + `).click()`)
	p.calm()
	p.until(`document.querySelector(` + strconv.Quote(css) + `).checked`)
}

// calm waits until nothing is being asked.
func (p *page) calm() {
	p.t.Helper()
	p.until(`!document.querySelector(".htmx-request:not(#live)")`)
}

// menu opens a menu by the id of what it holds, and clicks a line of it.
func (p *page) menu(id, css string) {
	p.t.Helper()
	p.click(`[popovertarget=` + id + `]`)
	p.click(`#` + id + ` ` + css)
}

// operation asks for an operation on the page of a resource: by its button, or
// by its line in the menu.
func (p *page) operation(op string) {
	p.t.Helper()
	p.until(`document.querySelector('main a[href$="/ops/` + op + `"]')`)
	if p.value(`document.querySelector('#ops a[href$="/ops/`+op+`"]') !== null`) == "true" {
		p.menu("ops", `a[href$="/ops/`+op+`"]`)
		return
	}
	p.click(`main a[href$="/ops/` + op + `"]`)
}

// confirm sends the form in the dialog, and waits until it has gone. A field
// that is left may have the form drawn anew, under the pointer.
func (p *page) confirm() {
	p.t.Helper()
	p.eval(`document.activeElement?.blur()`)
	p.calm()
	p.click(`#dialog button[type=submit]:not([value=cancel]):not([name=redraw])`)
	p.until(`!document.querySelector("#dialog").open`)
}

// fetch is the text behind an address, read with the page's own cookies.
func (p *page) fetch(path string) string {
	p.t.Helper()
	text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`fetch(`+strconv.Quote(path)+`).then(r => r.arrayBuffer()).then(b => new TextDecoder("utf-8", {ignoreBOM: true}).decode(b))`, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("fetch %s: %v", path, err)
	}
	return text
}
