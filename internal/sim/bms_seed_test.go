package sim

import (
	"maps"
	"testing"
	"time"
)

func TestDemoSeedHasBareMetal(t *testing.T) {
	l := newLab(t, "demo")
	servers, states, zones := map[string]int{}, map[string]int{}, map[string]int{}
	for _, b := range at(l.ok("bms.DescribeBms", nil), "Data", "Baremetals").([]any) {
		servers[at(b, "InstanceChargeType").(string)]++
		states[at(b, "State").(string)]++
		zones[at(b, "RegionId").(string)]++
	}
	for _, d := range at(l.ok("bmsdisk.DescribeDisks", nil), "Data", "DiskList").([]any) {
		states["disk "+at(d, "State").(string)]++
	}
	if want := map[string]int{"PrePaid": 7, "PostPaid": 5}; !maps.Equal(servers, want) {
		t.Errorf("servers: got %v, want %v", servers, want)
	}
	want := map[string]int{"running": 9, "stopped": 2, "installing": 1, "disk attach": 13, "disk detach": 3}
	if !maps.Equal(states, want) {
		t.Errorf("states: got %v, want %v", states, want)
	}
	if want := map[string]int{"CN_Beijing_I": 7, "CN_Wuxi_B": 2, "US_Dallas_D": 3}; !maps.Equal(zones, want) {
		t.Errorf("zones: got %v, want %v", zones, want)
	}
	if got := l.cloud.world.Load().bmsdisk.snapshots.Len(); got != 10 {
		t.Errorf("snapshots: got %d, want 10", got)
	}
	if got := len(l.ok("alarm.GetWanAlarmReceiver", nil)["Data"].([]any)); got != 3 {
		t.Errorf("alarm receivers: got %d, want 3", got)
	}
	l.pass(10 * time.Second)
	got := at(l.ok("bms.DescribeBms", params{"Name": "inference-001"}), "Data", "Baremetals", 0, "State")
	if got != "running" {
		t.Errorf("the server being installed, ten seconds later: got %v, want running", got)
	}
}
