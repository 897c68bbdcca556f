package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// remembered is a history that a test wrote.
type remembered struct {
	past []resource.Past
	err  error
}

func (r remembered) Accepted(context.Context, ...string) ([]resource.Past, error) {
	return r.past, r.err
}

func (remembered) Told(context.Context, string) ([]resource.Told, error) { return nil, nil }

func bound(t *testing.T, operation, group string, servers ...string) resource.Past {
	t.Helper()
	req := ccs.BindingRequest{SecurityGroupID: group}
	for _, s := range servers {
		req.BindData = append(req.BindData, ccs.Binding{InstanceID: s, PublicID: "net"})
	}
	b, err := json.Marshal(req)
	if err != nil {
		t.Fatal(err)
	}
	return resource.Past{Operation: operation, Request: string(b)}
}

func TestMembersAreWhoJoinedAndDidNotLeave(t *testing.T) {
	join, leave := "ccs.securitygroup.JoinSecurityGroup", "ccs.securitygroup.LeaveSecurityGroup"
	in := func(servers ...string) []ccs.Binding {
		var out []ccs.Binding
		for _, s := range servers {
			out = append(out, ccs.Binding{InstanceID: s, PublicID: "net"})
		}
		return out
	}
	for name, c := range map[string]struct {
		past []resource.Past
		want map[string][]ccs.Binding
	}{
		"nothing done":          {nil, map[string][]ccs.Binding{}},
		"two joined":            {[]resource.Past{bound(t, join, "g", "a", "b")}, map[string][]ccs.Binding{"g": in("a", "b")}},
		"one of them left":      {[]resource.Past{bound(t, join, "g", "a", "b"), bound(t, leave, "g", "a")}, map[string][]ccs.Binding{"g": in("b")}},
		"left and joined again": {[]resource.Past{bound(t, join, "g", "a"), bound(t, leave, "g", "a"), bound(t, join, "g", "a")}, map[string][]ccs.Binding{"g": in("a")}},
		"joined twice":          {[]resource.Past{bound(t, join, "g", "a"), bound(t, join, "g", "a")}, map[string][]ccs.Binding{"g": in("a")}},
		"left another group":    {[]resource.Past{bound(t, join, "g", "a"), bound(t, join, "h", "a"), bound(t, leave, "h", "a")}, map[string][]ccs.Binding{"g": in("a"), "h": {}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := bindings(resource.WithHistory(t.Context(), remembered{past: c.past}))
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %v, %v; want %v", got, err, c.want)
			}
		})
	}
	broken := errors.New("broken")
	if _, err := bindings(resource.WithHistory(t.Context(), remembered{err: broken})); !errors.Is(err, broken) {
		t.Errorf("got %v, want what the history said", err)
	}
	if got, err := bindings(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("without a history: got %v, %v", got, err)
	}
}
