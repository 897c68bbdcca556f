package e2e

import "testing"

// TestATemplateIsCopiedToTwoZones copies one and watches both zones settle on
// the page that shows them, without reading it again.
func TestATemplateIsCopiedToTwoZones(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	p.visit("/templates?q=k8s-node")
	p.click(`tbody a[href^="/templates/"]`)
	p.says("h1", "k8s-node")
	p.visit(p.value("location.pathname") + "?tab=zones")
	p.eval(`window.same = true`)
	zone := func(name string) string {
		return `[...document.querySelectorAll("#detail tbody tr")].find(r => r.innerText.includes("` + name + `"))?.innerText`
	}
	p.click(`#detail a[href*="/ops/sync"]`)
	for _, z := range []string{"US_Dallas_D", "CN_Wuxi_B"} {
		p.tick(`#dialog [name=zones][value=` + z + `]`)
	}
	p.confirm()
	for _, z := range []string{"US_Dallas_D", "CN_Wuxi_B"} {
		p.until(zone(z) + `?.includes("Available")`)
	}
	p.until(`window.same`)
}
