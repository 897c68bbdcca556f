package catalog

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/resource"
)

// LongestMonitor is the longest time that may be asked for; one provider
// documents none, the other refuses more.
const LongestMonitor = 31 * 24 * time.Hour

// MonitorRange is a time up to now that a person can choose by name.
type MonitorRange struct {
	Name string
	Span time.Duration
}

// monitorRanges are all of them, the one shown at first in front.
var monitorRanges = [...]MonitorRange{{"1h", time.Hour}, {"6h", 6 * time.Hour}, {"24h", 24 * time.Hour}, {"7d", 7 * 24 * time.Hour}, {"30d", 30 * 24 * time.Hour}}

// Ranges are those that may be asked for.
func (m *Monitor) Ranges() []MonitorRange {
	return slices.DeleteFunc(slices.Clone(monitorRanges[:]), func(r MonitorRange) bool { return r.Span > m.longest() })
}

func (m *Monitor) longest() time.Duration { return cmp.Or(m.Longest, LongestMonitor) }

// MonitorAsk is what a person wants to see, checked.
type MonitorAsk struct {
	Range      string // name of the range; "" for From to To as typed
	From, To   time.Time
	Step       time.Duration // between two points; 0: the provider's own
	Chosen     bool          // the step was asked for
	Metrics    []Metric
	Disk, Card string // of one server; "" for its first
	Totals     bool   // with the sums over the time, where there are any
}

// ReadMonitorAsk reads the URL: range, or from and to in the person's zone;
// period in seconds; metric, repeated, all when there is none; disk and card.
// What is not valid is told by the name of its parameter and replaced by what
// is shown otherwise, so that the ask can be used all the same.
func ReadMonitorAsk(v url.Values, m *Monitor, now time.Time, loc *time.Location) (MonitorAsk, resource.FieldErrors) {
	a, bad := MonitorAsk{Disk: tidy(v.Get("disk")), Card: tidy(v.Get("card"))}, resource.FieldErrors{}
	now = now.Truncate(time.Minute) // so that equal asks of a minute are one call
	a.readTime(v, m, now, loc, bad)
	a.readPeriod(v.Get("period"), m, bad)
	for _, key := range v["metric"] {
		metric, ok := m.Metric(key)
		switch {
		case key == "":
		case !ok:
			bad["metric"] = resource.T("monitor.bad_metric", key)
		case !slices.ContainsFunc(a.Metrics, func(x Metric) bool { return x.Key == key }):
			a.Metrics = append(a.Metrics, metric)
		}
	}
	if len(a.Metrics) == 0 {
		a.Metrics = m.Metrics
	}
	return a, bad
}

func (a *MonitorAsk) readTime(v url.Values, m *Monitor, now time.Time, loc *time.Location, bad resource.FieldErrors) {
	from, to := tidy(v.Get("from")), tidy(v.Get("to"))
	if from != "" || to != "" {
		var problem resource.Text
		if a.From, a.To, problem = readSpan(from, to, m.longest(), now, loc); problem.IsZero() {
			return
		}
		bad["from"] = problem
	}
	ranges, name := m.Ranges(), v.Get("range")
	i := slices.IndexFunc(ranges, func(r MonitorRange) bool { return r.Name == name })
	if i < 0 {
		i = 0
		if name != "" {
			bad["range"] = resource.T("monitor.bad_range", name)
		}
	}
	a.Range, a.From, a.To = ranges[i].Name, now.Add(-ranges[i].Span), now
}

// readSpan reads two moments; what lies ahead ends now.
func readSpan(first, last string, longest time.Duration, now time.Time, loc *time.Location) (from, to time.Time, problem resource.Text) {
	from, okFrom := readMoment(first, loc)
	to, okTo := readMoment(last, loc)
	if last == "" {
		to, okTo = now, true
	}
	if to.After(now) {
		to = now
	}
	switch {
	case !okFrom || !okTo:
		problem = resource.T("monitor.bad_time")
	case !from.Before(to):
		problem = resource.T("monitor.bad_order")
	case to.Sub(from) > longest:
		problem = resource.T("monitor.too_long", int(longest.Hours()/24))
	}
	return from, to, problem
}

func readMoment(s string, loc *time.Location) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", time.DateTime, time.RFC3339} {
		if t, err := time.ParseInLocation(layout, s, loc); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// readPeriod takes the period asked for where it is offered for the time, and
// otherwise the finest that a chart shows well.
func (a *MonitorAsk) readPeriod(period string, m *Monitor, bad resource.FieldErrors) {
	if len(m.Grains) == 0 {
		if period != "" {
			bad["period"] = resource.T("monitor.no_period")
		}
		return
	}
	for _, g := range m.Grains {
		a.Step = g.Step
		if a.To.Sub(a.From)/g.Step <= 360 {
			break
		}
	}
	if period == "" {
		return
	}
	seconds, err := strconv.Atoi(tidy(period))
	i := slices.IndexFunc(m.Grains, func(g Grain) bool { return err == nil && g.Step == time.Duration(seconds)*time.Second })
	switch {
	case i < 0:
		bad["period"] = resource.T("monitor.bad_period", period)
	case !m.Grains[i].Allows(a.To.Sub(a.From)):
		bad["period"] = resource.T("monitor.period_too_fine", int(m.Grains[i].Step/time.Minute), int(m.Grains[i].Longest.Hours()))
	default:
		a.Step, a.Chosen = m.Grains[i].Step, true
	}
}

// Allows tells whether so long a time may be asked for with the grain.
func (g Grain) Allows(span time.Duration) bool { return span <= g.Longest }

// Of holds the ask against the one server it is about: a disk or card that is
// not its own is told and left out.
func (a *MonitorAsk) Of(s Measured) resource.FieldErrors {
	bad := resource.FieldErrors{}
	if a.Disk != "" && !offers(s.Disks, a.Disk) {
		bad["disk"], a.Disk = resource.T("monitor.no_disk", a.Disk), ""
	}
	if a.Card != "" && !offers(s.Cards, a.Card) {
		bad["card"], a.Card = resource.T("monitor.no_card", a.Card), ""
	}
	return bad
}

func offers(choices []resource.Choice, value string) bool {
	return slices.ContainsFunc(choices, func(c resource.Choice) bool { return c.Value == value })
}

// partOf is the id of the disk or card to ask for; "" when there is none.
func (a MonitorAsk) partOf(s Measured, p Part) string {
	chosen, choices := a.Disk, s.Disks
	if p == OfCard {
		chosen, choices = a.Card, s.Cards
	}
	if chosen == "" && len(choices) > 0 {
		return choices[0].Value
	}
	return chosen
}

// appendPoint adds a measurement at its place in time; one without a time is
// left out, one without a value is a gap.
func appendPoint(points []point, at cloud.Time, value *cloud.Float) []point {
	if at.IsZero() {
		return points
	}
	p := point{at: at.Time, value: Gap}
	if value != nil {
		p.value = float64(*value)
	}
	i, _ := slices.BinarySearchFunc(points, p, func(a, b point) int { return a.at.Compare(b.at) })
	return slices.Insert(points, i, p)
}

// Query writes an ask as URL parameters; what is as at first is left out.
func (a MonitorAsk) Query(m *Monitor, loc *time.Location) url.Values {
	v := url.Values{}
	if a.Range == "" {
		v.Set("from", a.From.In(loc).Format("2006-01-02T15:04"))
		v.Set("to", a.To.In(loc).Format("2006-01-02T15:04"))
	} else if a.Range != monitorRanges[0].Name {
		v.Set("range", a.Range)
	}
	if a.Chosen {
		v.Set("period", strconv.Itoa(int(a.Step/time.Second)))
	}
	if len(a.Metrics) != len(m.Metrics) {
		for _, x := range a.Metrics {
			v.Add("metric", x.Key)
		}
	}
	for name, value := range map[string]string{"disk": a.Disk, "card": a.Card} {
		if strings.TrimSpace(value) != "" {
			v.Set(name, value)
		}
	}
	return v
}
