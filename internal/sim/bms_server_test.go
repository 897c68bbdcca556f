package sim

import (
	"maps"
	"math"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"
)

// bmsState reads what the list says of a server; "" when it is not there.
func (l *lab) bmsState(id any) string {
	l.t.Helper()
	for _, b := range at(l.ok("bms.DescribeBms", nil), "Data", "Baremetals").([]any) {
		if at(b, "BaremetalId") == id {
			return at(b, "State").(string)
		}
	}
	return ""
}

func (l *lab) wantBmsState(id any, want string) {
	l.t.Helper()
	if got := l.bmsState(id); got != want {
		l.t.Errorf("state of %v: got %q, want %q", id, got, want)
	}
}

func (l *lab) bmsDetail(id string) any {
	l.t.Helper()
	return l.ok("bms.DescribeBmsDetail", params{"BaremetalId": id})["Data"]
}

func (l *lab) balance() money {
	w := l.cloud.world.Load()
	w.settle(l.now)
	return w.ledger.Balance(l.now)
}

// under lets a subtest's failures be its own.
func (l *lab) under(t *testing.T) {
	was := l.t
	l.t = t
	t.Cleanup(func() { l.t = was })
}

// power performs a power operation that must succeed, without waiting.
func (l *lab) bmsPower(id, operate string) params {
	l.t.Helper()
	return l.ok("bms.OperateBmsPower", params{"BaremetalIds": []string{id}, "Operate": operate})
}

func TestBareMetalServerLivesFromOrderToDeletion(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	made := l.ok("bms.CreateBmsInstance", orderOfBms(vdc, private, nil))
	task := params{"TaskId": at(made, "Data", "TaskIds", 0)}
	if got := at(l.ok("bms.DescribeBmsTask", task), "Data", "Status"); got != "init" {
		t.Errorf("task at once: got %v, want init", got)
	}
	id := at(l.ok("bms.DescribeBmsTask", task), "Data", "BareMetalIds", 0).(string)
	one := params{"BaremetalId": id}
	l.wantBmsState(id, "installing")
	l.refused("InstanceError", "bms.OperateBmsPower", params{"BaremetalIds": []string{id}, "Operate": "stop"})
	l.refused("RebuildFailed", "bms.ReinstallBms", with(one, params{"ImageId": "8", "Password": testPassword}))
	l.refused("DataNotExists", "bms.DescribeBmsVNC", one)
	l.bmsMade(made)
	l.wantBmsState(id, "running")

	l.refused("InstanceError", "bms.OperateBmsPower", params{"BaremetalIds": []string{id}, "Operate": "start"})
	l.refused("LogicError", "bms.DeleteBmsInstance", one)
	restart := l.bmsPower(id, "reset")
	l.wantBmsState(id, "restarting")
	l.bmsMade(restart)
	reinstall := l.ok("bms.ReinstallBms", with(one, params{"ImageId": "8", "Password": testPassword}))
	l.wantBmsState(id, "rebuilding")
	l.bmsMade(reinstall)
	if got := at(l.bmsDetail(id), "ImageName"); got != "ubuntu14.04_64" {
		t.Errorf("image after reinstall: got %v, want ubuntu14.04_64", got)
	}
	stop := l.bmsPower(id, "stop")
	l.wantBmsState(id, "stopping")
	l.bmsMade(stop)
	l.wantBmsState(id, "stopped")

	l.ok("bms.DeleteBmsInstance", one)
	l.wantBmsState(id, "deleting")
	l.refused("InstanceNotFound", "bms.DeleteBmsInstance", one)
	l.pass(10 * time.Second)
	l.wantBmsState(id, "")
	l.refused("InstanceNotFound", "bms.DescribeBmsDetail", one)
}

func TestServerHoldsItsNetworkUntilItIsGone(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	id := l.bmsBought(orderOfBms(vdc, private, nil))
	l.bmsMade(l.bmsPower(id, "stop"))
	l.refused("IncorrectVdcStatus", "network.vdc.DeletePrivateNetwork", params{"PrivateId": private})
	l.ok("bms.DeleteBmsInstance", params{"BaremetalId": id})
	l.pass(10 * time.Second)
	l.finish(l.ok("network.vdc.DeletePrivateNetwork", params{"PrivateId": private}))
	l.finish(l.ok("network.vdc.DeleteVdc", params{"VdcId": vdc}))
}

func TestDetailTellsWhatTheServerIsMadeOf(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	id := l.bmsBought(orderOfBms(vdc, private, params{"InstanceName": "测试", "AssignHostNo": "7", "IsBond": 1, "EnableMonitor": 1}))
	l.pass(26*time.Hour + 61*time.Second)
	got := l.bmsDetail(id).(params)
	card := at(got, "Networks", "NetworkCards", 0).(params)
	delete(card, "Id")
	delete(card, "VlanId")
	want := params{
		"ConnectState": "on", "Gateway": "10.9.0.1", "IpAddress": "10.9.0.2", "IpType": "private", "IpVersion": "ipV4",
		"Mac": []any{"6C:92:BF:00:00:02", "6C:92:BF:00:00:03"}, "Netmask": "255.255.255.240", "WorkMode": "bond6",
	}
	if !reflect.DeepEqual(card, want) {
		t.Errorf("card:\n got %v\nwant %v", card, want)
	}
	if n := len(at(got, "Volumes").([]any)); n != 5 {
		t.Errorf("volumes: got %d, want 5", n)
	}
	delete(got, "Networks")
	delete(got, "Volumes")
	want = params{
		"BaremetalId": id, "Name": "测试007", "BillStatus": "1", "Cpu": 80.0, "Ram": 384.0, "CreateDate": "2024-11-15 10:30:20",
		"EnableMonitor": "1", "ExpireDate": "2099-01-01 00:00:00", "ImageName": "centos7.6_64", "InstanceChargeType": "PostPaid",
		"IsAutoRenewal": 1.0, "RegionId": bmsZone, "RegionName": "中国大陆-北京-可用区I", "RunningTime": "1天2小时1分钟3秒",
		"State": "running", "Status": "运行中", "VdcId": vdc, "VdcName": "机房",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("detail:\n got %v\nwant %v", got, want)
	}
}

func TestLocalDisksAreListedOneByOne(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	id := l.bmsBought(orderOfBms(vdc, private, nil))
	volume := at(l.bmsDetail(id), "Volumes", 4).(params)
	delete(volume, "Id")
	delete(volume, "VolumeId")
	want := params{
		"BaremetalId": id, "Capacity": 3200.0, "CreateDate": "2024-11-15T02:30:20.000+0000", "UpdateDate": "2024-11-15T02:30:28.000+0000",
		"Iops": 0.0, "Mbps": 0.0, "Type": "hard", "VolumePath": "sde", "VolumeType": "NVME",
	}
	if !reflect.DeepEqual(volume, want) {
		t.Errorf("volume:\n got %v\nwant %v", volume, want)
	}
}

func TestServerJoinsNetworksByTheirIDOrTheirSegments(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	public := l.made("network.vdc.CreatePublicNetwork", params{
		"VdcId": vdc, "Name": "公网", "Type": "BGP_4", "BillingMethod": "Bandwidth", "Qos": 10, "IPNum": 4,
	})
	segment := at(l.vdc(vdc), "PublicNetwork", 0, "Segments", 0).(params)
	id := l.bmsBought(orderOfBms(vdc, private, params{"PipeIds": []any{private, segment["SegmentId"]}, "PortMode": "access"}))
	card := at(l.bmsDetail(id), "Networks", "NetworkCards", 1).(params)
	if card["IpType"] != "public" || card["Gateway"] != segment["Gateway"] || card["WorkMode"] != "" {
		t.Errorf("second card: got %v, want a public one of segment %v", card, segment)
	}
	l.refused("PipeIdNotFound", "bms.CreateBmsInstance", orderOfBms(vdc, private, params{"PipeIds": []any{public, segment["SegmentId"]}}))
	l.refused("IpNotEnough", "bms.CreateBmsInstance", orderOfBms(vdc, public, nil))
}

func TestOrderOfBareMetalIsRefused(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	elsewhere := l.made("network.vdc.CreateVdc", params{"RegionId": "CN_Beijing_J"})
	without := func(name string) params {
		o := orderOfBms(vdc, private, nil)
		delete(o, name)
		return o
	}
	for _, c := range []struct {
		name, code string
		order      params
	}{
		{"the zone is missing", "ParameterInvalid", without("RegionId")},
		{"the list of networks is missing", "ParameterInvalid", without("PipeIds")},
		{"the password is empty", "ParameterIsEmpty", params{"Password": ""}},
		{"the list of networks is empty", "ParameterIsEmpty", params{"PipeIds": []string{}}},
		{"the zone has no bare metal", "DataNotExists", params{"RegionId": "CN_Beijing_A"}},
		{"the goods do not exist", "OrderGoodsConfEmpty", params{"GoodsId": 1}},
		{"the configuration belongs to other goods", "OrderGoodsConfEmpty", params{"GoodsId": 7685}},
		{"the goods are sold PrePaid only", "OrderGoodsConfEmpty", params{"GoodsId": 7793, "ComputeId": "1b69ecca-453c-4535-8c96-16edf1ec6da9"}},
		{"the image does not exist", "ImageNotFound", params{"ImageId": "99"}},
		{"the VDC does not exist", "VdcNotFound", params{"VdcId": "x"}},
		{"the VDC is in another zone", "VdcNotFound", params{"VdcId": elsewhere}},
		{"the network is not the VDC's", "PipeIdNotFound", params{"PipeIds": []string{"x"}}},
		{"the network has no id", "PipeIdNotFound", params{"PipeIds": []string{""}}},
		{"a network is given twice", "PipeIdNotFound", params{"PipeIds": []string{private, private}}},
		{"too many are asked for", "AmountOversize", params{"Amount": 101}},
		{"none is asked for", "AmountOversize", params{"Amount": 0}},
		{"fewer than none are asked for", "AmountOversize", params{"Amount": -3}},
		{"the zone has too few", "NotSufficient", params{"Amount": 17}},
		{"the network has too few addresses", "IpNotEnough", params{"Amount": 14}},
		{"the name has a control character", "DataNotExists", params{"InstanceName": "a\x00b"}},
		{"the password is short", "DataNotExists", params{"Password": "short"}},
		{"the host number is none", "DataNotExists", params{"AssignHostNo": "1a"}},
		{"RAID 3 does not exist", "DataNotExists", params{"Raid": "3"}},
		{"RAID needs data disks", "DataNotExists", params{"Raid": "0", "GoodsId": 6034, "ComputeId": "f59c9873-b57d-43e8-94c3-3ed0ba3550b0"}},
		{"the first partition is not the root", "DataNotExists", params{"CustomPartition": []string{"swap", "/"}, "CustomPartitionSize": []int{8, 100}}},
		{"a partition has no size", "DataNotExists", params{"CustomPartition": []string{"/", "swap"}, "CustomPartitionSize": []int{100}}},
		{"a partition is negative", "DataNotExists", params{"CustomPartition": []string{"/"}, "CustomPartitionSize": []int{-1}}},
		{"the partitions do not fit", "DataNotExists", params{"CustomPartition": []string{"/", "/data"}, "CustomPartitionSize": []int{300, 181}}},
		{"a port has two networks in access mode", "DataNotExists", params{"PortMode": "access", "IsBond": 1, "PipeIds": []string{private, l.made("network.vdc.CreatePrivateNetwork", params{"VdcId": vdc})}}},
		{"the time to buy is negative", "DataNotExists", params{"InstanceChargeType": "PrePaid", "PrepaidMonth": -1}},
		{"the test account does not exist", "DataNotExists", params{"SubjectId": "68327"}},
		{"the account has not enough money", "NotEnoughBalance", params{"InstanceChargeType": "PrePaid", "PrepaidMonth": 36, "Amount": 9}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.under(t)
			o := c.order
			if c.code != "ParameterInvalid" {
				o = orderOfBms(vdc, private, c.order)
			}
			l.refused(c.code, "bms.CreateBmsInstance", o)
		})
	}
	if n := at(l.ok("bms.DescribeBms", nil), "Data", "TotalCount"); n != 0.0 {
		t.Errorf("servers after refusals only: got %v, want 0", n)
	}
}

func TestOptionalFilterMustNotBeEmptyWhereDocumented(t *testing.T) {
	l := newLab(t, "empty")
	l.refused("ParameterIsEmpty", "bms.DescribeBms", params{"VdcId": ""})
	l.refused("ParameterIsEmpty", "bms.DescribeBmsImage", params{"ImageType": ""})
	l.refused("ParameterInvalid", "bms.DescribeBms", params{"PageSize": "0"})
	l.refused("ParameterInvalid", "bms.DescribeBms", params{"PageNumber": "x"})
	l.ok("bmsdisk.DescribeDisks", params{"RegionId": "", "DiskId": "", "InstanceId": "", "Name": "", "PageNumber": "", "PageSize": ""})
}

func TestNamesOfSeveralServersCountUp(t *testing.T) {
	for _, c := range []struct {
		name   string
		amount int
		number string
		want   []string
	}{
		{"one without a number keeps its name", 1, "", []string{"bms"}},
		{"several without a number count from one", 2, "", []string{"bms001", "bms002"}},
		{"a number is filled up to three digits", 2, "9", []string{"bms009", "bms010"}},
		{"a longer number keeps its width", 2, "0099", []string{"bms0099", "bms0100"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, "empty")
			vdc, private := l.bmsYard()
			l.ok("bms.CreateBmsInstance", orderOfBms(vdc, private, params{"InstanceName": "bms", "Amount": c.amount, "AssignHostNo": c.number}))
			var got []string
			for _, b := range at(l.ok("bms.DescribeBms", params{"VdcId": vdc, "Name": "ms"}), "Data", "Baremetals").([]any) {
				got = append(got, at(b, "Name").(string))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("names: got %v, want %v", got, c.want)
			}
		})
	}
}

func TestPowerOfSeveralServersIsAllOrNothing(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	ids := l.bmsMade(l.ok("bms.CreateBmsInstance", orderOfBms(vdc, private, params{"Amount": 2})))
	l.bmsMade(l.bmsPower(ids[1], "stop"))
	l.refused("InstanceError", "bms.OperateBmsPower", params{"BaremetalIds": ids, "Operate": "stop"})
	l.refused("InstanceError", "bms.OperateBmsPower", params{"BaremetalIds": []string{ids[0], ids[0]}, "Operate": "stop"})
	l.refused("InstanceError", "bms.OperateBmsPower", params{"BaremetalIds": []string{"x"}, "Operate": "stop"})
	l.refused("InstanceError", "bms.OperateBmsPower", params{"BaremetalIds": []string{""}, "Operate": "stop"})
	l.refused("DataNotExists", "bms.OperateBmsPower", params{"BaremetalIds": ids, "Operate": "melt"})
	l.wantBmsState(ids[0], "running")
	l.bmsMade(l.bmsPower(ids[1], "start"))
	answer := l.ok("bms.OperateBmsPower", params{"BaremetalIds": ids, "Operate": "STOP"})
	l.wantBmsState(ids[0], "stopping")
	if got := l.bmsMade(answer); !slices.Equal(got, ids) {
		t.Errorf("tasks belong to %v, want %v", got, ids)
	}
}

func TestFailedInstallationCanBeSaved(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	if err := l.cloud.Inject(Fault{Operation: "bms.CreateBmsInstance", FailTask: true, Times: 1}); err != nil {
		t.Fatal(err)
	}
	made := l.ok("bms.CreateBmsInstance", orderOfBms(vdc, private, nil))
	l.pass(10 * time.Second)
	data := at(l.ok("bms.DescribeBmsTask", params{"TaskId": at(made, "Data", "TaskIds", 0)}), "Data")
	id := at(data, "BareMetalIds", 0).(string)
	if got := at(data, "Status"); got != "failed" {
		t.Errorf("task: got %v, want failed", got)
	}
	l.wantBmsState(id, "error")
	before := l.balance()
	l.pass(48 * time.Hour)
	if got := l.balance(); got != before {
		t.Errorf("balance while nothing runs: got %v, want %v", got, before)
	}
	l.bmsMade(l.ok("bms.ReinstallBms", params{"BaremetalId": id, "ImageId": "3", "Password": testPassword}))
	l.wantBmsState(id, "running")
	before = l.balance()
	l.pass(48 * time.Hour)
	if got := l.balance(); got >= before {
		t.Errorf("balance after two days of running: got %v, want less than %v", got, before)
	}
}

func TestGoodsOfAZoneWithoutBareMetalAreNull(t *testing.T) {
	l := newLab(t, "empty")
	got := l.ok("bms.DescribeBmsGoods", params{"RegionId": "CN_Beijing_A"})["Data"]
	if want := (params{"PrePaid": nil, "PostPaid": nil}); !reflect.DeepEqual(got, want) {
		t.Errorf("goods: got %v, want %v", got, want)
	}
	l.refused("ParameterInvalid", "bms.DescribeBmsGoods", params{"RegionId": "nowhere"})
}

func TestImagesAreFilteredByTypeAndFamily(t *testing.T) {
	l := newLab(t, "empty")
	for _, c := range []struct {
		name  string
		given params
		want  []string
	}{
		{"all of them", nil, []string{"Centos", "Redhat", "Ubuntu", "Windows"}},
		{"one family in any case", params{"ImageType": "public", "OsType": "CENTOS"}, []string{"Centos"}},
		{"the account has none of its own", params{"ImageType": "private"}, nil},
		{"an unknown family", params{"OsType": "beos"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := l.ok("bms.DescribeBmsImage", c.given)["Data"].(params)
			if got := slices.Sorted(maps.Keys(data)); !slices.Equal(got, c.want) {
				t.Errorf("families: got %v, want %v", got, c.want)
			}
		})
	}
}

func TestPriceIsWhatTheOrderCosts(t *testing.T) {
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	terms := orderOfBms(vdc, private, params{"InstanceChargeType": "PrePaid", "PrepaidMonth": 1, "Amount": 2})
	answer := l.ok("bms.DescribeBmsGoodsPrice", terms)["Data"]
	// A day of the configuration is 214.88, and it is bought from 15 November
	// to the end of December: 47 days begun.
	want := params{"Currency": "CN", "UnitPrice": "10099.36", "TradeAmount": "20198.72"}
	if !reflect.DeepEqual(answer, want) {
		t.Errorf("price: got %v, want %v", answer, want)
	}
	before := l.balance()
	l.bmsMade(l.ok("bms.CreateBmsInstance", terms))
	if got := (before - l.balance()).Float(); math.Abs(got-20198.72) > 0.001 {
		t.Errorf("paid: got %v, want 20198.72", got)
	}
	l.refused("DataNotExists", "bms.DescribeBmsGoodsPrice", with(terms, params{"Amount": 0}))
	l.refused("DataNotExists", "bms.DescribeBmsGoodsPrice", with(terms, params{"InstanceChargeType": "Gratis"}))
	l.refused("DataNotExists", "bms.DescribeBmsGoodsPrice", with(terms, params{"RegionId": "CN_Beijing_A"}))
}

func TestPowerAnswersWithMsg(t *testing.T) {
	l := newLab(t, "empty")
	status, body := l.send(l.signed("bms.OperateBmsPower", params{"BaremetalIds": []string{"x"}, "Operate": "stop"}))
	want := "The Instance is not allowed to operate or The specified parameter BaremetalId is not valid."
	if status != http.StatusBadRequest || body["Msg"] != want || body["Message"] != nil {
		t.Errorf("got HTTP %d %v, want 400 with Msg %q", status, body, want)
	}
}
