package catalog

import (
	"context"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// card is a network card of a cloud server, of either side.
type card struct {
	id, name, network, ip, ipv6, mac string
	public, connected                bool
	server                           ccs.Instance
}

// Cards are the network cards of all cloud servers. They are shown on their
// server's page; their ids are made of both.
var Cards = &resource.Kind[card]{
	Slug: "server-cards", Icon: "network", Group: "compute", Home: partHome("instances", "network"),
	ID:   func(n card) string { return partID(n.server, n.id) },
	Name: func(n card) string { return n.server.InstanceName + " · " + n.name },
	Where: func(n card) resource.Text {
		return resource.Lit(strings.Join(without([]string{n.ip, n.mac, n.id}), " · "))
	},
	State: func(n card) resource.State { return serverStates.state(n.server.InstanceStatus) },
	List: func(ctx context.Context, c cloud.Caller) ([]card, error) {
		return partsOf(ctx, c, cardsOf)
	},
	Get: func(ctx context.Context, c cloud.Caller, id string) (card, error) {
		return partBy(ctx, c, "server-cards", id, cardsOf, func(n card) string { return n.id })
	},
	Search: func(n card) []string {
		return []string{n.id, n.ip, n.ipv6, n.mac, n.name, n.server.InstanceName, string(n.server.InstanceID)}
	},
	Columns: []resource.Column[card]{
		{Key: "card", Less: byName(func(n card) string { return n.name }), Cell: func(n card) resource.Cell {
			return resource.Cell{Text: resource.Lit(n.name), Sub: resource.Lit(n.id), MonoS: true, Copy: n.id}
		}},
		{Key: "server", Less: byName(func(n card) string { return n.server.InstanceName }), Cell: func(n card) resource.Cell { return serverName(n.server) }},
		{Key: "side", Cell: func(n card) resource.Cell { return resource.Cell{Text: side(n.public)} }},
		{Key: "ip", Less: byAddress(func(n card) []string { return []string{n.ip} }), Cell: func(n card) resource.Cell {
			return addresses(without([]string{n.ip}), without([]string{n.ipv6}))
		}},
		{Key: "mac", Cell: func(n card) resource.Cell { return mono(n.mac) }},
		{Key: "connected", Cell: func(n card) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: cardState(n)}
		}},
	},
	Filters: []resource.Property[card]{
		{Key: "side", Values: func(n card) []resource.Choice {
			if n.public {
				return []resource.Choice{{Value: "public", Label: side(true)}}
			}
			return []resource.Choice{{Value: "private", Label: side(false)}}
		}},
		{Key: "vdc", Values: func(n card) []resource.Choice {
			return []resource.Choice{{Value: string(n.server.VdcID), Label: resource.Lit(n.server.VdcName)}}
		}},
		{Key: "connected", Quick: true, Values: func(n card) []resource.Choice {
			state := cardState(n)
			return []resource.Choice{{Value: state.Raw, Label: state.Word, Tone: state.Tone}}
		}},
	},
	Ops: cardOps,
}

func cardState(n card) resource.State {
	if n.connected {
		return resource.State{Tone: resource.OK, Word: resource.T("state.connected"), Raw: "connected"}
	}
	return resource.State{Tone: resource.Off, Word: resource.T("state.disconnected"), Raw: "disconnected"}
}

func cardsOf(s ccs.Instance) []card {
	var out []card
	for _, n := range s.PublicNetworkInterface {
		out = append(out, card{string(n.InterfaceID), n.Name, string(n.PublicID), n.IP, n.IPv6, n.MAC, true, bool(n.Connected), s})
	}
	for _, n := range s.PrivateNetworkInterface {
		out = append(out, card{string(n.InterfaceID), n.Name, string(n.PrivateID), n.IP, "", n.MAC, false, bool(n.Connected), s})
	}
	return out
}

// partID names a part of a server: its own id alone does not lead to it.
func partID(s ccs.Instance, id string) string { return string(s.InstanceID) + ":" + id }

// partHome is the tab that shows parts of a resource, whose id theirs begin
// with.
func partHome(of, tab string) func(id string) string {
	return func(id string) string {
		whole, _, _ := strings.Cut(id, ":")
		return "/" + of + "/" + whole + "?tab=" + tab
	}
}

// partsOf are the parts of all servers.
func partsOf[P any](ctx context.Context, c cloud.Caller, parts func(ccs.Instance) []P) ([]P, error) {
	servers, err := listServers(ctx, c)
	var out []P
	for _, s := range servers {
		out = append(out, parts(s)...)
	}
	return out, err
}

// partBy reads one part with its server.
func partBy[P any](ctx context.Context, c cloud.Caller, kind, id string, parts func(ccs.Instance) []P, idOf func(P) string) (P, error) {
	var none P
	server, part, _ := strings.Cut(id, ":")
	s, err := getServer(ctx, c, server)
	if err != nil {
		return none, err
	}
	for _, p := range parts(s) {
		if idOf(p) == part {
			return p, nil
		}
	}
	return none, &resource.NotFound{Kind: kind, ID: id}
}
