package cloud

import (
	"bytes"
	"encoding/json"
	"strings"
)

// secretAnswers are the fields of answers that nobody should read over a
// shoulder: passwords in clear text, console addresses that carry tokens, and
// echoes of requests (quirk 38). Compared without case.
var secretAnswers = map[string]bool{"password": true, "url": true, "instancevncurl": true, "token": true, "requestcontent": true}

// redactAnswer is an answer as a person may read it. One that is no JSON is
// left out.
func redactAnswer(body json.RawMessage) json.RawMessage {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	hide(v)
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return nil
	}
	return bytes.TrimSpace(out.Bytes())
}

func hide(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			hide(item)
		}
	case map[string]any:
		for name, item := range v {
			if _, text := item.(string); text && secretAnswers[strings.ToLower(name)] {
				v[name] = hidden
				continue
			}
			hide(item)
		}
	}
}
