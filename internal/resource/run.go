package resource

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
)

// fieldUnquoted is the tick of a form whose price could not be had.
const fieldUnquoted = "unquoted"

// Request asks to prepare an operation on resources.
type Request struct {
	Op     string
	IDs    []string
	Bulk   bool // asked from a selection, whatever its size
	Form   url.Values
	Redraw bool // the form was on the screen, and is wanted again as filled in
	Submit bool // as Redraw, and plan the steps
	Busy   Overlay
}

// Prepared is an operation on resources as they are now: its form, and after a
// valid submit its steps.
type Prepared struct {
	Op      OpMeta
	Form    Form
	Steps   []Step // nil when the form has mistakes or was not submitted
	InOrder bool   // the steps wait for each other
	Valid   bool   // it was submitted without mistakes
	beside  map[string]string
}

// Refuse puts a refusal of the provider's beside the field it is about, or
// over the form.
func (p *Prepared) Refuse(code string, words Text) {
	for i := range p.Form.Fields {
		if f := &p.Form.Fields[i]; f.Name == p.beside[code] {
			f.Error = words
			return
		}
	}
	p.Form.Error = words
}

// Prepare re-reads the resources, sets apart those the operation is not
// offered on now, and plans the rest when the form was submitted.
func (k *Kind[R]) Prepare(ctx context.Context, c cloud.Caller, r Request) (*Prepared, error) {
	op := k.op(r.Op)
	if op == nil || op.Page != nil || op.Alone && len(r.IDs) > 0 || r.Bulk && !op.Bulk && !op.Alone {
		return nil, &UnknownOp{Kind: k.Slug, Op: r.Op}
	}
	items, form, err := k.split(cloud.Fresh(ctx), c, op, r)
	if err != nil {
		return nil, err
	}
	p := &Prepared{Op: op.meta(), Form: form, InOrder: op.InOrder, beside: op.Beside}
	if len(items) == 0 && !op.Alone {
		p.Form.Error = T("form.nothing_to_do")
		return p, nil
	}
	if op.Loses != nil {
		p.Form.Loses = op.Loses(items)
	}
	if op.Keeps != nil {
		p.Form.Keeps = op.Keeps(items)
	}
	if op.Fields != nil {
		if p.Form.Fields, err = op.Fields(ctx, c, items, r.Form); err != nil {
			return nil, err
		}
	}
	fill(p.Form.Fields, r.Form, r.Redraw || r.Submit)
	filled := values(p.Form.Fields, r.Form)
	p.Form.Live = op.Price != nil || slices.ContainsFunc(p.Form.Fields, func(f Field) bool { return f.Decides })
	if op.Price != nil {
		op.price(ctx, c, items, filled, &p.Form)
	}
	if plan := op.planner(ctx, c); r.Submit && plan != nil {
		k.submit(p, op, plan, items, filled, mistakes(p.Form.Fields, r.Form))
	}
	return p, nil
}

// price quotes the form, or says why it could not be quoted.
func (o *Op[R]) price(ctx context.Context, c cloud.Caller, items []R, form url.Values, f *Form) {
	quote, err := o.Price(ctx, c, items, form)
	switch {
	case err != nil:
		f.Unpriced = T("price.refused")
		f.GoOn = form.Has(fieldUnquoted)
	case quote.Amount != "":
		f.Quote = &quote
	}
}

type planner[R any] func(items []R, form url.Values) ([]Step, error)

// planner is what plans the operation; nil for one that is not planned.
func (o *Op[R]) planner(ctx context.Context, c cloud.Caller) planner[R] {
	if o.PlanAfter == nil {
		return o.Plan
	}
	return func(items []R, form url.Values) ([]Step, error) { return o.PlanAfter(cloud.Fresh(ctx), c, items, form) }
}

// submit checks what was typed, then plans, unless the form is wrong already.
func (k *Kind[R]) submit(p *Prepared, op *Op[R], plan planner[R], items []R, form url.Values, wrong FieldErrors) {
	f := &p.Form
	f.Confirm = form.Get("confirm")
	switch {
	case f.Typed != "" && f.Confirm != f.Typed:
		wrong[""] = T("form.typed_differs", f.Typed)
	case op.Danger == SecondLook && !allSeen(form["seen"], len(f.Loses)):
		wrong[""] = T("form.tick_all")
	case !f.Unpriced.IsZero() && !f.GoOn:
		wrong[""] = T("form.unquoted")
	}
	if len(wrong) == 0 {
		steps, err := plan(items, form)
		if err == nil {
			p.Steps, p.Valid = steps, true
			return
		}
		if !errors.As(err, &wrong) {
			wrong = FieldErrors{"": T("form.not_planned")}
		}
	}
	for i := range f.Fields {
		f.Fields[i].Error = wrong[f.Fields[i].Name]
	}
	f.Error = wrong[""]
}

// allSeen tells whether each of n lines was ticked.
func allSeen(ticked []string, n int) bool {
	for i := range n {
		if !slices.Contains(ticked, strconv.Itoa(i)) {
			return false
		}
	}
	return true
}

// Open asks for the address that an operation opens, once the operation is
// offered on the resource as it is now.
func (k *Kind[R]) Open(ctx context.Context, c cloud.Caller, slug, id string) (cloud.Secret, error) {
	op := k.op(slug)
	if op == nil || op.Open == nil {
		return cloud.Secret{}, &UnknownOp{Kind: k.Slug, Op: slug}
	}
	ctx = cloud.Fresh(ctx)
	r, err := k.get(ctx, c, id)
	if err != nil {
		return cloud.Secret{}, err
	}
	rules, err := k.rules(ctx)
	if err != nil {
		return cloud.Secret{}, err
	}
	if why := k.refusal(op, r, nil, rules); !why.IsZero() {
		return cloud.Secret{}, &NotOffered{Reason: why}
	}
	return op.Open(ctx, c, r)
}

// split reads the resources, four at a time, and parts those that may run from
// those that are skipped.
func (k *Kind[R]) split(ctx context.Context, c cloud.Caller, op *Op[R], r Request) ([]R, Form, error) {
	form := Form{Op: k.view(op), Kind: k.Slug, Title: OpText(k.Slug, op.Slug, "title"), Effect: OpText(k.Slug, op.Slug, "effect")}
	found, err := k.read(ctx, c, r.IDs)
	if err != nil {
		return nil, form, err
	}
	rules, err := k.rules(ctx)
	if err != nil {
		return nil, form, err
	}
	var items []R
	for i, id := range r.IDs {
		if found[i] == nil {
			form.Skip = append(form.Skip, Skipped{Target: Target{Kind: k.Slug, ID: id, Name: id}, Reason: T("reason.gone")})
			continue
		}
		t := k.target(*found[i])
		if why := k.refusal(op, *found[i], r.Busy, rules); !why.IsZero() {
			form.Skip = append(form.Skip, Skipped{t, why, !k.forbids(rules, op, *found[i]).IsZero()})
			continue
		}
		items = append(items, *found[i])
		form.Run = append(form.Run, t)
	}
	form.Typed = typed(op.Danger, r.Bulk, form.Run)
	return items, form, nil
}

// atOnce is how many resources are read at once, each by itself.
const atOnce = 4

// read fetches the resources in order; nil for those that do not exist. Many
// are picked out of one list read, where there is such a thing; a single one is
// read by itself.
func (k *Kind[R]) read(ctx context.Context, c cloud.Caller, ids []string) ([]*R, error) {
	out := make([]*R, len(ids))
	if len(ids) > atOnce && !k.Each {
		all, missing, err := k.some(ctx, c)
		if err != nil {
			return nil, err
		}
		byID := map[string]*R{}
		for i := range all {
			byID[k.ID(all[i])] = &all[i]
		}
		for i, id := range ids {
			if out[i] = byID[id]; out[i] == nil && len(missing) > 0 {
				return nil, k.absent(id, missing)
			}
		}
		return out, nil
	}
	group, all := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, id := range ids {
		group.Go(func() error {
			r, err := k.get(all, c, id)
			if err == nil {
				out[i] = &r
			}
			if IsGone(err) {
				return nil
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if len(ids) == 1 && out[0] == nil {
		return nil, &NotFound{Kind: k.Slug, ID: ids[0]}
	}
	return out, nil
}

// typed is what a person must type: the name of one, the count of a batch.
func typed(d Danger, bulk bool, run []Target) string {
	switch {
	case d < TypeName || len(run) == 0:
		return ""
	case !bulk && len(run) == 1:
		return run[0].Name
	}
	return strconv.Itoa(len(run))
}

// Settled tells whether an operation without a task query has ended, from a
// fresh read; a resource that is gone has.
func (k *Kind[R]) Settled(ctx context.Context, c cloud.Caller, op, id string) (bool, error) {
	r, err := k.get(cloud.Fresh(ctx), c, id)
	if IsGone(err) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if o := k.op(op); o != nil && o.Watch != nil {
		return o.Watch(r), nil
	}
	return k.State(r).Tone != Busy, nil
}

// target names a resource on a form. A part's id is made for addresses; what
// it is known by stands in its note.
func (k *Kind[R]) target(r R) Target {
	t := Target{Kind: k.Slug, Name: k.Name(r)}
	if k.Home == nil {
		t.ID = k.ID(r)
	}
	if k.Where != nil {
		t.Note = k.Where(r).Raw
	}
	return t
}

// Watches tells whether an operation's end is seen on the resource itself.
func (k *Kind[R]) Watches(op string) bool {
	o := k.op(op)
	return o != nil && o.Watch != nil
}
