package catalog

import (
	"context"
	"net/netip"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

// publicNetwork is a public network of a VDC: bandwidth and addresses.
type publicNetwork struct {
	network.PublicNetwork
	vdc VDC // its servers are known when one is read
}

// PublicNetworks are the public networks of all VDCs. They are shown on their
// VDC's page; their ids are made of both.
var PublicNetworks = &resource.Kind[publicNetwork]{
	Slug: "public-networks", Icon: "world", Group: "network", Home: partHome("vdcs", "public"),
	ID:   func(n publicNetwork) string { return vdcPart(n.vdc, n.PublicID) },
	Name: func(n publicNetwork) string { return n.Name },
	Where: func(n publicNetwork) resource.Text {
		return resource.Lit(n.vdc.VdcName + " · " + string(n.vdc.RegionID))
	},
	State: func(n publicNetwork) resource.State { return networkStates.state(n.Status) },
	List: func(ctx context.Context, c cloud.Caller) ([]publicNetwork, error) {
		return vdcParts(ctx, c, publicOf)
	},
	Get: func(ctx context.Context, c cloud.Caller, id string) (publicNetwork, error) {
		return vdcPartBy(ctx, c, "public-networks", id, publicOf, func(n publicNetwork) string { return string(n.PublicID) })
	},
	Search: func(n publicNetwork) []string {
		return append([]string{string(n.PublicID), n.Name, n.vdc.VdcName, string(n.vdc.RegionID)}, ranges(n.PublicNetwork)...)
	},
	Columns: []resource.Column[publicNetwork]{
		{Key: "network", Less: byName(func(n publicNetwork) string { return n.Name }), Cell: func(n publicNetwork) resource.Cell { return withID(n.Name, string(n.PublicID)) }},
		{Key: "vdc", Less: byName(func(n publicNetwork) string { return n.vdc.VdcName }), Cell: func(n publicNetwork) resource.Cell { return vdcName(n.vdc) }},
		{Key: "status", Cell: func(n publicNetwork) resource.Cell { return networkState(n.Status) }},
		{Key: "line", Less: by(func(n publicNetwork) string { return n.Type }), Cell: func(n publicNetwork) resource.Cell { return resource.Cell{Text: bandwidthType(n.Type)} }},
		{Key: "qos", Right: true, Less: by(func(n publicNetwork) int { return int(n.Qos) }), Cell: func(n publicNetwork) resource.Cell {
			return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.mbps", int(n.Qos))}
		}},
		{Key: "ranges", Cell: func(n publicNetwork) resource.Cell { return ips(ranges(n.PublicNetwork)) }},
		{Key: "free", Right: true, Less: by(func(n publicNetwork) int { return int(n.UnuseIPNum) }), Cell: func(n publicNetwork) resource.Cell { return count(int(n.UnuseIPNum)) }},
	},
	Filters: []resource.Property[publicNetwork]{
		{Key: "status", Quick: true, Known: networkStateChoices, Values: func(n publicNetwork) []resource.Choice {
			return []resource.Choice{networkStates.value(n.Status)}
		}},
		{Key: "vdc", Values: func(n publicNetwork) []resource.Choice { return vdcChoice(n.vdc) }},
		{Key: "line", Values: func(n publicNetwork) []resource.Choice {
			return []resource.Choice{{Value: n.Type, Label: bandwidthType(n.Type)}}
		}},
	},
	Ops: publicOps,
}

func publicOf(v VDC) []publicNetwork {
	out := make([]publicNetwork, len(v.PublicNetwork))
	for i, n := range v.PublicNetwork {
		out[i] = publicNetwork{n, v}
	}
	return out
}

// ranges are the ranges of addresses of a public network: "198.18.0.0/28".
func ranges(n network.PublicNetwork) []string {
	out := make([]string, len(n.Segments))
	for i, s := range n.Segments {
		out[i] = segmentRange(s)
	}
	return out
}

func segmentRange(s network.Segment) string { return s.Address + "/" + itoa(int(s.Mask)) }

// users are the cards that have an address of a network, and of the range where
// one is given. Cards without one use nothing, and go with their network.
func users(v VDC, net cloud.ID, within string) []card {
	prefix, bounded := netip.ParsePrefix(within)
	var out []card
	for _, s := range v.Servers {
		for _, n := range cardsOf(s) {
			a, err := netip.ParseAddr(n.ip)
			if n.network == string(net) && n.ip != "" && (within == "" || bounded == nil && err == nil && prefix.Contains(a)) {
				out = append(out, n)
			}
		}
	}
	return out
}

// vdcPart names a part of a VDC: its own id alone does not lead to it.
func vdcPart(v VDC, id cloud.ID) string { return string(v.VdcID) + ":" + string(id) }

func vdcName(v VDC) resource.Cell {
	return resource.Cell{Text: resource.Lit(v.VdcName), Sub: resource.Lit(string(v.RegionID)), Href: "/vdcs/" + string(v.VdcID)}
}

func vdcChoice(v VDC) []resource.Choice {
	return []resource.Choice{{Value: string(v.VdcID), Label: resource.Lit(v.VdcName)}}
}

// vdcParts are the parts of all VDCs.
func vdcParts[P any](ctx context.Context, c cloud.Caller, parts func(VDC) []P) ([]P, error) {
	vdcs, err := listVDCs(ctx, c)
	var out []P
	for _, v := range vdcs {
		out = append(out, parts(VDC{Vdc: v})...)
	}
	return out, err
}

// vdcPartBy reads one part with its VDC.
func vdcPartBy[P any](ctx context.Context, c cloud.Caller, kind, id string, parts func(VDC) []P, idOf func(P) string) (P, error) {
	var none P
	whole, part, _ := strings.Cut(id, ":")
	v, err := getVDC(ctx, c, whole)
	if err != nil {
		return none, err
	}
	for _, p := range parts(v) {
		if idOf(p) == part {
			return p, nil
		}
	}
	return none, &resource.NotFound{Kind: kind, ID: id}
}

// bandwidthType names a bandwidth type of appendix 3, or of the four that
// CreatePublicNetwork lists; another is shown as it is.
func bandwidthType(t string) resource.Text {
	switch t {
	case "BGP_4", "BGP_2", "ChinaTelecom", "AntiDDOS", "Bandwidth_CMCC", "Bandwidth_China_Unicom", "Bandwidth_China_Telecom", "Bandwidth_BGP",
		"Bandwidth_Tow_Line_BGP", "Globally_Optimized_BGP", "Bandwidth_BGP_Optimized", "Bandwidth_Standard_BGP", "Bandwidth_Multi_ISP_BGP":
		return resource.T("bandwidth." + t)
	}
	return resource.Lit(t)
}
