package catalog

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// Template is a template (ccs.template) with the servers known to be made of
// it, which are there when one is read.
type Template struct {
	ccs.Template
	Serves []ccs.Instance
}

// The states of a template and of its copies. Only normal is documented.
var templateStates = words{
	"normal":   {resource.OK, "available"},
	"creating": {resource.Busy, "creating"},
	"syncing":  {resource.Busy, "syncing"},
	"deleting": {resource.Busy, "deleting"},
	"error":    {resource.Failed, "error"},
}

// Templates are the account's own images of cloud servers.
var Templates = &resource.Kind[Template]{
	Slug: "templates", Icon: "stack-2", Group: "compute",

	ID:    func(t Template) string { return string(t.TemplateID) },
	Name:  func(t Template) string { return t.Name },
	State: templateState,

	List: func(ctx context.Context, c cloud.Caller) ([]Template, error) {
		list, err := listTemplates(ctx, c)
		out := make([]Template, len(list))
		for i, t := range list {
			out[i].Template = t
		}
		return out, err
	},
	Get: getTemplate,
	Search: func(t Template) []string {
		return append(append(zonesOf(t), namedZonesOf(t)...), string(t.TemplateID), t.Name, t.OSType)
	},

	Columns: []resource.Column[Template]{
		{Key: "name", Less: byName(func(t Template) string { return t.Name }), Cell: func(t Template) resource.Cell { return named("templates", string(t.TemplateID), t.Name) }},
		{Key: "status", Less: by(func(t Template) string { return templateState(t).Raw }), Cell: func(t Template) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: templateState(t)}
		}},
		{Key: "os", Less: byName(func(t Template) string { return t.OSType }), Cell: func(t Template) resource.Cell { return text(t.OSType) }},
		{Key: "zones", Less: by(func(t Template) int { return len(t.Region) }), Cell: func(t Template) resource.Cell {
			return resource.Cell{Kind: resource.TagsCell, Tags: namedZonesOf(t)}
		}},
		{Key: "created", Less: by(func(t Template) int64 { return t.CreateTime.Unix() }), Cell: func(t Template) resource.Cell { return when(t.CreateTime.Time) }},
	},
	Filters: []resource.Property[Template]{
		{Key: "status", Quick: true, Known: templateStates.choices("available", "creating", "syncing", "deleting", "error"), Values: func(t Template) []resource.Choice {
			return []resource.Choice{templateStates.value(templateState(t).Raw)}
		}},
		{Key: "zone", Values: func(t Template) []resource.Choice {
			var out []resource.Choice
			for _, r := range t.Region {
				out = append(out, resource.Choice{Value: string(r.RegionID), Label: resource.Lit(cmp.Or(r.RegionName, string(r.RegionID)))})
			}
			return out
		}},
		{Key: "os", Values: func(t Template) []resource.Choice { return plain(t.OSType) }},
	},
	Sections: []resource.Facts[Template]{
		{Key: "basic", List: []resource.FactOf[Template]{
			{Key: "os", Cell: func(t Template) resource.Cell { return text(t.OSType) }},
			{Key: "created", Cell: func(t Template) resource.Cell { return when(t.CreateTime.Time) }},
		}},
	},
	Related: []resource.Related[Template]{templateZones.AlsoFirst(), templateServers},
	Ops:     templateOps,
}

// templateState is busy while any copy is: the provider says normal as soon as
// one is.
func templateState(t Template) resource.State {
	for _, r := range t.Region {
		if s := templateStates.state(r.Status); s.Tone == resource.Busy {
			return s
		}
	}
	return templateStates.state(t.Status)
}

// templateZones are a template's copies, one a zone.
var templateZones = resource.Related[Template]{Tab: "zones", Ops: []string{"sync"}, Load: func(_ context.Context, _ cloud.Caller, t Template) (resource.Block, error) {
	b := resource.Block{Title: resource.T("tab.templates.zones"), Empty: resource.T("empty.templates.zones")}
	for _, key := range []string{"zone", "status"} {
		b.Heads = append(b.Heads, resource.Head{Key: key, Label: resource.T("field.templates." + key)})
	}
	for _, r := range t.Region {
		state := templateStates.state(r.Status)
		op := resource.OpView{Slug: "delete", Label: resource.T("template.delete_here"), Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName,
			Href: "/templates/" + string(t.TemplateID) + "/ops/delete?zones=" + string(r.RegionID)}
		if state.Tone == resource.Busy {
			op.Reason = resource.T("reason.changing")
		}
		b.Rows = append(b.Rows, resource.Row{ID: string(r.RegionID), Name: r.RegionName, Ops: []resource.OpView{op},
			Cells: []resource.Cell{two(r.RegionName, string(r.RegionID)), {Kind: resource.StatusCell, State: state}}})
	}
	return b, nil
}}

// templateServers are the servers known to be made of a template.
var templateServers = resource.Part("servers", "templates",
	func(_ context.Context, _ cloud.Caller, t Template) ([]ccs.Instance, error) { return t.Serves, nil },
	resource.Column[ccs.Instance]{Key: "server", Cell: serverName},
	resource.Column[ccs.Instance]{Key: "status", Cell: serverStatus},
	resource.Column[ccs.Instance]{Key: "ip", Cell: func(s ccs.Instance) resource.Cell { return addresses(publicIPs(s), privateIPs(s)) }},
)

func zonesOf(t Template) []string {
	var out []string
	for _, r := range t.Region {
		out = append(out, string(r.RegionID))
	}
	return without(out)
}

// namedZonesOf are the names of the zones that have a copy.
func namedZonesOf(t Template) []string {
	var out []string
	for _, r := range t.Region {
		out = append(out, cmp.Or(r.RegionName, string(r.RegionID)))
	}
	return without(out)
}

// getTemplate looks through the list: the provider reads none by itself.
func getTemplate(ctx context.Context, c cloud.Caller, id string) (Template, error) {
	list, err := listTemplates(ctx, c)
	if err != nil {
		return Template{}, err
	}
	i := slices.IndexFunc(list, func(t ccs.Template) bool { return string(t.TemplateID) == id })
	if i < 0 {
		return Template{}, &resource.NotFound{Kind: "templates", ID: id}
	}
	out := Template{Template: list[i]}
	out.Serves, err = madeOf(ctx, c, id)
	return out, err
}

// madeOf finds the servers that the console made of an image, or gave its
// system, and that still exist. A server does not tell its image, so that
// those made by other ways stay unknown.
func madeOf(ctx context.Context, c cloud.Caller, image string) ([]ccs.Instance, error) {
	create, reset := ccs.CreateInstance.Info().ID(), ccs.ResetImage.Info().ID()
	done, err := resource.HistoryOf(ctx).Accepted(ctx, create, reset)
	if err != nil {
		return nil, err
	}
	runs := map[string]string{} // server -> image
	for _, p := range done {
		var req struct{ ImageID, InstanceID string }
		if err := json.Unmarshal([]byte(p.Request), &req); err != nil {
			return nil, err
		}
		for _, id := range append(slices.Clone(p.Created), req.InstanceID) {
			runs[id] = req.ImageID
		}
	}
	if !slices.Contains(slices.Collect(maps.Values(runs)), image) {
		return nil, nil
	}
	servers, err := listServers(ctx, c)
	return slices.DeleteFunc(servers, func(s ccs.Instance) bool { return runs[string(s.InstanceID)] != image }), err
}
