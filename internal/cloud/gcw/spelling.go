package gcw

import (
	"cmp"
	"encoding/json"
)

// UnmarshalJSON takes message as well as the misspelt messsage (quirk 39).
func (f *Failure) UnmarshalJSON(b []byte) error {
	type plain Failure
	both := struct {
		*plain
		Right string `json:"message"`
	}{plain: (*plain)(f)}
	err := json.Unmarshal(b, &both)
	f.Message = cmp.Or(f.Message, both.Right)
	return err
}
