package e2e

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long a journey waits for something to appear.
const patience = 40 * time.Second

// page is one tab of a browser that has no cookies of other journeys.
type page struct {
	t        *testing.T
	ctx      context.Context
	base     string   // address of the console
	expected []string // parts of console errors that the journey provokes
}

// expects lets the browser note answers with a status in its console.
func (p *page) expects(status int) {
	p.expected = append(p.expected, fmt.Sprintf("responded with a status of %d", status))
}

// open opens a tab of a browser of its own, on the console that all journeys
// share.
func open(t *testing.T) *page {
	t.Helper()
	return openAt(t, baseURL)
}

// openAt is open for a console of the journey's own.
func openAt(t *testing.T, base string) *page {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	return newPage(t, base, ctx, cancel)
}

// tab opens a second tab of the same browser: it has the same cookies.
func (p *page) tab() *page {
	p.t.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx)
	return newPage(p.t, p.base, ctx, cancel)
}

// newPage fails the test at its end if the console of the tab holds an error.
func newPage(t *testing.T, base string, ctx context.Context, cancel context.CancelFunc) *page {
	t.Helper()
	ctx, timeout := context.WithTimeout(ctx, 4*time.Minute)
	p := &page{t: t, ctx: ctx, base: base}
	p.do("open a tab", chromedp.Navigate("about:blank"))
	var mu sync.Mutex
	var faults []string
	messages := chromedp.Console(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.IsException() {
				mu.Lock()
				faults = append(faults, m.String()+" "+m.URL)
				mu.Unlock()
			}
		}
	}()
	t.Cleanup(func() {
		timeout()
		cancel()
		<-done
		for _, f := range faults {
			if !slices.ContainsFunc(p.expected, func(e string) bool { return strings.Contains(f, e) }) {
				t.Errorf("the browser's console: %s", f)
			}
		}
	})
	return p
}

// signedIn opens a tab and signs in with the demo's one button.
func signedIn(t *testing.T) *page {
	t.Helper()
	return signedInAt(t, baseURL)
}

// signedInAt is signedIn for a console of the journey's own.
func signedInAt(t *testing.T, base string) *page {
	t.Helper()
	p := openAt(t, base)
	p.visit("/sign-in")
	p.eval(`document.cookie = "lang=en; path=/"`)
	p.visit("/sign-in")
	p.click(`form:has(input[type=hidden][name=secret_key]) button`)
	p.until(`location.pathname === "/"`)
	return p
}

func (p *page) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
}

func (p *page) visit(path string) {
	p.t.Helper()
	p.do("visit "+path, chromedp.Navigate(p.base+path))
}

// list visits a list and waits for its rows.
func (p *page) list(path string) {
	p.t.Helper()
	p.visit(path)
	p.visible("tbody input[name=id]")
}

// click clicks the first visible element that matches.
func (p *page) click(css string) {
	p.t.Helper()
	p.visible(css)
	p.eval(`[...document.querySelectorAll(` + strconv.Quote(css) + `)].find(e => e.checkVisibility())?.scrollIntoView({block: "nearest"})`) // also within a menu
	first := chromedp.JSPath(`[...document.querySelectorAll(` + strconv.Quote(css) + `)].find(e => e.checkVisibility())`)
	err := chromedp.Do(p.ctx, chromedp.Click(first, chromedp.NodeVisible))
	if err != nil && strings.Contains(err.Error(), "Could not find node") { // the page has put another in its place
		err = chromedp.Do(p.ctx, chromedp.Click(first, chromedp.NodeVisible))
	}
	if err != nil {
		p.t.Fatalf("click %s: %v", css, err)
	}
}

// fill replaces what a field holds.
func (p *page) fill(css, text string) {
	p.t.Helper()
	p.visible(css)
	p.eval(`document.querySelector(` + strconv.Quote(css) + `).value = ""`)
	p.do("fill "+css, chromedp.SendKeys(chromedp.CSS(css), text))
}

// press types keys into whatever has the focus, once the page's scripts are
// there to hear them.
func (p *page) press(keys string) {
	p.t.Helper()
	p.until(`document.readyState === "complete"`)
	p.do(fmt.Sprintf("press %q", keys), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, r := range keys {
			for _, k := range stroke(r) {
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, k); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}

// stroke is one key as a keyboard sends it: what it types comes with its going
// down. Between two messages a link could open a dialog, which would then be
// typed into.
func stroke(r rune) []input.DispatchKeyEventParams {
	all := kb.Encode(r)
	down, up := *all[0], *all[len(all)-1]
	if len(all) == 3 {
		down.Text, down.UnmodifiedText = all[1].Text, all[1].UnmodifiedText
	}
	return []input.DispatchKeyEventParams{down, up}
}

func (p *page) eval(js string) {
	p.t.Helper()
	if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](js)); err != nil {
		p.t.Fatalf("evaluate %s: %v", js, err)
	}
}

// value evaluates an expression to a string.
func (p *page) value(js string) string {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[string]("String("+js+")"))
	if err != nil {
		p.t.Fatalf("evaluate %s: %v", js, err)
	}
	return v
}

// until waits for a condition of the page, which may be loaded anew meanwhile:
// then the question is put to the new one.
func (p *page) until(js string) {
	p.t.Helper()
	end := time.Now().Add(patience)
	for {
		_, err := chromedp.Run(p.ctx, chromedp.Poll[bool]("!!("+js+")", chromedp.WithPollingTimeout(time.Until(end)), chromedp.WithPollingInterval(50*time.Millisecond)))
		if err == nil {
			return
		}
		if !strings.Contains(err.Error(), "navigated") && !strings.Contains(err.Error(), "context") || time.Now().After(end) || p.ctx.Err() != nil {
			p.t.Fatalf("wait until %s: %v\nat %s\n%s", js, err, p.value("location.href"), p.value(`(document.querySelector("dialog[open]") ?? document.querySelector("main") ?? document.body).innerText.slice(0, 1500)`))
		}
	}
}

func (p *page) visible(css string) {
	p.t.Helper()
	p.until(`[...document.querySelectorAll(` + strconv.Quote(css) + `)].some(e => e.checkVisibility())`)
}

// says waits until an element shows the words.
func (p *page) says(css, words string) {
	p.t.Helper()
	p.until(`[...document.querySelectorAll(` + strconv.Quote(css) + `)].some(e => e.innerText.includes(` + strconv.Quote(words) + `))`)
}

// rows are the ids of the servers shown.
func (p *page) rows() []string {
	p.t.Helper()
	return strings.Fields(p.value(`[...document.querySelectorAll("tbody input[name=id]")].map(e => e.value).join(" ")`))
}
