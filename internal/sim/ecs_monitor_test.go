package sim

import (
	"maps"
	"slices"
	"testing"
	"time"
)

func TestTheTwelveIndicatorsAnswerTheirCurves(t *testing.T) {
	l := newLab(t, "empty")
	id := l.elastic(l.private(suqian, suqianA), params{
		"EcsFamilyName": "专业渲染型rp3", "Cpu": 16, "Ram": 32, "Gpu": 1, "ImageId": "Ubuntu 20.04 64位",
	})[0]
	l.pass(time.Hour)
	for indicator, keys := range map[string][]string{
		"CpuUsage": {"CpuUsage"}, "MemoryUsage": {"MemoryUsage"}, "Load": {"Load15M", "Load1M", "Load5M"},
		"NetworkRate": {"NetworkInrate", "NetworkOutrate"}, "DiskUsage": {"DiskUsage"},
		"DiskThroughput": {"DiskReadThroughput", "DiskWriteThroughput"}, "DiskIops": {"DiskReadIops", "DiskWriteIops"},
		"GpuUsage": {"GpuUsage"}, "GpuMemoryUsage": {"GpuMemoryUsage"}, "GpuTemperature": {"GpuTemperature"},
		"GpuClocksGraphics": {"GpuClocksGraphics"}, "GpuClocksMemory": {"GpuClocksMemory"},
	} {
		data := l.ok("ecs.DescribeInstanceMonitor", params{"EcsId": id, "Indicators": []any{indicator}})["Data"].(map[string]any)
		same(t, "keys of "+indicator, slices.Sorted(maps.Keys(data)), keys)
		for _, key := range keys {
			times, values := at(data, key, "Time").([]any), at(data, key, "Value").([]any)
			if len(times) != len(values) || len(times) < 59 || len(times) > 61 {
				t.Errorf("%s: got %d times and %d values, want an hour of minutes", key, len(times), len(values))
			}
		}
	}
	all := l.ok("ecs.DescribeInstanceMonitor", params{"EcsId": id})["Data"].(map[string]any)
	same(t, "curves in all", len(all), 17)
	again := l.ok("ecs.DescribeInstanceMonitor", params{"EcsId": id})["Data"]
	same(t, "the same question", again, any(all))
}

func TestACurveStopsWhileTheServerIsOff(t *testing.T) {
	l := newLab(t, "empty")
	id := l.elastic(l.private(suqian, suqianA), nil)[0]
	l.pass(30 * time.Minute)
	from := stamp(l.now)
	l.event("ecs", l.ok("ecs.OperateInstance", params{"EcsIds": []any{id}, "OpType": "shutdown_ecs"}))
	l.pass(30 * time.Minute)
	to := stamp(l.now)
	ask := params{"EcsId": id, "StartTime": from, "EndTime": to, "Indicators": []any{"CpuUsage"}}
	same(t, "points while off", at(l.ok("ecs.DescribeInstanceMonitor", ask), "Data", "CpuUsage", "Value"), []any{})
	l.event("ecs", l.ok("ecs.OperateInstance", params{"EcsIds": []any{id}, "OpType": "start_up_ecs"}))
	l.pass(10 * time.Minute)
	same(t, "points of the same time later", at(l.ok("ecs.DescribeInstanceMonitor", ask), "Data", "CpuUsage", "Value"), []any{})
	last := at(l.ok("ecs.DescribeInstanceMonitor", params{"EcsId": id}), "Data", "CpuUsage", "Value").([]any)
	if len(last) == 0 {
		t.Error("points since it runs again: got none")
	}
	gpu := at(l.ok("ecs.DescribeInstanceMonitor", params{"EcsId": id}), "Data", "GpuUsage", "Value")
	same(t, "a graphics card it has not", gpu, []any{})
}

func TestMonitoringTimesAreChecked(t *testing.T) {
	l := newLab(t, "empty")
	id := l.elastic(l.private(suqian, suqianA), nil)[0]
	for name, more := range map[string]params{
		"no time":             {"StartTime": "yesterday"},
		"an end before start": {"StartTime": "2024-11-15 10:00:00", "EndTime": "2024-11-15 09:00:00"},
		"half a year":         {"StartTime": "2024-05-15 10:00:00"},
		"negative hours":      {"TimeInterval": "-1"},
		"hours without end":   {"TimeInterval": "Inf"},
		"unknown indicator":   {"Indicators": []any{"Happiness"}},
	} {
		t.Run(name, func(t *testing.T) {
			l.t = t
			l.refused("InvalidParameter", "ecs.DescribeInstanceMonitor", with(params{"EcsId": id}, more))
		})
	}
	l.t = t
	l.ok("ecs.DescribeInstanceMonitor", params{"EcsId": id, "StartTime": "2024-11-15  09:00:00", "EndTime": "2024-11-15  09:00:00"})
}
