package sim

import (
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// desktopNet is the default network of a site: a VPC of the VPC chapter that
// was made by this one, and is gone when it is deleted there.
type desktopNet struct {
	number           int
	recordID         string
	site             desktopSite
	vpc              *vpc
	created, updated time.Time
}

// defaultNetRange is the documentation's; every range below it is a /16.
var defaultNetRange = netip.MustParsePrefix("10.0.0.0/8")

// wantedNet is one range of a default network.
type wantedNet struct {
	kind          netKind
	name, segment string
	line          desktopLine // gateways only
}

func wantedNets() []wantedNet {
	list := []wantedNet{{kind: netSubnet, name: "子网1", segment: "10.1.0.0/16"}}
	for n, l := range desktopLines() {
		list = append(list, wantedNet{netGateway, l.name + "默认网关", "10." + strconv.Itoa(n+2) + ".0.0/16", l})
	}
	return list
}

// defaultNet finds the default network of a site, if there is one.
func (w *World) defaultNet(s desktopSite) (*desktopNet, bool) {
	n, ok := w.gcw.nets.Get(s.id)
	if !ok {
		return nil, false
	}
	_, stands := w.vpc.vpcs.Get(n.vpc.id)
	return n, stands
}

// createDefaultNet makes a VPC with a subnet and a gateway of each line.
func createDefaultNet(w *World, r Request) (Reply, error) {
	s, err := siteOf(r)
	if err != nil {
		return Reply{}, err
	}
	refused := desktopRefusal("13500", "一键创建失败")
	if _, exists := w.defaultNet(s); exists {
		return Reply{}, refused
	}
	region, err := w.vpcRegion(s.zone[:strings.LastIndexByte(s.zone, '_')])
	if err != nil || len(w.vpc.vpcs.Where(func(v *vpc) bool { return v.region == region })) >= maxVPCs {
		return Reply{}, refused
	}
	v := &vpc{
		id: w.ID("vpc"), name: s.city + "-云桌面默认VPC", status: statusCreating, region: region,
		prefix: defaultNetRange, line: w.shelf.vpcLines[0].ID, created: w.now,
	}
	n := &desktopNet{
		number: 475 + int(w.count("default net")), recordID: w.ID("default net record"),
		site: s, vpc: v, created: w.now, updated: w.now,
	}
	if err := w.addWantedNets(n); err != nil {
		return Reply{}, refused
	}
	w.vpc.vpcs.Put(v.id, v)
	w.gcw.nets.Put(s.id, n)
	return w.beginNet(r, n, "创建默认网络"), nil
}

// supplyDefaultNet makes what a default network lacks: what failed to be made,
// or was deleted since. With nothing lacking it does nothing, which is not
// documented.
func supplyDefaultNet(w *World, r Request) (Reply, error) {
	s, err := siteOf(r)
	if err != nil {
		return Reply{}, err
	}
	n, exists := w.defaultNet(s)
	if !exists || n.vpc.status != statusOK {
		return Reply{}, desktopRefusal("13506", "补全vpc网络失败")
	}
	if err := w.addWantedNets(n); err != nil {
		return Reply{}, desktopRefusal("13506", "补全vpc网络失败")
	}
	return w.beginNet(r, n, "补全默认网络"), nil
}

// beginNet lets a network settle. One that failed keeps its VPC, so that it
// can be supplied.
func (w *World) beginNet(r Request, n *desktopNet, what string) Reply {
	settled := func() { n.vpc.status, n.updated = statusOK, w.now }
	task := w.Begin(Work{
		System: taskGCW, Type: what, Takes: 4 * time.Second, Resources: []string{n.vpc.id},
		RequestID: r.Str("requestId"), Done: settled, Failed: settled,
	})
	return Reply{Data: r.Record("Data", obj{
		"taskId": task, "requestId": r.Str("requestId"), "requestContent": requestContent(r, nil),
	})}
}

// addWantedNets orders the ranges that do not stand, in place of those whose
// creation failed.
func (w *World) addWantedNets(n *desktopNet) error {
	for _, old := range w.netsOf(n.vpc) {
		if old.status == statusError {
			w.vpc.nets.Delete(old.id)
		}
	}
	for _, want := range wantedNets() {
		if w.standsIn(n, want) {
			continue
		}
		orders, err := w.orderNets(n.vpc, want.kind, []Fields{{
			"AvailableZoneCode": n.site.zone, want.kind.prefixed() + "Name": want.name,
			want.kind.prefixed() + "Segment": want.segment,
		}})
		if err != nil {
			return err
		}
		orders[0].line = want.line.bandwidth
		w.addNets(orders)
	}
	return nil
}

func (w *World) standsIn(n *desktopNet, want wantedNet) bool {
	for _, have := range w.netsOf(n.vpc) {
		if have.kind == want.kind && have.line == want.line.bandwidth && have.status != statusDeleting {
			return true
		}
	}
	return false
}

// getDefaultNet answers an empty object when a site has none, which is not
// documented.
func getDefaultNet(w *World, r Request) (Reply, error) {
	s, err := siteOf(r)
	if err != nil {
		return Reply{}, err
	}
	n, exists := w.defaultNet(s)
	if !exists {
		return Reply{}, nil
	}
	return Reply{Data: r.Record("Data", obj{
		"id": n.number, "vpcRecordId": n.recordID, "cityId": s.cityID, "deleteFlag": false,
		"vpcId": n.vpc.id, "vpcName": n.vpc.name, "vpcSegment": n.vpc.prefix.String(),
		"customerId": gcwCustomer, "userId": gcwUser, "createTime": stamp(n.created), "updateTime": stamp(n.updated),
		"subnets":   w.desktopNetRecords(r, "Data.subnets[]", n.vpc, s, netSubnet),
		"vgateways": w.desktopNetRecords(r, "Data.vgateways[]", n.vpc, s, netGateway),
	})}, nil
}

// getCustomNet lists the customer's own VPCs that have a range in the site.
func getCustomNet(w *World, r Request) (Reply, error) {
	s, err := siteOf(r)
	if err != nil {
		return Reply{}, err
	}
	made, _ := w.gcw.nets.Get(s.id)
	data := []any{}
	for v := range w.vpc.vpcs.All() {
		subnets := w.desktopNetRecords(r, "Data[].subnets[]", v, s, netSubnet)
		gateways := w.desktopNetRecords(r, "Data[].vgateways[]", v, s, netGateway)
		if made != nil && made.vpc == v || len(subnets)+len(gateways) == 0 {
			continue
		}
		data = append(data, r.Record("Data[]", obj{
			"vpcId": v.id, "vpcName": v.name, "vpcSegment": v.prefix.String(),
			"customerId": gcwCustomer, "userId": gcwUser, "subnets": subnets, "vgateways": gateways,
		}))
	}
	return Reply{Data: data}, nil
}

func (w *World) desktopNetRecords(r Request, path string, v *vpc, s desktopSite, kind netKind) []any {
	list := []any{}
	for _, n := range w.netsOf(v) {
		if n.kind != kind || n.zone.Code != s.zone {
			continue
		}
		used := len(w.usesOf(n))
		status, word := netStatus(n.status)
		record := r.Record(path, obj{
			"id": n.id, "name": n.name, "ip_type": string(kind), "ip_address": n.prefix.Addr().String(),
			"mask": n.prefix.Bits(), "gateway": newPool(n.prefix).Gateway().String(),
			"dns": `["119.29.29.29","114.114.114.114"]`, "vlan_id": vlanOf(n),
			"used_num": used, "not_used": 1<<(32-n.prefix.Bits()) - used, "status": status, "status_str": word,
		})
		if kind == netGateway {
			l := lineOf(n)
			record["conf_id"], record["conf_name"] = strconv.Itoa(l.conf), l.name
		}
		list = append(list, record)
	}
	return list
}

// lineOf is the line of a gateway. Desktops know three of the VPC chapter's
// four; the other has no number here.
func lineOf(n *vpcNet) desktopLine {
	l, _ := findLine(func(l desktopLine) bool { return l.bandwidth == n.line })
	return l
}

// vlanOf is a number that belongs to a network for good.
func vlanOf(n *vpcNet) string { return strconv.Itoa(1000 + int(unit(n.id)*3000)) }

// netStatus spells a state of the VPC chapter as this one does.
func netStatus(status string) (code, word string) {
	switch status {
	case statusOK:
		return "ok", "正常"
	case statusCreating:
		return "creating", "创建中"
	case statusDeleting:
		return "deleting", "删除中"
	case statusUpdating:
		return "updating", "更新中"
	}
	return "erro", "错误"
}
