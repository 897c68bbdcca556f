package e2e

import "testing"

func TestAListIsNarrowedSavedAsAViewAndFoundAgain(t *testing.T) {
	p := signedIn(t)
	p.expects(422)
	p.list("/instances")
	p.fill("#search", "tag:db\r")
	p.says(".chip", "Tag: db")
	p.until(`location.search.includes("tag")`)

	p.click(`[popovertarget=views]`)
	p.click(`#views a.menu-item`)
	p.visible(`#dialog [name=name]`)
	p.click(`#dialog form button[data-busy-button]`)
	p.says(`#dialog .mistake`, "This is required")
	p.fill(`#dialog [name=name]`, "Databases")
	p.click(`#dialog form button[data-busy-button]`)
	p.says(`[popovertarget=views]`, "Databases") // the list shows the view, by its name

	// From a row back to the list as it was left.
	p.click(`tbody a.anchor`)
	p.until(`location.pathname !== "/instances"`)
	p.until(`document.querySelector(".crumbs a[href*='/instances']")?.search.includes("tag=db")`)
	p.click(`.crumbs a[href*="/instances"]`)
	p.says(".chip", "Tag: db")
}

func TestASelectionOutlivesARefreshAndNoOtherOrder(t *testing.T) {
	p := signedIn(t)
	p.list("/instances")
	p.click(`tbody tr:nth-child(2) td.pick input`)
	p.click(`tbody tr:nth-child(3) td.pick input`)
	before := p.value(`document.getElementById("list").querySelector("[data-as-of]").dataset.asOf`)
	p.click(`[data-refresh]`)
	p.until(`document.querySelector("[data-as-of]").dataset.asOf !== "` + before + `"`)
	if n := p.value(`document.querySelectorAll("td.pick input:checked").length`); n != "2" {
		t.Errorf("after a refresh %s rows are selected, want 2", n)
	}
	p.click(`thead th:nth-child(2) a`)
	p.says(`#said`, "The selection was cleared")
	if n := p.value(`document.querySelectorAll("td.pick input:checked").length`); n != "0" {
		t.Errorf("after another order %s rows are selected, want none", n)
	}
}

func TestColumnsStandInTheOrderAPersonGaveThem(t *testing.T) {
	p := signedIn(t)
	p.list("/images")
	first := `document.querySelectorAll("thead th")[2]?.innerText.trim()`
	p.click(`[popovertarget=preferences]`)
	p.visible(`#preferences [data-move="1"]`)
	moved := p.value(`document.querySelectorAll("#preferences li")[2].innerText.trim()`)
	p.click(`#preferences li:nth-child(2) [data-move="1"]`)
	p.click(`#preferences button.btn-primary`)
	p.until(`location.search.includes("cols=")`)
	p.until(first + ` === "` + moved + `"`)
	p.list("/images") // and stay there
	p.until(first + ` === "` + moved + `"`)
	p.eval(`fetch("/images?cols=")`)
}
