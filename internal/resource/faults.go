package resource

import "fmt"

// Faults lists every mistake in the description: what is missing, said twice,
// or has no text. has tells whether a string key exists.
func (k *Kind[R]) Faults(has func(key string) bool) []string {
	f := faults{slug: k.Slug, has: has}
	f.must(k.Slug != "" && k.Group != "" && k.Icon != "", "slug, group and icon")
	f.must(k.ID != nil && k.Name != nil && k.State != nil && k.List != nil && k.Search != nil, "ID, Name, State, List and Search")
	f.must(len(k.Columns) > 1, "columns")
	f.text("kind."+k.Slug+".one", "kind."+k.Slug+".many", "kind."+k.Slug+".about", "kind."+k.Slug+".empty")
	for _, c := range k.Columns {
		f.once("column "+c.Key, c.Cell != nil)
		f.text("field." + k.Slug + "." + c.Key)
	}
	for _, p := range k.Filters {
		f.once("filter "+p.Key, p.Values != nil)
		f.text("field." + k.Slug + "." + p.Key)
	}
	for _, s := range k.Sections {
		f.text("section." + k.Slug + "." + s.Key)
		for _, fact := range s.List {
			f.must(fact.Cell != nil, "a cell for fact "+fact.Key)
			f.text("field." + k.Slug + "." + fact.Key)
		}
	}
	k.askFaults(&f)
	k.tabFaults(&f)
	for _, l := range k.Picked {
		f.once("page "+l.Path, true)
		f.must(l.Path != "" && l.Icon != "", "a path and an icon for page "+l.Label.Key)
		f.text(l.Label.Key)
	}
	if u := k.Unlisted; u != nil {
		f.must(u.Made.Action != "" && u.Ended.Action != "" && u.Names != "", "the operations that make and end what cannot be listed")
	}
	k.opFaults(&f)
	return f.list
}

func (k *Kind[R]) tabFaults(f *faults) {
	for _, r := range k.Related {
		f.must(r.Load != nil, "a loader for tab "+r.Tab)
		f.text("tab." + k.Slug + "." + r.Tab)
		if r.Note.Key != "" {
			f.text(r.Note.Key)
		}
		for _, slug := range r.Ops {
			f.must(k.op(slug) != nil, "the operation "+slug+" over tab "+r.Tab)
		}
	}
	for _, t := range k.Tabs {
		f.once("tab "+t.Slug, true)
		f.must(t.Path != "", "a path for tab "+t.Slug)
		f.text(t.Label.Key)
	}
}

func (k *Kind[R]) opFaults(f *faults) {
	for i := range k.Ops {
		o := &k.Ops[i]
		f.once("operation "+o.Slug, o.ways() == 1)
		f.must(!o.Bulk || !o.Alone && o.Open == nil, "operation "+o.Slug+" for several or for none, not both")
		f.must(!Guards(o.Slug) && !Recalls(o.Slug), "another name than "+o.Slug+", which is every kind's")
		f.must(o.Effect != "", "an effect for operation "+o.Slug)
		f.must(o.Effect != Destroy || o.Danger >= TypeName, "a danger of at least TypeName for operation "+o.Slug+", which destroys")
		for _, part := range []string{"label", "title", "effect", "busy"} {
			f.text("op." + k.Slug + "." + o.Slug + "." + part)
		}
	}
}

// ways counts what an operation does when it is asked for; it is one thing.
func (o *Op[R]) ways() int {
	n := 0
	for _, has := range []bool{o.Plan != nil, o.PlanAfter != nil, o.Open != nil, o.Page != nil} {
		if has {
			n++
		}
	}
	return n
}

type faults struct {
	slug string
	has  func(string) bool
	seen map[string]bool
	list []string
}

func (f *faults) must(ok bool, what string) {
	if !ok {
		f.list = append(f.list, fmt.Sprintf("%s needs %s", f.slug, what))
	}
}

func (f *faults) once(what string, whole bool) {
	f.must(whole, "a function for "+what)
	if f.seen == nil {
		f.seen = map[string]bool{}
	}
	f.must(!f.seen[what], "only one "+what)
	f.seen[what] = true
}

func (f *faults) text(keys ...string) {
	for _, key := range keys {
		f.must(f.has(key), "the text "+key)
	}
}
