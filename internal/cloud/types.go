package cloud

import (
	"bytes"
	"encoding/json"
)

// ID is an identifier given as string or number, carried as a string.
type ID string

// UnmarshalJSON accepts a string, a number, a boolean or null.
func (i *ID) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	if len(b) > 0 && b[0] == '"' {
		var s string
		err := json.Unmarshal(b, &s)
		*i = ID(s)
		return err
	}
	if string(b) == "null" {
		*i = ""
		return nil
	}
	*i = ID(b)
	return nil
}
