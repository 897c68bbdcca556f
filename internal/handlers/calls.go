package handlers

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"

	"yunque/internal/cloud"
	"yunque/internal/explorer"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/route"
)

// callsOf are the signed calls a page made, with words in place of keys and
// secrets.
func callsOf(v *visit) []vr.Call {
	var out []vr.Call
	for _, c := range v.calls.Calls() {
		one := vr.Call{Action: c.Op.ID(), Href: tryAgain(c), Request: c.Op.Method + " " + c.URL, Answer: indented(c.Answer())}
		if c.Op.Method != http.MethodGet && len(c.Request) > 2 {
			one.Request += "\n\n" + indented(c.Request)
		}
		out = append(out, one)
	}
	return out
}

// longestLink is how long an address may be that fills in a form.
const longestLink = 2000

// tryAgain is the operation's form filled with what was called.
func tryAgain(c cloud.Call) string {
	op := explorer.Find(c.Op.ID())
	if op == nil {
		return ""
	}
	filled, _ := op.FillJSON(c.Request)
	return operationLink(op, filled)
}

// operationLink leads to a filled form; to the empty one where the values are
// too long for an address. Secrets are never among them.
func operationLink(op *explorer.Op, filled url.Values) string {
	if link := route.Operation(op.ID, filled); len(link) <= longestLink {
		return link
	}
	return route.Operation(op.ID, nil)
}

func indented(raw json.RawMessage) string {
	var b bytes.Buffer
	if json.Indent(&b, raw, "", "  ") != nil {
		return ""
	}
	return b.String()
}
