package sim

import (
	"fmt"
	"testing"
	"time"
)

// diskStates tells property and status of the disks that DescribeDiskList shows
// for a server.
func (l *lab) diskStates(server string) map[string]string {
	l.t.Helper()
	out := map[string]string{}
	for _, d := range at(l.ok("ebs.DescribeDiskList", nil), "Data", "DiskList").([]any) {
		if at(d, "EcsId") == server {
			out[at(d, "DiskId").(string)] = at(d, "Property").(string) + " " + at(d, "Status").(string)
		}
	}
	return out
}

func TestTheDisksOfAServerAreCloudDisks(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(suqian, suqianA)
	id := l.elastic(p, params{"DataDisk": []any{
		params{"DiskFeature": "ssd", "Size": 48}, params{"DiskFeature": "ssd", "Size": 96, "ReleaseWithInstance": 0},
	}})[0]
	disks := at(l.ok("ecs.DescribeInstance", params{"EcsId": id}), "Data", "Disk")
	system := at(disks, "SystemDiskConf", "DiskId").(string)
	goes, stays := at(disks, "DataDiskConf", 0, "Id").(string), at(disks, "DataDiskConf", 1, "Id").(string)
	same(t, "disks of the server", l.diskStates(id), map[string]string{
		system: "system running", goes: "data running", stays: "data running",
	})
	used := at(l.ok("ebs.DescribeDiskQuota", params{"AvailableZoneCode": suqianA}), "Data", "QuotaList", 0, "UsedQuota")
	same(t, "used quota", used, 184.0)

	l.refused("InvalidOperation", "ebs.DeleteDisk", params{"DiskIds": []any{system}})
	l.refused("InvalidOperation", "ebs.DetachDisk", params{"DiskIds": []any{system}})
	l.refused("InvalidOperation.DiskStatusUnsupported", "ebs.DeleteDisk", params{"DiskIds": []any{goes}})

	l.event("ecs", l.ok("ecs.DeleteInstance", params{"EcsIds": []any{id}}))
	same(t, "disks left", l.diskStates(""), map[string]string{stays: "data waiting"})
	left := at(l.ok("ebs.DescribeDisk", params{"DiskId": stays}), "Data", "DiskInfo")
	same(t, "the disk that stays", []any{at(left, "Status"), at(left, "EcsId"), at(left, "ReleaseWithInstance")}, []any{"waiting", "", 0.0})
	l.refused("InvalidDiskId.NotFound", "ebs.DescribeDisk", params{"DiskId": goes})
}

func TestAPrepaidDiskWithoutItsServerIsPaidByTheDay(t *testing.T) {
	l := newLab(t, "empty")
	id := l.elastic(l.private(suqian, suqianA), params{
		"BillingMethod": "1", "Duration": 12, "DataDisk": []any{params{"DiskFeature": "ssd", "Size": 1000, "ReleaseWithInstance": 0}},
	})[0]
	disk := at(l.ok("ebs.DescribeEcsAttachDisks", params{"InstanceId": id}), "Data", "DiskList", 1)
	same(t, "with its server", at(disk, "BillingMethod"), "1")
	l.event("ebs", l.ok("ebs.DetachDisk", params{"DiskIds": []any{at(disk, "DiskId")}}))
	left := at(l.ok("ebs.DescribeDisk", params{"DiskId": at(disk, "DiskId")}), "Data", "DiskInfo")
	same(t, "without it", at(left, "BillingMethod"), "0")
	before := l.cloud.world.Load().ledger.Balance(l.now)
	l.pass(24 * time.Hour)
	same(t, "cost of a day", (before - l.cloud.world.Load().ledger.Balance(l.now)).Cents(), 33.6)
}

func TestALocalSystemDiskIsNoCloudDisk(t *testing.T) {
	l := newLab(t, "empty")
	id := l.elastic(l.private(suqian, suqianA), params{"SystemDisk": params{"DiskFeature": "local", "Size": 50}})[0]
	same(t, "cloud disks", at(l.ok("ebs.DescribeDiskList", nil), "TotalCount"), 0.0)
	same(t, "attached cloud disks", at(l.ok("ebs.DescribeEcsAttachDisks", params{"InstanceId": id}), "Data", "DiskList"), []any{})
	record := at(l.ok("ecs.DescribeInstanceList", nil), "Data", "EcsList", 0)
	same(t, "system disk", []any{at(record, "SystemDiskFeature"), at(record, "SystemDiskType"), at(record, "SystemDiskSize")}, []any{"local", "本地盘", 50.0})
}

func TestAServerHoldsItsSubnetAndItsEIPs(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(suqian, suqianA)
	eip := l.eips(suqian, suqianA, 1)
	id := l.elastic(p, params{"PubnetInfo": []any{params{"SubnetId": p.gateway, "IpType": "default_gateway", "EipIds": eip}}})[0]
	record := at(l.ok("ecs.DescribeInstanceList", params{"VpcId": p.vpc}), "Data", "EcsList", 0)
	private, public := at(record, "PrivateNet").(string), at(record, "PubNet").(string)
	address := at(l.ok("vpc.DescribeEIP", params{"RegionCode": suqian, "AvailableZoneCode": suqianA}), "Data", "EIPList", 0, "IP")
	same(t, "EipInfo", at(record, "EipInfo"), map[string]any{
		private: map[string]any{"ConfName": "", "EipIp": "", "CurrentUseQos": ""},
		public:  map[string]any{"ConfName": "电信", "EipIp": address, "CurrentUseQos": "5"},
	})
	l.refused("InvalidOperation", "vpc.DeleteSubnet", params{"SubnetId": p.subnet})
	l.refused("InvalidOperation", "vpc.DeleteEIP", params{"EIPId": eip[0]})
	l.ok("ecs.DeleteInstance", params{"EcsIds": []any{id}})
	l.ok("vpc.DeleteSubnet", params{"SubnetId": p.subnet})
}

func TestServersDisksAndSnapshotsAreBilled(t *testing.T) {
	l := newLab(t, "empty")
	server := l.elastic(l.private(suqian, suqianA), nil)[0]
	disk := l.systemDisk(server)
	snapshot := l.frozen(disk, params{"ReservedTime": "Forever"})
	l.pass(24 * time.Hour)
	bill := at(l.ok("billing.DescribeBill", params{"DateFromTo": "2024.11.15 - 2024.11.16", "Currency": "CN"}), "Data", "BillInfo")
	cost := map[string]float64{}
	for _, row := range bill.([]any) {
		cost[at(row, "ResourceId").(string)] = at(row, "TotalCost").(float64)
	}
	// 4 cores and 8 GB of a C4, 40 GB of cloud disk.
	want := []string{"12.90", "1.34"}
	got := []string{fmt.Sprintf("%.2f", cost[server]), fmt.Sprintf("%.2f", cost[disk])}
	same(t, "cost of server and disk in a day", got, want)
	if cost[snapshot] <= 0 {
		t.Errorf("cost of the snapshot: got %v, want more than 0", cost[snapshot])
	}
}

func TestImagesComeFromServersAndSystemDiskSnapshots(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(suqian, suqianA)
	server := l.elastic(p, params{"ImageId": "Ubuntu 22.04 64位"})[0]
	answer := l.ok("ecs.CreateImage", params{"EcsId": server, "Name": "base"})
	same(t, "the server while the image is made", at(l.ok("ecs.DescribeInstance", params{"EcsId": server}), "Data", "Status"), "creating_image")
	image := at(answer, "Data", "ImageId")
	l.refused("InvalidImage.NotFound", "ecs.CreateInstance", serverParams(p, params{"ImageId": image}))
	l.event("ecs", answer)
	copied := l.elastic(p, params{"ImageId": "base"})[0]
	os := at(l.ok("ecs.DescribeInstance", params{"EcsId": copied}), "Data", "OsInfo")
	same(t, "the copy's system", []any{at(os, "ImageId"), at(os, "OsType"), at(os, "Version")}, []any{image, "Ubuntu", "22.04"})

	far := l.private("CN_Dongguan", "CN_Dongguan_A")
	there := serverParams(far, params{"ImageId": image, "AvailableZoneCode": "CN_Dongguan_A"})
	l.refused("InvalidImage.NotFound", "ecs.CreateInstance", there)
	l.refused("InvalidAvailableZone.NotFound", "ecs.SyncImage", params{"ImageId": image, "AvailableZoneCodes": []any{"CN_Beijing_A"}})
	l.event("ecs", l.ok("ecs.SyncImage", params{"ImageId": image, "AvailableZoneCodes": []any{"CN_Dongguan_A"}}))
	l.event("ecs", l.ok("ecs.CreateInstance", there))

	public := at(l.ok("ecs.DescribeImages", params{"AvailableZoneCode": "CN_Xian_A"}), "Data", "ImageList", 0, "ImageId")
	l.refused("InvalidOperation", "ecs.DeleteImage", params{"ImageIds": []any{public}})

	data := l.frozen(l.volume(nil), nil)
	l.refused("InvalidOperation", "snapshot.CreateImageBySnapshot", params{"SnapshotId": data, "ImageName": "none"})
	system := l.frozen(l.systemDisk(server), nil)
	made := l.ok("snapshot.CreateImageBySnapshot", params{"SnapshotId": system, "ImageName": "from-snapshot"})
	l.event("ebs", made)
	list := l.ok("ecs.DescribeImages", params{"ImageIds": `["` + at(made, "Data", "ImageId").(string) + `"]`})
	record := at(list, "Data", "ImageList", 0)
	same(t, "image of a snapshot", []any{at(record, "ImageName"), at(record, "OsType"), at(record, "OsSize"), at(record, "Status")}, []any{"from-snapshot", "Ubuntu", 40.0, "running"})
}

func TestTestMoneyPaysForItsServersAlone(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(suqian, suqianA)
	w := l.cloud.world.Load()
	zone, err := ecsZoneByCode(suqianA)
	if err != nil {
		t.Fatal(err)
	}
	w.giveSubject("宿迁测试", yuan(20), start.AddDate(0, 0, -10), start.AddDate(0, 0, 20), zone)
	w.giveSubject("过期", yuan(500), start.AddDate(0, 0, -30), start.AddDate(0, 0, -1))
	account := func() []any {
		record := at(l.ok("ecs.DescribeAccountSubject", nil), "Data", 0)
		return []any{at(record, "Name"), at(record, "Income"), at(record, "Balance"), at(record, "Duration")}
	}
	same(t, "account at first", account(), []any{"宿迁测试", 20.0, 20.0, 30.0})
	main := w.ledger.Balance(l.now)
	l.elastic(p, params{"TestAccount": "宿迁测试"})
	l.pass(12 * time.Hour)
	same(t, "account after half a day", account(), []any{"宿迁测试", 20.0, 12.88, 30.0})
	same(t, "its balance as text", at(l.ok("subject.DescribeSubjects", nil), "Data", "SubjectList", 0, "Balance"), "12.88")
	same(t, "main account", w.ledger.Balance(l.now), main)
	l.refused("NotEnoughBalance", "ecs.CreateInstance", serverParams(p, params{"TestAccount": "宿迁测试"}))
	l.refused("InvalidOperation", "ecs.CreateInstance", serverParams(p, params{"TestAccount": "过期"}))
	far := l.private("CN_Dongguan", "CN_Dongguan_A")
	l.refused("InvalidOperation", "ecs.CreateInstance", serverParams(far, params{"TestAccount": "宿迁测试", "AvailableZoneCode": "CN_Dongguan_A"}))
}
