package catalog

import (
	"context"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ecs"
)

// ElasticMonitor is the monitoring of the elastic servers: one call answers
// all metrics, at a grain that the provider chooses. Some indicators are
// answered as several curves with names of their own (quirk 44).
var ElasticMonitor = &Monitor{
	Slug: "ecs",
	Metrics: []Metric{
		{Key: "cpu", indicator: "CpuUsage", Curves: []Curve{{"", "CpuUsage", percent}}},
		{Key: "memory", indicator: "MemoryUsage", Curves: []Curve{{"", "MemoryUsage", percent}}},
		{Key: "load", indicator: "Load", Curves: []Curve{{"load1", "Load1M", plainUnit}, {"load5", "Load5M", plainUnit}, {"load15", "Load15M", plainUnit}}},
		{Key: "network", indicator: "NetworkRate", Curves: []Curve{{"in", "NetworkInrate", megabits}, {"out", "NetworkOutrate", megabits}}},
		{Key: "disk", indicator: "DiskUsage", Curves: []Curve{{"", "DiskUsage", percent}}},
		{Key: "throughput", indicator: "DiskThroughput", Curves: []Curve{{"read", "DiskReadThroughput", megabytes}, {"write", "DiskWriteThroughput", megabytes}}},
		{Key: "iops", indicator: "DiskIops", Curves: []Curve{{"read", "DiskReadIops", perSecond}, {"write", "DiskWriteIops", perSecond}}},
		{Key: "gpu", Optional: true, indicator: "GpuUsage", Curves: []Curve{{"", "GpuUsage", percent}}},
		{Key: "gpu_memory", Optional: true, indicator: "GpuMemoryUsage", Curves: []Curve{{"", "GpuMemoryUsage", percent}}},
		{Key: "gpu_temperature", Optional: true, indicator: "GpuTemperature", Curves: []Curve{{"", "GpuTemperature", celsius}}},
		{Key: "gpu_clock", Optional: true, indicator: "GpuClocksGraphics", Curves: []Curve{{"", "GpuClocksGraphics", megahertz}}},
		{Key: "gpu_memory_clock", Optional: true, indicator: "GpuClocksMemory", Curves: []Curve{{"", "GpuClocksMemory", megahertz}}},
	},

	One: func(ctx context.Context, c cloud.Caller, id string) (Measured, error) {
		s, err := getElastic(ctx, c, id)
		return Measured{ID: s.id(), Name: s.name()}, err
	},
	All: func(ctx context.Context, c cloud.Caller) ([]Measured, error) {
		list, err := listElastic(ctx, c)
		out := make([]Measured, len(list))
		for i, s := range list {
			out[i] = Measured{ID: s.id(), Name: s.name()}
		}
		return out, err
	},
	readings: elasticReadings,
}

func elasticReadings(s Measured, a MonitorAsk) []reading {
	req := ecs.DescribeInstanceMonitorRequest{EcsID: s.ID, StartTime: cloud.FormatTime(a.From), EndTime: cloud.FormatTime(a.To)}
	var keys []string
	for _, m := range a.Metrics {
		keys, req.Indicators = append(keys, m.Key), append(req.Indicators, m.indicator)
	}
	return []reading{{keys, func(ctx context.Context, c cloud.Caller) (measures, error) {
		got, err := ecs.DescribeInstanceMonitor.Call(ctx, c, req)
		out := measures{curves: map[string]measure{}}
		for name, series := range got {
			out.curves[name] = elasticCurve(series)
		}
		return out, err
	}}}
}

func elasticCurve(s ecs.Series) measure {
	m := measure{unit: s.Unit}
	var devices []string
	for _, d := range s.Device {
		devices = append(devices, string(d))
	}
	m.device = strings.Join(without(devices), ", ")
	for i := range min(len(s.Time), len(s.Value)) {
		m.points = appendPoint(m.points, s.Time[i], s.Value[i])
	}
	return m
}
