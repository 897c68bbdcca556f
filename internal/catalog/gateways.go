package catalog

import (
	"context"
	"net/url"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// Gateways are the virtual gateways of all VPCs. Edge nodes send traffic out
// through them, each by the lines of one kind, and EIPs are bound there.
var Gateways = &resource.Kind[VPCNet]{
	Slug: "gateways", Icon: "router", Group: "network",

	ID:    func(n VPCNet) string { return n.ID },
	Name:  func(n VPCNet) string { return n.Name },
	Where: func(n VPCNet) resource.Text { return resource.Lit(n.VPCName + " · " + n.Zone) },
	State: netState,

	List:   listGateways,
	Get:    getGateway,
	Search: func(n VPCNet) []string { return append(netSearch(n), n.Line) },
	Columns: append(netColumns("gateways"),
		resource.Column[VPCNet]{Key: "line", Less: by(func(n VPCNet) string { return n.Line }), Cell: netLineOf}),
	Filters: append(netFilters(), resource.Property[VPCNet]{Key: "line", Values: func(n VPCNet) []resource.Choice {
		return []resource.Choice{{Value: n.Line, Label: lineName(n.Line)}}
	}}),
	Sections: []resource.Facts[VPCNet]{
		{Key: "basic", List: []resource.FactOf[VPCNet]{
			{Key: "vpc", Cell: netVPC}, {Key: "zone", Cell: netZoneOf}, {Key: "segment", Cell: netSegment}, {Key: "line", Cell: netLineOf},
		}},
		netUse(),
	},
	Related: []resource.Related[VPCNet]{netEIPs("gateways")},
	Tabs:    []resource.Tab{{Slug: "addresses", Label: resource.T("tab.gateways.addresses"), Path: "addresses", First: true}},
	Ops: []resource.Op[VPCNet]{
		{Slug: "create", Icon: "plus", Effect: resource.Change, Danger: resource.NoConfirm, Alone: true,
			Fields: newGatewayFields, PlanAfter: createGateway, Beside: netRefusals, Watch: netSettled},
		{Slug: "reserve", Icon: "plug-connected", Set: resource.NetworkSet, Top: true, Effect: resource.Change, Danger: resource.Confirm,
			Offered: gatewayReserves, Fields: reserveFields, Plan: reserveAndBind, Watch: reserved,
			Beside: map[string]string{"InvalidIp.IpAssigned": "addresses", "InvalidIp.Address": "addresses", "InvalidParameter": "description"}},
		{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.SecondLook,
			Offered: netDeletable, Loses: netLosses, Plan: deleteGateway, Watch: func(VPCNet) bool { return false }}, // it has ended once the gateway is gone
	},
}

func netLineOf(n VPCNet) resource.Cell { return lineCell(n.Line) }

func deleteGateway(items []VPCNet, _ url.Values) ([]resource.Step, error) {
	n := items[0]
	return []resource.Step{resource.Do(vpc.DeleteVirtualGateWay, vpc.VirtualGateWayRef{VirtualGateWayID: n.ID}, n.target("gateways"))}, nil
}

func newGatewayFields(ctx context.Context, c cloud.Caller, _ []VPCNet, form url.Values) ([]resource.Field, error) {
	fields, err := newNetFields(ctx, c, form, edgeRegions())
	line := resource.Field{Name: "line", Label: resource.T("field.gateways.line"), Hint: resource.T("hint.gateway_line"), Input: resource.SelectInput, Required: true, Choices: lineChoices()}
	line.Value = line.Choices[0].Value
	return append(fields, line), err
}

func createGateway(ctx context.Context, c cloud.Caller, _ []VPCNet, form url.Values) ([]resource.Step, error) {
	o, err := readNetOrder(ctx, c, form)
	if err != nil {
		return nil, err
	}
	req := vpc.CreateVirtualGateWayRequest{VPCID: string(o.vpc.VPCID), VirtualGateWayList: []vpc.NewVirtualGateWay{
		{AvailableZoneCode: o.zone, VirtualGateWayName: o.name, VirtualGateWaySegment: o.segment.String(), Type: form.Get("line")},
	}}
	return []resource.Step{resource.DoThen(vpc.CreateVirtualGateWay, req, func(made vpc.CreateVirtualGateWayResponse, out *resource.Outcome) {
		out.Created = each(made.VirtualGateWayIDList, func(id cloud.ID) string { return string(id) })
	})}, nil
}
