package app

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"yunque/internal/cloud"
	"yunque/internal/handlers"
	"yunque/internal/store"
)

// countTimeout is how long a count may take while the metrics are read.
const countTimeout = 2 * time.Second

// upstream measures calls to the provider. Labels are of a fixed set: an
// operation of the documentation, and how it went in one of a few words.
type upstream struct {
	seconds *prometheus.HistogramVec
	calls   *prometheus.CounterVec
	saved   *prometheus.CounterVec
}

func newUpstream() upstream {
	return upstream{
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "console_upstream_seconds", Help: "Time of one call to the provider, by service.",
			Buckets: []float64{.05, .1, .25, .5, 1, 2.5, 5, 15}}, []string{"service", "outcome"}),
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "console_upstream_calls_total", Help: "Calls to the provider, by operation; repeats count."}, []string{"operation", "outcome"}),
		saved: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "console_upstream_saved_total", Help: "Reads that needed no call: cached, or shared with an equal one."}, []string{"how"}),
	}
}

// observe counts a call.
func (u upstream) observe(c cloud.Call) {
	switch {
	case c.Cached:
		u.saved.WithLabelValues("cached").Inc()
	case c.Shared:
		u.saved.WithLabelValues("shared").Inc()
	default:
		service, _, _ := strings.Cut(c.Op.ID(), ".")
		u.seconds.WithLabelValues(service, outcome(c)).Observe(c.Duration.Seconds())
		u.calls.WithLabelValues(c.Op.ID(), outcome(c)).Inc()
	}
}

// outcome is how a call went. Codes are the provider's own and without number,
// so they are no label.
func outcome(c cloud.Call) string {
	switch {
	case c.OK:
		return "ok"
	case c.Code == cloud.CodeThrottled || c.Status == 429:
		return "throttled"
	case c.Code == cloud.CodeCanceled:
		return "canceled"
	case c.Code == cloud.CodeCircuitOpen || c.Code == cloud.CodeUnsendable:
		return "not_sent"
	case c.Status == 0:
		return "unreachable"
	case c.Status >= 500 || c.Code == cloud.CodeMalformed:
		return "broken"
	}
	return "refused"
}

// measure adds to the console's metrics what lies below its pages.
func measure(web *handlers.Server, u upstream, db *store.DB, version string, log *slog.Logger) {
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "console_build_info", Help: "The version that runs; always 1."}, []string{"version"})
	build.WithLabelValues(version).Set(1)
	streams := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "console_streams", Help: "Open event streams of this process."}, func() float64 { return float64(web.OpenStreams()) })
	web.Registry().MustRegister(u.seconds, u.calls, u.saved, build, streams, counts{db, log},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
}

// counts asks the database each time the metrics are read; when it does not
// answer the figures are left out.
type counts struct {
	db  *store.DB
	log *slog.Logger
}

var (
	sessionsDesc = prometheus.NewDesc("console_sessions", "Sessions that have not ended.", nil, nil)
	tasksDesc    = prometheus.NewDesc("console_tasks_open", "Accepted work that is followed to its end.", nil, nil)
	unknownDesc  = prometheus.NewDesc("console_acts_unknown", "Writes whose outcome was never learnt and that nobody has dismissed.", nil, nil)
)

// Describe tells which figures there are.
func (c counts) Describe(to chan<- *prometheus.Desc) {
	to <- sessionsDesc
	to <- tasksDesc
	to <- unknownDesc
}

// Collect counts.
func (c counts) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), countTimeout)
	defer cancel()
	n, err := c.db.Counts(ctx)
	if err != nil {
		c.log.Warn("not counted for the metrics", "error", err)
		return
	}
	to <- prometheus.MustNewConstMetric(sessionsDesc, prometheus.GaugeValue, float64(n.Sessions))
	to <- prometheus.MustNewConstMetric(tasksDesc, prometheus.GaugeValue, float64(n.OpenTasks))
	to <- prometheus.MustNewConstMetric(unknownDesc, prometheus.GaugeValue, float64(n.Unknown))
}
