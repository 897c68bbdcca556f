package catalog

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ebs"
	"yunque/internal/resource"
)

// ending is when something ends; the zero time when it does not.
func ending(t cloud.Time) time.Time {
	if t.Forever() {
		return time.Time{}
	}
	return t.Time
}

// elasticEnds is when a subscription ends that does not renew itself.
func elasticEnds(s Elastic) time.Time {
	if s.IsAutoRenewal || s.BillingMethod != "1" {
		return time.Time{}
	}
	return ending(s.EndBillTime)
}

var elasticSections = []resource.Facts[Elastic]{
	{Key: "basic", List: []resource.FactOf[Elastic]{
		{Key: "zone", Cell: func(s Elastic) resource.Cell { return two(s.AzName, s.RegionName) }},
		{Key: "created", Cell: func(s Elastic) resource.Cell { return when(s.CreateTime.Time) }},
		{Key: "charge", Cell: elasticCharge},
		{Key: "months", IfAny: true, Cell: elasticMonths},
		{Key: "ends", IfAny: true, Cell: func(s Elastic) resource.Cell { return when(ending(s.EndBillTime)) }},
	}},
	{Key: "hardware", List: []resource.FactOf[Elastic]{
		{Key: "family", Cell: elasticSize},
		{Key: "gpu", IfAny: true, Cell: elasticGPU},
		{Key: "system_disk", Cell: func(s Elastic) resource.Cell {
			return resource.Cell{Text: resource.T("cell.gb", int(s.SystemDiskSize)), Sub: elasticDisk(s.SystemDiskFeature)}
		}},
		{Key: "image", Cell: func(s Elastic) resource.Cell { return text(s.ImageName) }},
		{Key: "clock", Cell: func(s Elastic) resource.Cell {
			if s.Detail == nil {
				return resource.Cell{}
			}
			return text(s.Detail.TimeZone)
		}},
	}},
	{Key: "network", List: []resource.FactOf[Elastic]{
		{Key: "vpc", Cell: func(s Elastic) resource.Cell { return withID(s.VpcName, string(s.VpcID)) }},
		{Key: "subnet", Cell: func(s Elastic) resource.Cell {
			if s.Detail == nil {
				return resource.Cell{}
			}
			return withID(s.Detail.Pipe.SubnetName, string(s.Detail.Pipe.SubnetID))
		}},
		{Key: "private_ip", Cell: func(s Elastic) resource.Cell { return mono(s.PrivateNet) }},
		{Key: "eip", Cell: func(s Elastic) resource.Cell { return ips(s.elasticIPs()) }},
	}},
}

func elasticMonths(s Elastic) resource.Cell {
	if s.Detail == nil || s.Detail.Duration == 0 {
		return resource.Cell{}
	}
	return resource.Cell{Text: resource.T("ecs.months", int(s.Detail.Duration))}
}

// elasticDisk names a type of disk; one we have no name for is shown as it is.
func elasticDisk(feature string) resource.Text {
	switch feature {
	case "ssd", "SSD":
		return resource.T("ecs.disk.ssd")
	case "local":
		return resource.T("ecs.disk.local")
	}
	return resource.Lit(feature)
}

// uplink is one address of a server with the elastic IP bound to it.
type uplink struct {
	side    string // private, gateway or virtual
	address string
	eip     string
	line    string
	mbps    string
}

var elasticNetworks = resource.Part("network", "ecs",
	func(_ context.Context, _ cloud.Caller, s Elastic) ([]uplink, error) { return s.uplinks(), nil },
	resource.Column[uplink]{Key: "side", Cell: func(u uplink) resource.Cell { return resource.Cell{Text: resource.T("ecs.side." + u.side)} }},
	resource.Column[uplink]{Key: "address", Cell: func(u uplink) resource.Cell { return mono(u.address) }},
	resource.Column[uplink]{Key: "eip", Cell: eipOfServer},
	resource.Column[uplink]{Key: "line", Cell: func(u uplink) resource.Cell { return text(u.line) }},
	resource.Column[uplink]{Key: "bandwidth", Right: true, Cell: func(u uplink) resource.Cell {
		if u.mbps == "" {
			return resource.Cell{}
		}
		return resource.Cell{Kind: resource.NumberCell, Text: resource.T("ecs.mbps", u.mbps)}
	}},
)

// eipOfServer leads to an elastic IP, whose id a server does not tell.
func eipOfServer(u uplink) resource.Cell {
	c := mono(u.eip)
	if u.eip != "" {
		c.Href = "/eips?q=" + u.eip
	}
	return c
}

func (s Elastic) uplinks() []uplink {
	var out []uplink
	add := func(side, address string) {
		if address != "" {
			e := s.EIPInfo[address]
			out = append(out, uplink{side, address, e.EIPIP, e.ConfName, e.CurrentUseQos})
		}
	}
	add("private", s.PrivateNet)
	for _, address := range s.gateways() {
		side := "virtual"
		if address == s.PubNet {
			side = "gateway"
		}
		add(side, address)
	}
	return out
}

// diskUse is a disk of a server as two chapters tell it: the ECS one what it
// can do, the EBS one, which knows no local disks, its state and name.
type diskUse struct {
	id, name, feature string
	system, released  bool // released: the disk goes with the server
	size, iops, mbps  int
	state             string
}

// cloud tells disks with a page of their own; a local one is part of its
// server.
func (d diskUse) cloud() bool {
	return d.id != "" && !strings.EqualFold(d.feature, elasticDiskTypes[1])
}

var elasticDisks = resource.Part("disks", "ecs", disksOfElastic,
	resource.Column[diskUse]{Key: "disk", Cell: func(d diskUse) resource.Cell {
		if !d.cloud() {
			return withID(d.name, d.id)
		}
		return named("disks", d.id, d.name)
	}},
	resource.Column[diskUse]{Key: "use", Cell: func(d diskUse) resource.Cell {
		return resource.Cell{Text: resource.T("ecs.use." + map[bool]string{true: "system", false: "data"}[d.system]), Sub: elasticDisk(d.feature)}
	}},
	resource.Column[diskUse]{Key: "disk_state", Cell: func(d diskUse) resource.Cell {
		if d.state == "" {
			return resource.Cell{}
		}
		return resource.Cell{Kind: resource.StatusCell, State: diskStates.state(d.state)}
	}},
	resource.Column[diskUse]{Key: "size", Right: true, Cell: func(d diskUse) resource.Cell {
		return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.gb", d.size)}
	}},
	resource.Column[diskUse]{Key: "iops", Right: true, Cell: func(d diskUse) resource.Cell { return figure(d.iops) }},
	resource.Column[diskUse]{Key: "throughput", Right: true, Cell: func(d diskUse) resource.Cell { return figure(d.mbps) }},
	resource.Column[diskUse]{Key: "goes", Cell: func(d diskUse) resource.Cell {
		return resource.Cell{Text: resource.T("answer." + strconv.FormatBool(d.released))}
	}},
).With("attach-disks", "new-disk")

// figure is a number that is not known when it is 0.
func figure(n int) resource.Cell {
	if n == 0 {
		return resource.Cell{Kind: resource.NumberCell}
	}
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.number", n)}
}

// disksOfElastic joins what the server's own details tell of its disks with
// what the disks' chapter tells.
func disksOfElastic(ctx context.Context, c cloud.Caller, s Elastic) ([]diskUse, error) {
	out, err := ebs.DescribeEcsAttachDisks.Call(ctx, c, ebs.InstanceRef{InstanceID: s.id()})
	if err != nil {
		return nil, err
	}
	known := map[string]ebs.Disk{}
	for _, d := range out.DiskList {
		known[string(d.DiskID)] = d
	}
	var list []diskUse
	for _, d := range s.disks() {
		if more, ok := known[d.id]; ok {
			d.name, d.state = more.DiskName, more.Status
			delete(known, d.id)
		}
		list = append(list, d)
	}
	for _, d := range out.DiskList {
		if _, left := known[string(d.DiskID)]; left {
			list = append(list, diskUse{id: string(d.DiskID), name: d.DiskName, feature: d.DiskFeature, system: d.Property == "system",
				released: bool(d.ReleaseWithInstance), size: int(d.Size), state: d.Status})
		}
	}
	return list, nil
}

// disks are a server's disks as its own details tell them, the system disk
// first; none are known of a server out of a list.
func (s Elastic) disks() []diskUse {
	if s.Detail == nil {
		return nil
	}
	system := s.Detail.Disk.SystemDiskConf
	list := []diskUse{{id: string(system.DiskID), name: system.Name, feature: system.DiskFeature, system: true, released: true,
		size: int(system.Size), iops: int(system.DiskIOPS), mbps: int(system.BandMbps)}}
	for _, d := range s.Detail.Disk.DataDiskConf {
		list = append(list, diskUse{id: string(cmp.Or(d.ID, d.DiskID)), name: d.Name, feature: d.DiskFeature, released: bool(d.ReleaseWithInstance),
			size: int(d.Size), iops: int(d.DiskIOPS), mbps: int(d.BandMbps)})
	}
	return list
}
