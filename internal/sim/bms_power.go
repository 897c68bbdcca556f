package sim

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// operateBmsPower changes all servers or none. The n-th task belongs to the
// n-th server.
func operateBmsPower(w *World, r Request) (Reply, error) {
	operate, ids := strings.ToLower(r.Str("Operate")), r.Strs("BaremetalIds")
	if len(ids) == 0 {
		return Reply{}, r.documented("InstanceError")
	}
	var servers []*bareMetal
	for _, id := range ids {
		b, ok := w.bareMetal(id)
		if !ok || !b.allows(operate) || slices.Contains(servers, b) {
			return Reply{}, r.documented("InstanceError")
		}
		servers = append(servers, b)
	}
	tasks := []any{}
	for _, b := range servers {
		tasks = append(tasks, w.operate(b, operate))
	}
	return Reply{Data: r.Record("Data", obj{"BaremetalIds": ids, "TaskIds": tasks})}, nil
}

// allows tells whether a power operation fits the server's state. One whose
// time has run out stays off until it is renewed; not documented.
func (b *bareMetal) allows(operate string) bool {
	if operate == "start" {
		return b.state == bmsStopped && !b.unpaid
	}
	return b.state == bmsRunning
}

func (w *World) operate(b *bareMetal, operate string) (taskID string) {
	before := b.state
	word, done := bmsRestarting, func() { w.switchOn(b) }
	switch operate {
	case "start":
		word = bmsStarting
	case "stop":
		word, done = bmsStopping, func() { switchOff(b) }
	}
	b.state = word
	return w.Begin(Work{
		System: taskBms, Type: operate + "Bms", Takes: 4 * time.Second, Resources: []string{b.id},
		Done: done, Failed: func() { b.state = before },
	})
}

// reinstallBms is allowed in every settled state, so that a server whose
// installation failed can be saved. Which states are is not documented.
func reinstallBms(w *World, r Request) (Reply, error) {
	b, ok := w.bareMetal(r.Str("BaremetalId"))
	if !ok {
		return Reply{}, r.documented("DataNotExists")
	}
	image, err := bmsImageOf(r)
	if err != nil {
		return Reply{}, err
	}
	if !validBmsPassword(r.Str("Password")) || !validBmsLayout(r, b.compute) {
		return Reply{}, r.documented("DataNotExists")
	}
	if b.unpaid || !slices.Contains([]string{bmsRunning, bmsStopped, bmsError}, b.state) {
		return Reply{}, r.documented("RebuildFailed")
	}
	b.state = bmsRebuilding
	task := w.Begin(Work{
		System: taskBms, Type: "rebuildBms", Takes: 8 * time.Second, Resources: []string{b.id},
		Done:   func() { w.reinstalled(b, image) },
		Failed: func() { b.state, b.poweredOn = bmsError, time.Time{} },
	})
	return Reply{Data: r.Record("Data", obj{"TaskIds": []any{task}})}, nil
}

// reinstalled starts the bill of a server whose creation had failed. What was
// paid in advance for it counts.
func (w *World) reinstalled(b *bareMetal, image bmsImage) {
	b.image, b.installed = image, w.now
	if b.unbilled {
		b.unbilled = false
		w.openBms(b, 0)
	}
	w.switchOn(b)
}

// describeBmsVNC makes an address that leads nowhere: its host is reserved to
// never exist. The console is the machine's own, so it may be off, but it must
// be there.
func describeBmsVNC(w *World, r Request) (Reply, error) {
	b, ok := w.bareMetal(r.Str("BaremetalId"))
	if !ok || b.state == bmsInstalling {
		return Reply{}, r.documented("DataNotExists")
	}
	u := url.URL{Scheme: "http", Host: "console.simulated.invalid", Path: "/vnc/",
		RawQuery: url.Values{"authId": {w.ID("vnc")}, "token": {w.ID("vnc token")}}.Encode()}
	return Reply{Data: r.Record("Data", obj{"Url": u.String()})}, nil
}
