package sim

import (
	"slices"
	"time"
)

// maxPoints bounds one answer of the monitoring. Not documented.
const maxPoints = 20_000

// metric is the range of one monitored value and how much it follows the day.
type metric struct {
	floor, top, daily float64
	about             string // "disk", "interface" or "" for the server
}

// metrics are per cent for processor and memory, operations a second and MB a
// second for disks, Mbps for interfaces.
func metrics(name string) metric {
	switch name {
	case "CPUUtilization":
		return metric{1, 88, 0.6, ""}
	case "RAMUtilization":
		return metric{22, 70, 0.15, ""}
	case "DiskWriteIOPS":
		return metric{4, 620, 0.4, "disk"}
	case "DiskReadIOPS":
		return metric{1, 380, 0.5, "disk"}
	case "DiskWriteBPS":
		return metric{0.1, 64, 0.4, "disk"}
	case "DiskReadBPS":
		return metric{0.05, 42, 0.5, "disk"}
	case "InterfaceInRate":
		return metric{0.02, 38, 0.7, "interface"}
	}
	return metric{0.02, 56, 0.7, "interface"}
}

// span reads StartTime and EndTime, which are UTC+8.
func span(r Request) (from, to time.Time, err error) {
	from, err = time.ParseInLocation(clockLayout, r.Str("StartTime"), clockZone)
	if err != nil {
		return from, to, malformed("InvalidParameter", "StartTime")
	}
	to, err = time.ParseInLocation(clockLayout, r.Str("EndTime"), clockZone)
	if err != nil || to.Before(from) {
		return from, to, malformed("InvalidParameter", "EndTime")
	}
	return from, to, nil
}

// describeInstanceMonitor gives one point for each period in which the server
// existed. A server that is off measures nothing but zeros.
func describeInstanceMonitor(w *World, r Request) (Reply, error) {
	i, err := w.instance(r, r.Str("InstanceId"))
	if err != nil {
		return Reply{}, err
	}
	from, to, err := span(r)
	if err != nil {
		return Reply{}, err
	}
	m := metrics(r.Str("MetricName"))
	source, err := i.source(r, m)
	if err != nil {
		return Reply{}, err
	}
	step := time.Duration(r.Int("Period")) * time.Second
	if to.Sub(from)/step > maxPoints {
		return Reply{}, malformed("InvalidParameter", "EndTime")
	}
	points := []any{}
	for at := from.Truncate(step); !at.After(to) && !at.After(w.now); at = at.Add(step) {
		if at.Before(from) || at.Before(i.created) {
			continue
		}
		points = append(points, r.Record("Data.DataPoints[]", obj{"Timestamp": stamp(at), "Value": i.measure(m, source+r.Str("MetricName"), at)}))
	}
	return Reply{Data: r.Record("Data", obj{"InstanceId": i.id, "Period": r.Str("Period"), "DataPoints": points})}, nil
}

// source names what is measured: a disk or an interface where the metric is
// about one, else the server. Without an id it is the system disk and the
// first interface.
func (i *instance) source(r Request, m metric) (string, error) {
	switch {
	case m.about == "disk" && r.Has("DiskId"):
		if r.Str("DiskId") != i.system.id && i.disk(r.Str("DiskId")) == nil {
			return "", refusalDiskID
		}
		return r.Str("DiskId"), nil
	case m.about == "interface" && r.Has("InterfaceId"):
		if i.nic(r.Str("InterfaceId")) == nil {
			return "", refusalInterface
		}
		return r.Str("InterfaceId"), nil
	}
	return i.id, nil
}

func (i *instance) measure(m metric, name string, at time.Time) float64 {
	if !i.wasOn(at) {
		return 0
	}
	return round2(m.floor + (m.top-m.floor)*wave(name, at, m.daily))
}

// flowStep is the grain of the traffic sums.
const flowStep = 5 * time.Minute

// describeNetworkCardFlow sums an interface's traffic, in GB.
func describeNetworkCardFlow(w *World, r Request) (Reply, error) {
	i, err := w.instance(r, r.Str("InstanceId"))
	if err != nil {
		return Reply{}, err
	}
	c := i.nic(r.Str("InterfaceId"))
	if c == nil {
		return Reply{}, refusalInterface
	}
	from, to, err := span(r)
	if err != nil {
		return Reply{}, err
	}
	if to.Sub(from)/flowStep > maxPoints {
		return Reply{}, malformed("InvalidParameter", "EndTime")
	}
	sum := func(name string) (gb float64) {
		end := slices.MinFunc([]time.Time{to, w.now}, time.Time.Compare)
		for at := from; at.Before(end); at = at.Add(flowStep) {
			gb += i.measure(metrics(name), c.id+name, at) / 8 / 1000 * flowStep.Seconds()
		}
		return round3(gb)
	}
	in, out := sum("InterfaceInRate"), sum("InterfaceOutRate")
	return Reply{Data: r.Record("Data", obj{
		"InstanceId": i.id, "InterfaceId": c.id, "Period": int(flowStep.Seconds()),
		"NetworkCardFlow": r.Record("Data.NetworkCardFlow", obj{"Input": in, "Output": out, "InputFlow": in, "OutputFlow": out}),
	})}, nil
}
