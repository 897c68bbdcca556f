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
	Subnets  []VPCNet // nil where not read
	Gateways []VPCNet // edge nodes only
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
	Ops:     vpcOps,
}

// vpcSubnets and vpcGateways are what a VPC is made of.
var (
	vpcSubnets = resource.Rows("subnets", Subnets, func(_ context.Context, _ cloud.Caller, v VPC) ([]VPCNet, error) { return v.Subnets, nil },
		"name", "status", "zone", "segment", "used", "free").With("add-subnet")
	vpcGateways = resource.Rows("gateways", Gateways, func(_ context.Context, _ cloud.Caller, v VPC) ([]VPCNet, error) { return v.Gateways, nil },
		"name", "status", "zone", "segment", "line", "used", "free").With("add-gateway")
)

func listVPCs(ctx context.Context, c cloud.Caller) ([]VPC, error) {
	return inRegions(ctx, c, func(ctx context.Context, c cloud.Caller, region netRegion) ([]VPC, error) {
		list, err := vpcsIn(ctx, c, region.Code)
		return each(list, func(v vpc.VPC) VPC { return VPC{VPC: v, Region: region} }), err
	})
}

// getVPC looks a VPC up in all regions, since its id does not tell its own, and
// reads what is in it.
func getVPC(ctx context.Context, c cloud.Caller, id string) (VPC, error) {
	all, err := listVPCs(ctx, c)
	v, err := pick1("vpcs", id, all, err, func(v VPC) string { return string(v.VPCID) })
	if err != nil {
		return v, err
	}
	return readVPC(ctx, c, v)
}

// readVPC reads what is in a VPC.
func readVPC(ctx context.Context, c cloud.Caller, v VPC) (VPC, error) {
	id := string(v.VPCID)
	var subnets []vpc.Subnet
	var gateways []vpc.VirtualGateWay
	group, all := errgroup.WithContext(ctx)
	group.Go(func() (err error) { subnets, err = subnetsIn(all, c, v.Region.Code, "", id); return err })
	if v.Region.edge() {
		group.Go(func() (err error) { gateways, err = gatewaysIn(all, c, v.Region.Code, "", id); return err })
	}
	err := group.Wait()
	v.Subnets = each(subnets, func(s vpc.Subnet) VPCNet { return ofSubnet(s, v.Region) })
	v.Gateways = each(gateways, func(g vpc.VirtualGateWay) VPCNet { return ofGateway(g, v.Region) })
	return v, err
}

// pick1 is the record with an id of a list that may be partial.
func pick1[R any](kind, id string, all []R, err error, idOf func(R) string) (R, error) {
	if i := slices.IndexFunc(all, func(r R) bool { return idOf(r) == id }); i >= 0 {
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
