package handlers

import (
	"bytes"
	"encoding/json"
	"net/http"

	"yunque/internal/cloud"
	vr "yunque/internal/views/resource"
)

// callsOf are the signed calls a page made, with words in place of keys and
// secrets.
func (s *Server) callsOf(v *visit) []vr.Call {
	var out []vr.Call
	for _, c := range v.calls.Calls() {
		url, err := cloud.RedactedURL(s.site(c.Site), c.Op, c.Request)
		if err != nil {
			continue
		}
		one := vr.Call{Action: c.Op.ID(), Request: c.Op.Method + " " + url}
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
