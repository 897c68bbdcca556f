package cloud

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// object is a request as it goes out: its fields in the order of the struct, or
// by name for a map.
type object []member

type member struct {
	name  string
	value any // object, []any or json.RawMessage
}

// encoder turns request values into wire values. It exists beside encoding/json
// because a Secret must be openable here and nowhere else.
type encoder struct{ reveal bool }

// request encodes a request struct, a map[string]any or nil.
func (e encoder) request(req any) (object, error) {
	v, err := e.value(reflect.ValueOf(req))
	if err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case object:
		return v, nil
	case json.RawMessage:
		if string(v) == "null" {
			return nil, nil
		}
	}
	return nil, fmt.Errorf("a request is a struct or a map, not %T", req)
}

func (e encoder) value(v reflect.Value) (any, error) {
	if !v.IsValid() {
		return json.RawMessage("null"), nil
	}
	if s, ok := v.Interface().(Secret); ok {
		if !e.reveal {
			return marshal(s)
		}
		return marshal(s.Reveal())
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return e.value(v.Elem())
	}
	if _, ok := v.Interface().(json.Marshaler); ok {
		return marshal(v.Interface())
	}
	switch v.Kind() {
	case reflect.Struct:
		return e.fields(v)
	case reflect.Map:
		return e.entries(v)
	case reflect.Slice, reflect.Array:
		return e.items(v)
	}
	return marshal(v.Interface())
}

func (e encoder) fields(v reflect.Value) (object, error) {
	out := object{}
	for i := range v.NumField() {
		field, tag := v.Type().Field(i), parseTag(v.Type().Field(i))
		if tag.skips(v.Field(i)) || !field.IsExported() {
			continue
		}
		value, err := e.value(v.Field(i))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", tag.name, err)
		}
		if inner, ok := value.(object); ok && field.Anonymous {
			out = append(out, inner...)
			continue
		}
		out = append(out, member{tag.name, value})
		if tag.also != "" {
			out = append(out, member{tag.also, value})
		}
	}
	return out, nil
}

func (e encoder) entries(v reflect.Value) (object, error) {
	if v.Type().Key().Kind() != reflect.String {
		return nil, fmt.Errorf("a map's keys are strings, not %s", v.Type().Key())
	}
	out := object{}
	for key, elem := range v.Seq2() {
		value, err := e.value(elem)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		out = append(out, member{key.String(), value})
	}
	slices.SortFunc(out, func(a, b member) int { return cmp.Compare(a.name, b.name) })
	return out, nil
}

func (e encoder) items(v reflect.Value) ([]any, error) {
	out := make([]any, v.Len())
	for i := range out {
		var err error
		if out[i], err = e.value(v.Index(i)); err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
	}
	return out, nil
}

// tag is what a struct field says about its place on the wire, read as
// encoding/json reads it. Where the documentation's table and sample disagree
// on a name, also:"Other" sends the value under both (quirk 28).
type tag struct {
	name, also                  string
	omitEmpty, omitZero, hidden bool
}

func parseTag(f reflect.StructField) tag {
	text := f.Tag.Get("json")
	name, options, _ := strings.Cut(text, ",")
	return tag{
		name:      cmp.Or(name, f.Name),
		also:      f.Tag.Get("also"),
		omitEmpty: strings.Contains(options, "omitempty"),
		omitZero:  strings.Contains(options, "omitzero"),
		hidden:    text == "-",
	}
}

func (t tag) skips(v reflect.Value) bool {
	switch {
	case t.hidden:
		return true
	case t.omitZero:
		return v.IsZero()
	case !t.omitEmpty:
		return false
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String, reflect.Array:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, m := range o {
		name, err := marshal(m.name)
		if err != nil {
			return nil, err
		}
		value, err := marshal(m.value)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.Write(name)
		out.WriteByte(':')
		out.Write(value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// marshal is json.Marshal without the escaping meant for HTML.
func marshal(v any) (json.RawMessage, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(out.Bytes()), nil
}

// query flattens the members into query parameters: scalars as text, lists as
// Name.0, Name.1, objects as Name.Field. Nulls are left out, empty texts stay.
func (o object) query() []param {
	var out []param
	for _, m := range o {
		out = appendQuery(out, m.name, m.value)
	}
	return out
}

func appendQuery(out []param, name string, value any) []param {
	switch value := value.(type) {
	case object:
		for _, m := range value {
			out = appendQuery(out, name+"."+m.name, m.value)
		}
	case []any:
		for i, item := range value {
			out = appendQuery(out, name+"."+strconv.Itoa(i), item)
		}
	case json.RawMessage:
		if string(value) == "null" {
			return out
		}
		var text string
		if json.Unmarshal(value, &text) != nil {
			text = string(value)
		}
		out = append(out, param{name, text})
	}
	return out
}
