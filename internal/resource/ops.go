package resource

import "slices"

func (k *Kind[R]) op(slug string) *Op[R] {
	for i := range k.Ops {
		if k.Ops[i].Slug == slug {
			return &k.Ops[i]
		}
	}
	for _, o := range k.ours() {
		if o.Slug == slug {
			return &o
		}
	}
	return nil
}

// ours are the operations that are the console's own and call nobody.
func (k *Kind[R]) ours() []Op[R] { return append(k.guardOps(), k.recallOps()...) }

// alone are the operations that make something new, but for the first, which
// is the list's create button.
func (k *Kind[R]) alone() []OpView {
	var out []OpView
	ops := append(slices.Clone(k.Ops), k.recallOps()...)
	for i := range ops {
		if ops[i].Alone {
			v := k.view(&ops[i])
			v.Href = "/" + k.Slug + "/ops/" + v.Slug
			out = append(out, v)
		}
	}
	if len(out) > 0 && k.Meta().Create == out[0].Href {
		out = out[1:]
	}
	return out
}

func (k *Kind[R]) view(o *Op[R]) OpView {
	return OpView{Slug: o.Slug, Label: OpText(k.Slug, o.Slug, "label"), Icon: o.Icon, Effect: o.Effect, Danger: o.Danger, Inline: o.Inline, Top: o.Top, Set: o.Set, Opens: o.Open != nil}
}

func (o *Op[R]) meta() OpMeta { return OpMeta{o.Slug, o.Effect, o.Danger, o.Bulk, o.Open != nil} }

func (k *Kind[R]) opViews(r R, busy bool, rules *Rules) []OpView {
	over := Overlay{}
	if busy {
		over[k.ID(r)] = ""
	}
	out := make([]OpView, 0, len(k.Ops))
	for i := range k.Ops {
		if k.Ops[i].Alone {
			continue
		}
		v := k.view(&k.Ops[i])
		v.Reason = k.refusal(&k.Ops[i], r, over, rules)
		v.Href = k.path(k.ID(r)) + "/ops/" + v.Slug
		if page := k.Ops[i].Page; page != nil {
			v.Href, v.Leads = page(r), true
		}
		out = append(out, v)
	}
	return append(append(out, k.guardView(rules, r)...), k.recallView(r)...)
}

func (k *Kind[R]) bulkOps(rules *Rules) []OpView {
	ops := k.Ops
	if rules != nil {
		ops = append(slices.Clone(ops), k.guardOps()...)
	}
	ops = append(slices.Clone(ops), k.recallOps()...)
	var out []OpView
	for i := range ops {
		if ops[i].Bulk {
			v := k.view(&ops[i])
			v.Href = "/" + k.Slug + "/ops/" + v.Slug
			out = append(out, v)
		}
	}
	return out
}

// refusal is why an operation is not offered on a resource now; zero when it is.
func (k *Kind[R]) refusal(o *Op[R], r R, busy Overlay, rules *Rules) Text {
	if Guards(o.Slug) {
		return k.guardRefusal(rules, o, r)
	}
	if _, under := busy[k.ID(r)]; under {
		return T("reason.busy")
	}
	if why := k.forbids(rules, o, r); !why.IsZero() {
		return why
	}
	if o.Offered == nil {
		return Text{}
	}
	return o.Offered(r)
}
