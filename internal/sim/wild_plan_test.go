package sim_test

type set = map[string]any

// wildPlan names what the documentation's examples cannot: which ids exist, and
// values that fit them. Reads that need nothing are not in it; the writes stand
// in the order they are made in: creations, changes, deletions.
func wildPlan() []visit {
	var out []visit
	for _, chapter := range [][]visit{
		wildServers(), wildGroups(), wildNetworks(), wildVPCs(), wildMetal(), wildDesktops(), wildElastic(), wildDisks(), wildBills(),
	} {
		out = append(out, chapter...)
	}
	return out
}

func wildServers() []visit {
	const servers, ip = "ccs.instance.DescribeInstances", "UnusedList"
	running := find{servers, "InstanceStatus=running", "InstanceId"}
	stopped := find{servers, "InstanceStatus=stop", "InstanceId"}
	batch := find{servers, "InstanceStatus=running", "InstanceIds=InstanceId"}
	image := find{"common.DescribeAvailableResource", "ImageId=Ubuntu_20.04_64", "ImageId"}
	password := set{"Password": "EcsV587!"}
	return []visit{
		{"common.DescribeTask", []find{{"network.vdc.CreateVdc", "", "TaskId"}}, nil},
		{"ccs.instance.DescribeInstances", nil, set{"InstanceId": nil, "VdcId": nil, "PublicIp": nil}},
		{"ccs.instance.DescribeInstanceMonitor", []find{{servers, "InstanceStatus=running", "InstanceId InterfaceId"}}, set{"DiskId": nil, "StartTime": "2024-11-15 09:30:00", "EndTime": "2024-11-15 10:20:00"}},
		{"ccs.instance.DescribeNetworkCardFlow", []find{{servers, "InstanceStatus=running", "InstanceId InterfaceId"}}, set{"StartTime": "2024-11-15 09:30:00", "EndTime": "2024-11-15 10:20:00"}},
		{"ccs.instance.DescribePublicIp", []find{{"network.vdc.DescribeVdc", "", "VdcId PublicId"}}, nil},
		{"ccs.instance.DescribePrivateIp", []find{{"network.vdc.DescribeVdc", "", "VdcId PrivateId"}}, nil},
		{"ccs.instance.GetIpInfoBySegment", []find{{servers, "", "PrivateId"}}, set{"Segment": "10.60.0.0/28"}},
		{"ccs.instance.CreateInstanceHtmlConsoleURL", []find{running}, nil},
		{"ccs.instance.DescribeInstancePrice", []find{image}, set{"DataDisks": []any{set{"Size": 100, "Type": "ssd_disk"}}}},

		{"ccs.instance.CreateInstance", []find{{"network.vdc.DescribeVdc", "RegionId=CN_Beijing_A", "VdcId"}, image}, nil},
		{"ccs.template.CreateTemplate", []find{running}, nil},
		{"ccs.instance.CreateTag", nil, nil},
		{"ccs.instance.CreateDisk", []find{running}, nil},
		{"ccs.instance.StopInstance", []find{running}, nil},
		{"ccs.instance.StartInstance", []find{stopped}, nil},
		{"ccs.instance.RebootInstance", []find{running}, nil},
		{"ccs.instance.StopInstances", []find{batch}, nil},
		{"ccs.instance.StartInstances", []find{{servers, "InstanceStatus=stop", "InstanceIds=InstanceId"}}, nil},
		{"ccs.instance.RebootInstances", []find{batch}, nil},
		{"ccs.instance.ModifyInstanceChargeType", []find{{servers, "InstanceChargeType=PostPaid InstanceStatus=running", "InstanceId"}}, set{"InstanceChargeType": "PrePaid", "PrepaidMonth": 1}},
		{"ccs.instance.ModifyInstanceSpec", []find{{servers, "InstanceName=shouduzaixhost", "InstanceId"}}, set{"Ram": 8}},
		{"ccs.instance.ResizeDisk", []find{{servers, "InstanceStatus=running DiskType=high_disk", "InstanceId DiskId"}}, set{"DataSize": 4000, "IOPS": nil}},
		{"ccs.instance.ResetImage", []find{running, image}, nil},
		{"ccs.instance.DisconnectNetworkInterface", []find{{servers, "InstanceStatus=running Connected=1", "InstanceId InterfaceId"}}, nil},
		{"ccs.instance.ConnectNetworkInterface", []find{{servers, "InstanceStatus=running Connected=0", "InstanceId InterfaceId"}}, nil},
		{"ccs.instance.ModifyIpAddress", []find{{servers, "InstanceStatus=running VdcName=华北生产", "InstanceId InterfaceId"}, {"ccs.instance.DescribePrivateIp", "", "Address=" + ip}}, password},
		{"ccs.instance.ModifyInstanceName", []find{running}, set{"InstanceName": "renamed"}},
		{"ccs.instance.AddInstancesTags", []find{{servers, "InstanceName=db-mysql-001", "InstanceIds=InstanceId"}, {"ccs.instance.DescribeTags", "TagName=abcd", "AddTagIds=TagId"}}, nil},
		{"ccs.instance.ResetInstancesPassword", []find{batch}, password},
		{"ccs.instance.ExtendSystemDisk", []find{running}, nil},
		{"ccs.instance.BatchDeleteNetworkInterfaces", []find{{servers, "InstanceName=shouduzaixhost", "InstanceIds=InstanceId VdcId PrivateId"}}, set{"PublicId": nil}},
		{"ccs.instance.BatchAddNetworkInterfaces", []find{{servers, "InstanceName=shouduzaixhost", "InstanceIds=InstanceId VdcId"}, {"network.vdc.DescribeVdc", "VdcName=华北生产", "PrivateId"}}, set{"PublicId": nil, "Password": "EcsV587!"}},
		{"ccs.instance.ModifyInstanceAttribute", []find{batch}, nil},
		{"ccs.template.SyncTemplate", []find{{"ccs.template.DescribeTemplateInfo", "Status=normal Name=模板", "TemplateId"}}, set{"RegionId": "CN_Shanghai_A"}},
		{"ccs.instance.DeleteInstancesTags", []find{{servers, "InstanceName=db-mysql-001", "InstanceIds=InstanceId"}, {"ccs.instance.DescribeTags", "TagName=abcd", "DelTagIds=TagId"}}, nil},
		{"ccs.instance.DeleteTag", []find{{"ccs.instance.DescribeTags", "TagName=abcd", "TagId"}}, nil},
		{"ccs.instance.DeleteDisk", []find{{servers, "InstanceStatus=running", "InstanceId DiskIds=DiskId"}}, nil},
		{"ccs.template.DeleteTemplate", []find{{"ccs.template.DescribeTemplateInfo", "Name=模板", "TemplateId"}}, nil},
		{"ccs.instance.DeleteInstance", []find{{servers, "InstanceName=shouduzaixhost", "InstanceIds=InstanceId"}}, nil},
	}
}

func wildGroups() []visit {
	const groups = "ccs.securitygroup.DescribeSecurityGroups"
	group := find{groups, "SecurityGroupName=web-公网", "SecurityGroupId"}
	made := find{groups, "SecurityGroupName=安全组名称", "SecurityGroupId"}
	rules := func(take string) find {
		return find{"ccs.securitygroup.DescribeSecurityGroupAttribute", "Status=ok", take}
	}
	place := find{"ccs.instance.DescribeInstances", "InstanceStatus=running", "BindData.InstanceId=InstanceId BindData.PrivateId=PrivateId"}
	return []visit{
		{"ccs.securitygroup.DescribeSecurityGroupAttribute", []find{group}, set{"RuleId": nil}},
		{"ccs.securitygroup.DescribeSecurityGroups", nil, set{"SecurityGroupId": nil}},
		{"ccs.securitygroup.CreateSecurityGroup", nil, set{"SecurityGroupType": "private"}},
		{"ccs.securitygroup.AddSecurityGroupRule", []find{group}, nil},
		{"ccs.securitygroup.ModifySecurityGroupAttribute", []find{{groups, "SecurityGroupName=Test", "SecurityGroupId"}}, nil},
		{"ccs.securitygroup.ModifySecurityGroupRule", []find{group, rules("RuleId")}, nil},
		{"ccs.securitygroup.ModifySecurityGroupRulePriority", []find{group, rules("BindData.RuleId=RuleId")}, set{"BindData": []any{set{"Priority": "7"}}}},
		{"ccs.securitygroup.JoinSecurityGroup", []find{made, place}, nil},
		{"ccs.securitygroup.LeaveSecurityGroup", []find{made, place}, nil},
		{"ccs.securitygroup.RemoveSecurityGroupRule", []find{group, rules("RuleIds=RuleId")}, nil},
		{"ccs.securitygroup.DeleteSecurityGroup", []find{made}, nil},
		{"ccs.securitygroup.ForceDeleteSecurityGroup", []find{group}, nil},
	}
}

func wildNetworks() []visit {
	const vdcs, gpns = "network.vdc.DescribeVdc", "network.vdc.DescribeGPN"
	mine := find{vdcs, "VdcName=newVdc", "VdcId"}
	public := find{vdcs, "VdcName=华北生产", "PublicId"}
	point := func(vdc, param string) find {
		return find{vdcs, "VdcName=" + vdc, param + ".VdcId=VdcId " + param + ".PrivateId=PrivateId"}
	}
	return []visit{
		{"network.vdc.DescribeBandwidthTraffic", []find{{vdcs, "", "NetworkId=PublicId"}}, nil},
		{"network.vdc.DescribeVdc", nil, set{"VdcId": nil}},
		{"network.vdc.CreateVdc", nil, nil},
		{"network.vdc.CreatePublicNetwork", []find{{vdcs, "VdcName=华北生产", "VdcId"}}, set{"Qos": 10, "IPNum": 8, "AutoRenew": 1, "FloatBandwidth": 0, "BusyQos": nil, "SubjectId": nil}},
		{"network.vdc.CreatePrivateNetwork", []find{mine}, nil},
		{"network.vdc.CreateGPN", []find{point("newVdc", "AccessPoint.0"), point("singapore-prod", "AccessPoint.1")}, nil},
		{"network.vdc.ModifyVdcName", []find{{vdcs, "VdcName=singapore-prod", "VdcId"}}, nil},
		{"network.vdc.ModifyPublicNetwork", []find{public}, set{"Qos": "120"}},
		{"network.vdc.AddPublicIp", []find{public}, nil},
		{"network.vdc.RenewPublicNetwork", []find{public}, nil},
		{"network.vdc.AddAccessPoint", []find{{gpns, "Name=gpn", "GpnId"}, {vdcs, "VdcName=华北生产", "VdcAdd.VdcId=VdcId VdcAdd.PrivateId=PrivateId"}}, set{"PopAdd": nil}},
		{"network.vdc.DeleteAccessPoint", []find{{gpns, "Name=gpn", "GpnId"}, {vdcs, "VdcName=华北生产", "DelPoints=PrivateId"}}, nil},
		{"network.vdc.DeleteGpn", []find{{gpns, "Name=gpn", "GpnId"}}, nil},
		{"network.vdc.DeletePublicIp", []find{{vdcs, "VdcName=newVdc", "SegmentId"}}, nil},
		{"network.vdc.DeletePrivateNetwork", []find{{vdcs, "VdcName=newVdc", "PrivateId"}}, nil},
		{"network.vdc.DeletePublicNetwork", []find{{vdcs, "VdcName=newVdc", "PublicId"}}, nil},
		{"network.vdc.DeleteVdc", []find{mine}, nil},
	}
}

func wildVPCs() []visit {
	const subnets, gateways, eips = "vpc.DescribeSubnet", "vpc.DescribeVirtualGateWay", "vpc.DescribeEIP"
	mine := find{"vpc.DescribeVPC", "VPCNmae=OPENAPI_VPC1", "VPCId"}
	free := find{eips, "Status=ok IsBind=false BillScheme=BandwIdth", "EIPId=Id"}
	shared := find{"vpc.DescribeBandwidth", "Status=ok BandwidthType=Bandwidth_China_Telecom", "BandwidthId=Id"}
	link := find{"vpc.CreateVLINK", "", "VLINKId"}
	guest := find{"ecs.DescribeInstanceList", "VpcName=hk-prod", "VMIdList=EcsId"}
	return []visit{
		{"vpc.DescribeIPInfo", []find{{subnets, "", "NetId=SubnetId"}}, nil},
		{"vpc.DescribeSubnetIp", []find{{subnets, "", "NetId=SubnetId"}}, nil},
		{"vpc.NetEIPInfo", []find{{subnets, "", "NetIdList=SubnetId"}}, nil},
		{"vpc.DescribeEIP", nil, set{"AvailableZoneCode": nil}},
		{"vpc.DescribeBandwidth", nil, set{"AvailableZoneCode": nil}},
		{"vpc.DescribeVirtualGateWay", nil, set{"RegionCode": "CN_Suqian"}},
		{"vpc.DescribeOneMinuteFlow", []find{{eips, "", "CloudId=BandwidthInfo.Id"}}, set{"StartTime": "2024-11-15 09:30:00", "EndTime": "2024-11-15 10:20:00"}},
		{"vpc.CreateVPC", nil, nil},
		{"vpc.CreateSubnet", []find{{"vpc.DescribeVPC", "VPCNmae=hk-prod", "VPCId"}}, set{"SubnetList": []any{set{"AvailableZoneCode": "CN_Hongkong_B", "SubnetName": "子网3", "SubnetSegment": "10.0.9.0/24"}}}},
		{"vpc.CreateVirtualGateWay", []find{{"vpc.DescribeVPC RegionCode=CN_Suqian", "VPCSegment=172.16.0.0/16", "VPCId"}}, set{"VirtualGateWayList": []any{set{
			"AvailableZoneCode": "CN_Suqian_A", "VirtualGateWayName": "虚拟出网网关1", "VirtualGateWaySegment": "172.16.252.0/24", "Type": "Bandwidth_CMCC",
		}}}},
		{"vpc.CreateEIP", nil, nil},
		{"vpc.CreateBandwidth", nil, nil},
		{"vpc.CreateVLINK", []find{{subnets, "SubnetName=香港-数据库", "SubnetId"}, {"network.vdc.DescribeVdc", "", "PipeId=PrivateId"}}, nil},
		{"vpc.UpdateEIP", []find{free}, nil},
		{"vpc.BindEIP", []find{free, {subnets, "", "NetId=SubnetId"}, {"vpc.DescribeSubnetIp", "", "IP=UnusedList"}}, nil},
		{"vpc.UnbindEIP", []find{{eips, "IsBind=true", "EIPId=Id NetId=SubnetId IP=SubnetIP"}}, nil},
		{"vpc.UpdateBandwidth", []find{shared}, nil},
		{"vpc.BandwidthAddEIP", []find{shared, {eips, "IsBind=false BillScheme=BandwIdth BandwidthType=Bandwidth_China_Telecom", "EIPIdList=Id"}}, nil},
		{"vpc.BandwidthRemoveEIP", []find{{eips, "IsBind=false BillScheme=BandwIdth_Shared BandwidthInfo.BandwidthType=Bandwidth_China_Telecom", "EIPIdList=Id"}}, nil},
		{"vpc.ReserveIPAndBindEIP", []find{
			{"vpc.DescribeVirtualGateWay RegionCode=CN_Suqian", "VirtualGateWaySegment=172.16.250.0/24", "Ips.NetId=VirtualGateWayId"},
			{"vpc.DescribeEIP RegionCode=CN_Suqian AvailableZoneCode=CN_Suqian_A", "IsBind=false BandwidthType=Bandwidth_China_Telecom", "Ips.EIPList=IP"},
		}, set{"AvailableZoneCode": "CN_Suqian_A", "Ips": []any{set{"AddressList": []any{"172.16.250.99"}, "EIPList": []any{""}, "Description": "手动保留并绑定"}}}},
		{"vpc.UpdateVPCBandwidthType", []find{{"vpc.DescribeVPC RegionCode=CN_Suqian", "", "VPCID=VPCId"}}, nil},
		{"vpc.VLINKAddVM", []find{link, guest}, nil},
		{"vpc.VLINKDeleteVM", []find{link, guest}, nil},
		{"vpc.DeleteVLINK", []find{link}, nil},
		{"vpc.DeleteEIP", []find{{"vpc.CreateEIP", "", "EIPId"}}, nil},
		{"vpc.DeleteBandwidth", []find{{"vpc.CreateBandwidth", "", "BandwidthId"}}, nil},
		{"vpc.DeleteVirtualGateWay", []find{{"vpc.CreateVirtualGateWay", "", "VirtualGateWayId=VirtualGateWayIdList"}}, nil},
		{"vpc.DeleteSubnet", []find{{subnets, "SubnetName=子网1", "SubnetId"}}, nil},
		{"vpc.DeleteVPC", []find{mine}, nil},
	}
}

func wildMetal() []visit {
	const metal, disks = "bms.DescribeBms", "bmsdisk.DescribeDisks"
	one := find{metal, "State=running", "BaremetalId"}
	frozen := find{"bmsdisk.CreateSnapshot", "", "SnapshotId"}
	attached := find{disks, "State=attach", "DiskId"}
	free := find{disks, "State=detach", "DiskId"}
	return []visit{
		{"bms.DescribeBmsGoodsPrice", []find{{"bms.DescribeBmsGoods", "", "GoodsId ComputeId=Computes.Id"}}, nil},
		{"bms.DescribeBmsDetail", []find{one}, nil},
		{"bms.DescribeBmsVNC", []find{one}, nil},
		{"bms.DescribeBmsTask", []find{{"bms.CreateBmsInstance", "", "TaskId=TaskIds"}}, nil},
		{"bmsdisk.DescribeDisks", nil, set{"InstanceId": nil, "Name": nil}},
		{"bmsdisk.DescribeDiskUsage", []find{{disks, "", "DiskId"}}, nil},
		{"bmsdisk.DescribePoolUsage", nil, set{"RegionId": "CN_Beijing_I"}},
		{"bmsdisk.DescribeGoodsId", nil, set{"RegionId": "CN_Beijing_I"}},
		{"bms.CreateBmsInstance", []find{
			{"network.vdc.DescribeVdc", "RegionId=CN_Beijing_I", "RegionId VdcId PipeIds=PrivateId"},
			{"bms.DescribeBmsGoods RegionId=CN_Beijing_I", "", "GoodsId ComputeId=Computes.Id"},
			{"bms.DescribeBmsImage", "Type=public", "ImageId=Id"},
		}, nil},
		{"bmsdisk.CreateDisk", []find{{"bmsdisk.DescribeGoodsId", "", "GoodsId"}}, set{"RegionId": "CN_Beijing_I"}},
		{"bmsdisk.CreateSnapshot", []find{free}, nil},
		{"bms.OperateBmsPower", []find{{metal, "State=running", "BaremetalIds=BaremetalId"}}, set{"Operate": "reset"}},
		{"bms.ReinstallBms", []find{one, {"bms.DescribeBmsImage", "Type=public", "ImageId=Id"}}, nil},
		{"bms.ModifyBmsOrder", []find{{metal, "State=running InstanceChargeType=PrePaid", "BaremetalId"}}, nil},
		{"bmsdisk.RollbackSnapshot", []find{frozen}, nil},
		{"bmsdisk.AttachDisk", []find{free, {metal, "State=running RegionId=CN_Beijing_I", "InstanceId=BaremetalId"}}, nil},
		{"bmsdisk.ChangeIops", []find{free}, nil},
		{"bmsdisk.ChangeBandwidth", []find{free}, nil},
		{"bmsdisk.ExpansionSize", []find{free}, set{"Size": 2500}},
		{"bmsdisk.CloneSnapshot", []find{frozen}, nil},
		{"bmsdisk.DetachDisk", []find{attached}, nil},
		{"bmsdisk.DeleteSnapshot", []find{frozen}, nil},
		{"bmsdisk.DeleteDisk", []find{{disks, "Name=test1", "DiskId"}}, nil},
		{"bms.DeleteBmsInstance", []find{{metal, "InstanceChargeType=PostPaid State=stopped", "BaremetalId"}}, nil},
	}
}

func wildDesktops() []visit {
	const desktops, one = "gcw.QueryVms", "gcw.QueryVm"
	site := find{"gcw.QuerySites", "", "siteId"}
	desktop := find{desktops, "", "vmId=vmIds"}
	batch := find{desktops, "", "vmIds"}
	return []visit{
		{"gcw.QueryTask", []find{{"gcw.OperateVm", "", "taskId requestId"}}, nil},
		{"gcw.QueryVms", nil, nil},
		{one, []find{desktop}, nil},
		{"gcw.QueryVmPrice", nil, nil},
		{"gcw.GetDefaultNet", []find{site}, nil},
		{"gcw.GetCustomNet", []find{site}, nil},
		{"gcw.GetLineBillingScheme", []find{site}, nil},
		{"gcw.GetEipPrice", []find{site}, nil},
		{"gcw.CreateSubAccount", nil, nil},
		{"gcw.CreateSubAccounts", nil, nil},
		{"gcw.CreateDefaultNet", []find{{"gcw.QuerySites", "siteName=娄底A", "siteId"}}, nil},
		{"gcw.SupplyDefaultNet", nil, nil},
		{"gcw.CreateVm", []find{
			{"gcw.GetDefaultNet siteId=32e6fd62-9bac-11ec-875a-2a8d1f4e167e", "", "vpcId subnetNetId=subnets.id vgatewayNetId=vgateways.id vgatewayConfId=vgateways.conf_id"},
			{"gcw.QueryImages productId=745f6546-dc5f-492f-82d1-9eb47cd9fa2d", "imageType=Public", "imageId"},
		}, set{"siteId": "32e6fd62-9bac-11ec-875a-2a8d1f4e167e"}},
		{"gcw.ChangeSubAccountName", nil, nil},
		{"gcw.ChangeSubAccountRemark", nil, nil},
		{"gcw.ConfigNet", []find{batch}, nil},
		{"gcw.OperateVm", []find{batch}, nil},
		{"gcw.RebuildVm", []find{desktop, {"gcw.QueryImages productId=e0997510-1b69-4de8-85a8-cc44b2dd28f8", "imageType=Public", "imageId"}}, nil},
		{"gcw.ChangeVmName", []find{desktop}, nil},
		{"gcw.UpdateVmLabels", []find{batch}, nil},
		{"gcw.ChangeAccount", []find{desktop, {"gcw.QuerySubAccounts", "", "accountId"}}, nil},
		{"gcw.BindAccounts", []find{batch, {"gcw.QuerySubAccounts", "", "accountId"}}, nil},
		{"gcw.UnbindAccounts", []find{batch}, nil},
		{"gcw.UpdateOrder", []find{{"gcw.QueryVms billMethod=0", "", "vmIds"}}, nil},
		{"gcw.RenewalOrder", []find{batch}, nil},
		{"gcw.DeleteVm", []find{desktop}, nil},
	}
}

func wildElastic() []visit {
	const list = "ecs.DescribeInstanceList"
	one := find{list, "Status=running", "EcsId"}
	batch := find{list, "Status=running", "EcsIds=EcsId"}
	image := find{"ecs.DescribeImages", "TemplateType=private Status=running", "ImageId"}
	return []visit{
		{"ecs.DescribeInstance", []find{one}, nil},
		{"ecs.DescribeInstanceStatus", []find{batch}, nil},
		{"ecs.DescribeInstanceMonitor", []find{one}, set{"StartTime": "2024-11-15 09:30:00", "EndTime": "2024-11-15 10:20:00"}},
		{"ecs.DescribeInstanceVncUrl", []find{one}, nil},
		{"ecs.DescribeEvent", []find{{"ecs.CreateInstance", "", "EventId"}}, nil},
		{"ecs.CreateInstance", []find{
			{"vpc.DescribeSubnet RegionCode=CN_Suqian", "AvailableZoneCode=CN_Suqian_A", "AvailableZoneCode VpcInfo.VpcId=VPCId SubnetInfo.SubnetId=SubnetId"},
			{"snapshot.DescribeSnapshotList", "AvailableZoneCode=CN_Suqian_A DiskProperty=data", "DataDisk.SnapshotId=SnapshotId DataDisk.Size=DiskSize"},
		}, nil},
		{"ecs.CreateImage", []find{one}, nil},
		{"ecs.OperateInstance", []find{batch}, nil},
		{"ecs.ModifyInstancePassword", []find{batch}, nil},
		{"ecs.ModifyInstanceName", []find{one}, nil},
		{"ecs.SyncImage", []find{image}, set{"AvailableZoneCodes": []any{"CN_Dongguan_A"}}},
		{"ecs.DeleteImage", []find{{"ecs.DescribeImages", "TemplateType=private Status=running", "ImageIds=ImageId"}}, nil},
		{"ecs.DeleteInstance", []find{batch}, nil},
	}
}

func wildDisks() []visit {
	const disks, snapshots = "ebs.DescribeDiskList", "snapshot.DescribeSnapshotList"
	disk := find{disks, "", "DiskId"}
	snapshot := find{snapshots, "SnapshotStatus=running", "SnapshotId"}
	return []visit{
		{"ebs.DescribeDisk", []find{disk}, nil},
		{"ebs.DescribeEcsAttachDisks", []find{{disks, "EcsId", "EcsId"}}, nil},
		{"ebs.DescribeEvent", []find{{"ebs.CreateDisk", "", "EventId"}}, nil},
		{"ebs.DescribeDiskQuota", nil, nil},
		{"snapshot.DescribeSnapshot", []find{snapshot}, nil},
		{"snapshot.DescribeSnapshotChain", []find{{"snapshot.DescribeSnapshotChainList", "", "DiskId SnapshotChainId"}}, nil},
		{"snapshot.DescribeSnapshotQuota", []find{disk}, nil},
		{"ebs.CreateDisk", nil, nil},
		{"snapshot.CreateSnapshot", []find{disk}, nil},
		{"ebs.AttachDisk", []find{{disks, "DiskName=cdn-spare_05", "DiskIds=DiskId"}, {"ecs.DescribeInstanceList", "AzName=东莞A Status=running", "EcsId"}}, nil},
		{"ebs.ExtendDisk", []find{{disks, "DiskName=cdn-spare_05", "DiskId"}}, set{"ExtendedSize": 160}},
		{"ebs.DetachDisk", []find{{disks, "Property=data Status=running", "DiskIds=DiskId"}}, nil},
		{"snapshot.RollbackDiskBySnapshot", []find{{snapshots, "", "DiskId SnapshotId"}}, nil},
		{"snapshot.RenameSnapshot", []find{snapshot}, nil},
		{"snapshot.CreateImageBySnapshot", []find{{snapshots, "DiskProperty=system", "SnapshotId"}}, nil},
		{"snapshot.CopySnapshotCrossAZ", []find{snapshot}, set{"AvailableZoneCode": "CN_Dongguan_A"}},
		{"snapshot.DeleteSnapshot", []find{{snapshots, "SnapshotStatus=running", "SnapshotIds=SnapshotId"}}, nil},
		{"ebs.DeleteDisk", []find{{disks, "Property=data", "DiskIds=DiskId"}}, nil},
	}
}

func wildBills() []visit {
	return []visit{
		{"billing.DescribeBillInfo", []find{{"billing.DescribeBill", "", "ResourceId"}}, set{"DateFrom": "2024.11.01", "DateTo": "2024.11.14"}},
		{"metering.GetMetering", nil, set{"Uid": nil}},
		{"billing.DescribeBill", nil, set{"DateFromTo": "2024.11.01 - 2024.11.14"}},
		{"alarm.UpdateWanAlarmReceiver", []find{{"alarm.GetWanAlarmReceiver", "", "ReceiverId"}}, nil},
	}
}
