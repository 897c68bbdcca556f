package sim

// changeDesktopName allows the same name twice; the documentation has no rule.
func changeDesktopName(w *World, r Request) (Reply, error) {
	d, err := w.desktop(r.Str("vmId"))
	if err != nil {
		return Reply{}, err
	}
	if !validName(r.Str("name")) {
		return Reply{}, refusalDesktopParams
	}
	d.name = r.Str("name")
	w.renameServer(d.id, d.name)
	return Reply{}, nil
}

// updateDesktopLabels changes all of the desktops or none.
func updateDesktopLabels(w *World, r Request) (Reply, error) {
	if !validName(r.Str("label")) {
		return Reply{}, refusalDesktopParams
	}
	list, err := w.desktopsOf(r)
	if err != nil {
		return Reply{}, desktopRefusal("13015", "更新云桌面备注失败")
	}
	for _, d := range list {
		d.label = r.Str("label")
	}
	return Reply{}, nil
}

// bindable is the documented rule: a desktop that is nobody's can be bound
// while on or off, one that is somebody's changes hands while off only.
func (d *desktop) bindable() bool {
	return d.status == desktopOff || d.status == desktopOn && d.account == nil
}

// readyAccount finds an account that desktops can be bound to.
func (w *World) readyAccount(id string) (*subAccount, bool) {
	a, ok := w.gcw.accounts.Get(id)
	return a, ok && a.status == accountReady
}

func changeDesktopAccount(w *World, r Request) (Reply, error) {
	d, known := w.gcw.desktops.Get(r.Str("vmId"))
	a, ready := w.readyAccount(r.Str("accountId"))
	if !known || !ready || !d.bindable() {
		return Reply{}, desktopRefusal("13011", "换绑GPU云桌面实例失败")
	}
	d.account = a
	return Reply{}, nil
}

// bindAccounts binds those that can be bound and lists the others.
func bindAccounts(w *World, r Request) (Reply, error) {
	a, ready := w.readyAccount(r.Str("accountId"))
	if !ready {
		return Reply{}, desktopRefusal("13013", "绑定GPU云桌面实例失败")
	}
	return w.eachDesktop(r, func(d *desktop) string {
		if !d.bindable() {
			return "对没有绑定用户的云桌面在已开机和已关机的状态下都可以绑定用户,对于已经绑定用户的云桌面仅在已关机的状态下可以换绑用户"
		}
		d.account = a
		return ""
	}), nil
}

// unbindAccounts unbinds those that can be unbound and lists the others.
func unbindAccounts(w *World, r Request) (Reply, error) {
	return w.eachDesktop(r, func(d *desktop) string {
		if d.status != desktopOff {
			return "仅支持已关机状态的云桌面执行解绑用户操作"
		}
		if d.account == nil {
			return "对应云桌面未绑定用户"
		}
		d.account = nil
		return ""
	}), nil
}

// eachDesktop does something to each desktop by itself; f returns why not.
func (w *World) eachDesktop(r Request, f func(*desktop) string) Reply {
	done, failed := 0, []any{}
	for _, id := range r.Strs("vmIds") {
		wrong := "对应云桌面不存在"
		if d, ok := w.gcw.desktops.Get(id); ok {
			wrong = f(d)
		}
		if wrong == "" {
			done++
			continue
		}
		failed = append(failed, r.Record("Data.failedMsgs[]", obj{"vmId": id, "messsage": wrong}))
	}
	return Reply{Data: r.Record("Data", obj{"successNum": done, "failedNum": len(failed), "failedMsgs": failed})}
}
