package sim

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// gpn is a private network between VDCs and points of presence.
type gpn struct {
	id, name, order string
	evpn            int
	qos             int
	status          string
	networks        []*network
	pops            []pop
}

// pop is a point of presence, where a customer's own line meets the provider.
type pop struct{ id, name, city string }

// pops are the account's lines. There is no call to order one.
func (w *World) pops() []pop {
	return []pop{
		{uuidOf(w.number, "pop", 1), "北京亦庄Pop", cityOf("CN_Beijing_A")},
		{uuidOf(w.number, "pop", 2), "上海外高桥Pop", cityOf("CN_Shanghai_A")},
	}
}

func (w *World) pop(id string) (pop, bool) {
	list := w.pops()
	i := slices.IndexFunc(list, func(p pop) bool { return p.id == id })
	if i < 0 {
		return pop{}, false
	}
	return list[i], true
}

// cityOf is the id of the city a zone lies in.
func cityOf(regionID string) string {
	return uuidOf(0, "city "+regionID[:strings.LastIndexByte(regionID, '_')], 1)
}

var refusalGpnID = malformed("InvalidGpnID.Malformed", "GpnId")

func (w *World) joinedByGPN(n *network) bool {
	for g := range w.vdc.gpns.All() {
		if g.status != statusDeleting && slices.Contains(g.networks, n) {
			return true
		}
	}
	return false
}

func (w *World) settledGPN(id string) (*gpn, error) {
	g, ok := w.vdc.gpns.Get(id)
	if !ok {
		return nil, refusalGpnID
	}
	if g.status != statusOK && g.status != statusError {
		return nil, refusalVdcBusy
	}
	return g, nil
}

// points reads access points: private networks of VDCs, and POPs, each once.
func (w *World) points(vdcs, pops []Fields) (networks []*network, places []pop, err error) {
	for _, f := range vdcs {
		n, ok := w.vdc.networks.Get(f.Str("PrivateId"))
		if !ok || n.public || n.status != statusOK || f.Has("VdcId") && n.vdc.id != f.Str("VdcId") || slices.Contains(networks, n) {
			return nil, nil, malformed("InvalidVdcID.Malformed", "VdcId")
		}
		networks = append(networks, n)
	}
	for _, f := range pops {
		p, ok := w.pop(f.Str("PopId"))
		if !ok || slices.Contains(places, p) {
			return nil, nil, malformed("InvalidParameter", "PopId")
		}
		places = append(places, p)
	}
	return networks, places, nil
}

func createGPN(w *World, r Request) (Reply, error) {
	networks, places, err := w.points(r.Objs("AccessPoint"), r.Objs("PopAccessPoint"))
	if err != nil {
		return Reply{}, err
	}
	// A network between fewer than two points joins nothing. Not documented.
	if len(networks)+len(places) < 2 {
		return Reply{}, malformed("InvalidParameter", "AccessPoint")
	}
	if r.Int("Qos") < 1 {
		return Reply{}, malformed("InvalidParameter", "Qos")
	}
	if !validName(r.Str("Name")) {
		return Reply{}, malformed("InvalidParameter", "Name")
	}
	daily := priceGPN * money(r.Int("Qos"))
	if w.ledger.Balance(w.now) < daily {
		return Reply{}, refusalArrears
	}
	g := &gpn{
		id: w.ID("gpn"), order: w.ID("order"), evpn: 14_000 + int(w.count("evpn")),
		name: r.Str("Name"), qos: r.Int("Qos"), status: statusCreating, networks: networks, pops: places,
	}
	w.vdc.gpns.Put(g.id, g)
	w.ledger.Open(entry{ID: g.id, Kind: "gpn", Name: g.name, Charge: postPaid, Daily: daily, From: w.now, Parts: []part{
		{"带宽", strconv.Itoa(g.qos) + "Mb", daily},
	}})
	return Reply{TaskID: w.Begin(Work{
		Type: "orderCreateGpn", Takes: 6 * time.Second, Resources: []string{g.id},
		Done: func() { g.status = statusOK }, Failed: func() { g.status = statusError },
	})}, nil
}

func deleteGPN(w *World, r Request) (Reply, error) {
	g, err := w.settledGPN(r.Str("GpnId"))
	if err != nil {
		return Reply{}, err
	}
	before := g.status
	g.status = statusDeleting
	return Reply{TaskID: w.Begin(Work{
		Type: "orderDeleteGpn", Takes: 4 * time.Second, Resources: []string{g.id},
		Done:   func() { w.ledger.Close(g.id, w.now); w.vdc.gpns.Delete(g.id) },
		Failed: func() { g.status = before },
	})}, nil
}

func addAccessPoint(w *World, r Request) (Reply, error) {
	g, err := w.settledGPN(r.Str("GpnId"))
	if err != nil {
		return Reply{}, err
	}
	networks, places, err := w.points(r.Objs("VdcAdd"), r.Objs("PopAdd"))
	if err != nil {
		return Reply{}, err
	}
	if len(networks)+len(places) == 0 {
		return Reply{}, malformed("InvalidVdcID.Malformed", "VdcId")
	}
	for _, n := range networks {
		if slices.Contains(g.networks, n) {
			return Reply{}, malformed("InvalidVdcID.Malformed", "VdcId")
		}
	}
	g.status = statusUpdating
	return Reply{TaskID: w.Begin(Work{
		Type: "orderUpdateGpn", Takes: 4 * time.Second, Resources: []string{g.id},
		Done: func() {
			g.status, g.networks, g.pops = statusOK, append(g.networks, networks...), append(g.pops, places...)
		},
		Failed: func() { g.status = statusOK },
	})}, nil
}

// deleteAccessPoint takes the ids DescribeGPN shows: private networks' and
// POPs'.
func deleteAccessPoint(w *World, r Request) (Reply, error) {
	g, err := w.settledGPN(r.Str("GpnId"))
	if err != nil {
		return Reply{}, err
	}
	gone := r.Strs("DelPoints")
	for _, id := range gone {
		if !g.has(id) {
			return Reply{}, malformed("InvalidParameter", "DelPoints")
		}
	}
	g.status = statusUpdating
	return Reply{TaskID: w.Begin(Work{
		Type: "orderUpdateGpn", Takes: 4 * time.Second, Resources: []string{g.id},
		Done: func() {
			g.status = statusOK
			g.networks = slices.DeleteFunc(g.networks, func(n *network) bool { return slices.Contains(gone, n.id) })
			g.pops = slices.DeleteFunc(g.pops, func(p pop) bool { return slices.Contains(gone, p.id) })
		},
		Failed: func() { g.status = statusOK },
	})}, nil
}

func (g *gpn) has(point string) bool {
	return slices.ContainsFunc(g.networks, func(n *network) bool { return n.id == point }) ||
		slices.ContainsFunc(g.pops, func(p pop) bool { return p.id == point })
}

func describeGPN(w *World, r Request) (Reply, error) {
	data := []any{}
	for g := range w.vdc.gpns.All() {
		if r.Has("GpnId") && g.id != r.Str("GpnId") || !strings.Contains(g.name, r.Str("Key")) ||
			!slices.Contains([]string{"", "0-0"}, r.Str("ProjectId")) {
			continue
		}
		data = append(data, gpnRecord(r, g))
	}
	return Reply{Data: data}, nil
}

func gpnRecord(r Request, g *gpn) obj {
	vdcs := []any{}
	for _, n := range g.networks {
		vdcs = append(vdcs, r.Record("Data[].JoinVdcs[]", obj{
			"PrivateId": n.id, "PrivateNet": n.rangeText(), "Address": n.segments[0].pool.prefix.Addr().String(),
			"VdcId": n.vdc.id, "VdcName": n.vdc.name, "RegionId": n.vdc.zone.ID, "CityId": cityOf(n.vdc.zone.ID), "Qos": g.qos,
		}))
	}
	var pops any // null when there is none, as documented
	if len(g.pops) > 0 {
		list := []any{}
		for _, p := range g.pops {
			list = append(list, obj{"PopId": p.id, "PopName": p.name, "CityId": p.city, "Qos": g.qos})
		}
		pops = list
	}
	words := map[string]string{statusOK: "正常", statusCreating: "创建中", statusUpdating: "更新中", statusDeleting: "删除中", statusError: "错误"}
	return r.Record("Data[]", obj{
		"GpnId": g.id, "Name": g.name, "Qos": g.qos, "EvpnId": g.evpn, "SubOrderId": g.order,
		"Status": g.status, "StatusStr": words[g.status], "JoinVdcs": vdcs, "JoinPops": pops,
	})
}

// describeAccessInfo lists what a GPN could join: null for the kind that was
// not asked for.
func describeAccessInfo(w *World, r Request) (Reply, error) {
	if strings.EqualFold(r.Str("Type"), "pop") {
		list := []any{}
		for _, p := range w.pops() {
			list = append(list, obj{"PopId": p.id, "PopName": p.name, "CityId": p.city})
		}
		return Reply{Data: r.Record("Data", obj{"Pop": list, "Vdc": nil})}, nil
	}
	list := []any{}
	for v := range w.vdc.vdcs.All() {
		if v.status != statusOK {
			continue
		}
		nets := []any{}
		for _, n := range w.networksOf(v, false) {
			nets = append(nets, r.Record("Data.Vdc[].PrivateNetwork[]", obj{
				"PrivateId": n.id, "Address": n.segments[0].pool.prefix.Addr().String(),
			}))
		}
		list = append(list, r.Record("Data.Vdc[]", obj{
			"VdcId": v.id, "VdcName": v.name, "RegionId": v.zone.ID, "RegionName": v.zone.NameZh,
			"CityId": cityOf(v.zone.ID), "ZoneName": v.zone.AreaZh, "PrivateNetwork": nets,
		}))
	}
	return Reply{Data: r.Record("Data", obj{"Pop": nil, "Vdc": list})}, nil
}
