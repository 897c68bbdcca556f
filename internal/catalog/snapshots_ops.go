package catalog

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ebs"
	"yunque/internal/cloud/ecs"
	"yunque/internal/resource"
)

var snapshotOps = []resource.Op[DiskSnapshot]{
	{Slug: "create", Icon: "plus", Effect: resource.Spend, Danger: resource.Confirm, Alone: true,
		Fields: newSnapshotFields, PlanAfter: snapshotOfChosen, Beside: snapshotRefusals},
	{Slug: "rollback", Icon: "restore", Set: resource.PowerSet, Top: true, Effect: resource.Destroy, Danger: resource.TypeName,
		Offered: snapshotReturns, Fields: rollbackFields, PlanAfter: rollBack, Loses: rollbackLosses,
		Beside: map[string]string{"QuotaExceed.Snapshot": "first", "InvalidOperation.InstanceStatusUnsupported": "start", "InvalidParameter": "name"}},
	{Slug: "rename", Icon: "pencil", Set: resource.LabelSet, Effect: resource.Change, Danger: resource.NoConfirm,
		Offered: offered("reason.changing", snapshotRests), Fields: renameSnapshotFields, Plan: renameSnapshot, Beside: map[string]string{"InvalidParameter": "name"}},
	{Slug: "disk", Icon: "database-plus", Set: resource.CopySet, Effect: resource.Spend, Offered: snapshotMakesDisk, Page: diskOfSnapshot},
	{Slug: "image", Icon: "photo", Set: resource.CopySet, Effect: resource.Spend, Danger: resource.Confirm,
		Offered: snapshotMakesImage, Fields: snapshotImageFields, Plan: imageOfSnapshot, Beside: map[string]string{"InvalidParameter": "name"}},
	{Slug: "copy", Icon: "copy", Set: resource.CopySet, Effect: resource.Spend, Danger: resource.Confirm,
		Offered: snapshotSound, Fields: copySnapshotFields, Plan: copySnapshots,
		Beside: map[string]string{"InvalidAvailableZone.NotFound": "zones", "InvalidOperation": "zones"}},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: offered("reason.changing", snapshotRests), Plan: deleteSnapshots, Loses: snapshotLosses},
}

// snapshotRefusals are the refusals of a new snapshot that are about a field.
var snapshotRefusals = map[string]string{"InvalidDiskId.NotFound": "disk", "InvalidOperation.DiskStatusUnsupported": "disk", "InvalidParameter": "name"}

func snapshotRests(s DiskSnapshot) bool {
	tone := snapshotStates.state(s.SnapshotStatus).Tone
	return tone != resource.Busy && tone != resource.Gone
}

// snapshotSound offers what needs a snapshot that is whole and not in use.
func snapshotSound(s DiskSnapshot) resource.Text {
	switch {
	case snapshotStates.state(s.SnapshotStatus).Tone == resource.Busy:
		return resource.T("reason.changing")
	case snapshotStates.state(s.SnapshotStatus).Tone != resource.OK:
		return resource.T("reason.snapshot_broken")
	}
	return resource.Text{}
}

// snapshotReturns offers to roll a disk back, as far as the disk is known. A
// copy in another zone is for new disks there.
func snapshotReturns(s DiskSnapshot) resource.Text {
	switch {
	case s.Gone:
		return resource.T("reason.snapshot_disk_gone")
	case s.Disk != nil && s.Disk.AvailableZoneCode != s.AvailableZoneCode:
		return resource.T("reason.snapshot_elsewhere", s.Disk.Zone)
	case s.Disk != nil && !diskSound(*s.Disk).IsZero():
		return resource.T("reason.snapshot_disk_busy", s.DiskName)
	}
	return snapshotSound(s)
}

func snapshotMakesDisk(s DiskSnapshot) resource.Text {
	if s.system() {
		return resource.T("reason.snapshot_of_system")
	}
	return snapshotSound(s)
}

func snapshotMakesImage(s DiskSnapshot) resource.Text {
	if !s.system() {
		return resource.T("reason.snapshot_of_data")
	}
	return snapshotSound(s)
}

// diskOfSnapshot is the form that makes disks, filled in for a snapshot.
func diskOfSnapshot(s DiskSnapshot) string {
	return "/disks/ops/create?" + url.Values{"zone": {s.AvailableZoneCode}, "snapshot": {s.id()}}.Encode()
}

func snapshotTarget(s DiskSnapshot) resource.Target {
	return resource.Target{Kind: "snapshots", ID: s.id(), Name: s.SnapshotName, Note: s.DiskName + " · " + s.Zone}
}

// rollbackFields ask what comes before and after. The server must be shut
// down, which is said at once where it is not.
func rollbackFields(ctx context.Context, c cloud.Caller, items []DiskSnapshot, _ url.Values) ([]resource.Field, error) {
	s := items[0]
	var quota ebs.SnapshotQuota
	var runs resource.Text
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) { quota, err = snapshotQuota(both, c, string(s.DiskID)); return err })
	group.Go(func() (err error) { runs, err = serverRuns(both, c, s.Disk); return err })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	first := resource.Field{Name: "first", Label: resource.T("field.snapshots.first"), Hint: quotaHint(quota), Input: resource.SwitchInput, Value: "true"}
	if quota.FreeQuota < 1 {
		first.Value = ""
	}
	fields := append([]resource.Field{first}, snapshotFields()...)
	if s.Disk != nil && s.Disk.attached() {
		fields = append(fields, resource.Field{Name: "start", Label: resource.T("field.snapshots.start", s.Disk.EcsName), Hint: resource.T("hint.snapshot_start"), Input: resource.SwitchInput, Value: "true", Error: runs})
	}
	return fields, nil
}

// serverRuns says that the server of a disk is not shut down; nothing where it
// is, or where there is none.
func serverRuns(ctx context.Context, c cloud.Caller, d *CloudDisk) (resource.Text, error) {
	if d == nil || !d.attached() {
		return resource.Text{}, nil
	}
	out, err := ecs.DescribeInstanceStatus.Call(ctx, c, ecs.DescribeInstanceStatusRequest{EcsIDs: []string{string(d.EcsID)}})
	if err != nil || elasticStates.value(out.EcsStatus[string(d.EcsID)].Status).Value == "stopped" {
		return resource.Text{}, err
	}
	return resource.T("snapshot.server_runs", d.EcsName), nil
}

func snapshotQuota(ctx context.Context, c cloud.Caller, disk string) (ebs.SnapshotQuota, error) {
	return ebs.DescribeSnapshotQuota.Call(ctx, c, ebs.DiskRef{DiskID: disk})
}

func quotaHint(q ebs.SnapshotQuota) resource.Text {
	return resource.T("hint.snapshot_quota", int(q.FreeQuota), int(q.TotalQuota))
}

func rollBack(ctx context.Context, c cloud.Caller, items []DiskSnapshot, form url.Values) ([]resource.Step, error) {
	s := items[0]
	runs, err := serverRuns(ctx, c, s.Disk)
	if err == nil && !runs.IsZero() {
		err = resource.FieldErrors{"start": runs}
	}
	if err != nil {
		return nil, err
	}
	req := ebs.RollbackDiskBySnapshotRequest{DiskID: string(s.DiskID), SnapshotID: s.id()}
	targets := []resource.Target{snapshotTarget(s)}
	if s.Disk != nil {
		targets = append(targets, cloudDiskTarget(*s.Disk))
		if s.Disk.attached() {
			req.AutoTurnOnInstance = flag(form.Get("start") == "true")
			targets = append(targets, resource.Target{Kind: "ecs", ID: string(s.Disk.EcsID), Name: s.Disk.EcsName})
		}
	}
	if form.Get("first") == "true" {
		name, kept, err := wantedSnapshot(form)
		if err != nil {
			return nil, err
		}
		req.NewSnapshot = &ebs.NewSnapshot{SnapshotName: name, ReservedTime: kept}
	}
	return []resource.Step{resource.Do(ebs.RollbackDiskBySnapshot, req, targets...)}, nil
}

// rollbackLosses say what is on the disk and not in the snapshot.
func rollbackLosses(items []DiskSnapshot) []resource.Text {
	s := items[0]
	out := []resource.Text{resource.T("loss.rollback", s.DiskName, s.CreateTime.Time)}
	if s.Disk != nil && s.Disk.Size != s.DiskSize {
		out = append(out, resource.T("loss.rollback_size", int(s.DiskSize), int(s.Disk.Size)))
	}
	return out
}

// snapshotName is the documented rule for names of snapshots, and the
// underscore, which the documentation's samples have.
var snapshotName = regexp.MustCompile(`^[A-Za-z0-9\p{Han}_-]{2,}$`)

// snapshotNameMistake holds a name against the rule; the longest differs
// between making and renaming.
func snapshotNameMistake(name string, longest int) resource.Text {
	switch {
	case !snapshotName.MatchString(name) || utf8.RuneCountInString(name) > longest:
		return resource.T("snapshot.bad_name", longest)
	case strings.HasPrefix(strings.ToLower(name), "auto"):
		return resource.T("snapshot.auto_name")
	}
	return resource.Text{}
}

// The longest names of snapshots.
const (
	longestNewSnapshot = 128
	longestSnapshot    = 126
)

func renameSnapshotFields(_ context.Context, _ cloud.Caller, items []DiskSnapshot, _ url.Values) ([]resource.Field, error) {
	return []resource.Field{{Name: "name", Label: resource.T("field.snapshots.snapshot_name"), Hint: resource.T("hint.snapshot_name", longestSnapshot),
		Input: resource.TextInput, Value: items[0].SnapshotName, Required: true}}, nil
}

func renameSnapshot(items []DiskSnapshot, form url.Values) ([]resource.Step, error) {
	s, name := items[0], strings.TrimSpace(form.Get("name"))
	if name == s.SnapshotName {
		return nil, resource.FieldErrors{"name": resource.T("form.unchanged")}
	}
	if wrong := snapshotNameMistake(name, longestSnapshot); !wrong.IsZero() {
		return nil, resource.FieldErrors{"name": wrong}
	}
	return []resource.Step{resource.Do(ebs.RenameSnapshot, ebs.RenameSnapshotRequest{SnapshotID: s.id(), SnapshotName: name}, snapshotTarget(s))}, nil
}

func snapshotImageFields(context.Context, cloud.Caller, []DiskSnapshot, url.Values) ([]resource.Field, error) {
	return []resource.Field{{Name: "name", Label: resource.T("ecs.image_name"), Hint: resource.T("hint.name", maxName), Input: resource.TextInput, Required: true}}, nil
}

// imageOfSnapshot makes an image, whose row follows.
func imageOfSnapshot(items []DiskSnapshot, form url.Values) ([]resource.Step, error) {
	s, name := items[0], strings.TrimSpace(form.Get("name"))
	if utf8.RuneCountInString(name) > maxName {
		return nil, resource.FieldErrors{"name": resource.T("form.too_long", maxName)}
	}
	about := func(answer ebs.CreateImageBySnapshotResponse, out *resource.Outcome) {
		made(out, "images", string(answer.ImageID), name)
	}
	req := ebs.CreateImageBySnapshotRequest{SnapshotID: s.id(), ImageName: name}
	return []resource.Step{resource.DoThen(ebs.CreateImageBySnapshot, req, about, snapshotTarget(s))}, nil
}

// made notes what a call made, and has the tickets be about it too.
func made(out *resource.Outcome, kind, id, name string) {
	if id == "" {
		return
	}
	out.Created = append(out.Created, id)
	for i := range out.Tickets {
		out.Tickets[i].Targets = append(slices.Clip(out.Tickets[i].Targets), resource.Target{Kind: kind, ID: id, Name: name})
	}
}

// copySnapshotFields offers the other zones.
func copySnapshotFields(ctx context.Context, c cloud.Caller, items []DiskSnapshot, _ url.Values) ([]resource.Field, error) {
	places, err := elasticPlaces(ctx, c)
	f := resource.Field{Name: "zones", Label: resource.T("field.snapshots.copy_to"), Input: resource.CheckInput, Required: true}
	for _, p := range places {
		if p.Code != items[0].AvailableZoneCode {
			f.Choices = append(f.Choices, resource.Choice{Value: p.Code, Label: resource.Lit(p.Name), Note: resource.Lit(p.Region)})
		}
	}
	return []resource.Field{f}, err
}

// copySnapshots is one call per zone: each copy has an outcome of its own.
func copySnapshots(items []DiskSnapshot, form url.Values) ([]resource.Step, error) {
	s := items[0]
	about := func(answer ebs.CopySnapshotCrossAZResponse, out *resource.Outcome) {
		made(out, "snapshots", string(answer.SnapshotID), s.SnapshotName)
	}
	var steps []resource.Step
	for _, zone := range form["zones"] {
		req := ebs.CopySnapshotCrossAZRequest{SnapshotID: s.id(), AvailableZoneCode: zone}
		steps = append(steps, resource.DoThen(ebs.CopySnapshotCrossAZ, req, about, snapshotTarget(s)))
	}
	return steps, nil
}

// deleteSnapshots calls once per snapshot: one that cannot be deleted must not
// keep the others.
func deleteSnapshots(items []DiskSnapshot, _ url.Values) ([]resource.Step, error) {
	var steps []resource.Step
	for _, s := range items {
		steps = append(steps, resource.Do(ebs.DeleteSnapshot, ebs.DeleteSnapshotRequest{SnapshotIDs: []string{s.id()}}, snapshotTarget(s)))
	}
	return steps, nil
}

func snapshotLosses(items []DiskSnapshot) []resource.Text {
	var out []resource.Text
	for _, s := range items {
		key := "loss.snapshot"
		if s.Gone {
			key = "loss.snapshot_last"
		}
		out = append(out, resource.T(key, s.SnapshotName, s.DiskName, s.CreateTime.Time))
	}
	return out
}
