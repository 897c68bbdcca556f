package cloud

import (
	"bytes"
	"encoding/json"
	"strings"
)

// ID is an identifier or other short text given as string, number or boolean,
// carried as a string; null is "". It is written as a string.
type ID string

// UnmarshalJSON accepts a string, a number, a boolean or null.
func (i *ID) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	if len(b) > 0 && b[0] == '"' {
		s, err := quoted(b)
		*i = ID(s)
		return err
	}
	s, err := scalarText(b)
	*i = ID(s)
	return err
}

// List is a list given as an array, as one bare object or value, or as null,
// "" or {} for none. It is written as an array, [] when empty.
type List[T any] []T

// UnmarshalJSON accepts every form in which the API gives a list.
func (l *List[T]) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	*l = nil
	if isEmpty(b) {
		return nil
	}
	if b[0] == '[' {
		var items []T
		err := json.Unmarshal(b, &items)
		if len(items) > 0 {
			*l = items
		}
		return err
	}
	var one T
	if err := json.Unmarshal(b, &one); err != nil {
		return err
	}
	*l = List[T]{one}
	return nil
}

// MarshalJSON writes an array, never null.
func (l List[T]) MarshalJSON() ([]byte, error) {
	if l == nil {
		return []byte("[]"), nil
	}
	return json.Marshal([]T(l))
}

// Map is an object whose keys are data, such as addresses or server ids; null,
// "" and [] are none. It is written as an object, {} when empty.
type Map[V any] map[string]V

// UnmarshalJSON accepts an object or one of the forms of nothing.
func (m *Map[V]) UnmarshalJSON(b []byte) error {
	*m = nil
	if isEmpty(b) {
		return nil
	}
	var plain map[string]V
	err := json.Unmarshal(b, &plain)
	if len(plain) > 0 {
		*m = plain
	}
	return err
}

// MarshalJSON writes an object, never null.
func (m Map[V]) MarshalJSON() ([]byte, error) {
	if m == nil {
		return []byte("{}"), nil
	}
	return json.Marshal(map[string]V(m))
}

// isEmpty tells whether a JSON value is one of the API's ways to say nothing.
func isEmpty(b []byte) bool {
	switch string(bytes.TrimSpace(b)) {
	case "", "null", `""`, "{}", "[]":
		return true
	}
	return false
}

// CSV is a list that travels as one comma-separated string.
type CSV []string

// MarshalJSON writes the items joined by commas.
func (c CSV) MarshalJSON() ([]byte, error) { return json.Marshal(strings.Join(c, ",")) }

// UnmarshalJSON splits a string at its commas; an array is taken as it is.
func (c *CSV) UnmarshalJSON(b []byte) error {
	var items List[ID]
	if err := items.UnmarshalJSON(b); err != nil {
		return err
	}
	*c = nil
	for _, item := range items {
		for part := range strings.SplitSeq(string(item), ",") {
			if part = strings.TrimSpace(part); part != "" {
				*c = append(*c, part)
			}
		}
	}
	return nil
}

// ArrayText is a list that travels as a JSON array inside a string, "" when
// empty.
type ArrayText []string

// MarshalJSON writes the array as the content of a string.
func (a ArrayText) MarshalJSON() ([]byte, error) {
	if len(a) == 0 {
		return []byte(`""`), nil
	}
	inner, err := json.Marshal([]string(a))
	if err != nil {
		return nil, err
	}
	return json.Marshal(string(inner))
}

// UnmarshalJSON opens the string; an array is taken as it is.
func (a *ArrayText) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) == nil {
		b = []byte(text)
	}
	*a = nil
	var items []string
	if isEmpty(b) {
		return nil
	}
	err := json.Unmarshal(b, &items)
	if len(items) > 0 {
		*a = items
	}
	return err
}
