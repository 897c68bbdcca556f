package e2e

import (
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// drawn is a condition: charts are on the page.
const drawn = `document.querySelectorAll("[data-chart] canvas").length > 0`

// TestComparingTheCPUOfThreeServers picks three servers and sees a line for
// each on one chart, in figures and as a table, and over six hours instead of
// one.
func TestComparingTheCPUOfThreeServers(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	p.list("/instances?status=running&q=web")
	for _, id := range p.rows()[:3] {
		p.click(`#row-instances-` + id + ` input[name=id]`)
	}
	p.menu("bulk-more", `[formaction="/instances/compare"]`)
	p.until(`location.pathname === "/instances/compare"`)
	p.until(drawn)
	p.until(`document.querySelectorAll("#compare figure .chart-lines tbody tr").length === 3`)
	p.click(`#compare figure details summary`)
	p.visible(`#compare figure details tbody td`)
	hour := p.value(`document.querySelectorAll("#compare figure details tbody tr").length`)
	p.click(`#compare nav.quick a[href*="range=6h"]`)
	p.until(`location.search.includes("range=6h")`)
	p.until(drawn)
	p.until(`document.querySelectorAll("#compare figure .chart-lines tbody tr").length === 3`)
	if six := p.value(`document.querySelectorAll("#compare figure details tbody tr").length`); six == hour {
		t.Errorf("six hours have as many rows as one: %s", hour)
	}
}

// TestChartsShareTheCrosshairAndKeepTheZoom moves over one chart and reads the
// same time on another, drags a part out, and finds it kept when the page reads
// itself again.
func TestChartsShareTheCrosshairAndKeepTheZoom(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	p.list("/instances?status=running&q=web")
	p.visit("/instances/" + p.rows()[0] + "/monitor")
	p.until(`document.querySelectorAll("[data-chart] canvas").length > 2`)
	times := `[...document.querySelectorAll("[data-chart-time]")].map(e => e.textContent)`
	p.over(0.5)
	p.until(times + `[0] !== ""`)
	p.until(`new Set(` + times + `).size === 1`)

	left, top, width, height := p.plot()
	p.do("drag a part out", chromedp.DragAndDropXY(left+width*0.6, top+height/2, left+width*0.9, top+height/2))
	p.visible(`[data-zoom-reset]`)
	p.over(0.02)
	zoomed := p.value(times + `[0]`)
	p.eval(`window.swapped = false; document.addEventListener("htmx:after:swap", () => window.swapped = true); document.querySelector("[data-refresh-charts]").click()`)
	p.until(`window.swapped`)
	p.calm()
	p.visible(`[data-zoom-reset]`)
	p.over(0.3)
	p.over(0.02)
	p.until(times + `[0] === ` + strconv.Quote(zoomed))
	p.click(`[data-zoom-reset]`)
	p.over(0.3)
	p.over(0.02)
	p.until(times + `[0] < ` + strconv.Quote(zoomed))
}

// plot is where the first chart's plot is in the window.
func (p *page) plot() (left, top, width, height float64) {
	p.t.Helper()
	p.eval(`document.querySelector("[data-chart] .u-over").scrollIntoView({block: "center"})`)
	r, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]float64](`(r => [r.x, r.y, r.width, r.height])(document.querySelector("[data-chart] .u-over").getBoundingClientRect())`))
	if err != nil || len(r) != 4 {
		p.t.Fatalf("where the plot is: %v %v", r, err)
	}
	return r[0], r[1], r[2], r[3]
}

// over moves the mouse to a part of the first chart's width.
func (p *page) over(part float64) {
	p.t.Helper()
	left, top, width, height := p.plot()
	p.do("move over the chart", chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, left+width*part, top+height/2))
}
