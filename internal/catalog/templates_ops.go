package catalog

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

var templateOps = []resource.Op[Template]{
	{Slug: "create", Icon: "plus", Effect: resource.Change, Danger: resource.Confirm, Alone: true, Fields: newTemplateFields, Plan: createTemplate},
	{Slug: "sync", Icon: "copy", Set: resource.CopySet, Top: true, Effect: resource.Change, Danger: resource.NoConfirm,
		Offered: offered("reason.template_not_ready", func(t Template) bool { return templateStates.state(t.Status).Tone == resource.OK }), Fields: syncFields, Plan: perZone(ccs.SyncTemplate)},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName,
		Offered: offered("reason.changing", func(t Template) bool { return len(deletable(t)) > 0 }), Fields: deleteFields, Loses: templateLosses, Plan: perZone(ccs.DeleteTemplate)},
}

// makeTemplate is the operation of a server that makes a template of it.
var makeTemplate = resource.Op[ccs.Instance]{Slug: "make-template", Icon: "stack-2", Set: resource.CopySet, Effect: resource.Change, Danger: resource.Confirm,
	Offered: offered("reason.changing", settled),
	Fields: func(_ context.Context, _ cloud.Caller, items []ccs.Instance, _ url.Values) ([]resource.Field, error) {
		return templateFields(items[0]), nil
	},
	Plan: func(items []ccs.Instance, form url.Values) ([]resource.Step, error) {
		return templateStep(string(items[0].InstanceID), form, serverTarget(items[0]))
	}}

func templateTarget(t Template) resource.Target {
	return resource.Target{Kind: "templates", ID: string(t.TemplateID), Name: t.Name}
}

func newTemplateFields(ctx context.Context, c cloud.Caller, _ []Template, form url.Values) ([]resource.Field, error) {
	servers, err := listServers(ctx, c)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(servers, byName(func(s ccs.Instance) string { return s.InstanceName }))
	from := resource.Field{Name: "server", Label: resource.T("field.templates.server"), Input: resource.SelectInput, Required: true, Decides: true}
	var chosen ccs.Instance
	for _, s := range servers {
		off := !settled(s)
		o := resource.Choice{Value: string(s.InstanceID), Label: resource.Lit(s.InstanceName), Note: resource.Lit(strings.Join([]string{s.VdcName, strings.Join(privateIPs(s), " ")}, " · ")), Disabled: off}
		from.Choices = append(from.Choices, o)
		if !off && (chosen.InstanceID == "" || o.Value == form.Get("server")) {
			chosen, from.Value = s, o.Value
		}
	}
	return append([]resource.Field{from}, templateFields(chosen)...), nil
}

// templateFields ask how a template of a server is to be made; a running
// server need not be stopped for it.
func templateFields(s ccs.Instance) []resource.Field {
	on := resource.Field{Name: "running", Label: resource.T("field.templates.running"), Hint: resource.T("hint.template_running"), Input: resource.SwitchInput}
	if isRunning(s) {
		on.Value = "true"
	}
	return []resource.Field{
		{Name: "name", Label: resource.T("field.templates.template_name"), Hint: resource.T("hint.name", maxName), Input: resource.TextInput, Required: true},
		on,
		{Name: "disks", Label: resource.T("field.templates.disks"), Hint: resource.T("hint.template_disks", len(s.Disks.DataDisks)), Input: resource.SwitchInput, Value: "true"},
		{Name: "user", Label: resource.T("field.templates.user"), Hint: resource.T("hint.template_user"), Input: resource.TextInput},
	}
}

func createTemplate(_ []Template, form url.Values) ([]resource.Step, error) {
	id := form.Get("server")
	return templateStep(id, form, resource.Target{Kind: "instances", ID: id, Name: id})
}

func templateStep(server string, form url.Values, target resource.Target) ([]resource.Step, error) {
	name := strings.TrimSpace(form.Get("name"))
	if len([]rune(name)) > maxName {
		return nil, resource.FieldErrors{"name": resource.T("form.too_long", maxName)}
	}
	req := ccs.CreateTemplateRequest{InstanceID: server, DisplayName: name, PowerOn: form.Get("running") == "true",
		WithDataDisk: new(form.Get("disks") == "true"), InstanceUserName: strings.TrimSpace(form.Get("user"))}
	return []resource.Step{resource.Do(ccs.CreateTemplate, req, target)}, nil
}

// syncFields offers the zones where the account has a VDC or another template,
// and this one is not.
func syncFields(ctx context.Context, c cloud.Caller, items []Template, _ url.Values) ([]resource.Field, error) {
	var vdcs []network.Vdc
	var templates []ccs.Template
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() (err error) { vdcs, err = listVDCs(ctx, c); return err })
	both.Go(func() (err error) { templates, err = listTemplates(ctx, c); return err })
	if err := both.Wait(); err != nil {
		return nil, err
	}
	var zones []string
	for _, v := range vdcs {
		zones = append(zones, string(v.RegionID))
	}
	names := map[string]string{}
	for _, z := range listedZones() {
		names[z.ID] = z.Name
	}
	for _, t := range templates {
		for _, r := range t.Region {
			zones, names[string(r.RegionID)] = append(zones, string(r.RegionID)), r.RegionName
		}
	}
	f := resource.Field{Name: "zones", Label: resource.T("field.templates.zones"), Hint: resource.T("hint.template_zones"), Input: resource.CheckInput, Required: true}
	for _, z := range without(zones) {
		if !slices.Contains(zonesOf(items[0]), z) {
			f.Choices = append(f.Choices, resource.Choice{Value: z, Label: resource.Lit(cmp.Or(names[z], z)), Note: resource.Lit(z)})
		}
	}
	return []resource.Field{f}, nil
}

func deletable(t Template) []ccs.TemplateRegion {
	return slices.DeleteFunc(slices.Clone(t.Region), func(r ccs.TemplateRegion) bool { return templateStates.state(r.Status).Tone == resource.Busy })
}

func deleteFields(_ context.Context, _ cloud.Caller, items []Template, _ url.Values) ([]resource.Field, error) {
	f := resource.Field{Name: "zones", Label: resource.T("field.templates.zones"), Hint: resource.T("hint.template_delete"), Input: resource.CheckInput, Required: true}
	for _, r := range deletable(items[0]) {
		f.Choices = append(f.Choices, resource.Choice{Value: string(r.RegionID), Label: resource.Lit(r.RegionName), Note: resource.Lit(string(r.RegionID))})
	}
	return []resource.Field{f}, nil
}

// perZone plans one call for each ticked zone: each has an outcome of its own.
func perZone(action cloud.Action[ccs.TemplateRef, struct{}]) func([]Template, url.Values) ([]resource.Step, error) {
	return func(items []Template, form url.Values) ([]resource.Step, error) {
		var steps []resource.Step
		for _, z := range form["zones"] {
			req := ccs.TemplateRef{TemplateID: string(items[0].TemplateID), RegionID: z}
			steps = append(steps, resource.Do(action, req, templateTarget(items[0])))
		}
		return steps, nil
	}
}

// templateLosses lists what a template serves, as far as it is known.
func templateLosses(items []Template) []resource.Text {
	t := items[0]
	out := []resource.Text{resource.T("loss.template", t.Name)}
	for _, s := range t.Serves {
		out = append(out, resource.T("loss.template_server", s.InstanceName, string(s.RegionID)))
	}
	return append(out, resource.T("loss.template_others"))
}
