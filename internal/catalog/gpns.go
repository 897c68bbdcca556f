package catalog

import (
	"context"
	"slices"

	"yunque/internal/cloud"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

// GPNs are the cloud interconnection groups: private networks and lines joined
// into one.
var GPNs = &resource.Kind[network.GPN]{
	Slug: "gpns", Icon: "sitemap", Group: "network",

	ID:    func(g network.GPN) string { return string(g.GpnID) },
	Name:  func(g network.GPN) string { return g.Name },
	Where: func(g network.GPN) resource.Text { return resource.T("cell.mbps", int(g.Qos)) },
	State: func(g network.GPN) resource.State { return networkStates.state(g.Status) },

	List: func(ctx context.Context, c cloud.Caller) ([]network.GPN, error) {
		return network.DescribeGPN.Call(ctx, c, network.DescribeGPNRequest{})
	},
	Get: getGPN,
	Search: func(g network.GPN) []string {
		texts := []string{string(g.GpnID), g.Name}
		for _, p := range pointsOf(g) {
			texts = append(texts, p.id, p.name, p.address)
		}
		return texts
	},
	Columns: []resource.Column[network.GPN]{
		{Key: "name", Less: byName(func(g network.GPN) string { return g.Name }), Cell: func(g network.GPN) resource.Cell { return named("gpns", string(g.GpnID), g.Name) }},
		{Key: "status", Less: by(func(g network.GPN) string { return g.Status }), Cell: func(g network.GPN) resource.Cell { return networkState(g.Status) }},
		{Key: "qos", Right: true, Less: by(func(g network.GPN) int { return int(g.Qos) }), Cell: gpnQos},
		{Key: "points", Less: by(func(g network.GPN) int { return len(pointsOf(g)) }), Cell: func(g network.GPN) resource.Cell {
			c := lines()
			for _, p := range pointsOf(g) {
				c.Lines = append(c.Lines, resource.Cell{Text: resource.Lit(p.name), Sub: resource.Lit(p.address)})
			}
			return c
		}},
	},
	Filters: []resource.Property[network.GPN]{
		{Key: "status", Quick: true, Known: networkStateChoices, Values: func(g network.GPN) []resource.Choice {
			return []resource.Choice{networkStates.value(g.Status)}
		}},
		{Key: "zone", Values: func(g network.GPN) []resource.Choice {
			var zones []string
			for _, p := range pointsOf(g) {
				zones = append(zones, p.zone)
			}
			return plain(without(zones)...)
		}},
	},
	Sections: []resource.Facts[network.GPN]{
		{Key: "basic", List: []resource.FactOf[network.GPN]{
			{Key: "qos", Cell: gpnQos},
			{Key: "evpn", Cell: func(g network.GPN) resource.Cell { return mono(string(g.EvpnID)) }},
			{Key: "order", Cell: func(g network.GPN) resource.Cell { return mono(string(g.SubOrderID)) }},
		}},
	},
	Related: []resource.Related[network.GPN]{resource.Part("points", "gpns",
		func(_ context.Context, _ cloud.Caller, g network.GPN) ([]accessPoint, error) { return pointsOf(g), nil },
		resource.Column[accessPoint]{Key: "point", Cell: func(p accessPoint) resource.Cell {
			c := withID(p.name, p.id)
			if p.vdc != "" {
				c.Href = "/vdcs/" + p.vdc + "?tab=private"
			}
			return c
		}},
		resource.Column[accessPoint]{Key: "sort", Cell: func(p accessPoint) resource.Cell { return resource.Cell{Text: resource.T("gpn.point." + p.sort)} }},
		resource.Column[accessPoint]{Key: "address", Cell: func(p accessPoint) resource.Cell { return mono(p.address) }},
		resource.Column[accessPoint]{Key: "zone", Cell: func(p accessPoint) resource.Cell { return text(p.zone) }},
		resource.Column[accessPoint]{Key: "qos", Right: true, Cell: func(p accessPoint) resource.Cell {
			return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.mbps", p.qos)}
		}},
	).With("add-points", "remove-points").AlsoFirst()},
	Ops: gpnOps,
}

func gpnQos(g network.GPN) resource.Cell {
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.mbps", int(g.Qos))}
}

func getGPN(ctx context.Context, c cloud.Caller, id string) (network.GPN, error) {
	found, err := network.DescribeGPN.Call(ctx, c, network.DescribeGPNRequest{GpnID: id})
	i := slices.IndexFunc(found, func(g network.GPN) bool { return string(g.GpnID) == id })
	if cloud.HasCode(err, "InvalidGpnID.Malformed") || err == nil && i < 0 {
		return network.GPN{}, &resource.NotFound{Kind: "gpns", ID: id}
	}
	if err != nil {
		return network.GPN{}, err
	}
	return found[i], nil
}

// point is an access point: a private network of a VDC or VPC, or the end of
// an own line (POP).
type accessPoint struct {
	id, name, address, zone string
	sort                    string // "vdc", "vpc" or "pop"
	vdc                     string // id
	qos                     int
}

func pointsOf(g network.GPN) []accessPoint {
	var out []accessPoint
	for _, j := range g.JoinVdcs {
		out = append(out, accessPoint{string(j.PrivateID), j.VdcName, privateRange([]string{j.PrivateNet}), string(j.RegionID), "vdc", string(j.VdcID), int(j.Qos)})
	}
	for _, j := range g.JoinVpcs {
		out = append(out, accessPoint{string(j.PrivateID), j.VpcName, privateRange([]string{j.PrivateNet}), string(j.RegionID), "vpc", "", int(j.Qos)})
	}
	for _, j := range g.JoinPops {
		out = append(out, accessPoint{string(j.PopID), j.PopName, "", "", "pop", "", int(j.Qos)})
	}
	return out
}
