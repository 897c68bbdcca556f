package sim

import (
	"net/netip"
	"slices"
	"strings"
	"time"
)

// vlink joins a subnet with a private network of a VDC: servers of the subnet
// that join it get an interface in the private network. No operation lists
// VLINKs. That a VLINK takes an address at either end is not documented; it is
// how DescribeSubnetIp and DescribePrivateIp show it.
type vlink struct {
	id     string
	subnet *vpcNet
	inner  netip.Addr // in the subnet
	pipe   *network
	outer  netip.Addr // in the private network
	vms    map[string]netip.Addr
	status string
}

// remove takes a server out, if it is in.
func (l *vlink) remove(vm string) {
	if a, in := l.vms[vm]; in {
		l.pipe.release(a)
		delete(l.vms, vm)
	}
}

func (w *World) settledVLINK(id string) (*vlink, error) {
	l, ok := w.vpc.vlinks.Get(id)
	if !ok {
		return nil, Refusal{404, "InvalidVLINK.NotFound", "The specified VLINK does not exist."}
	}
	if l.status != statusOK {
		return nil, invalidOperation("The VLINK is " + l.status + ".")
	}
	return l, nil
}

// createVLINK gives a subnet its one VLINK; it is open when it is answered.
func createVLINK(w *World, r Request) (Reply, error) {
	n, err := w.settledNet(netSubnet, r.Str("SubnetId"))
	if err != nil {
		return Reply{}, err
	}
	if n.vpc.region.edge() {
		return Reply{}, refusalCloudOnly
	}
	for other := range w.vpc.vlinks.All() {
		if other.subnet == n {
			return Reply{}, invalidOperation("The subnet has a VLINK already.")
		}
	}
	pipe, err := w.settledNetwork(r.Str("PipeId"), false, badRequest("PipeIdNotFound", "The parameter PipeId is not valid."))
	if err != nil {
		return Reply{}, err
	}
	inner, ok := n.lowestFree(w.usesOf(n))
	if !ok {
		return Reply{}, badRequest("IpNotEnough", "Please check that the number of Ip is enough.")
	}
	outer, err := pipe.take("auto", "VLINK使用("+n.name+")", netip.Prefix{})
	if err != nil {
		return Reply{}, err
	}
	l := &vlink{id: w.ID("vlink"), subnet: n, inner: inner, pipe: pipe, outer: outer, vms: map[string]netip.Addr{}, status: statusOK}
	w.vpc.vlinks.Put(l.id, l)
	return Reply{Data: r.Record("Data", obj{"VLINKId": l.id})}, nil
}

func deleteVLINK(w *World, r Request) (Reply, error) {
	l, err := w.settledVLINK(r.Str("VLINKId"))
	if err != nil {
		return Reply{}, err
	}
	if len(l.vms) > 0 {
		return Reply{}, invalidOperation("Servers are in the VLINK.")
	}
	l.pipe.release(l.outer)
	w.vpc.vlinks.Delete(l.id)
	return Reply{Data: r.Record("Data", obj{"VLINKId": l.id})}, nil
}

// hostOf finds a server of the VLINK's subnet.
func (l *vlink) hostOf(vm string) (serverUse, bool) {
	for _, s := range l.subnet.servers {
		if s.id == vm {
			return s, true
		}
	}
	return serverUse{}, false
}

// vlinkAddVM puts servers of the subnet into its VLINK. The password is theirs;
// it is not kept. Its task is one of common.DescribeTask, by the form of its id.
func vlinkAddVM(w *World, r Request) (Reply, error) {
	l, err := w.settledVLINK(r.Str("VLINKId"))
	if err != nil {
		return Reply{}, err
	}
	ids := slices.Compact(slices.Sorted(slices.Values(r.Strs("VMIdList"))))
	for _, id := range ids {
		if _, ok := l.hostOf(id); !ok {
			return Reply{}, refusalNoECS
		}
		if _, in := l.vms[id]; in {
			return Reply{}, invalidOperation("The server is in the VLINK already.")
		}
	}
	if l.pipe.free() < len(ids) {
		return Reply{}, badRequest("IpNotEnough", "Please check that the number of Ip is enough.")
	}
	return vlinkTask(w, r, l, ids, func(id string) {
		// Servers may have gone, and addresses been taken, since it was accepted.
		if s, ok := l.hostOf(id); ok {
			if a, err := l.pipe.take("auto", usage(s.name), netip.Prefix{}); err == nil {
				l.vms[id] = a
			}
		}
	}), nil
}

func vlinkDeleteVM(w *World, r Request) (Reply, error) {
	l, err := w.settledVLINK(r.Str("VLINKId"))
	if err != nil {
		return Reply{}, err
	}
	ids := r.Strs("VMIdList")
	for _, id := range ids {
		if _, in := l.vms[id]; !in {
			return Reply{}, invalidOperation("The server is not in the VLINK.")
		}
	}
	return vlinkTask(w, r, l, ids, l.remove), nil
}

// vlinkTask keeps the VLINK busy, then changes each server. Its answer carries
// the documented text in Data.
func vlinkTask(w *World, r Request, l *vlink, ids []string, change func(id string)) Reply {
	word := "添加"
	if strings.HasSuffix(r.Op.Action, "DeleteVM") {
		word = "删除"
	}
	l.status = statusUpdating
	settle := func() { l.status = statusOK }
	return Reply{
		Data: r.Record("Data", obj{"Msg": "批量" + word + "云主机网卡任务已下发,请等待任务执行"}),
		TaskID: w.Begin(Work{
			Type: r.Op.Action, Takes: 3 * time.Second, Resources: ids, Failed: settle,
			Done: func() {
				settle()
				for _, id := range ids {
					change(id)
				}
			},
		}),
	}
}
