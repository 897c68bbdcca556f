package handlers

import (
	"bytes"
	"encoding/json"
	"net/http"

	vr "yunque/internal/views/resource"
)

// callsOf are the signed calls a page made, with words in place of keys and
// secrets.
func callsOf(v *visit) []vr.Call {
	var out []vr.Call
	for _, c := range v.calls.Calls() {
		one := vr.Call{Action: c.Op.ID(), Request: c.Op.Method + " " + c.URL, Answer: indented(c.Answer())}
		if c.Op.Method != http.MethodGet && len(c.Request) > 2 {
			one.Request += "\n\n" + indented(c.Request)
		}
		out = append(out, one)
	}
	return out
}

func indented(raw json.RawMessage) string {
	var b bytes.Buffer
	if json.Indent(&b, raw, "", "  ") != nil {
		return ""
	}
	return b.String()
}
