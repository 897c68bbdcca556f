package handlers_test

import (
	"fmt"
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

// goodPassword meets every rule there is.
const goodPassword = "Sky-lark-42"

// do opens an operation's form at a path and submits it with more filled in.
// What the form shows as chosen is sent as well.
func do(b *apptest.Browser, path string, more url.Values) *apptest.Page {
	form := b.Get(path).Want(http.StatusOK)
	v := url.Values{}
	form.Find(`main form input, main form select, main form textarea`).Each(func(_ int, s *goquery.Selection) {
		name, kind := s.AttrOr("name", ""), s.AttrOr("type", "")
		_, checked := s.Attr("checked")
		switch {
		case name == "" || name == "next":
		case goquery.NodeName(s) == "select":
			v.Set(name, s.Find("option[selected]").AttrOr("value", ""))
		case kind == "checkbox" || kind == "radio":
			if checked {
				v.Add(name, s.AttrOr("value", ""))
			}
		default:
			v.Add(name, s.AttrOr("value", ""))
		}
	})
	for name, values := range more {
		v[name] = values
	}
	path, _, _ = strings.Cut(path, "?")
	return b.Post(path, v)
}

// calls is how often the cloud was asked for an operation.
func calls(c *apptest.Console, operation string) int {
	return c.Sim.Calls().Operations[operation].Calls
}

// server finds a server by what its list is narrowed to.
func server(t *testing.T, b *apptest.Browser, query string) string {
	t.Helper()
	found := ids(b.Get("/instances?" + query).Want(http.StatusOK))
	if len(found) == 0 {
		t.Fatalf("the seed has no server for %q", query)
	}
	return found[0]
}

// parts are the ids of a server's disks or cards, read from their menus.
func parts(b *apptest.Browser, id, tab string) []string {
	var out []string
	b.Get("/instances/" + id + "?tab=" + tab).Want(http.StatusOK).Find(`a[href*="/ops/"]`).Each(func(_ int, s *goquery.Selection) {
		steps := strings.Split(s.AttrOr("href", ""), "/")
		if len(steps) == 5 && strings.HasPrefix(steps[1], "server-") && (len(out) == 0 || out[len(out)-1] != steps[2]) {
			part, _ := url.PathUnescape(steps[2])
			out = append(out, part)
		}
	})
	return out
}

func TestOperationsOnAServerReachTheCloudAndShowWhatTheyDid(t *testing.T) {
	passwords := url.Values{"password": {goodPassword}, "password_again": {goodPassword}}
	for name, c := range map[string]struct {
		of, op string
		form   url.Values
		called string
		tab    string
		want   string // on the server's page once the work has ended
	}{
		"another size":          {"status=running&charge=PostPaid", "resize", url.Values{"size": {"2-8"}}, "ModifyInstanceSpec", "overview", "2 vCPU, 8 GB"},
		"a subscription":        {"status=running&charge=PostPaid", "charge", url.Values{"months": {"2"}}, "ModifyInstanceChargeType", "overview", "Subscription"},
		"a new password":        {"status=running", "password", passwords, "ResetInstancesPassword", "tasks", "Done"},
		"protection":            {"status=running", "protect", url.Values{"protection": {"on"}}, "ModifyInstanceAttribute", "tasks", "Done"},
		"two disks at once":     {"status=running&charge=PostPaid", "add-disks", url.Values{"type": {"ssd_disk"}, "size": {"150"}, "count": {"2"}}, "CreateDisk", "disks", "150 GB"},
		"another system":        {"status=running", "reinstall", merged(passwords, url.Values{"image": {"Ubuntu_16.04_64"}, "confirm": {"@name"}}), "ResetImage", "overview", "Running"},
		"a tag that is new":     {"status=running", "add-tags", url.Values{"new_tags": {"quite-new"}}, "AddInstancesTags", "overview", "quite-new"},
		"a tag that there is":   {"status=running", "remove-tags", url.Values{"tags": {"@first"}}, "DeleteInstancesTags", "tasks", "Done"},
		"the card of a network": {"status=running", "remove-card", url.Values{"network": {"@second"}}, "BatchDeleteNetworkInterfaces", "tasks", "Done"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				console := apptest.Start(t)
				b := console.SignedIn()
				id := server(t, b, c.of+"&tag=prod")
				path := "/instances/" + id + "/ops/" + c.op
				do(b, path, chosen(b, path, c.form)).Want(http.StatusSeeOther)
				time.Sleep(time.Minute)
				page := b.Get("/instances/" + id + "?fresh=1&tab=" + c.tab).Want(http.StatusOK)
				if !strings.Contains(page.Find("main").Text(), c.want) {
					t.Errorf("the page does not show %q:\n%s", c.want, page.Find("main").Text())
				}
				if n := calls(console, "ccs.instance."+c.called); n != 1 {
					t.Errorf("%s was called %d times, want once", c.called, n)
				}
			})
		})
	}
}

// chosen replaces the marks of a test's form by what the page offers: the name
// to type, the first or second of a field's choices.
func chosen(b *apptest.Browser, path string, form url.Values) url.Values {
	page := b.Get(path)
	out := url.Values{}
	for name, values := range form {
		offers := page.Find(`main [name="` + name + `"] option, main input[name="` + name + `"]`)
		switch values[0] {
		case "@name":
			out.Set(name, page.Find("main b.mono").First().Text())
		case "@first":
			out.Set(name, offers.Eq(0).AttrOr("value", ""))
		case "@second":
			out.Set(name, offers.Eq(1).AttrOr("value", ""))
		default:
			out[name] = values
		}
	}
	return out
}

func merged(all ...url.Values) url.Values {
	out := url.Values{}
	for _, v := range all {
		for name, values := range v {
			out[name] = values
		}
	}
	return out
}

func TestMistakesStandBesideTheFieldAndReachNoCloud(t *testing.T) {
	c := apptest.Start(t)
	b := c.SignedIn()
	running := server(t, b, "status=running&charge=PostPaid&tag=prod")
	for name, f := range map[string]struct {
		op   string
		form url.Values
		at   string
	}{
		"no size":                      {"resize", url.Values{}, "form-size"},
		"a size that is not sold":      {"resize", url.Values{"size": {"3-5"}}, "form-size"},
		"months in words":              {"charge", url.Values{"months": {"two"}}, "form-months"},
		"too many months":              {"charge", url.Values{"months": {"37"}}, "form-months"},
		"a weak password":              {"password", url.Values{"password": {"abc"}, "password_again": {"abc"}}, "form-password"},
		"passwords that differ":        {"password", url.Values{"password": {goodPassword}, "password_again": {"Other-lark-42"}}, "form-password_again"},
		"neither on nor off":           {"protect", url.Values{}, "form-protection"},
		"a disk out of its steps":      {"add-disks", url.Values{"type": {"ssd_disk"}, "size": {"155"}}, "form-size"},
		"a disk of 0 GB":               {"add-disks", url.Values{"type": {"ssd_disk"}, "size": {"0"}}, "form-size"},
		"more disks than fit":          {"add-disks", url.Values{"size": {"100"}, "count": {"15"}}, "form-count"},
		"no image":                     {"reinstall", url.Values{"confirm": {"x"}}, "form-image"},
		"no tags":                      {"add-tags", url.Values{}, "form-tags"},
		"no network":                   {"remove-card", url.Values{}, "form-network"},
		"a card where one is":          {"add-card", url.Values{"network": {"@second"}, "password": {goodPassword}}, "form-network"},
		"a card without the password":  {"add-card", url.Values{"network": {"@second"}}, "form-password"},
		"a key that is no public key":  {"reinstall", url.Values{"image": {"Ubuntu_16.04_64"}, "password": {goodPassword}, "password_again": {goodPassword}, "public_key": {"ssh-rsa AAAA"}, "confirm": {"@name"}}, "form-public_key"},
		"a private key as public key":  {"reinstall", url.Values{"image": {"Ubuntu_16.04_64"}, "password": {goodPassword}, "password_again": {goodPassword}, "public_key": {"-----BEGIN OPENSSH PRIVATE KEY-----\nx"}, "confirm": {"@name"}}, "form-public_key"},
		"full-width digits are digits": {"charge", url.Values{"months": {"３７"}}, "form-months"},
	} {
		t.Run(name, func(t *testing.T) {
			path := "/instances/" + running + "/ops/" + f.op
			p := do(b, path, chosen(b, path, f.form)).Want(http.StatusUnprocessableEntity)
			if p.Find(`[role="alert"] a[href="#`+f.at+`"]`).Length() != 1 {
				t.Errorf("no mistake at %s:\n%s", f.at, p.Find(`[role="alert"]`).Text())
			}
			if strings.Contains(p.Body, goodPassword) {
				t.Error("the password came back")
			}
		})
	}
	for _, action := range []string{"ModifyInstanceSpec", "ModifyInstanceChargeType", "ResetInstancesPassword", "ModifyInstanceAttribute", "CreateDisk", "ResetImage", "AddInstancesTags", "BatchAddNetworkInterfaces", "BatchDeleteNetworkInterfaces"} {
		if n := calls(c, "ccs.instance."+action); n != 0 {
			t.Errorf("%s was called %d times", action, n)
		}
	}
}

func TestRefusalsOfTheCloudStandBesideTheField(t *testing.T) {
	c := apptest.Start(t)
	b := c.SignedIn()
	running := server(t, b, "status=running&charge=PostPaid&tag=prod")
	for _, f := range []struct {
		op, action, code, at string
		form                 url.Values
	}{
		{"resize", "ModifyInstanceSpec", "InvalidInstanceType.ValueUnauthorized", "form-size", url.Values{"size": {"8-16"}}},
		{"add-disks", "CreateDisk", "InvalidDataDiskSize.ValueNotSupported", "form-size", url.Values{"size": {"100"}}},
		{"password", "ResetInstancesPassword", "InvalidPassword.Malformed", "form-password", url.Values{"password": {goodPassword}, "password_again": {goodPassword}}},
		{"charge", "ModifyInstanceChargeType", "NotEnoughBalance", "", url.Values{}},
	} {
		t.Run(f.op, func(t *testing.T) {
			if err := c.Sim.Inject(sim.Fault{Operation: "ccs.instance." + f.action, Times: 1, Refuse: &sim.Refusal{HTTP: 400, Code: f.code, Message: "no"}}); err != nil {
				t.Fatal(err)
			}
			p := do(b, "/instances/"+running+"/ops/"+f.op, f.form).Want(http.StatusUnprocessableEntity)
			if f.at != "" && p.Find(`[role="alert"] a[href="#`+f.at+`"]`).Length() != 1 {
				t.Errorf("the refusal is not at %s:\n%s", f.at, p.Find(`[role="alert"]`).Text())
			}
			if text := p.Find(`[role="alert"]`).Text(); !strings.Contains(text, ". The provider says: no ("+f.code+")") {
				t.Errorf("no sentence of ours, or not the provider's words: %q", text)
			}
		})
	}
}

func TestPasswordsOfManyServersAreOneCallWithATaskForEach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		several := ids(b.Get("/instances?status=running&size=20"))[:3]
		form := url.Values{"id": several, "key": {"k1"}, "password": {goodPassword}, "password_again": {goodPassword}}
		b.Post("/instances/ops/password", form).Want(http.StatusSeeOther)
		if n := calls(c, "ccs.instance.ResetInstancesPassword"); n != 1 {
			t.Errorf("called %d times, want once", n)
		}
		time.Sleep(time.Minute)
		tasks := b.Get("/tasks").Want(http.StatusOK)
		if !strings.Contains(tasks.Find("main").Text(), "Done") || strings.Contains(tasks.Body, goodPassword) {
			t.Errorf("the task is not done, or shows the password:\n%s", tasks.Find("main").Text())
		}
		if n := calls(c, "common.DescribeTask"); n < 3 {
			t.Errorf("the ends of 3 tasks were asked for %d times", n)
		}
	})
}

func TestAPriceIsShownBeforeAServerChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := server(t, b, "status=running&charge=PostPaid")
		path := "/instances/" + id + "/ops/resize"
		form := b.Get(path).Want(http.StatusOK)
		if form.Find(".price").Length() != 0 {
			t.Error("a price before a size is chosen")
		}
		p := b.Post(path, url.Values{"redraw": {"1"}, "key": {"the-key"}, "size": {"16-64"}}).Want(http.StatusOK)
		text := p.Find(".price").Text()
		for _, want := range []string{"Now", "Difference", "¥", "per day"} {
			if !strings.Contains(text, want) {
				t.Errorf("the price does not show %q:\n%s", want, text)
			}
		}
		if p.Value("key") != "the-key" {
			t.Error("a form drawn again has another key")
		}
	})
}

func TestWithoutAPriceAPersonMustSayToGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := server(t, b, "status=running&charge=PostPaid")
		if err := c.Sim.Inject(sim.Fault{Operation: "ccs.instance.DescribeInstancePrice", Times: 100, Refuse: &sim.Refusal{HTTP: 400, Code: "NoPrice", Message: "no"}}); err != nil {
			t.Fatal(err)
		}
		path := "/instances/" + id + "/ops/resize"
		do(b, path, url.Values{"size": {"16-64"}}).Want(http.StatusUnprocessableEntity)
		if n := calls(c, "ccs.instance.ModifyInstanceSpec"); n != 0 {
			t.Fatalf("changed %d times without a price", n)
		}
		do(b, path, url.Values{"size": {"16-64"}, "unquoted": {"true"}}).Want(http.StatusSeeOther)
		if n := calls(c, "ccs.instance.ModifyInstanceSpec"); n != 1 {
			t.Errorf("called %d times, want once", n)
		}
	})
}

func TestTheConsoleIsOpenedByAPostAndItsAddressKeptNowhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := server(t, b, "status=running")
		p := b.Post("/instances/"+id+"/ops/console", url.Values{}).Want(http.StatusOK)
		address, ok := strings.CutPrefix(p.Header.Get("Refresh"), "0; url=")
		if !ok || !strings.HasPrefix(address, "https://console.") || strings.Contains(p.Body, address) {
			t.Errorf("Refresh: %q, body %q", p.Header.Get("Refresh"), p.Body)
		}
		if p.Header.Get("Cache-Control") != "no-store" {
			t.Error("the answer may be stored")
		}
		for _, path := range []string{"/tasks", "/instances/" + id + "?tab=api", "/instances/" + id + "?tab=tasks"} {
			if strings.Contains(b.Get(path).Body, "web_console") {
				t.Errorf("%s shows the address", path)
			}
		}
		if n := b.Get("/instances/" + id).Find(`form[method=post][target=_blank][action$="/ops/console"]`).Length(); n != 1 {
			t.Errorf("the page has %d buttons for the console, want 1", n)
		}
		stopped := server(t, b, "status=stopped")
		b.Post("/instances/"+stopped+"/ops/console", url.Values{}).Want(http.StatusConflict)
		if n := calls(c, "ccs.instance.CreateInstanceHtmlConsoleURL"); n != 1 {
			t.Errorf("asked %d times, want once", n)
		}
	})
}

func TestCardsAreAddedToManyServersOfOneVDC(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := server(t, b, "status=running&tag=prod")
		remove := "/instances/" + id + "/ops/remove-card"
		network := chosen(b, remove, url.Values{"network": {"@second"}})
		do(b, remove, network).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		b.Get("/instances?fresh=1")
		network.Set("password", goodPassword)
		do(b, "/instances/"+id+"/ops/add-card", network).Want(http.StatusSeeOther)
		if n := calls(c, "ccs.instance.BatchAddNetworkInterfaces"); n != 1 {
			t.Errorf("called %d times, want once", n)
		}
		time.Sleep(time.Minute)
		vdc := b.Get("/instances").Find(`input[name="vdc"]`).Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
		var mixed []string
		for _, v := range vdc[:2] {
			mixed = append(mixed, server(t, b, "status=running&vdc="+v))
		}
		form := url.Values{"id": mixed, "network": network["network"], "password": {goodPassword}}
		p := b.Post("/instances/ops/add-card", form).Want(http.StatusUnprocessableEntity)
		if !strings.Contains(p.Find(`[role="alert"]`).Text(), "in another VDC") {
			t.Errorf("servers of two VDCs are not told apart:\n%s", fmt.Sprint(p.Find(`[role="alert"]`).Text()))
		}
	})
}
