package e2e

import (
	"strings"

	"github.com/chromedp/chromedp"
)

// addresses are the pages of the navigation, with one of each kind's details,
// and the tabs and forms of these, each once where several kinds have it. The
// pages are read without being shown.
func (p *page) addresses() (pages, forms []string) {
	p.t.Helper()
	found, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](`(async () => {
		const read = async path => new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
		const hrefs = (doc, css) => [...doc.querySelectorAll(css)].map(a => a.getAttribute("href"));
		const pages = new Set(["/"]), forms = new Set();
		for (const list of hrefs(await read("/"), "#nav a")) {
			const doc = await read(list + "?size=20");
			pages.add(doc.querySelector("[data-refresh]") ? list + "?size=20" : list);
			hrefs(doc, "main [data-create]").forEach(h => forms.add(h));
			const first = doc.querySelector("main tbody tr[data-href]")?.dataset.href;
			if (!first) continue;
			pages.add(first);
			const detail = await read(first);
			for (const h of hrefs(detail, "nav.tabs-line a")) {
				const tab = h.replace(first, "");
				if (![...pages].some(p => p.endsWith(tab))) pages.add(h);
			}
			for (const h of hrefs(detail, "main a[href*='/ops/']")) {
				const op = h.split("/").at(-1);
				if (![...forms].some(f => f.endsWith("/" + op))) forms.add(h);
			}
		}
		return [[...pages].join(" "), [...forms].join(" ")];
	})()`, chromedp.EvalAwaitPromise))
	if err != nil || len(found) != 2 {
		p.t.Fatalf("read the addresses: %v", err)
	}
	pages, forms = strings.Fields(found[0]), strings.Fields(found[1])
	if len(pages) < 30 || len(forms) < 20 {
		p.t.Fatalf("found only %d pages and %d forms", len(pages), len(forms))
	}
	return pages, forms
}
