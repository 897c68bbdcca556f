package sim

// snapshotRounds is how often the company makes snapshots: every ten days.
const snapshotRounds = 9

// plantSpareDisks buys disks that servers do not have from the start: eight for
// the web servers, the rest attached to nothing.
func (e *elasticPlan) plantSpareDisks() {
	for _, id := range e.servers["hk-web"] {
		e.finish(e.call("ebs.CreateDisk", obj{
			"AvailableZoneCode": "CN_HongKong_B", "DiskFeature": "SSD", "Size": 32, "DiskName": "web-log", "InstanceId": id,
		}))
	}
	for _, spare := range []struct {
		zone, name string
		size, n    int
	}{
		{"CN_HongKong_B", "mysql-归档", 120, 8}, {"CN_Suqian_A", "transcode-素材", 160, 6},
		{"CN_Suqian_B", "scratch", 64, 5}, {"CN_Dongguan_A", "cdn-spare", 80, 6},
	} {
		e.finish(e.call("ebs.CreateDisk", obj{
			"AvailableZoneCode": spare.zone, "DiskFeature": "SSD", "Size": spare.size, "Number": spare.n, "DiskName": spare.name,
		}))
	}
}

// backedUp are the 60 disks that get snapshots: the oldest ones.
func (e *elasticPlan) backedUp() []*ebsDisk {
	var list []*ebsDisk
	for d := range e.w.ebs.disks.All() {
		if len(list) < 60 && d.usable() {
			list = append(list, d)
		}
	}
	return list
}

// plantSnapshots makes the snapshots of one round. The disks have chains of one
// to nine.
func (e *elasticPlan) plantSnapshots(round int) {
	for i, d := range e.backedUp() {
		if i%snapshotRounds < round {
			continue
		}
		order := obj{"DiskId": d.id, "ReservedTime": keptForever}
		switch {
		case d.system:
			order["SnapshotName"] = "系统盘备份-" + e.at.In(clockZone).Format("20060102")
		case i%2 == 0:
			order["SnapshotName"], order["ReservedTime"] = "daily-"+e.at.In(clockZone).Format("0102"), "180"
		}
		ids := e.finish(e.call("snapshot.CreateSnapshot", order))
		if d.system && len(ids) > 0 {
			e.frozen = append(e.frozen, ids[0])
		}
	}
}

// plantLateSnapshots copies six snapshots to another zone, makes three that
// will not last, and two images.
func (e *elasticPlan) plantLateSnapshots() {
	if e.err != nil {
		return
	}
	for _, id := range e.frozen[:6] {
		e.finish(e.call("snapshot.CopySnapshotCrossAZ", obj{"SnapshotId": id, "AvailableZoneCode": "CN_Dongguan_A"}))
	}
	for _, d := range e.backedUp()[:3] {
		e.finish(e.call("snapshot.CreateSnapshot", obj{"DiskId": d.id, "SnapshotName": "升级前", "ReservedTime": "7"}))
	}
	for n, name := range []string{"mysql-golden", "web-恢复基线"} {
		e.finish(e.call("snapshot.CreateImageBySnapshot", obj{"SnapshotId": e.frozen[n*4], "ImageName": name}))
	}
}

// plantImages makes six private images of servers, and takes two of them to
// other zones.
func (e *elasticPlan) plantImages() {
	for _, m := range []struct {
		park, name string
		zones      []string
	}{
		{park: "hk-web", name: "hk-web-基础镜像-v7"},
		{park: "hk-订单服务", name: "order-service-2.18"},
		{park: "推流-接入", name: "推流节点-srs5", zones: []string{"CN_Suqian_B", "CN_Dongguan_A"}},
		{park: "转码-gpu", name: "ffmpeg-cuda12"},
		{park: "cdn-cache", name: "cdn-cache-nginx1.26", zones: []string{"CN_HongKong_B"}},
		{park: "win-渲染", name: "win10-blender4"},
	} {
		if e.err != nil {
			return
		}
		made := e.finish(e.call("ecs.CreateImage", obj{"EcsId": e.servers[m.park][0], "Name": m.name}))
		if len(m.zones) > 0 && len(made) > 0 {
			e.finish(e.call("ecs.SyncImage", obj{"ImageId": made[0], "AvailableZoneCodes": m.zones}))
		}
	}
}
