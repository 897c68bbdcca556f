package walk

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
)

// control is one thing that can be done, "instances/stop", with the places
// where pages offered it.
type control struct {
	name   string
	danger bool     // shown apart, as what destroys
	opens  bool     // sent at once, into a tab of its own
	many   bool     // offered for a selection
	paths  []string // those on one thing each
}

// opPath takes "/instances/<id>/ops/stop" apart.
var opPath = regexp.MustCompile(`^/([a-z-]+)(?:/([^/?]+))?/ops/([a-z-]+)`)

// note remembers the controls on a page: links, buttons and forms.
func (p *person) note(page *apptest.Page) {
	page.Find(`a[href], form[action], button[formaction]`).Each(func(_ int, s *goquery.Selection) {
		path := s.AttrOr("href", s.AttrOr("action", s.AttrOr("formaction", "")))
		m := opPath.FindStringSubmatch(path)
		_, creates := s.Attr("data-create")
		switch {
		case creates && m == nil:
			c := p.control(strings.Trim(path, "/"))
			c.add(path)
		case m == nil:
		case goquery.NodeName(s) == "button":
			p.control(m[1] + "/" + m[3]).many = true
		default:
			c := p.control(m[1] + "/" + m[3])
			_, danger := s.Attr("data-danger")
			c.danger = c.danger || danger || c.name == "vlinks/forget" // the few that the walk makes serve the rest first
			c.opens = c.opens || s.AttrOr("target", "") == "_blank"
			c.add(path)
		}
	})
}

func (p *person) control(name string) *control {
	if p.found[name] == nil {
		p.found[name] = &control{name: name}
	}
	return p.found[name]
}

func (c *control) add(path string) {
	if !slices.Contains(c.paths, path) {
		c.paths = append(c.paths, path)
	}
}

// home is the page of the thing that a path acts on; "" for none.
func home(path string) string {
	m := opPath.FindStringSubmatch(path)
	if m == nil || m[2] == "" {
		return ""
	}
	return "/" + m[1] + "/" + m[2]
}

// things is on how many things each control is tried before it is given up.
const things = 12

// labels are the names under which a control is done: some do one thing to the
// first of a server's parts and another to the rest.
func labels(control string) []string {
	switch control {
	case "server-disks/enlarge", "vlinks/create":
		return []string{control, control + "/again"}
	case "subnets/delete": // until a VPC has none
		return []string{control, control + "/again", control + "/once more"}
	}
	return []string{control}
}

// take does a control on one thing, and on two together. What destroys begins
// at the other end, with things nothing was done to.
func (p *person) take(c *control) {
	p.stayIn()
	paths := slices.Clone(c.paths)
	if c.danger {
		slices.Reverse(paths)
	}
	for _, label := range labels(c.name) {
		if p.done[label] {
			continue
		}
		for i, path := range paths[:min(len(paths), things)] {
			if p.run(c, path, label) {
				paths = paths[i+1:]
				p.again(c, path)
				break
			}
		}
	}
	if c.many && !p.done[c.name+"/several"] {
		p.several(c, paths)
	}
}

// again looks at a thing after something was done to it: other things are
// offered now. What was taken off a list has no page any more.
func (p *person) again(c *control, path string) {
	if at := home(path); at != "" && !strings.HasSuffix(c.name, "/forget") {
		p.look(at)
	}
}

// told fails unless what was done to a thing is listed under its tasks. Team
// protection and what is forgotten are no tasks: they call nobody.
func (p *person) told(c *control, path string) {
	at := home(path)
	if at == "" || c.opens || strings.HasSuffix(c.name, "guard") || strings.HasSuffix(c.name, "/forget") {
		return
	}
	p.stayIn()
	page := p.open(at)
	for _, tab := range hrefs(page, `nav[aria-label="Tabs"] a`) {
		if strings.Contains(tab, "tab=tasks") {
			page = p.open(tab)
		}
	}
	if page.Find(`main table a[href^="/tasks/"]`).Length() == 0 {
		p.t.Errorf("%s was done to %s, whose page does not tell it", c.name, at)
	}
}

// several runs a control on two things that offer it now.
func (p *person) several(c *control, paths []string) {
	slug, op, _ := strings.Cut(c.name, "/")
	var ids []string
	for _, path := range paths {
		if at := home(path); at != "" && p.b.Get(at).Status == http.StatusOK && slices.Contains(hrefs(p.open(at), "a"), path) {
			id, _ := url.PathUnescape(at[strings.LastIndex(at, "/")+1:])
			ids = append(ids, id)
		}
		if len(ids) < 2 {
			continue
		}
		bulk := "/" + slug + "/ops/" + op + "?" + url.Values{"id": ids}.Encode()
		if p.run(c, bulk, c.name+"/several") {
			for _, id := range ids {
				p.again(c, "/"+slug+"/"+url.PathEscape(id)+"/ops/"+op)
			}
			return
		}
		ids = ids[1:]
	}
}

// everything does all that is offered anywhere, what destroys last. Each pass
// begins with another look: there is more to do than at the start. What is
// first offered in a pass is done in it.
func (p *person) everything() {
	for _, danger := range []bool{false, false, true, true} {
		for _, list := range p.lists() {
			p.stayIn()
			p.lookAt(list, things)
		}
		seen := map[string]bool{}
		for len(seen) < len(p.found) {
			for _, name := range slices.Sorted(maps.Keys(p.found)) {
				if c := p.found[name]; !seen[name] && c.danger == danger {
					p.take(c)
				}
				seen[name] = true
			}
		}
	}
}
