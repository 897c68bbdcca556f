package catalog

import (
	"net/netip"
	"slices"
	"strings"

	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

// stops are what Chinese keyboards and pasting make of dots and commas.
var stops = strings.NewReplacer("。", ".", "、", ",", " ", "")

// tidyAddress is an address, a network, or ports, as they were meant.
func tidyAddress(s string) string { return stops.Replace(tidy(s)) }

// splitAddresses takes a list of addresses apart.
func splitAddresses(s string) []string {
	list := splitList(s)
	for i := range list {
		list[i] = tidyAddress(list[i])
	}
	return list
}

// ground is where an address must be to be given out by a network.
type ground struct {
	free     []string
	segments []string // of the network, as the provider writes them
	part     string   // the part of it that was asked for; "" for any
}

// publicGround joins the public networks of a VDC: an address may be of any.
func (ch *ServerChoices) publicGround() ground {
	var g ground
	for _, n := range ch.VDC.PublicNetwork {
		g.free = append(g.free, ch.Free[string(n.PublicID)].List...)
		for _, s := range n.Segments {
			g.segments = append(g.segments, s.Address+"/"+itoa(int(s.Mask)))
		}
	}
	return g
}

func (ch *ServerChoices) privateGround(n *network.PrivateNetwork, part string) ground {
	return ground{free: ch.Free[string(n.PrivateID)].List, segments: n.Segments, part: part}
}

// mistake is what is wrong with an address that somebody chose.
func (g ground) mistake(address string) resource.Text {
	a, err := netip.ParseAddr(address)
	part, whole := netip.ParsePrefix(g.part)
	switch {
	case slices.Contains(g.free, address):
		return resource.Text{}
	case err != nil || !a.Is4():
		return resource.T("address.malformed", address)
	case whole == nil && !part.Contains(a):
		return resource.T("address.outside", address, g.part)
	case len(g.segments) > 0 && !slices.ContainsFunc(g.segments, func(s string) bool { return within(a, s) }):
		return resource.T("address.outside", address, strings.Join(g.segments, ", "))
	}
	return resource.T("address.taken", address)
}

// within tells whether an address is in a segment: "10.1.0.0/24", or from one
// address to another, "10.1.0.0/16~10.1.0.255/16". One that cannot be read may
// hold anything.
func within(a netip.Addr, segment string) bool {
	low, high, run := strings.Cut(segment, "~")
	if !run {
		p, err := netip.ParsePrefix(segment)
		return err != nil || p.Contains(a)
	}
	from, err1 := netip.ParsePrefix(low)
	to, err2 := netip.ParsePrefix(high)
	return err1 != nil || err2 != nil || from.Addr().Compare(a) <= 0 && a.Compare(to.Addr()) <= 0
}

// pick is the addresses chosen for the servers of an order: some ticked, some
// typed, each in a field of its own.
type pick struct {
	ticks, typed string // names of the fields
	all          []string
	written      []string // those that were typed
}

// check wants one address of the ground for each server.
func (p pick) check(m resource.FieldErrors, amount int, g ground) {
	for i, a := range p.all {
		field := p.ticks
		if slices.Contains(p.written, a) {
			field = p.typed
		}
		note(m, field, g.mistake(a))
		if slices.Contains(p.all[:i], a) {
			note(m, p.typed, resource.T("address.twice", a))
		}
	}
	if len(p.all) != amount {
		note(m, p.ticks, resource.T("create.ips_count", amount, len(p.all)))
	}
}
