package walk

import (
	"flag"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/apidoc"
	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

var update = flag.Bool("update", false, "write reached.txt")

func TestEveryOperationIsReachedByAPageOrControl(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(20 * 366 * 24 * time.Hour) // the bubble's time begins before there were bills
		c := apptest.Start(t)
		p := newPerson(t, c.SignedIn())
		time.Sleep(settle)
		p.everything()
		p.watch(newPerson(t, apptest.Start(t, apptest.WithSim(c.Sim)).SignedIn()))
		p.judge()
		compare(t, succeeded(c.Sim.Calls()))
	})
}

// judge names the controls that did not work, and asks of those that did that
// none ended otherwise than it was to. What was refused was said at the form.
func (p *person) judge() {
	for name := range p.found {
		if !p.done[name] {
			p.t.Errorf("%s does not work:\n\t%s", name, strings.Join(p.said[name], "\n\t"))
		}
	}
	for _, state := range []string{"running", "failed", "unknown", "not_sent"} {
		p.open("/tasks?state=" + state).Find("tbody tr").Each(func(_ int, s *goquery.Selection) {
			if text := strings.Join(strings.Fields(s.Text()), " "); !strings.Contains(text, "Refused") {
				p.t.Errorf("a task is %s: %s", state, text)
			}
		})
	}
	p.t.Logf("did %d things", len(p.done))
}

// watch looks on while a colleague, whose console is another, restarts an
// elastic server: the list asks again as long as the row is busy.
func (p *person) watch(colleague *person) {
	p.stayIn()
	row := hrefs(p.open("/ecs?status=running&fresh=1"), `tbody a[href^="/ecs/"]`)[0]
	form := colleague.b.Get(row + "/ops/reboot").Want(http.StatusOK)
	colleague.b.Post(row+"/ops/reboot", url.Values{"key": {form.Value("key")}}).Want(http.StatusSeeOther)
	again := p.open("/ecs?fresh=1").Find("#waiting").AttrOr("hx-get", "")
	for again != "" {
		time.Sleep(10 * time.Second)
		again = p.b.Get(again, "HX-Request", "true").Want(http.StatusOK).Find("#waiting").AttrOr("hx-get", "")
	}
}

// succeeded are the operations that the cloud did at least once.
func succeeded(calls sim.Calls) map[string]bool {
	out := map[string]bool{}
	for id, o := range calls.Operations {
		refused := 0
		for _, n := range o.Refusals {
			refused += n
		}
		if o.Calls > refused {
			out[id] = true
		}
	}
	return out
}

// compare holds what was reached against the documentation: every operation
// has a page or a control.
func compare(t *testing.T, reached map[string]bool) {
	var lines []string
	for _, o := range apidoc.Load().Operations {
		if !reached[o.ID] {
			t.Errorf("no page and no control reaches %s (%s)", o.ID, o.TitleEn)
			continue
		}
		lines = append(lines, o.ID)
	}
	if *update {
		if err := os.WriteFile("reached.txt", []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
