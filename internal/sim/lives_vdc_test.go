package sim

func serverLife(l *lab) life {
	vdc, _, private := l.plant()
	return life{
		name: "server",
		make: ordered("ccs.instance.CreateInstance", order(vdc, params{"PrivateIp": []any{params{"PrivateId": private, "IP": []string{"auto"}}}})),
		busy: "updating", settled: "running", changing: "updating", gone: "InstanceNotFound",
		find: func(l *lab, id string) string {
			return shown(at(l.ok("ccs.instance.DescribeInstances", nil), "Data", "Instances"), "InstanceId", id, "InstanceStatus")
		},
		change: func(id string) ask {
			return ask{"ccs.instance.ModifyInstanceSpec", params{"InstanceId": id, "Cpu": 8, "Ram": 16}}
		},
		use: func(l *lab, id string) func() {
			protect := func(on bool) {
				l.ok("ccs.instance.ModifyInstanceAttribute", params{"InstanceIds": []string{id}, "DeletionProtection": on})
			}
			protect(true)
			return func() { protect(false) }
		},
		inUse:  "IncorrectInstanceStatus",
		remove: func(id string) ask { return ask{"ccs.instance.DeleteInstance", params{"InstanceIds": []string{id}}} },
	}
}

func findNetwork(kind string) func(*lab, string) string {
	return func(l *lab, id string) string {
		for _, v := range l.ok("network.vdc.DescribeVdc", nil)["Data"].([]any) {
			if got := shown(at(v, kind+"Network"), kind+"Id", id, "Status"); got != "" {
				return got
			}
		}
		return ""
	}
}

func vdcLife(*lab) life {
	return life{
		name: "VDC", changing: "ok", gone: "VdcNotFound",
		make: ordered("network.vdc.CreateVdc", params{"RegionId": "CN_Wuxi_A", "VdcName": "v"}),
		busy: "creating", settled: "ok",
		find: func(l *lab, id string) string {
			return shown(l.ok("network.vdc.DescribeVdc", nil)["Data"], "VdcId", id, "VdcStatus")
		},
		change: func(id string) ask { return ask{"network.vdc.CreatePrivateNetwork", params{"VdcId": id}} },
		use: func(l *lab, id string) func() {
			public := l.made("network.vdc.CreatePublicNetwork", params{
				"VdcId": id, "Name": "n", "Type": "Bandwidth_BGP", "BillingMethod": "BandwIdth", "Qos": 10, "IPNum": 4, "AutoRenew": 1, "FloatBandwidth": 0,
			})
			return func() { l.ok("network.vdc.DeletePublicNetwork", params{"PublicId": public}) }
		},
		inUse:  "IncorrectVdcStatus",
		remove: func(id string) ask { return ask{"network.vdc.DeleteVdc", params{"VdcId": id}} },
	}
}

func publicNetworkLife(l *lab) life {
	vdc, _, _ := l.plant()
	return life{
		name: "public network", changing: "updating", gone: "InvalidPublicID.Malformed",
		make: ordered("network.vdc.CreatePublicNetwork", params{
			"VdcId": vdc, "Name": "n", "Type": "Bandwidth_BGP", "BillingMethod": "BandwIdth", "Qos": 10, "IPNum": 4, "AutoRenew": 1, "FloatBandwidth": 0,
		}),
		busy: "creating", settled: "ok",
		find: findNetwork("Public"),
		change: func(id string) ask {
			return ask{"network.vdc.ModifyPublicNetwork", params{"PublicId": id, "Qos": "20"}}
		},
		use: func(l *lab, id string) func() {
			server := l.made("ccs.instance.CreateInstance", order(vdc, params{"OrderedIP": []any{params{"PipeId": id, "IP": []string{"auto"}}}}))
			return func() { l.ok("ccs.instance.DeleteInstance", params{"InstanceIds": []string{server}}) }
		},
		inUse:  "IncorrectVdcStatus",
		remove: func(id string) ask { return ask{"network.vdc.DeletePublicNetwork", params{"PublicId": id}} },
	}
}

func privateNetworkLife(l *lab) life {
	vdc, _, other := l.plant()
	return life{
		name: "private network", changing: "ok", gone: "InvalidPrivateId.Malformed",
		make: ordered("network.vdc.CreatePrivateNetwork", params{"VdcId": vdc}),
		busy: "creating", settled: "ok",
		find: findNetwork("Private"),
		change: func(id string) ask {
			return ask{"network.vdc.CreateGPN", params{"Name": "g", "Qos": 5, "AccessPoint": []any{params{"VdcId": vdc, "PrivateId": id}, params{"VdcId": vdc, "PrivateId": other}}}}
		},
		use: func(l *lab, _ string) func() {
			gpn := at(l.ok("network.vdc.DescribeGPN", nil), "Data", 0, "GpnId")
			return func() { l.finish(l.ok("network.vdc.DeleteGpn", params{"GpnId": gpn})) }
		},
		inUse:  "IncorrectVdcStatus",
		remove: func(id string) ask { return ask{"network.vdc.DeletePrivateNetwork", params{"PrivateId": id}} },
	}
}

func gpnLife(l *lab) life {
	vdc, _, first := l.plant()
	second := l.made("network.vdc.CreatePrivateNetwork", params{"VdcId": vdc})
	third := l.made("network.vdc.CreatePrivateNetwork", params{"VdcId": vdc})
	return life{
		name: "GPN", changing: "updating", gone: "InvalidGpnID.Malformed",
		make: ordered("network.vdc.CreateGPN", params{"Name": "g", "Qos": 5, "AccessPoint": []any{params{"PrivateId": first}, params{"PrivateId": second}}}),
		busy: "creating", settled: "ok",
		find: func(l *lab, id string) string {
			return shown(l.ok("network.vdc.DescribeGPN", nil)["Data"], "GpnId", id, "Status")
		},
		change: func(id string) ask {
			return ask{"network.vdc.AddAccessPoint", params{"GpnId": id, "VdcAdd": []any{params{"PrivateId": third}}}}
		},
		remove: func(id string) ask { return ask{"network.vdc.DeleteGpn", params{"GpnId": id}} },
	}
}

func templateLife(l *lab) life {
	vdc, _, _ := l.plant()
	server := l.made("ccs.instance.CreateInstance", order(vdc, nil))
	return life{
		name: "template", changing: "normal", gone: "InvalidLaunchTemplateVersion.NotFound",
		make: ordered("ccs.template.CreateTemplate", params{"InstanceId": server, "DisplayName": "t", "PowerOn": true}),
		busy: "creating", settled: "normal",
		find: func(l *lab, id string) string {
			return shown(at(l.ok("ccs.template.DescribeTemplateInfo", params{"PageNumber": 1, "PageSize": 10}), "Data", "TemplateList"), "TemplateId", id, "Status")
		},
		change: func(id string) ask {
			return ask{"ccs.instance.CreateInstance", order(vdc, params{"ImageId": id, "ImagePassword": "x"})}
		},
		remove: func(id string) ask {
			return ask{"ccs.template.DeleteTemplate", params{"TemplateId": id, "RegionId": "CN_Beijing_A"}}
		},
	}
}

func ruleLife(l *lab) life {
	group := l.group("public")
	return life{
		name: "security group rule", changing: "ok", gone: "InvalidParameter",
		make: ordered("ccs.securitygroup.AddSecurityGroupRule", rule(group, nil)),
		busy: "creating", settled: "ok",
		find: func(l *lab, id string) string {
			found := l.ok("ccs.securitygroup.DescribeSecurityGroupAttribute", params{"SecurityGroupId": group})
			return shown(at(found, "Data", "SecurityGroupRules"), "RuleId", id, "Status")
		},
		change: func(id string) ask {
			return ask{"ccs.securitygroup.ModifySecurityGroupRulePriority", params{"SecurityGroupId": group, "BindData": []any{params{"RuleId": id, "Priority": 5}}}}
		},
		remove: func(id string) ask {
			return ask{"ccs.securitygroup.RemoveSecurityGroupRule", params{"SecurityGroupId": group, "RuleIds": []string{id}}}
		},
	}
}
