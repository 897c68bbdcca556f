package sim

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Fields are parameters, or one object of a structured parameter. Its getters
// accept what clients are known to send for the documented type: numbers as
// strings and strings as numbers, lists as JSON arrays, as comma-separated
// text, as JSON inside text or as one bare object, and null, "" or {} for
// nothing. A value that still does not fit reads as absent; the documentation's
// checks have refused it before a handler sees it.
type Fields map[string]any

// value finds a parameter by its documented name, else without regard to case
// (`keyword` for `Keyword`; of several spellings the first of the alphabet). Names of the signature are never folded: a stray
// `action` is not an operation's own `Action`.
func (f Fields) value(name string) any {
	if v, ok := f[name]; ok {
		return v
	}
	if isCommon(name) {
		return nil
	}
	found := ""
	for given := range f {
		if strings.EqualFold(given, name) && (found == "" || given < found) {
			found = given
		}
	}
	if found == "" {
		return nil
	}
	return f[found]
}

func isCommon(name string) bool {
	return slices.ContainsFunc(commonParams[:], func(c string) bool { return strings.EqualFold(c, name) })
}

// Has tells whether the parameter was given and is not null, "", [] or {}.
func (f Fields) Has(name string) bool { return !isNothing(f.value(name)) }

// Sent tells whether the parameter was given at all, though it may be empty.
func (f Fields) Sent(name string) bool { return f.value(name) != nil }

// Str returns a parameter as text, "" when absent.
func (f Fields) Str(name string) string {
	s, _ := asText(f.value(name))
	return s
}

// StrOr is Str with a default.
func (f Fields) StrOr(name, otherwise string) string {
	if s := f.Str(name); s != "" {
		return s
	}
	return otherwise
}

// Int returns a parameter as a whole number, 0 when absent.
func (f Fields) Int(name string) int { return f.IntOr(name, 0) }

// IntOr is Int with a default.
func (f Fields) IntOr(name string, otherwise int) int {
	if n, ok := asInt(f.value(name)); ok {
		return n
	}
	return otherwise
}

// Bool returns a parameter as a truth value, false when absent.
func (f Fields) Bool(name string) bool {
	b, _ := asBool(f.value(name))
	return b
}

// Strs returns a list of texts.
func (f Fields) Strs(name string) []string {
	var out []string
	for _, item := range asList(f.value(name)) {
		if s, ok := asText(item); ok && s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Obj returns a structured parameter, nil when absent.
func (f Fields) Obj(name string) Fields { return asObject(f.value(name)) }

// Objs returns a list of objects.
func (f Fields) Objs(name string) []Fields {
	var out []Fields
	for _, item := range asList(f.value(name)) {
		if o := asObject(item); o != nil {
			out = append(out, o)
		}
	}
	return out
}

func isNothing(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

func asText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}

func asInt(v any) (int, bool) {
	s, ok := asText(v)
	if !ok {
		return 0, false
	}
	s = strings.TrimSpace(s)
	if n, err := strconv.Atoi(s); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, false
	}
	return int(f), true
}

func asBool(v any) (bool, bool) {
	s, ok := asText(v)
	if !ok {
		return false, false
	}
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "1":
		return true, true
	case "false", "0", "":
		return false, true
	}
	return false, false
}

func asList(v any) []any {
	switch v := v.(type) {
	case []any:
		return v
	case map[string]any:
		if len(v) > 0 {
			return []any{v}
		}
	case string:
		return listInText(v)
	case json.Number, bool:
		return []any{v}
	}
	return nil
}

func listInText(s string) []any {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "[") || strings.HasPrefix(s, "{") {
		v, err := parseJSON([]byte(s))
		if err != nil {
			return nil
		}
		return asList(v)
	}
	var out []any
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func asObject(v any) Fields {
	switch v := v.(type) {
	case map[string]any:
		return v
	case []any:
		if len(v) == 1 {
			return asObject(v[0])
		}
	case string:
		if strings.HasPrefix(strings.TrimSpace(v), "{") {
			if o, err := parseJSON([]byte(v)); err == nil {
				return asObject(o)
			}
		}
	}
	return nil
}
