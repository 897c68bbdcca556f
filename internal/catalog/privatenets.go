package catalog

import (
	"context"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

// privateNetwork is a private network of a VDC.
type privateNetwork struct {
	network.PrivateNetwork
	vdc VDC // its servers are known when one is read
}

// PrivateNetworks are the private networks of all VDCs. They are shown on their
// VDC's page; their ids are made of both.
var PrivateNetworks = &resource.Kind[privateNetwork]{
	Slug: "private-networks", Icon: "network", Group: "network", Home: partHome("vdcs", "private"),
	ID:   func(n privateNetwork) string { return vdcPart(n.vdc, n.PrivateID) },
	Name: func(n privateNetwork) string { return n.Name },
	Where: func(n privateNetwork) resource.Text {
		return resource.Lit(n.vdc.VdcName + " · " + string(n.vdc.RegionID))
	},
	State: func(n privateNetwork) resource.State { return networkStates.state(n.Status) },
	List: func(ctx context.Context, c cloud.Caller) ([]privateNetwork, error) {
		return vdcParts(ctx, c, privateOf)
	},
	Get: func(ctx context.Context, c cloud.Caller, id string) (privateNetwork, error) {
		return vdcPartBy(ctx, c, "private-networks", id, privateOf, func(n privateNetwork) string { return string(n.PrivateID) })
	},
	Search: func(n privateNetwork) []string {
		return append([]string{string(n.PrivateID), n.Name, n.vdc.VdcName, string(n.vdc.RegionID)}, n.Segments...)
	},
	Columns: []resource.Column[privateNetwork]{
		{Key: "network", Less: byName(func(n privateNetwork) string { return n.Name }), Cell: func(n privateNetwork) resource.Cell { return withID(n.Name, string(n.PrivateID)) }},
		{Key: "vdc", Less: byName(func(n privateNetwork) string { return n.vdc.VdcName }), Cell: func(n privateNetwork) resource.Cell { return vdcName(n.vdc) }},
		{Key: "status", Cell: func(n privateNetwork) resource.Cell { return networkState(n.Status) }},
		{Key: "ranges", Cell: func(n privateNetwork) resource.Cell { return mono(privateRange(n.Segments)) }},
		{Key: "used", Right: true, Hidden: true, Less: by(func(n privateNetwork) int { return len(users(n.vdc, n.PrivateID, "")) }), Cell: func(n privateNetwork) resource.Cell {
			if n.vdc.Servers == nil {
				return resource.Cell{} // not read
			}
			return count(len(users(n.vdc, n.PrivateID, "")))
		}},
		{Key: "free", Right: true, Less: by(func(n privateNetwork) int { return int(n.UnuseIPNum) }), Cell: func(n privateNetwork) resource.Cell { return count(int(n.UnuseIPNum)) }},
	},
	Filters: []resource.Property[privateNetwork]{
		{Key: "status", Quick: true, Known: networkStateChoices, Values: func(n privateNetwork) []resource.Choice {
			return []resource.Choice{networkStates.value(n.Status)}
		}},
		{Key: "vdc", Values: func(n privateNetwork) []resource.Choice { return vdcChoice(n.vdc) }},
	},
	Ops: privateOps,
}

func privateOf(v VDC) []privateNetwork {
	out := make([]privateNetwork, len(v.PrivateNetwork))
	for i, n := range v.PrivateNetwork {
		out[i] = privateNetwork{n, v}
	}
	return out
}

// privateRange is a private network's range as a person writes it. One that
// the provider chose reads 10.240.59.0/16~10.240.59.255/16 on the wire.
func privateRange(segments []string) string {
	var out []string
	for _, s := range segments {
		first, last, pair := strings.Cut(s, "~")
		if !pair {
			out = append(out, s)
			continue
		}
		first, _, _ = strings.Cut(first, "/")
		last, _, _ = strings.Cut(last, "/")
		out = append(out, first+" – "+last)
	}
	return strings.Join(out, ", ")
}
