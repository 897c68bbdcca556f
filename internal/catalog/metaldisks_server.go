package catalog

import (
	"context"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/bmsdisk"
	"yunque/internal/resource"
)

// metalDiskServer is the server that has a disk. The disk does not tell: each
// server of its zone is asked for its disks.
var metalDiskServer = resource.Part("server", "bare-metal-disks", serverOfMetalDisk,
	resource.Column[BareMetal]{Key: "server", Cell: func(b BareMetal) resource.Cell { return named("bare-metal", string(b.BaremetalID), b.Name) }},
	resource.Column[BareMetal]{Key: "server_state", Cell: func(b BareMetal) resource.Cell {
		return resource.Cell{Kind: resource.StatusCell, State: bareMetalStates.state(b.State)}
	}},
	resource.Column[BareMetal]{Key: "place", Cell: func(b BareMetal) resource.Cell { return two(b.VdcName, string(b.RegionID)) }},
	resource.Column[BareMetal]{Key: "ip", Cell: func(b BareMetal) resource.Cell { return addresses(b.addresses("public"), b.addresses("private")) }},
).ReadLater(resource.T("tab.bare-metal-disks.server"))

// asksAtOnce is how many of many calls are under way together.
const asksAtOnce = 4

func serverOfMetalDisk(ctx context.Context, c cloud.Caller, d MetalDisk) ([]BareMetal, error) {
	if d.in("disk.free") {
		return nil, nil
	}
	servers, err := listBareMetals(ctx, c)
	if err != nil {
		return nil, err
	}
	servers = serversNear(servers, d)
	has := make([]bool, len(servers))
	all, allCtx := errgroup.WithContext(ctx)
	all.SetLimit(asksAtOnce)
	for i, s := range servers {
		all.Go(func() error {
			out, err := bmsdisk.DescribeDisks.Call(allCtx, c, bmsdisk.DescribeDisksRequest{DiskID: d.id(), InstanceID: string(s.BaremetalID)})
			has[i] = len(out.DiskList) > 0
			return err
		})
	}
	err = all.Wait()
	for i, s := range servers {
		if has[i] {
			return []BareMetal{s}, err
		}
	}
	return nil, err
}

// serversNear are the servers in a disk's zone. The two name zones alike in the
// provider's samples, and a disk's by a uuid in its tables: then all of them.
func serversNear(servers []BareMetal, d MetalDisk) []BareMetal {
	var near []BareMetal
	for _, s := range servers {
		if strings.EqualFold(string(s.RegionID), d.zone()) {
			near = append(near, s)
		}
	}
	if near == nil && !isZoneCode(d.zone()) {
		return servers
	}
	return near
}

// isZoneCode tells "CN_Beijing_F" from a uuid.
func isZoneCode(zone string) bool { return strings.Contains(zone, "_") }

// disksOfBareMetal are the cloud disks attached to a server.
func disksOfBareMetal(ctx context.Context, c cloud.Caller, b BareMetal) ([]MetalDisk, error) {
	disks, err := metalDisksBy(ctx, c, bmsdisk.DescribeDisksRequest{InstanceID: string(b.BaremetalID)})
	for i, d := range disks {
		if b.Detail == nil {
			break
		}
		for _, v := range b.Detail.Volumes {
			if v.VolumeID == d.DiskID {
				disks[i].Device = v.VolumePath
			}
		}
	}
	return disks, err
}

// hostServers are the servers that a disk can be attached to.
func hostServers(ctx context.Context, c cloud.Caller, d MetalDisk) ([]resource.Choice, error) {
	servers, err := listBareMetals(ctx, c)
	var out []resource.Choice
	for _, s := range serversNear(servers, d) {
		o := resource.Choice{Value: string(s.BaremetalID), Label: resource.Lit(s.Name), Note: resource.Lit(strings.Join(s.addresses("private"), ", ")), Disabled: !bareMetalIs("running", "stopped")(s)}
		if o.Disabled {
			o.Note = bareMetalStates.state(s.State).Word
		}
		out = append(out, o)
	}
	return out, err
}
