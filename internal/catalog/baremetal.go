package catalog

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/cloud/bms"
	"yunque/internal/resource"
)

// BareMetal is a bare-metal server (bms). Detail is there when one is read.
type BareMetal struct {
	bms.Server
	Detail *bms.ServerDetail
}

// Only running, error and rebuilding are documented.
var bareMetalStates = words{
	"running":    {resource.OK, "running"},
	"stopped":    {resource.Off, "stopped"},
	"stop":       {resource.Off, "stopped"},
	"starting":   {resource.Busy, "starting"},
	"stopping":   {resource.Busy, "stopping"},
	"restarting": {resource.Busy, "rebooting"},
	"installing": {resource.Busy, "creating"},
	"rebuilding": {resource.Busy, "reinstalling"},
	"deleting":   {resource.Busy, "deleting"},
	"error":      {resource.Failed, "error"},
}

// noEnd is how the provider writes that something does not end.
const noEnd = 2099

// BareMetals are the bare-metal servers.
var BareMetals = &resource.Kind[BareMetal]{
	Slug: "bare-metal", Icon: "server-cog", Group: "bare_metal", IdleCosts: true,

	ID:    func(b BareMetal) string { return string(b.BaremetalID) },
	Name:  func(b BareMetal) string { return b.Name },
	Where: func(b BareMetal) resource.Text { return resource.Lit(b.VdcName + " · " + string(b.RegionID)) },
	State: func(b BareMetal) resource.State { return bareMetalStates.state(b.State) },

	List: listBareMetals,
	Get:  getBareMetal,
	Search: func(b BareMetal) []string {
		return append(append([]string{string(b.BaremetalID), b.Name, b.VdcName, string(b.RegionID)}, b.addresses("public")...), b.addresses("private")...)
	},
	Columns: []resource.Column[BareMetal]{
		{Key: "name", Less: byName(func(b BareMetal) string { return b.Name }), Cell: func(b BareMetal) resource.Cell { return named("bare-metal", string(b.BaremetalID), b.Name) }},
		{Key: "status", Less: by(func(b BareMetal) string { return b.State }), Cell: func(b BareMetal) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: bareMetalStates.state(b.State)}
		}},
		{Key: "place", Less: byName(func(b BareMetal) string { return b.VdcName }), Cell: func(b BareMetal) resource.Cell { return two(b.VdcName, string(b.RegionID)) }},
		{Key: "spec", Less: by(func(b BareMetal) int { return int(b.CPU)*10000 + int(b.RAM) }), Cell: bareMetalSpec},
		{Key: "ip", Less: byAddress(func(b BareMetal) []string { return b.addresses("private") }), Cell: func(b BareMetal) resource.Cell {
			return addresses(b.addresses("public"), b.addresses("private"))
		}},
		{Key: "charge", Less: by(func(b BareMetal) string { return b.InstanceChargeType }), Cell: bareMetalCharge},
		{Key: "created", Less: by(func(b BareMetal) int64 { return b.CreateDate.Unix() }), Cell: func(b BareMetal) resource.Cell { return when(b.CreateDate.Time) }},
	},
	Filters: []resource.Property[BareMetal]{
		{Key: "status", Quick: true, Known: bareMetalStates.choices("running", "stopped", "creating", "reinstalling", "error"), Values: func(b BareMetal) []resource.Choice {
			return []resource.Choice{bareMetalStates.value(b.State)}
		}},
		{Key: "vdc", Values: func(b BareMetal) []resource.Choice {
			return []resource.Choice{{Value: string(b.VdcID), Label: resource.Lit(b.VdcName)}}
		}},
		{Key: "zone", Values: func(b BareMetal) []resource.Choice { return plain(string(b.RegionID)) }},
		{Key: "charge", Values: func(b BareMetal) []resource.Choice {
			return []resource.Choice{{Value: b.InstanceChargeType, Label: resource.T("charge." + b.InstanceChargeType)}}
		}},
	},
	Heed:     bareMetalHeed,
	Sections: bareMetalSections,
	Related: []resource.Related[BareMetal]{bareMetalCards, bareMetalVolumes, bareMetalDisks,
		costTab(func(b BareMetal) string { return string(b.BaremetalID) })},
	Ops: bareMetalOps,
}

var bareMetalSections = []resource.Facts[BareMetal]{
	{Key: "basic", List: []resource.FactOf[BareMetal]{
		{Key: "vdc", Cell: func(b BareMetal) resource.Cell {
			return resource.Cell{Text: resource.Lit(b.VdcName), Href: "/vdcs/" + string(b.VdcID)}
		}},
		{Key: "zone", Cell: func(b BareMetal) resource.Cell { return two(string(b.RegionID), b.RegionName) }},
		{Key: "charge", Cell: bareMetalCharge},
		{Key: "ends", Cell: func(b BareMetal) resource.Cell { return when(b.ends()) }},
		{Key: "created", Cell: func(b BareMetal) resource.Cell { return when(b.CreateDate.Time) }},
	}},
	{Key: "hardware", List: []resource.FactOf[BareMetal]{
		{Key: "spec", Cell: bareMetalSpec},
		{Key: "image", Cell: func(b BareMetal) resource.Cell {
			if b.Detail == nil {
				return resource.Cell{}
			}
			return text(b.Detail.ImageName)
		}},
		{Key: "monitored", Cell: func(b BareMetal) resource.Cell {
			return resource.Cell{Text: resource.T("answer." + strconv.FormatBool(bool(b.EnableMonitor)))}
		}},
	}},
}

// bareMetalCards are a server's network cards.
var bareMetalCards = resource.Part("network", "bare-metal", func(_ context.Context, _ cloud.Caller, b BareMetal) ([]bms.NetworkCard, error) { return b.cards(), nil },
	resource.Column[bms.NetworkCard]{Key: "card", Cell: func(n bms.NetworkCard) resource.Cell {
		c := mono(n.IPAddress)
		c.Sub = side(n.IPType == "public")
		return c
	}},
	resource.Column[bms.NetworkCard]{Key: "connected", Cell: func(n bms.NetworkCard) resource.Cell {
		return resource.Cell{Kind: resource.StatusCell, State: cardState(card{connected: n.ConnectState == "on"})}
	}},
	resource.Column[bms.NetworkCard]{Key: "gateway", Cell: func(n bms.NetworkCard) resource.Cell { return two(n.Gateway, n.Netmask) }},
	resource.Column[bms.NetworkCard]{Key: "vlan", Cell: func(n bms.NetworkCard) resource.Cell { return text(string(n.VlanID)) }},
	resource.Column[bms.NetworkCard]{Key: "mac", Cell: func(n bms.NetworkCard) resource.Cell { return ips(n.MAC) }},
	resource.Column[bms.NetworkCard]{Key: "mode", Cell: func(n bms.NetworkCard) resource.Cell { return text(n.WorkMode) }},
)

// bareMetalDisks are the cloud disks attached to a server.
var bareMetalDisks = resource.Rows("disks", MetalDisks, disksOfBareMetal, "name", "status", "type", "size", "iops", "bandwidth")

// bareMetalVolumes are the disks in a server.
var bareMetalVolumes = resource.Part("built_in", "bare-metal", func(_ context.Context, _ cloud.Caller, b BareMetal) ([]bms.Volume, error) {
	if b.Detail == nil {
		return nil, nil
	}
	return slices.DeleteFunc(slices.Clone(b.Detail.Volumes), attachedVolume), nil
},
	resource.Column[bms.Volume]{Key: "disk", Cell: func(v bms.Volume) resource.Cell { return withID(v.VolumePath, string(v.VolumeID)) }},
	resource.Column[bms.Volume]{Key: "disk_kind", Cell: func(v bms.Volume) resource.Cell { return text(v.VolumeType) }},
	resource.Column[bms.Volume]{Key: "size", Right: true, Cell: func(v bms.Volume) resource.Cell {
		return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.gb", int(v.Capacity))}
	}},
	resource.Column[bms.Volume]{Key: "iops", Right: true, Cell: func(v bms.Volume) resource.Cell {
		if v.IOPS == 0 {
			return resource.Cell{}
		}
		return count(int(v.IOPS))
	}},
	resource.Column[bms.Volume]{Key: "created", Cell: func(v bms.Volume) resource.Cell { return when(v.CreateDate.Time) }},
).Under("disks")

// attachedVolume tells a cloud disk from one that is in the server.
func attachedVolume(v bms.Volume) bool { return v.Type == "cloud" }

func bareMetalSpec(b BareMetal) resource.Cell {
	return resource.Cell{Text: resource.T("bms.spec", int(b.CPU), int(b.RAM))}
}

func bareMetalCharge(b BareMetal) resource.Cell {
	c := resource.Cell{Text: resource.T("charge." + b.InstanceChargeType)}
	if b.InstanceChargeType == prePaid {
		c.Sub = resource.T("bms.renews." + strconv.FormatBool(bool(b.IsAutoRenewal)))
	}
	return c
}

// bareMetalHeed tells of a server whose time runs out, and of one that is off
// and costs all the same.
func bareMetalHeed(b BareMetal) resource.Text {
	days := int(time.Until(b.ends()).Hours() / 24)
	switch soon := !b.ends().IsZero() && !bool(b.IsAutoRenewal) && days <= soonDays; {
	case soon && days <= 0:
		return resource.T("heed.ends_now")
	case soon:
		return resource.T("heed.ends_in", days)
	case bareMetalIs("stopped")(b):
		return resource.T("heed.stopped")
	}
	return resource.Text{}
}

// ends is when what was paid for ends; zero where it does not, or is not read.
func (b BareMetal) ends() time.Time {
	if b.Detail == nil || b.Detail.ExpireDate.Year() >= noEnd {
		return time.Time{}
	}
	return b.Detail.ExpireDate.Time
}

// cards are the network cards; only the detail has all of their facts.
func (b BareMetal) cards() []bms.NetworkCard {
	if b.Detail != nil {
		return b.Detail.Networks.NetworkCards
	}
	return b.Networks.NetworkCards
}

func (b BareMetal) addresses(kind string) []string {
	var out []string
	for _, n := range b.cards() {
		if strings.EqualFold(n.IPType, kind) {
			out = append(out, n.IPAddress)
		}
	}
	return without(out)
}

func listBareMetals(ctx context.Context, c cloud.Caller) ([]BareMetal, error) {
	ask := func(ctx context.Context, page int) (cloud.Batch[bms.Server], error) {
		out, err := bms.DescribeBms.Call(ctx, c, bms.DescribeBmsRequest{PageNumber: itoa(page), PageSize: "500"})
		return cloud.Batch[bms.Server]{Items: out.Baremetals, Total: int(out.TotalCount)}, err
	}
	list, err := cloud.All(ctx, ask, func(s bms.Server) string { return string(s.BaremetalID) })
	out := make([]BareMetal, len(list))
	for i, s := range list {
		out[i].Server = s
	}
	return out, err
}

// getBareMetal reads one; all that its list has, its detail has too.
func getBareMetal(ctx context.Context, c cloud.Caller, id string) (BareMetal, error) {
	d, err := bms.DescribeBmsDetail.Call(ctx, c, bms.BaremetalRef{BaremetalID: id})
	if cloud.HasCode(err, "InstanceNotFound") || err == nil && d.BaremetalID == "" {
		return BareMetal{}, &resource.NotFound{Kind: "bare-metal", ID: id}
	}
	if err != nil {
		return BareMetal{}, err
	}
	return BareMetal{Detail: &d, Server: bms.Server{
		BaremetalID: d.BaremetalID, CPU: d.CPU, CreateDate: d.CreateDate, EnableMonitor: d.EnableMonitor, InstanceChargeType: d.InstanceChargeType,
		IsAutoRenewal: d.IsAutoRenewal, Name: d.Name, Networks: d.Networks, RAM: d.RAM, RegionID: d.RegionID, RegionName: d.RegionName,
		State: d.State, Status: d.Status, VdcID: d.VdcID, VdcName: d.VdcName,
	}}, nil
}
