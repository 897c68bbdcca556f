package e2e

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// TestTheLifeOfAnElasticServer creates one, looks at its screen in another tab,
// stops it, makes an image of it and deletes it by its name.
func TestTheLifeOfAnElasticServer(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	p.expects(404) // its page, once it is gone
	p.visit("/ecs/new")
	p.fill(`[name=name]`, "journey-ecs")
	p.login("Sky-lark-42")
	p.until(`/Create 1 server · ¥/.test(document.querySelector("#price button").innerText)`)
	p.calm()
	p.click(`button[form=create]:not([name])`)
	p.until(`location.pathname.startsWith("/tasks/")`)
	p.says("main", "Done")
	p.click(`main a.btn[href^="/ecs/"]`)
	p.says("h1", "journey-ecs")
	p.says("main", "Running")
	server := p.value("location.pathname")
	p.opensATab(`form[action$="/ops/vnc"] button`)
	p.toFront()

	p.operation("stop")
	p.confirm()
	p.says("main", "Stopped")

	p.operation("image")
	p.fill(`#dialog [name=name]`, "journey-image")
	p.confirm()
	p.says("#flashes", "done")
	p.visit("/images?q=journey-image")
	p.says("#list tbody", "Available")

	p.visit(server)
	p.operation("delete")
	p.fill(`#dialog [name=confirm]`, "journey-ecs")
	p.confirm()
	p.visit("/ecs?q=journey-ecs")
	p.until(`!document.querySelector("#list tbody")?.innerText.includes("Running")`)
}

// opensATab clicks, and waits for a page of somebody else's in a tab of its own.
func (p *page) opensATab(css string) {
	p.t.Helper()
	p.click(css)
	elsewhere := func(i *target.Info) bool {
		return i.Type == "page" && i.URL != "" && i.URL != "about:blank" && !strings.HasPrefix(i.URL, baseURL)
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(patience); ; {
		all, err := chromedp.Targets(p.ctx)
		if err != nil {
			p.t.Fatal(err)
		}
		if slices.ContainsFunc(all, elsewhere) {
			return
		}
		select {
		case <-tick.C:
		case <-end:
			p.t.Fatalf("%s opened no tab", css)
		}
	}
}

// toFront comes back to this tab: one that is hidden is told nothing.
func (p *page) toFront() {
	p.t.Helper()
	p.do("come back to the tab", func(ctx context.Context, t *chromedp.Target) (none chromedp.Void, err error) {
		_, err = cdp.Call(ctx, t, cdppage.BringToFront, cdp.Empty{})
		return none, err
	})
	p.until(`!document.hidden`)
}
