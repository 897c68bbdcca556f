package sim

import (
	"reflect"
	"testing"
	"time"
)

// same compares whole values.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestServerOrdersAreRefusedAsDocumented(t *testing.T) {
	l := newLab(t, "empty")
	p, other := l.private(suqian, suqianA), l.private(suqian, suqianA)
	elsewhere := l.private("CN_Dongguan", "CN_Dongguan_A")
	disk := func(feature string, size int) params { return params{"DiskFeature": feature, "Size": size} }
	pub := func(kinds ...string) (list []any) {
		for _, k := range kinds {
			list = append(list, params{"SubnetId": p.gateway, "IpType": k})
		}
		return list
	}
	for _, c := range []struct {
		name string
		more params
		want string
	}{
		{"an unknown zone", params{"AvailableZoneCode": "CN_Beijing_A"}, "InvalidAvailableZone.NotFound"},
		{"an unknown family", params{"EcsFamilyName": "通用型"}, "InvalidInstanceType.ValueNotSupported"},
		{"a size the family lacks", params{"Cpu": 3}, "InvalidInstanceSpec.ValueNotSupported"},
		{"a negative size", params{"Ram": -8}, "InvalidInstanceSpec.ValueNotSupported"},
		{"a negative number", params{"Number": -1}, "InvalidParameter"},
		{"more servers than one order may have", params{"Number": 101}, "InvalidParameter"},
		{"an unknown image", params{"ImageId": "img-nothing"}, "InvalidImage.NotFound"},
		{"an image for graphics cards", params{"ImageId": "Windows 10 64位-GPU-Geforce"}, "InvalidParameter"},
		{"a system disk smaller than the image", params{"SystemDisk": disk("ssd", 16)}, "MinDiskSizeLess"},
		{"a system disk that is too large", params{"SystemDisk": disk("ssd", 504)}, "MaxDiskSizeExceed"},
		{"a system disk between the steps", params{"SystemDisk": disk("ssd", 50)}, "InvalidDiskSize.ValueNotSupported"},
		{"a system disk of no size", params{"SystemDisk": disk("ssd", -40)}, "InvalidParameter"},
		{"a local data disk", params{"DataDisk": []any{disk("local", 50)}}, "UnSupportedMixingLocalAndEbs"},
		{"a data disk that is too small", params{"DataDisk": []any{disk("ssd", 16)}}, "MinDiskSizeLess"},
		{"a disk from no snapshot", params{"DataDisk": []any{with(disk("ssd", 48), params{"SnapshotId": "s-xxx"})}}, "InvalidSnapshotId.NotFound"},
		{"a weak password", params{"Password": "12345678"}, "InvalidParameter"},
		{"a name with a control character", params{"Name": "web\n1"}, "InvalidParameter"},
		{"a VPC that is not there", params{"VpcInfo": params{"VpcId": "none"}}, "InvalidVpc.NotFound"},
		{"a subnet of another VPC", params{"SubnetInfo": params{"SubnetId": other.subnet}}, "InvalidOperation.VpcMismatch"},
		{"a subnet of another zone", params{"VpcInfo": params{"VpcId": elsewhere.vpc}, "SubnetInfo": params{"SubnetId": elsewhere.subnet}}, "InvalidOperation.AzMismatch"},
		{"gateways without a default", params{"PubnetInfo": pub("virtual")}, "InvalidParameter"},
		{"two default gateways", params{"PubnetInfo": pub("default_gateway", "default_gateway")}, "InvalidParameter"},
		{"two gateways for Windows", params{"ImageId": "Windows 2019 64位", "PubnetInfo": pub("default_gateway", "virtual")}, "InvalidParameter"},
		{"a year and a half", params{"BillingMethod": "1", "Duration": 18}, "InvalidParameter"},
		{"an unknown test account", params{"TestAccount": "nobody"}, "InvalidAccount.NotFound"},
		{"more disks than the zone's quota", params{"Number": 3, "DataDisk": []any{disk("ssd", 3600)}}, "QuotaExceed.Disk"},
		{"more than the balance", params{"BillingMethod": "1", "Duration": 36, "Number": 60, "IsToMonth": 0}, "NotEnoughBalance"},
		{"one DNS server", params{"DnsList": []any{"8.8.8.8"}}, "InvalidParameter"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.t = t
			l.refused(c.want, "ecs.CreateInstance", serverParams(p, c.more))
		})
	}
	l.t = t
	if got := at(l.ok("ecs.DescribeInstanceList", nil), "TotalCount"); got != 0.0 {
		t.Errorf("servers after refusals only: got %v, want 0", got)
	}
}

func TestPowerOperationsNeedTheRightState(t *testing.T) {
	l := newLab(t, "empty")
	id := l.elastic(l.private(suqian, suqianA), nil)[0]
	do := func(op string) params { return params{"EcsIds": []any{id}, "OpType": op} }
	busy := "InvalidOperation.InstanceStatusUnsupported"
	l.refused(busy, "ecs.OperateInstance", do("start_up_ecs"))
	l.event("ecs", l.ok("ecs.OperateInstance", do("hard_shutdown_ecs")))
	l.refused(busy, "ecs.OperateInstance", do("shutdown_ecs"))
	l.refused(busy, "ecs.DescribeInstanceVncUrl", params{"EcsId": id})
	l.ok("ecs.OperateInstance", do("start_up_ecs"))
	l.refused(busy, "ecs.OperateInstance", do("restart_ecs"))
	l.refused(busy, "ecs.CreateImage", params{"EcsId": id, "Name": "base"})
	l.refused("InvalidParameter", "ecs.OperateInstance", do("explode"))
	l.refused("InvalidEcsId.NotFound", "ecs.OperateInstance", params{"EcsIds": []any{"ins-none"}, "OpType": "start_up_ecs"})
	l.refused("InvalidEcsId.NotFound", "ecs.DescribeInstance", params{"EcsId": "ins-none"})
}

func TestABatchStaysInOneZoneAndOneVPC(t *testing.T) {
	l := newLab(t, "empty")
	here := l.elastic(l.private(suqian, suqianA), nil)[0]
	nextDoor := l.elastic(l.private(suqian, suqianA), nil)[0]
	away := l.elastic(l.private("CN_Dongguan", "CN_Dongguan_A"), params{"AvailableZoneCode": "CN_Dongguan_A"})[0]
	l.refused("InvalidOperation.VpcMismatch", "ecs.DeleteInstance", params{"EcsIds": []any{here, nextDoor}})
	l.refused("InvalidOperation.AzMismatch", "ecs.DeleteInstance", params{"EcsIds": []any{here, away}})
	status := at(l.ok("ecs.DescribeInstanceStatus", params{"EcsIds": []any{here, nextDoor, away, "ins-none"}}), "Data", "EcsStatus")
	running := map[string]any{"Status": "running", "StatusDisplay": "运行中"}
	same(t, "status of all", status, map[string]any{here: running, nextDoor: running, away: running})
}

func TestAnEventHasATaskForEachServer(t *testing.T) {
	l := newLab(t, "empty")
	answer := l.ok("ecs.CreateInstance", serverParams(l.private(suqian, suqianA), params{"Number": 2, "StartNumber": 7}))
	event := params{"EventId": at(answer, "Data", "EventId")}
	data := at(l.ok("ecs.DescribeEvent", event), "Data")
	same(t, "event under way", []any{at(data, "EventStatus"), at(data, "EventType"), at(data, "TaskList", 1, "EndTime")}, []any{"doing", "create_ecs", ""})
	l.settle()
	data = at(l.ok("ecs.DescribeEvent", event), "Data")
	for n := range 2 {
		task := at(data, "TaskList", n)
		same(t, "task", []any{at(task, "Status"), at(task, "StatusDisplay"), at(task, "ResourceId"), at(task, "ResourceType")},
			[]any{"success", "成功", at(answer, "Data", "EcsIdSet", n), "ecs"})
	}
	list := at(l.ok("ecs.DescribeInstanceList", nil), "Data", "EcsList")
	same(t, "names", []any{at(list, 0, "EcsName"), at(list, 1, "EcsName")}, []any{"web-7", "web-8"})
	l.refused("InvalidEvent.NotFound", "ebs.DescribeEvent", event)
	l.refused("InvalidEvent.NotFound", "ecs.DescribeEvent", params{"EventId": "nothing"})
}

func TestAFailedCreationCostsNothingAndCanBeDeleted(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(suqian, suqianA)
	if err := l.cloud.Inject(Fault{Operation: "ecs.CreateInstance", FailTask: true, Times: 1}); err != nil {
		t.Fatal(err)
	}
	before := l.cloud.world.Load().ledger.Balance(l.now)
	answer := l.ok("ecs.CreateInstance", serverParams(p, params{"BillingMethod": "1", "Duration": 12}))
	l.settle()
	id := at(answer, "Data", "EcsIdSet", 0)
	event := at(l.ok("ecs.DescribeEvent", params{"EventId": at(answer, "Data", "EventId")}), "Data", "EventStatus")
	state := at(l.ok("ecs.DescribeInstance", params{"EcsId": id}), "Data", "Status")
	same(t, "event and server", []any{event, state}, []any{"failed", "failed"})
	if after := l.cloud.world.Load().ledger.Balance(l.now); after != before {
		t.Errorf("balance: got %v, want %v as before", after.Float(), before.Float())
	}
	l.event("ecs", l.ok("ecs.DeleteInstance", params{"EcsIds": []any{id}}))
	l.pass(24 * time.Hour)
	same(t, "disks left", at(l.ok("ebs.DescribeDiskList", nil), "TotalCount"), 0.0)
}
