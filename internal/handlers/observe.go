package handlers

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

// metrics are labelled by route, never by path: an id is no label.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics() metrics {
	m := metrics{registry: prometheus.NewRegistry()}
	m.requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "console_request_seconds", Help: "Time to answer, by route.",
		Buckets: []float64{.005, .02, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"method", "route", "status"})
	m.registry.MustRegister(m.requests)
	return m
}

// Registry holds the console's metrics, for an address of their own.
func (s *Server) Registry() *prometheus.Registry { return s.metrics.registry }

// statusLeft is noted for a request that nobody waited for the answer of: what
// ended with it is no fault.
const statusLeft = 499

// visitorKey holds the request's context as it came: what handlers put in its
// place ends by itself.
const visitorKey = "visitor"

// left tells whether the visitor has gone away.
func left(c echo.Context) bool {
	ctx, ok := c.Get(visitorKey).(context.Context)
	return ok && errors.Is(ctx.Err(), context.Canceled)
}

// observe logs and measures every request once, without query or body: both
// may hold what a person typed.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id, start := requestID(c), s.Now()
		c.Set(visitorKey, c.Request().Context())
		if err := next(c); err != nil {
			c.Error(err)
		}
		took, status := s.Now().Sub(start), c.Response().Status
		if status >= 500 && left(c) {
			status = statusLeft
		}
		s.metrics.requests.WithLabelValues(c.Request().Method, c.Path(), strconv.Itoa(status)).Observe(took.Seconds())
		level := slog.LevelInfo
		if status >= 500 {
			level = slog.LevelError
		}
		s.Log.Log(c.Request().Context(), level, "request", slog.String("request_id", id), slog.String("method", c.Request().Method),
			slog.String("route", c.Path()), slog.Int("status", status), slog.Duration("took", took.Round(time.Microsecond)), slog.Int64("bytes", c.Response().Size))
		return nil
	}
}
