package walk

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
	"yunque/internal/catalog"
	"yunque/internal/resource"
)

// slow is a cloud whose every answer takes a second: the seconds a page takes
// are the calls that waited for each other.
type slow struct {
	http.RoundTripper
	mu        sync.Mutex
	calls     int
	now, most int // under way
	asked     []string
}

func (s *slow) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.calls++
	s.now++
	s.most = max(s.most, s.now)
	s.asked = append(s.asked, cmp.Or(r.URL.Query().Get("Action"), r.URL.Path))
	s.mu.Unlock()
	time.Sleep(time.Second)
	defer func() {
		s.mu.Lock()
		s.now--
		s.mu.Unlock()
	}()
	return s.RoundTripper.RoundTrip(r)
}

// cost is what one page view asked of the cloud.
type cost struct {
	calls, rounds, atOnce int
	asked                 string
}

// view opens a page with nothing remembered.
func (s *slow) view(p *person, path string) cost {
	time.Sleep(5 * time.Minute) // what was remembered is forgotten
	s.mu.Lock()
	s.calls, s.most, s.asked = 0, 0, nil
	s.mu.Unlock()
	start := time.Now()
	p.open(path)
	took := time.Since(start)
	s.mu.Lock()
	defer s.mu.Unlock()
	slices.Sort(s.asked)
	return cost{s.calls, int(took.Seconds() + 0.5), s.most, strings.Join(s.asked, " ")}
}

// Bounds of a page view: how many calls may wait for each other, and how many
// may be under way at once.
const (
	listRounds   = 3
	firstRounds  = 5 // of a list that is asked in 17 regions; see docs/decisions/010
	detailRounds = 3
	chartRounds  = 4 // a server has nine charts
	formRounds   = 4
	atOnce       = 4
)

// byRegion are the lists that are asked region by region: the first view has to
// find out where there is anything.
var byRegion = []string{"vpcs", "subnets", "gateways", "eips", "vlinks"}

func TestAPageViewAsksTheCloudLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cloud := &slow{}
		c := apptest.Start(t, apptest.WithTransport(func(to http.RoundTripper) http.RoundTripper { cloud.RoundTripper = to; return cloud }))
		p := newPerson(t, c.SignedIn())
		time.Sleep(settle)
		p.remember()
		var table strings.Builder
		each := map[string]bool{} // lists that take a call for each thing
		check := func(path string, rounds int) {
			p.stayIn()
			got := cloud.view(p, path)
			fmt.Fprintf(&table, "\n%3d calls %2d rounds %2d at once  %-40s %s", got.calls, got.rounds, got.atOnce, shape(path), got.asked)
			if each[path] {
				rounds += (got.calls + atOnce - 1) / atOnce // as many at once as may be
			}
			if got.rounds > rounds || got.atOnce > atOnce {
				t.Errorf("%s: %d rounds, %d at once; want at most %d and %d", path, got.rounds, got.atOnce, rounds, atOnce)
			}
		}
		for _, k := range catalog.All() {
			m := k.Meta()
			each["/"+m.Slug] = m.Each
			known := func() {}
			if slices.Contains(byRegion, m.Slug) {
				check("/"+m.Slug, firstRounds)
				known = func() {
					p.open("/vpcs?fresh=1") // forms offer them
					p.open("/" + m.Slug + "?fresh=1")
				}
			}
			known()
			check("/"+m.Slug, listRounds)
			if m.Create != "" {
				known()
				check(m.Create, formRounds)
			}
			for _, path := range p.forms("/" + m.Slug) {
				known()
				check(path, formRounds)
			}
			for _, path := range p.tabs("/" + m.Slug) {
				known()
				if strings.HasSuffix(path, "/monitor") {
					check(path, chartRounds)
				} else {
					check(path, detailRounds)
				}
			}
		}
		t.Log(table.String())
	})
}

func TestEveryThingHasItsTasksAndItsCalls(t *testing.T) {
	p := newPerson(t, apptest.Start(t).SignedIn())
	p.remember()
	for _, k := range catalog.All() {
		m := k.Meta()
		if m.Part || m.Bare {
			continue // shown on the page of what it is part of, or nowhere by itself
		}
		tabs := p.tabs("/" + m.Slug)
		for _, want := range []string{"tab=tasks", "tab=api"} {
			if m.Records && want == "tab=tasks" {
				continue // nothing is done to them
			}
			i := slices.IndexFunc(tabs, func(href string) bool { return strings.Contains(href, want) })
			if i < 0 {
				t.Errorf("%s has no tab %s: %q", m.Slug, want, tabs)
			} else if page := p.open(tabs[i]); want == "tab=api" && !strings.Contains(page.Find("main pre, main code").Text(), "Action=") {
				t.Errorf("the API tab of %s shows no call:\n%s", m.Slug, page.Find("#detail").Text())
			}
		}
	}
}

// remember puts something on each list that only has what the console was told
// of.
func (p *person) remember() {
	for _, k := range catalog.All() {
		if m := k.Meta(); m.Unlisted {
			path := "/" + m.Slug + "/ops/" + resource.Remember
			f, _ := readForm(p.open(path))
			f.fill(mindsFor(m.Slug + "/" + resource.Remember)[0], 0)
			p.b.Post(path, f.values).Want(http.StatusSeeOther)
		}
	}
}

// tabs are the tabs of the first thing of a list.
func (p *person) tabs(list string) []string {
	rows := hrefs(p.open(list), `tbody a[href^="`+list+`/"]`)
	if len(rows) == 0 {
		return nil
	}
	return hrefs(p.open(rows[0]), `nav[aria-label="Tabs"] a`)
}

// forms are the operations on the first thing of a list.
func (p *person) forms(list string) []string {
	rows := hrefs(p.open(list), `tbody a[href^="`+list+`/"]`)
	if len(rows) == 0 {
		return nil
	}
	return hrefs(p.open(rows[0]), `a[href^="`+rows[0]+`/ops/"]`)
}

// shape is a path with its ids left out.
func shape(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if head, query, _ := strings.Cut(part, "?"); i == 2 && head != "new" && head != "ops" {
			parts[i] = "*"
			if query != "" {
				parts[i] += "?" + query
			}
		}
	}
	return strings.Join(parts, "/")
}
