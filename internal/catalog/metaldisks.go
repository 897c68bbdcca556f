package catalog

import (
	"context"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/bmsdisk"
	"yunque/internal/resource"
)

// metalDiskStates are the words of a disk's state. Only attach is documented.
// A disk that waits for a server is paid for all the same.
var metalDiskStates = words{
	"attach":    {resource.OK, "ecs.disk_in_use"},
	"detach":    {resource.OffBilled, "disk.free"},
	"creating":  {resource.Busy, "creating"},
	"attaching": {resource.Busy, "ecs.disk_attaching"},
	"detaching": {resource.Busy, "ecs.disk_detaching"},
	"updating":  {resource.Busy, "updating"},
	"deleting":  {resource.Busy, "deleting"},
	"error":     {resource.Failed, "error"},
}

// MetalDisk is one cloud disk of bare-metal servers. One that is read by itself
// has its use, that of its storage pool where that is told, and the snapshots
// known of it.
type MetalDisk struct {
	bmsdisk.Disk
	Use       *bmsdisk.DiskUsage
	Pool      *bmsdisk.PoolUsage
	Snapshots []MetalSnapshot
	Device    string // what its server calls it, "sdf"; read with the server
}

func (d MetalDisk) id() string   { return string(d.DiskID) }
func (d MetalDisk) name() string { return d.Name }
func (d MetalDisk) zone() string { return string(d.RegionID) }

// in passes disks whose state has one of our words.
func (d MetalDisk) in(state string) bool { return metalDiskStates.value(d.State).Value == state }
func (d MetalDisk) attached() bool       { return d.in("ecs.disk_in_use") }
func (d MetalDisk) busy() bool           { return metalDiskStates.state(d.State).Tone == resource.Busy }

// pool is the storage pool that a disk's type is kept in: the documentation's
// examples are nvme_pool and ssd_pool.
func (d MetalDisk) pool() string { return strings.ToLower(d.DiskType) + "_pool" }

// MetalDisks are the cloud disks of bare-metal servers (bmsdisk).
var MetalDisks = &resource.Kind[MetalDisk]{
	Slug: "bare-metal-disks", Icon: "database", Group: "bare_metal",

	ID:    MetalDisk.id,
	Name:  MetalDisk.name,
	Where: func(d MetalDisk) resource.Text { return resource.Lit(d.zone()) },
	State: func(d MetalDisk) resource.State { return metalDiskStates.state(d.State) },

	List:   listMetalDisks,
	Get:    getMetalDisk,
	Search: func(d MetalDisk) []string { return []string{d.id(), d.Name, d.zone(), d.DiskType} },

	Columns: []resource.Column[MetalDisk]{
		{Key: "name", Cell: func(d MetalDisk) resource.Cell { return named("bare-metal-disks", d.id(), d.Name) }, Less: byName(MetalDisk.name)},
		{Key: "status", Cell: func(d MetalDisk) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: metalDiskStates.state(d.State)}
		}, Less: by(func(d MetalDisk) string { return d.State })},
		{Key: "zone", Cell: func(d MetalDisk) resource.Cell { return text(d.zone()) }, Less: by(MetalDisk.zone)},
		{Key: "type", Cell: metalDiskType, Less: by(func(d MetalDisk) string { return d.DiskType })},
		{Key: "size", Cell: metalDiskSize, Right: true, Less: by(func(d MetalDisk) int { return int(d.Size) })},
		{Key: "iops", Cell: metalDiskIOPS, Right: true, Less: by(func(d MetalDisk) int { return int(d.IOPS) })},
		{Key: "bandwidth", Cell: metalDiskBandwidth, Right: true, Less: by(func(d MetalDisk) int { return int(d.Bw) })},
		{Key: "created", Cell: func(d MetalDisk) resource.Cell { return when(d.CreateTime.Time) }, Less: by(func(d MetalDisk) int64 { return d.CreateTime.Unix() })},
	},
	Filters: []resource.Property[MetalDisk]{
		{Key: "status", Quick: true, Known: metalDiskStates.choices("ecs.disk_in_use", "disk.free", "error"),
			Values: func(d MetalDisk) []resource.Choice { return []resource.Choice{metalDiskStates.value(d.State)} }},
		{Key: "zone", Values: func(d MetalDisk) []resource.Choice { return plain(d.zone()) }},
		{Key: "type", Values: func(d MetalDisk) []resource.Choice {
			return []resource.Choice{{Value: strings.ToLower(d.DiskType), Label: metalDiskType(d).Text}}
		}},
	},
	Sections: []resource.Facts[MetalDisk]{
		{Key: "basic", List: []resource.FactOf[MetalDisk]{
			{Key: "size", Cell: metalDiskSize},
			{Key: "used", Cell: func(d MetalDisk) resource.Cell {
				if d.Use == nil {
					return resource.Cell{}
				}
				return usedOf(d.Use.Use, d.Use.Size, d.Use.Ratio)
			}},
			{Key: "type", Cell: metalDiskType},
			{Key: "iops", Cell: metalDiskIOPS},
			{Key: "bandwidth", Cell: metalDiskBandwidth},
			{Key: "created", Cell: func(d MetalDisk) resource.Cell { return when(d.CreateTime.Time) }},
		}},
		{Key: "pool", List: []resource.FactOf[MetalDisk]{
			{Key: "pool", Cell: func(d MetalDisk) resource.Cell {
				if d.Pool == nil {
					return resource.Cell{}
				}
				return text(d.Pool.PoolName)
			}},
			{Key: "pool_used", Cell: func(d MetalDisk) resource.Cell {
				if d.Pool == nil {
					return resource.Cell{}
				}
				return usedOf(d.Pool.Use, d.Pool.Size, d.Pool.Ratio)
			}},
			{Key: "zone", Cell: func(d MetalDisk) resource.Cell { return text(d.zone()) }},
		}},
	},
	Related: []resource.Related[MetalDisk]{metalDiskServer.AlsoFirst(), metalDiskSnapshots, costTab(MetalDisk.id)},
	Ops:     metalDiskOps,
}

// metalDiskSnapshots are the snapshots known of a disk, the newest first.
var metalDiskSnapshots = resource.Rows("snapshots", MetalSnapshots,
	func(_ context.Context, _ cloud.Caller, d MetalDisk) ([]MetalSnapshot, error) { return d.Snapshots, nil },
	"name", "status", "since", "origin").With("snapshot").Noted(resource.T("kind.bare-metal-snapshots.about"))

// metalDiskType is the type as people write it; a word we do not know stands
// for itself.
func metalDiskType(d MetalDisk) resource.Cell {
	cell := two(d.DiskType, d.Device)
	switch t := strings.ToLower(d.DiskType); t {
	case "ssd", "nvme":
		cell.Text = resource.T("metaldisk.type." + t)
	}
	return cell
}

func metalDiskSize(d MetalDisk) resource.Cell {
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.gb", int(d.Size))}
}

func metalDiskIOPS(d MetalDisk) resource.Cell {
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.number", int(d.IOPS))}
}

func metalDiskBandwidth(d MetalDisk) resource.Cell {
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.mbps", int(d.Bw))}
}

// usedOf is how much is used of something, in GB.
func usedOf(used, size cloud.Int, share cloud.Float) resource.Cell {
	return resource.Cell{Text: resource.T("metaldisk.used", int(used), int(size), decimal(share, 0)), Warns: share >= pipeFull}
}

func listMetalDisks(ctx context.Context, c cloud.Caller) ([]MetalDisk, error) {
	return metalDisksBy(ctx, c, bmsdisk.DescribeDisksRequest{})
}

// metalDisksBy reads all disks that a request matches.
func metalDisksBy(ctx context.Context, c cloud.Caller, req bmsdisk.DescribeDisksRequest) ([]MetalDisk, error) {
	ask := func(ctx context.Context, page int) (cloud.Batch[bmsdisk.Disk], error) {
		req.PageNumber, req.PageSize = itoa(page), itoa(storagePage)
		out, err := bmsdisk.DescribeDisks.Call(ctx, c, req)
		return cloud.Batch[bmsdisk.Disk]{Items: out.DiskList, Total: int(out.Total)}, err
	}
	list, err := cloud.All(ctx, ask, func(d bmsdisk.Disk) string { return string(d.DiskID) })
	out := make([]MetalDisk, len(list))
	for i, d := range list {
		out[i].Disk = d
	}
	return out, err
}

// metalDisk reads one disk alone. Its record need not repeat the id.
func metalDisk(ctx context.Context, c cloud.Caller, id string) (MetalDisk, error) {
	out, err := bmsdisk.DescribeDisks.Call(ctx, c, bmsdisk.DescribeDisksRequest{DiskID: id})
	if err == nil && len(out.DiskList) != 1 {
		err = &resource.NotFound{Kind: "bare-metal-disks", ID: id}
	}
	if err != nil {
		return MetalDisk{}, err
	}
	d := MetalDisk{Disk: out.DiskList[0]}
	d.DiskID = cloud.ID(id)
	return d, nil
}

// getMetalDisk reads a disk with its use, then its pool. A pool that nothing is
// told of is no reason to show no disk.
func getMetalDisk(ctx context.Context, c cloud.Caller, id string) (MetalDisk, error) {
	var d MetalDisk
	var use bmsdisk.DiskUsage
	both, bothCtx := errgroup.WithContext(ctx)
	both.Go(func() (err error) { d, err = metalDisk(bothCtx, c, id); return err })
	both.Go(func() (err error) {
		use, err = bmsdisk.DescribeDiskUsage.Call(bothCtx, c, bmsdisk.DiskRef{DiskID: id})
		if cloud.HasCode(err, "ParameterInvalid") {
			err = nil // told by the disk itself
		}
		return err
	})
	if err := both.Wait(); err != nil {
		return d, err
	}
	if use.Size > 0 {
		d.Use = &use
	}
	pool, err := bmsdisk.DescribePoolUsage.Call(ctx, c, bmsdisk.DescribePoolUsageRequest{RegionID: d.zone(), PoolName: d.pool()})
	if err == nil && pool.Size > 0 {
		d.Pool = &pool
	} else if err != nil && !cloud.HasCode(err, "ParameterInvalid") {
		return d, err
	}
	known, err := metalSnapshotMemory.Known(ctx, "bare-metal-snapshots")
	for _, k := range known {
		if k.Facts["disk"] == id {
			d.Snapshots = append(d.Snapshots, MetalSnapshot{Known: k, Disk: &d.Disk})
		}
	}
	return d, err
}
