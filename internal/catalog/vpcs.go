package catalog

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// VPC is a virtual private cloud (vpc) with what is in it, which is there when
// one is read.
type VPC struct {
	vpc.VPC
	Region   netRegion
	Subnets  []vpc.Subnet         // nil where not read
	Gateways []vpc.VirtualGateWay // edge nodes only
}

// VPCs are the virtual private clouds, each of one region.
var VPCs = &resource.Kind[VPC]{
	Slug: "vpcs", Icon: "cloud", Group: "network",

	ID:    func(v VPC) string { return string(v.VPCID) },
	Name:  func(v VPC) string { return v.VPCName },
	Where: func(v VPC) resource.Text { return v.Region.text() },
	State: func(v VPC) resource.State { return networkStates.state(v.Status) },

	List: listVPCs,
	Get:  getVPC,
	Search: func(v VPC) []string {
		return []string{string(v.VPCID), v.VPCName, v.VPCSegment, v.Region.Code, v.Region.Name}
	},
	Columns: []resource.Column[VPC]{
		{Key: "name", Less: byName(func(v VPC) string { return v.VPCName }), Cell: func(v VPC) resource.Cell { return named("vpcs", string(v.VPCID), v.VPCName) }},
		{Key: "status", Less: by(func(v VPC) string { return v.Status }), Cell: func(v VPC) resource.Cell { return networkState(v.Status) }},
		{Key: "region", Less: by(func(v VPC) string { return v.Region.Code }), Cell: vpcRegion},
		{Key: "node", Less: by(func(v VPC) string { return v.Region.Node }), Cell: vpcNode},
		{Key: "segment", Less: bySegment(func(v VPC) string { return v.VPCSegment }), Cell: vpcSegment},
		{Key: "line", Less: by(func(v VPC) string { return v.BandwidthType }), Cell: vpcLine},
		{Key: "created", Less: func(a, b VPC) int { return a.CreateTime.Compare(b.CreateTime.Time) }, Cell: func(v VPC) resource.Cell { return when(v.CreateTime.Time) }},
	},
	Filters: []resource.Property[VPC]{
		{Key: "status", Quick: true, Known: networkStateChoices, Values: func(v VPC) []resource.Choice { return []resource.Choice{networkStates.value(v.Status)} }},
		{Key: "region", Values: func(v VPC) []resource.Choice { return regionFilter(v.Region.Code) }},
		{Key: "node", Values: func(v VPC) []resource.Choice { return nodeFilter(v.Region.Code) }},
	},
	Sections: []resource.Facts[VPC]{
		{Key: "basic", List: []resource.FactOf[VPC]{
			{Key: "region", Cell: vpcRegion},
			{Key: "node", Cell: vpcNode},
			{Key: "segment", Cell: vpcSegment},
			{Key: "line", Cell: vpcLine},
			{Key: "created", Cell: func(v VPC) resource.Cell { return when(v.CreateTime.Time) }},
		}},
	},
	Related: []resource.Related[VPC]{vpcSubnets, vpcGateways},
}

// vpcSubnets are the subnets of a VPC.
var vpcSubnets = resource.Part("subnets", "vpcs", func(_ context.Context, _ cloud.Caller, v VPC) ([]vpc.Subnet, error) { return v.Subnets, nil },
	resource.Column[vpc.Subnet]{Key: "subnet", Cell: func(s vpc.Subnet) resource.Cell { return withID(s.SubnetName, string(s.SubnetID)) }},
	resource.Column[vpc.Subnet]{Key: "status", Cell: func(s vpc.Subnet) resource.Cell { return networkState(s.Status) }},
	resource.Column[vpc.Subnet]{Key: "zone", Cell: func(s vpc.Subnet) resource.Cell { return netZoneCell(s.AvailableZoneCode) }},
	resource.Column[vpc.Subnet]{Key: "segment", Cell: func(s vpc.Subnet) resource.Cell { return mono(s.SubnetSegment) }},
	resource.Column[vpc.Subnet]{Key: "used", Right: true, Cell: func(s vpc.Subnet) resource.Cell { return count(int(s.UsedIPNum)) }},
)

// vpcGateways are the virtual gateways of a VPC, through which edge nodes send
// traffic out.
var vpcGateways = resource.Part("gateways", "vpcs", func(_ context.Context, _ cloud.Caller, v VPC) ([]vpc.VirtualGateWay, error) { return v.Gateways, nil },
	resource.Column[vpc.VirtualGateWay]{Key: "gateway", Cell: func(g vpc.VirtualGateWay) resource.Cell {
		return withID(g.VirtualGateWayName, string(g.VirtualGateWayID))
	}},
	resource.Column[vpc.VirtualGateWay]{Key: "status", Cell: func(g vpc.VirtualGateWay) resource.Cell { return networkState(g.Status) }},
	resource.Column[vpc.VirtualGateWay]{Key: "zone", Cell: func(g vpc.VirtualGateWay) resource.Cell { return netZoneCell(g.AvailableZoneCode) }},
	resource.Column[vpc.VirtualGateWay]{Key: "segment", Cell: func(g vpc.VirtualGateWay) resource.Cell { return mono(g.VirtualGateWaySegment) }},
	resource.Column[vpc.VirtualGateWay]{Key: "line", Cell: func(g vpc.VirtualGateWay) resource.Cell { return text(g.Type) }},
	resource.Column[vpc.VirtualGateWay]{Key: "used", Right: true, Cell: func(g vpc.VirtualGateWay) resource.Cell { return count(int(g.UsedIPNum)) }},
)

func listVPCs(ctx context.Context, c cloud.Caller) ([]VPC, error) {
	return inRegions(ctx, c, func(ctx context.Context, c cloud.Caller, region netRegion) ([]VPC, error) {
		list, err := vpcsIn(ctx, c, region.Code)
		out := make([]VPC, len(list))
		for i, v := range list {
			out[i] = VPC{VPC: v, Region: region}
		}
		return out, err
	})
}

// getVPC looks a VPC up in all regions, since its id does not tell its own, and
// reads what is in it.
func getVPC(ctx context.Context, c cloud.Caller, id string) (VPC, error) {
	v, err := pickVPC(ctx, c, id)
	if err != nil {
		return v, err
	}
	var subnets []vpc.Subnet
	group, all := errgroup.WithContext(ctx)
	group.Go(func() (err error) { subnets, err = subnetsIn(all, c, v.Region.Code, "", id); return err })
	if v.Region.edge() {
		group.Go(func() (err error) { v.Gateways, err = gatewaysIn(all, c, v.Region.Code, "", id); return err })
	}
	err = group.Wait()
	v.Subnets = append([]vpc.Subnet{}, subnets...)
	return v, err
}

// pickVPC finds a VPC without what is in it.
func pickVPC(ctx context.Context, c cloud.Caller, id string) (VPC, error) {
	all, err := listVPCs(ctx, c)
	return pick1("vpcs", id, all, err, func(v VPC) cloud.ID { return v.VPCID })
}

// pick1 is the record with an id of a list that may be partial.
func pick1[R any](kind, id string, all []R, err error, idOf func(R) cloud.ID) (R, error) {
	if i := slices.IndexFunc(all, func(r R) bool { return string(idOf(r)) == id }); i >= 0 {
		return all[i], nil
	}
	var none R
	if err == nil {
		err = &resource.NotFound{Kind: kind, ID: id}
	}
	return none, err
}

func vpcRegion(v VPC) resource.Cell  { return regionCell(v.Region.Code) }
func vpcNode(v VPC) resource.Cell    { return nodeCell(v.Region.Code) }
func vpcSegment(v VPC) resource.Cell { return mono(v.VPCSegment) }
func vpcLine(v VPC) resource.Cell    { return lineCell(v.BandwidthType) }

// bySegment orders networks by their first address.
func bySegment[T any](segment func(T) string) func(a, b T) int {
	return byAddress(func(t T) []string { first, _, _ := strings.Cut(segment(t), "/"); return []string{first} })
}
