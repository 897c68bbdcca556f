package explorer

import (
	"encoding/json"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"yunque/internal/apidoc"
)

// Fill writes a request into the fields of a form, secrets left empty. ok is
// false when something of it does not fit the documented types, so that only
// JSON can show it.
func (o *Op) Fill(request map[string]any) (v url.Values, ok bool) {
	v, ok = url.Values{}, true
	for name, value := range request {
		p := o.Input(name)
		if p == nil || !fill(v, p, prefix+name, value) {
			ok = false
		}
	}
	return v, ok
}

// FillJSON is Fill for a recorded request.
func (o *Op) FillJSON(recorded json.RawMessage) (v url.Values, ok bool) {
	return o.Fill(object(recorded))
}

func fill(v url.Values, p *apidoc.Param, name string, value any) bool {
	switch {
	case p.Secret:
		return true
	case p.Type == "object" && len(p.Children) > 0:
		return fillObject(v, p, name, value)
	case p.Type == "array<object>" && len(p.Children) > 0:
		items, ok := value.([]any)
		if !ok || len(items) == 0 || len(items) > maxRows {
			return false
		}
		for i, item := range items {
			ok = fillObject(v, p, name+"."+strconv.Itoa(i), item) && ok
		}
		return ok
	}
	return fillScalar(v, p, name, value)
}

func fillObject(v url.Values, p *apidoc.Param, name string, value any) bool {
	fields, ok := value.(map[string]any)
	ok = ok && len(fields) > 0
	for field, value := range fields {
		c := child(p, field)
		ok = c != nil && fillScalar(v, c, name+"."+field, value) && ok
	}
	return ok
}

// fillScalar fills one field, and tells whether the form would send the same
// value again.
func fillScalar(v url.Values, p *apidoc.Param, name string, value any) bool {
	if p.Secret {
		return true
	}
	text := Text(value)
	if strings.TrimSpace(text) == "" {
		return false
	}
	v.Set(name, text)
	_, isText := value.(string)
	return isText == (p.Type == "string")
}

func child(p *apidoc.Param, name string) *apidoc.Param {
	for i := range p.Children {
		if p.Children[i].Name == name {
			return &p.Children[i]
		}
	}
	return nil
}

// Start is the form before anybody has typed: empty, but for the id that gcw
// requests name themselves by (quirk 37).
func (o *Op) Start() url.Values {
	v := url.Values{}
	o.Renew(v)
	return v
}

// Renew gives a gcw request a new id of its own. A question about a task names
// the id of another request, which only the person knows.
func (o *Op) Renew(v url.Values) {
	if o.Service() == "gcw" && o.Input("requestId") != nil && o.Action != "QueryTask" {
		v.Set(prefix+"requestId", uuid.NewString())
	}
}

// Example is the form filled with the documented request: the printed sample,
// and for required parameters that it lacks their own examples. Secrets are
// left empty.
func (o *Op) Example() url.Values {
	request := map[string]any{}
	for i := range o.Inputs {
		p := &o.Inputs[i]
		if (p.Required() || len(object(o.Operation.Request)) == 0) && p.Example != nil {
			request[p.Name] = typed(p)
		}
	}
	maps.Copy(request, object(o.Operation.Request))
	v, _ := o.Fill(request)
	o.Renew(v)
	return v
}

// typed is a parameter's example with its numbers as they are written.
func typed(p *apidoc.Param) any {
	if list, ok := p.Example.([]any); ok && len(list) == 0 && len(p.Children) > 0 {
		item := map[string]any{}
		for i := range p.Children {
			item[p.Children[i].Name] = p.Children[i].Example
		}
		return []any{item}
	}
	return p.Example
}

// FromQuery is the form as a link fills it: only parameters that the operation
// has, and no secret.
func (o *Op) FromQuery(query url.Values) url.Values {
	v := o.Start()
	for key, values := range query {
		name, ours := strings.CutPrefix(key, prefix)
		if ours && len(values) > 0 && o.fillable(strings.Split(name, ".")) {
			v.Set(key, values[0])
		}
	}
	return v
}

func (o *Op) fillable(path []string) bool {
	p := o.Input(path[0])
	if p != nil && len(path) > 1 {
		p = child(p, path[len(path)-1])
	}
	return p != nil && !p.Secret
}
