package catalog

import (
	"context"
	"net/netip"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// VPCNet is a range of a VPC in one zone: a subnet, or a virtual gateway
// through which an edge node sends traffic out. They are alike in all but what
// is done to them.
type VPCNet struct {
	ID, Name, Segment, Zone, Status string
	VPCID, VPCName                  string
	Line                            string // gateways: bandwidth type
	Used                            int    // addresses, the provider's own included
	Region                          netRegion
	// Of one that is read by itself and has settled; nil else.
	Addresses []NetAddress
	EIPs      []vpc.BoundEIP
	around    []vpc.EIP // of its region, at edge nodes of its zone
}

func ofSubnet(s vpc.Subnet, region netRegion) VPCNet {
	return VPCNet{ID: string(s.SubnetID), Name: s.SubnetName, Segment: s.SubnetSegment, Zone: s.AvailableZoneCode, Status: s.Status,
		VPCID: string(s.VPCID), VPCName: s.VPCName, Used: int(s.UsedIPNum), Region: region}
}

func ofGateway(g vpc.VirtualGateWay, region netRegion) VPCNet {
	return VPCNet{ID: string(g.VirtualGateWayID), Name: g.VirtualGateWayName, Segment: g.VirtualGateWaySegment, Zone: g.AvailableZoneCode, Status: g.Status,
		VPCID: string(g.VPCID), VPCName: g.VPCName, Line: g.Type, Used: int(g.UsedIPNum), Region: region}
}

func listSubnets(ctx context.Context, c cloud.Caller) ([]VPCNet, error) {
	return inRegions(ctx, c, func(ctx context.Context, c cloud.Caller, region netRegion) ([]VPCNet, error) {
		list, err := subnetsIn(ctx, c, region.Code, "", "")
		return each(list, func(s vpc.Subnet) VPCNet { return ofSubnet(s, region) }), err
	})
}

// listGateways asks the edge nodes: no other has any.
func listGateways(ctx context.Context, c cloud.Caller) ([]VPCNet, error) {
	return inPlaces(ctx, edgeRegions(), netRegion.text, func(ctx context.Context, region netRegion) ([]VPCNet, error) {
		list, err := gatewaysIn(ctx, c, region.Code, "", "")
		return each(list, func(g vpc.VirtualGateWay) VPCNet { return ofGateway(g, region) }), err
	})
}

// each turns one list into another.
func each[A, B any](list []A, to func(A) B) []B {
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = to(a)
	}
	return out
}

// getSubnet finds a subnet and reads its addresses and EIPs, all at once.
func getSubnet(ctx context.Context, c cloud.Caller, id string) (VPCNet, error) {
	all, err := listSubnets(ctx, c)
	return getNet(ctx, c, "subnets", id, all, err, func(ctx context.Context) ([]NetAddress, error) {
		answer, err := vpc.DescribeSubnetIP.Call(ctx, c, vpc.NetRef{NetID: id})
		return subnetAddresses(answer), err
	})
}

// getGateway is getSubnet for a virtual gateway.
func getGateway(ctx context.Context, c cloud.Caller, id string) (VPCNet, error) {
	all, err := listGateways(ctx, c)
	return getNet(ctx, c, "gateways", id, all, err, func(ctx context.Context) ([]NetAddress, error) {
		answer, err := vpc.DescribeIPInfo.Call(ctx, c, vpc.DescribeIPInfoRequest{NetID: id, IPType: "virtual_gateway"})
		return gatewayAddresses(answer), err
	})
}

func getNet(ctx context.Context, c cloud.Caller, kind, id string, all []VPCNet, failed error, addresses func(context.Context) ([]NetAddress, error)) (VPCNet, error) {
	n, err := pick1(kind, id, all, failed, func(n VPCNet) string { return n.ID })
	if err != nil || netState(n).Tone != resource.OK {
		return n, err
	}
	ask := vpc.DescribeEIPRequest{RegionCode: n.Region.Code}
	if n.Region.edge() {
		ask.AvailableZoneCode = n.Zone
	}
	var eips vpc.DescribeEIPResponse
	group, read := errgroup.WithContext(ctx)
	group.Go(func() (err error) { n.Addresses, err = addresses(read); return err })
	group.Go(func() (err error) { eips, err = vpc.DescribeEIP.Call(read, c, ask); return err })
	group.Go(func() error {
		list, err := vpc.NetEIPInfo.Call(read, c, vpc.NetEIPInfoRequest{NetIDList: []string{id}})
		for _, one := range list {
			n.EIPs = append(n.EIPs, one.EIPs...)
		}
		return err
	})
	err = group.Wait()
	n.around = eips.EIPList
	withEIPs(n.Addresses, id, n.around)
	return n, err
}

func netState(n VPCNet) resource.State { return networkStates.state(n.Status) }

// size is how many addresses a range has in all; 0 where it cannot be read.
func (n VPCNet) size() int {
	p, err := netip.ParsePrefix(n.Segment)
	if err != nil || !p.Addr().Is4() {
		return 0
	}
	return 1 << (32 - p.Bits())
}

// netFree is how many addresses are left: counted where they were read, else
// what the range has beyond those in use and its first and last.
func netFree(n VPCNet) int {
	if n.Addresses != nil {
		return countOf(n.Addresses, AddressFree)
	}
	return max(n.size()-2-n.Used, 0)
}

// netColumns are the columns of subnets and gateways.
func netColumns(slug string) []resource.Column[VPCNet] {
	return []resource.Column[VPCNet]{
		{Key: "name", Less: byName(func(n VPCNet) string { return n.Name }), Cell: func(n VPCNet) resource.Cell { return named(slug, n.ID, n.Name) }},
		{Key: "status", Less: by(func(n VPCNet) string { return n.Status }), Cell: func(n VPCNet) resource.Cell { return networkState(n.Status) }},
		{Key: "vpc", Less: byName(func(n VPCNet) string { return n.VPCName }), Cell: netVPC},
		{Key: "zone", Less: by(func(n VPCNet) string { return n.Zone }), Cell: netZoneOf},
		{Key: "segment", Less: bySegment(func(n VPCNet) string { return n.Segment }), Cell: netSegment},
		{Key: "used", Right: true, Less: by(func(n VPCNet) int { return n.Used }), Cell: func(n VPCNet) resource.Cell { return count(n.Used) }},
		{Key: "free", Right: true, Less: by(netFree), Cell: func(n VPCNet) resource.Cell { return count(netFree(n)) }},
	}
}

func netFilters() []resource.Property[VPCNet] {
	return []resource.Property[VPCNet]{
		{Key: "status", Quick: true, Known: networkStateChoices, Values: func(n VPCNet) []resource.Choice { return []resource.Choice{networkStates.value(n.Status)} }},
		{Key: "vpc", Values: func(n VPCNet) []resource.Choice {
			return []resource.Choice{{Value: n.VPCID, Label: resource.Lit(n.VPCName)}}
		}},
		{Key: "region", Values: func(n VPCNet) []resource.Choice { return regionFilter(n.Region.Code) }},
		{Key: "zone", Values: func(n VPCNet) []resource.Choice { return zoneFilter(n.Zone) }},
	}
}

func netSearch(n VPCNet) []string {
	return []string{n.ID, n.Name, n.Segment, n.VPCID, n.VPCName, n.Zone, n.Region.Name}
}

// netUse are the facts about a range's addresses.
func netUse() resource.Facts[VPCNet] {
	of := func(use AddressUse) func(VPCNet) resource.Cell {
		return func(n VPCNet) resource.Cell {
			if n.Addresses == nil {
				return resource.Cell{}
			}
			return text(itoa(countOf(n.Addresses, use)))
		}
	}
	return resource.Facts[VPCNet]{Key: "addresses", List: []resource.FactOf[VPCNet]{
		{Key: "free", Cell: func(n VPCNet) resource.Cell { return text(itoa(netFree(n))) }},
		{Key: "own", Cell: func(n VPCNet) resource.Cell {
			if n.Addresses == nil {
				return resource.Cell{}
			}
			return text(itoa(len(customers(n.Addresses))))
		}},
		{Key: "system", Cell: of(AddressSystem)},
	}}
}

// netEIPs are the EIPs bound to addresses of a range.
func netEIPs(slug string) resource.Related[VPCNet] {
	return resource.Part("eips", slug, func(_ context.Context, _ cloud.Caller, n VPCNet) ([]vpc.BoundEIP, error) { return n.EIPs, nil },
		resource.Column[vpc.BoundEIP]{Key: "eip", Cell: func(e vpc.BoundEIP) resource.Cell {
			return resource.Cell{Text: resource.Lit(e.EIP), Mono: true, Sub: resource.Lit(string(e.EIPID)), MonoS: true, Copy: e.EIP, Href: "/eips/" + string(e.EIPID)}
		}},
		resource.Column[vpc.BoundEIP]{Key: "status", Cell: func(e vpc.BoundEIP) resource.Cell { return networkState(e.Status) }},
		resource.Column[vpc.BoundEIP]{Key: "line", Cell: func(e vpc.BoundEIP) resource.Cell { return lineCell(e.BandwidthType) }},
		resource.Column[vpc.BoundEIP]{Key: "billing", Cell: func(e vpc.BoundEIP) resource.Cell { return text(e.BillScheme) }},
		resource.Column[vpc.BoundEIP]{Key: "qos", Right: true, Cell: func(e vpc.BoundEIP) resource.Cell {
			return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.mbps", int(e.Qos))}
		}},
	)
}

func netVPC(n VPCNet) resource.Cell {
	return resource.Cell{Text: resource.Lit(n.VPCName), Href: "/vpcs/" + n.VPCID}
}

func netZoneOf(n VPCNet) resource.Cell  { return netZoneCell(n.Zone) }
func netSegment(n VPCNet) resource.Cell { return mono(n.Segment) }
