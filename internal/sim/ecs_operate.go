package sim

import "time"

// ecsPower is what one OpType of OperateInstance does.
type ecsPower struct {
	from   string // the status it needs
	during string
	on     bool // what the server is at the end
	takes  time.Duration
}

func ecsPowers() map[string]ecsPower {
	return map[string]ecsPower{
		"start_up_ecs":      {ecsShutdown, ecsStartingUp, true, 4 * time.Second},
		"shutdown_ecs":      {ecsRunning, ecsShuttingDown, false, 5 * time.Second},
		"hard_shutdown_ecs": {ecsRunning, ecsShuttingDown, false, 2 * time.Second},
		"restart_ecs":       {ecsRunning, ecsRestarting, true, 6 * time.Second},
	}
}

func operateECS(w *World, r Request) (Reply, error) {
	job, ok := ecsPowers()[r.Str("OpType")]
	if !ok {
		return Reply{}, malformed("InvalidParameter", "OpType")
	}
	list, err := w.ecsBatch(r, func(s *ecsServer) bool { return s.status == job.from })
	if err != nil {
		return Reply{}, err
	}
	for _, s := range list {
		s.switched(w.now, false)
		s.status = job.during
	}
	return w.ecsEvent(r, r.Str("OpType"), job.takes, list,
		func(s *ecsServer) { s.switched(w.now, job.on) },
		func(s *ecsServer) { s.switched(w.now, job.from == ecsRunning) }), nil
}

// ecsEvent begins one event for servers; each is given to done, or to failed,
// at its end.
func (w *World) ecsEvent(r Request, kind string, takes time.Duration, list []*ecsServer, done, failed func(*ecsServer)) Reply {
	var ids []string
	for _, s := range list {
		ids = append(ids, s.id)
	}
	each := func(do func(*ecsServer)) func() {
		return func() {
			for _, s := range list {
				do(s)
			}
		}
	}
	id := w.Begin(Work{
		System: taskECS, Type: kind, Takes: takes, Resources: ids, Done: each(done), Failed: each(failed),
	})
	return Reply{TaskID: id, Data: r.Record("Data", obj{"EventId": id})}
}

// deleteECS accepts running servers: the documentation says nothing against
// it. Addresses are free at once, so that the network can be deleted right
// after; a server whose disks are being worked on is refused.
func deleteECS(w *World, r Request) (Reply, error) {
	list, err := w.ecsBatch(r, func(s *ecsServer) bool { return s.settled() && w.disksSettled(s) })
	if err != nil {
		return Reply{}, err
	}
	for _, s := range list {
		s.status = ecsDeleting
		w.releaseServer(s.id)
	}
	return w.ecsEvent(r, "delete_ecs", 5*time.Second, list, w.forgetECS, func(s *ecsServer) { s.status = ecsError }), nil
}

func (w *World) disksSettled(s *ecsServer) bool {
	for _, d := range w.disksOf(s) {
		if !d.settled() {
			return false
		}
	}
	return true
}

// forgetECS removes a server with its system disk and the data disks that go
// with it; the others are left, detached. Snapshots stay: they have a time of
// their own.
func (w *World) forgetECS(s *ecsServer) {
	for _, d := range w.disksOf(s) {
		if d.system || d.release || d.status == ebsBuildFail {
			w.forgetDisk(d)
			continue
		}
		w.setFree(d)
	}
	w.ecs.servers.Delete(s.id)
	w.ledger.Close(s.id, w.now)
}

// modifyECSPassword keeps the server busy while the password is set. Whether it
// must run is not documented: here it may be shut down as well.
func modifyECSPassword(w *World, r Request) (Reply, error) {
	if err := checkGuest(r); err != nil {
		return Reply{}, err
	}
	list, err := w.ecsBatch(r, (*ecsServer).usable)
	if err != nil {
		return Reply{}, err
	}
	before := map[*ecsServer]string{}
	for _, s := range list {
		before[s], s.status = s.status, ecsUpdating
	}
	back := func(s *ecsServer) { s.status = before[s] }
	return w.ecsEvent(r, "modify_password", 3*time.Second, list, back, back), nil
}

func modifyECSName(w *World, r Request) (Reply, error) {
	s, err := w.ecsByID(r.Str("EcsId"))
	if err != nil {
		return Reply{}, err
	}
	if s.status == ecsDeleting {
		return Reply{}, refusalECSState
	}
	if !validName(r.Str("Name")) {
		return Reply{}, malformed("InvalidParameter", "Name")
	}
	s.name = r.Str("Name")
	w.renameServer(s.id, s.name)
	return Reply{Data: r.Record("Data", obj{"EcsId": s.id, "Name": s.name})}, nil
}
