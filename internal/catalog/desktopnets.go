package catalog

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/resource"
)

// netStates are the words of subnets and gateways, one of them misspelt
// (quirk 39).
var netStates = words{
	"ok":       {resource.OK, "available"},
	"creating": {resource.Busy, "creating"},
	"updating": {resource.Busy, "updating"},
	"deleting": {resource.Busy, "deleting"},
	"stopping": {resource.Busy, "stopping"},
	"starting": {resource.Busy, "starting"},
	"shutdown": {resource.Off, "desktop.net_off"},
	"erro":     {resource.Failed, "error"},
	"error":    {resource.Failed, "error"},
	"deleted":  {resource.Gone, "desktop.deleted"},
}

// DesktopNet is a VPC that desktops of one site can be in: the default one that
// the service makes, or one of the account's own.
type DesktopNet struct {
	Site     gcw.Site
	Default  bool
	VPCID    cloud.ID
	Name     string
	Segment  string
	Subnets  []gcw.Subnet
	Gateways []gcw.Gateway
	Created  cloud.Time // of a default one
}

// netMark parts the ids of site and VPC: one VPC may reach into several sites.
const netMark = "~"

func (n DesktopNet) id() string   { return string(n.Site.SiteID) + netMark + string(n.VPCID) }
func (n DesktopNet) name() string { return n.Name }

func (n DesktopNet) sort() resource.Text {
	if n.Default {
		return resource.T("desktop.net.default")
	}
	return resource.T("desktop.net.custom")
}

// state is the worst of a network's parts: the VPC itself has none. One that
// lacks subnets or gateways is of no use to desktops.
func (n DesktopNet) state() resource.State {
	var all []resource.State
	for _, s := range n.Subnets {
		all = append(all, netStates.state(s.Status))
	}
	for _, g := range n.Gateways {
		all = append(all, netStates.state(g.Status))
	}
	for _, tone := range []resource.Tone{resource.Failed, resource.Busy, resource.Unknown, resource.Off, resource.Gone} {
		if i := slices.IndexFunc(all, func(s resource.State) bool { return s.Tone == tone }); i >= 0 {
			return all[i]
		}
	}
	if len(n.Subnets) == 0 || len(n.Gateways) == 0 {
		return resource.State{Tone: resource.Attention, Word: resource.T("state.desktop.net_incomplete"), Raw: "incomplete"}
	}
	return netStates.state("ok")
}

// stateChoice is the filter's value of the state.
func (n DesktopNet) stateChoice() resource.Choice {
	s := n.state()
	return resource.Choice{Value: strings.ToLower(s.Raw), Label: s.Word, Tone: s.Tone}
}

func (n DesktopNet) free() int {
	sum := 0
	for _, s := range n.Subnets {
		sum += int(s.NotUsed)
	}
	return sum
}

// DesktopNetworks are the networks of desktops.
var DesktopNetworks = &resource.Kind[DesktopNet]{
	Slug: "desktop-networks", Icon: "topology-star-3", Group: "desktops", Each: true,

	ID:    DesktopNet.id,
	Name:  DesktopNet.name,
	Where: func(n DesktopNet) resource.Text { return resource.Lit(n.Site.SiteName) },
	State: DesktopNet.state,

	List: listDesktopNets,
	Get:  getDesktopNet,
	Search: func(n DesktopNet) []string {
		texts := []string{string(n.VPCID), n.Name, n.Site.SiteName, n.Site.CityName, n.Segment}
		for _, s := range n.Subnets {
			texts = append(texts, s.Name, s.IPAddress)
		}
		for _, g := range n.Gateways {
			texts = append(texts, g.Name, g.ConfName, g.IPAddress)
		}
		return texts
	},
	Columns: []resource.Column[DesktopNet]{
		{Key: "name", Less: byName(DesktopNet.name), Cell: func(n DesktopNet) resource.Cell {
			return resource.Cell{Text: resource.Lit(n.Name), Sub: resource.Lit(string(n.VPCID)), MonoS: true, Href: "/desktop-networks/" + n.id(), Copy: string(n.VPCID)}
		}},
		{Key: "status", Less: by(func(n DesktopNet) string { return n.state().Raw }), Cell: func(n DesktopNet) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: n.state()}
		}},
		{Key: "site", Less: byName(func(n DesktopNet) string { return n.Site.SiteName }), Cell: func(n DesktopNet) resource.Cell { return two(n.Site.SiteName, n.Site.CityName) }},
		{Key: "sort", Cell: func(n DesktopNet) resource.Cell { return resource.Cell{Text: n.sort()} }},
		{Key: "address", Cell: func(n DesktopNet) resource.Cell { return mono(n.Segment) }},
		{Key: "lines", Cell: func(n DesktopNet) resource.Cell { return text(n.lines()) }},
		{Key: "free", Right: true, Less: by(DesktopNet.free), Cell: func(n DesktopNet) resource.Cell { return count(n.free()) }},
	},
	Filters: []resource.Property[DesktopNet]{
		{Key: "status", Quick: true, Values: func(n DesktopNet) []resource.Choice { return []resource.Choice{n.stateChoice()} }},
		{Key: "site", Values: func(n DesktopNet) []resource.Choice {
			return []resource.Choice{{Value: string(n.Site.SiteID), Label: resource.Lit(n.Site.SiteName)}}
		}},
		{Key: "sort", Values: func(n DesktopNet) []resource.Choice {
			if n.Default {
				return []resource.Choice{{Value: "default", Label: n.sort()}}
			}
			return []resource.Choice{{Value: "custom", Label: n.sort()}}
		}},
	},
	Heed: func(n DesktopNet) resource.Text {
		if n.Default && n.state().Tone == resource.Attention {
			return resource.T("heed.desktop_net_incomplete")
		}
		return resource.Text{}
	},
	Sections: []resource.Facts[DesktopNet]{
		{Key: "basic", List: []resource.FactOf[DesktopNet]{
			{Key: "site", Cell: func(n DesktopNet) resource.Cell {
				return two(n.Site.SiteName, joined(n.Site.RegionName, n.Site.CityName))
			}},
			{Key: "sort", Cell: func(n DesktopNet) resource.Cell { return resource.Cell{Text: n.sort()} }},
			{Key: "address", Cell: func(n DesktopNet) resource.Cell { return mono(n.Segment) }},
			{Key: "vpc", Cell: func(n DesktopNet) resource.Cell { return mono(string(n.VPCID)) }},
			{Key: "created", Cell: func(n DesktopNet) resource.Cell { return when(n.Created.Time) }},
		}},
	},
	Related: []resource.Related[DesktopNet]{netSubnets, netGateways, netDesktops},
	Ops:     desktopNetOps,
}

// lines are the carriers that a network goes out by.
func (n DesktopNet) lines() string {
	var names []string
	for _, g := range n.Gateways {
		names = append(names, g.ConfName)
	}
	return strings.Join(without(names), " · ")
}

var netSubnets = resource.Part("subnets", "desktop-networks", func(_ context.Context, _ cloud.Caller, n DesktopNet) ([]gcw.Subnet, error) { return n.Subnets, nil },
	resource.Column[gcw.Subnet]{Key: "subnet", Cell: func(s gcw.Subnet) resource.Cell { return withID(s.Name, string(s.ID)) }},
	resource.Column[gcw.Subnet]{Key: "status", Cell: func(s gcw.Subnet) resource.Cell {
		return resource.Cell{Kind: resource.StatusCell, State: netStates.state(s.Status)}
	}},
	resource.Column[gcw.Subnet]{Key: "range", Cell: func(s gcw.Subnet) resource.Cell { return netRange(s.IPAddress, int(s.Mask), s.Gateway) }},
	resource.Column[gcw.Subnet]{Key: "vlan", Cell: func(s gcw.Subnet) resource.Cell { return text(string(s.VlanID)) }},
	resource.Column[gcw.Subnet]{Key: "free", Right: true, Cell: func(s gcw.Subnet) resource.Cell { return count(int(s.NotUsed)) }},
	resource.Column[gcw.Subnet]{Key: "used", Right: true, Cell: func(s gcw.Subnet) resource.Cell { return count(int(s.UsedNum)) }},
).AlsoFirst()

var netGateways = resource.Part("gateways", "desktop-networks", func(_ context.Context, _ cloud.Caller, n DesktopNet) ([]gcw.Gateway, error) { return n.Gateways, nil },
	resource.Column[gcw.Gateway]{Key: "gateway", Cell: func(g gcw.Gateway) resource.Cell { return withID(g.Name, string(g.ID)) }},
	resource.Column[gcw.Gateway]{Key: "status", Cell: func(g gcw.Gateway) resource.Cell {
		return resource.Cell{Kind: resource.StatusCell, State: netStates.state(g.Status)}
	}},
	resource.Column[gcw.Gateway]{Key: "line", Cell: func(g gcw.Gateway) resource.Cell { return text(g.ConfName) }},
	resource.Column[gcw.Gateway]{Key: "range", Cell: func(g gcw.Gateway) resource.Cell { return netRange(g.IPAddress, int(g.Mask), g.Gateway) }},
	resource.Column[gcw.Gateway]{Key: "free", Right: true, Cell: func(g gcw.Gateway) resource.Cell { return count(int(g.NotUsed)) }},
).AlsoFirst()

var netDesktops = resource.Rows("desktops", Desktops, func(ctx context.Context, c cloud.Caller, n DesktopNet) ([]Desktop, error) {
	return desktopsWhere(ctx, c, gcw.QueryVMsRequest{SiteID: string(n.Site.SiteID), VPCID: string(n.VPCID)})
}, "name", "status", "spec", "user", "ip", "ends").ReadLater(resource.T("kind.desktops.many"))

// netRange is a range of addresses over its gateway.
func netRange(address string, mask int, gateway string) resource.Cell {
	c := mono(address + "/" + itoa(mask))
	c.Sub, c.MonoS = resource.Lit(gateway), true
	return c
}

// netsIn reads the networks of a site, the default one first.
func netsIn(ctx context.Context, c cloud.Caller, site gcw.Site) ([]DesktopNet, error) {
	r := gcw.NetRequest{SiteID: string(site.SiteID), RequestID: requestFor(string(site.SiteID))}
	var made gcw.DefaultNet
	var own []gcw.CustomNet
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) { made, err = gcw.GetDefaultNet.Call(both, c, r); return err })
	group.Go(func() (err error) { own, err = gcw.GetCustomNet.Call(both, c, r); return err })
	err := group.Wait()
	var out []DesktopNet
	if made.VPCID != "" {
		out = append(out, DesktopNet{Site: site, Default: true, VPCID: made.VPCID, Name: made.VPCName, Segment: made.VPCSegment, Subnets: made.Subnets, Gateways: made.Gateways, Created: made.CreateTime})
	}
	for _, n := range own {
		if n.VPCID != made.VPCID {
			out = append(out, DesktopNet{Site: site, VPCID: n.VPCID, Name: n.VPCName, Segment: n.VPCSegment, Subnets: n.Subnets, Gateways: n.Gateways})
		}
	}
	return out, err
}

// listDesktopNets reads the networks of all sites, two sites at a time: each is
// two calls.
func listDesktopNets(ctx context.Context, c cloud.Caller) ([]DesktopNet, error) {
	sites, err := desktopSites(cloud.Steady(ctx, desktopSaleAge), c)
	if err != nil {
		return nil, err
	}
	found := make([][]DesktopNet, len(sites))
	group, all := errgroup.WithContext(ctx)
	group.SetLimit(desktopsAtOnce / 2)
	for i, site := range sites {
		group.Go(func() (err error) { found[i], err = netsIn(all, c, site); return err })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(found...), nil
}

func getDesktopNet(ctx context.Context, c cloud.Caller, id string) (DesktopNet, error) {
	site, vpc, _ := strings.Cut(id, netMark)
	var sites map[cloud.ID]gcw.Site
	var nets []DesktopNet
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error { sites = byID(desktopSites(cloud.Steady(both, desktopSaleAge), c)); return nil })
	group.Go(func() (err error) { nets, err = netsIn(both, c, gcw.Site{SiteID: cloud.ID(site)}); return err })
	err := group.Wait()
	if err != nil && !unfound(err) {
		return DesktopNet{}, err
	}
	for _, n := range nets {
		if string(n.VPCID) == vpc {
			if known, ok := sites[n.Site.SiteID]; ok {
				n.Site = known
			}
			return n, nil
		}
	}
	return DesktopNet{}, &resource.NotFound{Kind: "desktop-networks", ID: id}
}
