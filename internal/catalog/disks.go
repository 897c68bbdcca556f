package catalog

import (
	"context"
	"strconv"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ebs"
	"yunque/internal/resource"
)

// storagePage is how many disks, snapshots or chains one call asks for.
const storagePage = 500

// diskStates are the words of the EBS chapter's status table, and deleting,
// which it lacks. A disk that waits for a server is paid for all the same.
var diskStates = words{
	"running":           {resource.OK, "ecs.disk_in_use"},
	"waiting":           {resource.OffBilled, "disk.free"},
	"building":          {resource.Busy, "creating"},
	"mounting":          {resource.Busy, "ecs.disk_attaching"},
	"unmounting":        {resource.Busy, "ecs.disk_detaching"},
	"updating":          {resource.Busy, "updating"},
	"recovering":        {resource.Busy, "ecs.recovering"},
	"cancel_recycling":  {resource.Busy, "ecs.unrecycling"},
	"creating_snapshot": {resource.Busy, "ecs.disk_snapshot"},
	"rollback":          {resource.Busy, "ecs.disk_rollback"},
	"deleting":          {resource.Busy, "deleting"},
	"recycling":         {resource.Attention, "ecs.recycling"},
	"build_fail":        {resource.Failed, "ecs.failed"},
	"error":             {resource.Failed, "error"},
}

// CloudDisk is one cloud disk with the name of its zone, which its own record
// has no word of. One that is read by itself has its snapshots.
type CloudDisk struct {
	ebs.Disk
	Zone      string
	Snapshots []DiskSnapshot
}

func (d CloudDisk) id() string     { return string(d.DiskID) }
func (d CloudDisk) name() string   { return d.DiskName }
func (d CloudDisk) system() bool   { return d.Property == "system" }
func (d CloudDisk) attached() bool { return d.EcsID != "" }

// Disks are the cloud disks of elastic servers (ebs).
var Disks = &resource.Kind[CloudDisk]{
	Slug: "disks", Icon: "database", Group: "storage",

	ID:    CloudDisk.id,
	Name:  CloudDisk.name,
	Where: func(d CloudDisk) resource.Text { return resource.Lit(d.Zone) },
	State: func(d CloudDisk) resource.State { return diskStates.state(d.Status) },

	List: listDisks,
	Get:  getDisk,
	Search: func(d CloudDisk) []string {
		return []string{d.id(), d.DiskName, string(d.EcsID), d.EcsName, d.Zone, d.AvailableZoneCode}
	},

	Columns: []resource.Column[CloudDisk]{
		{Key: "name", Cell: func(d CloudDisk) resource.Cell { return named("disks", d.id(), d.DiskName) }, Less: byName(CloudDisk.name)},
		{Key: "status", Cell: diskState, Less: by(func(d CloudDisk) string { return d.Status })},
		{Key: "zone", Cell: func(d CloudDisk) resource.Cell { return text(d.Zone) }, Less: byName(func(d CloudDisk) string { return d.Zone })},
		{Key: "server", Cell: diskServer, Less: byName(func(d CloudDisk) string { return d.EcsName })},
		{Key: "use", Cell: diskUseCell, Less: by(func(d CloudDisk) string { return d.Property })},
		{Key: "size", Cell: diskSize, Right: true, Less: by(func(d CloudDisk) int { return int(d.Size) })},
		{Key: "goes", Cell: diskGoes},
		{Key: "charge", Cell: diskCharge, Less: by(func(d CloudDisk) string { return d.BillingMethod }), Hidden: true},
	},
	Filters: []resource.Property[CloudDisk]{
		{Key: "status", Quick: true, Known: diskStates.choices("ecs.disk_in_use", "disk.free", "error"),
			Values: func(d CloudDisk) []resource.Choice { return []resource.Choice{diskStates.value(d.Status)} }},
		{Key: "zone", Values: func(d CloudDisk) []resource.Choice {
			return []resource.Choice{{Value: d.AvailableZoneCode, Label: resource.Lit(d.Zone)}}
		}},
		{Key: "use", Values: func(d CloudDisk) []resource.Choice {
			return []resource.Choice{{Value: d.Property, Label: diskProperty(d.Property)}}
		}},
		{Key: "server", Values: func(d CloudDisk) []resource.Choice {
			if !d.attached() {
				return nil
			}
			return []resource.Choice{{Value: string(d.EcsID), Label: resource.Lit(d.EcsName)}}
		}},
	},
	Sections: []resource.Facts[CloudDisk]{
		{Key: "basic", List: []resource.FactOf[CloudDisk]{
			{Key: "size", Cell: diskSize},
			{Key: "use", Cell: diskUseCell},
			{Key: "zone", Cell: func(d CloudDisk) resource.Cell { return placeCell(d.Zone, d.AvailableZoneCode) }},
			{Key: "charge", Cell: diskCharge},
		}},
		{Key: "attached", List: []resource.FactOf[CloudDisk]{
			{Key: "server", Cell: diskServer},
			{Key: "goes", Cell: diskGoes},
		}},
	},
	Related: []resource.Related[CloudDisk]{diskSnapshots, diskChains, costTab(CloudDisk.id)},
	Ops:     cloudDiskOps,
}

// diskSnapshots are the snapshots of a disk, the newest first.
var diskSnapshots = resource.Rows("snapshots", Snapshots,
	func(_ context.Context, _ cloud.Caller, d CloudDisk) ([]DiskSnapshot, error) { return d.Snapshots, nil },
	"name", "status", "created", "size", "zone", "kept").With("snapshot")

// diskChains are the chains they stand in: one for each zone.
var diskChains = resource.Rows("snapshots", SnapshotChains,
	func(ctx context.Context, c cloud.Caller, d CloudDisk) ([]SnapshotChain, error) {
		return chainsOf(ctx, c, d.id())
	},
	"name", "zone", "snapshots", "size")

func diskState(d CloudDisk) resource.Cell {
	return resource.Cell{Kind: resource.StatusCell, State: diskStates.state(d.Status)}
}

// diskServer is the server that has the disk; empty for none.
func diskServer(d CloudDisk) resource.Cell {
	if !d.attached() {
		return resource.Cell{}
	}
	return named("ecs", string(d.EcsID), d.EcsName)
}

// diskProperty says what a disk is for; a word we do not know stands for
// itself.
func diskProperty(property string) resource.Text {
	switch property {
	case "system", "data":
		return resource.T("ecs.use." + property)
	}
	return resource.Lit(property)
}

func diskUseCell(d CloudDisk) resource.Cell {
	return resource.Cell{Text: diskProperty(d.Property), Sub: elasticDisk(d.DiskFeature)}
}

func diskSize(d CloudDisk) resource.Cell {
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.gb", int(d.Size))}
}

// diskGoes says whether a disk is deleted with its server; nothing where it
// has none.
func diskGoes(d CloudDisk) resource.Cell {
	if !d.attached() {
		return resource.Cell{}
	}
	return resource.Cell{Text: resource.T("disk.goes." + strconv.FormatBool(bool(d.ReleaseWithInstance)))}
}

func diskCharge(d CloudDisk) resource.Cell {
	return resource.Cell{Text: elasticBilling(d.BillingMethod)}
}

// placeCell is a zone with its code.
func placeCell(name, code string) resource.Cell {
	if name == code {
		return text(code)
	}
	return two(name, code)
}

func listDisks(ctx context.Context, c cloud.Caller) ([]CloudDisk, error) {
	var zones zoneNames
	var all []ebs.Disk
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error { zones = zonesByCode(ctx, c); return nil })
	group.Go(func() (err error) { all, err = disksIn(both, c, ""); return err })
	err := group.Wait()
	out := make([]CloudDisk, len(all))
	for i, d := range all {
		out[i] = CloudDisk{Disk: d, Zone: zones.of(d.AvailableZoneCode)}
	}
	return out, err
}

// disksIn reads the disks of a zone, or with "" those of all zones.
func disksIn(ctx context.Context, c cloud.Caller, zone string) ([]ebs.Disk, error) {
	ask := func(ctx context.Context, page int) (cloud.Batch[ebs.Disk], error) {
		out, err := ebs.DescribeDiskList.Call(ctx, c, ebs.DescribeDiskListRequest{AvailableZoneCode: zone, PageNumber: page, PageSize: storagePage})
		return cloud.Batch[ebs.Disk]{Items: out.DiskList, Total: out.Page.Total}, err
	}
	return cloud.All(ctx, ask, func(d ebs.Disk) string { return string(d.DiskID) })
}

// getDisk reads a disk with its snapshots, those in other zones too.
func getDisk(ctx context.Context, c cloud.Caller, id string) (CloudDisk, error) {
	var zones zoneNames
	var found ebs.DescribeDiskResponse
	var snapshots []ebs.Snapshot
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error { zones = zonesByCode(ctx, c); return nil })
	group.Go(func() (err error) { found, err = ebs.DescribeDisk.Call(both, c, ebs.DiskRef{DiskID: id}); return err })
	group.Go(func() (err error) { snapshots, err = snapshotsOf(both, c, id); return err })
	err := group.Wait()
	if cloud.HasCode(err, "InvalidDiskId.NotFound") || err == nil && found.DiskInfo.DiskID == "" {
		return CloudDisk{}, &resource.NotFound{Kind: "disks", ID: id}
	}
	d := CloudDisk{Disk: found.DiskInfo, Zone: zones.of(found.DiskInfo.AvailableZoneCode)}
	d.Snapshots = inZones(snapshots, zones, &d)
	return d, err
}

// zoneNames are the names of zones by their codes.
type zoneNames map[string]string

// zonesByCode reads the zones' names. A page does without them rather than
// not at all.
func zonesByCode(ctx context.Context, c cloud.Caller) zoneNames {
	places, err := elasticPlaces(ctx, c)
	if err != nil {
		return nil
	}
	out := zoneNames{}
	for _, p := range places {
		out[p.Code] = p.Name
	}
	return out
}

// of is the name of a zone, or its code where it has none.
func (z zoneNames) of(code string) string {
	if name := z[code]; name != "" {
		return name
	}
	return code
}
