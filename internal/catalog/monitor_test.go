package catalog

import (
	"encoding/json"
	"math"
	"net/url"
	"reflect"
	"testing"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/resource"
)

var noon = time.Date(2026, 8, 22, 4, 0, 0, 0, time.UTC)

func points(pairs ...float64) []point {
	var out []point
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, point{noon.Add(time.Duration(pairs[i] * float64(time.Second))), pairs[i+1]})
	}
	return out
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestPointsComeToOneAxisWithTheirGaps(t *testing.T) {
	for name, c := range map[string]struct {
		line []point
		step time.Duration
		want string
	}{
		"a point per step":                   {points(0, 1, 60, 2, 120, 3, 180, 4, 240, 5), time.Minute, "[1,2,3,4,5]"},
		"a missing point":                    {points(0, 1, 60, 2, 180, 4), time.Minute, "[1,2,null,4,null]"},
		"a point without a value":            {points(0, 1, 60, Gap, 120, 3), time.Minute, "[1,null,3,null,null]"},
		"seconds of the server's own":        {points(45, 1, 106, 2, 164, 3, 225, 4), time.Minute, "[1,2,3,4,null]"},
		"two in one step":                    {points(0, 1, 10, 3, 60, 5), time.Minute, "[2,5,null,null,null]"},
		"points outside":                     {points(-120, 9, 0, 1, 600, 9), time.Minute, "[1,null,null,null,null]"},
		"no points":                          {nil, time.Minute, "[null,null,null,null,null]"},
		"a step that nobody asked for":       {points(0, 1, 120, 2, 240, 3), 0, "[1,2,3]"},
		"a step nobody asked for, and a gap": {points(0, 1, 30, 2, 60, 3, 90, 4, 240, 5), 0, "[1,2,3,4,null,null,null,null,5]"},
		"more digits than anybody reads":     {points(0, 1.0/3), 5 * time.Minute, "[0.33333333]"},
	} {
		t.Run(name, func(t *testing.T) {
			a := MonitorAsk{From: noon, To: noon.Add(4 * time.Minute), Step: c.step}
			x := axisOf([][]point{c.line}, a)
			if got := jsonOf(t, x.values(c.line)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestAnAxisIsNeverLongerThanAChartCanShow(t *testing.T) {
	a := MonitorAsk{From: noon.Add(-LongestMonitor), To: noon}
	if x := axisOf([][]point{points(0, 1, 1, 2)}, a); x.steps > mostSteps {
		t.Errorf("got %d steps of %v, want at most %d", x.steps, x.step, mostSteps)
	}
}

func TestFiguresLeaveGapsOut(t *testing.T) {
	if got, want := (Values{Gap, 4, Gap, 2, Gap}).Stats(), (Stats{2, 3, 4, 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := (Values{Gap, Gap}).Stats(); !got.Empty() || !math.IsNaN(got.Mean) {
		t.Errorf("nothing measured: got %+v", got)
	}
	if got := jsonOf(t, Values{1, 3, Gap, 5, Gap, Gap, 7}.Coarse(2)); got != "[2,5,null,7]" {
		t.Errorf("two steps together: got %s", got)
	}
}

func TestAnswersArePutInOrderOfTime(t *testing.T) {
	one := cloud.Float(1)
	var got []point
	for _, s := range []float64{120, 0, 60} {
		got = appendPoint(got, cloud.Time{Time: noon.Add(time.Duration(s) * time.Second)}, &one)
	}
	got = appendPoint(got, cloud.Time{}, &one)
	if want := points(0, 1, 60, 1, 120, 1); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := appendPoint(nil, cloud.Time{Time: noon}, nil); len(got) != 1 || !math.IsNaN(got[0].value) {
		t.Errorf("a point without a value: got %v", got)
	}
}

func TestValuesAreWrittenWithTheirUnits(t *testing.T) {
	for _, c := range []struct {
		unit  Unit
		value float64
		want  string
	}{
		{percent, 12.345, "12.3%"},
		{percent, 45, "45.0%"},
		{percent, 0, "0%"},
		{percent, 100, "100%"},
		{perSecond, 1234, "1234 IOPS"},
		{kilobytes, 999, "999 B/s"},
		{kilobytes, 1500, "1.5 KB/s"},
		{megabytes, 64e6, "64 MB/s"},
		{megabits, 20000, "20 Kbps"},
		{megabits, 38.04e6, "38 Mbps"},
		{megabits, 2.5e9, "2.5 Gbps"},
		{megahertz, 1.95e9, "1.95 GHz"},
		{celsius, 84, "84 ℃"},
		{plainUnit, 0.05, "0.05"},
		{percent, Gap, "–"},
		{kilobytes, -2500, "-2.5 KB/s"},
	} {
		if got := c.unit.Format(c.value); got != c.want {
			t.Errorf("%g in %q: got %q, want %q", c.value, c.unit.Symbol, got, c.want)
		}
	}
}

func TestTheUnitOfAnAnswerIsUsed(t *testing.T) {
	for word, want := range map[string]Unit{
		"": megabytes, "%": percent, "MB/s": megabytes, " Kbps ": kilobits, "Mbps": megabits, "次/s": perSecond, "℃": celsius,
		"MHz": megahertz, "widgets": {Symbol: "widgets", scale: 1},
	} {
		if got := unitOf(word, megabytes); got != want {
			t.Errorf("%q: got %+v, want %+v", word, got, want)
		}
	}
	got := megabits.scaled(points(0, 2, 60, Gap))
	if got[0].value != 2e6 || !math.IsNaN(got[1].value) {
		t.Errorf("scaled: got %v", got)
	}
}

func TestWhatIsAskedForIsReadFromTheURL(t *testing.T) {
	beijing := time.FixedZone("UTC+8", 8*3600)
	hour, quarter := time.Minute, 15*time.Minute
	for name, c := range map[string]struct {
		query    string
		from, to time.Time
		step     time.Duration
		bad      []string
	}{
		"nothing":                         {"", noon.Add(-time.Hour), noon, hour, nil},
		"a day":                           {"range=24h", noon.Add(-24 * time.Hour), noon, quarter, nil},
		"a day of minutes":                {"range=24h&period=60", noon.Add(-24 * time.Hour), noon, hour, nil},
		"a month":                         {"range=30d", noon.Add(-30 * 24 * time.Hour), noon, quarter, nil},
		"a week of minutes":               {"range=7d&period=60", noon.Add(-7 * 24 * time.Hour), noon, quarter, []string{"period"}},
		"a period there is not":           {"period=300", noon.Add(-time.Hour), noon, hour, []string{"period"}},
		"a range there is not":            {"range=2y", noon.Add(-time.Hour), noon, hour, []string{"range"}},
		"a metric there is not":           {"metric=happiness", noon.Add(-time.Hour), noon, hour, []string{"metric"}},
		"from and to in the zone":         {"from=2026-08-22T08:00&to=2026-08-22T10:00", noon.Add(-4 * time.Hour), noon.Add(-2 * time.Hour), hour, nil},
		"full-width digits and spaces":    {"from=+２０２６-08-22+08:00&to=2026-08-22T10:00+", noon.Add(-4 * time.Hour), noon.Add(-2 * time.Hour), hour, nil},
		"from alone, until now":           {"from=2026-08-22T08:00", noon.Add(-4 * time.Hour), noon, hour, nil},
		"an end ahead":                    {"from=2026-08-22T08:00&to=2030-01-01T00:00", noon.Add(-4 * time.Hour), noon, hour, nil},
		"an end before the start":         {"from=2026-08-22T08:00&to=2026-08-22T07:00", noon.Add(-time.Hour), noon, hour, []string{"from"}},
		"a start ahead":                   {"from=2030-01-01T00:00", noon.Add(-time.Hour), noon, hour, []string{"from"}},
		"more than is kept":               {"from=2026-01-01T00:00", noon.Add(-time.Hour), noon, hour, []string{"from"}},
		"no time":                         {"from=yesterday", noon.Add(-time.Hour), noon, hour, []string{"from"}},
		"minutes of two days, from to":    {"from=2026-08-20T08:00&to=2026-08-22T08:00&period=60", noon.Add(-52 * time.Hour), noon.Add(-4 * time.Hour), quarter, []string{"period"}},
		"everything wrong, and all of it": {"range=x&period=y&metric=z&from=q", noon.Add(-time.Hour), noon, hour, []string{"from", "metric", "period", "range"}},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := url.ParseQuery(c.query)
			if err != nil {
				t.Fatal(err)
			}
			a, bad := ReadMonitorAsk(v, ServerMonitor, noon.Add(31*time.Second), beijing)
			if !a.From.Equal(c.from) || !a.To.Equal(c.to) || a.Step != c.step {
				t.Errorf("got %v to %v every %v, want %v to %v every %v", a.From, a.To, a.Step, c.from, c.to, c.step)
			}
			var names []string
			for name := range bad {
				names = append(names, name)
			}
			if got := without(names); !reflect.DeepEqual(got, without(c.bad)) {
				t.Errorf("got mistakes in %v, want %v", got, c.bad)
			}
			again, bad := ReadMonitorAsk(a.Query(ServerMonitor, beijing), ServerMonitor, noon, beijing)
			if len(bad) > 0 || !again.From.Equal(a.From) || !again.To.Equal(a.To) || again.Step != a.Step || len(again.Metrics) != len(a.Metrics) {
				t.Errorf("written and read again: got %+v with %v, want %+v", again, bad, a)
			}
		})
	}
}

func TestAPeriodIsNotForTheProviderWhoChooses(t *testing.T) {
	a, bad := ReadMonitorAsk(url.Values{"period": {"60"}}, ElasticMonitor, noon, time.UTC)
	if _, said := bad["period"]; !said || a.Step != 0 {
		t.Errorf("got a step of %v and %v", a.Step, bad)
	}
}

func TestPartsOfAnotherServerAreNotAskedFor(t *testing.T) {
	s := Measured{Disks: []resource.Choice{{Value: "d1"}, {Value: "d2"}}, Cards: []resource.Choice{{Value: "n1"}}}
	a := MonitorAsk{Disk: "d2", Card: "n9"}
	bad := a.Of(s)
	if _, said := bad["card"]; !said || len(bad) != 1 {
		t.Errorf("got %v, want a mistake in card alone", bad)
	}
	if disk, card := a.partOf(s, OfDisk), a.partOf(s, OfCard); disk != "d2" || card != "n1" {
		t.Errorf("got disk %q and card %q, want the chosen disk and the first card", disk, card)
	}
}

func TestEveryIndicatorAndCurveIsDescribedOnce(t *testing.T) {
	for monitor, want := range map[*Monitor][2]int{ServerMonitor: {5, 8}, ElasticMonitor: {12, 17}} {
		keys, curves := map[string]bool{}, map[string]bool{}
		for _, m := range monitor.Metrics {
			keys[m.Key] = true
			for _, c := range m.Curves {
				curves[c.Name] = true
			}
		}
		if got := [2]int{len(keys), len(curves)}; got != want {
			t.Errorf("%s: got %d metrics with %d curves, want %d with %d", monitor.Slug, got[0], got[1], want[0], want[1])
		}
	}
}
