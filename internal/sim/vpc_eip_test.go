package sim

import (
	"reflect"
	"testing"
	"time"
)

func (l *lab) eip(region, zone, id string) any {
	l.t.Helper()
	for _, e := range at(l.ok("vpc.DescribeEIP", params{"RegionCode": region, "AvailableZoneCode": zone}), "Data", "EIPList").([]any) {
		if at(e, "Id") == id {
			return e
		}
	}
	return nil
}

func TestEIPOrdersThatCannotBeAreRefused(t *testing.T) {
	l := newLab(t, "empty")
	order, edge := eipParams(hongKong, "", 1), eipParams(suqian, suqianA, 1)
	for _, c := range []struct {
		name, want, id string
		params         params
	}{
		{"an edge node without a zone", "MissingParameter", "vpc.CreateEIP", eipParams(suqian, "", 1)},
		{"a list of an edge node without a zone", "MissingParameter", "vpc.DescribeEIP", params{"RegionCode": suqian}},
		{"a zone of another edge node", "InvalidAvailableZone.NotFound", "vpc.CreateEIP", eipParams(suqian, "CN_Dongguan_A", 1)},
		{"an unknown bandwidth type", "InvalidParameter", "vpc.CreateEIP", with(order, params{"BandwidthType": "Bandwidth_Moon"})},
		{"a shared scheme for an EIP", "InvalidParameter", "vpc.CreateEIP", with(order, params{"BillScheme": "BandwIdth_Shared"})},
		{"no scheme", "MissingParameter", "vpc.CreateEIP", with(order, params{"BillScheme": ""})},
		{"a negative bandwidth", "InvalidParameter", "vpc.CreateEIP", with(order, params{"Qos": -5})},
		{"none at all", "InvalidParameter", "vpc.CreateEIP", with(order, params{"Size": 0})},
		{"too many at once", "InvalidParameter", "vpc.CreateEIP", with(edge, params{"Size": maxEIPsAtOnce + 1})},
		{"a description of control characters", "InvalidParameter", "vpc.CreateEIP", with(order, params{"Description": "a\nb"})},
		{"a test project that does not exist", "InvalidParameter", "vpc.CreateEIP", with(order, params{"SubjectId": 1})},
		{"a bandwidth wider than sold", "InvalidParameter", "vpc.CreateBandwidth", with(bandwidthParams(hongKong, hongKongB), params{"Qos": maxSharedQos + 1})},
		{"a bandwidth paid as an EIP", "InvalidParameter", "vpc.CreateBandwidth", with(bandwidthParams(hongKong, hongKongB), params{"BillScheme": "BandwIdth"})},
		{"a bandwidth in an unknown zone", "InvalidAvailableZone.NotFound", "vpc.CreateBandwidth", bandwidthParams(hongKong, "CN_HongKong_Z")},
		{"an unknown EIP", "InvalidEIP.NotFound", "vpc.UpdateEIP", params{"EIPId": "none", "Qos": 5}},
		{"an unknown bandwidth", "InvalidBandwidth.NotFound", "vpc.UpdateBandwidth", params{"BandwidthId": "none", "Qos": 5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.t = t
			l.refused(c.want, c.id, c.params)
		})
	}
}

func TestEIPsOfARegionAreLimited(t *testing.T) {
	l := newLab(t, "empty")
	for range maxEIPs / maxEIPsAtOnce {
		l.ok("vpc.CreateEIP", eipParams(hongKong, "", maxEIPsAtOnce))
	}
	l.refused("QuotaExceed.EIP", "vpc.CreateEIP", eipParams(hongKong, "", 1))
}

func TestBoundEIPShowsEverywhere(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(hongKong, hongKongB)
	id := l.eips(hongKong, "", 1)[0]
	place := params{"EIPId": id, "NetId": p.subnet, "IP": "10.15.1.9"}
	l.ok("vpc.BindEIP", place)
	if e := l.eip(hongKong, "", id); at(e, "IsBind") != false || at(e, "Status") != statusUpdating {
		t.Errorf("while it is bound: got %v, want it updating and not yet bound", e)
	}
	l.settle()
	e := l.eip(hongKong, "", id)
	ip := at(e, "IP").(string)
	if got, want := at(e, "BindResourceInfo"), any(params{"SubnetId": p.subnet, "SubnetIP": "10.15.1.9"}); !reflect.DeepEqual(got, want) {
		t.Errorf("BindResourceInfo: got %v, want %v", got, want)
	}
	want := []any{params{
		"BandwidthType": "电信", "BillScheme": "固定带宽", "EIP": ip, "EIPId": id, "Qos": 5.0, "ReginCode": hongKong, "Status": "ok",
	}}
	info := params{"NetIdList": []any{p.subnet}}
	if got := at(l.ok("vpc.NetEIPInfo", info), "Data", 0, "EIP_INFO_LIST"); !reflect.DeepEqual(got, any(want)) {
		t.Errorf("NetEIPInfo: got %v, want %v", got, want)
	}
	used := at(l.ok("vpc.DescribeSubnetIp", params{"NetId": p.subnet}), "Data", "UsedList", 3)
	if want := any(params{"IP": "10.15.1.9", "Usage": "绑定EIP(" + ip + ")"}); !reflect.DeepEqual(used, want) {
		t.Errorf("DescribeSubnetIp: got %v, want %v", used, want)
	}
	l.ok("vpc.UnbindEIP", place)
	l.settle()
	if e := l.eip(hongKong, "", id); at(e, "IsBind") != false || at(e, "BindResourceInfo") != nil {
		t.Errorf("after it was unbound: got %v, want no binding", e)
	}
	if got := at(l.ok("vpc.NetEIPInfo", info), "Data", 0, "EIP_INFO_LIST"); len(got.([]any)) != 0 {
		t.Errorf("NetEIPInfo after it was unbound: got %v, want nothing", got)
	}
}

func TestEIPsAreBoundWhereTheyBelong(t *testing.T) {
	l := newLab(t, "empty")
	cloud, edge := l.private(hongKong, hongKongB), l.private(suqian, suqianA)
	ids := l.eips(hongKong, "", 2)
	far, other := l.eips(suqian, suqianA, 1)[0], l.eips(suqian, "CN_Suqian_B", 1)[0]
	l.ok("vpc.BindEIP", params{"EIPId": ids[0], "NetId": cloud.subnet, "IP": "10.15.1.9"})
	l.settle()
	bind := func(id, net, ip string) params { return params{"EIPId": id, "NetId": net, "IP": ip} }
	for _, c := range []struct {
		name, want, id string
		params         params
	}{
		{"an address that has an EIP", "InvalidIp.IpAssigned", "vpc.BindEIP", bind(ids[1], cloud.subnet, "10.15.1.9")},
		{"an EIP that is bound", "InvalidOperation", "vpc.BindEIP", bind(ids[0], cloud.subnet, "10.15.1.10")},
		{"an address of the router", "InvalidIp.Address", "vpc.BindEIP", bind(ids[1], cloud.subnet, "10.15.1.2")},
		{"the provider's own address", "InvalidIp.Address", "vpc.BindEIP", bind(ids[1], cloud.subnet, "10.15.1.254")},
		{"an address outside the subnet", "InvalidIp.Address", "vpc.BindEIP", bind(ids[1], cloud.subnet, "10.15.2.9")},
		{"no address", "InvalidIp.Address", "vpc.BindEIP", bind(ids[1], cloud.subnet, "next")},
		{"a subnet of an edge node", "InvalidVirtualGateWay.NotFound", "vpc.BindEIP", bind(far, edge.subnet, "10.15.1.9")},
		{"a gateway in another zone", "InvalidOperation.AzMismatch", "vpc.BindEIP", bind(other, edge.gateway, "10.15.200.9")},
		{"an unknown subnet", "InvalidSubnet.NotFound", "vpc.BindEIP", bind(ids[1], "none", "10.15.1.9")},
		{"a binding that is not there", "InvalidOperation", "vpc.UnbindEIP", bind(ids[1], cloud.subnet, "10.15.1.9")},
		{"another address than the bound one", "InvalidParameter", "vpc.UnbindEIP", bind(ids[0], cloud.subnet, "10.15.1.10")},
		{"another subnet than the bound one", "InvalidParameter", "vpc.UnbindEIP", bind(ids[0], "none", "10.15.1.9")},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.t = t
			l.refused(c.want, c.id, c.params)
		})
	}
}

func TestBindingThatFailsLeavesTheEIPFree(t *testing.T) {
	l := newLab(t, "empty")
	p, id := l.private(hongKong, hongKongB), l.eips(hongKong, "", 1)[0]
	if err := l.cloud.Inject(Fault{Operation: "vpc.BindEIP", Times: 1, FailTask: true}); err != nil {
		t.Fatal(err)
	}
	place := params{"EIPId": id, "NetId": p.subnet, "IP": "10.15.1.9"}
	l.ok("vpc.BindEIP", place)
	l.settle()
	if e := l.eip(hongKong, "", id); at(e, "IsBind") != false || at(e, "Status") != statusOK {
		t.Errorf("got %v, want it ok and not bound", e)
	}
	l.ok("vpc.BindEIP", place)
}

func TestReservedAddressesAreBoundTogetherOrNotAtAll(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(suqian, suqianA)
	ids := l.eips(suqian, suqianA, 2)
	first, second := at(l.eip(suqian, suqianA, ids[0]), "IP"), at(l.eip(suqian, suqianA, ids[1]), "IP")
	item := func(addresses, eips []any) params {
		return params{"AvailableZoneCode": suqianA, "Ips": []any{params{
			"NetId": p.gateway, "AddressList": addresses, "EIPList": eips, "Description": "值班",
		}}}
	}
	const op = "vpc.ReserveIPAndBindEIP"
	l.refused("InvalidParameter", op, item([]any{"10.15.200.7"}, []any{first, second}))
	l.refused("InvalidParameter", op, item([]any{"10.15.200.7", "10.15.200.8"}, []any{first, first}))
	l.refused("InvalidIp.IpRepeated", op, item([]any{"10.15.200.7", "10.15.200.7"}, []any{first, second}))
	l.refused("InvalidEIP.NotFound", op, item([]any{"10.15.200.7", "10.15.200.8"}, []any{first, "192.0.2.1"}))
	l.refused("InvalidOperation.AzMismatch", op, with(item([]any{"10.15.200.7"}, []any{first}), params{"AvailableZoneCode": "CN_Suqian_B"}))
	l.refused("MissingParameter", op, params{"AvailableZoneCode": suqianA, "Ips": []any{params{"NetId": p.gateway}}})
	if e := l.eip(suqian, suqianA, ids[0]); at(e, "Status") != statusOK {
		t.Fatalf("after refusals: got %v, want nothing begun", e)
	}
	l.ok(op, item([]any{"10.15.200.7", "10.15.200.8"}, []any{first, second}))
	l.settle()
	addresses := at(l.ok("vpc.DescribeIPInfo", params{"NetId": p.gateway, "IPType": "virtual_gateway"}), "Data", "SegmentList", 0, "IPList")
	want := any(params{"IPAddress": "10.15.200.7", "IPMask": 24.0, "IPStatus": 1.0, "IPUsage": "已标记,用处: 保留IP(值班)"})
	if got := at(addresses, 6); !reflect.DeepEqual(got, want) {
		t.Errorf("the reserved address: got %v, want %v", got, want)
	}
}

func TestSharedBandwidthTakesTheRightEIPsAndGivesThemBack(t *testing.T) {
	l := newLab(t, "empty")
	shared := at(l.ok("vpc.CreateBandwidth", bandwidthParams(hongKong, hongKongB)), "Data", 0, "BandwidthId").(string)
	id, far := l.eips(hongKong, "", 1)[0], l.eips(suqian, suqianA, 1)[0]
	unicom := at(l.ok("vpc.CreateEIP", with(eipParams(hongKong, "", 1), params{"BandwidthType": "Bandwidth_China_Unicom"})), "Data", 0, "EIPId").(string)
	l.settle()
	add := func(id string) params { return params{"BandwidthId": shared, "EIPIdList": []any{id}} }
	l.refused("InvalidOperation.AzMismatch", "vpc.BandwidthAddEIP", add(far))
	l.refused("InvalidOperation", "vpc.BandwidthAddEIP", add(unicom))
	l.refused("InvalidOperation", "vpc.BandwidthRemoveEIP", params{"EIPIdList": []any{id}, "Delete": true})
	l.ok("vpc.BandwidthAddEIP", add(id))
	l.refused("InvalidOperation", "vpc.BandwidthAddEIP", add(id)) // both are busy
	l.settle()
	l.refused("InvalidOperation", "vpc.BandwidthAddEIP", add(id))
	l.refused("InvalidOperation", "vpc.UpdateEIP", params{"EIPId": id, "Qos": 20})
	want := params{
		"AvailableZoneCode": hongKongB, "BandwidthType": "Bandwidth_China_Telecom", "BillScheme": "BandwIdth_Shared",
		"CreateTime": "2024-11-15 10:30:00", "Id": shared, "Name": "共享", "Qos": 30.0, "Status": "ok",
	}
	if got := at(l.eip(hongKong, "", id), "BandwidthInfo"); !reflect.DeepEqual(got, any(want)) {
		t.Errorf("BandwidthInfo: got %v, want %v", got, want)
	}
	leave := params{"EIPIdList": []any{id}, "Delete": false, "RegionCode": hongKong, "BandwidthType": "Bandwidth_China_Telecom", "BillScheme": "BandwIdth", "Qos": 8}
	for _, missing := range []string{"RegionCode", "BandwidthType", "BillScheme", "Qos"} {
		l.refused("MissingParameter", "vpc.BandwidthRemoveEIP", with(leave, params{missing: nil}))
	}
	l.refused("InvalidOperation", "vpc.BandwidthRemoveEIP", with(leave, params{"BandwidthType": "Bandwidth_CMCC"}))
	l.ok("vpc.BandwidthRemoveEIP", leave)
	l.settle()
	if e := l.eip(hongKong, "", id); at(e, "BandwidthInfo", "Id") == shared || at(e, "BandwidthInfo", "Qos") != 8.0 {
		t.Errorf("after it left: got %v, want a bandwidth of its own of 8 Mbps", e)
	}
	l.ok("vpc.DeleteBandwidth", params{"BandwidthId": shared})
}

func TestDescriptionChangesAtOnceAndBandwidthByATask(t *testing.T) {
	l := newLab(t, "empty")
	id := l.eips(hongKong, "", 1)[0]
	if got := l.ok("vpc.UpdateEIP", params{"EIPId": id, "Description": "新"})["TaskId"]; got != "" {
		t.Errorf("TaskId of a new description: got %q, want none", got)
	}
	if got := l.ok("vpc.UpdateEIP", params{"EIPId": id, "Qos": "12"})["TaskId"]; got == "" {
		t.Error("TaskId of a new bandwidth: got none")
	}
	l.refused("InvalidOperation", "vpc.UpdateEIP", params{"EIPId": id, "Qos": 13})
	l.settle()
	e := l.eip(hongKong, "", id)
	if at(e, "Description") != "新" || at(e, "BandwidthInfo", "Qos") != 12.0 {
		t.Errorf("got %v, want description 新 and 12 Mbps", e)
	}
	l.refused("InvalidParameter", "vpc.UpdateEIP", params{"EIPId": id, "Qos": maxEIPQos + 1})
}

func TestEIPWhoseCreationFailedCostsNothingAndCanGo(t *testing.T) {
	l := newLab(t, "empty")
	if err := l.cloud.Inject(Fault{Operation: "vpc.CreateEIP", Times: 1, FailTask: true}); err != nil {
		t.Fatal(err)
	}
	id := l.eips(hongKong, "", 1)[0]
	l.pass(24 * time.Hour)
	if got := at(l.eip(hongKong, "", id), "Status"); got != statusError {
		t.Errorf("got %v, want error", got)
	}
	if got := l.spent(); got != 0 {
		t.Errorf("cost of a day: got %v, want 0", got)
	}
	l.ok("vpc.DeleteEIP", params{"EIPId": id})
	if got := l.eip(hongKong, "", id); got != nil {
		t.Errorf("after it was deleted: got %v, want nothing", got)
	}
}
