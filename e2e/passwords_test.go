package e2e

import "testing"

// TestPasswordsOfSeveralServersOneOfThemFails resets three passwords with one
// form. One server's fails: the job shows which, and retries that one alone.
func TestPasswordsOfSeveralServersOneOfThemFails(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	p.list("/instances?status=running&q=api")
	ids := p.rows()[:3]
	for _, id := range ids {
		p.click(`#row-instances-` + id + ` input[name=id]`)
	}
	fault(t, `{"operation": "ccs.instance.ResetInstancesPassword", "failTask": true, "resource": "`+ids[1]+`", "times": 1}`)
	p.menu("bulk-more", `[formaction="/instances/ops/password"]`)
	p.says("#dialog", "3")
	p.login("Sky-lark-42")
	p.confirm()
	p.says("#flashes", "2 done, 1 failed")
	for _, id := range ids {
		p.until(status(id, "Running"))
	}
	p.click(`#flashes a[href^="/jobs/"]`)
	p.until(`location.pathname.startsWith("/jobs/")`)
	p.says("h1", "1 failed")
	p.says("#flashes", "1 of 3 did not succeed")
	states := `[...document.querySelectorAll("#items tbody td:nth-child(2)")].map(e => e.innerText.trim()).sort().join(" ")`
	if got := p.value(states); got != "Done Done Failed" {
		t.Errorf("the items are %q", got)
	}
	failed := p.value(`[...document.querySelectorAll("#items tbody tr")].find(r => r.innerText.includes("Failed")).querySelector("a").innerText`)
	p.click(`#job form[action="/instances/ops/password"] button`)
	p.says("#dialog", failed)
	if got := p.value(`document.querySelectorAll("#dialog [name=id]").length`); got != "1" {
		t.Errorf("retrying is about %s servers, want the one that failed", got)
	}
	p.login("Sky-lark-43")
	p.confirm()
	p.says("#flashes .flash", failed+" – done")
}
