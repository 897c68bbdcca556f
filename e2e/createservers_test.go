package e2e

import "testing"

// TestServersWithDisksAndChosenAddresses creates a Linux and a Windows server,
// each with two data disks, a private address and a public one from the lists
// of free ones, follows each until it runs, and finds on its tabs what was
// ordered.
func TestServersWithDisksAndChosenAddresses(t *testing.T) {
	t.Parallel()
	for _, order := range []struct{ name, image, private, public string }{
		{"journey-linux", "Ubuntu_20.04_64", "10.60.0.141", "198.18.0.61"},
		{"journey-windows", "Windows_2019_Datacenter_64_CN", "10.60.0.142", "198.18.0.62"},
	} {
		t.Run(order.name, func(t *testing.T) {
			t.Parallel()
			p := signedIn(t)
			p.visit("/instances/new")
			p.orderServer(order.name, order.image, order.private, order.public)
			p.login("Sky-lark-42")
			p.until(`/Create 1 server · ¥[\d.]+\.\d\d per day/.test(document.querySelector("#price button").innerText) && !document.querySelector("#price").innerText.includes("¥2.40")`) // that of the form as it opened
			p.click(`button[form=create][name=check]`)
			p.says("main", "Nothing was created")
			p.login("Sky-lark-42") // secrets are never kept
			p.calm()
			p.click(`button[form=create]:not([name])`)
			p.until(`location.pathname.startsWith("/tasks/")`)
			p.says("main", "Done")
			p.click(`main a.btn[href^="/instances/"]`)
			p.says("h1", order.name)
			p.says("main", "Running")
			server := p.value("location.pathname")
			p.says("main", order.private)
			p.says("main", order.public)
			p.visit(server + "?tab=disks")
			p.says("#detail", "Standard data disk")
			p.says("#detail", "SSD data disk")
			p.visit(server + "?tab=network")
			p.says("#detail", order.private)
			p.says("#detail", order.public)
		})
	}
}

// orderServer fills the form but for the password.
func (p *page) orderServer(name, image, private, public string) {
	p.t.Helper()
	p.tick(`[name=family][value="CCS.C3"]`)
	p.tick(`[name=type][value="2-4"]`)
	p.choose(`[name=image]`, image)
	p.calm()
	for i, disk := range []struct{ kind, size string }{{"high_disk", "100"}, {"ssd_disk", "50"}} {
		p.click(`[data-add-row]`)
		row := `[data-one-row]:nth-of-type(` + string(rune('1'+i)) + `) `
		p.choose(row+`[name=diskType]`, disk.kind)
		p.fill(row+`[name=diskSize]`, disk.size)
	}
	p.tick(`[name=private]`)
	net := p.value(`document.querySelector("[name=private]:checked").value`)
	p.choose(`[name="how-`+net+`"]`, "chosen")
	p.calm()
	p.tick(`[name="ips-` + net + `"][value="` + private + `"]`)
	p.tick(`[name=public][value=manual]`)
	p.tick(`[name=public_ips][value="` + public + `"]`)
	p.fill(`[name=name]`, name)
	p.calm()
}

func (p *page) login(password string) {
	p.t.Helper()
	p.fill(`[name=password]`, password)
	p.fill(`[name=password_again]`, password)
}
