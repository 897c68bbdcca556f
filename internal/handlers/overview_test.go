package handlers_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

var asPart = []string{"HX-Request", "true", "HX-Request-Type", "partial"}

func TestTheOverviewStandsWhateverTheCloudAnswers(t *testing.T) {
	for name, fault := range map[string]sim.Fault{
		"HTML":        {Operation: "*", Status: 502, Body: "<html>bad gateway</html>"},
		"too many":    {Operation: "*", Throttle: true},
		"nothing":     {Operation: "*", Drop: "before"},
		"half a body": {Operation: "*", Truncate: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := apptest.Start(t)
				b := c.SignedIn()
				if err := c.Sim.Inject(fault); err != nil {
					t.Fatal(err)
				}
				if p := b.Get("/").Want(http.StatusOK); p.Find("#overview-resources[hx-trigger^=load], #overview-money[hx-trigger^=load]").Length() != 2 {
					t.Error("the parts that ask the cloud do not load by themselves")
				}
				for _, path := range []string{"/overview/resources", "/overview/money"} {
					p := b.Get(path, asPart...).Want(http.StatusOK)
					if p.Find("#attention-money .alert-line, hx-partial[hx-target='#attention-money'] .alert-line").Length() != 0 {
						t.Errorf("%s warns of a balance that nobody read", path)
					}
					if p.Find(".flash a[href='/']").Length() == 0 {
						t.Errorf("%s does not say what failed and offer to try again:\n%s", path, p.Body)
					}
				}
			})
		})
	}
}

func TestOneKindThatFailsLeavesTheOthersOnTheOverview(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		if err := c.Sim.Inject(sim.Fault{Operation: "ecs.DescribeInstanceList", Status: 502, Body: "<html>"}); err != nil {
			t.Fatal(err)
		}
		p := b.Get("/overview/resources", asPart...).Want(http.StatusOK)
		if got := p.Find(".flash").Text(); p.Find(".flash").Length() != 1 || !strings.Contains(got, "Elastic servers") {
			t.Errorf("one line should name the kind that failed, got %q", got)
		}
		if got := p.Find(".kind-card:has(a[href='/instances'])").Text(); !strings.Contains(got, "137") {
			t.Errorf("the servers are not counted: %q", got)
		}
		if p.Find("a[href='/instances?status=error']").Length() == 0 {
			t.Error("nothing leads to the servers in error")
		}
		if p.Find("a[href='/server-disks'], a[href='/server-cards']").Length() != 0 {
			t.Error("parts of servers are counted by themselves")
		}
	})
}

func TestPeopleWhoLookAtTheOverviewTogetherShareTheCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(20 * 366 * 24 * time.Hour) // the bubble's time begins before there were bills
		c := apptest.Start(t)
		b := c.SignedIn()
		before := c.Sim.Calls().Operations
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				b.Get("/overview/resources", asPart...)
				b.Get("/overview/money", asPart...)
			})
		}
		wg.Wait()
		for id, n := range map[string]int{"ccs.instance.DescribeInstances": 1, "ecs.DescribeInstanceList": 1, "billing.DescribeAccountInfo": 1, "billing.DescribeCostSummaryByPro": 2} {
			if got := c.Sim.Calls().Operations[id].Calls - before[id].Calls; got != n {
				t.Errorf("%s: %d calls for twenty people, want %d", id, got, n)
			}
		}
	})
}

func TestWhatWentWrongStandsOnTheOverview(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		if err := c.Sim.Inject(sim.Fault{Operation: "ccs.instance.StopInstance", Drop: "before"}); err != nil {
			t.Fatal(err)
		}
		id := ids(b.Get("/instances?status=running"))[0]
		b.Post("/instances/"+id+"/ops/stop", map[string][]string{"key": {"k1"}}).Want(http.StatusSeeOther)
		if p := b.Get("/"); p.Find("#attention-work .alert-line a[href^='/tasks/']").Length() != 1 {
			t.Errorf("a write nobody knows the end of is not on the overview:\n%s", p.Find("#attention-work").Text())
		}
	})
}

func TestTheOverviewIsWholeWithoutAScript(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(20 * 366 * 24 * time.Hour) // the bubble's time begins before there were bills
		p := apptest.Start(t).SignedIn().Get("/?whole=1").Want(http.StatusOK)
		if p.Find(".kind-card").Length() < 5 || p.Find("#overview-money .tally b").Length() == 0 || p.Find("#overview-resources[hx-trigger]").Length() != 0 {
			t.Errorf("it leaves something to load:\n%s", p.Find("main").Text())
		}
	})
}
