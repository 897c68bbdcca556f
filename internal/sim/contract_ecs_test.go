package sim

import "time"

// serverParams orders one elastic server of a private network.
func serverParams(p private, more params) params {
	return with(params{
		"AvailableZoneCode": suqianA, "EcsFamilyName": "Cpu计算型C4", "Cpu": 4, "Ram": 8, "BillingMethod": "0",
		"Password": testPassword, "ImageId": "Centos 7.4 64位", "Name": "web",
		"SystemDisk": params{"DiskFeature": "ssd", "Size": 40},
		"VpcInfo":    params{"VpcId": p.vpc}, "SubnetInfo": params{"SubnetId": p.subnet},
	}, more)
}

// elastic buys servers and waits until they run.
func (l *lab) elastic(p private, more params) (ids []string) {
	l.t.Helper()
	answer := l.ok("ecs.CreateInstance", serverParams(p, more))
	l.event("ecs", answer)
	for _, id := range at(answer, "Data", "EcsIdSet").([]any) {
		ids = append(ids, id.(string))
	}
	return ids
}

// event waits until the event of an answer has ended well.
func (l *lab) event(service string, answer params) {
	l.t.Helper()
	l.settle()
	got := at(l.ok(service+".DescribeEvent", params{"EventId": at(answer, "Data", "EventId")}), "Data", "EventStatus")
	if got != "success" {
		l.t.Fatalf("event of %v: got %v, want success", answer, got)
	}
}

// volume buys a data disk and waits until it is ready.
func (l *lab) volume(more params) string {
	l.t.Helper()
	answer := l.ok("ebs.CreateDisk", with(params{"AvailableZoneCode": suqianA, "DiskFeature": "SSD", "Size": 32}, more))
	l.event("ebs", answer)
	return at(answer, "Data", "DiskIdSet", 0).(string)
}

// frozen makes a snapshot of a disk and waits until it is ready.
func (l *lab) frozen(disk string, more params) string {
	l.t.Helper()
	answer := l.ok("snapshot.CreateSnapshot", with(params{"DiskId": disk}, more))
	l.event("ebs", answer)
	return at(answer, "Data", "SnapshotId").(string)
}

// systemDisk tells the id of a server's system disk.
func (l *lab) systemDisk(server string) string {
	l.t.Helper()
	return at(l.ok("ecs.DescribeInstance", params{"EcsId": server}), "Data", "Disk", "SystemDiskConf", "DiskId").(string)
}

func contractECS(s *stage) {
	zone := params{"AvailableZoneCode": suqianA}
	s.cloud.world.Load().giveSubject("测试项目-按需", yuan(1000), start.AddDate(0, -1, 0), start.AddDate(1, 0, 0))
	s.do("ecs.DescribeRegions", nil)
	s.do("ecs.DescribeEcsFamilyInfo", with(zone, params{"BillingMethod": "0"}))
	s.do("ecs.DescribePrice", with(zone, params{
		"EcsFamilyName": "Ram专业渲染型rp3", "Cpu": 16, "Ram": 32, "Gpu": 1, "BillingMethod": "0", "Duration": 12, "Number": 2,
		"SystemDiskInfo": params{"DiskFeature": "ssd", "Size": 10}, "DataDiskInfo": []any{params{"DiskFeature": "ssd", "Size": 10}},
	}))
	s.do("ecs.DescribeAccountSubject", nil)
	s.do("subject.DescribeSubjects", nil)
	p := s.private(suqian, suqianA)
	eip := s.eips(suqian, suqianA, 1)
	created := s.do("ecs.CreateInstance", serverParams(p, params{
		"DataDisk":   params{"DiskFeature": "ssd", "Size": 48, "ReleaseWithInstance": 0},
		"PubnetInfo": []any{params{"SubnetId": p.gateway, "IpType": "default_gateway", "EipIds": eip}},
	}))
	id := at(created, "Data", "EcsIdSet", 0).(string)
	s.do("ecs.DescribeEvent", params{"EventId": at(created, "Data", "EventId")})
	s.settle()
	one, batch := params{"EcsId": id}, params{"EcsIds": []any{id}}
	s.do("ecs.DescribeInstanceList", zone)
	s.do("ecs.DescribeInstance", one)
	s.do("ecs.DescribeInstanceStatus", batch)
	s.pass(3 * time.Minute)
	s.do("ecs.DescribeInstanceMonitor", one)
	s.do("ecs.DescribeInstanceVncUrl", one)
	s.do("ecs.ModifyInstanceName", with(one, params{"Name": "测试测试1"}))
	s.do("ecs.ModifyInstancePassword", with(batch, params{"Password": "KVMv587!\t"}))
	s.settle()
	s.do("ecs.OperateInstance", with(batch, params{"OpType": "shutdown_ecs"}))
	s.settle()
	s.contractImages(one)
	s.do("ecs.DeleteInstance", batch)
	s.settle()
}

func (s *stage) contractImages(server params) {
	image := at(s.do("ecs.CreateImage", with(server, params{"Name": "私有镜像"})), "Data", "ImageId")
	s.settle()
	s.do("ecs.DescribeImages", params{"AvailableZoneCode": suqianA})
	s.do("ecs.SyncImage", params{"ImageId": image, "AvailableZoneCodes": []any{"CN_Suqian_B"}})
	s.settle()
	s.do("ecs.DeleteImage", params{"ImageIds": []any{image}})
}

func contractEBS(s *stage) {
	p := s.private(suqian, suqianA)
	server := s.elastic(p, nil)[0]
	created := s.do("ebs.CreateDisk", params{
		"AvailableZoneCode": suqianA, "DiskName": "", "DiskFeature": "SSD", "Size": 32, "Number": 1, "BillingMethod": "0",
	})
	disk := at(created, "Data", "DiskIdSet", 0)
	one, batch := params{"DiskId": disk}, params{"DiskIds": []any{disk}}
	s.settle()
	s.do("ebs.DescribeEvent", params{"EventId": at(created, "Data", "EventId")})
	s.do("ebs.AttachDisk", with(batch, params{"EcsId": server}))
	s.settle()
	s.do("ebs.DescribeEcsAttachDisks", params{"EcsId": server})
	s.do("ebs.DescribeDiskList", params{"AvailableZoneCode": suqianA})
	s.do("ebs.DescribeDisk", one)
	s.do("ebs.DescribeDiskQuota", params{"AvailableZoneCode": suqianA})
	s.do("ebs.ExtendDisk", with(one, params{"ExtendedSize": 64}))
	s.settle()
	s.do("ebs.DetachDisk", batch)
	s.settle()
	s.do("ebs.DeleteDisk", batch)
	s.settle()
}

func contractSnapshots(s *stage) {
	server := s.elastic(s.private(suqian, suqianA), nil)[0]
	disk := params{"DiskId": s.systemDisk(server)}
	id := at(s.do("snapshot.CreateSnapshot", with(disk, params{"SnapshotName": "test-openapi-create", "ReservedTime": "1"})), "Data", "SnapshotId")
	one := params{"SnapshotId": id}
	s.settle()
	s.do("snapshot.DescribeSnapshotList", params{"AvailableZoneCode": suqianA})
	s.do("snapshot.DescribeSnapshot", one)
	s.do("snapshot.DescribeSnapshotChainList", params{"AvailableZoneCode": suqianA})
	s.do("snapshot.DescribeSnapshotChain", disk)
	s.do("snapshot.DescribeSnapshotQuota", disk)
	s.do("snapshot.RenameSnapshot", with(one, params{"SnapshotName": "更改后的名称001"}))
	s.do("snapshot.CreateImageBySnapshot", with(one, params{"ImageName": "测试镜像名称"}))
	s.do("snapshot.CopySnapshotCrossAZ", with(one, params{"AvailableZoneCode": "CN_Suqian_B"}))
	s.event("ecs", s.ok("ecs.OperateInstance", params{"EcsIds": []any{server}, "OpType": "shutdown_ecs"}))
	s.do("snapshot.RollbackDiskBySnapshot", with(disk, with(one, params{
		"NewSnapshot": params{"SnapshotName": "rollback_test", "ReservedTime": "1"}, "AutoTurnOnInstance": 1,
	})))
	s.settle()
	s.do("snapshot.DeleteSnapshot", params{"SnapshotIds": []any{id}})
	s.settle()
}
