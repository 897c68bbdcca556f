package resource

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"
)

// fill puts what the person sent into the fields, secrets excepted. A choice
// that is not on offer any more gives way to the field's own value. Of a form
// that was on the screen, what it leaves out is off.
func fill(fields []Field, form url.Values, shown bool) {
	for i := range fields {
		f := &fields[i]
		if sent := form.Has(f.Name) || shown && f.unticked(); f.Secret || !sent {
			continue
		}
		switch f.Input {
		case CheckInput:
			f.Values = form[f.Name]
		case SelectInput, RadioInput:
			if v := form.Get(f.Name); f.offers(v) {
				f.Value = v
			}
		case NumberInput:
			f.Value = strings.TrimSpace(width.Fold.String(form.Get(f.Name)))
		default:
			f.Value = form.Get(f.Name)
		}
	}
}

// unticked tells the inputs that a browser leaves out of a form when they are
// off.
func (f *Field) unticked() bool { return f.Input == SwitchInput || f.Input == CheckInput }

func (f *Field) offers(value string) bool {
	return slices.ContainsFunc(f.Choices, func(c Choice) bool { return c.Value == value && !c.Disabled })
}

// values is the form as the fields have it now, with what was sent beside them.
func values(fields []Field, form url.Values) url.Values {
	out := url.Values{}
	for name, v := range form {
		out[name] = v
	}
	for _, f := range fields {
		switch {
		case f.Secret:
		case f.Input == CheckInput:
			out[f.Name] = f.Values
		default:
			out.Set(f.Name, f.Value)
		}
	}
	return out
}

// mistakes holds what was sent against what the filled fields say themselves.
func mistakes(fields []Field, form url.Values) FieldErrors {
	out := FieldErrors{}
	for _, f := range fields {
		if m := f.mistake(form[f.Name]); !m.IsZero() {
			out[f.Name] = m
		}
	}
	return out
}

// mistake judges a choice by what was sent: the field has its own value where
// that is not on offer any more, and nobody chose that one.
func (f *Field) mistake(sent []string) Text {
	if len(sent) > 1 && f.Input != CheckInput {
		return T("form.twice")
	}
	if len(sent) == 0 || f.Input == NumberInput {
		sent = []string{f.Value}
	}
	empty := !slices.ContainsFunc(sent, func(v string) bool { return strings.TrimSpace(v) != "" })
	chosen := f.Input == SelectInput || f.Input == RadioInput || f.Input == CheckInput
	switch {
	case empty && f.Required:
		return T("form.required")
	case empty:
		return Text{}
	case f.Input == NumberInput:
		return f.misfit(f.Value)
	case chosen && slices.ContainsFunc(sent, func(v string) bool { return !f.offers(v) }):
		return T("form.not_offered")
	}
	return Text{}
}

// misfit is what is wrong with a number; its steps count from zero, and its
// least value fits whatever the step.
func (f *Field) misfit(value string) Text {
	n, err := strconv.Atoi(value)
	least, errLeast := strconv.Atoi(f.Min)
	most, errMost := strconv.Atoi(f.Max)
	step, _ := strconv.Atoi(f.Step)
	switch {
	case err != nil:
		return T("form.number")
	case errLeast == nil && errMost == nil && (n < least || n > most):
		return T("form.between", least, most)
	case errLeast == nil && n < least:
		return T("form.at_least", least)
	case errMost == nil && n > most:
		return T("form.at_most", most)
	case step > 0 && n%step != 0 && (errLeast != nil || n != least):
		return OffStep(n, step, most)
	}
	return Text{}
}

// OffStep says that a number is no multiple of the step, and which near it is
// one. most is the largest number there may be; 0 for any.
func OffStep(n, step, most int) Text {
	near := (n/step + 1) * step
	if most > 0 && near > most {
		near -= step
	}
	return T("form.step", step, near)
}
