package sim

import (
	"io"
	"testing"
	"time"
)

func TestDemoSeedIsACompanysFleet(t *testing.T) {
	l := newLab(t, "demo")
	list := at(l.ok("ccs.instance.DescribeInstances", params{"PageSize": 1000}), "Data", "Instances").([]any)
	states, zones := map[string]int{}, map[string]int{}
	for _, i := range list {
		states[at(i, "InstanceStatus").(string)]++
		zones[at(i, "RegionId").(string)]++
	}
	for _, c := range []struct {
		name string
		got  map[string]int
		want map[string]int
	}{
		{"states", states, map[string]int{"running": 124, "stop": 7, "error": 2, "updating": 2, "starting": 1, "stopping": 1}},
		{"zones", zones, map[string]int{"CN_Beijing_A": 111, "APAC_Singapore_A": 14, "CN_Shanghai_A": 12}},
	} {
		for word, n := range c.want {
			if c.got[word] != n {
				t.Errorf("%s: got %v, want %v", c.name, c.got, c.want)
				break
			}
		}
	}
	if got, want := l.cloud.world.Load().ledger.Balance(start).Float(), 128_406.52; got != want {
		t.Errorf("balance: got %v, want %v", got, want)
	}
}

func TestSeedsRepeatExactly(t *testing.T) {
	ids := func(number int64) (out []any) {
		l := &lab{t: t, now: start}
		l.cloud = New(Options{Now: func() time.Time { return l.now }, SeedNumber: number})
		for _, i := range at(l.ok("ccs.instance.DescribeInstances", params{"PageSize": 1000}), "Data", "Instances").([]any) {
			out = append(out, at(i, "InstanceId"))
		}
		return out
	}
	first, again, other := ids(0), ids(0), ids(1)
	for n := range first {
		if first[n] != again[n] || first[n] == other[n] {
			t.Fatalf("server %d: got ids %v and %v for one seed number and %v for another", n, first[n], again[n], other[n])
		}
	}
}

func TestSeedCanBeChangedWhileServing(t *testing.T) {
	l := newLab(t, "demo")
	if err := l.cloud.Seed("none"); err == nil {
		t.Error("an unknown seed was accepted")
	}
	if err := l.cloud.Seed("empty"); err != nil {
		t.Fatal(err)
	}
	if got := len(at(l.ok("ccs.instance.DescribeInstances", nil), "Data", "Instances").([]any)); got != 0 {
		t.Errorf("servers: got %d, want 0", got)
	}
}

func TestPaceShortensWork(t *testing.T) {
	l := &lab{t: t, now: start}
	l.cloud = New(Options{Seed: "empty", Pace: 0.1, Now: func() time.Time { return l.now }})
	l.ok("network.vdc.CreateVdc", params{"RegionId": "CN_Beijing_A"})
	l.pass(400 * time.Millisecond)
	if got := at(l.ok("network.vdc.DescribeVdc", nil), "Data", 0, "VdcStatus"); got != "ok" {
		t.Errorf("after a tenth of the time: got %v, want ok", got)
	}
}

func TestWorkIsDoneInTheOrderItFallsDue(t *testing.T) {
	w := newWorld(1, 0)
	w.settle(start)
	var got []string
	note := func(s string) func() { return func() { got = append(got, s+w.Now().Sub(start).String()) } }
	w.After(2*time.Second, note("late "))
	w.After(time.Second, func() { note("early ")(); w.After(500*time.Millisecond, note("between ")) })
	w.After(time.Second, note("early too "))
	w.settle(start.Add(time.Minute))
	w.settle(start)
	want := []string{"early 1s", "early too 1s", "between 1.5s", "late 2s"}
	for n := range want {
		if n >= len(got) || got[n] != want[n] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
	if got := w.Now(); !got.Equal(start.Add(time.Minute)) {
		t.Errorf("the clock went back: got %v", got)
	}
}

func BenchmarkSignedCall(b *testing.B) {
	for name, c := range map[string]ask{
		"one server":  {"ccs.instance.DescribeInstances", params{"PageSize": 1}},
		"ten servers": {"ccs.instance.DescribeInstances", params{"PageSize": 10}},
		"all VDCs":    {"network.vdc.DescribeVdc", nil},
	} {
		b.Run(name, func(b *testing.B) {
			l := newLab(b, "demo")
			client := l.cloud.Client()
			for b.Loop() {
				resp, err := client.Do(l.signed(c.id, c.params))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, resp.Body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
