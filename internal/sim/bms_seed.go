package sim

import "fmt"

// bmsSite is a VDC of the demo company in a bare metal zone.
type bmsSite struct {
	region, name, network string
	fleets                []bmsFleet
	disks                 []bmsDiskGroup
	vdcID, networkID      string
	serverIDs             []string
}

// bmsFleet is a group of equal bare metal servers.
type bmsFleet struct {
	name    string
	count   int
	goods   int // index in bmsShelf
	prepaid bool
	image   string
	off     bool
}

// bmsDiskGroup is a group of equal cloud disks.
type bmsDiskGroup struct {
	name      string
	count     int
	size      int
	goods     bmsDiskGoods
	server    int // index of the server they are attached to, -1 for none
	snapshots []string
}

func demoBmsSites() []*bmsSite {
	return []*bmsSite{
		{region: "CN_Beijing_I", name: "裸金属-北京", network: "大数据内网",
			fleets: []bmsFleet{
				{"大数据计算-", 3, 2, true, "4", false},
				{"db-physical-", 2, 1, true, "4", false},
				{"离线分析-", 1, 2, false, "10", true},
			},
			disks: []bmsDiskGroup{
				{"bigdata-hdfs", 3, 2000, bmsDiskGoods{"nvme", 10_000, 4000}, 0, []string{"升级前"}},
				{"db-备份", 2, 1000, bmsDiskGoods{"ssd", 4000, 2000}, 3, []string{"每周备份"}},
				{"空闲盘", 1, 500, bmsDiskGoods{"ssd", 2000, 1000}, -1, nil},
			}},
		{region: "CN_Wuxi_B", name: "存储-无锡", network: "存储内网",
			fleets: []bmsFleet{{"对象存储-", 2, 4, true, "3", false}},
			disks: []bmsDiskGroup{
				{"oss-meta", 2, 800, bmsDiskGoods{"nvme", 8000, 3000}, 0, nil},
				{"oss-日志", 2, 1500, bmsDiskGoods{"ssd", 3000, 2000}, 1, nil},
			}},
		{region: "US_Dallas_D", name: "dallas-render", network: "render-net",
			fleets: []bmsFleet{
				{"render-us-", 2, 0, false, "10", false},
				{"cdn-origin-us-", 1, 0, false, "9", true},
			},
			disks: []bmsDiskGroup{
				{"render-cache", 2, 600, bmsDiskGoods{"nvme", 12_000, 5000}, 0, []string{"golden", "before-upgrade"}},
				{"origin-data", 2, 3000, bmsDiskGoods{"ssd", 5000, 2000}, 2, nil},
			}},
	}
}

// planBareMetal has the sites built one after the other, two disks and some
// snapshots added lately, and a server ordered at the very end, so that it is
// still being installed: 12 servers, 16 disks and 10 snapshots. Three receivers
// are told of alarms.
func (p *planter) planBareMetal() {
	sites := demoBmsSites()
	for n, s := range sites {
		p.plan([]float64{362, 255, 148}[n], func() { p.plantBmsSite(s) })
	}
	p.plan(4, func() { p.plantLateDisks(sites[0]) })
	p.plan(0, func() { p.plantBms(sites[0], bmsFleet{"inference-", 1, 2, false, "10", false}, false) })
	group := func() string { return p.w.ID("alarm group") }
	p.w.giveAlarmReceiver("运维值班", "oncall@example.com", "+86", "13800000001", group(), group())
	p.w.giveAlarmReceiver("网络组", "network@example.com", "+86", "13800000002", group())
	p.w.giveAlarmReceiver("noc-dallas", "noc@example.com", "+1", "2025550143")
}

func (p *planter) plantBmsSite(s *bmsSite) {
	s.vdcID = p.make("network.vdc.CreateVdc", obj{"RegionId": s.region, "VdcName": s.name})
	s.networkID = p.make("network.vdc.CreatePrivateNetwork", obj{"VdcId": s.vdcID, "Name": s.network})
	for _, f := range s.fleets {
		p.plantBms(s, f, true)
	}
	for _, g := range s.disks {
		p.plantBmsDisks(s, g)
	}
}

// plantBms buys a fleet and switches off what is to be off. Without waiting,
// the servers are left as they are being installed.
func (p *planter) plantBms(s *bmsSite, f bmsFleet, wait bool) {
	goods := bmsShelf()[f.goods]
	order := obj{
		"RegionId": s.region, "VdcId": s.vdcID, "Password": demoPassword, "InstanceName": f.name, "AssignHostNo": "001",
		"InstanceChargeType": postPaid, "AutoRenew": 1, "PrepaidMonth": 0, "GoodsId": goods.id,
		"ComputeId": goods.computes[0].id, "ImageId": f.image, "EnableMonitor": 1, "PipeIds": []string{s.networkID},
		"Amount": f.count, "IsBond": 1,
	}
	if f.prepaid {
		order["InstanceChargeType"], order["PrepaidMonth"] = prePaid, 1
	}
	ids := p.awaitAll(p.call("bms.CreateBmsInstance", order), "TaskIds", wait)
	if f.off {
		p.awaitAll(p.call("bms.OperateBmsPower", obj{"BaremetalIds": ids, "Operate": "stop"}), "TaskIds", true)
	}
	s.serverIDs = append(s.serverIDs, ids...)
}

// plantBmsDisks makes disks, attaches them, and takes each snapshot of the
// first of them.
func (p *planter) plantBmsDisks(s *bmsSite, g bmsDiskGroup) {
	goods := dataOf(p.call("bmsdisk.DescribeGoodsId", obj{"RegionId": s.region, "Bw": g.goods.bw, "Iops": g.goods.iops, "Type": g.goods.kind}))
	made := p.call("bmsdisk.CreateDisk", obj{
		"RegionId": s.region, "Name": g.name, "Size": g.size, "Num": g.count, "GoodsId": goods["GoodsId"],
	})
	for _, id := range p.awaitAll(made, "DiskInfo", true) {
		if g.server >= 0 && p.err == nil {
			p.awaitAll(p.call("bmsdisk.AttachDisk", obj{"DiskId": id, "InstanceId": s.serverIDs[g.server]}), "DiskInfo", true)
		}
		for _, name := range g.snapshots {
			p.awaitAll(p.call("bmsdisk.CreateSnapshot", obj{"DiskId": id, "SnapshotName": name}), "TaskId", true)
		}
	}
}

// plantLateDisks makes a disk with a snapshot, and a clone of it to practise
// on.
func (p *planter) plantLateDisks(s *bmsSite) {
	p.plantBmsDisks(s, bmsDiskGroup{"inference-model", 1, 400, bmsDiskGoods{"nvme", 6000, 3000}, -1, []string{"v1"}})
	last := ""
	for snapshot := range p.w.bmsdisk.snapshots.All() {
		last = snapshot.id
	}
	clone := p.call("bmsdisk.CloneSnapshot", obj{"SnapshotId": last, "Name": "inference-model-演练副本"})
	p.awaitAll(clone, "TaskId", true)
}

func dataOf(r Reply) obj {
	data, _ := r.Data.(obj)
	return data
}

// awaitAll reads the tasks of an answer, one or many, waits for them if it is
// asked to, and returns what they make or change.
func (p *planter) awaitAll(r Reply, field string, wait bool) (resources []string) {
	var tasks []any
	switch v := dataOf(r)[field].(type) {
	case []any:
		tasks = v
	case string:
		tasks = []any{v}
	}
	for _, task := range tasks {
		if info, ok := task.(obj); ok {
			task = info["TaskId"]
		}
		t, ok := p.w.tasks.Get(fmt.Sprint(task))
		if !ok {
			continue
		}
		if wait && t.ends.After(p.at) {
			p.at = t.ends
		}
		resources = append(resources, t.work.Resources...)
	}
	if wait {
		p.w.settle(p.at)
	}
	return resources
}
