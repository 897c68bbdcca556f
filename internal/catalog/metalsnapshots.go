package catalog

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"

	"yunque/internal/cloud"
	"yunque/internal/cloud/bmsdisk"
	"yunque/internal/resource"
)

// MetalSnapshot is one snapshot of a cloud disk of bare-metal servers, as the
// console knows it, with its disk where that exists.
type MetalSnapshot struct {
	resource.Known
	Disk *bmsdisk.Disk
}

func (s MetalSnapshot) id() string   { return s.ID }
func (s MetalSnapshot) disk() string { return s.Facts["disk"] }

// metalSnapshotMemory is how snapshots are known: none can be listed or read.
var metalSnapshotMemory = &resource.Unlisted{
	Made: bmsdisk.CreateSnapshot.Info(), Ended: bmsdisk.DeleteSnapshot.Info(), Names: "SnapshotId",
	Tells: map[string]string{resource.FactName: "SnapshotName", "disk": "DiskId"},
	Fields: func(ctx context.Context, c cloud.Caller, _ url.Values) ([]resource.Field, error) {
		disks, err := listMetalDisks(ctx, c)
		f := resource.Field{Name: "disk", Label: resource.T("field.bare-metal-snapshots.disk"), Hint: resource.T("hint.metal_snapshot_disk"), Input: resource.SelectInput,
			Choices: append([]resource.Choice{{Label: resource.T("metalsnapshot.disk_unknown")}}, metalDiskChoices(disks, nil)...)}
		return []resource.Field{f}, err
	},
}

// MetalSnapshots are the snapshots of cloud disks of bare-metal servers that
// the console knows of (bmsdisk).
var MetalSnapshots = &resource.Kind[MetalSnapshot]{
	Slug: "bare-metal-snapshots", Icon: "camera", Group: "bare_metal", Unlisted: metalSnapshotMemory,

	ID:    MetalSnapshot.id,
	Name:  func(s MetalSnapshot) string { return s.Known.Name() },
	Where: func(s MetalSnapshot) resource.Text { return s.of() },
	State: metalSnapshotState,

	List: listMetalSnapshots,
	Search: func(s MetalSnapshot) []string {
		words := []string{s.ID, s.Known.Name(), s.disk(), s.Who}
		if s.Disk != nil {
			words = append(words, s.Disk.Name, string(s.Disk.RegionID))
		}
		return words
	},

	Columns: []resource.Column[MetalSnapshot]{
		{Key: "name", Cell: func(s MetalSnapshot) resource.Cell { return named("bare-metal-snapshots", s.ID, s.Known.Name()) }, Less: byName(func(s MetalSnapshot) string { return s.Known.Name() })},
		{Key: "status", Cell: func(s MetalSnapshot) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: metalSnapshotState(s)}
		}, Less: by(func(s MetalSnapshot) string { return metalSnapshotState(s).Raw })},
		{Key: "disk", Cell: metalSnapshotDisk, Less: byName(MetalSnapshot.diskName)},
		{Key: "zone", Cell: metalSnapshotZone},
		{Key: "since", Cell: func(s MetalSnapshot) resource.Cell { return when(s.Since) }, Less: by(func(s MetalSnapshot) int64 { return s.Since.Unix() })},
		{Key: "origin", Cell: metalSnapshotOrigin, Less: by(func(s MetalSnapshot) string { return s.Who })},
	},
	Filters: []resource.Property[MetalSnapshot]{
		{Key: "status", Quick: true, Values: func(s MetalSnapshot) []resource.Choice {
			state := metalSnapshotState(s)
			return []resource.Choice{{Value: state.Raw, Label: state.Word, Tone: state.Tone}}
		}},
		{Key: "disk", Values: func(s MetalSnapshot) []resource.Choice {
			if s.disk() == "" {
				return nil
			}
			return []resource.Choice{{Value: s.disk(), Label: resource.Lit(s.diskName())}}
		}},
		{Key: "origin", Values: func(s MetalSnapshot) []resource.Choice {
			if s.Told {
				return []resource.Choice{{Value: "told", Label: resource.T("metalsnapshot.told")}}
			}
			return []resource.Choice{{Value: "made", Label: resource.T("metalsnapshot.made")}}
		}},
	},
	Sections: []resource.Facts[MetalSnapshot]{
		{Key: "basic", List: []resource.FactOf[MetalSnapshot]{
			{Key: "since", Cell: func(s MetalSnapshot) resource.Cell { return when(s.Since) }},
			{Key: "origin", Cell: metalSnapshotOrigin},
			{Key: "disk", Cell: metalSnapshotDisk},
			{Key: "zone", Cell: metalSnapshotZone},
		}},
	},
	Heed: func(s MetalSnapshot) resource.Text {
		if s.disk() != "" && s.Disk == nil {
			return resource.T("heed.metal_snapshot_orphan")
		}
		return resource.Text{}
	},
	Related: []resource.Related[MetalSnapshot]{metalSnapshotClones},
	Ops:     metalSnapshotOps,
}

// metalSnapshotState is what can be told: of a snapshot itself nothing can, of
// its disk whether something is being done to it.
func metalSnapshotState(s MetalSnapshot) resource.State {
	switch {
	case s.disk() == "":
		return resource.State{Tone: resource.Off, Word: resource.T("state.metalsnapshot.listed"), Raw: "listed"}
	case s.Disk == nil:
		return resource.State{Tone: resource.Gone, Word: resource.T("state.metalsnapshot.orphan"), Raw: "orphan"}
	case MetalDisk{Disk: *s.Disk}.in("updating"):
		return resource.State{Tone: resource.Busy, Word: resource.T("state.metalsnapshot.busy"), Raw: "busy"}
	}
	return resource.State{Tone: resource.Off, Word: resource.T("state.metalsnapshot.listed"), Raw: "listed"}
}

func (s MetalSnapshot) diskName() string {
	if s.Disk == nil {
		return s.disk()
	}
	return s.Disk.Name
}

// of says whose snapshot it is.
func (s MetalSnapshot) of() resource.Text {
	if s.disk() == "" {
		return resource.Text{}
	}
	return resource.Lit(s.diskName())
}

// metalSnapshotDisk leads to the disk, as long as there is one.
func metalSnapshotDisk(s MetalSnapshot) resource.Cell {
	switch {
	case s.disk() == "":
		return resource.Cell{}
	case s.Disk == nil:
		return resource.Cell{Text: resource.Lit(s.disk()), Mono: true, Sub: resource.T("snapshot.disk_gone")}
	}
	return named("bare-metal-disks", s.disk(), s.Disk.Name)
}

func metalSnapshotZone(s MetalSnapshot) resource.Cell {
	if s.Disk == nil {
		return resource.Cell{}
	}
	return text(string(s.Disk.RegionID))
}

// metalSnapshotOrigin says how the console knows of a snapshot.
func metalSnapshotOrigin(s MetalSnapshot) resource.Cell { return resource.Cell{Text: s.Origin()} }

// listMetalSnapshots puts the disks beside the snapshots known. Without any,
// nobody is asked.
func listMetalSnapshots(ctx context.Context, c cloud.Caller) ([]MetalSnapshot, error) {
	known, err := metalSnapshotMemory.Known(ctx, "bare-metal-snapshots")
	if err != nil || len(known) == 0 {
		return nil, err
	}
	disks, err := listMetalDisks(ctx, c)
	if err != nil {
		return nil, err
	}
	out := make([]MetalSnapshot, len(known))
	for i, k := range known {
		out[i].Known = k
		if at := slices.IndexFunc(disks, func(d MetalDisk) bool { return d.id() == k.Facts["disk"] }); at >= 0 {
			out[i].Disk = &disks[at].Disk
		}
	}
	return out, nil
}

// metalSnapshotClones are the disks that the console made of a snapshot and
// that still exist: a disk does not tell what it was made of.
var metalSnapshotClones = resource.Part("clones", "bare-metal-snapshots", clonesOfMetalSnapshot,
	resource.Column[MetalDisk]{Key: "clone", Cell: func(d MetalDisk) resource.Cell { return named("bare-metal-disks", d.id(), d.Name) }},
	resource.Column[MetalDisk]{Key: "clone_state", Cell: func(d MetalDisk) resource.Cell {
		return resource.Cell{Kind: resource.StatusCell, State: metalDiskStates.state(d.State)}
	}},
	resource.Column[MetalDisk]{Key: "size", Right: true, Cell: metalDiskSize},
	resource.Column[MetalDisk]{Key: "clone_made", Cell: func(d MetalDisk) resource.Cell { return when(d.CreateTime.Time) }},
).Noted(resource.T("metalsnapshot.clones_note"))

func clonesOfMetalSnapshot(ctx context.Context, c cloud.Caller, s MetalSnapshot) ([]MetalDisk, error) {
	done, err := resource.HistoryOf(ctx).Accepted(ctx, bmsdisk.CloneSnapshot.Info().ID())
	if err != nil {
		return nil, err
	}
	var made []string
	for _, p := range done {
		var req bmsdisk.CloneSnapshotRequest
		if err := json.Unmarshal([]byte(p.Request), &req); err != nil {
			return nil, err
		}
		if req.SnapshotID == s.ID {
			made = append(made, p.Created...)
		}
	}
	if len(made) == 0 {
		return nil, nil
	}
	disks, err := listMetalDisks(ctx, c)
	return slices.DeleteFunc(disks, func(d MetalDisk) bool { return !slices.Contains(made, d.id()) }), err
}
