package sim

import (
	"reflect"
	"testing"
	"time"
)

func (l *lab) bmsDisk(id any) any {
	l.t.Helper()
	return at(l.ok("bmsdisk.DescribeDisks", params{"DiskId": id}), "Data", "DiskList", 0)
}

func (l *lab) wantBmsDisk(id any, field string, want any) {
	l.t.Helper()
	if got := at(l.bmsDisk(id), field); got != want {
		l.t.Errorf("%s of the disk: got %v, want %v", field, got, want)
	}
}

// diskDone performs a call that must succeed and waits for its end.
func (l *lab) diskDone(id string, p params) params {
	l.t.Helper()
	answer := l.ok(id, p)
	l.pass(10 * time.Second)
	return answer
}

func TestCloudDiskLivesFromOrderToDeletion(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	server := l.bmsBought(orderOfBms(vdc, private, nil))
	goods := at(l.ok("bmsdisk.DescribeGoodsId", params{"RegionId": bmsZone, "Bw": 2000, "Iops": 8000, "Type": "ssd"}), "Data", "GoodsId")
	made := l.ok("bmsdisk.CreateDisk", params{"RegionId": bmsZone, "Name": "数据盘", "Size": 200, "Num": 1, "GoodsId": goods})
	id := at(made, "Data", "DiskInfo", 0, "DiskId")
	disk, attach := params{"DiskId": id}, params{"DiskId": id, "InstanceId": server}
	l.wantBmsDisk(id, "State", "creating")
	l.refused("IncorrectDiskStatus", "bmsdisk.AttachDisk", attach)
	l.pass(10 * time.Second)
	want := params{
		"DiskId": id, "Name": "数据盘", "State": "detach", "Size": 200.0, "Iops": 8000.0, "Bw": 2000.0, "DiskType": "Ssd",
		"RegionId": bmsZone, "CustomerId": "E001", "UserId": "", "CreateTime": "2024-11-15 10:30:30",
	}
	if got := l.bmsDisk(id); !reflect.DeepEqual(got, want) {
		t.Errorf("disk:\n got %v\nwant %v", got, want)
	}

	l.ok("bmsdisk.AttachDisk", attach)
	l.wantBmsDisk(id, "State", "attaching")
	l.refused("IncorrectDiskStatus", "bmsdisk.DeleteDisk", disk)
	l.pass(10 * time.Second)
	l.wantBmsDisk(id, "State", "attach")
	l.refused("IncorrectDiskStatus", "bmsdisk.AttachDisk", attach)
	l.refused("IncorrectDiskStatus", "bmsdisk.DeleteDisk", disk)

	l.ok("bmsdisk.DetachDisk", disk)
	l.wantBmsDisk(id, "State", "detaching")
	l.pass(10 * time.Second)
	l.refused("IncorrectDiskStatus", "bmsdisk.DetachDisk", disk)
	l.ok("bmsdisk.DeleteDisk", disk)
	l.wantBmsDisk(id, "State", "deleting")
	l.refused("ParameterInvalid", "bmsdisk.DeleteDisk", disk)
	l.pass(10 * time.Second)
	if got := l.bmsDisk(id); got != nil {
		t.Errorf("deleted disk: got %v, want none", got)
	}
}

func TestDiskChangesOneThingAtATime(t *testing.T) {
	p := newPark(t)
	disk := params{"DiskId": p.attached}
	p.ok("bmsdisk.ChangeIops", with(disk, params{"Iops": 5000}))
	p.wantBmsDisk(p.attached, "State", "updating")
	p.refused("IncorrectDiskStatus", "bmsdisk.ChangeBandwidth", with(disk, params{"Bw": 1000}))
	p.wantBmsDisk(p.attached, "Iops", 8000.0)
	p.pass(10 * time.Second)
	p.wantBmsDisk(p.attached, "Iops", 5000.0)
	p.diskDone("bmsdisk.ChangeBandwidth", with(disk, params{"Bw": "4000"}))
	p.wantBmsDisk(p.attached, "Bw", 4000.0)
	p.diskDone("bmsdisk.ExpansionSize", with(disk, params{"Size": 300}))
	p.wantBmsDisk(p.attached, "Size", 500.0)
	p.wantBmsDisk(p.attached, "State", "attach")
}

func TestAttachedDiskIsSeenAtItsServer(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	server := l.bmsBought(orderOfBms(vdc, private, nil))
	id := l.bmsDiskMade(bmsZone, nil)
	l.bmsDiskMade(bmsZone, params{"Name": "other"})
	l.diskDone("bmsdisk.AttachDisk", params{"DiskId": id, "InstanceId": server})
	list := at(l.ok("bmsdisk.DescribeDisks", params{"InstanceId": server}), "Data").(params)
	if at(list, "Total") != 1.0 || at(list, "DiskList", 0, "DiskId") != id {
		t.Errorf("disks of the server: got %v, want %s alone", list, id)
	}
	volume := at(l.bmsDetail(server), "Volumes", 5).(params)
	delete(volume, "Id")
	want := params{
		"BaremetalId": server, "VolumeId": id, "Type": "cloud", "VolumeType": "Ssd", "VolumePath": "sdf", "Capacity": 200.0,
		"Iops": 8000.0, "Mbps": 2000.0, "CreateDate": "2024-11-15T02:30:30.000+0000", "UpdateDate": "2024-11-15T02:30:53.000+0000",
	}
	if !reflect.DeepEqual(volume, want) {
		t.Errorf("volume:\n got %v\nwant %v", volume, want)
	}

	l.bmsMade(l.bmsPower(server, "stop"))
	l.ok("bms.DeleteBmsInstance", params{"BaremetalId": server})
	l.pass(10 * time.Second)
	l.wantBmsDisk(id, "State", "detach")
	l.diskDone("bmsdisk.DeleteDisk", params{"DiskId": id})
}

func TestWorkOnADiskOutlivesItsServer(t *testing.T) {
	for _, c := range []struct{ name, operation string }{
		{"a snapshot", "bmsdisk.CreateSnapshot"},
		{"a change", "bmsdisk.ExpansionSize"},
		{"a detachment", "bmsdisk.DetachDisk"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, "empty")
			vdc, private := l.bmsYard()
			server := l.bmsBought(orderOfBms(vdc, private, nil))
			id := l.bmsDiskMade(bmsZone, nil)
			l.diskDone("bmsdisk.AttachDisk", params{"DiskId": id, "InstanceId": server})
			l.bmsMade(l.bmsPower(server, "stop"))
			l.ok("bms.DeleteBmsInstance", params{"BaremetalId": server})
			l.refused("ParameterInvalid", "bmsdisk.AttachDisk", params{"DiskId": id, "InstanceId": server})
			l.pass(2 * time.Second)
			l.diskDone(c.operation, params{"DiskId": id, "SnapshotName": "n", "Size": 10})
			l.wantBmsState(server, "")
			l.wantBmsDisk(id, "State", "detach")
		})
	}
}

func TestServerHoldsEightDisks(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	server := l.bmsBought(orderOfBms(vdc, private, nil))
	l.bmsDiskMade(bmsZone, params{"Num": 9})
	list := at(l.ok("bmsdisk.DescribeDisks", params{"PageSize": "9"}), "Data", "DiskList").([]any)
	if got := at(list, 8, "Name"); got != "disk-9" {
		t.Errorf("name of the ninth: got %v, want disk-9", got)
	}
	for n, d := range list {
		attach := params{"DiskId": at(d, "DiskId"), "InstanceId": server}
		if n == 8 {
			l.refused("QuotaExceed.Disk", "bmsdisk.AttachDisk", attach)
			break
		}
		l.ok("bmsdisk.AttachDisk", attach)
	}
}

func TestDiskOrderIsRefused(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	server := l.bmsBought(orderOfBms(vdc, private, nil))
	goods := at(l.ok("bmsdisk.DescribeGoodsId", params{"RegionId": bmsZone, "Bw": 8000, "Iops": 20000, "Type": "Nvme"}), "Data", "GoodsId")
	order := params{"RegionId": bmsZone, "Name": "d", "Size": 100, "Num": 1, "GoodsId": goods}
	here, there := l.bmsDiskMade(bmsZone, nil), l.bmsDiskMade("US_Dallas_D", nil)
	for _, c := range []struct {
		name, code, operation string
		given                 params
	}{
		{"a name is missing", "ParameterInvalid", "bmsdisk.CreateDisk", with(order, params{"Name": nil})},
		{"a name is empty", "ParameterIsEmpty", "bmsdisk.CreateDisk", with(order, params{"Name": ""})},
		{"a name has a control character", "ParameterInvalid", "bmsdisk.CreateDisk", with(order, params{"Name": "a\nb"})},
		{"a size is negative", "ParameterInvalid", "bmsdisk.CreateDisk", with(order, params{"Size": -200})},
		{"a size is huge", "ParameterInvalid", "bmsdisk.CreateDisk", with(order, params{"Size": 1 << 40})},
		{"a number is negative", "ParameterInvalid", "bmsdisk.CreateDisk", with(order, params{"Num": -1})},
		{"the goods are another zone's", "ParameterInvalid", "bmsdisk.CreateDisk", with(order, params{"RegionId": "US_Dallas_D"})},
		{"the zone has no bare metal", "ParameterInvalid", "bmsdisk.CreateDisk", with(order, params{"RegionId": "CN_Beijing_A"})},
		{"the pool is full", "NotSufficient", "bmsdisk.CreateDisk", with(order, params{"Size": 16000, "Num": 20})},
		{"a type is not sold", "ParameterInvalid", "bmsdisk.DescribeGoodsId", params{"RegionId": bmsZone, "Bw": 2000, "Iops": 8000, "Type": "tape"}},
		{"IOPS are beyond the type's", "ParameterInvalid", "bmsdisk.DescribeGoodsId", params{"RegionId": bmsZone, "Bw": 2000, "Iops": 11000, "Type": "ssd"}},
		{"IOPS are no step", "ParameterInvalid", "bmsdisk.ChangeIops", params{"DiskId": here, "Iops": 1500}},
		{"a bandwidth is negative", "ParameterInvalid", "bmsdisk.ChangeBandwidth", params{"DiskId": here, "Bw": -1000}},
		{"a disk is to shrink", "ParameterInvalid", "bmsdisk.ExpansionSize", params{"DiskId": here, "Size": -50}},
		{"the disk to expand is missing", "ParameterInvalid", "bmsdisk.ExpansionSize", params{"Size": 50}},
		{"the disk is in another zone than the server", "ParameterInvalid", "bmsdisk.AttachDisk", params{"DiskId": there, "InstanceId": server}},
		{"the server does not exist", "ParameterInvalid", "bmsdisk.AttachDisk", params{"DiskId": here, "InstanceId": "x"}},
		{"the disk does not exist", "ParameterInvalid", "bmsdisk.DescribeDiskUsage", params{"DiskId": "x"}},
		{"the pool does not exist", "ParameterInvalid", "bmsdisk.DescribePoolUsage", params{"RegionId": bmsZone, "PoolName": "tape_pool"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.under(t)
			l.refused(c.code, c.operation, c.given)
		})
	}
}

func TestDiskIsPaidForWhatItIs(t *testing.T) {
	l := newLab(t, "empty")
	id := l.bmsDiskMade(bmsZone, nil)
	cost := func() money {
		before := l.balance()
		l.pass(24 * time.Hour)
		return before - l.balance()
	}
	// 200 GB at 0.03, 8 packs of IOPS at 0.35 and 2 of bandwidth at 0.25.
	if got, want := cost(), yuan(9.3); got < want-100 || got > want+100 {
		t.Errorf("a day of the disk: got %v, want %v", got.Float(), want.Float())
	}
	l.diskDone("bmsdisk.ExpansionSize", params{"DiskId": id, "Size": 300})
	if got, want := cost(), yuan(18.3); got < want-100 || got > want+100 {
		t.Errorf("a day of the larger disk: got %v, want %v", got.Float(), want.Float())
	}
	l.diskDone("bmsdisk.DeleteDisk", params{"DiskId": id})
	if got := cost(); got != 0 {
		t.Errorf("a day after its deletion: got %v, want 0", got.Float())
	}
	l.cloud.world.Load().ledger.Recharge(l.now, -l.balance())
	goods := at(l.ok("bmsdisk.DescribeGoodsId", params{"RegionId": bmsZone, "Bw": 1000, "Iops": 1000, "Type": "ssd"}), "Data", "GoodsId")
	l.refused("NotEnoughBalance", "bmsdisk.CreateDisk", params{"RegionId": bmsZone, "Name": "d", "Size": 100, "Num": 1, "GoodsId": goods})
}

func TestPoolFillsWithItsDisks(t *testing.T) {
	l := newLab(t, "empty")
	pool := func(name string) any {
		return at(l.ok("bmsdisk.DescribePoolUsage", params{"RegionId": bmsZone, "PoolName": name}), "Data", "Use")
	}
	ssd, nvme := pool("ssd_pool").(float64), pool("nvme_pool")
	l.bmsDiskMade(bmsZone, params{"Size": 1000, "Num": 2})
	if got := pool("ssd_pool"); got != ssd+2000 {
		t.Errorf("ssd_pool: got %v, want %v", got, ssd+2000)
	}
	if got := pool("nvme_pool"); got != nvme {
		t.Errorf("nvme_pool: got %v, want %v", got, nvme)
	}
}

func TestFailedDiskCanBeDeletedAndCostsNothing(t *testing.T) {
	l := newLab(t, "empty")
	if err := l.cloud.Inject(Fault{Operation: "bmsdisk.CreateDisk", FailTask: true}); err != nil {
		t.Fatal(err)
	}
	id := l.bmsDiskMade(bmsZone, nil)
	l.wantBmsDisk(id, "State", "error")
	before := l.balance()
	l.pass(24 * time.Hour)
	if got := l.balance(); got != before {
		t.Errorf("balance: got %v, want %v", got, before)
	}
	l.refused("IncorrectDiskStatus", "bmsdisk.ChangeIops", params{"DiskId": id, "Iops": 1000})
	l.diskDone("bmsdisk.DeleteDisk", params{"DiskId": id})
	if got := l.bmsDisk(id); got != nil {
		t.Errorf("deleted disk: got %v, want none", got)
	}
}
