package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// withDisks finds a running server that has data disks.
func withDisks(t *testing.T, b *apptest.Browser) string {
	t.Helper()
	home := b.Get("/server-disks?use=data&size=100").Want(http.StatusOK).Find(`tbody a[href^="/instances/"]`).First().AttrOr("href", "")
	if home == "" {
		t.Fatal("the seed has no server with data disks")
	}
	return strings.TrimPrefix(home, "/instances/")
}

func TestOperationsOnTheDisksOfAServer(t *testing.T) {
	for name, c := range map[string]struct {
		disk, op string
		form     url.Values
		called   string
	}{
		"a larger system disk": {"system", "enlarge", url.Values{"size": {"200"}}, "ExtendSystemDisk"},
		"a larger data disk":   {"data", "enlarge", url.Values{"size": {"4000"}}, "ResizeDisk"},
		"one data disk less":   {"data", "remove", url.Values{"confirm": {"@name"}}, "DeleteDisk"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				console := apptest.Start(t)
				b := console.SignedIn()
				id := withDisks(t, b)
				disks := parts(b, id, "disks")
				which := disks[0]
				if c.disk == "data" {
					which = disks[1]
				}
				path := "/server-disks/" + which + "/ops/" + c.op
				p := do(b, path, chosen(b, path, c.form)).Want(http.StatusSeeOther)
				if got, want := p.Header.Get("Location"), "/instances/"+id+"?tab=disks"; got != want {
					t.Errorf("led to %q, want %q", got, want)
				}
				if n := calls(console, "ccs.instance."+c.called); n != 1 {
					t.Errorf("%s was called %d times, want once", c.called, n)
				}
				wantDiskWork(t, b, id, len(disks), c.form.Get("size"))
			})
		})
	}
}

// wantDiskWork holds that a server is busy with one of its disks, and has after
// a minute one less than before or one of the size.
func wantDiskWork(t *testing.T, b *apptest.Browser, id string, before int, size string) {
	t.Helper()
	if busy := b.Get("/instances/" + id + "?fresh=1").Find("h1").Parent().Text(); !strings.Contains(busy, "…") {
		t.Errorf("the server is not busy: %q", busy)
	}
	time.Sleep(time.Minute)
	after := b.Get("/instances/" + id + "?fresh=1&tab=disks").Want(http.StatusOK).Find("tbody").Text()
	if size != "" && !strings.Contains(strings.ReplaceAll(after, ",", ""), size+" GB") {
		t.Errorf("no disk of %s GB:\n%s", size, after)
	}
	if left := len(parts(b, id, "disks")); size == "" && left != before-1 {
		t.Errorf("got %d disks, want one less than %d", left, before)
	}
	if tasks := b.Get("/instances/" + id + "?tab=tasks").Find("main").Text(); !strings.Contains(tasks, "#") {
		t.Errorf("the server's tasks do not name the disk:\n%s", tasks)
	}
}

func TestDisksObeyWhatTheZoneSells(t *testing.T) {
	c := apptest.Start(t)
	b := c.SignedIn()
	disks := parts(b, withDisks(t, b), "disks")
	for name, f := range map[string]struct {
		disk, size, want string
	}{
		"smaller than it is":     {disks[1], "10", "from"},
		"larger than is sold":    {disks[1], "9000", "from"},
		"between two steps":      {disks[1], "3999", "multiple"},
		"as large as it is":      {disks[1], "", "Nothing"},
		"a system disk too high": {disks[0], "600", "from"},
	} {
		t.Run(name, func(t *testing.T) {
			form := url.Values{}
			if f.size != "" {
				form.Set("size", f.size)
			}
			p := do(b, "/server-disks/"+f.disk+"/ops/enlarge", form).Want(http.StatusUnprocessableEntity)
			if got := p.Find(`#form-size-error`).Text(); got == "" {
				t.Errorf("no mistake beside the size; alert: %q", p.Find(`[role="alert"]`).Text())
			}
		})
	}
	p := b.Get("/server-disks/" + disks[0] + "/ops/remove").Want(http.StatusOK)
	if !strings.Contains(p.Find("main").Text(), "only with its server") {
		t.Errorf("the system disk can be deleted:\n%s", p.Find("main").Text())
	}
	b.Post("/server-disks/"+disks[1]+"/ops/remove", url.Values{"confirm": {"wrong"}}).Want(http.StatusUnprocessableEntity)
	if n := calls(c, "ccs.instance.DeleteDisk") + calls(c, "ccs.instance.ResizeDisk") + calls(c, "ccs.instance.ExtendSystemDisk"); n != 0 {
		t.Errorf("the cloud was asked %d times", n)
	}
}

// card finds a card of a running server: the first with or without an address.
func card(t *testing.T, b *apptest.Browser, id string, public, address bool) string {
	t.Helper()
	found := ""
	rows := b.Get("/instances/" + id + "?tab=network").Find("tbody").First().Find("tr")
	rows.Each(func(i int, s *goquery.Selection) {
		isPublic := strings.Contains(s.Find("td").Eq(1).Text(), "Public")
		has := strings.Contains(s.Find("td").Eq(2).Text(), ".")
		if found == "" && isPublic == public && has == address {
			found = parts(b, id, "network")[i]
		}
	})
	if found == "" {
		t.Fatalf("server %s has no such card", id)
	}
	return found
}

func TestOperationsOnTheCardsOfAServer(t *testing.T) {
	password := url.Values{"password": {goodPassword}}
	for name, c := range map[string]struct {
		public, address bool
		op              string
		form            url.Values
		called          string
	}{
		"another public address":  {true, true, "address", merged(password, url.Values{"address": {"@second"}}), "ModifyIpAddress"},
		"another private address": {false, true, "address", merged(password, url.Values{"address": {"@second"}}), "ModifyIpAddress"},
		"an address given back":   {true, true, "release", password, "ModifyIpAddress"},
		"a card unplugged":        {false, true, "disconnect", nil, "DisconnectNetworkInterface"},
		"a card taken out":        {false, true, "remove", url.Values{"confirm": {"@name"}}, "BatchDeleteNetworkInterfaces"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				console := apptest.Start(t)
				b := console.SignedIn()
				id := server(t, b, "status=running&q=198.18.0.0/16")
				which := card(t, b, id, c.public, c.address)
				path := "/server-cards/" + url.PathEscape(which) + "/ops/" + c.op
				form := chosen(b, path, c.form)
				do(b, path, form).Want(http.StatusSeeOther)
				if n := calls(console, "ccs.instance."+c.called); n != 1 {
					t.Errorf("%s was called %d times, want once", c.called, n)
				}
				time.Sleep(time.Minute)
				text := b.Get("/instances/" + id + "?fresh=1&tab=network").Want(http.StatusOK).Find("main").Text()
				if want := form.Get("address"); want != "" && !strings.Contains(text, want) {
					t.Errorf("the card has not got %s:\n%s", want, text)
				}
				if c.op == "disconnect" {
					path = strings.Replace(path, "disconnect", "connect", 1)
					do(b, path, nil).Want(http.StatusSeeOther)
					if n := calls(console, "ccs.instance.ConnectNetworkInterface"); n != 1 || !strings.Contains(text, "Disconnected") {
						t.Errorf("connected %d times; the card was:\n%s", n, text)
					}
				}
			})
		})
	}
}

func TestFreeAddressesAreOfferedAndAPartCanBeAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := server(t, b, "status=running&q=198.18.0.0/16")
		path := "/server-cards/" + card(t, b, id, false, true) + "/ops/address"
		whole := b.Get(path).Want(http.StatusOK)
		if n := whole.Find("#form-address option").Length(); n < 2 || n > 201 {
			t.Errorf("offered %d addresses", n)
		}
		part := b.Post(path, url.Values{"redraw": {"1"}, "segment": {"10.60.0.240/30"}}).Want(http.StatusOK)
		part.Find("#form-address option").Each(func(_ int, s *goquery.Selection) {
			if v := s.AttrOr("value", ""); v != "" && !strings.HasPrefix(v, "10.60.0.24") {
				t.Errorf("%s is not in the part", v)
			}
		})
		wrong := b.Post(path, url.Values{"redraw": {"1"}, "segment": {"not a network"}}).Want(http.StatusOK)
		if wrong.Find("#form-segment-error").Length() != 1 {
			t.Error("no mistake beside the part")
		}
		for _, op := range []string{"DescribePrivateIp", "GetIpInfoBySegment"} {
			if calls(c, "ccs.instance."+op) == 0 {
				t.Errorf("%s was not asked", op)
			}
		}
		form := url.Values{"address": {"10.99.99.99"}, "password": {goodPassword}}
		if do(b, path, form).Want(http.StatusUnprocessableEntity).Find("#form-address-error").Length() != 1 {
			t.Error("an address that is not free passed")
		}
	})
}

func TestTrafficIsShownPerCardAndMissesWhatDoesNotCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := server(t, b, "status=running")
		if err := c.Sim.Inject(sim.Fault{Operation: "ccs.instance.DescribeNetworkCardFlow", Times: 1, Refuse: &sim.Refusal{HTTP: 400, Code: "No", Message: "no"}}); err != nil {
			t.Fatal(err)
		}
		place := b.Get("/instances/" + id + "?tab=network").Want(http.StatusOK).Find(`[hx-trigger="load"][id^="later-"]`)
		if n := calls(c, "ccs.instance.DescribeNetworkCardFlow"); n != 0 {
			t.Errorf("the page waited for %d sums", n)
		}
		sums := b.Get(place.AttrOr("hx-get", "")).Want(http.StatusOK).Find("#" + place.AttrOr("id", "")).Find("tbody td").Text()
		if !strings.Contains(sums, "GB") || !strings.Contains(sums, "–") {
			t.Errorf("got %q, want sums and one gap", sums)
		}
	})
}

func TestPartsOfAllServersAreListedAndLeadToTheirServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		for _, kind := range []string{"server-disks", "server-cards"} {
			p := b.Get("/" + kind + "?size=100").Want(http.StatusOK)
			if p.Find(`tbody a[href^="/instances/"]`).Length() < 100 {
				t.Errorf("%s: rows do not lead to their servers", kind)
			}
			row := p.Find("tbody tr").First().AttrOr("hx-get", "")
			id := strings.Split(strings.TrimPrefix(row, "/"+kind+"/"), "/")[0]
			server, _, _ := strings.Cut(id, ":")
			if to := b.Get("/" + kind + "/" + id).Want(http.StatusSeeOther).Header.Get("Location"); !strings.HasPrefix(to, "/instances/"+server+"?tab=") {
				t.Errorf("%s: %s leads to %q", kind, id, to)
			}
			if b.Get("/").Find(`nav a[href="/`+kind+`"]`).Length() != 0 {
				t.Errorf("%s is in the navigation", kind)
			}
		}
	})
}
