package sim

import (
	"strconv"
	"time"
)

// daily is what the server costs a day, without its disks.
func (s *ecsServer) daily() money { return ecsPrice(s.family, s.spec) }

// parts is what the server is made of, for bills.
func (s *ecsServer) parts() []part {
	list := []part{
		{"vCPU", strconv.Itoa(s.spec.cpu) + "C", priceCore * money(s.spec.cpu)},
		{"内存", strconv.Itoa(s.spec.ram) + "GB", priceGB * money(s.spec.ram)},
	}
	if s.spec.gpu > 0 {
		list = append(list, part{"显卡", s.family.card + " x" + strconv.Itoa(s.spec.gpu), priceCard[s.family.card] * money(s.spec.gpu)})
	}
	return list
}

// createECS sells servers. What they use, the disk quota included, is taken at
// once; they run when the event ends. A creation that fails leaves servers that
// are failed, cost nothing and can only be deleted.
func createECS(w *World, r Request) (Reply, error) {
	o, err := w.orderECS(r)
	if err != nil {
		return Reply{}, err
	}
	names, err := w.ecsNames(r, o.amount)
	if err != nil {
		return Reply{}, err
	}
	made, err := w.connectedECS(o, names)
	if err != nil {
		return Reply{}, err
	}
	var ids []string
	for _, s := range made {
		s.utc = r.Bool("UtcTime")
		w.equipECS(s, o)
		ids = append(ids, s.id)
	}
	each := func(do func(*ecsServer)) func() {
		return func() {
			for _, s := range made {
				do(s)
			}
		}
	}
	id := w.Begin(Work{
		System: taskECS, Type: "create_ecs", Takes: 8 * time.Second, Resources: ids,
		Done: each(w.ecsCreated), Failed: each(w.ecsNotCreated),
	})
	return Reply{TaskID: id, Data: r.Record("Data", obj{"EventId": id, "EcsIdSet": ids})}, nil
}

// connectedECS makes the servers of an order as far as their addresses. If
// those do not suffice for all, there is none.
func (w *World) connectedECS(o ecsOrder, names []string) ([]*ecsServer, error) {
	var made []*ecsServer
	for _, name := range names {
		s := &ecsServer{
			id: w.shortID("ins"), name: name, zone: o.zone, family: o.family, spec: o.spec, os: o.os,
			status: ecsBuilding, created: w.now, terms: o.terms,
		}
		if s.terms.prepaid {
			s.terms.until = s.terms.end(w.now)
		}
		if err := w.connectECS(s, o.net); err != nil {
			for _, before := range made {
				w.releaseServer(before.id)
			}
			return nil, err
		}
		made = append(made, s)
	}
	return made, nil
}

// equipECS gives a server its disks and opens its accounts.
func (w *World) equipECS(s *ecsServer, o ecsOrder) {
	w.ecs.servers.Put(s.id, s)
	w.openServer(s)
	s.system = w.equipDisk(s, o.system)
	s.system.system, s.system.os, s.system.release = true, s.os, true
	for _, d := range o.data {
		w.equipDisk(s, d)
	}
	if s.terms.prepaid {
		w.ends(s)
	}
}

// equipDisk makes a disk of a new server. Local disks are part of the server:
// the EBS chapter does not know them.
func (w *World) equipDisk(s *ecsServer, o ecsDiskOrder) *ebsDisk {
	d := w.newCloudDisk(o.feature, o.size, s.zone, s.terms)
	d.server, d.release = s, o.release
	if o.feature == diskSSD {
		w.ebs.disks.Put(d.id, d)
	}
	if o.snapshot != nil {
		d.from = o.snapshot
		o.snapshot.users++
	}
	w.openDisk(d)
	return d
}

func (w *World) ecsCreated(s *ecsServer) {
	s.switched(w.now, true)
	for _, d := range w.disksOf(s) {
		d.status = ebsRunning
		d.fromDone()
	}
}

func (w *World) ecsNotCreated(s *ecsServer) {
	s.status = ecsFailed
	w.releaseServer(s.id)
	w.refund(s.id)
	for _, d := range w.disksOf(s) {
		d.status = ebsBuildFail
		d.fromDone()
		w.refund(d.id)
	}
}
