package sim

import (
	"encoding/json"
	"maps"

	"yunque/internal/apidoc"
)

// shapes holds, for each object of a documented answer, an empty object with
// the same fields: every field present, of the documented JSON type, and
// saying nothing. Keys are paths such as "Data.Instances[]".
type shapes map[string]obj

// shapesOf reads the documented answers of an operation. Lists of objects give
// the union of their items' fields.
func shapesOf(op *apidoc.Operation) shapes {
	out := shapes{}
	for _, raw := range append([]json.RawMessage{op.Response}, moreAnswers(op)...) {
		var v any
		if json.Unmarshal(raw, &v) == nil {
			out.learn("", v)
		}
	}
	return out
}

// moreAnswers are the further printed answers that have an envelope; the rest
// are fragments.
func moreAnswers(op *apidoc.Operation) []json.RawMessage {
	var out []json.RawMessage
	for _, m := range op.More {
		var v map[string]any
		if json.Unmarshal(m.Response, &v) == nil && v["Code"] != nil {
			out = append(out, m.Response)
		}
	}
	return out
}

func (s shapes) learn(path string, v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			s.learn(path+"[]", item)
		}
	case map[string]any:
		if s[path] == nil {
			s[path] = obj{}
		}
		for name, value := range v {
			if known, seen := s[path][name]; !seen || known == nil {
				s[path][name] = empty(value)
			}
			inner := name
			if path != "" {
				inner = path + "." + name
			}
			s.learn(inner, value)
		}
	}
}

// empty is the value of the same JSON type that says nothing.
func empty(v any) any {
	switch v := v.(type) {
	case string:
		return ""
	case float64:
		return 0
	case bool:
		return false
	case []any:
		return []any{}
	case map[string]any:
		out := obj{}
		for name, value := range v {
			out[name] = empty(value)
		}
		return out
	}
	return nil
}

// Record makes one object of the answer: fields, completed in place by the
// documented fields of the object at path, empty. A path the documentation does
// not show is a mistake of the program.
func (r Request) Record(path string, fields obj) obj {
	shape, ok := r.shapes[path]
	if !ok {
		panic("sim: the documented answer has no object at " + path)
	}
	if fields == nil {
		fields = make(obj, len(shape))
	}
	for name, value := range shape {
		if _, given := fields[name]; given {
			continue
		}
		if inner, ok := value.(obj); ok {
			value = maps.Clone(inner)
		}
		fields[name] = value
	}
	return fields
}
