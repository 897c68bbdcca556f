package catalog

import (
	"context"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// serverPage is how many servers one call asks for; where the provider gives
// fewer, its page count says so.
const serverPage = 200

var serverStates = words{
	"running":   {resource.OK, "running"},
	"stop":      {resource.Off, "stopped"},
	"stopped":   {resource.Off, "stopped"},
	"starting":  {resource.Busy, "starting"},
	"stopping":  {resource.Busy, "stopping"},
	"stoping":   {resource.Busy, "stopping"},
	"updating":  {resource.Busy, "updating"},
	"rebooting": {resource.Busy, "rebooting"},
	"building":  {resource.Busy, "creating"},
	"creating":  {resource.Busy, "creating"},
	"deleting":  {resource.Busy, "deleting"},
	"deleteing": {resource.Busy, "deleting"},
	"error":     {resource.Failed, "error"},
	"erro":      {resource.Failed, "error"},
}

// Servers are the cloud servers of the VDC family (ccs.instance).
var Servers = &resource.Kind[ccs.Instance]{
	Slug: "instances", Icon: "server", Group: "compute", Create: "/instances/new", IdleCosts: true,

	ID:    func(s ccs.Instance) string { return string(s.InstanceID) },
	Name:  func(s ccs.Instance) string { return s.InstanceName },
	Where: func(s ccs.Instance) resource.Text { return resource.Lit(s.VdcName + " · " + string(s.RegionID)) },
	State: func(s ccs.Instance) resource.State { return serverStates.state(s.InstanceStatus) },

	List: listServers,
	Get:  getServer,
	Search: func(s ccs.Instance) []string {
		texts := append(publicIPs(s), privateIPs(s)...)
		return append(append(texts, string(s.InstanceID), s.InstanceName, s.VdcName), tagsOf(s)...)
	},

	Columns: []resource.Column[ccs.Instance]{
		{Key: "name", Cell: serverName, Less: byName(func(s ccs.Instance) string { return s.InstanceName })},
		{Key: "status", Cell: serverStatus, Less: by(func(s ccs.Instance) string { return s.InstanceStatus })},
		{Key: "place", Cell: func(s ccs.Instance) resource.Cell { return two(s.VdcName, string(s.RegionID)) }, Less: byName(func(s ccs.Instance) string { return s.VdcName })},
		{Key: "spec", Cell: serverSpec, Less: by(func(s ccs.Instance) int { return int(s.CPU)*10000 + int(s.RAM) })},
		{Key: "ip", Cell: func(s ccs.Instance) resource.Cell { return addresses(publicIPs(s), privateIPs(s)) }, Less: byAddress(privateIPs)},
		{Key: "disks", Cell: serverDisks, Less: by(func(s ccs.Instance) int { return diskTotal(s) })},
		{Key: "tags", Cell: serverTags},
		{Key: "charge", Cell: serverCharge, Less: by(func(s ccs.Instance) string { return s.InstanceChargeType })},
		{Key: "created", Cell: serverCreated, Less: by(func(s ccs.Instance) int64 { return s.CreateTime.Unix() }), Hidden: true},
	},
	Filters: []resource.Property[ccs.Instance]{
		{Key: "status", Quick: true, Known: serverStates.choices("running", "stopped", "starting", "stopping", "updating", "error"),
			Values: func(s ccs.Instance) []resource.Choice {
				return []resource.Choice{serverStates.value(s.InstanceStatus)}
			}},
		{Key: "vdc", Values: func(s ccs.Instance) []resource.Choice {
			return []resource.Choice{{Value: string(s.VdcID), Label: resource.Lit(s.VdcName)}}
		}},
		{Key: "zone", Values: func(s ccs.Instance) []resource.Choice { return plain(string(s.RegionID)) }},
		{Key: "tag", Values: func(s ccs.Instance) []resource.Choice { return plain(tagsOf(s)...) }},
		{Key: "charge", Values: func(s ccs.Instance) []resource.Choice {
			return []resource.Choice{{Value: s.InstanceChargeType, Label: resource.T("charge." + s.InstanceChargeType)}}
		}},
	},
	Heed: func(s ccs.Instance) resource.Text {
		switch {
		case isStopped(s):
			return resource.T("heed.stopped")
		case serverStates.state(s.InstanceStatus).Tone == resource.Failed:
			return resource.T("heed.error")
		}
		return resource.Text{}
	},
	Sections: []resource.Facts[ccs.Instance]{
		{Key: "basic", List: []resource.FactOf[ccs.Instance]{
			{Key: "vdc", Cell: func(s ccs.Instance) resource.Cell {
				return resource.Cell{Text: resource.Lit(s.VdcName), Href: "/vdcs/" + string(s.VdcID)}
			}},
			{Key: "zone", Cell: func(s ccs.Instance) resource.Cell { return text(string(s.RegionID)) }},
			{Key: "charge", Cell: serverCharge},
			{Key: "created", Cell: serverCreated},
			{Key: "tags", Cell: serverTags},
		}},
		{Key: "hardware", List: []resource.FactOf[ccs.Instance]{
			{Key: "spec", Cell: serverSpec},
			{Key: "system_disk", Cell: func(s ccs.Instance) resource.Cell {
				return lines(diskLine(s.Disks.SystemDisk.DiskType, int(s.Disks.SystemDisk.Size)))
			}},
			{Key: "data_disks", Cell: serverDataDisks},
		}},
		{Key: "network", List: []resource.FactOf[ccs.Instance]{
			{Key: "public_ip", Cell: func(s ccs.Instance) resource.Cell { return cardLines(s, true) }},
			{Key: "private_ip", Cell: func(s ccs.Instance) resource.Cell { return cardLines(s, false) }},
		}},
	},
	Related: []resource.Related[ccs.Instance]{
		resource.Rows("network", Cards, func(_ context.Context, _ cloud.Caller, s ccs.Instance) ([]card, error) { return cardsOf(s), nil }, "card", "side", "ip", "mac", "connected").With("add-card"),
		serverTraffic,
		resource.Rows("disks", ServerDisks, func(_ context.Context, _ cloud.Caller, s ccs.Instance) ([]serverDisk, error) { return disksOf(s), nil }, "disk", "use", "disk_type", "size", "iops").With("add-disks"),
		serverReach,
		costTab(func(s ccs.Instance) string { return string(s.InstanceID) }),
	},
	Tabs:   []resource.Tab{monitorTab},
	Picked: []resource.Link{compareLink},
	Ops:    serverOps,
}

func listServers(ctx context.Context, c cloud.Caller) ([]ccs.Instance, error) {
	ask := func(ctx context.Context, page int) (cloud.Batch[ccs.Instance], error) {
		out, err := ccs.DescribeInstances.Call(ctx, c, ccs.DescribeInstancesRequest{PageNumber: page, PageSize: serverPage})
		return cloud.Batch[ccs.Instance]{Items: out.Instances, Pages: int(out.PageCount)}, err
	}
	return cloud.All(ctx, ask, func(s ccs.Instance) string { return string(s.InstanceID) })
}

func getServer(ctx context.Context, c cloud.Caller, id string) (ccs.Instance, error) {
	out, err := ccs.DescribeInstances.Call(ctx, c, ccs.DescribeInstancesRequest{InstanceID: id})
	if cloud.HasCode(err, "InstanceNotFound", "InvalidInstanceID.Malformed") || err == nil && len(out.Instances) == 0 {
		return ccs.Instance{}, &resource.NotFound{Kind: "instances", ID: id}
	}
	if err != nil {
		return ccs.Instance{}, err
	}
	return out.Instances[0], nil
}

func serverName(s ccs.Instance) resource.Cell {
	return named("instances", string(s.InstanceID), s.InstanceName)
}

func serverStatus(s ccs.Instance) resource.Cell {
	return resource.Cell{Kind: resource.StatusCell, State: serverStates.state(s.InstanceStatus)}
}

func serverSpec(s ccs.Instance) resource.Cell {
	return resource.Cell{Text: resource.T("cell.spec", int(s.CPU), int(s.RAM))}
}

func serverDisks(s ccs.Instance) resource.Cell {
	return resource.Cell{Text: resource.T("cell.gb", diskTotal(s)), Sub: resource.T("cell.disks", len(s.Disks.DataDisks)+1)}
}

func diskLine(kind string, size int) resource.Cell {
	return resource.Cell{Text: resource.T("cell.gb", size), Sub: diskType(kind)}
}

func serverDataDisks(s ccs.Instance) resource.Cell {
	c := lines()
	for _, d := range s.Disks.DataDisks {
		c.Lines = append(c.Lines, diskLine(d.DiskType, int(d.Size)))
	}
	return c
}

// cardLines are the addresses of the public or the private cards, each with
// its network; a card without an address has none to tell.
func cardLines(s ccs.Instance, public bool) resource.Cell {
	c := lines()
	for _, n := range cardsOf(s) {
		for _, ip := range without([]string{n.ip, n.ipv6}) {
			if n.public == public {
				line := mono(ip)
				line.Sub = resource.Lit(n.name)
				c.Lines = append(c.Lines, line)
			}
		}
	}
	return c
}

func diskTotal(s ccs.Instance) int {
	total := int(s.Disks.SystemDisk.Size)
	for _, d := range s.Disks.DataDisks {
		total += int(d.Size)
	}
	return total
}

func serverTags(s ccs.Instance) resource.Cell {
	return resource.Cell{Kind: resource.TagsCell, Tags: tagsOf(s)}
}

func serverCharge(s ccs.Instance) resource.Cell {
	return resource.Cell{Text: resource.T("charge." + s.InstanceChargeType)}
}

func serverCreated(s ccs.Instance) resource.Cell { return when(s.CreateTime.Time) }

func tagsOf(s ccs.Instance) []string {
	var names []string
	for _, t := range s.Tags {
		names = append(names, t.TagName)
	}
	return without(names)
}

func publicIPs(s ccs.Instance) []string {
	var ips []string
	for _, n := range s.PublicNetworkInterface {
		ips = append(ips, n.IP, n.IPv6)
	}
	return without(ips)
}

func privateIPs(s ccs.Instance) []string {
	var ips []string
	for _, n := range s.PrivateNetworkInterface {
		ips = append(ips, n.IP)
	}
	return without(ips)
}

// plain are filter values that are their own labels.
func plain(values ...string) []resource.Choice {
	var out []resource.Choice
	for _, v := range values {
		if v != "" {
			out = append(out, resource.Choice{Value: v, Label: resource.Lit(v)})
		}
	}
	return out
}
