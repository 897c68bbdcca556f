package sim

import (
	"net/url"
	"slices"
	"time"
)

// desktopChange is work on desktops: they are in the passing state meanwhile.
// One that has left it when the work ends, because its term ended, is left
// alone.
type desktopChange struct {
	what         string
	takes        time.Duration
	passing      string
	done, failed func(*desktop)
}

// becomes is the plain end of a change.
func becomes(status string) func(*desktop) { return func(d *desktop) { d.status = status } }

// changeDesktops begins a change and returns its task.
func (w *World) changeDesktops(r Request, list []*desktop, c desktopChange) string {
	var ids []string
	for _, d := range list {
		ids, d.status = append(ids, d.id), c.passing
	}
	end := func(f func(*desktop)) func() {
		return func() {
			for _, d := range list {
				if d.status == c.passing {
					f(d)
				}
			}
		}
	}
	return w.Begin(Work{
		System: taskGCW, Type: c.what, Takes: c.takes, Resources: ids, RequestID: r.Str("requestId"),
		Done: end(c.done), Failed: end(c.failed),
	})
}

// desktopsReply is the answer to a change of several desktops.
func desktopsReply(r Request, task string, list []*desktop, content obj) Reply {
	ids := []any{}
	for _, d := range list {
		ids = append(ids, d.id)
	}
	return Reply{Data: r.Record("Data", obj{
		"taskId": task, "vmIds": ids, "requestId": r.Str("requestId"), "requestContent": requestContent(r, content),
	})}
}

// closeDesktop ends what a desktop costs and frees its addresses, so that its
// networks can be deleted right after it.
func (w *World) closeDesktop(d *desktop) {
	if d.closed {
		return
	}
	d.closed, d.account = true, nil
	w.ledger.Close(d.id, w.now)
	w.ledger.Close(d.eipID, w.now)
	w.space.Release(d.public)
	w.releaseServer(d.id)
}

func (w *World) removeDesktop(d *desktop) { w.gcw.desktops.Delete(d.id) }

// powerChanges are the documented actions with the state each wants.
func powerChanges(action string) (from string, c desktopChange) {
	switch action {
	case "on":
		return desktopOff, desktopChange{"开启云桌面", 4 * time.Second, desktopStarting, becomes(desktopOn), becomes(desktopOff)}
	case "off":
		return desktopOn, desktopChange{"关闭云桌面", 3 * time.Second, desktopStopping, becomes(desktopOff), becomes(desktopOn)}
	}
	return desktopOn, desktopChange{"重启云桌面", 5 * time.Second, desktopRebooting, becomes(desktopOn), becomes(desktopOn)}
}

// operateDesktops refuses the whole request when one desktop is in the wrong
// state. An account in arrears can switch off only; not documented.
func operateDesktops(w *World, r Request) (Reply, error) {
	list, err := w.desktopsOf(r)
	if err != nil {
		return Reply{}, err
	}
	from, change := powerChanges(r.Str("action"))
	if slices.ContainsFunc(list, func(d *desktop) bool { return d.status != from }) {
		return Reply{}, refusalDesktopState
	}
	if from == desktopOff && w.ledger.Balance(w.now) < 0 {
		return Reply{}, refusalDesktopAccount
	}
	ids := []string{}
	for _, d := range list {
		ids = append(ids, d.id)
	}
	task := w.changeDesktops(r, list, change)
	return desktopsReply(r, task, list, obj{"funVmParam": obj{"action": r.Str("action"), "instanceIds": ids}}), nil
}

// rebuildDesktop leaves the desktop switched off, as it was.
func rebuildDesktop(w *World, r Request) (Reply, error) {
	d, err := w.desktop(r.Str("vmId"))
	if err != nil {
		return Reply{}, err
	}
	image, ok := w.desktopImage(d.product, r.Str("imageId"))
	if !ok || !image.usable() || d.volume.size < image.size {
		return Reply{}, refusalNoDesktopImage
	}
	if d.status != desktopOff {
		return Reply{}, desktopRefusal("13004", "当前状态无法重装,仅支持关机状态的云桌面进行重装")
	}
	task := w.changeDesktops(r, []*desktop{d}, desktopChange{
		what: "重装云桌面", takes: 8 * time.Second, passing: desktopConfiguring,
		done:   func(d *desktop) { d.status, d.image = desktopOff, image },
		failed: becomes(desktopError),
	})
	content := url.Values{"vmId": {d.id}} // the one echo that is no JSON
	return Reply{Data: r.Record("Data", obj{
		"taskId": task, "vmId": d.id, "requestId": r.Str("requestId"), "requestContent": content.Encode(),
	})}, nil
}

// deleteDesktop takes any desktop that nothing is being done to, running or
// not, paid ahead or not: the documentation says nothing against it. Nothing
// is paid back.
func deleteDesktop(w *World, r Request) (Reply, error) {
	d, err := w.desktop(r.Str("vmId"))
	if err != nil {
		return Reply{}, err
	}
	if !d.settled() {
		return Reply{}, refusalDesktopState
	}
	w.closeDesktop(d)
	task := w.changeDesktops(r, []*desktop{d}, desktopChange{
		what: "删除云桌面", takes: 4 * time.Second, passing: desktopDeleting,
		done: w.removeDesktop, failed: becomes(desktopError),
	})
	return Reply{Data: r.Record("Data", obj{
		"taskId": task, "vmId": d.id, "requestId": r.Str("requestId"),
		"requestContent": requestContent(r, obj{"funVmParam": obj{"instanceIds": []string{d.id}}}),
	})}, nil
}

// configDesktopNet sets up the network of desktops that are on, or whose
// network is broken; that others are refused is not documented. Configuring
// that fails breaks it.
func configDesktopNet(w *World, r Request) (Reply, error) {
	list, err := w.desktopsOf(r)
	if err != nil {
		// 10006 is not among the operation's codes.
		return Reply{}, desktopRefusal(refusalDesktopParams.Code, refusalDesktopParams.Message+",对应云桌面不存在")
	}
	if slices.ContainsFunc(list, func(d *desktop) bool { return d.status != desktopOn && d.status != desktopNetError }) {
		return Reply{}, refusalDesktopState
	}
	task := w.changeDesktops(r, list, desktopChange{
		what: "配置云桌面网络", takes: 4 * time.Second, passing: desktopConfiguring,
		done: becomes(desktopOn), failed: becomes(desktopNetError),
	})
	return desktopsReply(r, task, list, nil), nil
}
