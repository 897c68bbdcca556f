package sim

import (
	"errors"
	"net/netip"
	"reflect"
	"testing"
)

func TestSubnetNamesWhoUsesEachAddress(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(hongKong, hongKongB)
	if ip := l.host(p.subnet, "vm-1"); ip != "10.15.1.4" {
		t.Errorf("the first server: got %s, want the lowest free address 10.15.1.4", ip)
	}
	data := at(l.ok("vpc.DescribeSubnetIp", params{"NetId": p.subnet}), "Data")
	want := any([]any{
		params{"IP": "10.15.1.1", "Usage": "路由使用"}, params{"IP": "10.15.1.2", "Usage": "路由使用"},
		params{"IP": "10.15.1.3", "Usage": "路由使用"}, params{"IP": "10.15.1.4", "Usage": "云服务器使用(host-vm-1)"},
		params{"IP": "10.15.1.254", "Usage": "系统占用"},
	})
	if got := at(data, "UsedList"); !reflect.DeepEqual(got, want) {
		t.Errorf("UsedList: got %v, want %v", got, want)
	}
	if at(data, "UsedNum") != 5.0 || at(data, "UnusedNum") != 249.0 || at(data, "UnusedList", 0) != "10.15.1.5" {
		t.Errorf("got %v used, %v unused from %v; want 5, 249, 10.15.1.5", at(data, "UsedNum"), at(data, "UnusedNum"), at(data, "UnusedList", 0))
	}
	if got := at(l.ok("vpc.DescribeSubnet", params{"RegionCode": hongKong}), "Data", "SubnetList", 0, "UsedIPNum"); got != 5.0 {
		t.Errorf("UsedIPNum: got %v, want 5", got)
	}
}

func TestServersTakeAddressesOfTheirChoice(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(hongKong, hongKongB)
	l.ok("vpc.BindEIP", params{"EIPId": l.eips(hongKong, "", 1)[0], "NetId": p.subnet, "IP": "10.15.1.4"})
	l.host(p.subnet, "vm-1") // passes over the address an EIP waits at
	w := l.cloud.world.Load()
	n, _ := w.vpc.nets.Get(p.subnet)
	for _, c := range []struct{ name, want, code string }{
		{"an address that only an EIP waits at", "10.15.1.4", ""},
		{"the same again", "10.15.1.4", "InvalidIp.IpAssigned"},
		{"another server's", "10.15.1.5", "InvalidIp.IpAssigned"},
		{"the router's", "10.15.1.1", "InvalidIp.Address"},
		{"one of another subnet", "10.15.2.4", "InvalidIp.Address"},
	} {
		_, err := w.takeAddress(n, c.want, "vm-2", "second")
		var got Refusal
		if errors.As(err, &got); got.Code != c.code {
			t.Errorf("%s: got %q, want %q", c.name, got.Code, c.code)
		}
	}
	w.renameServer("vm-2", "renamed")
	if got := w.usesOf(n)[netip.MustParseAddr("10.15.1.4")]; got != "云服务器使用(renamed)" {
		t.Errorf("use after the server was renamed: got %q", got)
	}
	w.releaseServer("vm-2")
	if got := at(l.ok("vpc.DescribeSubnetIp", params{"NetId": p.subnet}), "Data", "UsedNum"); got != 6.0 {
		t.Errorf("used after the server went: got %v, want 6", got)
	}
}

func TestSubnetWithoutRoomSaysSo(t *testing.T) {
	l := newLab(t, "empty")
	order := with(vpcParams(hongKong, hongKongB), params{"SubnetList": []any{subnetParams(hongKongB, "small", "10.15.1.0/29")}})
	id := at(l.ok("vpc.CreateVPC", order), "Data", "SubnetIdList", 0).(string)
	l.host(id, "vm-1")
	l.host(id, "vm-2")
	w := l.cloud.world.Load()
	n, _ := w.vpc.nets.Get(id)
	if got := w.freeAddresses(n); got != 0 {
		t.Errorf("free addresses: got %d, want 0", got)
	}
	_, err := w.takeAddress(n, "", "vm-3", "third")
	var refused Refusal
	if !errors.As(err, &refused) || refused.Code != "IpNotEnough" {
		t.Errorf("the third server in a range of two: got %v, want IpNotEnough", err)
	}
}

func TestWideSubnetIsListedInSegmentsOf256(t *testing.T) {
	l := newLab(t, "empty")
	order := with(vpcParams(hongKong, hongKongB), params{"SubnetList": []any{subnetParams(hongKongB, "wide", "10.15.4.0/23")}})
	id := at(l.ok("vpc.CreateVPC", order), "Data", "SubnetIdList", 0)
	data := at(l.ok("vpc.DescribeIPInfo", params{"NetId": id, "IPType": "Subnet"}), "Data")
	list := at(data, "SegmentList")
	got := []any{at(data, "SegmentNum"), at(list, 0, "NetSignal"), len(at(list, 0, "IPList").([]any)), at(list, 1, "NetSignal"), len(at(list, 1, "IPList").([]any))}
	if want := []any{2.0, "10.15.4.*", 255, "10.15.5.*", 255}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPublicNetworkOfAVdcIsListedToo(t *testing.T) {
	l := newLab(t, "empty")
	_, public, _ := l.plant()
	list := at(l.ok("vpc.DescribeIPInfo", params{"NetId": public, "IPType": "pubnet"}), "Data", "SegmentList", 0, "IPList")
	want := any(params{"IPAddress": "198.18.0.1", "IPMask": 29.0, "IPStatus": 1.0, "IPUsage": "已标记,用处: 路由使用"})
	if got := at(list, 0); !reflect.DeepEqual(got, want) || len(list.([]any)) != 6 {
		t.Errorf("got %d addresses from %v, want 6 from %v", len(list.([]any)), got, want)
	}
}

func TestVLINKHoldsBothItsEnds(t *testing.T) {
	l := newLab(t, "empty")
	p, edge := l.private(hongKong, hongKongB), l.private(suqian, suqianA)
	_, _, pipe := l.plant()
	ends := params{"SubnetId": p.subnet, "PipeId": pipe}
	l.refused("InvalidOperation", "vpc.CreateVLINK", params{"SubnetId": edge.subnet, "PipeId": pipe})
	l.refused("PipeIdNotFound", "vpc.CreateVLINK", params{"SubnetId": p.subnet, "PipeId": "none"})
	link := params{"VLINKId": at(l.ok("vpc.CreateVLINK", ends), "Data", "VLINKId")}
	l.refused("InvalidOperation", "vpc.CreateVLINK", ends)
	l.refused("InvalidOperation", "vpc.DeleteSubnet", params{"SubnetId": p.subnet})
	l.refused("IncorrectVdcStatus", "network.vdc.DeletePrivateNetwork", params{"PrivateId": pipe})
	l.ok("vpc.DeleteVLINK", link)
	l.refused("InvalidVLINK.NotFound", "vpc.DeleteVLINK", link)
	l.ok("vpc.DeleteSubnet", params{"SubnetId": p.subnet})
	l.ok("network.vdc.DeletePrivateNetwork", params{"PrivateId": pipe})
}

func TestServersJoinAndLeaveAVLINK(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(hongKong, hongKongB)
	_, _, pipe := l.plant()
	l.host(p.subnet, "vm-1")
	l.host(p.subnet, "vm-2")
	link := params{"VLINKId": at(l.ok("vpc.CreateVLINK", params{"SubnetId": p.subnet, "PipeId": pipe}), "Data", "VLINKId")}
	vms := func(ids ...string) params { return with(link, params{"VMIdList": ids}) }
	free := func() int {
		n, _ := l.cloud.world.Load().vdc.networks.Get(pipe)
		return n.free()
	}
	before := free()
	l.refused("InvalidEcsId.NotFound", "vpc.VLINKAddVM", vms("vm-1", "stranger"))
	task := l.ok("vpc.VLINKAddVM", vms("vm-1", "vm-2", "vm-1"))["TaskId"]
	l.refused("InvalidOperation", "vpc.VLINKDeleteVM", vms("vm-1"))
	l.settle()
	if got := at(l.ok("common.DescribeTask", params{"TaskId": task}), "Data", "Status"); got != "FINISH" {
		t.Errorf("the task: got %v, want FINISH", got)
	}
	if got := before - free(); got != 2 {
		t.Errorf("addresses of the private network taken: got %d, want 2", got)
	}
	l.refused("InvalidOperation", "vpc.VLINKAddVM", vms("vm-1"))
	l.refused("InvalidOperation", "vpc.DeleteVLINK", link)
	l.ok("vpc.VLINKDeleteVM", vms("vm-1"))
	l.settle()
	l.refused("InvalidOperation", "vpc.VLINKDeleteVM", vms("vm-1"))
	l.cloud.world.Load().releaseServer("vm-2")
	if got := before - free(); got != 0 {
		t.Errorf("addresses still taken: got %d, want 0", got)
	}
	l.ok("vpc.DeleteVLINK", link)
}
