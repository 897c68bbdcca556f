package sim

func metalLife(l *lab) life {
	vdc, private := l.bmsYard()
	return life{
		name: "bare metal server", busy: "installing", settled: "running", changing: "rebuilding",
		make: func(l *lab) string {
			task := params{"TaskId": at(l.ok("bms.CreateBmsInstance", orderOfBms(vdc, private, nil)), "Data", "TaskIds", 0)}
			return at(l.ok("bms.DescribeBmsTask", task), "Data", "BareMetalIds", 0).(string)
		},
		find: func(l *lab, id string) string { return l.bmsState(id) },
		change: func(id string) ask {
			return ask{"bms.ReinstallBms", params{"BaremetalId": id, "ImageId": "8", "Password": testPassword}}
		},
		use:    func(l *lab, id string) func() { return func() { l.bmsPower(id, "stop") } },
		inUse:  "LogicError",
		remove: func(id string) ask { return ask{"bms.DeleteBmsInstance", params{"BaremetalId": id}} },
		gone:   "InstanceNotFound",
	}
}

func metalDiskLife(l *lab) life {
	vdc, private := l.bmsYard()
	server := l.bmsBought(orderOfBms(vdc, private, nil))
	goods := at(l.ok("bmsdisk.DescribeGoodsId", params{"RegionId": bmsZone, "Bw": 2000, "Iops": 8000, "Type": "ssd"}), "Data", "GoodsId")
	return life{
		name: "bare metal disk", busy: "creating", settled: "detach", changing: "updating",
		make: answered("bmsdisk.CreateDisk", params{"RegionId": bmsZone, "Name": "d", "Size": 200, "Num": 1, "GoodsId": goods}, "Data", "DiskInfo", 0, "DiskId"),
		find: func(l *lab, id string) string {
			return shown(at(l.ok("bmsdisk.DescribeDisks", nil), "Data", "DiskList"), "DiskId", id, "State")
		},
		change: func(id string) ask { return ask{"bmsdisk.ChangeIops", params{"DiskId": id, "Iops": 5000}} },
		use: func(l *lab, id string) func() {
			l.diskDone("bmsdisk.AttachDisk", params{"DiskId": id, "InstanceId": server})
			return func() { l.ok("bmsdisk.DetachDisk", params{"DiskId": id}) }
		},
		inUse:  "IncorrectDiskStatus",
		remove: func(id string) ask { return ask{"bmsdisk.DeleteDisk", params{"DiskId": id}} },
		gone:   "ParameterInvalid",
	}
}

func desktopLife(l *lab) life {
	l.ok("gcw.CreateDefaultNet", asked(params{"siteId": loudi}))
	l.settle()
	net := studioOf(l.ok("gcw.GetDefaultNet", asked(params{"siteId": loudi})), loudi)
	power := func(id, action string) ask {
		return ask{"gcw.OperateVm", asked(params{"action": action, "vmIds": []string{id}})}
	}
	return life{
		name: "desktop", busy: "configuring", settled: "using", changing: "rebooting",
		make: answered("gcw.CreateVm", net.order(nil), "Data", "vmIds", 0),
		find: func(l *lab, id string) string {
			for _, listed := range at(l.ok("gcw.QueryVms", nil), "Data", "vmIds").([]any) {
				if listed == id {
					return at(l.ok("gcw.QueryVm", params{"vmId": id}), "Data", "status").(string)
				}
			}
			return ""
		},
		change: func(id string) ask { return power(id, "reboot") },
		use: func(l *lab, id string) func() {
			l.ok(power(id, "off").id, power(id, "off").params)
			return func() {}
		},
		inUse:  "13002",
		remove: func(id string) ask { return ask{"gcw.DeleteVm", asked(params{"vmId": id})} },
		gone:   "10006",
	}
}
