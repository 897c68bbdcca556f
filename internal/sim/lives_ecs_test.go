package sim

func elasticServerLife(l *lab) life {
	p := l.private(suqian, suqianA)
	return life{
		name: "elastic server", changing: "updating", gone: "InvalidEcsId.NotFound", busy: "building", settled: "running",
		make: answered("ecs.CreateInstance", serverParams(p, nil), "Data", "EcsIdSet", 0),
		find: func(l *lab, id string) string {
			return shown(at(l.ok("ecs.DescribeInstanceList", nil), "Data", "EcsList"), "EcsId", id, "Status")
		},
		change: func(id string) ask {
			return ask{"ecs.ModifyInstancePassword", params{"EcsIds": []any{id}, "Password": testPassword}}
		},
		use: func(l *lab, id string) func() {
			l.ok("ecs.OperateInstance", params{"EcsIds": []any{id}, "OpType": "restart_ecs"})
			return l.settle
		},
		inUse:  "InvalidOperation.InstanceStatusUnsupported",
		remove: func(id string) ask { return ask{"ecs.DeleteInstance", params{"EcsIds": []any{id}}} },
	}
}

func elasticImageLife(l *lab) life {
	server := l.elastic(l.private(suqian, suqianA), nil)[0]
	return life{
		name: "private image", changing: "running", gone: "InvalidImage.NotFound", busy: "creating", settled: "running",
		make: answered("ecs.CreateImage", params{"EcsId": server, "Name": "web基础"}, "Data", "ImageId"),
		find: func(l *lab, id string) string {
			return shown(at(l.ok("ecs.DescribeImages", nil), "Data", "ImageList"), "ImageId", id, "Status")
		},
		change: func(id string) ask {
			return ask{"ecs.SyncImage", params{"ImageId": id, "AvailableZoneCodes": []any{"CN_Suqian_B"}}}
		},
		use: func(l *lab, id string) func() {
			l.ok("ecs.SyncImage", params{"ImageId": id, "AvailableZoneCodes": []any{"CN_Dongguan_A"}})
			return l.settle
		},
		inUse:  "InvalidOperation",
		remove: func(id string) ask { return ask{"ecs.DeleteImage", params{"ImageIds": []any{id}}} },
	}
}

func diskLife(l *lab) life {
	server := l.elastic(l.private(suqian, suqianA), nil)[0]
	return life{
		name: "cloud disk", changing: "updating", gone: "InvalidDiskId.NotFound", busy: "building", settled: "waiting",
		make: answered("ebs.CreateDisk", params{"AvailableZoneCode": suqianA, "DiskFeature": "SSD", "Size": 32}, "Data", "DiskIdSet", 0),
		find: func(l *lab, id string) string {
			return shown(at(l.ok("ebs.DescribeDiskList", nil), "Data", "DiskList"), "DiskId", id, "Status")
		},
		change: func(id string) ask { return ask{"ebs.ExtendDisk", params{"DiskId": id, "ExtendedSize": 64}} },
		use: func(l *lab, id string) func() {
			l.event("ebs", l.ok("ebs.AttachDisk", params{"DiskIds": []any{id}, "InstanceId": server}))
			return func() { l.event("ebs", l.ok("ebs.DetachDisk", params{"DiskIds": []any{id}})) }
		},
		inUse:  "InvalidOperation.DiskStatusUnsupported",
		remove: func(id string) ask { return ask{"ebs.DeleteDisk", params{"DiskIds": []any{id}}} },
	}
}

func snapshotLife(l *lab) life {
	disk := l.volume(nil)
	return life{
		name: "snapshot", changing: "running", gone: "InvalidSnapshotId.NotFound", busy: "creating", settled: "running",
		make: answered("snapshot.CreateSnapshot", params{"DiskId": disk}, "Data", "SnapshotId"),
		find: func(l *lab, id string) string {
			return shown(at(l.ok("snapshot.DescribeSnapshotList", nil), "Data", "SnapshotList"), "SnapshotId", id, "SnapshotStatus")
		},
		change: func(id string) ask {
			return ask{"snapshot.RenameSnapshot", params{"SnapshotId": id, "SnapshotName": "升级前"}}
		},
		use: func(l *lab, id string) func() {
			l.ok("ebs.CreateDisk", params{"AvailableZoneCode": suqianA, "DiskFeature": "SSD", "Size": 32, "SnapshotId": id})
			return l.settle
		},
		inUse:  "InvalidOperation.SnapshotStatusUnsupported",
		remove: func(id string) ask { return ask{"snapshot.DeleteSnapshot", params{"SnapshotIds": []any{id}}} },
	}
}
