package catalog

import (
	"context"
	"net/url"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// maxName is the longest name offered; the documentation gives no limit.
const maxName = 63

var serverOps = []resource.Op[ccs.Instance]{
	{Slug: "start", Icon: "player-play", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.NoConfirm, Bulk: true,
		Offered: offered("reason.not_stopped", isStopped),
		Plan: power(ccs.StartInstance, ccs.StartInstances,
			func(id string) ccs.InstanceRef { return ccs.InstanceRef{InstanceID: id} },
			func(ids []string) ccs.InstancesRef { return ccs.InstancesRef{InstanceIDs: ids} })},
	{Slug: "stop", Icon: "player-stop", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: offered("reason.not_running", isRunning), Plan: stopServers("SOFT")},
	{Slug: "power-off", Icon: "power", Set: resource.PowerSet, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: offered("reason.not_running", isRunning), Plan: stopServers("HARD")},
	{Slug: "reboot", Icon: "rotate-clockwise", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: offered("reason.not_running", isRunning),
		Plan: power(ccs.RebootInstance, ccs.RebootInstances,
			func(id string) ccs.InstanceRef { return ccs.InstanceRef{InstanceID: id} },
			func(ids []string) ccs.InstancesRef { return ccs.InstancesRef{InstanceIDs: ids} })},
	openConsole,
	resizeServer, addDisks, chargeServer,
	addCards, removeCards,
	resetPasswords,
	{Slug: "rename", Icon: "pencil", Set: resource.LabelSet, Effect: resource.Change, Danger: resource.NoConfirm,
		Offered: offered("reason.changing", settled), Fields: renameFields, Plan: renameServer},
	addTags, removeTags,
	createSimilar, makeTemplate,
	protectServers,
	reinstallServer,
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: offered("reason.changing", settled), Loses: serverLosses, Plan: deleteServers},
}

// offered offers an operation on resources that pass; the reason says why not.
func offered[T any](reason string, passes func(T) bool) func(T) resource.Text {
	return func(t T) resource.Text {
		if passes(t) {
			return resource.Text{}
		}
		return resource.T(reason)
	}
}

func isRunning(s ccs.Instance) bool {
	return serverStates.state(s.InstanceStatus).Tone == resource.OK
}
func isStopped(s ccs.Instance) bool {
	return serverStates.state(s.InstanceStatus).Tone == resource.Off
}
func settled(s ccs.Instance) bool {
	return serverStates.state(s.InstanceStatus).Tone != resource.Busy
}

func serverTarget(s ccs.Instance) resource.Target {
	return resource.Target{Kind: "instances", ID: string(s.InstanceID), Name: s.InstanceName, Note: s.VdcName + " · " + string(s.RegionID)}
}

// power plans one call for one server, or the plural one for several.
func power[One, Many any](one cloud.Action[One, struct{}], many cloud.Action[Many, struct{}], oneOf func(string) One, manyOf func([]string) Many) func([]ccs.Instance, url.Values) ([]resource.Step, error) {
	return func(items []ccs.Instance, _ url.Values) ([]resource.Step, error) {
		if len(items) == 1 {
			return []resource.Step{resource.Do(one, oneOf(string(items[0].InstanceID)), serverTarget(items[0]))}, nil
		}
		var ids []string
		var targets []resource.Target
		for _, s := range items {
			ids, targets = append(ids, string(s.InstanceID)), append(targets, serverTarget(s))
		}
		return []resource.Step{resource.Do(many, manyOf(ids), targets...)}, nil
	}
}

func stopServers(how string) func([]ccs.Instance, url.Values) ([]resource.Step, error) {
	return power(ccs.StopInstance, ccs.StopInstances,
		func(id string) ccs.StopInstanceRequest {
			return ccs.StopInstanceRequest{InstanceID: id, StopType: how}
		},
		func(ids []string) ccs.StopInstancesRequest {
			return ccs.StopInstancesRequest{InstanceIDs: ids, StopType: how}
		})
}

func renameFields(_ context.Context, _ cloud.Caller, items []ccs.Instance, _ url.Values) ([]resource.Field, error) {
	return []resource.Field{nameField("create.field.name", items[0].InstanceName)}, nil
}

func renameServer(items []ccs.Instance, form url.Values) ([]resource.Step, error) {
	name, err := newName(form, items[0].InstanceName)
	if err != nil {
		return nil, err
	}
	req := ccs.ModifyInstanceNameRequest{InstanceID: string(items[0].InstanceID), InstanceName: name}
	return []resource.Step{resource.Do(ccs.ModifyInstanceName, req, serverTarget(items[0]))}, nil
}

// deleteServers calls once per server: one protected server must not keep the
// others, and each has an outcome of its own.
func deleteServers(items []ccs.Instance, _ url.Values) ([]resource.Step, error) {
	var steps []resource.Step
	for _, s := range items {
		req := ccs.DeleteInstanceRequest{InstanceIDs: []string{string(s.InstanceID)}}
		steps = append(steps, resource.Do(ccs.DeleteInstance, req, serverTarget(s)))
	}
	return steps, nil
}

// serverLosses lists what goes with the servers.
func serverLosses(items []ccs.Instance) []resource.Text {
	var out []resource.Text
	for _, s := range items {
		out = append(out, resource.T("loss.server", s.InstanceName, diskTotal(s), strings.Join(append(publicIPs(s), privateIPs(s)...), ", ")))
	}
	return out
}
