package catalog

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/resource"
)

// monitorCalls is how many measurements are asked for at a time.
const monitorCalls = 4

// Tab and link of the kinds that have a Monitor.
var (
	monitorTab  = resource.Tab{Slug: "monitor", Label: resource.T("tab.monitor"), Path: "monitor"}
	compareLink = resource.Link{Label: resource.T("monitor.compare"), Icon: "chart-line", Path: "compare"}
)

// Monitor describes what is measured of one kind of thing: of servers mostly.
type Monitor struct {
	Slug    string // of the kind
	Metrics []Metric
	Grains  []Grain       // to choose from; none when the provider chooses
	Longest time.Duration // that may be asked for; zero for LongestMonitor

	// One reads a server with what of it is measured apart, All every one.
	One func(ctx context.Context, c cloud.Caller, id string) (Measured, error)
	All func(ctx context.Context, c cloud.Caller) ([]Measured, error)

	// readings are the upstream calls that answer an ask about one server.
	readings func(s Measured, a MonitorAsk) []reading
}

// Metric is what one chart shows. Its title is monitor.metric.<key>, the names
// of several curves are monitor.curve.<key>.
type Metric struct {
	Key      string
	Of       Part
	Optional bool // not shown where nothing was measured
	Curves   []Curve

	indicator string // what a request calls the metric, where it has a name of its own
}

// Curve is one line of a metric.
type Curve struct {
	Key  string // "" for the only one
	Name string // the provider's
	Unit Unit   // of the provider's values, where they bring none
}

// Part is a part of a server that is measured by itself.
type Part string

const (
	Whole  Part = ""
	OfDisk Part = "disk"
	OfCard Part = "card"
)

// Grain is a time between two points, and how long a time may be asked for
// with it.
type Grain struct{ Step, Longest time.Duration }

// Measured is a server that is measured. The first disk and card are those
// that are shown unless another is chosen.
type Measured struct {
	ID, Name     string
	Disks, Cards []resource.Choice

	flow flowSource // of addresses and bandwidths
}

// reading is one upstream call and the metrics it answers.
type reading struct {
	metrics []string
	do      func(ctx context.Context, c cloud.Caller) (measures, error)
}

// measures is what one call gave: points by the provider's name of the curve.
type measures struct {
	curves map[string]measure
	note   resource.Text
}

type measure struct {
	unit   string // as it came; "" when the answer brings none
	device string
	points []point
}

// Chart is one metric over a time, of one or several servers.
type Chart struct {
	Metric Metric
	Unit   Unit
	From   time.Time // of the first value
	Step   time.Duration
	Series []Series
	Note   resource.Text
	Errs   []error // what could not be read; of several servers the others are there
}

// Series is one line of a chart: a value per step. Where nothing was measured
// it has a Gap.
type Series struct {
	Server string // its name, where several are compared
	Curve  resource.Text
	Device string
	Values Values
}

// Monitors are the kinds of things that are measured.
func Monitors() []*Monitor {
	return []*Monitor{ServerMonitor, ElasticMonitor, EIPMonitor, BandwidthMonitor}
}

// Metric finds a metric by its key.
func (m *Monitor) Metric(key string) (Metric, bool) {
	i := slices.IndexFunc(m.Metrics, func(x Metric) bool { return x.Key == key })
	if i < 0 {
		return Metric{}, false
	}
	return m.Metrics[i], true
}

// Measure reads the charts of one or several servers. It always gives a chart
// per metric asked for; what could not be read is told in the chart.
func (m *Monitor) Measure(ctx context.Context, c cloud.Caller, servers []Measured, a MonitorAsk) []Chart {
	var answers []answered
	var group errgroup.Group
	group.SetLimit(monitorCalls)
	for _, s := range servers {
		for _, r := range m.readings(s, a) {
			answers = append(answers, answered{server: s, reading: r})
		}
	}
	for i := range answers {
		group.Go(func() error {
			answers[i].got, answers[i].err = answers[i].do(ctx, c)
			return nil
		})
	}
	_ = group.Wait() // every error stands in its answer
	var charts []Chart
	for _, metric := range a.Metrics {
		charts = append(charts, chartOf(metric, answers, a, len(servers) > 1))
	}
	return charts
}

// answered is a reading with its answer.
type answered struct {
	reading
	server Measured
	got    measures
	err    error
}

func chartOf(metric Metric, answers []answered, a MonitorAsk, several bool) Chart {
	ch := Chart{Metric: metric}
	var lines [][]point
	for _, an := range answers {
		if !slices.Contains(an.metrics, metric.Key) {
			continue
		}
		if an.err != nil {
			ch.Errs = append(ch.Errs, an.err)
			continue
		}
		if !an.got.note.IsZero() {
			ch.Note = an.got.note
		}
		for _, curve := range metric.Curves {
			got, ok := an.got.curves[curve.Name]
			if !ok {
				continue
			}
			s := Series{Device: got.device}
			if curve.Key != "" {
				s.Curve = resource.T("monitor.curve." + curve.Key)
			}
			if several {
				s.Server = an.server.Name
			}
			unit := unitOf(got.unit, curve.Unit)
			ch.Unit = unit
			ch.Series = append(ch.Series, s)
			lines = append(lines, unit.scaled(got.points))
		}
	}
	ch.fill(lines, a)
	return ch
}

// fill puts every line on one time axis.
func (ch *Chart) fill(lines [][]point, a MonitorAsk) {
	axis := axisOf(lines, a)
	ch.From, ch.Step = axis.from, axis.step
	for i := range ch.Series {
		ch.Series[i].Values = axis.values(lines[i])
	}
}

// Blank tells whether nothing at all was measured.
func (ch Chart) Blank() bool {
	return !slices.ContainsFunc(ch.Series, func(s Series) bool { return !s.Values.Stats().Empty() })
}
