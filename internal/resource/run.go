package resource

import (
	"context"
	"net/url"
	"strconv"
	"sync"

	"yunque/internal/cloud"
)

// Request asks to prepare an operation on resources.
type Request struct {
	Op     string
	IDs    []string
	Bulk   bool // asked from a selection, whatever its size
	Form   url.Values
	Submit bool // plan the steps; otherwise only the form is wanted
	Busy   Overlay
}

// Prepared is an operation on resources as they are now: its form, and after a
// valid submit its steps.
type Prepared struct {
	Op    OpMeta
	Form  Form
	Steps []Step // nil when the form has mistakes or was not submitted
}

// Prepare re-reads the resources, sets apart those the operation is not
// offered on now, and plans the rest when the form was submitted.
func (k *Kind[R]) Prepare(ctx context.Context, c cloud.Caller, r Request) (*Prepared, error) {
	op := k.op(r.Op)
	if op == nil || (r.Bulk && !op.Bulk) {
		return nil, &UnknownOp{Kind: k.Slug, Op: r.Op}
	}
	items, form, err := k.split(cloud.Fresh(ctx), c, op, r)
	if err != nil {
		return nil, err
	}
	p := &Prepared{Op: OpMeta{op.Slug, op.Effect, op.Danger, op.Bulk}, Form: form}
	if len(items) == 0 {
		p.Form.Error = T("form.nothing_to_do")
		return p, nil
	}
	if op.Loses != nil {
		p.Form.Loses = op.Loses(items)
	}
	if op.Fields != nil {
		if p.Form.Fields, err = op.Fields(ctx, c, items); err != nil {
			return nil, err
		}
	}
	if len(r.Form) > 0 {
		fill(p.Form.Fields, r.Form)
	}
	if op.Price != nil {
		if quote, err := op.Price(ctx, c, items, r.Form); err == nil {
			p.Form.Quote = &quote
		}
	}
	if r.Submit {
		k.submit(p, op, items, r.Form)
	}
	return p, nil
}

// submit checks what was typed and filled in, then plans.
func (k *Kind[R]) submit(p *Prepared, op *Op[R], items []R, form url.Values) {
	p.Form.Confirm = form.Get("confirm")
	if p.Form.Typed != "" && p.Form.Confirm != p.Form.Typed {
		p.Form.Error = T("form.typed_differs", p.Form.Typed)
		return
	}
	mistakes := missing(p.Form.Fields)
	if len(mistakes) == 0 {
		steps, err := op.Plan(items, form)
		if err == nil {
			p.Steps = steps
			return
		}
		mistakes, _ = err.(FieldErrors)
		if mistakes == nil {
			mistakes = FieldErrors{"": T("form.not_planned")}
		}
	}
	for i := range p.Form.Fields {
		p.Form.Fields[i].Error = mistakes[p.Form.Fields[i].Name]
	}
	p.Form.Error = mistakes[""]
}

// split reads the resources, four at a time, and parts those that may run from
// those that are skipped.
func (k *Kind[R]) split(ctx context.Context, c cloud.Caller, op *Op[R], r Request) ([]R, Form, error) {
	form := Form{Op: k.view(op), Kind: k.Slug, Title: T2("op", k.Slug, op.Slug+".title"), Effect: T2("op", k.Slug, op.Slug+".effect")}
	found, err := k.read(ctx, c, r.IDs)
	if err != nil {
		return nil, form, err
	}
	var items []R
	for i, id := range r.IDs {
		if found[i] == nil {
			form.Skip = append(form.Skip, Skipped{Target{Kind: k.Slug, ID: id, Name: id}, T("reason.gone")})
			continue
		}
		t := k.target(*found[i])
		if why := k.refusal(op, *found[i], r.Busy); !why.IsZero() {
			form.Skip = append(form.Skip, Skipped{t, why})
			continue
		}
		items = append(items, *found[i])
		form.Run = append(form.Run, t)
	}
	form.Typed = typed(op.Danger, r.Bulk, form.Run)
	return items, form, nil
}

// read fetches the resources in order; nil for those that do not exist. Many
// are picked out of one list read, a single one is read by itself.
func (k *Kind[R]) read(ctx context.Context, c cloud.Caller, ids []string) ([]*R, error) {
	out := make([]*R, len(ids))
	if len(ids) > 4 {
		all, err := k.List(ctx, c)
		if err != nil {
			return nil, err
		}
		byID := map[string]*R{}
		for i := range all {
			byID[k.ID(all[i])] = &all[i]
		}
		for i, id := range ids {
			out[i] = byID[id]
		}
		return out, nil
	}
	errs := make([]error, len(ids))
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() {
			r, err := k.get(ctx, c, id)
			if err == nil {
				out[i] = &r
			} else if _, gone := err.(*NotFound); !gone {
				errs[i] = err
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
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
	if _, gone := err.(*NotFound); gone {
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

func (k *Kind[R]) target(r R) Target {
	t := Target{Kind: k.Slug, ID: k.ID(r), Name: k.Name(r)}
	if k.Where != nil {
		t.Note = k.Where(r).Raw
	}
	return t
}

// fill puts what the person sent back into the fields, secrets excepted.
func fill(fields []Field, form url.Values) {
	for i := range fields {
		f := &fields[i]
		if f.Secret || !form.Has(f.Name) {
			continue
		}
		if f.Input == CheckInput {
			f.Values = form[f.Name]
		} else {
			f.Value = form.Get(f.Name)
		}
	}
}

func missing(fields []Field) FieldErrors {
	out := FieldErrors{}
	for _, f := range fields {
		if f.Required && !f.Secret && f.Value == "" && len(f.Values) == 0 {
			out[f.Name] = T("form.required")
		}
	}
	return out
}

// Watches tells whether an operation's end is seen on the resource itself.
func (k *Kind[R]) Watches(op string) bool {
	o := k.op(op)
	return o != nil && o.Watch != nil
}
