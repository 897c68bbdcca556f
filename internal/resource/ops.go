package resource

func (k *Kind[R]) op(slug string) *Op[R] {
	for i := range k.Ops {
		if k.Ops[i].Slug == slug {
			return &k.Ops[i]
		}
	}
	return nil
}

func (k *Kind[R]) view(o *Op[R]) OpView {
	return OpView{Slug: o.Slug, Label: T2("op", k.Slug, o.Slug+".label"), Icon: o.Icon, Effect: o.Effect, Danger: o.Danger, Inline: o.Inline, Opens: o.Open != nil}
}

func (o *Op[R]) meta() OpMeta { return OpMeta{o.Slug, o.Effect, o.Danger, o.Bulk, o.Open != nil} }

func (k *Kind[R]) opViews(r R, busy bool) []OpView {
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
		v.Reason = k.refusal(&k.Ops[i], r, over)
		v.Href = k.path(k.ID(r)) + "/ops/" + v.Slug
		if page := k.Ops[i].Page; page != nil {
			v.Href, v.Leads = page(r), true
		}
		out = append(out, v)
	}
	return out
}

func (k *Kind[R]) bulkOps() []OpView {
	var out []OpView
	for i := range k.Ops {
		if k.Ops[i].Bulk {
			v := k.view(&k.Ops[i])
			v.Href = "/" + k.Slug + "/ops/" + v.Slug
			out = append(out, v)
		}
	}
	return out
}

// refusal is why an operation is not offered on a resource now; zero when it is.
func (k *Kind[R]) refusal(o *Op[R], r R, busy Overlay) Text {
	if _, under := busy[k.ID(r)]; under {
		return T("reason.busy")
	}
	if o.Offered == nil {
		return Text{}
	}
	return o.Offered(r)
}
