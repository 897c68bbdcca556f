package catalog

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ebs"
	"yunque/internal/resource"
)

// snapshotDisks takes a snapshot of each of some disks.
var snapshotDisks = resource.Op[CloudDisk]{
	Slug: "snapshot", Icon: "camera-plus", Set: resource.CopySet, Top: true, Effect: resource.Spend, Danger: resource.Confirm, Bulk: true,
	Offered: diskSound, Fields: diskSnapshotFields, PlanAfter: snapshotsOfDisks,
	Beside: map[string]string{"InvalidParameter": "name", "QuotaExceed.Snapshot": "name"},
}

// snapshotFields ask for the name of a snapshot and how long it is kept.
func snapshotFields() []resource.Field {
	kept := resource.Field{Name: "kept", Label: resource.T("field.snapshots.kept"), Hint: resource.T("hint.snapshot_kept"), Input: resource.SelectInput, Required: true, Value: keptForever,
		Choices: []resource.Choice{{Value: keptForever, Label: resource.T("snapshot.forever")}}}
	for _, days := range []int{1, 7, 30, 90, 180, 365} {
		kept.Choices = append(kept.Choices, resource.Choice{Value: itoa(days), Label: resource.T("snapshot.days", days)})
	}
	return []resource.Field{
		{Name: "name", Label: resource.T("field.snapshots.snapshot_name"), Hint: resource.T("hint.new_snapshot_name", longestNewSnapshot), Input: resource.TextInput},
		kept,
	}
}

// wantedSnapshot is what snapshotFields were filled in with.
func wantedSnapshot(form url.Values) (name, kept string, err error) {
	name, kept = strings.TrimSpace(form.Get("name")), form.Get("kept")
	if name == "" {
		return "", kept, nil
	}
	if wrong := snapshotNameMistake(name, longestNewSnapshot); !wrong.IsZero() {
		return "", "", resource.FieldErrors{"name": wrong}
	}
	return name, kept, nil
}

// diskSnapshotFields put the quota beside the fields of one disk.
func diskSnapshotFields(ctx context.Context, c cloud.Caller, items []CloudDisk, _ url.Values) ([]resource.Field, error) {
	fields := snapshotFields()
	if len(items) != 1 {
		return fields, nil
	}
	quota, err := snapshotQuota(ctx, c, items[0].id())
	fields[0].Hint = resource.T("hint.new_snapshot_quota", longestNewSnapshot, int(quota.FreeQuota), int(quota.TotalQuota))
	return fields, err
}

func snapshotsOfDisks(ctx context.Context, c cloud.Caller, items []CloudDisk, form url.Values) ([]resource.Step, error) {
	if len(items) == 1 {
		if err := roomForSnapshot(ctx, c, items[0].id(), "name"); err != nil {
			return nil, err
		}
	}
	var steps []resource.Step
	for _, d := range items {
		step, err := snapshotStep(d, form)
		if err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// roomForSnapshot refuses a snapshot that a disk has no quota for.
func roomForSnapshot(ctx context.Context, c cloud.Caller, disk, field string) error {
	quota, err := snapshotQuota(ctx, c, disk)
	if err == nil && quota.FreeQuota < 1 {
		err = resource.FieldErrors{field: resource.T("snapshot.no_quota", int(quota.TotalQuota))}
	}
	return err
}

// snapshotStep takes a snapshot of a disk; the new snapshot's row follows.
func snapshotStep(d CloudDisk, form url.Values) (resource.Step, error) {
	name, kept, err := wantedSnapshot(form)
	req := ebs.CreateSnapshotRequest{DiskID: d.id(), SnapshotName: name, ReservedTime: kept}
	return resource.DoThen(ebs.CreateSnapshot, req, func(answer ebs.CreateSnapshotResponse, out *resource.Outcome) {
		made(out, "snapshots", string(answer.SnapshotID), name)
	}, cloudDiskTarget(d)), err
}

// newSnapshotFields offer the disks that can have a snapshot now.
func newSnapshotFields(ctx context.Context, c cloud.Caller, _ []DiskSnapshot, form url.Values) ([]resource.Field, error) {
	disks, err := listDisks(ctx, c)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(disks, byName(func(d CloudDisk) string { return d.EcsName + " " + d.DiskName }))
	f := resource.Field{Name: "disk", Label: resource.T("field.snapshots.disk"), Input: resource.SelectInput, Required: true, Decides: true}
	for _, d := range disks {
		o := resource.Choice{Value: d.id(), Label: resource.Lit(diskLabel(d)), Note: resource.T("cell.gb", int(d.Size)), Disabled: !diskSound(d).IsZero()}
		f.Choices = append(f.Choices, o)
		if !o.Disabled && (f.Value == "" || o.Value == form.Get("disk")) {
			f.Value = o.Value
		}
	}
	if f.Value == "" {
		return []resource.Field{f}, nil
	}
	quota, err := snapshotQuota(ctx, c, f.Value)
	f.Hint = quotaHint(quota)
	return append([]resource.Field{f}, snapshotFields()...), err
}

// diskLabel tells disks apart, which often have the same names.
func diskLabel(d CloudDisk) string {
	if d.attached() {
		return d.EcsName + " · " + d.DiskName + " · " + d.id()
	}
	return d.DiskName + " · " + d.id()
}

func snapshotOfChosen(ctx context.Context, c cloud.Caller, _ []DiskSnapshot, form url.Values) ([]resource.Step, error) {
	id := form.Get("disk")
	step, err := snapshotStep(CloudDisk{Disk: ebs.Disk{DiskID: cloud.ID(id), DiskName: id}}, form)
	if err == nil {
		err = roomForSnapshot(ctx, c, id, "disk")
	}
	return []resource.Step{step}, err
}
