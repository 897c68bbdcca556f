package explorer

import (
	"net/url"
	"strconv"
	"strings"

	"yunque/internal/apidoc"
	"yunque/internal/resource"
)

// Request reads the filled form into what is sent: secrets as cloud.Secret,
// what was left empty not at all. Mistakes are per field; the request holds
// the rest all the same.
func (o *Op) Request(v url.Values) (map[string]any, resource.FieldErrors) {
	r := reader{values: v, wrong: resource.FieldErrors{}}
	o.checkNames(r)
	out := map[string]any{}
	for i := range o.Inputs {
		p := &o.Inputs[i]
		if value := r.param(p); value != nil {
			out[p.Name] = value
		}
	}
	return out, r.wrong
}

// checkNames refuses fields that the operation does not have, and fields sent
// twice.
func (o *Op) checkNames(r reader) {
	known := map[string]bool{}
	for i := range o.Inputs {
		p := &o.Inputs[i]
		known[p.Name] = true
		for _, c := range p.Children {
			known[p.Name+"."+c.Name] = true
		}
	}
	for key, values := range r.values {
		name, ours := strings.CutPrefix(key, prefix)
		if !ours {
			continue
		}
		if parts := strings.Split(name, "."); len(parts) == 3 {
			if n, err := strconv.Atoi(parts[1]); err == nil && n >= 0 && n < maxRows {
				name = parts[0] + "." + parts[2]
			}
		}
		switch {
		case !known[name]:
			r.wrong[""] = resource.T("explorer.no_such_param", name)
		case len(values) > 1:
			r.wrong[key] = resource.T("explorer.twice")
		}
	}
}

// reader reads values out of a form and notes what is wrong with them.
type reader struct {
	values url.Values
	wrong  resource.FieldErrors
}

// param is the value of a parameter; nil when it is not sent.
func (r reader) param(p *apidoc.Param) any {
	name := prefix + p.Name
	var value any
	switch {
	case p.Type == "object" && len(p.Children) > 0:
		value = r.object(p, name+".")
	case p.Type == "array<object>" && len(p.Children) > 0:
		value = r.list(p, name+".")
	default:
		return r.scalar(p, name)
	}
	if value == nil && p.Required() {
		r.wrong[name] = resource.T("explorer.missing")
	}
	return value
}

func (r reader) scalar(p *apidoc.Param, name string) any {
	text := r.values.Get(name)
	if strings.TrimSpace(text) == "" {
		if p.Required() {
			r.wrong[name] = resource.T("explorer.missing")
		}
		return nil
	}
	value, wrong := parse(p, text)
	if !wrong.IsZero() {
		r.wrong[name] = wrong
		return nil
	}
	return value
}

// object is nil when nothing of it is filled in; only otherwise are its own
// required fields asked for.
func (r reader) object(p *apidoc.Param, within string) any {
	filled := false
	for _, c := range p.Children {
		filled = filled || strings.TrimSpace(r.values.Get(within+c.Name)) != ""
	}
	if !filled {
		return nil
	}
	out := map[string]any{}
	for i := range p.Children {
		c := &p.Children[i]
		if value := r.scalar(c, within+c.Name); value != nil {
			out[c.Name] = value
		}
	}
	return out
}

// list leaves empty rows out; nil when all are.
func (r reader) list(p *apidoc.Param, within string) any {
	var out []any
	for i := range rowCount(r.values, p.Name) {
		if item := r.object(p, within+strconv.Itoa(i)+"."); item != nil {
			out = append(out, item)
		}
	}
	if out == nil {
		return nil
	}
	return out
}
