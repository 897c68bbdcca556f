package contract_test

import (
	"encoding/json"
	"testing"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/cloud/ebs"
	"yunque/internal/cloud/ecs"
	"yunque/internal/cloud/gcw"
	"yunque/internal/cloud/vpc"
)

// read decodes JSON into a T and picks one field of it.
func read[T, V any](t *testing.T, text string, pick func(T) V) V {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return pick(v)
}

func TestBothSpellingsAreRead(t *testing.T) {
	name := func(v vpc.VPC) string { return v.VPCName }
	region := func(e vpc.BoundEIP) string { return e.RegionCode }
	bandwidth := func(n vpc.NewBandwidth) cloud.ID { return n.BandwidthID }
	reason := func(f gcw.Failure) string { return f.Message }
	gpu := func(d ecs.InstanceDetail) cloud.Bool { return d.IsGPU }
	in := func(f ccs.CardFlow) cloud.Float { return f.Input }
	count := func(c ebs.SnapshotChain) cloud.Int { return c.SnapshotNumber }
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"a VPC's name, misspelt", read(t, `{"VPCNmae":"a","Status":"ok"}`, name), "a"},
		{"a VPC's name", read(t, `{"VPCName":"a","Status":"ok"}`, name), "a"},
		{"an EIP's region, misspelt", read(t, `{"ReginCode":"a"}`, region), "a"},
		{"an EIP's region", read(t, `{"RegionCode":"a"}`, region), "a"},
		{"a bandwidth's id as in the sample", read(t, `{"BandwidthId":"a"}`, bandwidth), cloud.ID("a")},
		{"a bandwidth's id as in the table", read(t, `{"bandwidth_id":"a"}`, bandwidth), cloud.ID("a")},
		{"a reason, misspelt", read(t, `{"messsage":"a"}`, reason), "a"},
		{"a reason", read(t, `{"message":"a"}`, reason), "a"},
		{"a GPU server called a RAM server", read(t, `{"IsRam":true}`, gpu), cloud.Bool(true)},
		{"a GPU server", read(t, `{"IsGpu":1}`, gpu), cloud.Bool(true)},
		{"traffic as in the sample", read(t, `{"Input":1.5}`, in), cloud.Float(1.5)},
		{"traffic as in the table", read(t, `{"InputFlow":"1.5"}`, in), cloud.Float(1.5)},
		{"a count as in the sample", read(t, `{"SnapshotNumber":2}`, count), cloud.Int(2)},
		{"a count as in the table", read(t, `{"SnapshotNum":2}`, count), cloud.Int(2)},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, c.got, c.want)
		}
	}
}
