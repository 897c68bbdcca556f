package catalog

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/bms"
	"yunque/internal/resource"
)

var bareMetalOps = []resource.Op[BareMetal]{
	createBareMetal,
	{Slug: "start", Icon: "player-play", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.NoConfirm, Bulk: true,
		Offered: offered("reason.not_stopped", bareMetalIs("stopped")), Plan: operateBareMetal("start")},
	{Slug: "stop", Icon: "player-stop", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: offered("reason.not_running", bareMetalIs("running")), Plan: operateBareMetal("stop")},
	{Slug: "reset", Icon: "rotate-clockwise", Set: resource.PowerSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
		Offered: offered("reason.not_running", bareMetalIs("running")), Plan: operateBareMetal("reset")},
	{Slug: "vnc", Icon: "terminal-2", Set: resource.PowerSet, Effect: resource.Change, Danger: resource.NoConfirm, Inline: true,
		Offered: offered("reason.not_running", bareMetalIs("running")), Open: openBareMetal},
	{Slug: "order", Icon: "calendar", Set: resource.SizeSet, Effect: resource.Spend, Danger: resource.Confirm,
		Offered: offered("reason.changing", bareMetalIs("running", "stopped")), Fields: orderOfFields, Plan: changeOrder,
		Beside: map[string]string{"OrderUpdateError": "duration"}},
	{Slug: "reinstall", Icon: "device-desktop", Effect: resource.Destroy, Danger: resource.TypeName,
		Offered: offered("reason.changing", bareMetalRests), Fields: anewFields, Plan: reinstallBareMetal, Loses: reinstallLosses,
		Beside: map[string]string{"ImageNotFound": "image", "DataNotExists": "partitions"}},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: bareMetalDeletable, Loses: bareMetalLosses, Plan: deleteBareMetal, Watch: func(BareMetal) bool { return false }}, // it has ended once the server is gone
}

func bareMetalIs(states ...string) func(BareMetal) bool {
	return func(b BareMetal) bool { return slices.Contains(states, bareMetalStates.value(b.State).Value) }
}

func bareMetalRests(b BareMetal) bool { return bareMetalStates.state(b.State).Tone != resource.Busy }

func bareMetalTarget(b BareMetal) resource.Target {
	return resource.Target{Kind: "bare-metal", ID: string(b.BaremetalID), Name: b.Name, Note: b.VdcName}
}

// operateBareMetal calls once per server: the provider changes all of a call or
// none.
func operateBareMetal(how string) func([]BareMetal, url.Values) ([]resource.Step, error) {
	return func(items []BareMetal, _ url.Values) ([]resource.Step, error) {
		var steps []resource.Step
		for _, b := range items {
			steps = append(steps, resource.Do(bms.OperateBmsPower, bms.OperateBmsPowerRequest{Operate: how, BaremetalIDs: []string{string(b.BaremetalID)}}, bareMetalTarget(b)))
		}
		return steps, nil
	}
}

func openBareMetal(ctx context.Context, c cloud.Caller, b BareMetal) (cloud.Secret, error) {
	out, err := bms.DescribeBmsVNC.Call(ctx, c, bms.BaremetalRef{BaremetalID: string(b.BaremetalID)})
	return out.URL, err
}

// bareMetalDeletable: only servers that are paid as they go and are off are
// deleted; a subscription ends by itself.
func bareMetalDeletable(b BareMetal) resource.Text {
	switch {
	case b.InstanceChargeType == prePaid:
		return resource.T("reason.bms_prepaid")
	case bareMetalIs("running")(b):
		return resource.T("reason.stop_first")
	case !bareMetalRests(b):
		return resource.T("reason.changing")
	}
	return resource.Text{}
}

func bareMetalLosses(items []BareMetal) []resource.Text {
	var out []resource.Text
	for _, b := range items {
		out = append(out, resource.T("loss.bms", b.Name, int(b.CPU), int(b.RAM)))
		if ips := slices.Concat(b.addresses("public"), b.addresses("private")); len(ips) > 0 {
			out = append(out, resource.T("loss.addresses_of", b.Name, resource.Names(ips)))
		}
	}
	return out
}

func deleteBareMetal(items []BareMetal, _ url.Values) ([]resource.Step, error) {
	var steps []resource.Step
	for _, b := range items {
		steps = append(steps, resource.Do(bms.DeleteBmsInstance, bms.BaremetalRef{BaremetalID: string(b.BaremetalID)}, bareMetalTarget(b)))
	}
	return steps, nil
}

// orderOfFields ask for renewal and, where wanted, more time. The unit of the
// time is not documented; it is months everywhere else.
func orderOfFields(_ context.Context, _ cloud.Caller, items []BareMetal, _ url.Values) ([]resource.Field, error) {
	b := items[0]
	renew := resource.Field{Name: "renew", Label: resource.T("field.bare-metal.renew"), Input: resource.SwitchInput}
	if b.IsAutoRenewal {
		renew.Value = "true"
	}
	more := resource.Field{Name: "duration", Label: resource.T("field.bare-metal.duration"), Hint: resource.T("hint.bms_duration"), Input: resource.NumberInput, Value: "0", Min: "0", Max: itoa(maxMonths), Step: "1", Unit: resource.T("unit.months")}
	end := resource.Field{Name: "month_end", Label: resource.T("field.bare-metal.month_end"), Hint: resource.T("hint.bms_month_end"), Input: resource.SwitchInput}
	if b.InstanceChargeType == prePaid {
		return []resource.Field{renew, more, end}, nil
	}
	join := resource.Field{Name: "subscribe", Label: resource.T("field.bare-metal.subscribe"), Hint: resource.T("hint.bms_subscribe"), Input: resource.SwitchInput}
	return []resource.Field{join, renew, more, end}, nil
}

func changeOrder(items []BareMetal, form url.Values) ([]resource.Step, error) {
	b := items[0]
	on := func(name string) bool { return form.Get(name) == "true" }
	req := bms.ModifyBmsOrderRequest{BaremetalID: string(b.BaremetalID)}
	if on("renew") {
		req.AutoRenewal = 1
	}
	req.Duration, _ = strconv.Atoi(form.Get("duration"))
	if on("month_end") {
		req.IsToMonth = new(1)
	}
	if b.InstanceChargeType == prePaid || on("subscribe") {
		req.BillMethod = "1"
	}
	if req.Duration == 0 && req.IsToMonth == nil && on("renew") == bool(b.IsAutoRenewal) && (b.InstanceChargeType == prePaid || !on("subscribe")) {
		return nil, resource.FieldErrors{"renew": resource.T("form.unchanged")}
	}
	return []resource.Step{resource.Do(bms.ModifyBmsOrder, req, bareMetalTarget(b))}, nil
}

func anewFields(ctx context.Context, c cloud.Caller, _ []BareMetal, _ url.Values) ([]resource.Field, error) {
	images, err := bareMetalImages(ctx, c)
	return append(append([]resource.Field{images}, passwordFields()...), layoutFields()...), err
}

func reinstallBareMetal(items []BareMetal, form url.Values) ([]resource.Step, error) {
	b, l, m := items[0], readLayout(form), resource.FieldErrors{}
	samePasswords(m, form)
	if !l.wrong.IsZero() {
		m["partitions"] = l.wrong
	}
	if len(m) > 0 {
		return nil, m
	}
	req := bms.ReinstallBmsRequest{BaremetalID: string(b.BaremetalID), ImageID: form.Get("image"), Password: cloud.NewSecret(form.Get("password")), Raid: form.Get("raid"), CustomPartition: l.paths, CustomPartitionSize: l.sizes}
	return []resource.Step{resource.Do(bms.ReinstallBms, req, bareMetalTarget(b))}, nil
}

func reinstallLosses(items []BareMetal) []resource.Text {
	b := items[0]
	out := []resource.Text{resource.T("loss.bms_system", b.Name)}
	if b.Detail != nil {
		for _, v := range b.Detail.Volumes {
			if v.Type != "cloud" {
				out = append(out, resource.T("loss.bms_disk", v.VolumePath, int(v.Capacity)))
			}
		}
	}
	return out
}

// passwordFields ask for a password twice. The provider has no rule for those
// of bare metal.
func passwordFields() []resource.Field {
	return []resource.Field{
		{Name: "password", Label: resource.T("create.field.password"), Input: resource.PasswordInput, Required: true, Secret: true},
		{Name: "password_again", Label: resource.T("create.field.password_again"), Input: resource.PasswordInput, Required: true, Secret: true},
	}
}

func samePasswords(m resource.FieldErrors, form url.Values) {
	if form.Get("password") != form.Get("password_again") {
		m["password_again"] = resource.T("create.passwords_differ")
	}
}

// layoutFields ask how the disks are used.
func layoutFields() []resource.Field {
	raid := resource.Field{Name: "raid", Label: resource.T("field.bare-metal.raid"), Hint: resource.T("hint.raid"), Input: resource.SelectInput, Choices: []resource.Choice{{Value: "", Label: resource.T("bms.raid_none")}}}
	for _, level := range []string{"0", "1", "5", "10"} {
		raid.Choices = append(raid.Choices, resource.Choice{Value: level, Label: resource.Lit("RAID " + level)})
	}
	return []resource.Field{raid,
		{Name: "partitions", Label: resource.T("field.bare-metal.partitions"), Hint: resource.T("hint.partitions"), Input: resource.AreaInput, Placeholder: "/ 100\nswap 16\n/data 200"}}
}

// layout is how a system disk is parted.
type layout struct {
	paths []string
	sizes []int
	wrong resource.Text
}

// readLayout reads lines of a path and a size in GB; the first must be "/".
func readLayout(form url.Values) layout {
	var l layout
	for line := range strings.Lines(tidy(form.Get("partitions"))) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		size := 0
		if len(words) == 2 {
			size, _ = strconv.Atoi(words[1])
		}
		switch {
		case size < 1:
			l.wrong = resource.T("bms.partition_line", strings.TrimSpace(line))
		case len(l.paths) == 0 && words[0] != "/":
			l.wrong = resource.T("bms.partition_first")
		case words[0] != "swap" && !strings.HasPrefix(words[0], "/"):
			l.wrong = resource.T("bms.partition_path", words[0])
		case slices.Contains(l.paths, words[0]):
			l.wrong = resource.T("bms.partition_twice", words[0])
		}
		if !l.wrong.IsZero() {
			return l
		}
		l.paths, l.sizes = append(l.paths, words[0]), append(l.sizes, size)
	}
	return l
}
