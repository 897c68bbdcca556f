package handlers_test

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
)

// perShape is how many pages of one shape are visited: every list has hundreds
// of rows alike.
const perShape = 2

// crawler visits every link of a signed-in person's console.
type crawler struct {
	t      *testing.T
	c      *apptest.Console
	b      *apptest.Browser
	queue  []string
	seen   map[string]bool
	shapes map[string]int
}

var (
	identifier = regexp.MustCompile(`[a-z.]+\.[A-Z][A-Za-z]+|[0-9a-f]{8}-[0-9a-f-]{27}|[a-z]+-[0-9a-z]{8,}|[0-9]{3,}|[a-z]+(?:\.[a-z]+)*\.[A-Z]\w+`)
	slip       = regexp.MustCompile(`%!|<nil>|\{\{|map\[|\{0\}`)
)

func TestEveryLinkLeadsToASoundPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		console := apptest.Start(t)
		c := &crawler{t: t, c: console, b: console.SignedIn(), queue: []string{"/"}, seen: map[string]bool{}, shapes: map[string]int{}}
		for len(c.queue) > 0 {
			path := c.queue[0]
			c.queue = c.queue[1:]
			c.visit(path)
		}
		if len(c.seen) < 40 {
			t.Errorf("visited only %d pages", len(c.seen))
		}
		t.Logf("visited %d pages of %d shapes", len(c.seen), len(c.shapes))
	})
}

func (c *crawler) visit(path string) {
	p := c.b.Get(path)
	if p.Status == 429 { // more exports than one session may have at once
		c.b = c.c.SignedIn()
		p = c.b.Get(path)
	}
	if p.Status == 404 && p.Find(`main a[href*="/ops/remember"]`).Length() > 0 {
		return // what no list has, and how to put it on ours
	}
	if p.Status != 200 {
		c.t.Errorf("%s: status %d", path, p.Status)
		return
	}
	if !strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
		return
	}
	c.check(path, p)
	p.Find("a[href]").Each(func(_ int, a *goquery.Selection) { c.add(path, a.AttrOr("href", "")) })
}

// add queues a link of ours unless enough of its shape have been seen.
func (c *crawler) add(from, href string) {
	u, err := url.Parse(href)
	if err != nil || u.IsAbs() || u.Host != "" || strings.HasPrefix(href, "#") {
		return
	}
	base, _ := url.Parse(from)
	u = base.ResolveReference(u)
	u.Fragment = ""
	shape := identifier.ReplaceAllString(u.Path, "*") + "?" + strings.Join(slices.Sorted(maps.Keys(u.Query())), "&")
	if c.seen[u.String()] || c.shapes[shape] >= perShape {
		return
	}
	c.seen[u.String()] = true
	c.shapes[shape]++
	c.queue = append(c.queue, u.String())
}

// check looks for what no page may have.
func (c *crawler) check(path string, p *apptest.Page) {
	if n := p.Find("h1").Length(); n != 1 {
		c.t.Errorf("%s: %d h1", path, n)
	}
	if p.Find("html[lang]").Length() != 1 || p.Find("title").Text() == "" {
		c.t.Errorf("%s: no language or title", path)
	}
	ids := map[string]bool{}
	p.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if ids[id] {
			c.t.Errorf("%s: id %q twice", path, id)
		}
		ids[id] = true
	})
	p.Find("[hx-target^='#']").Each(func(_ int, s *goquery.Selection) {
		if target := strings.TrimPrefix(s.AttrOr("hx-target", ""), "#"); !ids[target] {
			c.t.Errorf("%s: hx-target #%s is not on the page", path, target)
		}
	})
	p.Find("input:not([type=hidden]):not([aria-label]), select:not([aria-label]), textarea:not([aria-label])").Each(func(_ int, s *goquery.Selection) {
		id, named := s.Attr("id")
		if s.Closest("label").Length() == 0 && (!named || p.Find(`label[for="`+id+`"]`).Length() == 0) {
			c.t.Errorf("%s: a field without a label: %s", path, s.AttrOr("name", "?"))
		}
	})
	p.Find("script:not([src]), [style], [onclick]").Each(func(_ int, s *goquery.Selection) {
		c.t.Errorf("%s: inline script or style, which the policy blocks: %s", path, goquery.NodeName(s))
	})
	text := p.Find("body").Clone()
	text.Find("code, pre, script, template").Remove()
	if m := slip.FindString(text.Text()); m != "" {
		c.t.Errorf("%s: %q in the text", path, m)
	}
	if strings.Contains(p.Body, "<script>alert(1)") {
		c.t.Errorf("%s: a name is markup", path)
	}
}
