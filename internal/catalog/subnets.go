package catalog

import (
	"context"
	"net/url"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// Subnets are the subnets of all VPCs.
var Subnets = &resource.Kind[VPCNet]{
	Slug: "subnets", Icon: "network", Group: "network",

	ID:    func(n VPCNet) string { return n.ID },
	Name:  func(n VPCNet) string { return n.Name },
	Where: func(n VPCNet) resource.Text { return resource.Lit(n.VPCName + " · " + n.Zone) },
	State: netState,

	List:    listSubnets,
	Get:     getSubnet,
	Search:  netSearch,
	Columns: netColumns("subnets"),
	Filters: netFilters(),
	Sections: []resource.Facts[VPCNet]{
		{Key: "basic", List: []resource.FactOf[VPCNet]{
			{Key: "vpc", Cell: netVPC}, {Key: "zone", Cell: netZoneOf}, {Key: "segment", Cell: netSegment},
		}},
		netUse(),
	},
	Related: []resource.Related[VPCNet]{netEIPs("subnets")},
	Tabs:    []resource.Tab{{Slug: "addresses", Label: resource.T("tab.subnets.addresses"), Path: "addresses", First: true}},
	Ops: []resource.Op[VPCNet]{
		{Slug: "create", Icon: "plus", Effect: resource.Change, Danger: resource.NoConfirm, Alone: true,
			Fields: newSubnetFields, PlanAfter: createSubnet, Beside: netRefusals, Watch: netSettled},
		{Slug: "vlink", Icon: "link", Set: resource.NetworkSet, Effect: resource.Change, Offered: subnetAtCloud,
			Page: func(n VPCNet) string { return "/vlinks/ops/create?subnet=" + url.QueryEscape(n.ID) }},
		{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName,
			Offered: netDeletable, Loses: netLosses, Plan: deleteSubnet, Watch: func(VPCNet) bool { return false }}, // it has ended once the subnet is gone
	},
}

// netRefusals are the refusals of a new range that are about a field.
var netRefusals = map[string]string{
	"InvalidParameter": "range", "InvalidVpc.NotFound": "vpc", "InvalidAvailableZone.NotFound": "zone", "QuotaExceed.Subnet": "vpc", "QuotaExceed.VirtualGateWay": "vpc",
}

// subnetAtCloud offers what only nodes of the cloud platform have.
func subnetAtCloud(n VPCNet) resource.Text {
	if n.Region.edge() {
		return resource.T("reason.cloud_only")
	}
	return offered("reason.changing", netSettled)(n)
}

func netSettled(n VPCNet) bool { return netState(n).Tone != resource.Busy }

// netDeletable says what is in the way. In a list, where the addresses are not
// read, it is what can be seen.
func netDeletable(n VPCNet) resource.Text {
	if !netSettled(n) {
		return resource.T("reason.changing")
	}
	if own := customers(n.Addresses); len(own) > 0 {
		return resource.T("reason.net_used", len(own), own[0].IP.String(), own[0].Text())
	}
	return resource.Text{}
}

func netLosses(items []VPCNet) []resource.Text {
	n := items[0]
	return []resource.Text{resource.T("loss.net", n.Name, n.Segment, n.VPCName)}
}

func (n VPCNet) target(kind string) resource.Target {
	return resource.Target{Kind: kind, ID: n.ID, Name: n.Name, Note: n.VPCName + " · " + n.Zone}
}

func (n VPCNet) vpcTarget() resource.Target {
	return resource.Target{Kind: "vpcs", ID: n.VPCID, Name: n.VPCName, Note: n.Region.Code}
}

func deleteSubnet(items []VPCNet, _ url.Values) ([]resource.Step, error) {
	n := items[0]
	return []resource.Step{resource.Do(vpc.DeleteSubnet, vpc.SubnetRef{SubnetID: n.ID}, n.target("subnets"))}, nil
}

func newSubnetFields(ctx context.Context, c cloud.Caller, _ []VPCNet, form url.Values) ([]resource.Field, error) {
	return newNetFields(ctx, c, form, netRegions())
}

func createSubnet(ctx context.Context, c cloud.Caller, _ []VPCNet, form url.Values) ([]resource.Step, error) {
	o, err := readNetOrder(ctx, c, form)
	if err != nil {
		return nil, err
	}
	req := vpc.CreateSubnetRequest{VPCID: string(o.vpc.VPCID), SubnetList: []vpc.NewSubnet{{AvailableZoneCode: o.zone, SubnetName: o.name, SubnetSegment: o.segment.String()}}}
	return []resource.Step{resource.DoThen(vpc.CreateSubnet, req, func(made vpc.CreateSubnetResponse, out *resource.Outcome) {
		out.Created = each(made.SubnetIDList, func(id cloud.ID) string { return string(id) })
	})}, nil
}
