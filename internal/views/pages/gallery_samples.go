package pages

import (
	"time"

	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// GalleryProps is the gallery; Now is what its times count from.
type GalleryProps struct{ Now time.Time }

var galleryTones = [...]resource.State{
	{Tone: resource.OK, Word: resource.T("state.running"), Raw: "running"},
	{Tone: resource.Busy, Word: resource.T("state.starting"), Raw: "starting"},
	{Tone: resource.Off, Word: resource.T("state.stopped"), Raw: "stop"},
	{Tone: resource.OffBilled, Word: resource.T("state.stopped_billed"), Raw: "shutdown"},
	{Tone: resource.Attention, Word: resource.T("gallery.expires"), Raw: "asMonthExpiring"},
	{Tone: resource.Failed, Word: resource.T("state.error"), Raw: "error"},
	{Tone: resource.Unknown, Raw: "quiescing"},
	{Tone: resource.Gone, Word: resource.T("gallery.deleted"), Raw: "deleted"},
}

var galleryVariants = [...]ui.ButtonProps{
	{Label: resource.T("ui.save"), Variant: ui.Primary, Icon: "device-floppy"},
	{Label: resource.T("ui.retry"), Icon: "refresh"},
	{Label: resource.T("op.instances.delete.label"), Variant: ui.Danger, Icon: "trash"},
	{Label: resource.T("op.instances.delete.label"), Variant: ui.Danger, Solid: true},
	{Label: resource.T("ui.cancel"), Variant: ui.Ghost},
	{Label: resource.T("op.instances.start.label"), Reason: resource.T("reason.not_stopped")},
	{Label: resource.T("ui.retry"), Size: ui.Small},
}

var galleryFlashes = []ui.Flash{
	{ID: "g1", Level: ui.Info, Text: resource.T("flash.accepted", resource.Lit("web-01")), Href: "/tasks", Link: resource.T("flash.task")},
	{ID: "g2", Level: ui.Success, Text: resource.T("flash.done", resource.Lit("web-01"))},
	{ID: "g3", Level: ui.Warning, Text: resource.T("flash.unknown", resource.Lit("web-01")), Detail: resource.T("act.unknown.hint")},
	{ID: "g4", Level: ui.Bad, Text: resource.T("flash.failed", resource.Lit("web-01")), Detail: resource.Lit("InstanceNotFound: The instance is not found.")},
}

func galleryProblem(now time.Time) ui.Problem {
	return ui.Problem{What: resource.T("error.timeout"), Do: resource.T("error.timeout.do"), Code: "GatewayTimeout", Action: "DescribeInstances",
		Message: "upstream request timeout", RequestID: "1f0a7c52-9f1e-4d7e-b3f6-6f1b5a0c2d11", At: now, Retry: "/gallery"}
}

var galleryFields = []resource.Field{
	{Name: "name", Label: resource.T("keys.name"), Hint: resource.T("hint.name", 63), Input: resource.TextInput, Value: "web-01", Required: true},
	{Name: "wrong", Label: resource.T("keys.access_key"), Input: resource.TextInput, Value: "AK", Error: resource.T("signin.unknown_key")},
	{Name: "secret", Label: resource.T("keys.secret"), Input: resource.PasswordInput, Secret: true},
	{Name: "size", Label: resource.T("create.disk_size"), Input: resource.NumberInput, Value: "40", Min: "20", Max: "500", Step: "10", Unit: resource.T("unit.gb")},
	{Name: "site", Label: resource.T("keys.site"), Input: resource.SelectInput, Value: "cn", Choices: gallerySites},
	{Name: "auto", Label: resource.T("gallery.switch"), Input: resource.SwitchInput, Value: "true"},
	{Name: "one", Label: resource.T("create.billing"), Input: resource.RadioInput, Value: "cn", Choices: gallerySites},
	{Name: "many", Label: resource.T("list.columns"), Input: resource.CheckInput, Values: []string{"cn", "asia"}, Choices: gallerySites},
	{Name: "note", Label: resource.T("gallery.note"), Input: resource.AreaInput},
}

var gallerySites = []resource.Choice{
	{Value: "cn", Label: resource.T("site.cn")},
	{Value: "asia", Label: resource.T("site.asia"), Note: resource.T("gallery.stock")},
	{Value: "us", Label: resource.T("site.us"), Note: resource.T("reason.off"), Disabled: true},
}

func galleryPrices(now time.Time) []ui.Price {
	return []ui.Price{
		{},
		{State: ui.Quoting},
		{State: ui.Quoted, Chosen: galleryChosen, Lines: []ui.PriceLine{{Label: resource.T("create.type"), Amount: "980"}, {Label: resource.T("create.storage"), Amount: "224.5"}},
			Total: "1204.5", Currency: "CNY", Per: resource.T("gallery.per_month"), Without: resource.T("gallery.without"), At: now},
		{State: ui.QuoteFailed, Reason: resource.T("error.timeout")},
	}
}

func galleryFacts(now time.Time) []resource.Fact {
	return []resource.Fact{
		{Label: resource.T("field.instances.id"), Cell: resource.Cell{Text: resource.Lit("9c1f6a5e-7d7c-4c57-9d2b-0f6a2c1b7e10"), Mono: true, Copy: "9c1f6a5e-7d7c-4c57-9d2b-0f6a2c1b7e10"}},
		{Label: resource.T("field.instances.status"), Cell: resource.Cell{Kind: resource.StatusCell, State: galleryTones[0]}},
		{Label: resource.T("field.instances.created"), Cell: resource.Cell{Kind: resource.TimeCell, Time: now.Add(-50 * time.Hour)}},
		{Label: resource.T("field.instances.tags"), Cell: resource.Cell{Kind: resource.TagsCell, Tags: []string{"prod", "web", "shop", "blue"}}},
		{Label: resource.T("field.instances.ip"), Cell: resource.Cell{Text: resource.Lit("203.0.113.24"), Sub: resource.Lit("10.240.192.7"), Mono: true, MonoS: true, Copy: "203.0.113.24"}},
		{Label: resource.T("field.instances.private_ip"), Cell: resource.Cell{}},
		{Label: resource.T("field.instances.public_ip"), Cell: galleryLines},
		{Label: resource.T("field.instances.charge"), Cell: resource.Cell{Text: resource.T("charge.PrePaid"), Sub: resource.T("ecs.ends_in", 5), Warns: true}},
	}
}

var galleryChosen = []resource.Fact{
	{Label: resource.T("create.type"), Cell: resource.Cell{Text: resource.T("cell.spec", 4, 8), Sub: resource.T("family.Standard")}},
	{Label: resource.T("field.instances.data_disks"), Cell: resource.Cell{Text: resource.T("cell.gb", 400), Sub: resource.T("cell.disks", 2)}},
	{Label: resource.T("create.billing"), Cell: resource.Cell{Text: resource.T("charge.PrePaid"), Sub: resource.T("ecs.months", 3)}},
}

var galleryLines = resource.Cell{Kind: resource.LinesCell, Lines: []resource.Cell{
	{Text: resource.Lit("203.0.113.24"), Mono: true, Copy: "203.0.113.24", Sub: resource.T("network.public")},
	{Text: resource.Lit("2001:db8::24"), Mono: true, Copy: "2001:db8::24", Sub: resource.T("network.public")},
}}

func galleryTasks(now time.Time) []Task {
	web := []Target{{Name: "web-01", ID: "9c1f6a5e", Href: "/instances/9c1f6a5e"}}
	return []Task{
		{ID: "t1", Op: resource.T("op.instances.start.label"), Kind: resource.T("kind.instances.many"), What: resource.T("act.what", resource.T("op.instances.start.label"), "web-01"), Who: "ops@example.com", Targets: web, State: resource.State{Tone: resource.Busy, Word: resource.T("act.accepted")}, Progress: 40, Started: now.Add(-75 * time.Second), Took: 75 * time.Second, RequestID: "1f0a7c52"},
		{ID: "t2", Op: resource.T("op.instances.stop.label"), Kind: resource.T("kind.instances.many"), What: resource.T("act.what", resource.T("op.instances.stop.label"), "db-primary"), Who: "AKDE…0001", Targets: web, State: resource.State{Tone: resource.OK, Word: resource.T("act.done")}, Progress: -1, Started: now.Add(-3 * time.Hour), Took: 42 * time.Second, RequestID: "77aa01ce"},
		{ID: "t3", Op: resource.T("op.instances.delete.label"), Kind: resource.T("kind.instances.many"), What: resource.T("act.what", resource.T("op.instances.delete.label"), "ci-runner"), Who: "ops@example.com", State: resource.State{Tone: resource.Failed, Word: resource.T("act.failed")}, Progress: -1, Started: now.Add(-26 * time.Hour), Took: 5 * time.Second, RequestID: "b0", Error: "InstanceProtected", Hint: resource.T("error.refused.do")},
	}
}
