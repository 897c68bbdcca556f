package e2e

import (
	_ "embed"
	"encoding/json"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

//go:embed testdata/axe.min.js
var axe string

// barrier is what axe found on a page.
type barrier struct {
	Rule   string
	Impact string
	Help   string
	Nodes  []string
}

// barriers are those that keep people out of a part of the page, by the rules
// named or by all. Of many rows or choices alike only the first are looked at.
func (p *page) barriers(part string, rules ...string) []barrier {
	p.t.Helper()
	only := `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}`
	if len(rules) > 0 {
		list, _ := json.Marshal(rules)
		only = `{type: "rule", values: ` + string(list) + `}`
	}
	found, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]barrier](`axe.run({include: `+strconv.Quote(part)+`, exclude: ["tbody tr:nth-child(n+4)", ".choices > :nth-child(n+4)", "li:nth-child(n+9)"]}, {runOnly: `+only+`, resultTypes: ["violations"], preload: false}).then(r => r.violations
		.filter(v => v.impact === "serious" || v.impact === "critical")
		.map(v => ({Rule: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.slice(0, 3).map(n => n.target.join(" ") + "  " + n.html.slice(0, 160) + "  " + (n.any[0]?.message || ""))})))`, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("axe: %v", err)
	}
	return found
}

// TestNoPageHasABarrier runs axe on every page: all rules in the light theme,
// and the contrast in the dark one.
func TestNoPageHasABarrier(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	pages, _ := p.addresses()
	p.barrierFree(append(pages, "/gallery"), "yunque", "yunque-dark")
}

func TestNoFormHasABarrier(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	_, forms := p.addresses()
	p.barrierFree(forms, "yunque")
}

// barrierFree looks at pages, of the frame at that of the first only: it is the
// same on all of them.
func (p *page) barrierFree(paths []string, themes ...string) {
	p.t.Helper()
	part := "html"
	for _, path := range paths {
		p.visit(path)
		p.visible("h1")
		p.eval(axe)
		for i, theme := range themes {
			p.eval(`document.documentElement.dataset.theme = "` + theme + `"`)
			p.until(`!document.getAnimations().some(a => a instanceof CSSTransition)`)
			var rules []string
			if i > 0 {
				rules = []string{"color-contrast"}
			}
			for _, b := range p.barriers(part, rules...) {
				p.t.Errorf("%s (%s): %s (%s): %s\n  %q", path, theme, b.Help, b.Rule, b.Impact, b.Nodes)
			}
		}
		part = "main"
	}
}

// TestNoDialogHasABarrier looks at what pages open: a dangerous dialog, the
// palette with hits, the help, and a row's menu.
func TestNoDialogHasABarrier(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	p.list("/instances?status=running&q=db-mysql")
	p.eval(axe)
	look := func(part string) {
		t.Helper()
		for _, b := range p.barriers(part) {
			t.Errorf("%s: %s (%s): %s\n  %q", part, b.Help, b.Rule, b.Impact, b.Nodes)
		}
		p.press(kb.Escape)
	}
	p.click(`tbody tr td.ops a[aria-haspopup]`)
	p.visible(`#row-menu a`)
	look("#row-menu")
	p.click(`tbody tr td.ops a[aria-haspopup]`)
	p.calm()
	p.click(`#row-menu a[href$="/ops/delete"]`)
	p.visible(`#dialog [name=confirm]`)
	look("#dialog")
	p.do("open the palette", chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	p.press("mysql")
	p.says("#hits", "mysql")
	p.press(kb.ArrowDown)
	p.until(`document.getElementById(document.querySelector("#palette input").getAttribute("aria-activedescendant"))?.ariaSelected === "true"`)
	look("#palette")
	p.until(`!document.querySelector("dialog[open]")`)
	p.press("?")
	p.visible(`#shortcuts`)
	look("#shortcuts")
}
