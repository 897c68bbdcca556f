package e2e

import "testing"

// TestAVDCWithItsNetworks makes a VDC whose form asks for more as it is filled
// in, adds a private network, and finds both on its map.
func TestAVDCWithItsNetworks(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	p.visit("/vdcs/ops/create")
	p.choose(`[name=zone]`, "CN_Suzhou_A")
	p.calm()
	p.tick(`[name=public]`)
	p.choose(`[name=type]`, "Bandwidth_BGP")
	p.calm()
	p.choose(`[name=billing]`, "Bandwidth_95")
	p.until(`document.querySelector("[name=qos]")?.step === "50" && document.querySelector("[name=ceiling]")`)
	p.calm()
	p.fill(`[name=name]`, "trial-vdc")
	p.fill(`[name=qos]`, "50")
	p.eval(`document.activeElement.blur()`)
	p.calm()
	p.says("main form", "per Mbps and day")
	p.click(`main form button[type=submit]:not([name=redraw])`)
	p.says("#flashes", "done")

	p.visit("/vdcs?q=trial-vdc")
	p.click(`tbody a[href^="/vdcs/"]`)
	p.operation("add-private")
	p.visible(`#dialog [name=name]`)
	p.tick(`#dialog [name=how][value=manual]`)
	p.fill(`#dialog [name=name]`, "inside")
	p.fill(`#dialog [name=address]`, "10.77.0.0/16")
	p.confirm()
	p.says("#flashes", "done")
	p.click(`main nav a[href$="/map"]`)
	p.says("main", "10.77.0.0/16")
	p.says("main", "50 Mbps")
}
