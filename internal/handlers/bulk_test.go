package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// words are the words of an element, apart by single spaces.
func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func TestABulkDialogTellsWhatRunsAndWhatIsSkippedAndWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		time.Sleep(time.Minute)
		running, stopped := ids(b.Get("/instances?status=running"))[:2], ids(b.Get("/instances?status=stopped"))[:3]
		chosen := url.Values{"id": slices.Concat(running, stopped, []string{"11111111-2222-3333-4444-555555555555"})}
		for lang, want := range map[string][]string{
			"en":    {"Acts on 2 items", "4 items are skipped:", "It must be running", "It no longer exists"},
			"zh-CN": {"将作用于 2 项", "跳过 4 项：", "需要在运行中", "已不存在"},
		} {
			text := words(b.Get("/instances/ops/stop?"+chosen.Encode(), "Accept-Language", lang).Want(http.StatusOK).Find("main"))
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("%s: the dialog does not say %q:\n%s", lang, w, text)
				}
			}
		}
		filled(b, "/instances/ops/stop?"+chosen.Encode(), chosen).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		if one, many := calls(c, "ccs.instance.StopInstance"), calls(c, "ccs.instance.StopInstances"); one != 0 || many != 1 {
			t.Errorf("%d calls for one and %d for several, want one call for the two that run", one, many)
		}
		if got := items(b.Get(job(b)).Want(http.StatusOK)); len(got) != 2 {
			t.Errorf("the job is about %q, want the two that ran", got)
		}
		none := url.Values{"id": stopped}
		p := filled(b, "/instances/ops/stop?"+none.Encode(), none).Want(http.StatusUnprocessableEntity)
		if !strings.Contains(words(p.Find("main")), "This cannot be done to any of the chosen resources now.") {
			t.Error("a selection of which nothing runs is not told so")
		}
	})
}

// Of three deletions one is refused, of one nobody knows, one is accepted. What
// can be retried is the first alone, and retrying is a job of its own.
func TestRetryLeavesOutWhatWasAcceptedAndWhatIsNotKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		time.Sleep(time.Minute)
		chosen := url.Values{"id": ids(b.Get("/instances?status=stopped"))[:3]}
		for _, f := range []sim.Fault{
			{Operation: "ccs.instance.DeleteInstance", Times: 1, Refuse: &sim.Refusal{HTTP: 409, Code: "Conflict", Message: "not now"}},
			{Operation: "ccs.instance.DeleteInstance", Skip: 1, Times: 1, Drop: "after"},
		} {
			if err := c.Sim.Inject(f); err != nil {
				t.Fatal(err)
			}
		}
		path := "/instances/ops/delete?" + chosen.Encode()
		filled(b, path, merged(chosen, url.Values{"confirm": {"3"}})).Want(http.StatusSeeOther)
		time.Sleep(2 * time.Minute)
		first := job(b)
		p := b.Get(first).Want(http.StatusOK)
		states := map[string]string{}
		for _, line := range items(p) {
			name, state, _ := strings.Cut(line, ": ")
			states[state] = name
		}
		retry := p.Find(`form[action="/instances/ops/delete"]`)
		again := retry.Find("[name=id]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
		if len(states) != 3 || len(again) != 1 {
			t.Fatalf("items %v, retry of %v; want three different ends and one to retry", states, again)
		}
		if name := words(b.Get("/instances/" + again[0]).Find("h1 span").First()); name != states["Refused"] {
			t.Errorf("retries %q, want the one that was refused: %v", name, states)
		}
		before := calls(c, "ccs.instance.DeleteInstance")
		form := b.Post("/instances/ops/delete", url.Values{"redraw": {"1"}, "id": again}).Want(http.StatusOK)
		b.Post("/instances/ops/delete", url.Values{"key": {form.Value("key")}, "id": again, "confirm": {"1"}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		if n := calls(c, "ccs.instance.DeleteInstance") - before; n != 1 {
			t.Errorf("retrying sent %d calls, want one", n)
		}
		if got := items(b.Get(first)); !slices.Equal(got, items(p)) {
			t.Errorf("the retry changed the first job: %q", got)
		}
		b.Get("/instances/" + again[0]).Want(http.StatusNotFound)
	})
}
