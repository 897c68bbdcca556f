package handlers_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

type chartAnswer struct {
	Charts map[string]struct {
		Unit   string
		Step   int64
		From   int64
		Series []struct {
			Name   string
			Color  int
			Dash   bool
			Values []*float64
		}
		Errors []string
	}
	Error  string
	Fields map[string]string
}

func dataOf(t *testing.T, p *apptest.Page) chartAnswer {
	t.Helper()
	var a chartAnswer
	if err := json.Unmarshal([]byte(p.Body), &a); err != nil {
		t.Fatalf("no JSON: %v\n%s", err, p.Body)
	}
	return a
}

// measured is how many values of a series are no gaps.
func measured(values []*float64) int {
	n := 0
	for _, v := range values {
		if v != nil {
			n++
		}
	}
	return n
}

func TestMonitoringAnswersEveryMetricOfAServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := ids(b.Get("/instances?status=running"))[0]
		for query, want := range map[string]struct {
			steps int
			step  int64
		}{"": {61, 60}, "?range=6h": {361, 60}, "?range=6h&period=900": {25, 900}, "?range=24h": {97, 900}, "?range=24h&period=60": {1441, 60}} {
			a := dataOf(t, b.Get("/instances/"+id+"/monitor.json"+query).Want(http.StatusOK))
			for key, unit := range map[string]string{"cpu": "%", "memory": "%", "iops": "IOPS", "throughput": "B/s", "network": "bps"} {
				ch := a.Charts[key]
				if ch.Unit != unit || ch.Step != want.step || len(ch.Series) == 0 || len(ch.Errors) > 0 {
					t.Fatalf("%s of %q: got %+v", key, query, ch)
				}
				for _, s := range ch.Series {
					// Where a time begins within a step, it has a step more.
					if n := len(s.Values); n < want.steps || n > want.steps+1 || measured(s.Values) < want.steps-2 {
						t.Errorf("%s of %q: got %d values, %d measured, want %d", key, query, n, measured(s.Values), want.steps)
					}
				}
			}
		}
		one := dataOf(t, b.Get("/instances/"+id+"/monitor.json?metric=iops").Want(http.StatusOK))
		if len(one.Charts) != 1 || len(one.Charts["iops"].Series) != 2 {
			t.Errorf("one metric: got %+v", one.Charts)
		}
	})
}

func TestMonitoringOfElasticServersIsOneCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := ids(b.Get("/ecs?status=running"))[0]
		before := c.Sim.Calls().Operations["ecs.DescribeInstanceMonitor"].Calls
		a := dataOf(t, b.Get("/ecs/"+id+"/monitor.json?range=7d").Want(http.StatusOK))
		if n := c.Sim.Calls().Operations["ecs.DescribeInstanceMonitor"].Calls - before; n != 1 {
			t.Errorf("the cloud was asked %d times, want once", n)
		}
		curves := 0
		for _, ch := range a.Charts {
			curves += len(ch.Series)
		}
		if len(a.Charts) != 12 || curves != 17 {
			t.Errorf("got %d metrics with %d curves, want 12 with 17", len(a.Charts), curves)
		}
		page := b.Get("/ecs/" + id + "/monitor").Want(http.StatusOK)
		if page.Find("#chart-load").Length() != 1 || page.Find("#chart-gpu_clock").Length() != 0 {
			t.Error("the page should show the load, and no graphics card of a server without one")
		}
	})
}

func TestWhatIsNotMeasuredIsAGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := ids(b.Get("/instances?status=running"))[0]
		now := time.Now().Truncate(time.Minute)
		stamp := func(ago time.Duration) string {
			return now.Add(-ago).In(time.FixedZone("", 8*3600)).Format(time.DateTime)
		}
		body := `{"Code":"Success","Message":"","Data":{"DataPoints":[{"Timestamp":"` + stamp(30*time.Minute) + `","Value":null},{"Timestamp":"` + stamp(20*time.Minute) + `","Value":7.5}],"Period":"60"}}`
		if err := c.Sim.Inject(sim.Fault{Operation: "ccs.instance.DescribeInstanceMonitor", Status: 200, Body: body}); err != nil {
			t.Fatal(err)
		}
		a := dataOf(t, b.Get("/instances/"+id+"/monitor.json?metric=cpu").Want(http.StatusOK))
		values := a.Charts["cpu"].Series[0].Values
		if len(values) != 61 && len(values) != 62 || measured(values) != 1 {
			t.Errorf("got %d values of which %d are measured, want 61 and 1", len(values), measured(values))
		}
		if !strings.Contains(b.Get("/instances/"+id+"/monitor?metric=cpu").Want(http.StatusOK).Find("#cpu-lines tbody").Text(), "7.5%") {
			t.Error("the figures do not count what was measured")
		}
	})
}

func TestAnAnswerWithNothingIsSaidInWords(t *testing.T) {
	for name, data := range map[string]string{"null": `null`, "an empty object": `{}`, "no points": `{"DataPoints":[]}`, "null points": `{"DataPoints":null}`} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := apptest.Start(t)
				b := c.SignedIn()
				id := ids(b.Get("/instances?status=running"))[0]
				if err := c.Sim.Inject(sim.Fault{Operation: "ccs.instance.DescribeInstanceMonitor", Status: 200, Body: `{"Code":"Success","Data":` + data + `}`}); err != nil {
					t.Fatal(err)
				}
				p := b.Get("/instances/" + id + "/monitor").Want(http.StatusOK)
				if got := p.Find("#detail .void").Text(); !strings.Contains(got, "Nothing was measured") {
					t.Errorf("got %q", got)
				}
			})
		})
	}
}

func TestARequestForDataWithMistakesIsToldWhichOnes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := ids(b.Get("/instances?status=running"))[0]
		elastic := ids(b.Get("/ecs"))[0]
		for path, field := range map[string]string{
			"/instances/" + id + "/monitor.json?metric=happiness":                          "metric",
			"/instances/" + id + "/monitor.json?range=7d&period=60":                        "period",
			"/instances/" + id + "/monitor.json?period=61":                                 "period",
			"/instances/" + id + "/monitor.json?range=forever":                             "range",
			"/instances/" + id + "/monitor.json?from=2020-01-01T00:00&to=2026-01-01T00:00": "from",
			"/instances/" + id + "/monitor.json?disk=not-its-own":                          "disk",
			"/instances/" + id + "/monitor.json?card=not-its-own":                          "card",
			"/ecs/" + elastic + "/monitor.json?period=60":                                  "period",
			"/instances/compare.json?metric=happiness&id=" + id:                            "metric",
		} {
			a := dataOf(t, b.Get(path).Want(http.StatusUnprocessableEntity))
			if a.Fields[field] == "" || a.Error == "" || len(a.Charts) > 0 {
				t.Errorf("%s: got %+v, want a mistake in %s", path, a, field)
			}
		}
		p := b.Get("/instances/" + id + "/monitor?range=7d&period=60&disk=x").Want(http.StatusOK)
		for _, want := range []string{"at most 24 hours", "no disk x"} {
			if !strings.Contains(p.Find("#detail").Text(), want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		if p.Find("figure[id^=chart-]").Length() != 5 {
			t.Error("the page does not show what can be shown")
		}
	})
}

func TestAServerThatIsGoneHasNoMonitoring(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := ids(b.Get("/instances?status=running"))[0]
		for _, path := range []string{"/instances/none/monitor", "/instances/none/monitor.json", "/instances/none/monitor.csv", "/ecs/none/monitor"} {
			b.Get(path).Want(http.StatusNotFound)
		}
		p := b.Get("/instances/compare?id=none&id=" + id).Want(http.StatusOK)
		if !strings.Contains(p.Find("#compare").Text(), "none does not exist") || p.Find("#cpu-lines tbody tr").Length() != 1 {
			t.Error("the one that is gone should be named and the other shown")
		}
		a := dataOf(t, b.Get("/instances/compare.json?id=none&id="+id).Want(http.StatusOK))
		if len(a.Charts["cpu"].Series) != 1 {
			t.Errorf("got %+v", a.Charts)
		}
	})
}

func TestServersAreComparedOnOneChart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		list := ids(b.Get("/instances?status=running"))
		chosen := url.Values{"id": append(list[:3:3], list[0]), "metric": {"network"}}
		a := dataOf(t, b.Get("/instances/compare.json?"+chosen.Encode()).Want(http.StatusOK))
		type face struct {
			color int
			dash  bool
		}
		var got []face
		for _, s := range a.Charts["network"].Series {
			got = append(got, face{s.Color, s.Dash})
		}
		want := []face{{1, false}, {1, true}, {2, false}, {2, true}, {3, false}, {3, true}}
		if len(got) != len(want) {
			t.Fatalf("got %v, want %v", got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("series %d: got %v, want %v", i, got[i], want[i])
			}
		}
		many := b.Get("/instances/compare?" + url.Values{"id": list[:10]}.Encode()).Want(http.StatusOK)
		if n := many.Find("#cpu-lines tbody tr").Length(); n != 8 || !strings.Contains(many.Find("#compare").Text(), "at most 8;") {
			t.Errorf("got %d of ten servers, want 8 and a word about it", n)
		}
		b.Get("/instances/compare").Want(http.StatusOK)
		if b.Get("/instances").Find(`button[formaction="/instances/compare"]`).Length() != 1 {
			t.Error("the list does not lead to the comparison")
		}
	})
}

func TestOneMetricThatFailsLeavesTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := ids(b.Get("/instances?status=running"))[0]
		refused := sim.Fault{Operation: "ccs.instance.DescribeInstanceMonitor", Times: 1, Refuse: &sim.Refusal{HTTP: 400, Code: "InvalidInterfaceID.Malformed", Message: "bad"}}
		if err := c.Sim.Inject(refused); err != nil {
			t.Fatal(err)
		}
		a := dataOf(t, b.Get("/instances/"+id+"/monitor.json").Want(http.StatusOK))
		failed, fine := 0, 0
		for _, ch := range a.Charts {
			if len(ch.Errors) > 0 {
				failed++
			} else if len(ch.Series) > 0 {
				fine++
			}
		}
		if failed != 1 || fine != 4 {
			t.Errorf("got %d charts with an error and %d without, want 1 and 4", failed, fine)
		}
	})
}

func TestWhatIsTrueOfEveryChartIsSaidOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		off := "/ecs/" + elasticNamed(t, b, "win-渲染-2") + "/monitor"
		if p := b.Get(off).Want(http.StatusOK); p.Find(".time-chart").Length() != 0 || !strings.Contains(p.Find("#detail").Text(), "still being created") {
			t.Errorf("of a server that measures nothing: %d charts", p.Find(".time-chart").Length())
		}
		if err := c.Sim.Inject(sim.Fault{Operation: "ecs.DescribeInstanceMonitor", Status: http.StatusBadGateway}); err != nil {
			t.Fatal(err)
		}
		on := "/ecs/" + elasticNamed(t, b, "hk-web-1")
		p := b.Get(on + "/monitor").Want(http.StatusOK)
		if n := p.Find("#detail .tone-warning").Length(); n != 1 || p.Find(".time-chart").Length() != 0 {
			t.Errorf("%d warnings beside %d charts, want one and none", n, p.Find(".time-chart").Length())
		}
		if p.Find(`#detail .tone-warning a[href="`+on+`/monitor"]`).Length() != 1 {
			t.Error("no way to try again")
		}
		if n := b.Get(on + "/glance").Want(http.StatusOK).Find(".figure").Length(); n != 1 {
			t.Errorf("the overview says it %d times", n)
		}
	})
}

func TestATimeThatIsWrongStaysInItsBoxes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		p := b.Get("/ecs/" + elasticNamed(t, b, "hk-web-1") + "/monitor?from=1999-12-31T10:00&to=1999-12-31T09:00").Want(http.StatusOK)
		if from, to := p.Value("from"), p.Value("to"); from != "1999-12-31T10:00" || to != "1999-12-31T09:00" {
			t.Errorf("the boxes hold %q and %q", from, to)
		}
	})
}

func TestMonitoringIsExportedWithItsUnits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := ids(b.Get("/instances?status=running"))[0]
		p := b.Get("/instances/" + id + "/monitor.csv?range=6h&period=900").Want(http.StatusOK)
		body, _ := strings.CutPrefix(p.Body, "\ufeff")
		lines, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want := "Time,CPU usage (%),Memory usage (%),Disk IOPS Read (IOPS),Disk IOPS Write (IOPS),Disk throughput Read (B/s),Disk throughput Write (B/s),Network rate In (bps),Network rate Out (bps)"
		if got := strings.Join(lines[0], ","); got != want {
			t.Errorf("got the heading %q, want %q", got, want)
		}
		if len(lines) < 25 || len(lines) > 27 {
			t.Errorf("got %d lines, want a heading and 25 or 26 quarters of an hour", len(lines))
		}
		if _, err := time.Parse(time.RFC3339, lines[1][0]); err != nil {
			t.Errorf("the time of a line: %v", err)
		}
	})
}

func TestTheMonitoringTabWorksWithoutScripts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		id := ids(b.Get("/instances?status=running"))[0]
		p := b.Get("/instances/" + id + "/monitor?range=24h").Want(http.StatusOK)
		if got := p.Find(`nav a[aria-current="page"]`).Last().AttrOr("href", ""); got != "/instances/"+id+"/monitor" {
			t.Errorf("the current tab leads to %q", got)
		}
		if p.Find(".time-chart details tbody tr").Length() < 5*40 || p.Find(`script[src*="charts"]`).Length() != 1 {
			t.Error("no tables of values, or not one script")
		}
		if p.Find("[style]").Length() > 0 {
			t.Error("a style attribute breaks the policy")
		}
		if other := b.Get("/instances/" + id).Want(http.StatusOK); strings.Contains(other.Body, "charts") || strings.Contains(other.Body, "uplot") {
			t.Error("a page without charts loads them")
		}
		fixed := b.Get("/instances/" + id + "/monitor?from=" + time.Now().Add(-3*time.Hour).Format("2006-01-02T15:04"))
		if p.Find("[data-refresh-charts]").Length() != 1 || fixed.Find("[data-refresh-charts]").Length() != 0 {
			t.Error("a time up to now is read each minute, a fixed one is not")
		}
	})
}
