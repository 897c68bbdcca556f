package handlers_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// ids of the servers a list page shows.
func ids(p *apptest.Page) []string {
	return p.Find(`tbody input[name="id"]`).Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
}

func TestTheListShowsEveryServerOfTheSeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		p := b.Get("/instances?size=100").Want(http.StatusOK)
		if got := len(ids(p)); got != 100 {
			t.Errorf("first page: got %d rows, want 100", got)
		}
		if got := len(ids(b.Get("/instances?size=100&page=2").Want(http.StatusOK))); got != 37 {
			t.Errorf("second page: got %d rows, want 37", got)
		}
		if strings.Contains(p.Body, "<script>alert(1)</script>") {
			t.Error("a server's name is markup")
		}
	})
}

func TestTheURLIsTheStateOfTheList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		stopped := ids(b.Get("/instances?status=stopped").Want(http.StatusOK))
		if len(stopped) == 0 || len(stopped) > 60 {
			t.Errorf("got %d stopped servers", len(stopped))
		}
		p := b.Get("/instances?status=purple&page=x&sort=colour").Want(http.StatusOK)
		for _, dropped := range []string{"status=purple", "page=x", "sort=colour"} {
			if !strings.Contains(p.Find("#list").Text(), dropped) {
				t.Errorf("%s is not named as dropped", dropped)
			}
		}
		if p := b.Get("/instances?q=no-such-server-anywhere").Want(http.StatusOK); p.Find(`a[href="/instances"]`).Length() == 0 {
			t.Error("an empty result offers no way to clear the filter")
		}
		part := b.Get("/instances?status=stopped", "HX-Request", "true", "HX-Request-Type", "partial").Want(http.StatusOK)
		if part.Find("html, nav").Length() > 0 && strings.Contains(part.Body, "<html") {
			t.Error("htmx got the whole page")
		}
		if whole := b.Get("/instances", "HX-History-Restore-Request", "true", "HX-Request-Type", "partial"); !strings.Contains(whole.Body, "<html") {
			t.Error("Back needs the whole page")
		}
	})
}

func TestExportIsWhatTheFilterMatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		stopped := len(ids(b.Get("/instances?status=stopped")))
		p := b.Get("/instances.csv?status=stopped").Want(http.StatusOK)
		body, marked := strings.CutPrefix(p.Body, "\ufeff")
		lines, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil || !marked {
			t.Fatalf("not a marked CSV: %v", err)
		}
		if len(lines) != stopped+1 {
			t.Errorf("got %d lines, want a head and %d", len(lines), stopped)
		}
	})
}

func TestAnUnknownServerIsAPageThatSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		for _, path := range []string{"/instances/no-such-id", "/instances/no-such-id/ops/stop", "/instances/x/ops/juggle", "/tasks/none", "/no/such/page"} {
			p := b.Get(path)
			if p.Status != http.StatusNotFound || p.Find("h1").Length() != 1 || p.Find("a[href]").Length() == 0 {
				t.Errorf("%s: got %d, not a page with a way back\n%s", path, p.Status, p.Body[:min(len(p.Body), 500)])
			}
		}
	})
}

func TestAMistakeInAFormKeepsWhatWasTyped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := ids(b.Get("/instances"))[0]
		long := strings.Repeat("x", 64)
		p := b.Post("/instances/"+id+"/ops/rename", url.Values{"name": {long}, "key": {"k1"}}).Want(http.StatusUnprocessableEntity)
		if p.Value("name") != long {
			t.Errorf("the name is not kept: %q", p.Value("name"))
		}
		if p.Find(`[role="alert"] a[href="#form-name"]`).Length() != 1 {
			t.Error("no summary that leads to the field")
		}
		if p.Value("key") == "k1" {
			t.Error("the form needs a new key")
		}
	})
}

func TestDestructionAsksForTheName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := ids(b.Get("/instances?status=stopped"))[0]
		form := b.Get("/instances/" + id + "/ops/delete").Want(http.StatusOK)
		b.Post("/instances/"+id+"/ops/delete", url.Values{"key": {form.Value("key")}, "confirm": {"wrong"}}).Want(http.StatusUnprocessableEntity)
		if n := c.Sim.Calls().Operations["ccs.instance.DeleteInstance"].Calls; n != 0 {
			t.Errorf("deleted %d times without the name", n)
		}
	})
}

func TestWithoutScriptsAFormLeadsBackAndSaysWhatHappened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := ids(b.Get("/instances?status=running"))[0]
		form := b.Get("/instances/" + id + "/ops/stop").Want(http.StatusOK)
		p := b.Post("/instances/"+id+"/ops/stop", url.Values{"key": {form.Value("key")}}).Want(http.StatusSeeOther)
		detail := b.Get(p.Header.Get("Location")).Want(http.StatusOK)
		if detail.Find("#flashes .flash").Length() != 1 {
			t.Error("no banner after the redirect")
		}
		if !strings.Contains(detail.Find("h1").Parent().Text(), "Shutting down") {
			t.Error("the server is not busy at once")
		}
	})
}

// order is a valid create-server form.
func order(b *apptest.Browser) url.Values {
	p := b.Get("/instances/new")
	v := url.Values{"key": {p.Value("key")}, "name": {"twice"}, "amount": {"1"}, "password": {"Sky-lark-42"}, "password_again": {"Sky-lark-42"}, "public": {"none"}}
	v.Set("vdc", p.Find(`select[name="vdc"] option`).First().AttrOr("value", ""))
	v.Set("image", p.Find(`select[name="image"] option`).First().AttrOr("value", ""))
	v.Set("type", p.Find(`[name="type"]`).First().AttrOr("value", ""))
	return v
}

func TestCreatingTwiceWithOneFormMakesOneServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		form := order(b)
		var wg sync.WaitGroup
		locations := make([]string, 8)
		for i := range locations {
			wg.Go(func() { locations[i] = b.Post("/instances/new", form).Header.Get("Location") })
		}
		wg.Wait()
		for _, l := range locations {
			if l != locations[0] || !strings.HasPrefix(l, "/tasks/") {
				t.Errorf("answers differ: %q and %q", l, locations[0])
			}
		}
		if n := c.Sim.Calls().Operations["ccs.instance.CreateInstance"].Calls; n != 1 {
			t.Errorf("the cloud was asked %d times, want once", n)
		}
		if n := len(ids(b.Get("/instances?q=twice"))); n != 1 {
			t.Errorf("got %d servers, want 1", n)
		}
	})
}

func TestCheckOnlyChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		form := order(b)
		form.Set("check", "true")
		p := b.Post("/instances/new", form).Want(http.StatusOK)
		if !strings.Contains(p.Body, "Nothing was created") {
			t.Error("the page does not say that the check passed")
		}
		if n := len(ids(b.Get("/instances?q=twice"))); n != 0 {
			t.Errorf("a check made %d servers", n)
		}
	})
}

func TestTheCloudsFaultsLeaveThePageStanding(t *testing.T) {
	for name, fault := range map[string]sim.Fault{
		"a gateway's HTML": {Operation: "ccs.instance.DescribeInstances", Status: 502, Body: "<html>bad gateway</html>"},
		"garbage":          {Operation: "ccs.instance.DescribeInstances", Status: 200, Body: "\x00\x01 not JSON"},
		"half a body":      {Operation: "ccs.instance.DescribeInstances", Truncate: true},
		"an error":         {Operation: "ccs.instance.DescribeInstances", Refuse: &sim.Refusal{HTTP: 500, Code: "InternalError", Message: "oops"}},
		"too many":         {Operation: "ccs.instance.DescribeInstances", Throttle: true},
		"nothing":          {Operation: "ccs.instance.DescribeInstances", Drop: "before"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { pageStands(t, fault) })
		})
	}
}

// pageStands looks at a list that cannot be read.
func pageStands(t *testing.T, fault sim.Fault) {
	t.Helper()
	c := apptest.Start(t)
	b := c.SignedIn()
	if err := c.Sim.Inject(fault); err != nil {
		t.Fatal(err)
	}
	p := b.Get("/instances?fresh=1")
	if p.Status < 500 || p.Find("h1").Length() != 1 || p.Find("nav a").Length() == 0 {
		t.Fatalf("got status %d and not a whole page", p.Status)
	}
	text := p.Find("main").Text()
	for _, want := range []string{"Request ID", "ccs.instance.DescribeInstances"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not show %q:\n%s", want, text)
		}
	}
	if p.Find(`a[href^="/instances"]`).Length() == 0 {
		t.Error("no way to try again")
	}
}

func TestAnotherOriginChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := ids(b.Get("/instances?status=running"))[0]
		for _, site := range []string{"cross-site", "same-site"} {
			r := b.Request(http.MethodPost, "/instances/"+id+"/ops/stop", url.Values{"key": {"x"}}, "Sec-Fetch-Site", site, "Origin", "https://evil.example")
			b.Do(r).Want(http.StatusForbidden)
		}
		if n := c.Sim.Calls().Operations["ccs.instance.StopInstance"].Calls; n != 0 {
			t.Errorf("another origin stopped a server %d times", n)
		}
	})
}

// TestACanarySecretIsNowhere signs in with secrets that can be recognised,
// makes them pass through every kind of answer, and looks for them.
func TestACanarySecretIsNowhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const secret, password = "canary-3f9c-secret-key", "Canary-77-password"
		var log bytes.Buffer
		c := apptest.Start(t, apptest.WithLog(&lockedWriter{w: &log}), apptest.WithSim(sim.New(sim.Options{Keys: map[string]string{"AKCANARY00000001": secret}})))
		b := c.Browser()
		pages := []*apptest.Page{b.Post("/sign-in", keys("AKCANARY00000001", secret)).Want(http.StatusSeeOther)}
		form := order(b)
		form.Set("password", password)
		form.Set("password_again", password)
		pages = append(pages, b.Post("/instances/new", form).Want(http.StatusSeeOther))
		form.Set("name", "")
		pages = append(pages, b.Post("/instances/new", form), b.Post("/sign-in", keys("AKCANARY00000002", secret)))
		if err := c.Sim.Inject(sim.Fault{Operation: "*", Drop: "after"}); err != nil {
			t.Fatal(err)
		}
		form.Set("name", "again")
		form.Set("key", "another")
		for _, path := range []string{"/", "/instances?fresh=1", "/tasks", "/settings", "/instances/x"} {
			pages = append(pages, b.Get(path))
		}
		pages = append(pages, b.Post("/instances/new", form))
		for i, p := range pages {
			if strings.Contains(p.Body, secret) || strings.Contains(p.Body, password) || strings.Contains(fmt.Sprint(p.Header), secret) {
				t.Errorf("answer %d holds a secret", i)
			}
		}
		files, err := filepath.Glob(filepath.Join(filepath.Dir(c.Config.Database), "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("database files: %v %v", files, err)
		}
		for _, f := range files {
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(raw, []byte(secret)) || bytes.Contains(raw, []byte(password)) {
				t.Errorf("%s holds a secret", filepath.Base(f))
			}
		}
		if strings.Contains(log.String(), secret) || strings.Contains(log.String(), password) || strings.Contains(log.String(), "Signature=") {
			t.Error("the log holds a secret or a signed URL")
		}
		if !strings.Contains(log.String(), "ccs.instance.CreateInstance") {
			t.Error("the log does not name the calls: the test would see nothing")
		}
	})
}

// lockedWriter lets the log of concurrent requests be read afterwards.
type lockedWriter struct {
	mu sync.Mutex
	w  *bytes.Buffer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

func TestOldDataStaysWhenTheCloudFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		before := ids(b.Get("/instances").Want(http.StatusOK))
		if err := c.Sim.Inject(sim.Fault{Operation: "ccs.instance.DescribeInstances", Status: 502, Body: "<html>bad gateway</html>"}); err != nil {
			t.Fatal(err)
		}
		p := b.Get("/instances?fresh=1").Want(http.StatusOK)
		if got := ids(p); len(got) != len(before) {
			t.Errorf("got %d rows, want the %d read before", len(got), len(before))
		}
		text := p.Find("#list").Text()
		if !strings.Contains(text, "as of") || p.Find(`#list a[href^="/instances?fresh=1"]`).Length() == 0 {
			t.Errorf("the page does not say that it is old, or how to try again:\n%s", text[:min(len(text), 600)])
		}
	})
}
