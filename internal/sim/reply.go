package sim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yunque/internal/apidoc"
)

// obj is a JSON object on its way out.
type obj = map[string]any

// Reply is the substance of a success. Its envelope is spelt as the operation
// documents it.
type Reply struct {
	Data    any    // nil sends what the documentation shows for "nothing": {} or null
	TaskID  string // "" says that there is nothing to wait for
	Message string // "" sends the documented sentence
	Beside  obj    // fields beside Data: paging, further ids
}

// style is how one operation spells its envelope, read from its documented
// answer.
type style struct {
	code     string   // Code or code
	ok       any      // the documented success value
	messages []string // Message, Msg, msg, CodeMsg: all that the answer has
	says     map[string]any
	data     string
	nothing  any // what Data is when there is none
	task     bool
	request  string
}

// commonStyle is the spelling of most services, and of errors that belong to
// no operation.
var commonStyle = style{
	code: "Code", ok: "Success", messages: []string{"Message"}, data: "Data",
	nothing: obj{}, task: true, request: "RequestId",
}

// styleOf reads the envelope out of the documented answer. Answers of the
// server and VDC chapters are printed with anything between one and five
// fields; clients rely on all five there.
func styleOf(op *apidoc.Operation) style {
	st := commonStyle
	st.task = strings.HasPrefix(op.ID, "ccs.") || strings.HasPrefix(op.ID, "network.") || strings.HasPrefix(op.ID, "common.")
	var sample map[string]any
	if json.Unmarshal(op.Response, &sample) != nil {
		return st
	}
	if sample["Code"] == nil && sample["code"] == nil {
		return st
	}
	st.messages, st.says = nil, obj{}
	for name, value := range sample {
		switch name {
		case "Code", "code":
			st.code, st.ok = name, value
		case "Message", "Msg", "msg", "CodeMsg":
			st.messages = append(st.messages, name)
			st.says[name] = value
		case "Data", "data":
			st.data = name
			if value == nil {
				st.nothing = nil
			}
		case "TaskId":
			st.task = true
		case "RequestId", "requestId":
			st.request = name
		}
	}
	if len(st.messages) == 0 {
		st.messages = []string{"Message"}
	}
	slices.Sort(st.messages)
	return st
}

func (st style) success(r Reply, requestID string) ([]byte, error) {
	out := obj{}
	for name, value := range r.Beside {
		out[name] = value
	}
	for _, name := range st.messages {
		out[name] = "Success."
		if said := st.says[name]; said != nil {
			out[name] = said
		}
		if r.Message != "" && name != "CodeMsg" {
			out[name] = r.Message
		}
	}
	out[st.code] = st.ok
	out[st.data] = st.nothing
	if r.Data != nil {
		out[st.data] = r.Data
	}
	if st.task {
		out["TaskId"] = r.TaskID
	}
	out[st.request] = requestID
	return encode(out)
}

// refusal never fails: it holds strings only. The gcw chapter's codes are
// numbers sent as numbers.
func (st style) refusal(r Refusal, requestID string) []byte {
	out := obj{st.code: r.Code, st.data: nil, st.request: requestID}
	if _, numeric := st.ok.(float64); numeric {
		if n, err := strconv.Atoi(r.Code); err == nil {
			out[st.code] = n
		}
	}
	for _, name := range st.messages {
		out[name] = r.Message
	}
	if st.task {
		out["TaskId"] = ""
	}
	body, err := encode(out)
	if err != nil {
		panic(err)
	}
	return body
}

// answer is what goes over the wire.
type answer struct {
	status   int
	html     bool
	body     []byte
	code     string // the refusal's code; "" for a success
	drop     bool   // close the connection without an answer
	truncate bool   // promise the whole body, send half of it
}

func (a answer) write(w http.ResponseWriter) {
	if a.drop {
		panic(http.ErrAbortHandler)
	}
	kind := "application/json; charset=utf-8"
	if a.html {
		kind = "text/html; charset=utf-8"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	if a.status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "1")
	}
	w.WriteHeader(a.status)
	if a.truncate {
		w.Write(a.body[:len(a.body)/2])
		// Without a flush the server would drop what it has buffered. A writer
		// that cannot flush has no buffer.
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	w.Write(a.body)
}
