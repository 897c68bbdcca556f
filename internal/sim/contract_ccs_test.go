package sim

import "time"

type params = map[string]any

// doDone is do for a call whose task must end well; it returns what was made
// or changed.
func (s *stage) doDone(id string, p params) []string {
	s.t.Helper()
	return s.finish(s.do(id, p))
}

// ground is a VDC with networks and one server with everything.
type ground struct{ vdc, public, private, server string }

func (s *stage) ground() ground {
	s.t.Helper()
	g := ground{}
	g.vdc, g.public, g.private = s.plant()
	g.server = s.doDone("ccs.instance.CreateInstance", order(g.vdc, params{
		"PublicIp": []string{"auto"}, "Ipv6Bind": true, "LabelNames": []string{"blue"},
		"PrivateIp": []any{params{"PrivateId": g.private, "IP": []string{"auto"}}},
		"DataDisks": []any{params{"Size": 100, "Type": "ssd_disk"}},
	}))[0]
	return g
}

func contractServers(s *stage) {
	g := s.ground()
	i := at(s.do("ccs.instance.DescribeInstances", params{"InstanceId": g.server}), "Data", "Instances", 0)
	card := at(i, "PublicNetworkInterface", 0, "InterfaceId")
	s.do("common.DescribeAvailableResource", params{"RegionId": "CN_Taipei_A"})
	s.do("common.DescribeTask", params{"TaskId": s.ok("ccs.instance.RebootInstance", params{"InstanceId": g.server})["TaskId"]})
	s.pass(10 * time.Second)
	s.do("ccs.instance.DescribeTags", nil)
	s.do("ccs.instance.DescribeInstanceType", params{"RegionId": "CN_Beijing_A", "InstanceType": "Standard"})
	s.do("ccs.instance.DescribeInstancePrice", order(g.vdc, params{"SystemDisk": params{"Size": 100}, "Amount": 2}))
	s.do("ccs.instance.DescribePublicIp", params{"VdcId": g.vdc, "PublicId": g.public})
	s.do("ccs.instance.DescribePrivateIp", params{"VdcId": g.vdc, "PrivateId": g.private})
	s.do("ccs.instance.GetIpInfoBySegment", params{"PrivateId": g.private, "Segment": "10.240.0.0/28"})
	s.do("ccs.instance.CreateInstanceHtmlConsoleURL", params{"InstanceId": g.server})
	s.pass(time.Hour)
	window := params{"InstanceId": g.server, "StartTime": "2024-11-15 10:40:00", "EndTime": "2024-11-15 11:10:00"}
	s.do("ccs.instance.DescribeInstanceMonitor", with(window, params{"MetricName": "CPUUtilization", "Period": 60}))
	s.do("ccs.instance.DescribeNetworkCardFlow", with(window, params{"MetricName": "NetworkCardFlow", "InterfaceId": card}))
}

func with(p, more params) params {
	out := params{}
	for _, from := range []params{p, more} {
		for name, v := range from {
			out[name] = v
		}
	}
	return out
}

func contractServerChanges(s *stage) {
	g := s.ground()
	one, many, list := params{"InstanceId": g.server}, params{"InstanceIds": g.server}, params{"InstanceIds": []string{g.server}}
	s.doDone("ccs.instance.StopInstance", one)
	s.doDone("ccs.instance.StartInstance", one)
	s.doDone("ccs.instance.RebootInstance", one)
	s.doDone("ccs.instance.StopInstances", many)
	s.doDone("ccs.instance.StartInstances", many)
	s.doDone("ccs.instance.RebootInstances", many)
	s.do("ccs.instance.ModifyInstanceName", with(one, params{"InstanceName": "renamed"}))
	s.doDone("ccs.instance.ModifyInstanceSpec", with(one, params{"Cpu": 8, "Ram": 16}))
	s.doDone("ccs.instance.ModifyInstanceChargeType", with(one, params{"InstanceChargeType": "PrePaid", "PrepaidMonth": 1}))
	s.do("ccs.instance.ModifyInstanceAttribute", with(list, params{"DeletionProtection": false}))
	s.do("ccs.instance.ResetInstancesPassword", with(many, params{"Password": testPassword}))
	s.pass(10 * time.Second)
	s.doDone("ccs.instance.ResetImage", with(one, params{"ImageId": "Centos_7.9_64", "Password": testPassword}))
	s.doDone("ccs.instance.CreateDisk", with(one, params{"DataDisks": []any{params{"Size": 100}}}))
	disk := at(s.instance(g.server), "Disks", "DataDisks", 0, "DiskId")
	s.doDone("ccs.instance.ResizeDisk", with(one, params{"DiskId": disk, "DataSize": 200}))
	s.doDone("ccs.instance.DeleteDisk", with(one, params{"DiskIds": []any{disk}}))
	s.doDone("ccs.instance.ExtendSystemDisk", with(one, params{"Size": 200}))
	card := with(one, params{"InterfaceId": at(s.instance(g.server), "PublicNetworkInterface", 0, "InterfaceId")})
	s.doDone("ccs.instance.DisconnectNetworkInterface", card)
	s.doDone("ccs.instance.ConnectNetworkInterface", card)
	s.doDone("ccs.instance.ModifyIpAddress", with(card, params{"Address": "None", "Password": testPassword}))
	batch := with(list, params{"VdcId": g.vdc, "PrivateId": g.private, "Password": testPassword})
	s.doDone("ccs.instance.BatchDeleteNetworkInterfaces", batch)
	s.doDone("ccs.instance.BatchAddNetworkInterfaces", batch)
	s.do("ccs.instance.CreateTag", params{"TagName": "green"})
	tag := textOf(int(at(s.ok("ccs.instance.DescribeTags", nil), "Data", 1, "TagId").(float64)))
	s.do("ccs.instance.AddInstancesTags", with(many, params{"AddTagIds": tag}))
	s.do("ccs.instance.DeleteInstancesTags", with(many, params{"DelTagIds": tag}))
	s.do("ccs.instance.DeleteTag", params{"TagId": tag})
	s.doDone("ccs.instance.DeleteInstance", list)
}

func contractGroups(s *stage) {
	g := s.ground()
	s.do("ccs.securitygroup.CreateSecurityGroup", params{"SecurityGroupName": "sg", "Description": "d", "SecurityGroupType": "public"})
	found := s.do("ccs.securitygroup.DescribeSecurityGroups", nil)
	id := at(found, "Data", "SecurityGroup", 0, "SecurityGroupId").(string)
	group := params{"SecurityGroupId": id}
	made := s.doDone("ccs.securitygroup.AddSecurityGroupRule", rule(id, nil))[0]
	s.do("ccs.securitygroup.DescribeSecurityGroupAttribute", group)
	s.do("ccs.securitygroup.ModifySecurityGroupAttribute", with(group, params{"SecurityGroupName": "sg2", "Description": "e"}))
	s.do("ccs.securitygroup.ModifySecurityGroupRule", with(group, params{"RuleId": made, "Description": "e"}))
	s.doDone("ccs.securitygroup.ModifySecurityGroupRulePriority", with(group, params{"BindData": []any{params{"RuleId": made, "Priority": "3"}}}))
	s.doDone("ccs.securitygroup.RemoveSecurityGroupRule", with(group, params{"RuleIds": []string{made}}))
	bind := with(group, params{"BindData": []any{params{"InstanceId": g.server, "PublicId": g.public}}})
	s.doDone("ccs.securitygroup.JoinSecurityGroup", bind)
	s.doDone("ccs.securitygroup.LeaveSecurityGroup", bind)
	s.do("ccs.securitygroup.DeleteSecurityGroup", group)
	s.doDone("ccs.securitygroup.ForceDeleteSecurityGroup", params{"SecurityGroupId": s.group("private")})
}

func contractTemplates(s *stage) {
	g := s.ground()
	id := s.doDone("ccs.template.CreateTemplate", params{"InstanceId": g.server, "DisplayName": "模板", "PowerOn": true})[0]
	s.do("ccs.template.DescribeTemplateInfo", params{"PageNumber": 1, "PageSize": 10})
	s.doDone("ccs.template.SyncTemplate", params{"TemplateId": id, "RegionId": "CN_Shanghai_A"})
	s.doDone("ccs.template.DeleteTemplate", params{"TemplateId": id, "RegionId": "CN_Beijing_A"})
}
