package layout

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"yunque/internal/resource"
	"yunque/internal/views/ui"
	"yunque/internal/views/viewtest"
	"yunque/static"
)

func sample() Props {
	return Props{
		Title: resource.T("kind.instances.many"), Path: "/instances/i-1", Here: "/instances/i-1?tab=api", Running: 2, Demo: true,
		Crumbs: []ui.Crumb{{Text: resource.T("nav.compute")}, {Text: resource.T("kind.instances.many"), Href: "/instances"}, {Text: resource.Lit("web-01")}},
		Nav: []Group{
			{Items: []Item{{Text: resource.T("nav.overview"), Icon: "home", Href: "/"}}},
			{Title: resource.T("nav.compute"), Items: []Item{{Text: resource.T("kind.instances.many"), Icon: "server", Href: "/instances"}, {Text: resource.Lit("x"), Icon: "server", Href: "/inst"}}},
		},
		Flashes: []ui.Flash{{ID: "k", Level: ui.Success, Text: resource.T("flash.done", "web-01"), Dismiss: "/tasks/k/dismiss"}},
		Account: Account{Person: "ops@example.com", Profile: "Production", Site: resource.T("site.cn"), Key: "AKDE…0001", Environment: Production,
			Profiles: []Profile{{ID: "a", Name: "Production", InUse: true}, {ID: "b", Name: "Test"}}},
	}
}

func draw(t *testing.T, ctx context.Context, frame templ.Component) *goquery.Document {
	t.Helper()
	body := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<h1>Body</h1>")
		return err
	})
	return viewtest.Render(t, templ.WithChildren(ctx, body), frame)
}

func TestTheFrameIsSoundInBothLanguages(t *testing.T) {
	viewtest.Each(t, func(t *testing.T, ctx context.Context) {
		doc := draw(t, ctx, Page(sample()))
		for _, want := range []string{
			"main#main h1", "a.skip[href='#main']", `#live[hx-sse\:connect="/events"]`, "dialog#dialog", "header.top[data-environment=production] .tone-error",
			"#menu-account form[action='/sign-out'][method=post]", "#menu-account form[action='/settings/theme'] [name=next][value='/instances/i-1?tab=api']", "#flashes form[action='/tasks/k/dismiss']",
		} {
			if doc.Find(want).Length() != 1 {
				t.Errorf("%q matches %d, want 1", want, doc.Find(want).Length())
			}
		}
		if doc.Find("main #live").Length() != 0 {
			t.Error("the event stream is inside the part of the page that is swapped")
		}
	})
}

func TestTheNavigationMarksThePageAndNoOther(t *testing.T) {
	var got []string
	for _, a := range draw(t, t.Context(), Page(sample())).Find("#nav a[aria-current]").EachIter() {
		got = append(got, a.AttrOr("href", ""))
	}
	if want := "/instances"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheThemeIsSetOnTheServer(t *testing.T) {
	for theme, want := range map[Theme][2]string{"": {"", "light dark"}, Auto: {"", "light dark"}, Light: {"yunque", "light"}, Dark: {"yunque-dark", "dark"}} {
		p := sample()
		p.Theme = theme
		doc := draw(t, t.Context(), Page(p))
		got := [2]string{doc.Find("html").AttrOr("data-theme", ""), doc.Find("meta[name=color-scheme]").AttrOr("content", "")}
		if got != want {
			t.Errorf("theme %q: got %q, want %q", theme, got, want)
		}
	}
}

func TestATitleSaysThatAFormHasMistakes(t *testing.T) {
	p := sample()
	p.Error = true
	title := draw(t, t.Context(), Page(p)).Find("title").Text()
	if !strings.HasPrefix(title, "错误") {
		t.Errorf("got %q, want it to begin with 错误", title)
	}
}

func TestTheBareFrameHasNoStreamAndNoNavigation(t *testing.T) {
	viewtest.Each(t, func(t *testing.T, ctx context.Context) {
		doc := draw(t, ctx, Bare(BareProps{Title: resource.T("signin.title"), Here: "/sign-in", Demo: true}))
		if n := doc.Find("#live, #nav, #palette").Length(); n != 0 {
			t.Errorf("got %d parts of the signed-in frame, want none", n)
		}
		if doc.Find("main#main h1").Length() != 1 {
			t.Error("the page's body is not in main")
		}
	})
}

func TestPartialsNameWhereTheyGo(t *testing.T) {
	for want, c := range map[string]templ.Component{
		"hx-partial[hx-target='#bell'] button#bell":       BellPartial(3, 0),
		"hx-partial[hx-target='#flashes'] div#flashes":    FlashPartial(nil),
		"hx-partial[hx-target='#flashes'] #flash-k.flash": FlashPartial(sample().Flashes),
	} {
		// The popover that the bell opens is on the page already.
		var b strings.Builder
		if err := c.Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		if doc.Find(want).Length() != 1 {
			t.Errorf("%q does not match %s", want, b.String())
		}
	}
}

// firstView is the most that a first visit may load, compressed.
const firstView = 150 << 10

func TestAFirstVisitLoadsLittle(t *testing.T) {
	doc := draw(t, t.Context(), Page(sample()))
	total := 0
	load := func(url string) {
		path, _, _ := strings.Cut(url, "#")
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		static.Handler().ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Errorf("%s: got %d, want 200", path, w.Code)
		}
		total += w.Body.Len()
	}
	for _, s := range doc.Find("script[src]").EachIter() {
		load(s.AttrOr("src", ""))
	}
	for _, l := range doc.Find("link[href]").EachIter() {
		load(l.AttrOr("href", ""))
	}
	load(doc.Find("use").First().AttrOr("href", ""))
	t.Logf("assets of a first visit: %d bytes", total)
	if total > firstView {
		t.Errorf("got %d bytes, want at most %d", total, firstView)
	}
}
