package e2e

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// withoutScripts keeps the pages of a tab from running theirs.
func (p *page) withoutScripts() {
	p.t.Helper()
	p.do("disable scripts", func(ctx context.Context, t *chromedp.Target) (none chromedp.Void, err error) {
		_, err = cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return none, err
	})
}

// soon waits for a condition like until, but asks from outside of the page,
// whose timers do not run.
func (p *page) soon(js string) {
	p.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); ; <-tick.C {
		ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && !!(`+js+`)`))
		if err == nil && ok {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("wait until %s: %v\n%s", js, err, p.value("document.body.innerText.slice(0,1500)"))
		}
	}
}

// follow clicks what leads to another page, and waits for it.
func (p *page) follow(css, arrived string) {
	p.t.Helper()
	p.do("click "+css, chromedp.Click(chromedp.JSPath(`[...document.querySelectorAll(`+"`"+css+"`"+`)].find(e => e.checkVisibility())`), chromedp.NodeVisible))
	p.soon(arrived)
}

// TestTheMainJobWithoutJavaScript filters, sorts and pages through a list, reads
// a server's page, stops it by a plain form, and is told a mistake of the form
// that creates one.
func TestTheMainJobWithoutJavaScript(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	p.expects(422)
	p.withoutScripts()
	p.visit("/instances?size=20")
	p.soon(`document.querySelector("tbody td:nth-child(2) a")`)
	first := p.value(`document.querySelector("tbody td:nth-child(2) a").innerText`)
	p.follow(`nav.join a[href*="page=2"]`, `location.search.includes("page=2")`)
	if again := p.value(`document.querySelector("tbody td:nth-child(2) a").innerText`); again == first {
		t.Errorf("the second page begins with %s, too", again)
	}
	p.follow(`thead a[href*="sort=name"]`, `location.search.includes("sort=name")`)
	p.eval(`document.querySelector("#search").value = "kafka"`)
	p.follow(`#filters .no-js button`, `location.search.includes("q=kafka")`)
	names := p.value(`[...document.querySelectorAll("tbody td:nth-child(2) a")].map(a => a.innerText).join(" ")`)
	for _, name := range strings.Fields(names) {
		if !strings.Contains(name, "kafka") {
			t.Errorf("%s is shown among those called kafka", name)
		}
	}
	p.visit("/instances?q=kafka&status=running")
	p.follow(`tbody td:nth-child(2) a`, `location.pathname.split("/").length === 3`)
	p.follow(`nav.tabs-line a[href$="tab=disks"]`, `location.search === "?tab=disks"`)
	p.follow(`main a[href$="/ops/stop"]`, `location.pathname.endsWith("/ops/stop")`)
	p.follow(`main form button[type=submit]:not([name])`, `!location.pathname.endsWith("/ops/stop")`)
	p.soon(`/under way|done|Shutting down|Stopped/.test(document.body.innerText)`)

	p.visit("/instances/new")
	p.eval(`document.querySelector("[name=name]").value = "plain-name"`)
	p.follow(`button[form=create]:not([name])`, `document.querySelector("[role=alert]")`)
	if got := p.value(`document.querySelector("[name=name]").value`); got != "plain-name" {
		t.Errorf("the name has become %q", got)
	}
}
