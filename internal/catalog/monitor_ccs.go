package catalog

import (
	"context"
	"strings"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// ServerMonitor is the monitoring of the cloud servers of the VDC family. A
// call answers one curve; those of disks and cards need the id of one.
var ServerMonitor = &Monitor{
	Slug: "instances",
	Metrics: []Metric{
		{Key: "cpu", Curves: []Curve{{"", "CPUUtilization", percent}}},
		{Key: "memory", Curves: []Curve{{"", "RAMUtilization", percent}}},
		{Key: "iops", Of: OfDisk, Curves: []Curve{{"read", "DiskReadIOPS", perSecond}, {"write", "DiskWriteIOPS", perSecond}}},
		// The documentation writes Kbps of metrics it calls BPS: taken for
		// thousands of bytes.
		{Key: "throughput", Of: OfDisk, Curves: []Curve{{"read", "DiskReadBPS", kilobytes}, {"write", "DiskWriteBPS", kilobytes}}},
		{Key: "network", Of: OfCard, Curves: []Curve{{"in", "InterfaceInRate", megabits}, {"out", "InterfaceOutRate", megabits}}},
	},
	// Both are documented without a limit; a month of minutes is more than a
	// chart can show.
	Grains: []Grain{{time.Minute, 24 * time.Hour}, {15 * time.Minute, LongestMonitor}},

	One: func(ctx context.Context, c cloud.Caller, id string) (Measured, error) {
		s, err := getServer(ctx, c, id)
		return measuredServer(s), err
	},
	All: func(ctx context.Context, c cloud.Caller) ([]Measured, error) {
		list, err := listServers(ctx, c)
		out := make([]Measured, len(list))
		for i, s := range list {
			out[i] = measuredServer(s)
		}
		return out, err
	},
	readings: serverReadings,
}

func measuredServer(s ccs.Instance) Measured {
	m := Measured{ID: string(s.InstanceID), Name: s.InstanceName}
	for _, d := range disksOf(s) {
		name := resource.T("monitor.data_disk", d.number, diskType(d.DiskType))
		if d.system() {
			name = resource.T("monitor.system_disk", diskType(d.DiskType))
		}
		m.Disks = append(m.Disks, resource.Choice{Value: string(d.DiskID), Label: name})
	}
	for _, n := range cardsOf(s) {
		m.Cards = append(m.Cards, resource.Choice{Value: n.id, Label: resource.Lit(strings.TrimSpace(n.name + " " + n.ip))})
	}
	return m
}

func serverReadings(s Measured, a MonitorAsk) []reading {
	var out []reading
	disk, card := a.partOf(s, OfDisk), a.partOf(s, OfCard)
	for _, m := range a.Metrics {
		if m.Of == OfCard && card == "" || m.Of == OfDisk && disk == "" {
			continue // a server without a card has no traffic
		}
		for _, curve := range m.Curves {
			req := ccs.DescribeInstanceMonitorRequest{InstanceID: s.ID, MetricName: curve.Name, Period: int(a.Step / time.Second),
				StartTime: cloud.FormatTime(a.From), EndTime: cloud.FormatTime(a.To)}
			switch m.Of {
			case OfDisk:
				req.DiskID = disk
			case OfCard:
				req.InterfaceID = card
			}
			out = append(out, reading{[]string{m.Key}, readCurve(req)})
		}
		if m.Of == OfCard && a.Totals {
			out = append(out, reading{[]string{m.Key}, readFlow(s.ID, card, a)})
		}
	}
	return out
}

func readCurve(req ccs.DescribeInstanceMonitorRequest) func(context.Context, cloud.Caller) (measures, error) {
	return func(ctx context.Context, c cloud.Caller) (measures, error) {
		got, err := ccs.DescribeInstanceMonitor.Call(ctx, c, req)
		one := measure{}
		for _, p := range got.DataPoints {
			one.points = appendPoint(one.points, p.Timestamp, p.Value)
		}
		return measures{curves: map[string]measure{req.MetricName: one}}, err
	}
}

// readFlow sums a card's traffic over the time. The curves are worth showing
// without it, so that it could not be read is said in its place.
func readFlow(server, card string, a MonitorAsk) func(context.Context, cloud.Caller) (measures, error) {
	return func(ctx context.Context, c cloud.Caller) (measures, error) {
		got, err := ccs.DescribeNetworkCardFlow.Call(ctx, c, ccs.DescribeNetworkCardFlowRequest{InstanceID: server, InterfaceID: card,
			MetricName: "NetworkCardFlow", StartTime: cloud.FormatTime(a.From), EndTime: cloud.FormatTime(a.To)})
		if err != nil {
			return measures{note: resource.T("monitor.no_traffic")}, nil
		}
		flow := got.NetworkCardFlow
		return measures{note: resource.T("monitor.traffic", volumeOf(flow.Input), volumeOf(flow.Output))}, nil
	}
}
