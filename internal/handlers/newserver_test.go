package handlers_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// redrawn is the create-server form as it is with these answers.
func redrawn(b *apptest.Browser, form url.Values) *apptest.Page {
	return b.Post("/instances/new/fields", form).Want(http.StatusOK)
}

// offers are the values of a form field's choices.
func offers(p *apptest.Page, name string) []string {
	return p.Find(`[name="` + name + `"], [name="` + name + `"] option`).Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
}

// created is the only server whose name is searched for.
func created(t *testing.T, b *apptest.Browser, name string) string {
	t.Helper()
	found := ids(b.Get("/instances?fresh=1&q=" + name).Want(http.StatusOK))
	if len(found) != 1 {
		t.Fatalf("%d servers are called %s, want 1", len(found), name)
	}
	return found[0]
}

// database is everything that is written in the console's database.
func database(t *testing.T, c *apptest.Console) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(c.Config.Database), "*"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(raw)
	}
	return all.String()
}

func TestSizesAreAGridOfCPUAndMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		p := b.Get("/instances/new").Want(http.StatusOK)
		grid := p.Find(`table[role="radiogroup"]`)
		if n := grid.Find(`input[name="type"]`).Length(); n < 10 || grid.Find("tr").Length() > 9 {
			t.Errorf("%d sizes in %d rows", n, grid.Find("tr").Length())
		}
		if grid.Find("input:checked").Length() != 1 || grid.Find(".sr-only").First().Text() == "" {
			t.Error("no size is chosen, or sizes have no names for readers")
		}
	})
}

func TestChosenAddressesAndTheOrderOfCardsBecomeTheServers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		form := order(b)
		form.Set("name", "ordered")
		networks := offers(redrawn(b, form), "private")
		last := networks[len(networks)-1]
		form["private"] = []string{last}
		form.Set("how-"+last, "chosen")
		form.Set("public", "manual")
		p := redrawn(b, form)
		public, private := offers(p, "public_ips"), offers(p, "ips-"+last)
		if len(public) < 2 || len(private) < 2 || len(private) > 48 {
			t.Fatalf("offered %d public and %d private addresses", len(public), len(private))
		}
		form["public_ips"], form["ips-"+last] = public[1:2], private[1:2]
		form.Set("place-"+last, "1")
		b.Post("/instances/new", form).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		rows := b.Get("/instances/" + created(t, b, "ordered") + "?tab=network").Find("tbody").First().Text()
		if !strings.Contains(rows, public[1]) || !strings.Contains(rows, private[1]) {
			t.Errorf("the server has not got %s and %s:\n%s", public[1], private[1], rows)
		}
	})
}

func TestMistakesInCardsKeysAndAddresses(t *testing.T) {
	c := apptest.Start(t)
	b := c.SignedIn()
	good := order(b)
	networks := offers(redrawn(b, good), "private")
	first, second := networks[0], networks[1]
	windows := ""
	for _, id := range offers(b.Get("/instances/new"), "image") {
		if strings.HasPrefix(id, "Windows") {
			windows = id
		}
	}
	for name, f := range map[string]struct {
		form url.Values
		at   string
	}{
		"fewer addresses than servers":   {url.Values{"public": {"manual"}}, "create-public_ips"},
		"an address that is not free":    {url.Values{"public": {"manual"}, "public_ips": {"198.51.100.1"}}, "create-public_ips"},
		"a private address not free":     {url.Values{"private": {first}, "how-" + first: {"chosen"}, "ips-" + first: {"192.0.2.1"}}, "create-ips-" + first},
		"a part that is no network":      {url.Values{"private": {first}, "segment-" + first: {"here"}}, "create-segment-" + first},
		"a part with places":             {url.Values{"private": {first}, "segment-" + first: {"10.60.0.0/28"}, "place-" + first: {"1"}}, "create-segment-" + first},
		"two cards in one place":         {url.Values{"place-" + first: {"2"}, "place-" + second: {"2"}}, "create-place-" + second},
		"a key that is no public key":    {url.Values{"public_key": {"my key"}}, "create-public_key"},
		"two product keys for 3 servers": {url.Values{"image": {windows}, "amount": {"3"}, "windows_keys": {"AAAAA-1\nBBBBB-2"}}, "create-windows_keys"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Post("/instances/new", merged(good, f.form)).Want(http.StatusUnprocessableEntity)
			if p.Find(`[role="alert"] a[href="#`+f.at+`"]`).Length() != 1 {
				t.Errorf("no mistake at %s:\n%s", f.at, p.Find(`[role="alert"]`).Text())
			}
			if strings.Contains(p.Body, "BBBBB-2") {
				t.Error("a product key came back")
			}
		})
	}
	if n := calls(c, "ccs.instance.CreateInstance"); n != 0 {
		t.Errorf("created %d times", n)
	}
}

func TestProductKeysAreAskedForWindowsAndSSHKeysForTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		for _, image := range offers(b.Get("/instances/new"), "image") {
			if image == "" {
				continue
			}
			p := redrawn(b, url.Values{"image": {image}})
			keys, ssh := p.Find(`[name="windows_keys"]`).Length(), p.Find(`[name="public_key"]`).Length()
			if windows := strings.HasPrefix(image, "Windows"); windows != (keys == 1) || windows == (ssh == 1) {
				t.Errorf("%s: %d fields for product keys, %d for SSH keys", image, keys, ssh)
			}
		}
	})
}

func TestCreateSimilarFillsTheFormInLikeAServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := withDisks(t, b)
		page := b.Get("/instances/" + id).Want(http.StatusOK)
		like := page.Find(`a[href="/instances/new?like=` + id + `"]`)
		if like.Length() == 0 {
			t.Fatal("no way to create a similar server")
		}
		p := b.Get("/instances/new?like=" + id).Want(http.StatusOK)
		if got := p.Value("name"); got == "" || !strings.HasPrefix(page.Find("h1").First().Text(), got) {
			t.Errorf("name: got %q", got)
		}
		if n := p.Find(`select[name="diskType"] option[selected]`).Length(); n != len(parts(b, id, "disks"))-1 {
			t.Errorf("got %d data disks, want %d", n, len(parts(b, id, "disks"))-1)
		}
		size := p.Find(`input[name="type"]:checked`).AttrOr("value", "")
		if text := page.Find("main").Text(); !strings.Contains(text, strings.Replace(size, "-", " vCPUs, ", 1)+" GB") && !strings.Contains(text, strings.Replace(size, "-", " vCPU, ", 1)+" GB") {
			t.Errorf("size %q is not the server's", size)
		}
		b.Get("/instances/new?like=none").Want(http.StatusNotFound)
	})
}

func TestADraftIsKeptPerPersonWithoutSecretsUntilItBecomesAServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		form := order(b)
		form.Set("name", "half-done")
		form.Set("tags", "later")
		form.Set("user_data", "#!/bin/sh\nexport TOKEN=xyzzy")
		b.Post("/instances/new/quote", form).Want(http.StatusOK)
		fresh := b.Get("/instances/new").Want(http.StatusOK)
		resume := fresh.Find(`a[href="/instances/new?draft=1"]`)
		if resume.Length() != 1 || fresh.Value("name") != "" {
			t.Fatalf("no offer to resume, or the form is filled in already: %q", fresh.Value("name"))
		}
		p := b.Get("/instances/new?draft=1").Want(http.StatusOK)
		if p.Value("name") != "half-done" || p.Value("tags") != "later" {
			t.Errorf("the draft is not taken up: %q %q", p.Value("name"), p.Value("tags"))
		}
		stored := database(t, c)
		if !strings.Contains(stored, "half-done") {
			t.Error("the draft is not in the database: the test would see nothing")
		}
		for _, secret := range []string{"Sky-lark-42", "xyzzy"} {
			if strings.Contains(stored, secret) {
				t.Errorf("the database holds %q", secret)
			}
		}
		b.Post("/instances/new", form).Want(http.StatusSeeOther)
		if b.Get("/instances/new").Find(`a[href="/instances/new?draft=1"]`).Length() != 0 {
			t.Error("the draft outlives its server")
		}
		b.Post("/instances/new/quote", form)
		b.Post("/instances/new/draft", url.Values{}).Want(http.StatusSeeOther)
		b.Get("/instances/new?draft=1").Want(http.StatusNotFound)
	})
}

func TestAnOrderWithoutAPriceNeedsATick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		form := order(b)
		if err := c.Sim.Inject(sim.Fault{Operation: "ccs.instance.DescribeInstancePrice", Times: 100, Refuse: &sim.Refusal{HTTP: 400, Code: "NoPrice", Message: "no"}}); err != nil {
			t.Fatal(err)
		}
		form.Set("amount", "2") // a price that was not asked for before
		b.Post("/instances/new", form).Want(http.StatusUnprocessableEntity)
		form.Set("unquoted", "true")
		b.Post("/instances/new", form).Want(http.StatusSeeOther)
		if n := calls(c, "ccs.instance.CreateInstance"); n != 1 {
			t.Errorf("created %d times, want once", n)
		}
	})
}
