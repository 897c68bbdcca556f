package sim

import (
	"net/netip"
	"strings"
	"time"
)

// setConnected plugs a server's interface in or out.
func setConnected(on bool) Handler {
	return func(w *World, r Request) (Reply, error) {
		i, c, err := w.settledInterface(r)
		if err != nil {
			return Reply{}, err
		}
		return Reply{TaskID: w.update(i, "updateInterface", 2*time.Second, func() { c.connected = on })}, nil
	}
}

func (w *World) settledInterface(r Request) (*instance, *nic, error) {
	i, err := w.settledInstance(r, r.Str("InstanceId"))
	if err != nil {
		return nil, nil, err
	}
	c := i.nic(r.Str("InterfaceId"))
	if c == nil {
		return nil, nil, refusalInterface
	}
	return i, c, nil
}

// modifyIPAddress binds or changes an interface's address. The text None
// unbinds it; an unbound public address takes its IPv6 address along.
func modifyIPAddress(w *World, r Request) (Reply, error) {
	i, c, err := w.settledInterface(r)
	if err != nil {
		return Reply{}, err
	}
	if !validPassword(r.Str("Password")) {
		return Reply{}, refusalPassword
	}
	if c.network.status != statusOK {
		return Reply{}, refusalVdcBusy
	}
	var next netip.Addr
	if want := r.Str("Address"); want != "None" {
		if want == c.address() {
			next = c.ip
		} else if next, err = c.network.take(want, usage(i.name), netip.Prefix{}); err != nil {
			return Reply{}, err
		}
	}
	if c.ip.IsValid() && c.ip != next {
		c.network.release(c.ip)
	}
	// The address is the server's from now on, so that nobody else gets it.
	c.ip = next
	return Reply{TaskID: w.update(i, "updateIp", 4*time.Second, func() {
		switch {
		case !r.Bool("Ipv6Bind") || !c.ip.IsValid() || !c.network.public:
			c.ipv6 = ""
		case c.ipv6 == "":
			c.ipv6 = w.newIPv6()
		}
	})}, nil
}

// batch finds the servers and the network of the two batch operations. Exactly
// one of PrivateId and PublicId names the network.
func (w *World) batch(r Request) ([]*instance, *network, error) {
	if r.Has("PrivateId") == r.Has("PublicId") {
		return nil, nil, badRequest("MissingParameter", "Exactly one of PrivateId and PublicId is required.")
	}
	n, err := w.settledNetwork(r.StrOr("PrivateId", r.Str("PublicId")), r.Has("PublicId"), malformed("InvalidParameter", "PrivateId/PublicId"))
	if err != nil {
		return nil, nil, err
	}
	if n.vdc.id != r.Str("VdcId") {
		return nil, nil, refusalVdcID
	}
	list, err := w.settledInstances(r)
	if err != nil {
		return nil, nil, err
	}
	for _, i := range list {
		if i.vdc != n.vdc {
			return nil, nil, refusalVdcID
		}
	}
	return list, n, nil
}

// batchAddInterfaces gives servers an interface in a network, with an address
// while there is one free.
func batchAddInterfaces(w *World, r Request) (Reply, error) {
	list, n, err := w.batch(r)
	if err != nil {
		return Reply{}, err
	}
	if !validPassword(r.Str("Password")) {
		return Reply{}, refusalPassword
	}
	for _, i := range list {
		if i.nicIn(n) != nil {
			return Reply{}, refusalInterface
		}
	}
	if n.free() < len(list) {
		return Reply{}, n.refusal("Duplicated", "duplicated")
	}
	for _, i := range list {
		c := w.newInterface(n)
		if c.ip, err = n.take("auto", usage(i.name), netip.Prefix{}); err != nil {
			return Reply{}, err
		}
		i.nics = append(i.nics, c)
	}
	return Reply{TaskID: w.updateAll(list, "addInterface", 4*time.Second)}, nil
}

func batchDeleteInterfaces(w *World, r Request) (Reply, error) {
	list, n, err := w.batch(r)
	if err != nil {
		return Reply{}, err
	}
	for _, i := range list {
		if i.nicIn(n) == nil {
			return Reply{}, refusalInterface
		}
	}
	for _, i := range list {
		w.unplug(i, i.nicIn(n))
	}
	return Reply{TaskID: w.updateAll(list, "deleteInterface", 3*time.Second)}, nil
}

// updateAll is update for several servers under one task.
func (w *World) updateAll(list []*instance, kind string, takes time.Duration) string {
	before := map[*instance]string{}
	var ids []string
	for _, i := range list {
		before[i], i.status = i.status, instanceUpdating
		ids = append(ids, i.id)
	}
	settle := func() { settleInstances(list, func(i *instance) { i.status = before[i] }) }
	return w.Begin(Work{Type: kind, Takes: takes, Resources: ids, Done: settle, Failed: settle})
}

func describePublicIP(w *World, r Request) (Reply, error) { return describeIPs(w, r, "PublicId", true) }
func describePrivateIP(w *World, r Request) (Reply, error) {
	return describeIPs(w, r, "PrivateId", false)
}

// describeIPs lists the addresses of a network, used and free. A private
// network shows its first 1000 free ones; the totals are always complete. Not
// documented.
func describeIPs(w *World, r Request, param string, public bool) (Reply, error) {
	n, ok := w.vdc.networks.Get(r.Str(param))
	if !ok || n.public != public {
		return Reply{}, malformed("InvalidParameter", param)
	}
	if n.vdc.id != r.Str("VdcId") {
		return Reply{}, refusalVdcID
	}
	used, free := []any{}, []any{}
	for _, s := range n.segments {
		busy, idle := s.pool.Lists(1000)
		for _, a := range busy {
			used = append(used, r.Record("Data.UsedList[]", obj{"Address": a.String(), "Usage": s.pool.used[a]}))
		}
		for _, a := range idle {
			free = append(free, a.String())
		}
	}
	return Reply{Data: r.Record("Data", obj{
		"UsedList": used, "UsedTotal": len(used), "UnusedList": free, "UnusedTotal": n.free(),
	})}, nil
}

// ipInfoBySegment lists the free addresses of a part of a private network.
func ipInfoBySegment(w *World, r Request) (Reply, error) {
	n, ok := w.vdc.networks.Get(r.Str("PrivateId"))
	if !ok || n.public {
		return Reply{}, malformed("InvalidParameter", "PrivateId")
	}
	p, err := netip.ParsePrefix(strings.TrimSpace(r.Str("Segment")))
	if err != nil {
		return Reply{}, malformed("InvalidParameter", "Segment")
	}
	list := []any{}
	_, free := n.segments[0].pool.Lists(0)
	for _, a := range free {
		if p.Contains(a) {
			list = append(list, a.String())
		}
	}
	return Reply{Data: r.Record("Data", obj{"AvailableIPList": list, "AvailableIPTotal": len(list)})}, nil
}
