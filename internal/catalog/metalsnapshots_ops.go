package catalog

import (
	"context"
	"net/url"

	"yunque/internal/cloud"
	"yunque/internal/cloud/bmsdisk"
	"yunque/internal/resource"
)

var metalSnapshotOps = []resource.Op[MetalSnapshot]{
	{Slug: "create", Icon: "camera-plus", Effect: resource.Spend, Danger: resource.Confirm, Alone: true,
		Fields: newMetalSnapshotFields, PlanAfter: snapshotChosenMetalDisk, Watch: metalSnapshotRests,
		Beside: map[string]string{"ParameterInvalid": "name", "QuotaExceed.Snapshot": "disk", "IncorrectDiskStatus": "disk"}},
	{Slug: "rollback", Icon: "arrow-back-up", Top: true, Effect: resource.Destroy, Danger: resource.TypeName,
		Offered: metalRollbackable, Loses: metalRollbackLosses, Plan: rollBackMetalSnapshot, Watch: metalSnapshotRests},
	{Slug: "clone", Icon: "database-plus", Set: resource.CopySet, Top: true, Effect: resource.Spend, Danger: resource.Confirm,
		Offered: offered("reason.changing", metalSnapshotRests), Fields: cloneFields, Plan: cloneMetalSnapshot, Watch: metalSnapshotRests,
		Beside: map[string]string{"QuotaExceed.Disk": "name"}},
	// Nothing tells when a snapshot is gone: it is accepted, and stays so.
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: offered("reason.changing", metalSnapshotRests), Loses: metalSnapshotLosses, Plan: deleteMetalSnapshots},
}

func metalSnapshotRests(s MetalSnapshot) bool { return metalSnapshotState(s).Tone != resource.Busy }

// metalRollbackable keeps people from overwriting a disk that they cannot see.
func metalRollbackable(s MetalSnapshot) resource.Text {
	switch {
	case s.disk() == "":
		return resource.T("reason.metal_disk_unknown")
	case s.Disk == nil:
		return resource.T("reason.snapshot_disk_gone")
	}
	return metalDiskSound(MetalDisk{Disk: *s.Disk})
}

func metalSnapshotTarget(s MetalSnapshot) resource.Target {
	return resource.Target{Kind: "bare-metal-snapshots", ID: s.ID, Name: s.Known.Name(), Note: s.of().Raw}
}

func newMetalSnapshotFields(ctx context.Context, c cloud.Caller, _ []MetalSnapshot, _ url.Values) ([]resource.Field, error) {
	disks, err := listMetalDisks(ctx, c)
	f := resource.Field{Name: "disk", Label: resource.T("field.bare-metal-snapshots.disk"), Input: resource.SelectInput, Required: true, Choices: metalDiskChoices(disks, metalDiskSound)}
	return []resource.Field{f, nameField("field.bare-metal-snapshots.snapshot_name", "")}, err
}

func metalSnapshotNameFields(context.Context, cloud.Caller, []MetalDisk, url.Values) ([]resource.Field, error) {
	return []resource.Field{nameField("field.bare-metal-snapshots.snapshot_name", "")}, nil
}

func snapshotChosenMetalDisk(ctx context.Context, c cloud.Caller, _ []MetalSnapshot, form url.Values) ([]resource.Step, error) {
	d, err := metalDisk(ctx, c, form.Get("disk"))
	if resource.IsGone(err) {
		return nil, resource.FieldErrors{"disk": resource.T("form.not_offered")}
	}
	if err != nil {
		return nil, err
	}
	return snapshotMetalDisks([]MetalDisk{d}, form)
}

// snapshotMetalDisks takes a snapshot of each disk. Its end is seen on the disk.
func snapshotMetalDisks(items []MetalDisk, form url.Values) ([]resource.Step, error) {
	name, err := givenName(form)
	if err != nil {
		return nil, err
	}
	var steps []resource.Step
	for _, d := range items {
		target := metalDiskTarget(d)
		steps = append(steps, resource.DoThen(bmsdisk.CreateSnapshot, bmsdisk.CreateSnapshotRequest{DiskID: d.id(), SnapshotName: name},
			func(answer bmsdisk.CreateSnapshotResponse, out *resource.Outcome) {
				if answer.SnapshotID != "" {
					out.Created = []string{string(answer.SnapshotID)}
				}
				out.Watched = []resource.Target{target}
			}, target))
	}
	return steps, nil
}

func rollBackMetalSnapshot(items []MetalSnapshot, _ url.Values) ([]resource.Step, error) {
	s := items[0]
	disk := metalDiskTarget(MetalDisk{Disk: *s.Disk})
	return []resource.Step{resource.DoThen(bmsdisk.RollbackSnapshot, bmsdisk.SnapshotRef{SnapshotID: s.ID},
		func(_ bmsdisk.Accepted, out *resource.Outcome) { out.Watched = []resource.Target{disk} }, metalSnapshotTarget(s), disk)}, nil
}

func metalRollbackLosses(items []MetalSnapshot) []resource.Text {
	s := items[0]
	if s.Told {
		return []resource.Text{resource.T("loss.metal_rollback_told", s.diskName(), s.disk())}
	}
	return []resource.Text{resource.T("loss.rollback", s.diskName(), s.Since)}
}

func cloneFields(context.Context, cloud.Caller, []MetalSnapshot, url.Values) ([]resource.Field, error) {
	return []resource.Field{nameField("field.bare-metal-disks.disk_name", "")}, nil
}

// cloneMetalSnapshot makes a disk. Its end is seen on that.
func cloneMetalSnapshot(items []MetalSnapshot, form url.Values) ([]resource.Step, error) {
	name, err := givenName(form)
	req := bmsdisk.CloneSnapshotRequest{Name: name, SnapshotID: items[0].ID}
	return []resource.Step{resource.DoThen(bmsdisk.CloneSnapshot, req, func(answer bmsdisk.CloneSnapshotResponse, out *resource.Outcome) {
		if answer.DiskID != "" {
			out.Created = []string{string(answer.DiskID)}
			out.Watched = []resource.Target{{Kind: "bare-metal-disks", ID: string(answer.DiskID), Name: name}}
		}
	}, metalSnapshotTarget(items[0]))}, err
}

func metalSnapshotLosses(items []MetalSnapshot) []resource.Text {
	var out []resource.Text
	for _, s := range items {
		out = append(out, resource.T("loss.metal_snapshot", s.Known.Name(), s.ID))
	}
	return out
}

func deleteMetalSnapshots(items []MetalSnapshot, _ url.Values) ([]resource.Step, error) {
	var steps []resource.Step
	for _, s := range items {
		steps = append(steps, resource.Do(bmsdisk.DeleteSnapshot, bmsdisk.SnapshotRef{SnapshotID: s.ID}, metalSnapshotTarget(s)))
	}
	return steps, nil
}
