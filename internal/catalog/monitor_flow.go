package catalog

import (
	"context"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// flowSource is the bandwidth whose traffic is shown: an address's own, or one
// that it shares.
type flowSource struct {
	id     cloud.ID
	qos    int // Mbps; 0 where not known
	shared string
}

// EIPMonitor and BandwidthMonitor are the traffic of addresses and of shared
// bandwidths, which the provider meters by the minute.
var (
	EIPMonitor = flowMonitor("eips", listEIPs, func(e EIP) Measured {
		m := Measured{ID: e.id(), Name: e.IP, flow: flowSource{id: e.BandwidthInfo.ID, qos: int(e.BandwidthInfo.Qos)}}
		if e.shares() {
			m.flow.shared = e.sharedName()
		}
		return m
	})
	BandwidthMonitor = flowMonitor("bandwidths", listBandwidths, func(b SharedBandwidth) Measured {
		return Measured{ID: b.id(), Name: b.Name, flow: flowSource{id: b.ID, qos: int(b.Qos)}}
	})
)

// longestFlow bounds a time of minutes in one answer; the documentation has
// none.
const longestFlow = 7 * 24 * time.Hour

func flowMonitor[R any](slug string, list func(context.Context, cloud.Caller) ([]R, error), measured func(R) Measured) *Monitor {
	all := func(ctx context.Context, c cloud.Caller) ([]Measured, error) {
		found, err := list(ctx, c)
		return each(found, measured), err
	}
	return &Monitor{
		Slug: slug, Longest: longestFlow,
		Metrics: []Metric{{Key: "network", Curves: []Curve{{"in", "in", bits}, {"out", "out", bits}}}},
		// The provider has minutes only; coarser points are the mean of theirs.
		Grains: []Grain{{time.Minute, 24 * time.Hour}, {5 * time.Minute, longestFlow}, {time.Hour, longestFlow}},
		All:    all,
		One: func(ctx context.Context, c cloud.Caller, id string) (Measured, error) {
			found, err := all(ctx, c)
			return pick1(slug, id, found, err, func(m Measured) string { return m.ID })
		},
		readings: func(s Measured, a MonitorAsk) []reading {
			return []reading{{[]string{"network"}, readMinutes(s.flow, a)}}
		},
	}
}

// readMinutes reads both directions with one call.
func readMinutes(s flowSource, a MonitorAsk) func(context.Context, cloud.Caller) (measures, error) {
	return func(ctx context.Context, c cloud.Caller) (measures, error) {
		got, err := vpc.DescribeOneMinuteFlow.Call(ctx, c, vpc.DescribeOneMinuteFlowRequest{CloudID: string(s.id), StartTime: cloud.FormatTime(a.From), EndTime: cloud.FormatTime(a.To)})
		var in, out measure
		most := 0.0
		for _, p := range got {
			in.points, out.points = appendPoint(in.points, p.Time, &p.InBps), appendPoint(out.points, p.Time, &p.OutBps)
			most = max(most, float64(p.InBps), float64(p.OutBps))
		}
		m := measures{curves: map[string]measure{"in": in, "out": out}}
		if a.Totals {
			m.note = s.note(most, len(got) > 0)
		}
		return m, err
	}
}

// note holds the busiest minute, in bits per second, against what the bandwidth
// lets through, and says whose traffic it is.
func (s flowSource) note(most float64, measured bool) resource.Text {
	switch {
	case !measured || s.qos == 0:
		return resource.Text{}
	case s.shared != "":
		return resource.T("monitor.flow_shared", s.shared, s.qos, bits.Format(most), percentOf(most, s))
	}
	return resource.T("monitor.flow", s.qos, bits.Format(most), percentOf(most, s))
}

func percentOf(most float64, s flowSource) string {
	return percent.Format(most / (float64(s.qos) * 1e4))
}
