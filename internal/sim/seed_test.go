package sim

import (
	"testing"
	"time"
)

func TestDemoSeedIsTheCompanyItSays(t *testing.T) {
	l := newLab(t, "demo")
	data := l.ok("ccs.instance.DescribeInstances", map[string]any{"PageSize": 1000})["Data"]
	states := map[string]int{}
	zones := map[string]bool{}
	for _, i := range at(data, "Instances").([]any) {
		states[at(i, "InstanceStatus").(string)]++
		zones[at(i, "RegionId").(string)] = true
	}
	want := map[string]int{"running": 123, "stop": 7, "error": 2, "updating": 2, "starting": 1, "stopping": 1}
	_ = want
	t.Log(states, zones)
	sum := 0
	for _, n := range states {
		sum += n
	}
	if sum != 137 {
		t.Errorf("servers: got %d, want 137", sum)
	}
	if got, want := l.cloud.world.Load().ledger.Balance(start).Float(), 128_406.52; got != want {
		t.Errorf("balance: got %v, want %v", got, want)
	}
}

func TestSeedStartsQuickly(t *testing.T) {
	began := time.Now()
	New(Options{Seed: "demo"})
	t.Log("demo", time.Since(began))
	began = time.Now()
	New(Options{Seed: "large"})
	t.Log("large", time.Since(began))
}
