package ccs

import (
	"cmp"
	"encoding/json"

	"yunque/internal/cloud"
)

// UnmarshalJSON takes the names of the documentation's table as well as those
// of its sample (quirk 41).
func (f *CardFlow) UnmarshalJSON(b []byte) error {
	type plain CardFlow
	both := struct {
		*plain
		InputFlow, OutputFlow cloud.Float
	}{plain: (*plain)(f)}
	err := json.Unmarshal(b, &both)
	f.Input, f.Output = cmp.Or(f.Input, both.InputFlow), cmp.Or(f.Output, both.OutputFlow)
	return err
}
