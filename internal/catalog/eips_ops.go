package catalog

import (
	"context"
	"net/url"
	"strings"
	"unicode/utf8"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// mostDescription is how long a description may be.
const mostDescription = 255

var eipOps = []resource.Op[EIP]{
	{Slug: "create", Icon: "plus", Effect: resource.Spend, Danger: resource.Confirm, Alone: true,
		Fields: newEIPFields, Plan: createEIPs, Price: priceNewEIPs, Watch: eipSettled,
		Beside: map[string]string{"InvalidParameter": "qos", "QuotaExceed.EIP": "count", "InvalidAvailableZone.NotFound": "place", "InvalidRegion.NotFound": "place"}},
	{Slug: "bind", Icon: "plug-connected", Set: resource.NetworkSet, Top: true, Effect: resource.Change, Danger: resource.Confirm,
		Offered: eipBindable, Fields: bindFields, PlanAfter: bindEIP, Watch: eipSettled,
		Beside: map[string]string{"InvalidIp.IpAssigned": "address", "InvalidIp.Address": "address", "InvalidSubnet.NotFound": "net", "InvalidVirtualGateWay.NotFound": "net"}},
	{Slug: "unbind", Icon: "plug-connected-x", Set: resource.NetworkSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: eipUnbindable, Plan: unbindEIPs, Watch: eipSettled, Keeps: unboundKeeps},
	{Slug: "bandwidth", Icon: "arrows-diff", Set: resource.SizeSet, Top: true, Effect: resource.Spend, Danger: resource.Confirm, Bulk: true,
		Offered: eipResizable, Fields: eipQosFields, Plan: resizeEIPs, Price: priceEIPs, Watch: eipSettled, Beside: map[string]string{"InvalidParameter": "qos"}},
	{Slug: "join", Icon: "link", Set: resource.SizeSet, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: eipResizable, Fields: sharedFields, PlanAfter: joinBandwidth, Watch: eipSettled},
	{Slug: "leave", Icon: "unlink", Set: resource.SizeSet, Effect: resource.Spend, Danger: resource.Confirm, Bulk: true,
		Offered: eipSharing, Fields: ownFields, Plan: leaveBandwidth, Price: priceLeave, Watch: eipSettled, Beside: map[string]string{"InvalidParameter": "qos"}},
	{Slug: "describe", Icon: "pencil", Set: resource.LabelSet, Effect: resource.Change, Danger: resource.NoConfirm,
		Offered: eipRests, Fields: describeFields, Plan: describeEIP, Watch: eipSettled, Beside: map[string]string{"InvalidParameter": "description"}},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: eipDeletable, Loses: eipLosses, Plan: deleteEIPs, Watch: func(EIP) bool { return false }}, // it has ended once the address is gone
}

// eipSettled tells that nothing is being done to an address any more.
func eipSettled(e EIP) bool { return eipState(e).Tone != resource.Busy }

// eipRests offers what needs an address that nothing is being done to.
func eipRests(e EIP) resource.Text {
	switch eipState(e).Tone {
	case resource.Busy:
		return resource.T("reason.changing")
	case resource.Failed:
		return resource.T("reason.eip_broken")
	}
	return resource.Text{}
}

func eipBindable(e EIP) resource.Text {
	if e.bound() {
		return resource.T("reason.eip_bound", e.BindResourceInfo.SubnetIP)
	}
	return eipRests(e)
}

func eipUnbindable(e EIP) resource.Text {
	if why := eipRests(e); !why.IsZero() {
		return why
	}
	if !e.bound() {
		return resource.T("reason.eip_free")
	}
	return resource.Text{}
}

func eipResizable(e EIP) resource.Text {
	if e.shares() {
		return resource.T("reason.eip_shares", e.sharedName())
	}
	return eipRests(e)
}

func eipSharing(e EIP) resource.Text {
	if !e.shares() {
		return resource.T("reason.eip_shares_not")
	}
	return eipRests(e)
}

// eipDeletable keeps addresses in use: they are unbound first. One whose
// creation failed can go.
func eipDeletable(e EIP) resource.Text {
	switch {
	case eipState(e).Tone == resource.Busy:
		return resource.T("reason.changing")
	case e.bound():
		return resource.T("reason.eip_unbind_first", e.BindResourceInfo.SubnetIP)
	}
	return resource.Text{}
}

func eipTarget(e EIP) resource.Target {
	return resource.Target{Kind: "eips", ID: e.id(), Name: e.IP, Note: e.place().key()}
}

func eipLosses(items []EIP) []resource.Text {
	var out []resource.Text
	for _, e := range items {
		out = append(out, resource.T("loss.eip", e.IP))
	}
	return out
}

func deleteEIPs(items []EIP, _ url.Values) ([]resource.Step, error) {
	var steps []resource.Step
	for _, e := range items {
		steps = append(steps, resource.Do(vpc.DeleteEIP, vpc.EIPRef{EIPID: e.id()}, eipTarget(e)))
	}
	return steps, nil
}

// unboundKeeps say that an address is paid for all the same.
func unboundKeeps(items []EIP) []resource.Text {
	var out []resource.Text
	for _, e := range items {
		behind := e.BindResourceInfo.SubnetIP
		if e.server != nil {
			behind = e.server.name() + " (" + behind + ")"
		}
		out = append(out, resource.T("keep.eip", e.IP, behind))
	}
	return out
}

func unbindEIPs(items []EIP, _ url.Values) ([]resource.Step, error) {
	var steps []resource.Step
	for _, e := range items {
		at := e.BindResourceInfo
		steps = append(steps, resource.Do(vpc.UnbindEIP, vpc.EIPBindingRequest{EIPID: e.id(), NetID: string(at.SubnetID), IP: at.SubnetIP}, eipTarget(e)))
	}
	return steps, nil
}

// mbpsField asks for a bandwidth. What the most is the provider does not
// document: it is left to its answer.
func mbpsField(now int) resource.Field {
	f := resource.Field{Name: "qos", Label: resource.T("field.eips.qos"), Input: resource.NumberInput, Required: true, Min: "1", Step: "1", Unit: resource.T("unit.mbps")}
	if now > 0 {
		f.Value, f.Hint = itoa(now), resource.T("hint.eip_qos", now)
	}
	return f
}

// newMbpsField asks for the bandwidth of something new. Where traffic is paid
// for, it bounds what is paid for no more than how fast it goes.
func newMbpsField(billing string) resource.Field {
	f := mbpsField(0)
	f.Value = itoa(usualQos)
	if strings.HasPrefix(strings.ToLower(billing), "traffic") {
		f.Hint = resource.T("hint.eip_traffic")
	}
	return f
}

func eipQosFields(_ context.Context, _ cloud.Caller, items []EIP, _ url.Values) ([]resource.Field, error) {
	now := int(items[0].BandwidthInfo.Qos)
	for _, e := range items {
		if int(e.BandwidthInfo.Qos) != now {
			now = 0
		}
	}
	return []resource.Field{mbpsField(now)}, nil
}

// resizeEIPs leaves out what has the size already.
func resizeEIPs(items []EIP, form url.Values) ([]resource.Step, error) {
	qos := whole(form.Get("qos"))
	var steps []resource.Step
	for _, e := range items {
		if int(e.BandwidthInfo.Qos) != qos {
			steps = append(steps, resource.Do(vpc.UpdateEIP, vpc.UpdateEIPRequest{EIPID: e.id(), Qos: qos}, eipTarget(e)))
		}
	}
	if len(steps) == 0 {
		return nil, resource.FieldErrors{"qos": resource.T("form.unchanged")}
	}
	return steps, nil
}

func priceEIPs(ctx context.Context, c cloud.Caller, items []EIP, _ url.Values) (resource.Quote, error) {
	var all []terms
	for _, e := range items {
		all = append(all, e.terms())
	}
	return quoteTerms(ctx, c, all)
}

func descriptionField(now string) resource.Field {
	return resource.Field{Name: "description", Label: resource.T("field.eips.description"), Hint: resource.T("hint.eip_description", mostDescription), Input: resource.TextInput, Value: now}
}

func describeFields(_ context.Context, _ cloud.Caller, items []EIP, _ url.Values) ([]resource.Field, error) {
	return []resource.Field{descriptionField(items[0].Description)}, nil
}

func givenDescription(form url.Values) (string, error) {
	text := strings.TrimSpace(form.Get("description"))
	if utf8.RuneCountInString(text) > mostDescription {
		return "", resource.FieldErrors{"description": resource.T("form.too_long", mostDescription)}
	}
	return text, nil
}

func describeEIP(items []EIP, form url.Values) ([]resource.Step, error) {
	e := items[0]
	text, err := givenDescription(form)
	if err == nil && text == e.Description {
		err = resource.FieldErrors{"description": resource.T("form.unchanged")}
	}
	if err != nil {
		return nil, err
	}
	return []resource.Step{resource.Do(vpc.UpdateEIP, vpc.UpdateEIPRequest{EIPID: e.id(), Description: &text}, eipTarget(e))}, nil
}
