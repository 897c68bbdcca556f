package e2e

import "testing"

// TestResizingAServer sees what a larger size costs more and that it restarts,
// and the server in its new size without asking again.
func TestResizingAServer(t *testing.T) {
	t.Parallel()
	p := signedIn(t)
	p.list("/instances?status=running&q=web")
	id := p.rows()[3]
	p.visit("/instances/" + id)
	p.operation("resize")
	p.says("#dialog", "Change size")
	size := p.value(`[...document.querySelector("#dialog [name=size]").options].filter(o => o.value && !o.disabled).at(-1).value`)
	p.choose(`#dialog [name=size]`, size)
	p.calm()
	p.says("#dialog", "¥")
	p.says("#dialog", "restart")
	p.confirm()
	p.says("#flashes", "done")
	cpu := p.value(`"` + size + `".split("-")[0]`)
	p.says("#detail", cpu+" vCPU")
	p.says("main", "Running")
}
