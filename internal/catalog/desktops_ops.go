package catalog

import (
	"context"
	"net/url"
	"strings"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/resource"
)

// mostLabel is how long a remark may be. The documentation has a limit for
// those of accounts only.
const mostLabel = 30

var desktopOps = []resource.Op[Desktop]{
	createDesktops,
	{Slug: "start", Icon: "player-play", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.NoConfirm, Bulk: true,
		Offered: desktopOffered("reason.not_stopped", "stopped"), Plan: operateDesktops("on")},
	{Slug: "stop", Icon: "player-stop", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: desktopOffered("reason.not_running", "running"), Plan: operateDesktops("off")},
	{Slug: "reboot", Icon: "rotate-clockwise", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: desktopOffered("reason.not_running", "running"), Plan: operateDesktops("reboot")},
	{Slug: "configure-network", Icon: "network", Set: resource.NetworkSet, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: desktopOffered("reason.desktop_not_on", "running", "desktop.net_error"), Plan: configureDesktops},
	bindDesktops, changeDesktopUser, unbindDesktops, subscribeDesktops, renewDesktops,
	{Slug: "rename", Icon: "pencil", Set: resource.LabelSet, Effect: resource.Change, Danger: resource.NoConfirm,
		Offered: desktopRests, Fields: desktopNameFields, Plan: renameDesktop},
	{Slug: "label", Icon: "tag", Set: resource.LabelSet, Effect: resource.Change, Danger: resource.NoConfirm, Bulk: true,
		Offered: desktopRests, Fields: desktopLabelFields, Plan: labelDesktops},
	rebuildDesktop,
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: desktopRests, Loses: desktopLosses, Plan: deleteDesktops},
}

// desktopOffered offers what needs a desktop in one of our states.
func desktopOffered(reason string, states ...string) func(Desktop) resource.Text {
	return func(d Desktop) resource.Text {
		if d.in(states...) {
			return resource.Text{}
		}
		if why := desktopRests(d); !why.IsZero() {
			return why
		}
		return resource.T(reason)
	}
}

// desktopRests offers what any desktop takes that nothing is being done to.
func desktopRests(d Desktop) resource.Text {
	switch tone := d.state().Tone; {
	case d.Unread:
		return resource.T("reason.desktop_unread")
	case tone == resource.Busy:
		return resource.T("reason.changing")
	case tone == resource.Gone:
		return resource.T("reason.gone")
	}
	return resource.Text{}
}

// operateDesktops calls once per desktop: the provider refuses all of a call
// that names one in the wrong state.
func operateDesktops(how string) func([]Desktop, url.Values) ([]resource.Step, error) {
	return eachDesktop(func(d Desktop) resource.Step {
		return resource.Do(gcw.OperateVM, gcw.OperateVMRequest{RequestID: newRequest(), Action: how, VMIDs: []string{d.ID}}, desktopTarget(d))
	})
}

// eachDesktop plans a call for each desktop.
func eachDesktop(step func(Desktop) resource.Step) func([]Desktop, url.Values) ([]resource.Step, error) {
	return func(items []Desktop, _ url.Values) ([]resource.Step, error) {
		var steps []resource.Step
		for _, d := range items {
			steps = append(steps, step(d))
		}
		return steps, nil
	}
}

var configureDesktops = eachDesktop(func(d Desktop) resource.Step {
	return resource.Do(gcw.ConfigNet, gcw.ConfigNetRequest{RequestID: newRequest(), VMIDs: []string{d.ID}}, desktopTarget(d))
})

var deleteDesktops = eachDesktop(func(d Desktop) resource.Step {
	return resource.Do(gcw.DeleteVM, gcw.DeleteVMRequest{RequestID: newRequest(), VMID: d.ID}, desktopTarget(d))
})

func desktopNameFields(_ context.Context, _ cloud.Caller, items []Desktop, _ url.Values) ([]resource.Field, error) {
	return []resource.Field{nameField("create.field.name", items[0].VMName)}, nil
}

func renameDesktop(items []Desktop, form url.Values) ([]resource.Step, error) {
	d := items[0]
	name, err := newName(form, d.VMName)
	if err != nil {
		return nil, err
	}
	return []resource.Step{resource.Do(gcw.ChangeVMName, gcw.ChangeVMNameRequest{RequestID: newRequest(), VMID: d.ID, Name: name}, desktopTarget(d))}, nil
}

// desktopLabelFields begin with the remark that all have.
func desktopLabelFields(_ context.Context, _ cloud.Caller, items []Desktop, _ url.Values) ([]resource.Field, error) {
	f := resource.Field{Name: "label", Label: resource.T("field.desktops.label"), Hint: resource.T("hint.name", mostLabel), Input: resource.TextInput, Required: true, Value: items[0].Label}
	for _, d := range items {
		if d.Label != f.Value {
			f.Value = ""
		}
	}
	return []resource.Field{f}, nil
}

// labelDesktops is one call: the provider changes all of them or none.
func labelDesktops(items []Desktop, form url.Values) ([]resource.Step, error) {
	label, same := strings.TrimSpace(form.Get("label")), true
	if len([]rune(label)) > mostLabel {
		return nil, resource.FieldErrors{"label": resource.T("form.too_long", mostLabel)}
	}
	for _, d := range items {
		same = same && d.Label == label
	}
	if same {
		return nil, resource.FieldErrors{"label": resource.T("form.unchanged")}
	}
	ids, targets := desktopTargets(items)
	return []resource.Step{resource.Do(gcw.UpdateVMLabels, gcw.UpdateVMLabelsRequest{RequestID: newRequest(), VMIDs: ids, Label: label}, targets...)}, nil
}

func desktopLosses(items []Desktop) []resource.Text {
	var out []resource.Text
	for _, d := range items {
		_, public := d.eip()
		_, private := d.inner()
		out = append(out, resource.T("loss.desktop", d.VMName, resource.Names(without([]string{public, private}))))
		if d.bound() {
			out = append(out, resource.T("loss.desktop_user", d.AccountName, d.VMName))
		}
		if end := d.ends(); end.After(time.Now()) {
			out = append(out, resource.T("loss.desktop_paid", d.VMName, end))
		}
	}
	return out
}
