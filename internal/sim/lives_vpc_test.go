package sim

// listed finds the state of a record in one of the chapter's lists.
func listed(action, list, key string, place params) func(l *lab, id string) string {
	return func(l *lab, id string) string {
		l.t.Helper()
		return shown(at(l.ok("vpc."+action, place), "Data", list), key, id, "Status")
	}
}

func vpcOwnLife(*lab) life {
	return life{
		name: "VPC", gone: "InvalidVpc.NotFound", settled: statusOK, inUse: "InvalidOperation", busy: statusCreating, changing: statusOK,
		make: func(l *lab) string {
			return at(l.ok("vpc.CreateVPC", vpcParams(suqian, suqianA)), "Data", "VPCId").(string)
		},
		find: listed("DescribeVPC", "VPCList", "VPCId", params{"RegionCode": suqian}),
		change: func(id string) ask {
			return ask{"vpc.UpdateVPCBandwidthType", params{"VPCID": id, "BandwidthType": "Bandwidth_China_Telecom"}}
		},
		use: func(l *lab, id string) func() {
			subnet := at(l.ok("vpc.DescribeSubnet", params{"RegionCode": suqian, "VPCId": id}), "Data", "SubnetList", 0, "SubnetId")
			return func() { l.ok("vpc.DeleteSubnet", params{"SubnetId": subnet}) }
		},
		remove: func(id string) ask { return ask{"vpc.DeleteVPC", params{"VPCId": id}} },
	}
}

func subnetLife(*lab) life {
	return life{
		name: "subnet", gone: "InvalidSubnet.NotFound", settled: statusOK, inUse: "InvalidOperation", busy: statusCreating,
		make: func(l *lab) string {
			p := l.private(hongKong, hongKongB)
			return at(l.ok("vpc.CreateSubnet", params{"VPCId": p.vpc, "SubnetList": []any{subnetParams(hongKongB, "第二", "10.15.2.0/24")}}), "Data", "SubnetIdList", 0).(string)
		},
		find: listed("DescribeSubnet", "SubnetList", "SubnetId", params{"RegionCode": hongKong}),
		use: func(l *lab, id string) func() {
			l.host(id, "vm-1")
			return func() { l.cloud.world.Load().releaseServer("vm-1") }
		},
		remove: func(id string) ask { return ask{"vpc.DeleteSubnet", params{"SubnetId": id}} },
	}
}

func gatewayLife(*lab) life {
	return life{
		name: "virtual gateway", gone: "InvalidVirtualGateWay.NotFound", settled: statusOK, inUse: "InvalidOperation", busy: statusCreating,
		make: func(l *lab) string {
			p := l.private(suqian, suqianA)
			return at(l.ok("vpc.CreateVirtualGateWay", params{
				"VPCId": p.vpc, "VirtualGateWayList": []any{gatewayParams(suqianA, "第二", "10.15.2.0/24", "Bandwidth_CMCC")},
			}), "Data", "VirtualGateWayIdList", 0).(string)
		},
		find: listed("DescribeVirtualGateWay", "VirtualGateWayList", "VirtualGateWayId", params{"RegionCode": suqian}),
		use: func(l *lab, id string) func() {
			place := params{"EIPId": l.eips(suqian, suqianA, 1)[0], "NetId": id, "IP": "10.15.2.9"}
			l.ok("vpc.BindEIP", place)
			l.settle()
			return func() { l.ok("vpc.UnbindEIP", place) }
		},
		remove: func(id string) ask { return ask{"vpc.DeleteVirtualGateWay", params{"VirtualGateWayId": id}} },
	}
}

func eipLife(*lab) life {
	return life{
		name: "EIP", gone: "InvalidEIP.NotFound", settled: statusOK, inUse: "InvalidOperation", busy: statusCreating, changing: statusUpdating,
		make: func(l *lab) string {
			return at(l.ok("vpc.CreateEIP", eipParams(hongKong, "", 1)), "Data", 0, "EIPId").(string)
		},
		find:   listed("DescribeEIP", "EIPList", "Id", params{"RegionCode": hongKong}),
		change: func(id string) ask { return ask{"vpc.UpdateEIP", params{"EIPId": id, "Qos": 20}} },
		use: func(l *lab, id string) func() {
			place := params{"EIPId": id, "NetId": l.private(hongKong, hongKongB).subnet, "IP": "10.15.1.9"}
			l.ok("vpc.BindEIP", place)
			l.settle()
			return func() { l.ok("vpc.UnbindEIP", place) }
		},
		remove: func(id string) ask { return ask{"vpc.DeleteEIP", params{"EIPId": id}} },
	}
}

func bandwidthLife(*lab) life {
	return life{
		name: "shared bandwidth", gone: "InvalidBandwidth.NotFound", settled: statusOK, inUse: "InvalidOperation", busy: statusOK, changing: statusUpdating,
		make: func(l *lab) string {
			return at(l.ok("vpc.CreateBandwidth", bandwidthParams(hongKong, hongKongB)), "Data", 0, "BandwidthId").(string)
		},
		find:   listed("DescribeBandwidth", "BandwidthList", "Id", params{"RegionCode": hongKong}),
		change: func(id string) ask { return ask{"vpc.UpdateBandwidth", params{"BandwidthId": id, "Qos": 50}} },
		use: func(l *lab, id string) func() {
			ids := l.eips(hongKong, "", 1)
			l.ok("vpc.BandwidthAddEIP", params{"BandwidthId": id, "EIPIdList": ids})
			l.settle()
			return func() { l.ok("vpc.BandwidthRemoveEIP", params{"EIPIdList": ids, "Delete": true}) }
		},
		remove: func(id string) ask { return ask{"vpc.DeleteBandwidth", params{"BandwidthId": id}} },
	}
}
