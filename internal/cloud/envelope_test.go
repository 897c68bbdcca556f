package cloud

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"yunque/internal/apidoc"
)

func TestEnvelopeIronsOutSpellings(t *testing.T) {
	async := Info{Tracker: TrackTask}
	for _, c := range []struct {
		name, body string
		op         Info
		want       Envelope
	}{
		{"the usual spelling", `{"Code":"Success","Message":"Success.","Data":{"A":1},"RequestId":"r"}`, Info{},
			Envelope{Code: "Success", Message: "Success.", RequestID: "r", Data: raw(`{"A":1}`)}},
		{"lower case", `{"code":"Success","msg":"m","data":[1],"requestId":7,"status":0}`, Info{},
			Envelope{Code: "Success", Message: "m", RequestID: "7", Data: raw(`[1]`)}},
		{"a numeric code and CodeMsg", `{"code":200,"CodeMsg":"ok","Message":null}`, Info{},
			Envelope{Code: "200", Message: "ok"}},
		{"a bare object", `{"RegionId":"x"}`, Info{}, Envelope{Data: raw(`{"RegionId":"x"}`)}},
		{"a bare list", `[{"A":1}]`, Info{}, Envelope{Data: raw(`[{"A":1}]`)}},
		{"paging beside the data", `{"Code":"Success","Data":{},"PageNumber":"2","PageSize":20,"TotalCount":71}`, Info{},
			Envelope{Code: "Success", Data: raw(`{}`), Page: Page{Number: 2, Size: 20, Total: 71}}},
		{"paging inside the data", `{"Code":"Success","Data":{"PageNumber":1,"PageCount":3}}`, Info{},
			Envelope{Code: "Success", Data: raw(`{"PageNumber":1,"PageCount":3}`), Page: Page{Number: 1, Pages: 3}}},
		{"a task id beside the data", `{"Code":"Success","TaskId":7424648}`, async,
			Envelope{Code: "Success", Ticket: Ticket{Tracker: TrackTask, IDs: []string{"7424648"}}}},
		{"a task id that says there is none", `{"Code":"Success","TaskId":"0","Data":{"order_audit":0}}`, async,
			Envelope{Code: "Success", Data: raw(`{"order_audit":0}`)}},
		{"a task id of an operation without a tracker", `{"Code":"Success","TaskId":"7"}`, Info{}, Envelope{Code: "Success"}},
		{"task ids in a list of records", `{"Code":"Success","Data":[{"TaskId":1},{"TaskId":2}]}`, async,
			Envelope{Code: "Success", Data: raw(`[{"TaskId":1},{"TaskId":2}]`), Ticket: Ticket{Tracker: TrackTask, IDs: []string{"1", "2"}}}},
		{"the same id in two places", `{"Code":"Success","TaskId":"a","Data":{"SubnetTaskId":["a","b"]}}`, async,
			Envelope{Code: "Success", Data: raw(`{"SubnetTaskId":["a","b"]}`), Ticket: Ticket{Tracker: TrackTask, IDs: []string{"a", "b"}}}},
		{"a desktop task with its request id", `{"Code":"Success","Data":{"taskId":"t","requestId":"q"}}`, Info{Tracker: TrackGcw},
			Envelope{Code: "Success", Data: raw(`{"taskId":"t","requestId":"q"}`), Ticket: Ticket{Tracker: TrackGcw, IDs: []string{"t"}, RequestID: "q"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parseEnvelope(c.op, 200, []byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			c.want.Status, c.want.Body = 200, raw(c.body)
			if !reflect.DeepEqual(*got, c.want) {
				t.Errorf("got  %+v\nwant %+v", *got, c.want)
			}
		})
	}
}

func raw(s string) json.RawMessage { return json.RawMessage(s) }

func TestSuccessHasManySpellings(t *testing.T) {
	for code, want := range map[string]bool{
		`"Success"`: true, `"success"`: true, `"SUCCESS"`: true, `"OK"`: true, `"0000"`: true, `"200"`: true, `200`: true, `0`: true,
		`"InvalidParamater"`: false, `10003`: false, `"Parameter Error"`: false, `"Succ"`: false,
	} {
		env, err := parseEnvelope(Info{}, 200, []byte(`{"Code":`+code+`}`))
		if err != nil || env.Succeeded() != want {
			t.Errorf("%s: got %v, %v, want %v", code, env.Succeeded(), err, want)
		}
	}
}

func TestWhatIsNoAnswerIsAnError(t *testing.T) {
	for _, body := range []string{"", "  ", "<html>", `"text"`, "17", `{"Code":`, `{"Code":"Success"}{}`} {
		if env, err := parseEnvelope(Info{}, 200, []byte(body)); err == nil {
			t.Errorf("%q: got %+v, want an error", body, env)
		}
	}
}

func TestEveryPrintedAnswerIsASuccess(t *testing.T) {
	n := 0
	for _, op := range apidoc.Load().Operations {
		bodies := []json.RawMessage{op.Response}
		for _, m := range op.More {
			bodies = append(bodies, m.Response)
		}
		for _, body := range bodies {
			if len(body) == 0 || string(body) == "null" {
				continue
			}
			n++
			env, err := parseEnvelope(Info{}, 200, body)
			if err != nil || !env.Succeeded() {
				t.Errorf("%s: %v, %.200s", op.ID, err, body)
			}
		}
	}
	if n < 218 {
		t.Errorf("only %d answers were read", n)
	}
}

func TestTicketsAreFoundWhereTheDocumentationNamesThem(t *testing.T) {
	for _, op := range apidoc.Load().Operations {
		if op.Async == nil {
			continue
		}
		env, err := parseEnvelope(Info{Tracker: Tracker(op.Async.Tracker)}, 200, op.Response)
		if err != nil {
			t.Errorf("%s: %v", op.ID, err)
			continue
		}
		var answer any
		if err := json.Unmarshal(op.Response, &answer); err != nil {
			t.Fatal(err)
		}
		for _, want := range idsAt(answer, strings.Split(op.Async.IDPath, ".")) {
			if !slices.Contains(env.Ticket.IDs, want) {
				t.Errorf("%s: the id %s at %s is not in %+v", op.ID, want, op.Async.IDPath, env.Ticket)
			}
		}
	}
}

// idsAt follows a path such as Data.DiskInfo[].TaskId.
func idsAt(v any, path []string) []string {
	if list, ok := v.([]any); ok {
		var ids []string
		for _, x := range list {
			ids = append(ids, idsAt(x, path)...)
		}
		return ids
	}
	if len(path) > 0 {
		fields, _ := v.(map[string]any)
		return idsAt(fields[strings.TrimSuffix(path[0], "[]")], path[1:])
	}
	switch v := v.(type) {
	case string:
		if v != "" && v != "0" {
			return []string{v}
		}
	case float64:
		return []string{fmt.Sprintf("%.0f", v)}
	}
	return nil
}

func TestDecodeTakesEveryFormOfNothing(t *testing.T) {
	for _, data := range []string{"", "null", `""`, "{}", "[]"} {
		type answer struct {
			Paged
			A Int
		}
		got := answer{A: 7}
		env := Envelope{Data: raw(data), Page: Page{Total: 3}}
		if err := env.Decode(&got); err != nil || got.A != 7 || got.Page.Total != 3 {
			t.Errorf("%q: got %+v, %v, want it untouched but for the page", data, got, err)
		}
	}
}
