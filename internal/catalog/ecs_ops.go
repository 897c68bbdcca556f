package catalog

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ecs"
	"yunque/internal/resource"
)

var elasticOps = []resource.Op[Elastic]{
	{Slug: "start", Icon: "player-play", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.NoConfirm, Bulk: true,
		Offered: offered("reason.not_stopped", elasticIs("stopped")), Plan: operateElastic("start_up_ecs")},
	{Slug: "stop", Icon: "player-stop", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: offered("reason.not_running", elasticIs("running")), Plan: operateElastic("shutdown_ecs")},
	{Slug: "power-off", Icon: "power", Set: resource.PowerSet, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: offered("reason.not_running", elasticIs("running")), Plan: operateElastic("hard_shutdown_ecs")},
	{Slug: "reboot", Icon: "rotate-clockwise", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: offered("reason.not_running", elasticIs("running")), Plan: operateElastic("restart_ecs")},
	{Slug: "vnc", Icon: "terminal-2", Set: resource.PowerSet, Effect: resource.Change, Danger: resource.NoConfirm, Inline: true,
		Offered: offered("reason.not_running", elasticIs("running")), Open: openElastic},
	{Slug: "rename", Icon: "pencil", Set: resource.LabelSet, Effect: resource.Change, Danger: resource.NoConfirm,
		Offered: offered("reason.changing", elasticRests), Fields: elasticRenameFields, Plan: renameElastic},
	{Slug: "password", Icon: "password", Set: resource.AccessSet, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: offered("reason.ecs.not_usable", elasticIs("running", "stopped")), Fields: elasticPasswordFields, Plan: passwordElastic},
	attachToElastic, diskForElastic, similarElastic,
	{Slug: "image", Icon: "photo", Set: resource.CopySet, Effect: resource.Spend, Danger: resource.Confirm,
		Offered: offered("reason.ecs.not_usable", elasticIs("running", "stopped")), Fields: elasticImageFields, Plan: imageOfElastic},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: offered("reason.changing", elasticRests), Loses: elasticLosses, Keeps: elasticKeeps, Plan: deleteElastic},
}

// elasticIs passes servers in one of our states.
func elasticIs(states ...string) func(Elastic) bool {
	return func(s Elastic) bool { return slices.Contains(states, elasticStates.value(s.Status).Value) }
}

// elasticRests passes servers that nothing is being done to.
func elasticRests(s Elastic) bool {
	tone := elasticStates.state(s.Status).Tone
	return tone != resource.Busy && tone != resource.Gone
}

func elasticTarget(s Elastic) resource.Target {
	return resource.Target{Kind: "ecs", ID: s.id(), Name: s.EcsName, Note: s.VpcName + " · " + s.AzName}
}

// batch is servers that one call may name together.
type batch struct {
	ids     []string
	targets []resource.Target
}

// batches parts servers by zone and VPC: a call that mixes them is refused
// (InvalidOperation.AzMismatch, InvalidOperation.VpcMismatch).
func batches(items []Elastic) []batch {
	var out []batch
	at := map[[2]cloud.ID]int{}
	for _, s := range items {
		place := [2]cloud.ID{s.AzID, s.VpcID}
		i, known := at[place]
		if !known {
			i = len(out)
			at[place], out = i, append(out, batch{})
		}
		out[i].ids, out[i].targets = append(out[i].ids, s.id()), append(out[i].targets, elasticTarget(s))
	}
	return out
}

func operateElastic(how string) func([]Elastic, url.Values) ([]resource.Step, error) {
	return func(items []Elastic, _ url.Values) ([]resource.Step, error) {
		var steps []resource.Step
		for _, b := range batches(items) {
			steps = append(steps, resource.Do(ecs.OperateInstance, ecs.OperateInstanceRequest{EcsIDs: b.ids, OpType: how}, b.targets...))
		}
		return steps, nil
	}
}

func openElastic(ctx context.Context, c cloud.Caller, s Elastic) (cloud.Secret, error) {
	out, err := ecs.DescribeInstanceVNCURL.Call(ctx, c, ecs.EcsRef{EcsID: s.id()})
	return out.InstanceVNCURL, err
}

func elasticRenameFields(_ context.Context, _ cloud.Caller, items []Elastic, _ url.Values) ([]resource.Field, error) {
	return []resource.Field{nameField("create.field.name", items[0].EcsName)}, nil
}

func renameElastic(items []Elastic, form url.Values) ([]resource.Step, error) {
	name, err := newName(form, items[0].EcsName)
	if err != nil {
		return nil, err
	}
	return []resource.Step{resource.Do(ecs.ModifyInstanceName, ecs.ModifyInstanceNameRequest{EcsID: items[0].id(), Name: name}, elasticTarget(items[0]))}, nil
}

func elasticPasswordFields(_ context.Context, _ cloud.Caller, _ []Elastic, _ url.Values) ([]resource.Field, error) {
	return []resource.Field{
		{Name: "password", Label: resource.T("ecs.new_password"), Hint: resource.T("ecs.password_rule"), Input: resource.PasswordInput, Required: true, Secret: true},
		{Name: "password_again", Label: resource.T("create.field.password_again"), Input: resource.PasswordInput, Required: true, Secret: true},
	}, nil
}

func passwordElastic(items []Elastic, form url.Values) ([]resource.Step, error) {
	password, m := form.Get("password"), resource.FieldErrors{}
	if checkNewPassword(m, password, form.Get("password_again")); len(m) > 0 {
		return nil, m
	}
	var steps []resource.Step
	for _, b := range batches(items) {
		req := ecs.ModifyInstancePasswordRequest{EcsIDs: b.ids, Password: cloud.NewSecret(password)}
		steps = append(steps, resource.Do(ecs.ModifyInstancePassword, req, b.targets...))
	}
	return steps, nil
}

func elasticImageFields(_ context.Context, _ cloud.Caller, items []Elastic, _ url.Values) ([]resource.Field, error) {
	return []resource.Field{{Name: "name", Label: resource.T("ecs.image_name"), Hint: resource.T("hint.name", maxName),
		Input: resource.TextInput, Required: true}}, nil
}

// imageOfElastic makes an image. Its ticket is about the image too, so that
// its row in the list of images follows.
func imageOfElastic(items []Elastic, form url.Values) ([]resource.Step, error) {
	name := strings.TrimSpace(form.Get("name"))
	if len([]rune(name)) > maxName {
		return nil, resource.FieldErrors{"name": resource.T("form.too_long", maxName)}
	}
	about := func(answer ecs.CreateImageResponse, out *resource.Outcome) {
		image := resource.Target{Kind: "images", ID: string(answer.ImageID), Name: name}
		for i := range out.Tickets {
			out.Tickets[i].Targets = append(slices.Clip(out.Tickets[i].Targets), image)
		}
	}
	req := ecs.CreateImageRequest{EcsID: items[0].id(), Name: name}
	return []resource.Step{resource.DoThen(ecs.CreateImage, req, about, elasticTarget(items[0]))}, nil
}

// deleteElastic calls once per server: one that cannot be deleted must not keep
// the others, and each has an outcome of its own.
func deleteElastic(items []Elastic, _ url.Values) ([]resource.Step, error) {
	var steps []resource.Step
	for _, s := range items {
		steps = append(steps, resource.Do(ecs.DeleteInstance, ecs.DeleteInstanceRequest{EcsIDs: []string{s.id()}}, elasticTarget(s)))
	}
	return steps, nil
}

// elasticLosses tells for each server what goes with it. The call has no choice
// about disks and addresses: a disk's own mark decides.
func elasticLosses(items []Elastic) []resource.Text {
	var out []resource.Text
	for _, s := range items {
		out = append(out, resource.T("loss.ecs", s.EcsName, int(s.SystemDiskSize)))
		if s.Detail == nil {
			out = append(out, resource.T("loss.ecs_unknown", s.EcsName))
		}
		out = append(out, s.dataDisks("loss.ecs_disk", true)...)
	}
	return out
}

// elasticKeeps tells for each server what stays.
func elasticKeeps(items []Elastic) []resource.Text {
	var out []resource.Text
	for _, s := range items {
		out = append(out, s.dataDisks("kept.ecs_disk", false)...)
		if ips := s.elasticIPs(); len(ips) > 0 {
			out = append(out, resource.T("kept.ecs_eip", s.EcsName, resource.Names(ips)))
		}
	}
	return out
}

// dataDisks names the data disks that go with a server, or those that stay.
func (s Elastic) dataDisks(key string, released bool) []resource.Text {
	var out []resource.Text
	for _, d := range s.disks() {
		if !d.system && d.released == released {
			out = append(out, resource.T(key, s.EcsName, d.name, d.size, d.id))
		}
	}
	return out
}
