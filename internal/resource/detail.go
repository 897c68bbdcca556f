package resource

import (
	"context"
	"slices"

	"yunque/internal/cloud"
)

// Tabs that every kind has, beside its related lists.
const (
	TabOverview = "overview"
	TabTasks    = "tasks"
	TabAPI      = "api"
)

func (k *Kind[R]) get(ctx context.Context, c cloud.Caller, id string) (R, error) {
	ctx, _ = k.ask(ctx)
	if k.Get != nil {
		return k.Get(ctx, c, id)
	}
	var none R
	all, missing, err := k.some(ctx, c)
	if err != nil {
		return none, err
	}
	for _, r := range all {
		if k.ID(r) == id {
			return r, nil
		}
	}
	return none, k.absent(id, missing)
}

// Detail reads one resource with the related list of the tab. An unknown tab
// is the overview.
func (k *Kind[R]) Detail(ctx context.Context, c cloud.Caller, id, tab string, busy Overlay) (Detail, error) {
	ctx, asked := k.ask(ctx)
	r, err := k.get(ctx, c, id)
	if err != nil {
		return Detail{}, err
	}
	op, under := busy[id]
	d := Detail{Slug: k.Slug, ID: id, Name: k.Name(r), State: k.shownState(k.State(r)), Tab: TabOverview, Asked: asked}
	if k.Where != nil {
		d.Where = k.Where(r)
	}
	if k.Heed != nil && !under {
		d.Heed = k.Heed(r)
	}
	if under {
		d.State = k.busyState(op, d.State)
	}
	rules, err := k.rules(ctx)
	if err != nil {
		return d, err
	}
	d.Ops, d.Protected = k.opViews(r, under, rules), rules.protecting(id)
	d.Tabs = k.tabs()
	for _, t := range d.Tabs {
		if t.Slug == tab {
			d.Tab = tab
		}
	}
	if d.Tab == TabOverview {
		d.Sections = k.sections(r)
	}
	return d, k.related(ctx, c, r, &d)
}

// related reads the lists of a page's tab, but for those that are asked for
// once the page is there.
func (k *Kind[R]) related(ctx context.Context, c cloud.Caller, r R, d *Detail) error {
	for _, rel := range k.Related {
		if rel.Tab != d.Tab && (!rel.First || d.Tab != TabOverview) {
			continue
		}
		if rel.waits(ctx) {
			d.Related = append(d.Related, Block{Title: rel.Later, Waits: true})
			continue
		}
		b, err := rel.Load(ctx, c, r)
		if err != nil {
			return err
		}
		b.Later = !rel.Later.IsZero()
		if b.Note.IsZero() {
			b.Note = rel.Note
		}
		b.Ops = slices.DeleteFunc(slices.Clone(d.Ops), func(o OpView) bool { return !slices.Contains(rel.Ops, o.Slug) })
		d.Related = append(d.Related, b)
	}
	return nil
}

func (k *Kind[R]) tabs() []Tab {
	tabs := []Tab{{Slug: TabOverview, Label: T("tab.overview")}}
	for _, t := range k.Tabs {
		if t.First {
			tabs = append(tabs, t)
		}
	}
	seen := map[string]bool{}
	for _, rel := range k.Related {
		if !seen[rel.Tab] {
			seen[rel.Tab] = true
			tabs = append(tabs, Tab{Slug: rel.Tab, Label: T2("tab", k.Slug, rel.Tab)})
		}
	}
	tabs = append(tabs, slices.DeleteFunc(slices.Clone(k.Tabs), func(t Tab) bool { return t.First })...)
	if !k.Records {
		tabs = append(tabs, Tab{Slug: TabTasks, Label: T("tab.tasks")})
	}
	return append(tabs, Tab{Slug: TabAPI, Label: T("tab.api")})
}

func (k *Kind[R]) sections(r R) []Section {
	var out []Section
	for _, s := range k.Sections {
		sec := Section{Title: T2("section", k.Slug, s.Key)}
		for _, f := range s.List {
			if cell := f.Cell(r); !f.IfAny || !cell.empty() {
				sec.Facts = append(sec.Facts, Fact{Label: T2("field", k.Slug, f.Key), Cell: cell})
			}
		}
		out = append(out, sec)
	}
	return out
}
