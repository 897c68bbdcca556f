package sim

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestVPCOrdersThatCannotBeAreRefused(t *testing.T) {
	l := newLab(t, "empty")
	cloud, edge := l.private(hongKong, hongKongB), l.private(suqian, suqianA)
	with1 := func(subnet params) params {
		return with(vpcParams(hongKong, hongKongB), params{"SubnetList": []any{subnet}})
	}
	subnet := func(name, segment string) params {
		return params{"VPCId": cloud.vpc, "SubnetList": []any{subnetParams(hongKongB, name, segment)}}
	}
	gateway := func(vpc string, g params) params { return params{"VPCId": vpc, "VirtualGateWayList": []any{g}} }
	full := gatewayParams(suqianA, "g", "10.15.9.0/24", "Bandwidth_CMCC")
	for _, c := range []struct {
		name, want, id string
		params         params
	}{
		{"a region that does not exist", "InvalidRegion.NotFound", "vpc.DescribeVPC", params{"RegionCode": "CN_Nowhere"}},
		{"page zero", "InvalidParameter", "vpc.DescribeSubnet", params{"RegionCode": hongKong, "PageNumber": "0"}},
		{"a public segment", "InvalidParameter", "vpc.CreateVPC", with(vpcParams(hongKong, hongKongB), params{"VPCSegment": "8.8.0.0/16"})},
		{"a segment with host bits", "InvalidParameter", "vpc.CreateVPC", with(vpcParams(hongKong, hongKongB), params{"VPCSegment": "10.15.1.0/16"})},
		{"a segment that is no range", "InvalidParameter", "vpc.CreateVPC", with(vpcParams(hongKong, hongKongB), params{"VPCSegment": "10.15.0.0/-1"})},
		{"a way of choosing that is not listed", "InvalidParameter", "vpc.CreateVPC", with(vpcParams(hongKong, hongKongB), params{"VPCSegmentType": "guess"})},
		{"a name of control characters", "InvalidParameter", "vpc.CreateVPC", with(vpcParams(hongKong, hongKongB), params{"VPCName": "a\x00b"})},
		{"a VPC without subnets", "MissingParameter", "vpc.CreateVPC", with(vpcParams(hongKong, hongKongB), params{"SubnetList": []any{}})},
		{"a zone of another region", "InvalidAvailableZone.NotFound", "vpc.CreateVPC", with1(subnetParams(suqianA, "s", "10.15.1.0/24"))},
		{"a first subnet outside the VPC", "InvalidParameter", "vpc.CreateVPC", with1(subnetParams(hongKongB, "s", "10.16.1.0/24"))},
		{"a subnet without a name", "MissingParameter", "vpc.CreateVPC", with1(params{"AvailableZoneCode": hongKongB, "SubnetSegment": "10.15.1.0/24"})},
		{"a subnet that overlaps", "InvalidParameter", "vpc.CreateSubnet", subnet("s", "10.15.1.128/25")},
		{"a subnet wider than its VPC", "InvalidParameter", "vpc.CreateSubnet", subnet("s", "10.0.0.0/8")},
		{"a subnet too small to use", "InvalidParameter", "vpc.CreateSubnet", subnet("s", "10.15.3.0/30")},
		{"a subnet of an unknown VPC", "InvalidVpc.NotFound", "vpc.CreateSubnet", with(subnet("s", "10.15.3.0/24"), params{"VPCId": "none"})},
		{"a gateway at a cloud platform node", "InvalidOperation", "vpc.CreateVirtualGateWay", gateway(cloud.vpc, with(full, params{"AvailableZoneCode": hongKongB}))},
		{"a gateway over a subnet", "InvalidParameter", "vpc.CreateVirtualGateWay", gateway(edge.vpc, with(full, params{"VirtualGateWaySegment": "10.15.1.0/24"}))},
		{"a gateway without a type", "MissingParameter", "vpc.CreateVirtualGateWay", gateway(edge.vpc, with(full, params{"Type": ""}))},
		{"a gateway of an unknown type", "InvalidParameter", "vpc.CreateVirtualGateWay", gateway(edge.vpc, with(full, params{"Type": "Bandwidth_Moon"}))},
		{"the bandwidth type of a cloud platform VPC", "InvalidOperation", "vpc.UpdateVPCBandwidthType", params{"VPCID": cloud.vpc, "BandwidthType": "Bandwidth_CMCC"}},
		{"a gateway deleted as a subnet", "InvalidSubnet.NotFound", "vpc.DeleteSubnet", params{"SubnetId": edge.gateway}},
		{"addresses of an unknown subnet", "InvalidSubnet.NotFound", "vpc.DescribeSubnetIp", params{"NetId": "none"}},
		{"addresses of an unknown public network", "InvalidPublicNetwork.NotFound", "vpc.DescribeIPInfo", params{"NetId": "none", "IPType": "pubnet"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.t = t
			l.refused(c.want, c.id, c.params)
		})
	}
}

func TestSubnetsOfAVPCAreLimited(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(hongKong, hongKongB)
	order := func(n int) params {
		return params{"VPCId": p.vpc, "SubnetList": []any{subnetParams(hongKongB, fmt.Sprintf("s%d", n), fmt.Sprintf("10.15.%d.0/24", n))}}
	}
	for n := 2; n <= maxSubnets; n++ {
		l.ok("vpc.CreateSubnet", order(n))
	}
	l.refused("QuotaExceed.Subnet", "vpc.CreateSubnet", order(maxSubnets+1))
}

func TestVPCIsDeletedInOrderWithoutPolling(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(suqian, suqianA)
	l.ok("vpc.DeleteVirtualGateWay", params{"VirtualGateWayId": p.gateway})
	l.ok("vpc.DeleteSubnet", params{"SubnetId": p.subnet})
	l.ok("vpc.DeleteVPC", params{"VPCId": p.vpc})
	l.settle()
	if got := at(l.ok("vpc.DescribeVPC", params{"RegionCode": suqian}), "Data", "Total"); got != 0.0 {
		t.Errorf("VPCs left: got %v, want 0", got)
	}
}

func TestVPCStaysWhenItsSubnetFailsToGo(t *testing.T) {
	l := newLab(t, "empty")
	p := l.private(hongKong, hongKongB)
	if err := l.cloud.Inject(Fault{Operation: "vpc.DeleteSubnet", Times: 1, FailTask: true}); err != nil {
		t.Fatal(err)
	}
	l.ok("vpc.DeleteSubnet", params{"SubnetId": p.subnet})
	l.ok("vpc.DeleteVPC", params{"VPCId": p.vpc})
	l.settle()
	vpc := listed("DescribeVPC", "VPCList", "VPCId", params{"RegionCode": hongKong})(l, p.vpc)
	subnet := listed("DescribeSubnet", "SubnetList", "SubnetId", params{"RegionCode": hongKong})(l, p.subnet)
	if vpc != statusOK || subnet != statusOK {
		t.Errorf("got VPC %q and subnet %q, want both ok", vpc, subnet)
	}
}

func TestFailedVPCIsShownAndCanBeDeleted(t *testing.T) {
	l := newLab(t, "empty")
	if err := l.cloud.Inject(Fault{Operation: "vpc.CreateVPC", Times: 1, FailTask: true}); err != nil {
		t.Fatal(err)
	}
	data := l.ok("vpc.CreateVPC", vpcParams(hongKong, hongKongB))["Data"]
	id := at(data, "VPCId").(string)
	l.settle()
	find := listed("DescribeVPC", "VPCList", "VPCId", params{"RegionCode": hongKong})
	if got := find(l, id); got != statusError {
		t.Errorf("after it failed: got %q, want error", got)
	}
	l.ok("vpc.DeleteSubnet", params{"SubnetId": at(data, "SubnetIdList", 0)})
	l.ok("vpc.DeleteVPC", params{"VPCId": id})
	l.settle()
	if got := find(l, id); got != "" {
		t.Errorf("after it was deleted: got %q, want nothing", got)
	}
}

// companyVPCs is a cloud with the demo company's sites and private clouds, and
// nothing else.
func companyVPCs(t *testing.T) *lab {
	t.Helper()
	l := newLab(t, "empty")
	p := &planter{s: l.cloud, w: newWorld(1, 0), end: start}
	p.start(400)
	p.w.ledger.Recharge(p.at, yuan(1e9))
	sites := demoSites()
	for _, s := range sites {
		p.plantSite(s)
	}
	p.plantVPCs(sites)
	p.until(0.6)
	p.plantLateEIPs()
	if p.err != nil {
		t.Fatal(p.err)
	}
	l.cloud.world.Store(p.w)
	return l
}

func TestListsAreFilteredByEveryParameter(t *testing.T) {
	l := companyVPCs(t)
	for _, c := range []struct {
		name, action, list string
		params             params
		want               int
	}{
		{"VPCs of a region in the documentation's other spelling", "DescribeVPC", "VPCList", params{"RegionCode": "CN_Hongkong"}, 1},
		{"VPCs by a part of the name", "DescribeVPC", "VPCList", params{"RegionCode": suqian, "Keyword": "直播"}, 1},
		{"VPCs by a name nobody has", "DescribeVPC", "VPCList", params{"RegionCode": suqian, "Keyword": "nobody"}, 0},
		{"a page beyond the last", "DescribeVPC", "VPCList", params{"RegionCode": suqian, "PageNumber": 2}, 0},
		{"subnets of a region", "DescribeSubnet", "SubnetList", params{"RegionCode": suqian}, 3},
		{"subnets of a zone", "DescribeSubnet", "SubnetList", params{"RegionCode": suqian, "AvailableZoneCode": "cn_suqian_b"}, 1},
		{"subnets of a VPC nobody has", "DescribeSubnet", "SubnetList", params{"RegionCode": suqian, "VPCId": "none"}, 0},
		{"gateways by name", "DescribeVirtualGateWay", "VirtualGateWayList", params{"RegionCode": suqian, "Keyword": "移动"}, 1},
		{"EIPs by description", "DescribeEIP", "EIPList", params{"RegionCode": suqian, "AvailableZoneCode": suqianA, "Keyword": "推流"}, 4},
		{"shared bandwidths everywhere", "DescribeBandwidth", "BandwidthList", nil, 4},
		{"shared bandwidths of a zone", "DescribeBandwidth", "BandwidthList", params{"AvailableZoneCode": suqianA}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.t = t
			list, _ := at(l.ok("vpc."+c.action, c.params), "Data", c.list).([]any)
			if len(list) != c.want {
				t.Errorf("got %d records, want %d", len(list), c.want)
			}
		})
	}
}

func TestGatewayShowsTheNameOfItsTypeAndTheVPCItsMisspeltName(t *testing.T) {
	l := newLab(t, "empty")
	l.private(suqian, suqianA)
	gateway := at(l.ok("vpc.DescribeVirtualGateWay", params{"RegionCode": suqian}), "Data", "VirtualGateWayList", 0)
	if got := at(gateway, "Type"); got != "移动" {
		t.Errorf("Type: got %v, want 移动", got)
	}
	if got := at(l.ok("vpc.DescribeVPC", params{"RegionCode": suqian}), "Data", "VPCList", 0, "VPCNmae"); got != "yard" {
		t.Errorf("VPCNmae: got %v, want yard", got)
	}
}

func TestDemoCompanyHasItsPrivateClouds(t *testing.T) {
	l := companyVPCs(t)
	l.ok("vpc.DescribeBandwidth", nil) // the world comes to the present
	w := l.cloud.world.Load()
	kinds, states, shared, bound := map[netKind]int{}, map[string]int{}, 0, 0
	for n := range w.vpc.nets.All() {
		kinds[n.kind]++
		states[n.status]++
	}
	for e := range w.vpc.eips.All() {
		states[e.status]++
		if e.band.shared {
			shared++
		}
		if e.bound() {
			bound++
		}
	}
	got := fmt.Sprint(w.vpc.vpcs.Len(), kinds[netSubnet], kinds[netGateway], w.vpc.eips.Len(), w.vpc.bandwidths.Len(), w.vpc.vlinks.Len())
	if want := "3 9 4 24 4 2"; got != want {
		t.Errorf("VPCs, subnets, gateways, EIPs, shared bandwidths, VLINKs: got %s, want %s", got, want)
	}
	if states[statusOK] != 9+4+24 || shared != 13 || bound < 14 || bound == 24 {
		t.Errorf("got states %v, %d EIPs shared and %d bound; want all ok, 13 shared, 14 or more bound and some free", states, shared, bound)
	}
	if first := w.vpc.vpcs.order[0]; strings.Count(first, "-") != 4 || w.vpc.vpcs.rows[first].created.After(start.Add(-300*24*time.Hour)) {
		t.Errorf("the first VPC %s was created %v, want long ago", first, w.vpc.vpcs.rows[first].created)
	}
}
