package catalog

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ebs"
	"yunque/internal/resource"
)

// snapshotStates are the words of the snapshot chapter's status table.
var snapshotStates = words{
	"running":            {resource.OK, "available"},
	"creating":           {resource.Busy, "creating"},
	"disk_creating":      {resource.Busy, "snapshot.making_disk"},
	"disk_rollback":      {resource.Busy, "ecs.disk_rollback"},
	"deleting":           {resource.Busy, "deleting"},
	"destroying":         {resource.Busy, "deleting"},
	"cancel_recycling":   {resource.Busy, "ecs.unrecycling"},
	"recycling":          {resource.Attention, "ecs.recycling"},
	"recycle_destroying": {resource.Busy, "deleting"},
	"create_fail":        {resource.Failed, "ecs.failed"},
	"error":              {resource.Failed, "error"},
	"deleted":            {resource.Gone, "ecs.deleted"},
	"destroy":            {resource.Gone, "ecs.deleted"},
}

// keptForever is the time of a snapshot that is kept until it is deleted.
const keptForever = "Forever"

// DiskSnapshot is one snapshot with the name of its zone. Of one read by
// itself, or on its disk's page, the disk is known too.
type DiskSnapshot struct {
	ebs.Snapshot
	Zone string
	Disk *CloudDisk
	Gone bool // the disk is known not to exist any more
}

func (s DiskSnapshot) id() string   { return string(s.SnapshotID) }
func (s DiskSnapshot) name() string { return s.SnapshotName }
func (s DiskSnapshot) system() bool { return s.DiskProperty == "system" }

// expires is when the provider deletes the snapshot by itself; zero for never.
func (s DiskSnapshot) expires() time.Time {
	days, err := strconv.Atoi(string(s.ReservedTime))
	if err != nil || s.CreateTime.IsZero() {
		return time.Time{}
	}
	return s.CreateTime.AddDate(0, 0, days)
}

// Snapshots are the snapshots of cloud disks (snapshot).
var Snapshots = &resource.Kind[DiskSnapshot]{
	Slug: "snapshots", Icon: "camera", Group: "storage",

	ID:    DiskSnapshot.id,
	Name:  DiskSnapshot.name,
	Where: func(s DiskSnapshot) resource.Text { return resource.Lit(s.Zone) },
	State: func(s DiskSnapshot) resource.State { return snapshotStates.state(s.SnapshotStatus) },

	List: listSnapshots,
	Get:  getSnapshot,
	Search: func(s DiskSnapshot) []string {
		return []string{s.id(), s.SnapshotName, string(s.DiskID), s.DiskName, s.Zone, s.AvailableZoneCode}
	},

	Columns: []resource.Column[DiskSnapshot]{
		{Key: "name", Cell: func(s DiskSnapshot) resource.Cell { return named("snapshots", s.id(), s.SnapshotName) }, Less: byName(DiskSnapshot.name)},
		{Key: "status", Cell: func(s DiskSnapshot) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: snapshotStates.state(s.SnapshotStatus)}
		}, Less: by(func(s DiskSnapshot) string { return s.SnapshotStatus })},
		{Key: "created", Cell: func(s DiskSnapshot) resource.Cell { return when(s.CreateTime.Time) }, Less: by(func(s DiskSnapshot) int64 { return s.CreateTime.Unix() })},
		{Key: "disk", Cell: snapshotDisk, Less: byName(func(s DiskSnapshot) string { return s.DiskName })},
		{Key: "use", Cell: snapshotUse, Less: by(func(s DiskSnapshot) string { return s.DiskProperty })},
		{Key: "size", Cell: snapshotSize, Right: true, Less: by(func(s DiskSnapshot) int { return int(s.DiskSize) })},
		{Key: "zone", Cell: func(s DiskSnapshot) resource.Cell { return text(s.Zone) }, Less: byName(func(s DiskSnapshot) string { return s.Zone })},
		{Key: "kept", Cell: snapshotKept, Less: by(func(s DiskSnapshot) int { return keptDays(s) })},
		{Key: "expires", Cell: func(s DiskSnapshot) resource.Cell { return when(s.expires()) }, Less: by(func(s DiskSnapshot) int64 { return s.expires().Unix() }), Hidden: true},
	},
	Filters: []resource.Property[DiskSnapshot]{
		{Key: "status", Quick: true, Known: snapshotStates.choices("available", "creating", "error"),
			Values: func(s DiskSnapshot) []resource.Choice {
				return []resource.Choice{snapshotStates.value(s.SnapshotStatus)}
			}},
		{Key: "zone", Values: func(s DiskSnapshot) []resource.Choice {
			return []resource.Choice{{Value: s.AvailableZoneCode, Label: resource.Lit(s.Zone)}}
		}},
		{Key: "use", Values: func(s DiskSnapshot) []resource.Choice {
			return []resource.Choice{{Value: s.DiskProperty, Label: diskProperty(s.DiskProperty)}}
		}},
		{Key: "kept", Values: func(s DiskSnapshot) []resource.Choice {
			if s.ReservedTime == keptForever {
				return []resource.Choice{{Value: "forever", Label: resource.T("snapshot.forever")}}
			}
			return []resource.Choice{{Value: "days", Label: resource.T("snapshot.for_days")}}
		}},
		{Key: "disk", Values: func(s DiskSnapshot) []resource.Choice {
			return []resource.Choice{{Value: string(s.DiskID), Label: resource.Lit(s.DiskName)}}
		}},
	},
	Heed: snapshotHeed,
	Sections: []resource.Facts[DiskSnapshot]{
		{Key: "basic", List: []resource.FactOf[DiskSnapshot]{
			{Key: "created", Cell: func(s DiskSnapshot) resource.Cell { return when(s.CreateTime.Time) }},
			{Key: "kept", Cell: snapshotKept},
			{Key: "expires", Cell: func(s DiskSnapshot) resource.Cell { return when(s.expires()) }},
			{Key: "zone", Cell: func(s DiskSnapshot) resource.Cell { return placeCell(s.Zone, s.AvailableZoneCode) }},
		}},
		{Key: "disk", List: []resource.FactOf[DiskSnapshot]{
			{Key: "disk", Cell: snapshotDisk},
			{Key: "use", Cell: snapshotUse},
			{Key: "size", Cell: snapshotSize},
			{Key: "server", Cell: func(s DiskSnapshot) resource.Cell {
				if s.Disk == nil {
					return resource.Cell{}
				}
				return diskServer(*s.Disk)
			}},
		}},
	},
	Related: []resource.Related[DiskSnapshot]{snapshotChain, snapshotImages},
	Ops:     snapshotOps,
}

func snapshotSize(s DiskSnapshot) resource.Cell {
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.gb", int(s.DiskSize))}
}

func snapshotUse(s DiskSnapshot) resource.Cell {
	return resource.Cell{Text: diskProperty(s.DiskProperty)}
}

// snapshotDisk leads to the disk, unless that is known to be gone.
func snapshotDisk(s DiskSnapshot) resource.Cell {
	c := named("disks", string(s.DiskID), s.DiskName)
	if s.Gone {
		c.Href, c.Sub, c.MonoS = "", resource.T("snapshot.disk_gone"), false
	}
	return c
}

// keptDays orders snapshots by how long they are kept.
func keptDays(s DiskSnapshot) int {
	days, err := strconv.Atoi(string(s.ReservedTime))
	if err != nil {
		return 1 << 30
	}
	return days
}

func snapshotKept(s DiskSnapshot) resource.Cell { return resource.Cell{Text: s.Kept()} }

// Kept says how long a snapshot is kept.
func (s DiskSnapshot) Kept() resource.Text {
	if s.ReservedTime == keptForever {
		return resource.T("snapshot.forever")
	}
	if days, err := strconv.Atoi(string(s.ReservedTime)); err == nil {
		return resource.T("snapshot.days", days)
	}
	return resource.Lit(string(s.ReservedTime))
}

// soonGone is how long before its end a snapshot asks for attention.
const soonGone = 2 * 24 * time.Hour

func snapshotHeed(s DiskSnapshot) resource.Text {
	if end := s.expires(); !end.IsZero() && time.Until(end) < soonGone {
		return resource.T("heed.snapshot_ends", end)
	}
	return resource.Text{}
}

func listSnapshots(ctx context.Context, c cloud.Caller) ([]DiskSnapshot, error) {
	var zones zoneNames
	var all []ebs.Snapshot
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error { zones = zonesByCode(ctx, c); return nil })
	group.Go(func() (err error) { all, err = snapshotsOf(both, c, ""); return err })
	err := group.Wait()
	return inZones(all, zones, nil), err
}

// snapshotsOf reads the snapshots of a disk, or with "" those of all disks.
func snapshotsOf(ctx context.Context, c cloud.Caller, disk string) ([]ebs.Snapshot, error) {
	ask := func(ctx context.Context, page int) (cloud.Batch[ebs.Snapshot], error) {
		out, err := ebs.DescribeSnapshotList.Call(ctx, c, ebs.DescribeSnapshotListRequest{DiskID: disk, PageNumber: page, PageSize: storagePage})
		return cloud.Batch[ebs.Snapshot]{Items: out.SnapshotList, Total: out.Page.Total}, err
	}
	return cloud.All(ctx, ask, func(s ebs.Snapshot) string { return string(s.SnapshotID) })
}

// inZones names the zones of snapshots, and their disk where it is known; the
// newest first, as the one that is wanted is mostly among the last.
func inZones(all []ebs.Snapshot, zones zoneNames, disk *CloudDisk) []DiskSnapshot {
	out := make([]DiskSnapshot, len(all))
	if disk != nil {
		whose := *disk // a copy: what holds the snapshots is theirs no more
		disk = &whose
	}
	for i, s := range all {
		out[i] = DiskSnapshot{Snapshot: s, Zone: zones.of(s.AvailableZoneCode), Disk: disk}
	}
	slices.SortStableFunc(out, func(a, b DiskSnapshot) int { return b.CreateTime.Compare(a.CreateTime.Time) })
	return out
}

// getSnapshot reads a snapshot, then its disk.
func getSnapshot(ctx context.Context, c cloud.Caller, id string) (DiskSnapshot, error) {
	out, err := ebs.DescribeSnapshot.Call(ctx, c, ebs.DescribeSnapshotRequest{SnapshotID: id})
	if cloud.HasCode(err, "InvalidSnapshotId.NotFound") || err == nil && out.SnapshotInfo.SnapshotID == "" {
		return DiskSnapshot{}, &resource.NotFound{Kind: "snapshots", ID: id}
	}
	if err != nil {
		return DiskSnapshot{}, err
	}
	s := DiskSnapshot{Snapshot: out.SnapshotInfo}
	var zones zoneNames
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error { zones = zonesByCode(ctx, c); return nil })
	group.Go(func() error {
		found, err := ebs.DescribeDisk.Call(both, c, ebs.DiskRef{DiskID: string(s.DiskID)})
		if cloud.HasCode(err, "InvalidDiskId.NotFound") || err == nil && found.DiskInfo.DiskID == "" {
			s.Gone = true
			return nil
		}
		s.Disk = &CloudDisk{Disk: found.DiskInfo}
		return err
	})
	err = group.Wait()
	s.Zone = zones.of(s.AvailableZoneCode)
	if s.Disk != nil {
		s.Disk.Zone = zones.of(s.Disk.AvailableZoneCode)
	}
	return s, err
}

// snapshotChain is the chain a snapshot stands in: that of its disk, in its
// zone. A snapshot does not name it.
var snapshotChain = resource.Part("chain", "snapshots", func(ctx context.Context, c cloud.Caller, s DiskSnapshot) ([]SnapshotChain, error) {
	all, err := chainsOf(ctx, c, string(s.DiskID))
	return slices.DeleteFunc(all, func(ch SnapshotChain) bool { return ch.AvailableZoneCode != s.AvailableZoneCode }), err
},
	resource.Column[SnapshotChain]{Key: "chain", Cell: func(ch SnapshotChain) resource.Cell { return named("snapshot-chains", ch.id(), ch.DiskName) }},
	resource.Column[SnapshotChain]{Key: "count", Cell: chainCount, Right: true},
	resource.Column[SnapshotChain]{Key: "takes", Cell: chainSize, Right: true},
)

// snapshotImages are the images known to be made of a snapshot.
var snapshotImages = resource.Part("images", "snapshots", imagesOfSnapshot,
	resource.Column[Image]{Key: "image", Cell: func(m Image) resource.Cell { return named("images", m.id(), m.ImageName) }},
	resource.Column[Image]{Key: "state", Cell: func(m Image) resource.Cell {
		return resource.Cell{Kind: resource.StatusCell, State: imageStates.state(m.status())}
	}},
	resource.Column[Image]{Key: "made", Cell: func(m Image) resource.Cell { return when(m.CreateTime.Time) }},
).Noted(resource.T("snapshot.images_note"))

// imagesOfSnapshot finds the images that this console made of a snapshot and
// that still exist: an image itself does not tell what it was made of.
func imagesOfSnapshot(ctx context.Context, c cloud.Caller, s DiskSnapshot) ([]Image, error) {
	done, err := resource.HistoryOf(ctx).Accepted(ctx, ebs.CreateImageBySnapshot.Info().ID())
	if err != nil {
		return nil, err
	}
	var made []string
	for _, p := range done {
		var req ebs.CreateImageBySnapshotRequest
		if err := json.Unmarshal([]byte(p.Request), &req); err != nil {
			return nil, err
		}
		if req.SnapshotID == s.id() {
			made = append(made, p.Created...)
		}
	}
	if len(made) == 0 {
		return nil, nil
	}
	images, err := listImages(ctx, c)
	return slices.DeleteFunc(images, func(m Image) bool { return !slices.Contains(made, m.id()) }), err
}
