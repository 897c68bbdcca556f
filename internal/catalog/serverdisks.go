package catalog

import (
	"context"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// serverDisk is one disk of a cloud server; number 0 is the system disk.
type serverDisk struct {
	ccs.DataDisk
	number int
	server ccs.Instance
}

func (d serverDisk) system() bool { return d.number == 0 }

// name tells a disk from the others: the API gives them none.
func (d serverDisk) name() string { return d.server.InstanceName + " #" + itoa(d.number) }

// ServerDisks are the disks of all cloud servers. They are shown on their
// server's page; their ids are made of both.
var ServerDisks = &resource.Kind[serverDisk]{
	Slug: "server-disks", Icon: "database", Group: "compute", Home: partHome("instances", "disks"),
	ID:    func(d serverDisk) string { return partID(d.server, string(d.DiskID)) },
	Name:  serverDisk.name,
	Where: func(d serverDisk) resource.Text { return resource.Lit(string(d.DiskID)) },
	State: func(d serverDisk) resource.State { return serverStates.state(d.server.InstanceStatus) },
	List: func(ctx context.Context, c cloud.Caller) ([]serverDisk, error) {
		return partsOf(ctx, c, disksOf)
	},
	Get: func(ctx context.Context, c cloud.Caller, id string) (serverDisk, error) {
		return partBy(ctx, c, "server-disks", id, disksOf, func(d serverDisk) string { return string(d.DiskID) })
	},
	Search: func(d serverDisk) []string {
		return []string{string(d.DiskID), d.name(), string(d.server.InstanceID)}
	},
	Columns: []resource.Column[serverDisk]{
		{Key: "disk", Less: byName(serverDisk.name), Cell: func(d serverDisk) resource.Cell {
			return resource.Cell{Text: resource.Lit(d.name()), Sub: resource.Lit(string(d.DiskID)), MonoS: true, Copy: string(d.DiskID)}
		}},
		{Key: "server", Less: byName(func(d serverDisk) string { return d.server.InstanceName }), Cell: func(d serverDisk) resource.Cell { return serverName(d.server) }},
		{Key: "use", Cell: func(d serverDisk) resource.Cell { return resource.Cell{Text: serverDiskUse(d)} }},
		{Key: "disk_type", Less: by(func(d serverDisk) string { return d.DiskType }), Cell: func(d serverDisk) resource.Cell {
			return resource.Cell{Text: diskType(d.DiskType)}
		}},
		{Key: "size", Right: true, Less: by(func(d serverDisk) int { return int(d.Size) }), Cell: func(d serverDisk) resource.Cell {
			return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.gb", int(d.Size))}
		}},
		{Key: "iops", Right: true, Less: by(func(d serverDisk) int { return int(d.IOPS) }), Cell: func(d serverDisk) resource.Cell {
			return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.number", int(d.IOPS))}
		}},
	},
	Filters: []resource.Property[serverDisk]{
		{Key: "use", Quick: true, Values: func(d serverDisk) []resource.Choice {
			if d.system() {
				return []resource.Choice{{Value: "system", Label: serverDiskUse(d)}}
			}
			return []resource.Choice{{Value: "data", Label: serverDiskUse(d)}}
		}},
		{Key: "disk_type", Values: func(d serverDisk) []resource.Choice {
			return []resource.Choice{{Value: d.DiskType, Label: diskType(d.DiskType)}}
		}},
		{Key: "vdc", Values: func(d serverDisk) []resource.Choice {
			return []resource.Choice{{Value: string(d.server.VdcID), Label: resource.Lit(d.server.VdcName)}}
		}},
	},
	Ops: diskOps,
}

func serverDiskUse(d serverDisk) resource.Text {
	if d.system() {
		return resource.T("disk.use_system")
	}
	return resource.T("disk.use_data")
}

// disksOf are a server's disks, the system disk first.
func disksOf(s ccs.Instance) []serverDisk {
	system := s.Disks.SystemDisk
	out := []serverDisk{{ccs.DataDisk{DiskID: system.DiskID, DiskType: system.DiskType, Size: system.Size, IOPS: max(system.IOPS, system.IOPSSize)}, 0, s}}
	for i, d := range s.Disks.DataDisks {
		out = append(out, serverDisk{d, i + 1, s})
	}
	return out
}
