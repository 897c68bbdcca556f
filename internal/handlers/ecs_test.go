package handlers_test

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// filled runs an operation as its form does.
func filled(b *apptest.Browser, path string, more url.Values) *apptest.Page {
	form := b.Get(path).Want(http.StatusOK)
	v := url.Values{"key": {form.Value("key")}}
	for name, values := range more {
		v[name] = values
	}
	return b.Post(path, v)
}

// asked is how often the cloud was asked for an operation.
func asked(c *apptest.Console, operation string) int {
	return c.Sim.Calls().Operations[operation].Calls
}

// elasticNamed is the id of the first elastic server a search finds.
func elasticNamed(t *testing.T, b *apptest.Browser, search string) string {
	t.Helper()
	found := ids(b.Get("/ecs?" + url.Values{"q": {search}}.Encode()).Want(http.StatusOK))
	if len(found) == 0 {
		t.Fatalf("there is no elastic server %q", search)
	}
	return found[0]
}

func TestElasticServersAreFoundByWhatTheyShow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		for name, c := range map[string]struct {
			query string
			want  int
		}{
			"all":                    {"size=100", 60},
			"by state":               {"status=ecs.failed", 1},
			"by graphics card":       {"size=100&card=NVIDIA+RTX+3090", 2},
			"by subscription":        {"size=100&charge=1", 9},
			"by name":                {"q=hk-web-3", 1},
			"by a network of theirs": {"size=100&q=10.0.1.0/24", 8},
		} {
			if got := len(ids(b.Get("/ecs?" + c.query).Want(http.StatusOK))); got != c.want {
				t.Errorf("%s: got %d servers, want %d", name, got, c.want)
			}
		}
	})
}

func TestAnElasticServersPageShowsDisksAndAddresses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := elasticNamed(t, b, "hk-mysql-1")
		for tab, want := range map[string][]string{
			"":        {"hk-prod", "16 vCPU, 32 GB", "Subscription", "24 months", "UTC+8"},
			"network": {"Private network", "10.0.3.4"},
			"disks":   {"System disk", "400 GB", "In use", "No"},
		} {
			text := b.Get("/ecs/" + id + "?tab=" + tab).Want(http.StatusOK).Find("#detail").Text()
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("tab %q does not show %q:\n%s", tab, w, text)
				}
			}
		}
		if p := b.Get("/ecs/" + elasticNamed(t, b, "win-渲染-1")).Want(http.StatusOK); !strings.Contains(p.Find("#detail").Text(), "NVIDIA RTX 3090") {
			t.Error("the page does not name the graphics card")
		}
		b.Get("/ecs/ins-nowhere").Want(http.StatusNotFound)
	})
}

func TestElasticServersInTwoPlacesTakeTwoCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		time.Sleep(time.Minute) // what was under way when the cloud opened
		chosen := url.Values{"id": {elasticNamed(t, b, "hk-web-1"), elasticNamed(t, b, "hk-web-2"), elasticNamed(t, b, "cdn-cache-1")}}
		before := asked(c, "ecs.OperateInstance")
		filled(b, "/ecs/ops/stop?"+chosen.Encode(), chosen).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		if got := asked(c, "ecs.OperateInstance") - before; got != 2 {
			t.Errorf("got %d calls, want one per place: 2", got)
		}
		for _, id := range chosen["id"] {
			if head := b.Get("/ecs/" + id).Find("h1").Parent().Text(); !strings.Contains(head, "Stopped") {
				t.Errorf("%s is not stopped: %s", id, head)
			}
		}
	})
}

func TestAnElasticServerGoesOnAndOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		path := "/ecs/" + elasticNamed(t, b, "hk-web-1")
		state := func() string { return b.Get(path).Find("h1").Parent().Text() }
		for _, step := range []struct{ op, during, after string }{
			{"reboot", "Restarting", "Running"}, {"power-off", "Forcing off", "Stopped"}, {"start", "Starting", "Running"}, {"stop", "Shutting down", "Stopped"},
		} {
			filled(b, path+"/ops/"+step.op, nil).Want(http.StatusSeeOther)
			if got := state(); !strings.Contains(got, step.during) {
				t.Errorf("%s: at once got %q, want %q", step.op, got, step.during)
			}
			b.Post(path+"/ops/"+step.op, url.Values{"key": {"again"}}).Want(http.StatusUnprocessableEntity)
			time.Sleep(time.Minute)
			if got := state(); !strings.Contains(got, step.after) {
				t.Errorf("%s: in the end got %q, want %q", step.op, got, step.after)
			}
		}
	})
}

func TestRenamingAnElasticServerTakesANewName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		path := "/ecs/" + elasticNamed(t, b, "hk-web-1")
		for name, bad := range map[string]string{"the same": "hk-web-1", "none": " ", "too long": strings.Repeat("名", 64)} {
			p := filled(b, path+"/ops/rename", url.Values{"name": {bad}}).Want(http.StatusUnprocessableEntity)
			if p.Find("#form-name-error").Length() != 1 {
				t.Errorf("%s: no mistake at the name", name)
			}
		}
		if n := asked(c, "ecs.ModifyInstanceName"); n != 0 {
			t.Errorf("renamed %d times by mistakes", n)
		}
		filled(b, path+"/ops/rename", url.Values{"name": {"前端-01"}}).Want(http.StatusSeeOther)
		if got := b.Get(path).Find("h1").Text(); !strings.Contains(got, "前端-01") {
			t.Errorf("got the name %q", got)
		}
	})
}

// TestSecretsOfElasticServersAreNowhere sets a password and opens a console,
// and looks for both where nothing may hold them.
func TestSecretsOfElasticServersAreNowhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const password = "Canary-77-password"
		var log bytes.Buffer
		c := apptest.Start(t, apptest.WithLog(&lockedWriter{w: &log}))
		b := c.SignedIn()
		path := "/ecs/" + elasticNamed(t, b, "hk-web-1")
		answers := []*apptest.Page{
			filled(b, path+"/ops/password", url.Values{"password": {password}, "password_again": {"Other-77-password"}}).Want(http.StatusUnprocessableEntity),
			b.Post(path+"/ops/vnc", url.Values{}),
			filled(b, path+"/ops/password", url.Values{"password": {password}, "password_again": {password}}).Want(http.StatusSeeOther),
			b.Get("/tasks"), b.Get(path + "?tab=api"),
		}
		if answers[0].Find("#form-password_again-error").Length() != 1 {
			t.Error("no mistake at the second password")
		}
		opened := answers[1].Header.Get("Location") + answers[1].Header.Get("Refresh")
		_, token, ok := strings.Cut(opened, "?token=")
		if !ok || asked(c, "ecs.DescribeInstanceVncUrl") != 1 || asked(c, "ecs.ModifyInstancePassword") != 1 {
			t.Fatalf("the console opened %q", opened)
		}
		holds := func(text string) bool { return strings.Contains(text, token) || strings.Contains(text, password) }
		for i, p := range answers {
			if holds(p.Body) {
				t.Errorf("answer %d holds a secret", i)
			}
		}
		files, err := filepath.Glob(filepath.Join(filepath.Dir(c.Config.Database), "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("database files: %v %v", files, err)
		}
		for _, f := range files {
			if raw, err := os.ReadFile(f); err != nil || holds(string(raw)) {
				t.Errorf("%s holds a secret (%v)", filepath.Base(f), err)
			}
		}
		if holds(log.String()) || !strings.Contains(log.String(), "ecs.DescribeInstanceVncUrl") {
			t.Error("the log holds a secret, or sees nothing")
		}
	})
}

func TestDeletingAnElasticServerTellsWhatStaysAndAsksForTheName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		path := "/ecs/" + elasticNamed(t, b, "hk-mysql-2")
		form := b.Get(path + "/ops/delete").Want(http.StatusOK)
		for _, want := range []string{"system disk of 80 GB", "These stay, and may still be billed", "data disk ssd_"} {
			if !strings.Contains(form.Find("main").Text(), want) {
				t.Errorf("the form does not say %q", want)
			}
		}
		b.Post(path+"/ops/delete", url.Values{"key": {form.Value("key")}, "confirm": {"hk-mysql"}}).Want(http.StatusUnprocessableEntity)
		if n := asked(c, "ecs.DeleteInstance"); n != 0 {
			t.Fatalf("deleted %d times without the name", n)
		}
		filled(b, path+"/ops/delete", url.Values{"confirm": {"hk-mysql-2"}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		b.Get(path).Want(http.StatusNotFound)
	})
}

func TestARefusalOfTheCloudStandsInTheForm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		refuse := sim.Fault{Operation: "ecs.OperateInstance", Refuse: &sim.Refusal{HTTP: 403, Code: "InvalidOperation.InstanceStatusUnsupported", Message: "no"}}
		if err := c.Sim.Inject(refuse); err != nil {
			t.Fatal(err)
		}
		p := filled(b, "/ecs/"+elasticNamed(t, b, "hk-web-1")+"/ops/stop", nil).Want(http.StatusUnprocessableEntity)
		if !strings.Contains(p.Find(`[role="alert"]`).Text(), "does not allow this") {
			t.Errorf("the form does not say what was refused:\n%s", p.Find("main").Text())
		}
	})
}

func TestBusyRowsOfOthersAreAskedAboutTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		next := b.Get("/ecs?size=100").Want(http.StatusOK).Find("#waiting").AttrOr("hx-get", "")
		if n := strings.Count(next, "id="); n < 2 {
			t.Fatalf("the list waits for %d servers: %q", n, next)
		}
		stream := watch(t, c, b)
		synctest.Wait()
		before := asked(c, "ecs.DescribeInstanceStatus")
		time.Sleep(time.Minute)
		p := b.Get(next).Want(http.StatusOK)
		synctest.Wait()
		if got := asked(c, "ecs.DescribeInstanceStatus") - before; got != 1 {
			t.Errorf("got %d calls, want 1 for all", got)
		}
		if p.Find("#waiting[hx-get]").Length() != 0 {
			t.Error("it still waits for servers that have settled")
		}
		if !strings.Contains(stream.String(), "event: row-ecs-ins-") {
			t.Error("the rows were not told")
		}
		stream.close()
	})
}
