package ledger_test

import (
	"context"
	"errors"
	"testing"

	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
)

func TestNothingProtectedIsLost(t *testing.T) {
	const server = "11b22473-7216-5f73-91dc-485e67217106"
	on := func(ids ...string) []resource.Target {
		var all []resource.Target
		for _, id := range ids {
			all = append(all, resource.Target{Kind: "servers", ID: id})
		}
		return all
	}
	for name, tt := range map[string]struct {
		danger  resource.Danger
		effect  resource.Effect
		targets []resource.Target
		request any
		refused bool
	}{
		"what is dangerous, to it":                    {resource.TypeName, resource.Change, on(server), nil, true},
		"what destroys, to it":                        {resource.NoConfirm, resource.Destroy, on(server), nil, true},
		"what is harmless, to it":                     {resource.Confirm, resource.Change, on(server), nil, false},
		"what destroys, to another":                   {resource.TypeName, resource.Destroy, on("i-2"), map[string]any{"InstanceId": "i-2"}, false},
		"a call by hand that names it":                {resource.TypeName, resource.Destroy, nil, map[string]any{"InstanceIds": []string{"i-2", server}}, true},
		"a call by hand, with commas between":         {resource.TypeName, resource.Destroy, nil, map[string]any{"InstanceIds": "i-2," + server}, true},
		"a call by hand, with a list inside of words": {resource.TypeName, resource.Destroy, nil, map[string]any{"InstanceIds": `["` + server + `"]`}, true},
		"a longer id that begins alike":               {resource.TypeName, resource.Destroy, nil, map[string]any{"InstanceId": server + "-2"}, false},
		"a number that a short id is, too":            {resource.TypeName, resource.Destroy, nil, map[string]any{"Size": 42}, false},
		"a short id as target":                        {resource.TypeName, resource.Destroy, on("42"), nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			ctx := context.Background()
			wantError(t, d.db.Protect(ctx, []store.Protection{
				{Account: li.Account, Kind: "servers", ID: server, Who: "wu", Reason: "payroll"},
				{Account: li.Account, Kind: "servers", ID: "42", Who: "wu", Reason: "payroll"},
				{Account: "another", Kind: "servers", ID: "i-2", Who: "wu", Reason: "payroll"},
			}, store.AuditRow{Targets: "[]"}), nil)
			sent := false
			r := form("k1", 1, func(context.Context) (resource.Outcome, error) { sent = true; return resource.Outcome{}, nil })
			r.Danger, r.Effect, r.Steps[0].Targets, r.Steps[0].Request = tt.danger, tt.effect, tt.targets, tt.request
			_, err := d.Submit(ctx, li, nil, r)
			var p *ledger.Protected
			if got := errors.As(err, &p); got != tt.refused || sent == tt.refused {
				t.Errorf("got refused %v and sent %v, want refused %v", got, sent, tt.refused)
			}
			if tt.refused && (p.Who != "wu" || p.Reason != "payroll") {
				t.Errorf("got %+v, want who and why", p)
			}
		})
	}
}
