// Package viewtest renders components for tests and checks what must be true
// of every piece of HTML the console sends.
package viewtest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"yunque/internal/i18n"
	"yunque/static"
)

// Now is the moment that rendered pages take for the present.
var Now = time.Date(2026, 8, 22, 6, 2, 31, 0, time.UTC)

// Each runs a test in every language.
func Each(t *testing.T, test func(t *testing.T, ctx context.Context)) {
	t.Helper()
	for _, l := range i18n.Langs {
		t.Run(string(l), func(t *testing.T) {
			test(t, i18n.With(t.Context(), i18n.Printer{Lang: l, Now: Now}))
		})
	}
}

// Render draws a component and checks it; the document is for more checks.
func Render(t *testing.T, ctx context.Context, c templ.Component) *goquery.Document {
	t.Helper()
	var b strings.Builder
	if err := c.Render(ctx, &b); err != nil {
		t.Fatalf("render: %v", err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(wrapped(b.String())))
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	checkText(t, b.String())
	checkIDs(t, doc)
	checkNames(t, doc)
	checkPolicy(t, doc)
	checkIcons(t, doc)
	return doc
}

// wrapped gives a lone table row the table it needs to be parsed.
func wrapped(html string) string {
	if strings.HasPrefix(html, "<tr") {
		return "<table><tbody>" + html + "</tbody></table>"
	}
	return html
}

// checkText finds what formatting leaves when it goes wrong.
func checkText(t *testing.T, html string) {
	t.Helper()
	for _, slip := range []string{"%!", "&lt;nil&gt;", "<nil>", "[secret]", "0001-01-01"} {
		if strings.Contains(html, slip) {
			t.Errorf("the HTML holds %q", slip)
		}
	}
}

// checkIDs finds ids that are there twice and references to ids that are not.
func checkIDs(t *testing.T, doc *goquery.Document) {
	t.Helper()
	seen := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if seen[id] {
			t.Errorf("the id %q is there twice", id)
		}
		seen[id] = true
	})
	for _, attr := range []string{"for", "aria-describedby", "aria-labelledby", "popovertarget"} {
		doc.Find("[" + attr + "]").Each(func(_ int, s *goquery.Selection) {
			for id := range strings.FieldsSeq(s.AttrOr(attr, "")) {
				if !seen[id] && id != "dialog-title" && id != "side" {
					t.Errorf("%s names %q, which is not there", attr, id)
				}
			}
		})
	}
}

// checkNames finds controls that a screen reader cannot name.
func checkNames(t *testing.T, doc *goquery.Document) {
	t.Helper()
	doc.Find("button, a[href]").Each(func(_ int, s *goquery.Selection) {
		if strings.TrimSpace(s.Text()) == "" && s.AttrOr("aria-label", "") == "" {
			t.Errorf("a <%s> has no name: %s", goquery.NodeName(s), outer(s))
		}
	})
	doc.Find("input:not([type=hidden]), select, textarea").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		labelled := s.AttrOr("aria-label", "") != "" || s.Closest("label").Length() > 0 ||
			id != "" && doc.Find(`label[for="`+id+`"]`).Length() > 0
		if !labelled {
			t.Errorf("a control has no label: %s", outer(s))
		}
	})
	doc.Find("th:not(:has(*))").Each(func(_ int, s *goquery.Selection) {
		if strings.TrimSpace(s.Text()) == "" {
			t.Errorf("a column has no heading: %s", outer(s))
		}
	})
}

// checkPolicy finds what the content security policy would block.
func checkPolicy(t *testing.T, doc *goquery.Document) {
	t.Helper()
	doc.Find("[style], style, script:not([src])").Each(func(_ int, s *goquery.Selection) {
		t.Errorf("inline style or script: %s", outer(s))
	})
	doc.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, a := range s.Nodes[0].Attr {
			if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") {
				t.Errorf("inline handler %s: %s", a.Key, outer(s))
			}
		}
	})
}

// sprite is the icons as they are served.
var sprite = sync.OnceValue(func() string {
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, static.URL("icons.svg"), nil))
	return w.Body.String()
})

// checkIcons finds icons that the sprite does not hold.
func checkIcons(t *testing.T, doc *goquery.Document) {
	t.Helper()
	doc.Find("use").Each(func(_ int, s *goquery.Selection) {
		_, name, _ := strings.Cut(s.AttrOr("href", ""), "#")
		if !strings.Contains(sprite(), `<symbol id="`+name+`"`) {
			t.Errorf("the sprite has no icon %q: run npm run icons", name)
		}
	})
}

func outer(s *goquery.Selection) string {
	html, err := goquery.OuterHtml(s)
	if err != nil {
		return err.Error()
	}
	return html
}
