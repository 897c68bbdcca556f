package sim

import (
	"cmp"
	"fmt"
	"net/netip"
	"strings"
)

// Servers take addresses of subnets and of virtual gateways through these
// functions, whatever chapter the servers belong to:
//
//	n, err := w.settledNet(netSubnet, subnetID)    // exists and is usable; n.vpc and n.zone tell where
//	ip, err := w.takeAddress(n, "auto", id, name)  // or an address of the customer's choice
//	w.renameServer(id, name)                       // when the server has another name
//	w.releaseServer(id)                            // when the server is gone: all its addresses and VLINKs
//
// While a server holds an address, its subnet cannot be deleted, and
// DescribeSubnetIp names the server. An EIP stays bound to an address whoever
// uses it; eipAt tells which one that is.

const usedByRouter = "路由使用"

// serverUse is a server that has an address.
type serverUse struct{ id, name string }

// netPlace is one address of a subnet or gateway; the zero value is nowhere.
type netPlace struct {
	net  *vpcNet
	addr netip.Addr
}

// takeAddress gives a server the address it wants, or the lowest that nobody
// uses when it wants "" or "auto". An address that only an EIP waits at can be
// taken by asking for it.
func (w *World) takeAddress(n *vpcNet, want, serverID, name string) (netip.Addr, error) {
	uses := w.usesOf(n)
	if want == "" || want == "auto" {
		a, ok := n.lowestFree(uses)
		if !ok {
			return netip.Addr{}, badRequest("IpNotEnough", "Please check that the number of Ip is enough.")
		}
		n.servers[a] = serverUse{serverID, name}
		return a, nil
	}
	a, err := n.customerAddress(want)
	if err != nil {
		return netip.Addr{}, err
	}
	if _, used := uses[a]; used {
		if e, waits := w.eipAt(netPlace{n, a}); !waits || n.servers[a].id != "" || e.note != "" {
			return netip.Addr{}, forbidden("InvalidIp.IpAssigned", "The IP "+want+" is assigned already.")
		}
	}
	n.servers[a] = serverUse{serverID, name}
	return a, nil
}

// renameServer has the addresses of a server show its new name.
func (w *World) renameServer(serverID, name string) {
	for n := range w.vpc.nets.All() {
		for a, s := range n.servers {
			if s.id == serverID {
				n.servers[a] = serverUse{serverID, name}
			}
		}
	}
}

// releaseServer gives back every address of a server and takes it out of every
// VLINK.
func (w *World) releaseServer(serverID string) {
	for n := range w.vpc.nets.All() {
		for a, s := range n.servers {
			if s.id == serverID {
				delete(n.servers, a)
			}
		}
	}
	for l := range w.vpc.vlinks.All() {
		l.remove(serverID)
	}
}

// customerAddress reads an address that a customer may use: in the range and
// not the provider's own.
func (n *vpcNet) customerAddress(s string) (netip.Addr, error) {
	a, err := netip.ParseAddr(s)
	if err != nil || !newPool(n.prefix).Usable(a) || n.reserved()[a] != "" {
		return netip.Addr{}, forbidden("InvalidIp.Address", fmt.Sprintf("The IP %q does not belong to the network.", s))
	}
	return a, nil
}

// reserved are the addresses the provider keeps: the first three for its
// router, the last for itself, as in the sample of DescribeIPInfo.
func (n *vpcNet) reserved() map[netip.Addr]string {
	router := newPool(n.prefix).Gateway()
	last := addTo(n.prefix.Addr(), 1<<(32-n.prefix.Bits())-2)
	return map[netip.Addr]string{
		router: usedByRouter, router.Next(): usedByRouter, router.Next().Next(): usedByRouter, last: "系统占用",
	}
}

// usesOf tells what every address in use is used for. A server comes before
// the EIP that is bound to its address.
func (w *World) usesOf(n *vpcNet) map[netip.Addr]string {
	out := n.reserved()
	for e := range w.vpc.eips.All() {
		for _, p := range []netPlace{e.at, e.going} {
			if p.net == n {
				out[p.addr] = e.use()
			}
		}
	}
	for l := range w.vpc.vlinks.All() {
		if l.subnet == n {
			out[l.inner] = "VLINK使用(" + l.id + ")"
		}
	}
	for a, s := range n.servers {
		out[a] = usage(s.name)
	}
	return out
}

// freeAddresses counts what takeAddress can still give out unasked.
func (w *World) freeAddresses(n *vpcNet) int {
	return newPool(n.prefix).Size() + 1 - len(w.usesOf(n)) // uses have the router's address, which Size leaves out
}

func (n *vpcNet) lowestFree(uses map[netip.Addr]string) (netip.Addr, bool) {
	for a := range newPool(n.prefix).All() {
		if _, used := uses[a]; !used {
			return a, true
		}
	}
	return netip.Addr{}, false
}

func describeSubnetIP(w *World, r Request) (Reply, error) {
	n, err := w.vpcNet(netSubnet, r.Str("NetId"))
	if err != nil {
		return Reply{}, err
	}
	uses := w.usesOf(n)
	used, unused := []any{}, []any{}
	pool := newPool(n.prefix)
	for a := pool.Gateway(); a == pool.Gateway() || pool.Usable(a); a = a.Next() {
		if what, busy := uses[a]; busy {
			used = append(used, r.Record("Data.UsedList[]", obj{"IP": a.String(), "Usage": what}))
		} else {
			unused = append(unused, a.String())
		}
	}
	return Reply{Data: r.Record("Data", obj{
		"UsedList": used, "UsedNum": len(used), "UnusedList": unused, "UnusedNum": len(unused),
	})}, nil
}

// describeIPInfo lists subnets, gateways and the public networks of VDCs
// address by address.
func describeIPInfo(w *World, r Request) (Reply, error) {
	list := []any{}
	switch kind := netKind(strings.ToLower(r.Str("IPType"))); kind {
	case netSubnet, netGateway:
		n, err := w.vpcNet(kind, r.Str("NetId"))
		if err != nil {
			return Reply{}, err
		}
		list = ipSegments(r, n.prefix, w.usesOf(n))
	default:
		n, ok := w.vdc.networks.Get(r.Str("NetId"))
		if !ok || !n.public {
			return Reply{}, Refusal{404, "InvalidPublicNetwork.NotFound", "The specified public network does not exist."}
		}
		for _, s := range n.segments {
			list = append(list, ipSegments(r, s.pool.prefix, s.pool.used)...)
		}
	}
	return Reply{Data: r.Record("Data", obj{"SegmentNum": len(list), "SegmentList": list})}, nil
}

// ipSegments prints one segment for each 10.15.1.* that a range touches.
func ipSegments(r Request, prefix netip.Prefix, uses map[netip.Addr]string) (segments []any) {
	var ips []any
	pool := newPool(prefix)
	for a := pool.Gateway(); a == pool.Gateway() || pool.Usable(a); a = a.Next() {
		status, what := 0, ""
		if use := cmp.Or(uses[a], routerUse(a, pool)); use != "" {
			status, what = 1, "已标记,用处: "+use
		}
		ips = append(ips, r.Record("Data.SegmentList[].IPList[]", obj{
			"IPAddress": a.String(), "IPMask": prefix.Bits(), "IPStatus": status, "IPUsage": what,
		}))
		if b := a.As4(); b[3] == 255 || !pool.Usable(a.Next()) {
			segments = append(segments, r.Record("Data.SegmentList[]", obj{
				"NetSignal": fmt.Sprintf("%d.%d.%d.*", b[0], b[1], b[2]), "IPList": ips,
			}))
			ips = nil
		}
	}
	return segments
}

// routerUse is the use of an address that no table of uses lists, because it
// could not be given to anybody.
func routerUse(a netip.Addr, p *pool) string {
	if a == p.Gateway() {
		return usedByRouter
	}
	return ""
}
