package sim

import (
	"testing"
	"time"
)

// holdings counts what an account has, as its lists show it.
func (l *lab) holdings() map[string]int {
	l.t.Helper()
	out := map[string]int{"VDC servers": 0, "their data disks": 0}
	zones := map[any]bool{}
	for number := 1; ; number++ {
		list := at(l.ok("ccs.instance.DescribeInstances", params{"PageSize": 1000, "PageNumber": number}), "Data", "Instances").([]any)
		if len(list) == 0 {
			break
		}
		for _, i := range list {
			out["VDC servers"]++
			out["their data disks"] += len(at(i, "Disks", "DataDisks").([]any))
			zones[at(i, "RegionId")] = true
		}
	}
	count := func(id string, p params, path ...any) int {
		list, _ := at(l.ok(id, p), path...).([]any)
		return len(list)
	}
	total := func(id string) int { return int(l.ok(id, nil)["TotalCount"].(float64)) }
	out["their zones"] = len(zones)
	out["VDCs"] = count("network.vdc.DescribeVdc", nil, "Data")
	out["elastic servers"] = total("ecs.DescribeInstanceList")
	out["cloud disks"] = total("ebs.DescribeDiskList")
	out["snapshots"] = total("snapshot.DescribeSnapshotList")
	out["bare metal"] = count("bms.DescribeBms", nil, "Data", "Baremetals")
	out["desktops"] = count("gcw.QueryVms", nil, "Data", "vmIds")
	for _, m := range at(l.ok("billing.DescribeAccountInfo", nil), "Data", "CostRecords").([]any) {
		if cents(at(m, "Amount")) > 0 {
			out["months with costs"]++
		}
	}
	return out
}

func TestSeedsHoldWhatTheyPromise(t *testing.T) {
	demo := map[string]int{
		"VDC servers": 137, "their data disks": 63, "their zones": 3, "VDCs": 6, "elastic servers": 60, "cloud disks": 200,
		"snapshots": 300, "bare metal": 12, "desktops": 40, "months with costs": 14,
	}
	large := map[string]int{"VDC servers": 5000, "their data disks": 10_000, "their zones": 4, "VDCs": 7}
	for name, n := range demo {
		if _, own := large[name]; !own {
			large[name] = n
		}
	}
	empty := map[string]int{}
	for name := range demo {
		empty[name] = 0
	}
	delete(empty, "months with costs")
	for seed, want := range map[string]map[string]int{"demo": demo, "empty": empty, "large": large} {
		t.Run(seed, func(t *testing.T) {
			same(t, "holdings", newLab(t, seed).holdings(), want)
		})
	}
}

// BenchmarkStart is the time from nothing to a cloud that answers. It should
// stay below 300 ms for demo and 3 s for large.
func BenchmarkStart(b *testing.B) {
	for _, seed := range Seeds() {
		b.Run(seed, func(b *testing.B) {
			for b.Loop() {
				New(Options{Seed: seed, Now: func() time.Time { return start }})
			}
		})
	}
}
