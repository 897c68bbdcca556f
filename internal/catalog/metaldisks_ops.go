package catalog

import (
	"context"
	"net/url"
	"slices"

	"yunque/internal/cloud"
	"yunque/internal/cloud/bmsdisk"
	"yunque/internal/resource"
)

var metalDiskOps = []resource.Op[MetalDisk]{
	{Slug: "create", Icon: "plus", Effect: resource.Spend, Danger: resource.Confirm, Alone: true,
		Fields: newMetalDiskFields, PlanAfter: createMetalDisks, Watch: metalDiskRests,
		Beside: map[string]string{"QuotaExceed.Disk": "count", "NotSufficient": "size"}},
	{Slug: "attach", Icon: "plug-connected", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: metalDiskAttachable, Fields: metalAttachFields, Plan: attachMetalDisks, Watch: metalDiskRests,
		Beside: map[string]string{"ParameterInvalid": "server", "QuotaExceed.Disk": "server"}},
	{Slug: "detach", Icon: "plug-connected-x", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: metalDiskDetachable, Plan: detachMetalDisks, Watch: metalDiskRests},
	{Slug: "extend", Icon: "arrows-diff", Set: resource.SizeSet, Top: true, Effect: resource.Spend, Danger: resource.Confirm,
		Offered: metalDiskSound, Fields: metalExtendFields, Plan: extendMetalDisk, Watch: metalDiskRests,
		Beside: map[string]string{"ParameterInvalid": "size", "NotSufficient": "size"}},
	{Slug: "iops", Icon: "gauge", Set: resource.SizeSet, Effect: resource.Spend, Danger: resource.Confirm,
		Offered: metalDiskSound, Fields: metalIOPSFields, Plan: changeMetalIOPS, Watch: metalDiskRests,
		Beside: map[string]string{"ParameterInvalid": "iops"}},
	{Slug: "bandwidth", Icon: "gauge", Set: resource.SizeSet, Effect: resource.Spend, Danger: resource.Confirm,
		Offered: metalDiskSound, Fields: metalBandwidthFields, Plan: changeMetalBandwidth, Watch: metalDiskRests,
		Beside: map[string]string{"ParameterInvalid": "bandwidth"}},
	{Slug: "snapshot", Icon: "camera-plus", Set: resource.CopySet, Top: true, Effect: resource.Spend, Danger: resource.Confirm, Bulk: true,
		Offered: metalDiskSound, Fields: metalSnapshotNameFields, Plan: snapshotMetalDisks, Watch: metalDiskRests,
		Beside: map[string]string{"ParameterInvalid": "name", "QuotaExceed.Snapshot": "name"}},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: metalDiskDeletable, Loses: metalDiskLosses, Plan: deleteMetalDisks, Watch: func(MetalDisk) bool { return false }}, // it has ended once the disk is gone
}

// metalDiskRests is the only sign that something has ended: the chapter's tasks
// cannot be asked about.
func metalDiskRests(d MetalDisk) bool { return !d.busy() }

// metalDiskSound offers what needs a disk that nothing is being done to.
func metalDiskSound(d MetalDisk) resource.Text {
	switch {
	case d.busy():
		return resource.T("reason.changing")
	case !d.attached() && !d.in("disk.free"):
		return resource.T("reason.disk_broken")
	}
	return resource.Text{}
}

func metalDiskAttachable(d MetalDisk) resource.Text {
	if d.attached() {
		return resource.T("reason.disk_attached")
	}
	return metalDiskSound(d)
}

func metalDiskDetachable(d MetalDisk) resource.Text {
	if d.in("disk.free") {
		return resource.T("reason.disk_free")
	}
	return metalDiskSound(d)
}

// metalDiskDeletable keeps disks that a server has: they are detached first.
func metalDiskDeletable(d MetalDisk) resource.Text {
	switch {
	case d.busy():
		return resource.T("reason.changing")
	case d.attached():
		return resource.T("reason.metal_detach_first")
	}
	return resource.Text{}
}

func metalDiskTarget(d MetalDisk) resource.Target {
	return resource.Target{Kind: "bare-metal-disks", ID: d.id(), Name: d.Name, Note: d.zone()}
}

// metalAttachFields offers the servers of the disks' zone.
func metalAttachFields(ctx context.Context, c cloud.Caller, items []MetalDisk, _ url.Values) ([]resource.Field, error) {
	servers, err := hostServers(ctx, c, items[0])
	return []resource.Field{{Name: "server", Label: resource.T("field.bare-metal-disks.server"), Hint: resource.T("hint.metal_server", items[0].zone()),
		Input: resource.SelectInput, Required: true, Choices: servers}}, err
}

func attachMetalDisks(items []MetalDisk, form url.Values) ([]resource.Step, error) {
	var steps []resource.Step
	for _, d := range items {
		if d.zone() != items[0].zone() {
			return nil, resource.FieldErrors{"server": resource.T("disk.other_zone", d.Name, d.zone())}
		}
		steps = append(steps, resource.Do(bmsdisk.AttachDisk, bmsdisk.AttachDiskRequest{InstanceID: form.Get("server"), DiskID: d.id()}, metalDiskTarget(d)))
	}
	return steps, nil
}

func detachMetalDisks(items []MetalDisk, _ url.Values) ([]resource.Step, error) {
	return metalDiskSteps(bmsdisk.DetachDisk, items), nil
}

func deleteMetalDisks(items []MetalDisk, _ url.Values) ([]resource.Step, error) {
	return metalDiskSteps(bmsdisk.DeleteDisk, items), nil
}

// metalDiskSteps calls once per disk.
func metalDiskSteps(a cloud.Action[bmsdisk.DiskRef, bmsdisk.DiskTasks], items []MetalDisk) []resource.Step {
	var steps []resource.Step
	for _, d := range items {
		steps = append(steps, resource.Do(a, bmsdisk.DiskRef{DiskID: d.id()}, metalDiskTarget(d)))
	}
	return steps
}

// metalExtendFields ask for the size that a disk is to have: disks only grow.
// Neither steps nor a largest size are documented.
func metalExtendFields(_ context.Context, _ cloud.Caller, items []MetalDisk, _ url.Values) ([]resource.Field, error) {
	now := itoa(int(items[0].Size))
	return []resource.Field{{Name: "size", Label: resource.T("field.bare-metal-disks.new_size"), Hint: resource.T("hint.metal_extend", int(items[0].Size)),
		Input: resource.NumberInput, Required: true, Unit: resource.T("unit.gb"), Min: now, Value: now}}, nil
}

// extendMetalDisk sends what is added: the provider takes the difference.
func extendMetalDisk(items []MetalDisk, form url.Values) ([]resource.Step, error) {
	d := items[0]
	more := whole(form.Get("size")) - int(d.Size)
	if more == 0 {
		return nil, resource.FieldErrors{"size": resource.T("form.unchanged")}
	}
	return []resource.Step{resource.Do(bmsdisk.ExpansionSize, bmsdisk.ExpansionSizeRequest{DiskID: d.id(), Size: more}, metalDiskTarget(d))}, nil
}

func metalIOPSFields(_ context.Context, _ cloud.Caller, items []MetalDisk, _ url.Values) ([]resource.Field, error) {
	f := iopsField(int(items[0].IOPS))
	f.Hint = resource.T("hint.metal_now_iops", int(items[0].IOPS))
	return []resource.Field{f}, nil
}

func changeMetalIOPS(items []MetalDisk, form url.Values) ([]resource.Step, error) {
	d, iops := items[0], whole(form.Get("iops"))
	if iops == int(d.IOPS) {
		return nil, resource.FieldErrors{"iops": resource.T("form.unchanged")}
	}
	return []resource.Step{resource.Do(bmsdisk.ChangeIOPS, bmsdisk.ChangeIOPSRequest{DiskID: d.id(), IOPS: iops}, metalDiskTarget(d))}, nil
}

func metalBandwidthFields(_ context.Context, _ cloud.Caller, items []MetalDisk, _ url.Values) ([]resource.Field, error) {
	f := diskBandwidthField(int(items[0].Bw))
	f.Hint = resource.T("hint.metal_now_bandwidth", int(items[0].Bw))
	return []resource.Field{f}, nil
}

func changeMetalBandwidth(items []MetalDisk, form url.Values) ([]resource.Step, error) {
	d, bandwidth := items[0], whole(form.Get("bandwidth"))
	if bandwidth == int(d.Bw) {
		return nil, resource.FieldErrors{"bandwidth": resource.T("form.unchanged")}
	}
	return []resource.Step{resource.Do(bmsdisk.ChangeBandwidth, bmsdisk.ChangeBandwidthRequest{DiskID: d.id(), Bw: bandwidth}, metalDiskTarget(d))}, nil
}

// metalDiskLosses tell the data, and the snapshots known: no document says
// whether they go with their disk.
func metalDiskLosses(items []MetalDisk) []resource.Text {
	var out []resource.Text
	for _, d := range items {
		out = append(out, resource.T("loss.cloud_disk", d.Name, itoa(int(d.Size)), d.id()))
		if n := len(d.Snapshots); n > 0 {
			out = append(out, resource.T("loss.metal_snapshots", n, d.Name))
		}
	}
	return out
}

// metalDiskChoices are disks to choose from; not is why one is not to be had.
func metalDiskChoices(disks []MetalDisk, not func(MetalDisk) resource.Text) []resource.Choice {
	disks = slices.Clone(disks)
	slices.SortStableFunc(disks, byName(MetalDisk.name))
	var out []resource.Choice
	for _, d := range disks {
		o := resource.Choice{Value: d.id(), Label: resource.Lit(d.Name + " · " + d.zone()), Note: resource.T("cell.gb", int(d.Size))}
		if not != nil {
			if why := not(d); !why.IsZero() {
				o.Note, o.Disabled = why, true
			}
		}
		out = append(out, o)
	}
	return out
}
