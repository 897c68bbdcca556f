package sim

import "time"

const hongKong, hongKongB, suqian, suqianA = "CN_HongKong", "CN_HongKong_B", "CN_Suqian", "CN_Suqian_A"

// private is a VPC with a subnet, and at an edge node with a virtual gateway.
type private struct{ vpc, subnet, gateway string }

func subnetParams(zone, name, segment string) params {
	return params{"AvailableZoneCode": zone, "SubnetName": name, "SubnetSegment": segment}
}

func gatewayParams(zone, name, segment, line string) params {
	return params{"AvailableZoneCode": zone, "VirtualGateWayName": name, "VirtualGateWaySegment": segment, "Type": line}
}

func vpcParams(region, zone string) params {
	return params{
		"RegionCode": region, "VPCName": "yard", "VPCSegment": "10.15.0.0/16", "VPCSegmentType": "auto",
		"SubnetList": []any{subnetParams(zone, "子网1", "10.15.1.0/24")},
	}
}

// settle waits for work whose end no task tells.
func (l *lab) settle() { l.pass(10 * time.Second) }

func (l *lab) private(region, zone string) private {
	l.t.Helper()
	data := l.ok("vpc.CreateVPC", vpcParams(region, zone))["Data"]
	l.settle()
	p := private{vpc: at(data, "VPCId").(string), subnet: at(data, "SubnetIdList", 0).(string)}
	if region != hongKong {
		p.gateway = at(l.ok("vpc.CreateVirtualGateWay", params{
			"VPCId": p.vpc, "VirtualGateWayList": []any{gatewayParams(zone, "出口", "10.15.200.0/24", "Bandwidth_CMCC")},
		}), "Data", "VirtualGateWayIdList", 0).(string)
		l.settle()
	}
	return p
}

func eipParams(region, zone string, size int) params {
	return params{
		"RegionCode": region, "AvailableZoneCode": zone, "BandwidthType": "Bandwidth_China_Telecom",
		"BillScheme": "BandwIdth", "Qos": 5, "Size": size, "Description": "yard",
	}
}

// eips buys addresses that are ready and returns their ids.
func (l *lab) eips(region, zone string, size int) (ids []string) {
	l.t.Helper()
	for _, record := range l.ok("vpc.CreateEIP", eipParams(region, zone, size))["Data"].([]any) {
		ids = append(ids, at(record, "EIPId").(string))
	}
	l.settle()
	return ids
}

func bandwidthParams(region, zone string) params {
	return params{
		"RegionCode": region, "AvailableZoneCode": zone, "Name": "共享", "BandwidthType": "Bandwidth_China_Telecom",
		"BillScheme": "BandwIdth_Shared", "Qos": 30,
	}
}

// host is a server of the subnet, as another chapter would put it there.
func (l *lab) host(net, id string) string {
	l.t.Helper()
	w := l.cloud.world.Load()
	n, _ := w.vpc.nets.Get(net)
	ip, err := w.takeAddress(n, "auto", id, "host-"+id)
	if err != nil {
		l.t.Fatal(err)
	}
	return ip.String()
}

func contractVPCs(s *stage) {
	region := params{"RegionCode": suqian}
	data := s.do("vpc.CreateVPC", vpcParams(suqian, suqianA))["Data"]
	vpc := params{"VPCId": at(data, "VPCId")}
	s.settle()
	s.do("vpc.DescribeVPC", region)
	s.do("vpc.UpdateVPCBandwidthType", params{"VPCID": vpc["VPCId"], "BandwidthType": "Bandwidth_China_Telecom"})
	subnet := at(s.do("vpc.CreateSubnet", with(vpc, params{"SubnetList": []any{subnetParams("CN_Suqian_B", "子网2", "10.15.2.0/24")}})), "Data", "SubnetIdList", 0)
	gateway := at(s.do("vpc.CreateVirtualGateWay", with(vpc, params{
		"VirtualGateWayList": []any{gatewayParams(suqianA, "出口", "10.15.200.0/24", "联通")},
	})), "Data", "VirtualGateWayIdList", 0)
	s.settle()
	s.do("vpc.DescribeSubnet", with(region, params{"PageNumber": "1"}))
	s.do("vpc.DescribeVirtualGateWay", region)
	s.do("vpc.DescribeIPInfo", params{"NetId": gateway, "IPType": "virtual_gateway"})
	s.do("vpc.DescribeSubnetIp", params{"NetId": subnet})
	s.do("vpc.DeleteVirtualGateWay", params{"VirtualGateWayId": gateway})
	s.do("vpc.DeleteSubnet", params{"SubnetId": subnet})
	s.do("vpc.DeleteSubnet", params{"SubnetId": at(data, "SubnetIdList", 0)})
	s.do("vpc.DeleteVPC", vpc)
}

func contractEIPs(s *stage) {
	p := s.private(hongKong, hongKongB)
	ids := s.do("vpc.CreateEIP", eipParams(hongKong, "", 2))["Data"]
	eip := params{"EIPId": at(ids, 0, "EIPId")}
	place := with(eip, params{"NetId": p.subnet, "IP": "10.15.1.9"})
	s.settle()
	s.do("vpc.BindEIP", place)
	s.settle()
	band := at(s.do("vpc.DescribeEIP", params{"RegionCode": hongKong}), "Data", "EIPList", 0, "BandwidthInfo", "Id")
	s.do("vpc.NetEIPInfo", params{"NetIdList": []any{p.subnet}})
	s.pass(10 * time.Minute)
	s.do("vpc.DescribeOneMinuteFlow", params{"CloudId": band, "StartTime": "2024-11-15 00:00:00", "EndTime": "2024-11-18 00:00:00"})
	s.do("vpc.UpdateEIP", with(eip, params{"Qos": 20, "Description": "new"}))
	s.settle()
	s.do("vpc.UnbindEIP", place)
	s.settle()
	s.do("vpc.DeleteEIP", eip)
	edge := s.private(suqian, suqianA)
	s.eips(suqian, suqianA, 1)
	ip := at(s.ok("vpc.DescribeEIP", params{"RegionCode": suqian, "AvailableZoneCode": suqianA}), "Data", "EIPList", 0, "IP")
	s.do("vpc.ReserveIPAndBindEIP", params{"AvailableZoneCode": suqianA, "Ips": []any{params{
		"NetId": edge.gateway, "AddressList": []any{"10.15.200.7"}, "EIPList": []any{ip}, "Description": "手动保留并绑定",
	}}})
}

func contractBandwidths(s *stage) {
	place := params{"RegionCode": hongKong, "AvailableZoneCode": hongKongB}
	shared := params{"BandwidthId": at(s.do("vpc.CreateBandwidth", bandwidthParams(hongKong, hongKongB)), "Data", 0, "BandwidthId")}
	s.do("vpc.DescribeBandwidth", place)
	s.do("vpc.UpdateBandwidth", with(shared, params{"Qos": 40}))
	s.settle()
	list := params{"EIPIdList": s.eips(hongKong, "", 1)}
	s.do("vpc.BandwidthAddEIP", with(shared, list))
	s.settle()
	s.do("vpc.BandwidthRemoveEIP", with(list, params{"Delete": true}))
	s.settle()
	s.do("vpc.DeleteBandwidth", shared)
	s.do("vpc.VPCBandWidthBillingScheme", with(place, params{"Type": ""}))
	s.do("vpc.VPCBandWidthUnitPrice", with(place, params{"BandwidthType": "Bandwidth_China_Telecom", "BillScheme": "BandwIdth", "Type": "Bandwidth"}))
}

func contractVLINKs(s *stage) {
	p := s.private(hongKong, hongKongB)
	_, _, pipe := s.plant()
	s.host(p.subnet, "vm-1")
	link := params{"VLINKId": at(s.do("vpc.CreateVLINK", params{"SubnetId": p.subnet, "PipeId": pipe}), "Data", "VLINKId")}
	vms := with(link, params{"VMIdList": []any{"vm-1"}})
	s.do("vpc.VLINKAddVM", with(vms, params{"Password": testPassword}))
	s.settle()
	s.do("vpc.VLINKDeleteVM", vms)
	s.settle()
	s.do("vpc.DeleteVLINK", link)
}
