package ledger_test

import (
	"testing"

	"yunque/internal/cloud/ccs"
	"yunque/internal/cloud/network"
	"yunque/internal/ledger"
	"yunque/internal/resource"
)

func TestARequestStandsOnTheRungOfWhatItDoes(t *testing.T) {
	ids := func(n int) map[string]any {
		return map[string]any{"InstanceIds": make([]any, n)}
	}
	one := resource.Step{Op: ccs.DeleteInstance.Info(), Request: ids(1)}
	for name, c := range map[string]struct {
		danger resource.Danger
		steps  []resource.Step
		want   resource.Danger
	}{
		"as its page says":             {resource.TypeName, []resource.Step{one}, resource.TypeName},
		"a VDC, whatever its page":     {resource.Confirm, []resource.Step{{Op: network.DeleteVdc.Info()}}, resource.SecondLook},
		"ten in one call":              {resource.TypeName, []resource.Step{{Op: one.Op, Request: ids(10)}}, resource.TypeName},
		"eleven in one call":           {resource.TypeName, []resource.Step{{Op: one.Op, Request: ids(11)}}, resource.SecondLook},
		"eleven in two calls":          {resource.TypeName, []resource.Step{{Op: one.Op, Request: ids(6)}, {Op: one.Op, Request: ids(5)}}, resource.SecondLook},
		"eleven calls":                 {resource.TypeName, []resource.Step{one, one, one, one, one, one, one, one, one, one, one}, resource.SecondLook},
		"eleven of what loses nothing": {resource.Confirm, []resource.Step{{Op: one.Op, Request: ids(11)}}, resource.Confirm},
	} {
		if got := (ledger.Request{Danger: c.danger, Steps: c.steps}).Level(); got != c.want {
			t.Errorf("%s: got rung %d, want %d", name, got, c.want)
		}
	}
}
