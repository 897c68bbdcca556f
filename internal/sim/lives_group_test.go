package sim

// dataDiskLife is that of a data disk of a VDC server, which is seen and changed
// through its server, and listed only once it is made.
func dataDiskLife(l *lab) life {
	vdc, _, _ := l.plant()
	server := params{"InstanceId": l.made("ccs.instance.CreateInstance", order(vdc, nil))}
	return life{
		name: "data disk", busy: "running", settled: "running", changing: "updating",
		make: func(l *lab) string {
			l.ok("ccs.instance.CreateDisk", with(server, params{"DataDisks": []any{params{"Size": 100, "Type": "high_disk"}}}))
			l.settle()
			return at(l.ok("ccs.instance.DescribeInstances", nil), "Data", "Instances", 0, "Disks", "DataDisks", 0, "DiskId").(string)
		},
		find: func(l *lab, id string) string {
			i := at(l.ok("ccs.instance.DescribeInstances", nil), "Data", "Instances", 0)
			if shown(at(i, "Disks", "DataDisks"), "DiskId", id, "DiskType") == "" {
				return ""
			}
			return at(i, "InstanceStatus").(string)
		},
		change: func(id string) ask {
			return ask{"ccs.instance.ResizeDisk", with(server, params{"DiskId": id, "DataSize": 200})}
		},
		use: func(l *lab, _ string) func() {
			l.ok("ccs.instance.RebootInstance", server)
			return func() {}
		},
		inUse: "IncorrectInstanceStatus",
		remove: func(id string) ask {
			return ask{"ccs.instance.DeleteDisk", with(server, params{"DiskIds": []string{id}})}
		},
		gone: "InvalidParameter",
	}
}

// tagLife is that of a thing that is made and deleted at once; its only state
// is to be listed.
func tagLife(l *lab) life {
	vdc, _, _ := l.plant()
	server := l.made("ccs.instance.CreateInstance", order(vdc, nil))
	find := func(l *lab, name string) (id string) {
		for _, t := range l.ok("ccs.instance.DescribeTags", nil)["Data"].([]any) {
			if at(t, "TagName") == name {
				id = textOf(int(at(t, "TagId").(float64)))
			}
		}
		return id
	}
	return life{
		name: "tag", busy: "listed", settled: "listed",
		make: func(l *lab) string {
			l.ok("ccs.instance.CreateTag", params{"TagName": "blue"})
			return find(l, "blue")
		},
		find: func(l *lab, id string) string {
			if find(l, "blue") != id {
				return ""
			}
			return "listed"
		},
		use: func(l *lab, id string) func() {
			l.ok("ccs.instance.AddInstancesTags", params{"InstanceIds": server, "AddTagIds": id})
			return func() { l.ok("ccs.instance.DeleteInstancesTags", params{"InstanceIds": server, "DelTagIds": id}) }
		},
		inUse:  "20101",
		remove: func(id string) ask { return ask{"ccs.instance.DeleteTag", params{"TagId": id}} },
		gone:   "InvalidParameter",
	}
}

func groupLife(l *lab) life {
	vdc, _, private := l.plant()
	server := l.made("ccs.instance.CreateInstance", order(vdc, params{"PrivateIp": []any{params{"PrivateId": private, "IP": []string{"auto"}}}}))
	bind := []any{params{"InstanceId": server, "PrivateId": private}}
	return life{
		name: "security group", busy: "private", settled: "private", changing: "private",
		make: func(l *lab) string { return l.group("private") },
		find: func(l *lab, id string) string {
			list := at(l.ok("ccs.securitygroup.DescribeSecurityGroups", nil), "Data", "SecurityGroup")
			return shown(list, "SecurityGroupId", id, "SecurityGroupType")
		},
		change: func(id string) ask {
			return ask{"ccs.securitygroup.ModifySecurityGroupAttribute", params{"SecurityGroupId": id, "SecurityGroupName": "h", "Description": "e"}}
		},
		use: func(l *lab, id string) func() {
			l.finish(l.ok("ccs.securitygroup.JoinSecurityGroup", params{"SecurityGroupId": id, "BindData": bind}))
			return func() {
				l.ok("ccs.securitygroup.LeaveSecurityGroup", params{"SecurityGroupId": id, "BindData": bind})
			}
		},
		inUse: "SecurityGroupInUse",
		remove: func(id string) ask {
			return ask{"ccs.securitygroup.DeleteSecurityGroup", params{"SecurityGroupId": id}}
		},
		gone: "InvalidSecurityGroupId.NotFound",
	}
}
