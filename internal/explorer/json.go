package explorer

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/resource"
)

// FieldJSON is the field that holds a whole request as JSON.
const FieldJSON = "json"

// RequestJSON reads a request written as JSON, for what the form cannot say:
// an empty list, null, a type other than the documented one. Names must be
// documented, values may be anything. Secrets stay in fields of their own.
func (o *Op) RequestJSON(v url.Values) (map[string]any, resource.FieldErrors) {
	text, wrong := v.Get(FieldJSON), resource.FieldErrors{}
	out, mistake := o.parseJSON(text)
	if !mistake.IsZero() {
		wrong[FieldJSON] = mistake
		return map[string]any{}, wrong
	}
	r := reader{values: v, wrong: wrong}
	for i := range o.Inputs {
		if p := &o.Inputs[i]; p.Secret {
			if value := r.scalar(p, prefix+p.Name); value != nil {
				out[p.Name] = value
			}
		}
	}
	return out, wrong
}

func (o *Op) parseJSON(text string) (map[string]any, resource.Text) {
	if strings.TrimSpace(text) == "" {
		return map[string]any{}, resource.Text{}
	}
	if len(text) > maxText {
		return nil, resource.T("explorer.too_long", maxText)
	}
	v, err := decode([]byte(text))
	if err != nil {
		line, column := position(text, err)
		return nil, resource.T("explorer.bad_json", line, column)
	}
	request, ok := v.(map[string]any)
	if !ok {
		return nil, resource.T("explorer.no_object")
	}
	for name, value := range request {
		p := o.Input(name)
		switch {
		case p == nil:
			return nil, resource.T("explorer.no_such_param", name)
		case p.Secret:
			return nil, resource.T("explorer.secret_in_json", name)
		}
		request[name] = value
	}
	return request, resource.Text{}
}

// position is where the JSON stopped making sense, counted from one.
func position(text string, err error) (line, column int) {
	at := len(text)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && !errors.Is(err, io.ErrUnexpectedEOF) {
		at = min(int(syntax.Offset), len(text))
	}
	before := text[:at]
	line = strings.Count(before, "\n") + 1
	return line, at - strings.LastIndexByte(before, '\n') - 1
}

// JSON writes a request for the JSON field, without its secrets.
func (o *Op) JSON(request map[string]any) string {
	shown := map[string]any{}
	for name, value := range request {
		if p := o.Input(name); p == nil || !p.Secret {
			shown[name] = value
		}
	}
	raw, err := cloud.RedactedJSON(shown)
	if err != nil {
		return ""
	}
	return Indent(raw)
}

// Shown is a recorded request as JSON writes it for the field.
func (o *Op) Shown(recorded json.RawMessage) string { return o.JSON(object(recorded)) }

// Sample is the printed request, with a word in place of each secret; empty
// when none is printed.
func (o *Op) Sample() string {
	request := object(o.Operation.Request)
	if request == nil {
		return ""
	}
	for i := range o.Inputs {
		if p := &o.Inputs[i]; p.Secret && request[p.Name] != nil {
			request[p.Name] = "<" + p.Name + ">"
		}
	}
	raw, err := cloud.RedactedJSON(request)
	if err != nil {
		return ""
	}
	return Indent(raw)
}

// Indent lays JSON out for reading; what is none stays as it is.
func Indent(raw json.RawMessage) string {
	var b bytes.Buffer
	if json.Indent(&b, raw, "", "  ") != nil {
		return string(raw)
	}
	return b.String()
}
