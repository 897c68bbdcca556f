package sim

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// ecsMetric is one curve of the monitoring: the range of its values and how
// much it follows the day. Of the units only the per cent sign is documented.
type ecsMetric struct {
	key, unit, device string
	floor, top, daily float64
}

// ecsIndicator is one of the twelve names a request may ask for, with the
// curves it is answered by.
type ecsIndicator struct {
	name    string
	card    bool // of a graphics card
	metrics []ecsMetric
}

func ecsIndicators() []ecsIndicator {
	one := func(key, unit, device string, floor, top, daily float64) ecsMetric {
		return ecsMetric{key, unit, device, floor, top, daily}
	}
	return []ecsIndicator{
		{"CpuUsage", false, []ecsMetric{one("CpuUsage", "%", "", 1, 90, 0.6)}},
		{"MemoryUsage", false, []ecsMetric{one("MemoryUsage", "%", "", 20, 80, 0.15)}},
		{"Load", false, []ecsMetric{
			one("Load1M", "", "", 0.02, 6, 0.6), one("Load5M", "", "", 0.02, 5, 0.6), one("Load15M", "", "", 0.02, 4, 0.6),
		}},
		{"NetworkRate", false, []ecsMetric{
			one("NetworkOutrate", "Mbps", "eth0", 0.02, 60, 0.7), one("NetworkInrate", "Mbps", "eth0", 0.02, 40, 0.7),
		}},
		{"DiskUsage", false, []ecsMetric{one("DiskUsage", "%", "vda", 12, 80, 0.02)}},
		{"DiskThroughput", false, []ecsMetric{
			one("DiskReadThroughput", "MB/s", "vda", 0.05, 42, 0.5), one("DiskWriteThroughput", "MB/s", "vda", 0.1, 64, 0.4),
		}},
		{"DiskIops", false, []ecsMetric{
			one("DiskReadIops", "次/s", "vda", 1, 380, 0.5), one("DiskWriteIops", "次/s", "vda", 4, 620, 0.4),
		}},
		{"GpuUsage", true, []ecsMetric{one("GpuUsage", "%", "0", 0, 98, 0.5)}},
		{"GpuMemoryUsage", true, []ecsMetric{one("GpuMemoryUsage", "%", "0", 5, 92, 0.2)}},
		{"GpuTemperature", true, []ecsMetric{one("GpuTemperature", "℃", "0", 31, 84, 0.4)}},
		{"GpuClocksGraphics", true, []ecsMetric{one("GpuClocksGraphics", "MHz", "0", 210, 1950, 0.5)}},
		{"GpuClocksMemory", true, []ecsMetric{one("GpuClocksMemory", "MHz", "0", 405, 8001, 0.3)}},
	}
}

// describeECSMonitor answers one curve for each metric, keyed by its name. A
// curve has no points where the server was off, and none at all for the
// graphics card of a server without one.
func describeECSMonitor(w *World, r Request) (Reply, error) {
	s, err := w.ecsByID(r.Str("EcsId"))
	if err != nil {
		return Reply{}, err
	}
	from, to, err := w.monitorSpan(r)
	if err != nil {
		return Reply{}, err
	}
	wanted := r.Strs("Indicators")
	known := ecsIndicators()
	for _, name := range wanted {
		if !slices.ContainsFunc(known, func(i ecsIndicator) bool { return i.name == name }) {
			return Reply{}, malformed("InvalidParameter", "Indicators")
		}
	}
	data := obj{}
	for _, i := range known {
		if len(wanted) > 0 && !slices.Contains(wanted, i.name) {
			continue
		}
		for _, m := range i.metrics {
			data[m.key] = s.curve(m, from, to, i.card && s.spec.gpu == 0)
		}
	}
	return Reply{Data: data}, nil
}

// monitorSpan reads the time asked for. Without a start it is so many hours
// before the end. Nothing is kept for longer than 31 days, and more than that
// is refused; neither is documented.
func (w *World) monitorSpan(r Request) (from, to time.Time, err error) {
	to = w.now
	if r.Has("EndTime") {
		if to, err = monitorTime(r, "EndTime"); err != nil {
			return from, to, err
		}
	}
	hours, err := strconv.ParseFloat(r.StrOr("TimeInterval", "1"), 64)
	if err != nil || !(hours > 0 && hours <= 31*24) {
		return from, to, malformed("InvalidParameter", "TimeInterval")
	}
	from = to.Add(-time.Duration(hours * float64(time.Hour)))
	if r.Has("StartTime") {
		if from, err = monitorTime(r, "StartTime"); err != nil {
			return from, to, err
		}
	}
	if to.Before(from) || to.Sub(from) > 31*24*time.Hour {
		return from, to, malformed("InvalidParameter", "StartTime")
	}
	if to.After(w.now) {
		to = w.now
	}
	return from, to, nil
}

// monitorTime reads a moment, which the documentation's sample writes with two
// spaces between day and time.
func monitorTime(r Request, name string) (time.Time, error) {
	text := strings.Join(strings.Fields(r.Str(name)), " ")
	at, err := time.ParseInLocation(clockLayout, text, clockZone)
	if err != nil {
		return at, malformed("InvalidParameter", name)
	}
	return at, nil
}

// monitorStep is the time between two points: a minute up to six hours, more
// for longer times. Not documented.
func monitorStep(span time.Duration) time.Duration {
	switch {
	case span <= 6*time.Hour:
		return time.Minute
	case span <= 48*time.Hour:
		return 5 * time.Minute
	}
	return time.Hour
}

func (s *ecsServer) curve(m ecsMetric, from, to time.Time, blank bool) obj {
	times, values := []string{}, []float64{}
	step := monitorStep(to.Sub(from))
	// Each server reports at a second of its own.
	offset := time.Duration(unit(s.id)*60) * time.Second
	for at := from.Truncate(step).Add(offset); !at.After(to); at = at.Add(step) {
		if blank || at.Before(from) || !s.power.on(at) {
			continue
		}
		times = append(times, stamp(at))
		values = append(values, round2(m.floor+(m.top-m.floor)*wave(s.id+m.key, at, m.daily)))
	}
	curve := obj{"Unit": m.unit, "Device": nil, "Time": times, "Value": values}
	if m.device != "" {
		curve["Device"] = m.device
	}
	return curve
}
