package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// tooWide names what sticks out of the window on the right.
const tooWide = `document.documentElement.scrollWidth <= innerWidth ? "" : [...document.querySelectorAll("main *, header *")]
	.filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, .table-scroll, pre, nav.tabs-line, nav.quick"))
	.slice(0, 3).map(e => e.tagName + "." + e.className).join(" ") || document.documentElement.scrollWidth + " px"`

// tooSmall names what a finger cannot hit: less than 24 pixels high or wide. A
// link in a line of text may be as high as the text.
const tooSmall = `[...document.querySelectorAll("a, button, input, select, summary")]
	.filter(e => e.checkVisibility({checkVisibilityCSS: true, checkOpacity: true}) && !e.closest("[inert]"))
	.map(e => e.matches("[type=checkbox], [type=radio]") ? e.closest("label") || e : e)
	.filter(e => getComputedStyle(e).display !== "inline")
	.filter(e => { const r = e.getBoundingClientRect(); return r.width > 1 && (r.width < 24 || r.height < 24); })
	.map(e => e.tagName + " " + (e.innerText || e.ariaLabel || e.name || e.id).slice(0, 30) + " " + Math.round(e.getBoundingClientRect().width) + "x" + Math.round(e.getBoundingClientRect().height))
	.filter((s, i, all) => all.indexOf(s) === i).slice(0, 5).join("; ")`

// TestEveryPageFitsAPhone walks all pages in both languages, and the forms, on
// a screen 390 pixels wide: nothing scrolls sideways, everything can be hit.
func TestEveryPageFitsAPhone(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	pages, forms := p.addresses()
	p.do("make it a phone", chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch))
	for _, lang := range []string{"zh", "en"} {
		p.eval(`document.cookie = "lang=` + lang + `; path=/"`)
		paths := pages
		if lang == "en" { // its words are the longer ones
			paths = append(paths, forms...)
		}
		for _, path := range paths {
			p.visit(path)
			p.visible("h1")
			if wide := p.value(tooWide); wide != "" {
				t.Errorf("%s in %s is wider than the phone: %s", path, lang, wide)
			}
			if small := p.value(tooSmall); small != "" {
				t.Errorf("%s in %s has what a finger cannot hit: %s", path, lang, small)
			}
		}
	}
}
