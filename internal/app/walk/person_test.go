package walk

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// settle is longer than anything takes in the simulated cloud.
const settle = 10 * time.Minute

// person walks through the console and does what it offers, each thing once.
type person struct {
	t     *testing.T
	b     *apptest.Browser
	found map[string]*control
	done  map[string]bool     // what ran to its end
	said  map[string][]string // why what was tried did not
}

func newPerson(t *testing.T, b *apptest.Browser) *person {
	return &person{t: t, b: b, found: map[string]*control{}, done: map[string]bool{}, said: map[string][]string{}}
}

// open reads a page, which must be sound; what was deleted has one that says
// so.
func (p *person) open(path string) *apptest.Page {
	p.t.Helper()
	page := p.b.Get(path)
	switch {
	case page.Status == http.StatusSeeOther:
		return p.open(page.Header.Get("Location"))
	case page.Status == http.StatusOK, page.Status == http.StatusNotFound && page.Find("#detail").Length() == 1:
		return page
	}
	p.t.Fatalf("%s: got status %d\n%s", path, page.Status, page.Find("main").Text())
	return nil
}

// stayIn signs in again where the session has ended: it is a long day.
func (p *person) stayIn() {
	if p.b.Get("/settings").Status == http.StatusSeeOther {
		p.b.SignIn(sim.DemoKey, sim.DemoSecret)
	}
}

// hrefs are the addresses of links, each once.
func hrefs(p *apptest.Page, selector string) []string {
	var out []string
	p.Find(selector).Each(func(_ int, s *goquery.Selection) {
		if href := s.AttrOr("href", ""); href != "" && !slices.Contains(out, href) {
			out = append(out, href)
		}
	})
	return out
}

// lists are the pages of the navigation that list things.
func (p *person) lists() []string {
	return slices.DeleteFunc(hrefs(p.open("/"), "nav a[href]"), func(href string) bool {
		return p.b.Get(href).Find(`form#filters`).Length() == 0 || strings.HasPrefix(href, "/explorer") || strings.HasPrefix(href, "/tasks") || strings.HasPrefix(href, "/audit")
	})
}

// ofEach is how many things of each state are looked at, besides the first.
const ofEach = 3

// lookAt reads a list and the pages of its first things, with all their tabs;
// and of some things in each state, as not everything is offered in all.
func (p *person) lookAt(list string, things int) {
	page := p.open(list + "?size=100")
	p.note(page)
	rows := rowsOf(page, list, things)
	for _, state := range hrefs(page, `#quick a`) {
		rows = append(rows, rowsOf(p.open(state), list, ofEach)...)
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if !seen[row] {
			seen[row] = true
			p.look(row)
		}
	}
}

// rowsOf are the pages of the first things on a list.
func rowsOf(page *apptest.Page, list string, most int) []string {
	rows := slices.DeleteFunc(hrefs(page, `tbody a[href^="`+list+`/"]`), func(href string) bool { return strings.Count(href, "/") != strings.Count(list, "/")+1 })
	return rows[:min(len(rows), most)]
}

// look reads a thing's page with all its tabs. Charts, which are many calls,
// are the same for all of a kind: one is enough.
func (p *person) look(path string) {
	page := p.open(path)
	p.note(page)
	for _, tab := range hrefs(page, `nav[aria-label="Tabs"] a`) {
		if strings.HasSuffix(tab, "/monitor") {
			kind := strings.Split(tab, "/")[1] + "/monitor"
			if p.done[kind] {
				continue
			}
			p.done[kind] = true
		}
		if tab != path {
			p.note(p.open(tab))
		}
	}
}

// run sends the form at path as each of the minds, and waits for the end.
func (p *person) run(c *control, path string, label string) bool {
	if op, ok := first[c.name]; ok && home(path) != "" {
		p.send(c, p.before(home(path), op), label, usual)
	}
	for _, mind := range mindsFor(c.name) {
		if !p.send(c, path, label, mind) {
			return false
		}
	}
	p.done[label] = true
	p.told(c, path)
	return true
}

// before is where to do something first: to the thing itself or, where the
// kind is named, to the one that its page leads to.
func (p *person) before(at, op string) string {
	if kind, _, named := strings.Cut(op, "/"); named {
		for _, href := range hrefs(p.open(at), `main a[href^="/`+kind+`/"]`) {
			return href + "/ops/" + op[len(kind)+1:]
		}
	}
	return at + "/ops/" + op
}

// send fills the form in and sends it; a refusal makes the person choose
// otherwise, up to three times.
func (p *person) send(c *control, path, label string, mind answers) bool {
	for nth := range 3 {
		f, ok := p.form(c, path, mind, nth)
		if !ok {
			return false
		}
		answer := p.b.Post(f.action, f.values)
		if asked, ok := readForm(answer); ok && answer.Find(`[name="proof"]`).Length() > 0 {
			asked.keepSecrets(f)
			asked.fill(mind, nth)
			asked.confirm(answer)
			answer = p.b.Post(asked.action, asked.values)
		}
		switch {
		case c.opens && answer.Status == http.StatusOK:
			return true
		case answer.Status == http.StatusSeeOther:
			p.open(answer.Header.Get("Location"))
			time.Sleep(settle)
			return true
		}
		p.said[label] = append(p.said[label], path+": "+alerts(answer))
	}
	return false
}

// form is the form at path filled in; false when it is not there any more.
func (p *person) form(c *control, path string, mind answers, nth int) (form, bool) {
	if c.opens {
		return form{action: path, values: url.Values{}}, true
	}
	page := p.b.Get(path)
	f, ok := readForm(page)
	if page.Status != http.StatusOK || !ok {
		return f, false
	}
	return p.complete(f, page, mind, nth), true
}

// complete fills a form in, and draws it again as long as that brings new
// fields or choices.
func (p *person) complete(f form, page *apptest.Page, mind answers, nth int) form {
	f.fill(mind, nth)
	f.confirm(page)
	for range 6 {
		if f.redraw == "" {
			return f
		}
		again := maps.Clone(f.values)
		again.Set("redraw", f.redraw)
		page = p.b.Post(f.action, again)
		next, ok := readForm(page)
		if page.Status != http.StatusOK || !ok {
			return f
		}
		next.keepSecrets(f)
		next.fill(mind, nth)
		next.confirm(page)
		if next.values.Encode() == f.values.Encode() {
			return f
		}
		f = next
	}
	return f
}

// confirm types what the form wants to see typed.
func (f *form) confirm(page *apptest.Page) {
	if typed := page.Find(`label[for="form-confirm"] b`).Text(); typed != "" {
		f.values.Set("confirm", typed)
	}
}

// keepSecrets types passwords again, which a form never brings back.
func (f *form) keepSecrets(before form) {
	for _, one := range f.fields {
		if v := before.values[one.name]; one.kind == "password" && len(v) > 0 {
			f.values[one.name] = v
		}
	}
}

// alerts is what a form that was not accepted says is wrong.
func alerts(page *apptest.Page) string {
	return strings.Join(strings.Fields(page.Find(`[role="alert"]`).Text()), " ")
}
