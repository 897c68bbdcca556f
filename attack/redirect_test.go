package attack

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/sim"
)

// elsewhere are the ways to write an address so that somebody takes it for a
// path of ours.
var elsewhere = []string{
	"https://evil.example/", "http:evil.example", "https:/evil.example", "https:///evil.example", "//evil.example", "///evil.example", "////evil.example/%2f..",
	`/\evil.example`, `\/evil.example`, `\\evil.example`, `/\/evil.example`, "/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example", "\x00//evil.example",
	"/%09/evil.example", "/%5cevil.example", "/%2f/evil.example", "/%2Fevil.example", "/.//evil.example", "/..//evil.example", "/x/..//evil.example", "/;@evil.example",
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "//evil.example@127.0.0.1", "//127.0.0.1@evil.example",
	"https://127.0.0.1@evil.example", "evil.example", "?next=//evil.example", "#//evil.example", "//[::1]@evil.example", "//evil。example", "http://evil.example\\@127.0.0.1",
	"/\r\nLocation: https://evil.example", "/\r\nSet-Cookie: console=x",
}

// leads resolves where a browser would go.
func leads(t *testing.T, from, to string) *url.URL {
	t.Helper()
	base, err := url.Parse(from)
	if err != nil {
		t.Fatal(err)
	}
	// Browsers drop tabs and line breaks, and read backslashes as slashes.
	u, err := base.Parse(strings.NewReplacer("\t", "", "\r", "", "\n", "", `\`, "/").Replace(strings.TrimSpace(to)))
	if err != nil {
		t.Fatalf("%q is no address: %v", to, err)
	}
	return u
}

func TestNoSpellingLeadsElsewhere(t *testing.T) {
	c := serve(t, newUpstream(t, sim.Options{}).url, behindProxy...)
	anna := c.named("anna", "admins").signIn(annaKey)
	for _, next := range elsewhere {
		form := url.Values{"next": {next}}
		for name, got := range map[string]answer{
			"the language":     anna.post("/settings/language", url.Values{"lang": {"en"}, "next": {next}}),
			"the theme":        anna.post("/settings/theme", url.Values{"theme": {"dark"}, "next": {next}}),
			"htmx":             anna.post("/settings/density", url.Values{"next": {next}}, "HX-Request", "true"),
			"an address of it": anna.post("/settings/zone?"+form.Encode(), url.Values{"zone": {"UTC"}}),
		} {
			to := got.header.Get("Location") + got.header.Get("HX-Redirect")
			if u := leads(t, c.url, to); to == "" || u.Host != c.address || u.Scheme != "http" || got.header.Get("Set-Cookie") == "console=x" || strings.HasPrefix(u.Path, "//") {
				t.Errorf("%s with next=%q: got %d to %q", name, next, got.status, to)
			}
		}
		stranger := c.named("stranger", "staff").get("/sign-in?" + form.Encode()).want(http.StatusOK)
		stranger.find(`[name="next"]`).Each(func(_ int, s *goquery.Selection) {
			if u := leads(t, c.url, s.AttrOr("value", "")); u.Host != c.address || u.Scheme != "http" {
				t.Errorf("the form to sign in takes next=%q along as %q", next, s.AttrOr("value", ""))
			}
		})
	}
	bert := c.named("bert", "admins")
	got := bert.post("/sign-in", url.Values{"access_key": {bertKey}, "secret_key": {password}, "site": {"cn"}, "next": {"//evil.example"}}).want(http.StatusSeeOther)
	if to := got.header.Get("Location"); to != "/" {
		t.Errorf("after signing in: got %q, want the start page", to)
	}
	if to := bert.post("/settings/theme", url.Values{"theme": {"dark"}, "next": {"/instances?q=a%2Fb"}}).header.Get("Location"); to != "/instances?q=a%2Fb" {
		t.Errorf("a page of ours: got %q", to)
	}
}
