package catalog

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ebs"
	"yunque/internal/resource"
)

var cloudDiskOps = []resource.Op[CloudDisk]{
	{Slug: "create", Icon: "plus", Effect: resource.Spend, Danger: resource.Confirm, Alone: true,
		Fields: newDiskFields, PlanAfter: createDisks, Price: priceNewDisks,
		Beside: map[string]string{
			"InvalidAvailableZone.NotFound": "zone", "InvalidEcsId.NotFound": "server", "InvalidOperation.AzMismatch": "server",
			"InvalidOperation.InstanceStatusUnsupported": "server", "QuotaExceed.Disk": "size", "MinDiskSizeLess": "size",
			"MaxDiskSizeExceed": "size", "InvalidDiskSize.ValueNotSupported": "size", "InvalidParameter": "name",
			"InvalidSnapshotId.NotFound": "snapshot", "InvalidOperation.SnapshotStatusUnsupported": "snapshot",
		}},
	{Slug: "attach", Icon: "plug-connected", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: diskAttachable, Fields: attachFields, Plan: attachDisks,
		Beside: map[string]string{"InvalidOperation.AzMismatch": "server", "InvalidEcsId.NotFound": "server", "InvalidOperation.InstanceStatusUnsupported": "server"}},
	{Slug: "detach", Icon: "plug-connected-x", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: diskDetachable, Plan: detachDisks},
	{Slug: "extend", Icon: "arrows-diff", Set: resource.SizeSet, Top: true, Effect: resource.Spend, Danger: resource.Confirm,
		Offered: diskSound, Fields: extendFields, PlanAfter: extendDisk, Price: priceExtension,
		Beside: map[string]string{"QuotaExceed.Disk": "size", "MinDiskSizeLess": "size", "MaxDiskSizeExceed": "size", "InvalidDiskSize.ValueNotSupported": "size"}},
	snapshotDisks,
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: diskDeletable, Fields: diskDeleteFields, Plan: deleteDisks, Loses: diskLosses, Keeps: diskKeeps},
}

// inDiskState passes disks whose state has one of our words.
func (d CloudDisk) in(states ...string) bool {
	return slices.Contains(states, diskStates.value(d.Status).Value)
}

// diskSound offers what needs a disk that nothing is being done to.
func diskSound(d CloudDisk) resource.Text {
	switch {
	case diskStates.state(d.Status).Tone == resource.Busy:
		return resource.T("reason.changing")
	case !d.in("ecs.disk_in_use", "disk.free"):
		return resource.T("reason.disk_broken")
	}
	return resource.Text{}
}

func diskAttachable(d CloudDisk) resource.Text {
	switch {
	case d.system():
		return resource.T("reason.system_disk_stays")
	case d.attached():
		return resource.T("reason.disk_attached")
	}
	return diskSound(d)
}

func diskDetachable(d CloudDisk) resource.Text {
	switch {
	case d.system():
		return resource.T("reason.system_disk_stays")
	case !d.attached():
		return resource.T("reason.disk_free")
	}
	return diskSound(d)
}

// diskDeletable keeps disks that a server has: they are detached first. A
// system disk goes with its server only.
func diskDeletable(d CloudDisk) resource.Text {
	switch {
	case diskStates.state(d.Status).Tone == resource.Busy:
		return resource.T("reason.changing")
	case d.system():
		return resource.T("reason.system_disk_goes")
	case d.attached():
		return resource.T("reason.disk_detach_first", d.EcsName)
	}
	return resource.Text{}
}

func cloudDiskTarget(d CloudDisk) resource.Target {
	return resource.Target{Kind: "disks", ID: d.id(), Name: d.DiskName, Note: d.Zone}
}

// placedServers reads the zones and the servers in them, to be told apart by
// the codes that disks have.
func placedServers(ctx context.Context, c cloud.Caller) ([]Place, []Elastic, error) {
	var places []Place
	var servers []Elastic
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) { places, err = elasticPlaces(both, c); return err })
	group.Go(func() (err error) { servers, err = listElastic(both, c); return err })
	err := group.Wait()
	slices.SortStableFunc(servers, byName(Elastic.name))
	return places, servers, err
}

// serverChoices are the servers of a zone. Disks are attached to such as run
// or are shut down.
func serverChoices(places []Place, servers []Elastic, zone string) []resource.Choice {
	var out []resource.Choice
	for _, s := range servers {
		if codeOf(places, s) == zone {
			o := resource.Choice{Value: s.id(), Label: resource.Lit(s.EcsName), Note: resource.Lit(s.PrivateNet), Disabled: !elasticIs("running", "stopped")(s)}
			if o.Disabled {
				o.Note = elasticStates.state(s.Status).Word
			}
			out = append(out, o)
		}
	}
	return out
}

// codeOf is the code of a server's zone; a server itself tells its id.
func codeOf(places []Place, s Elastic) string {
	for _, p := range places {
		if p.ID == s.AzID {
			return p.Code
		}
	}
	return ""
}

// attachFields offers the servers of the disks' zone: no other can have them.
func attachFields(ctx context.Context, c cloud.Caller, items []CloudDisk, _ url.Values) ([]resource.Field, error) {
	places, servers, err := placedServers(ctx, c)
	if err != nil {
		return nil, err
	}
	f := resource.Field{Name: "server", Label: resource.T("field.disks.server"), Hint: resource.T("hint.disk_server", items[0].Zone), Input: resource.SelectInput, Required: true,
		Choices: serverChoices(places, servers, items[0].AvailableZoneCode)}
	return []resource.Field{f, goesField()}, nil
}

// goesField asks whether disks go with their server. The provider's own answer
// is yes, ours is the one that loses nothing.
func goesField() resource.Field {
	return resource.Field{Name: "goes", Label: resource.T("field.disks.goes"), Hint: resource.T("hint.disk_goes"), Input: resource.SwitchInput}
}

func attachDisks(items []CloudDisk, form url.Values) ([]resource.Step, error) {
	req := ebs.AttachDiskRequest{InstanceID: form.Get("server"), ReleaseWithInstance: flag(form.Get("goes") == "true")}
	var targets []resource.Target
	for _, d := range items {
		if d.AvailableZoneCode != items[0].AvailableZoneCode {
			return nil, resource.FieldErrors{"server": resource.T("disk.other_zone", d.DiskName, d.Zone)}
		}
		req.DiskIDs, targets = append(req.DiskIDs, d.id()), append(targets, cloudDiskTarget(d))
	}
	return []resource.Step{resource.Do(ebs.AttachDisk, req, targets...)}, nil
}

// detachDisks is one call per server, which is busy with it once.
func detachDisks(items []CloudDisk, _ url.Values) ([]resource.Step, error) {
	var servers []cloud.ID
	of := map[cloud.ID]*batch{}
	for _, d := range items {
		if of[d.EcsID] == nil {
			servers, of[d.EcsID] = append(servers, d.EcsID), &batch{}
		}
		b := of[d.EcsID]
		b.ids, b.targets = append(b.ids, d.id()), append(b.targets, cloudDiskTarget(d))
	}
	var steps []resource.Step
	for _, id := range servers {
		steps = append(steps, resource.Do(ebs.DetachDisk, ebs.DetachDiskRequest{DiskIDs: of[id].ids}, of[id].targets...))
	}
	return steps, nil
}

// extendFields take no size below the present one: disks only grow.
func extendFields(ctx context.Context, c cloud.Caller, items []CloudDisk, _ url.Values) ([]resource.Field, error) {
	d := items[0]
	quota, err := diskQuota(ctx, c, d.AvailableZoneCode, d.DiskFeature)
	now := int(d.Size)
	f := diskSizeField(quota, now)
	f.Label, f.Min, f.Value = resource.T("field.disks.new_size"), itoa(now), itoa(now)
	f.Hint = resource.T("hint.disk_extend", now, diskStep)
	if quota != nil {
		f.Hint = resource.T("hint.disk_extend_quota", now, diskStep, quota.left())
	}
	return []resource.Field{f}, err
}

func extendDisk(ctx context.Context, c cloud.Caller, items []CloudDisk, form url.Values) ([]resource.Step, error) {
	d := items[0]
	size, now := whole(form.Get("size")), int(d.Size)
	if size == now {
		return nil, resource.FieldErrors{"size": resource.T("form.unchanged")}
	}
	quota, err := diskQuota(ctx, c, d.AvailableZoneCode, d.DiskFeature)
	if err == nil {
		err = quota.allows(size - now)
	}
	if err != nil {
		return nil, err
	}
	return []resource.Step{resource.Do(ebs.ExtendDisk, ebs.ExtendDiskRequest{DiskID: d.id(), ExtendedSize: size}, cloudDiskTarget(d))}, nil
}

func diskDeleteFields(context.Context, cloud.Caller, []CloudDisk, url.Values) ([]resource.Field, error) {
	return []resource.Field{{Name: "snapshots", Label: resource.T("field.disks.with_snapshots"), Hint: resource.T("hint.disk_snapshots"), Input: resource.SwitchInput}}, nil
}

// deleteDisks calls once per disk: one that cannot be deleted must not keep
// the others, and each has an outcome of its own.
func deleteDisks(items []CloudDisk, form url.Values) ([]resource.Step, error) {
	var steps []resource.Step
	for _, d := range items {
		req := ebs.DeleteDiskRequest{DiskIDs: []string{d.id()}}
		if form.Get("snapshots") == "true" {
			req.DeleteSnapshot = 1
		}
		steps = append(steps, resource.Do(ebs.DeleteDisk, req, cloudDiskTarget(d)))
	}
	return steps, nil
}

func diskLosses(items []CloudDisk) []resource.Text {
	var out []resource.Text
	for _, d := range items {
		out = append(out, resource.T("loss.cloud_disk", d.DiskName, strconv.Itoa(int(d.Size)), d.id()))
	}
	return out
}

// diskKeeps tells the snapshots that are left, as far as they are known.
func diskKeeps(items []CloudDisk) []resource.Text {
	var out []resource.Text
	for _, d := range items {
		ever, days := 0, 0
		for _, s := range d.Snapshots {
			if s.ReservedTime == keptForever {
				ever++
			} else {
				days++
			}
		}
		if ever > 0 {
			out = append(out, resource.T("kept.disk_snapshots", ever, d.DiskName))
		}
		if days > 0 {
			out = append(out, resource.T("kept.disk_days", days, d.DiskName))
		}
	}
	return out
}
