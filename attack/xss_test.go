package attack

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
)

// perShape is how many pages of one shape a crawl visits.
const perShape = 2

var identifier = regexp.MustCompile(`[a-z]+(?:\.[a-z]+)*\.[A-Z]\w+|[0-9a-f]{8}-[0-9a-f-]{27}|[a-z]+-[0-9a-z]{8,}|[0-9]{2,}`)

// crawl visits what the pages link, a few of each shape.
func crawl(p *person, visit func(a answer, path string)) (pages int) {
	seen, shapes := map[string]bool{}, map[string]int{}
	for queue := []string{"/", "/gallery"}; len(queue) > 0; {
		path := queue[0]
		queue = queue[1:]
		a := p.get(path)
		if a.status == http.StatusTooManyRequests {
			continue
		}
		pages++
		visit(a, path)
		for _, href := range append(hrefs(a), asked(a)...) {
			u, err := url.Parse(href)
			if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "/static/") {
				continue
			}
			u.Fragment = ""
			names := make([]string, 0, 4)
			for name := range u.Query() {
				names = append(names, name)
			}
			shape := identifier.ReplaceAllString(u.Path, "*") + "?" + strings.Join(names, "&")
			if seen[u.String()] || shapes[shape] >= perShape || len(names) > 2 {
				continue
			}
			seen[u.String()] = true
			shapes[shape]++
			queue = append(queue, u.String())
		}
	}
	return pages
}

// asked are the parts that a page reads by itself.
func asked(a answer) []string {
	return a.find("[hx-get]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("hx-get", "") })
}

func TestNoNameBecomesMarkup(t *testing.T) {
	for what, all := range map[string]bool{"names and descriptions": false, "every word": true} {
		t.Run(what, func(t *testing.T) {
			if all && !thorough {
				t.Skip("make attack runs it")
			}
			cloud, fields := spoiled(t, all)
			c := serve(t, cloud, behindProxy...)
			anna := c.named("anna", "admins")
			anna.post("/sign-in", url.Values{"access_key": {annaKey}, "secret_key": {password}, "site": {"cn"}, "name": {hostile[0]}}).want(http.StatusSeeOther)
			anna.header.Set("User-Agent", hostile[0])
			marked, sheets := 0, 0
			pages := crawl(anna, func(a answer, path string) {
				if a.status >= 500 && !all {
					t.Errorf("%s: got %d", path, a.status)
				}
				marked += strings.Count(a.body, "yq-xss")
				switch kind, _, _ := strings.Cut(a.header.Get("Content-Type"), ";"); kind {
				case "text/html":
					sound(t, path, a)
				case "text/csv":
					sheets++
					harmless(t, path, a.body)
				default:
					if a.header.Get("X-Content-Type-Options") != "nosniff" || strings.Contains(kind, "svg") || strings.Contains(kind, "xml") {
						t.Errorf("%s: %s may be taken for a page", path, kind)
					}
				}
			})
			t.Logf("%d pages and files show hostile text %d times, from %d fields of the provider", pages, marked, len(fields))
			if pages < 100 || sheets < 5 || marked < 500 || len(fields) < 20 {
				t.Errorf("that is too little: the test saw nothing")
			}
		})
	}
}

// sound wants hostile text to be text wherever it is.
func sound(t *testing.T, path string, a answer) {
	t.Helper()
	if n := a.find("yq-xss, [yq-xss], [onerror], [onclick], [onmouseover], [onfocus], script:not([src]), img[src=x], iframe, object, embed, base, style, [style], [srcdoc]").Length(); n > 0 {
		t.Errorf("%s: hostile text is markup in %d places", path, n)
	}
	a.find("[href], [src], [action], [formaction], [hx-get], [hx-post]").Each(func(_ int, s *goquery.Selection) {
		for _, name := range []string{"href", "src", "action", "formaction", "hx-get", "hx-post"} {
			to, ok := s.Attr(name)
			if u, err := url.Parse(to); ok && (err != nil || u.Scheme != "" && u.Scheme != "https" || u.Scheme == "" && u.Host != "") {
				t.Errorf("%s: %s leads to %q", path, name, to)
			}
		}
	})
	if strings.Contains(a.body, "<yq-xss") {
		t.Errorf("%s: hostile text is in the page as it came", path)
	}
	if !utf8.ValidString(a.body) {
		t.Errorf("%s: the page holds bytes that are no text", path)
	}
}

// harmless wants no cell that a spreadsheet would run.
func harmless(t *testing.T, path, body string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
	if err != nil {
		t.Errorf("%s: it is no CSV: %v", path, err)
		return
	}
	for _, row := range rows {
		for _, cell := range row {
			if trimmed := strings.TrimLeft(cell, " \u00a0\u3000"); trimmed != "" && strings.ContainsAny(trimmed[:1], "=+-@\t\r\n") || strings.HasPrefix(trimmed, "＝") || strings.HasPrefix(trimmed, "＋") || strings.HasPrefix(trimmed, "－") || strings.HasPrefix(trimmed, "＠") {
				t.Errorf("%s: the cell %q may be a formula", path, cell)
			}
		}
	}
}
