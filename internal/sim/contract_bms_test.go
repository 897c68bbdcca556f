package sim

import "time"

// bmsZone is a zone with bare metal servers.
const bmsZone = "CN_Beijing_I"

// bmsYard is a VDC in a bare metal zone with a private network.
func (l *lab) bmsYard() (vdc, private string) {
	l.t.Helper()
	vdc = l.made("network.vdc.CreateVdc", params{"RegionId": bmsZone, "VdcName": "机房"})
	private = l.made("network.vdc.CreatePrivateNetwork", params{"VdcId": vdc, "Name": "内网", "Type": "manual", "Address": "10.9.0.0", "Mask": 28})
	return vdc, private
}

// orderOfBms is a valid order of one server with data disks.
func orderOfBms(vdc, private string, more params) params {
	return with(params{
		"RegionId": bmsZone, "VdcId": vdc, "Password": testPassword, "InstanceName": "gpu",
		"InstanceChargeType": "PostPaid", "AutoRenew": 1, "PrepaidMonth": 0, "GoodsId": 7955,
		"ComputeId": "f7d3b7b4-e77d-47ac-aa37-8c9e3304e469", "ImageId": "3", "PipeIds": []string{private}, "Amount": 1,
	}, more)
}

// bmsMade performs a call with bare metal tasks, waits, and returns the ids of
// the servers.
func (l *lab) bmsMade(answer params) (ids []string) {
	l.t.Helper()
	l.pass(10 * time.Second)
	for _, task := range at(answer, "Data", "TaskIds").([]any) {
		data := l.ok("bms.DescribeBmsTask", params{"TaskId": task})["Data"]
		if got := at(data, "Status"); got != "succeed" {
			l.t.Fatalf("task %v: got %v, want succeed", task, got)
		}
		for _, id := range at(data, "BareMetalIds").([]any) {
			ids = append(ids, id.(string))
		}
	}
	return ids
}

func (l *lab) bmsBought(order params) string {
	l.t.Helper()
	return l.bmsMade(l.ok("bms.CreateBmsInstance", order))[0]
}

// bmsDiskMade makes a disk of a zone and waits until it is there.
func (l *lab) bmsDiskMade(zone string, more params) string {
	l.t.Helper()
	goods := at(l.ok("bmsdisk.DescribeGoodsId", params{"RegionId": zone, "Bw": 2000, "Iops": 8000, "Type": "ssd"}), "Data", "GoodsId")
	answer := l.ok("bmsdisk.CreateDisk", with(params{"RegionId": zone, "Name": "disk", "Size": 200, "Num": 1, "GoodsId": goods}, more))
	l.pass(10 * time.Second)
	return at(answer, "Data", "DiskInfo", 0, "DiskId").(string)
}

func contractBms(s *stage) {
	s.do("bms.DescribeBmsGoods", params{"RegionId": "CN_Beijing_F"})
	s.do("bms.DescribeBmsGoodsPrice", params{
		"RegionId": "CN_Beijing_F", "InstanceChargeType": "PrePaid", "ComputeId": "8fbdb61e-b941-46db-89f6-f8953b278ec9",
		"PrepaidMonth": 1, "GoodsId": 7685, "Amount": 1,
	})
	s.do("bms.DescribeBmsImage", params{"ImageType": "public"})
	vdc, private := s.bmsYard()
	id := s.bmsMade(s.do("bms.CreateBmsInstance", orderOfBms(vdc, private, params{"IsBond": 1, "EnableMonitor": 1})))[0]
	one := params{"BaremetalId": id}
	task := at(s.ok("bms.OperateBmsPower", params{"BaremetalIds": []string{id}, "Operate": "reset"}), "Data", "TaskIds", 0)
	s.do("bms.DescribeBmsTask", params{"TaskId": task})
	s.pass(10 * time.Second)
	s.do("bms.DescribeBms", nil)
	s.do("bms.DescribeBmsDetail", one)
	s.do("bms.DescribeBmsVNC", one)
	s.bmsMade(s.do("bms.ReinstallBms", with(one, params{"ImageId": "8", "Password": "capitalonline"})))
	s.bmsMade(s.do("bms.OperateBmsPower", params{"BaremetalIds": []string{id}, "Operate": "stop"}))
	s.do("bms.DeleteBmsInstance", one)
	prepaid := s.bmsBought(orderOfBms(vdc, private, params{"InstanceChargeType": "PrePaid"}))
	s.do("bms.ModifyBmsOrder", params{"BaremetalId": prepaid, "AutoRenewal": 1, "Duration": 2, "IsToMonth": 1})
}

func contractBmsdisk(s *stage) {
	vdc, private := s.bmsYard()
	server := s.bmsBought(orderOfBms(vdc, private, nil))
	goods := at(s.do("bmsdisk.DescribeGoodsId", params{"RegionId": bmsZone, "Bw": 2000, "Iops": 8000, "Type": "ssd"}), "Data", "GoodsId")
	made := s.do("bmsdisk.CreateDisk", params{"RegionId": bmsZone, "Name": "test1", "Size": 200, "Num": 1, "GoodsId": goods})
	disk := params{"DiskId": at(made, "Data", "DiskInfo", 0, "DiskId")}
	settled := func(id string, p params) params {
		s.pass(10 * time.Second)
		return s.do(id, p)
	}
	settled("bmsdisk.DescribeDisks", params{"RegionId": "", "Name": "test", "PageNumber": "1", "PageSize": "10"})
	settled("bmsdisk.DescribeDiskUsage", disk)
	settled("bmsdisk.DescribePoolUsage", params{"RegionId": bmsZone, "PoolName": "ssd_pool"})
	settled("bmsdisk.ChangeIops", with(disk, params{"Iops": 1000}))
	settled("bmsdisk.ChangeBandwidth", with(disk, params{"Bw": 1000}))
	settled("bmsdisk.ExpansionSize", with(disk, params{"Size": 500}))
	snapshot := params{"SnapshotId": at(settled("bmsdisk.CreateSnapshot", with(disk, params{"SnapshotName": "snap1"})), "Data", "SnapshotId")}
	settled("bmsdisk.CloneSnapshot", with(snapshot, params{"Name": "disk-hk-B"}))
	settled("bmsdisk.RollbackSnapshot", snapshot)
	settled("bmsdisk.DeleteSnapshot", snapshot)
	settled("bmsdisk.AttachDisk", with(disk, params{"InstanceId": server}))
	settled("bmsdisk.DetachDisk", disk)
	settled("bmsdisk.DeleteDisk", disk)
}

func contractAlarm(s *stage) {
	s.cloud.world.Load().giveAlarmReceiver("zhangsan", "ops@example.com", "+86", "13800000000")
	id := at(s.do("alarm.GetWanAlarmReceiver", params{"ObjGroupId": ""}), "Data", 0, "ReceiverId")
	s.do("alarm.UpdateWanAlarmReceiver", params{"ReceiverId": id, "Mobile": "13800000001", "Code": "+86"})
}
