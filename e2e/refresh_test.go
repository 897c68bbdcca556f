package e2e

import "testing"

// TestARefreshDoesNotBite keeps a selection, a filter, typed text, the scroll
// position and an open menu through changes of rows and through the slow poll.
func TestARefreshDoesNotBite(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	p.list("/instances?q=k8s-node&status=running")
	ids := p.rows()
	changing, ticked, opened := ids[0], ids[1], ids[2]
	p.click(`#row-instances-` + ticked + ` input[name=id]`)
	p.eval(`scrollTo(0, 120)`)
	p.click(`#row-instances-` + opened + ` a[aria-haspopup]`)
	p.until(`document.querySelector("#row-menu").matches(":popover-open") && document.querySelector("#row-menu a")`)
	before := p.height(ticked)

	p.restartsElsewhere(changing)
	p.kept(ticked, before)
	if p.value(`document.querySelector("#row-menu").matches(":popover-open") && document.activeElement.closest("#row-menu") !== null`) != "true" {
		t.Error("the menu of a row was closed by another row's change")
	}
	p.eval(`document.querySelector("#row-menu").hidePopover()`)

	p.eval(`window.swapped = false; document.addEventListener("htmx:after:swap", e => { if (e.detail.ctx.target?.id === "list") window.swapped = true; }); document.querySelector("[data-refresh]").click()`)
	p.until(`window.swapped`)
	p.kept(ticked, before)
	p.until(`document.querySelector("#search").value === "k8s-node" && location.search.includes("q=k8s-node")`)
}

// kept tells whether what a person had done with the list is still there.
func (p *page) kept(ticked, before string) {
	p.t.Helper()
	if p.value(`document.querySelector("#row-instances-`+ticked+` input[name=id]").checked`) != "true" {
		p.t.Error("the selection is lost")
	}
	if p.value(`document.querySelector("[data-picked]").checkVisibility()`) != "true" {
		p.t.Error("the buttons of the selection are gone")
	}
	if got := p.height(ticked); got != before {
		p.t.Errorf("the row is %s pixels from the top of the window, was %s", got, before)
	}
}

// TestTypedTextSurvivesTheStream types into a dialog and into the filter while
// rows of the list change under them.
func TestTypedTextSurvivesTheStream(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	p.list("/instances?q=search-es&status=running")
	ids := p.rows()
	changing, renamed := ids[0], ids[1]
	p.click(`#row-instances-` + renamed + ` a[aria-haspopup]`)
	p.click(`#row-menu a[href$="/ops/rename"]`)
	p.fill(`#dialog [name=name]`, "half-typed")
	p.restartsElsewhere(changing)
	if got := p.value(`document.querySelector("#dialog").open && document.activeElement.name + " " + document.activeElement.value`); got != "name half-typed" {
		t.Errorf("the dialog holds %q", got)
	}
}

// restartsElsewhere restarts a server in a tab beside this one, and waits until
// its row here has followed.
func (p *page) restartsElsewhere(id string) {
	p.t.Helper()
	other := p.tab()
	other.visit("/instances/" + id)
	other.operation("reboot")
	other.confirm()
	p.until(status(id, "Restarting"))
	p.until(status(id, "Running"))
}

// height is how far a row is from the top of the window. A banner over the list
// may come meanwhile: the browser scrolls with it, so that the row stays.
func (p *page) height(id string) string {
	p.t.Helper()
	return p.value(`Math.round(document.querySelector("#row-instances-` + id + `").getBoundingClientRect().top)`)
}
