package tasks

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"yunque/internal/cloud"
	"yunque/internal/store"
)

// asked answers a query with one body's Data and remembers the question.
type asked struct {
	data    string
	err     error
	op      cloud.Info
	request any
}

func (a *asked) Do(_ context.Context, op cloud.Info, request any) (*cloud.Envelope, error) {
	a.op, a.request = op, request
	if a.err != nil {
		return nil, a.err
	}
	return &cloud.Envelope{Status: 200, RequestID: "r-1", Data: json.RawMessage(a.data)}, nil
}

func TestTheAnswersOfEachTrackerAreRead(t *testing.T) {
	ongoing := Status{State: store.TaskRunning}
	finished := func(ids ...string) Status {
		return Status{State: store.TaskDone, Progress: 100, Resources: ids}
	}
	for name, c := range map[string]struct {
		tracker cloud.Tracker
		data    string
		want    Status
	}{
		"task, new":                    {cloud.TrackTask, `{"Status":"NEW","ResourceId":""}`, ongoing},
		"task, as documented":          {cloud.TrackTask, `{"Status":"DOING","ResourceId":"6b83fec0","TaskType":"orderCreateVM"}`, ongoing},
		"task, finished":               {cloud.TrackTask, `{"Status":"FINISH","ResourceId":"i-1"}`, finished("i-1")},
		"task, finished in small case": {cloud.TrackTask, `{"Status":"finish","ResourceId":null}`, finished()},
		"task, several new ids":        {cloud.TrackTask, `{"Status":"FINISH","ResourceId":"i-1","ResourceIds":["i-1","i-2"]}`, finished("i-1", "i-2")},
		"task, a list as the table":    {cloud.TrackTask, `{"Status":"FINISH","ResourceId":["i-1",7]}`, finished("i-1", "7")},
		"task, failed":                 {cloud.TrackTask, `{"Status":"ERROR","ResourceId":"i-1"}`, Status{State: store.TaskFailed, Resources: []string{"i-1"}}},
		"task, an unknown word":        {cloud.TrackTask, `{"Status":"PAUSED"}`, ongoing},
		"task, no word":                {cloud.TrackTask, `{}`, ongoing},
		"bms, begun":                   {cloud.TrackBms, `{"BareMetalIds":[],"Status":"init"}`, ongoing},
		"bms, as documented":           {cloud.TrackBms, `{"BareMetalIds":["27f262ec"],"Status":"succeed"}`, finished("27f262ec")},
		"bms, a failure not documented": {cloud.TrackBms, `{"Status":"create_failed"}`,
			Status{State: store.TaskFailed}},
		"gcw, running":           {cloud.TrackGcw, `{"status":"Running","taskId":"t","requestId":"r"}`, ongoing},
		"gcw, completed":         {cloud.TrackGcw, `{"status":"Completed","failReason":""}`, finished()},
		"gcw, as documented":     {cloud.TrackGcw, `{"status":"Failed","failReason":"平台关机的云桌面不存在"}`, Status{State: store.TaskFailed, Message: "平台关机的云桌面不存在"}},
		"ecs, as documented":     {cloud.TrackECS, `{"EventId":"e","EventStatus":"success","TaskList":[{"Status":"success","ResourceId":"ins-1"},{"ResourceId":"ins-2"}]}`, finished("ins-1", "ins-2")},
		"ecs, the Chinese word":  {cloud.TrackECS, `{"EventStatus":"成功","TaskList":null}`, finished()},
		"ecs, failed":            {cloud.TrackECS, `{"EventStatus":"失败"}`, Status{State: store.TaskFailed}},
		"ebs, an unknown word":   {cloud.TrackEBS, `{"EventStatus":"doing"}`, ongoing},
		"ebs, another's success": {cloud.TrackEBS, `{"EventStatus":"finish"}`, ongoing},
	} {
		got, err := Queries()[c.tracker](t.Context(), &asked{data: c.data}, cloud.Ticket{IDs: []string{"7"}})
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", name, got, err, c.want)
		}
	}
}

func TestEachTrackerIsAskedWhereItLives(t *testing.T) {
	type question struct {
		op   string
		host cloud.Host
		path string
		kind cloud.Kind
		req  map[string]any
	}
	got := make(map[cloud.Tracker]question)
	for tracker, query := range Queries() {
		c := &asked{data: `{}`}
		if _, err := query(t.Context(), c, cloud.Ticket{IDs: []string{"7"}, RequestID: "r-1"}); err != nil {
			t.Errorf("%s: %v", tracker, err)
		}
		got[tracker] = question{c.op.ID(), c.op.Host, c.op.Method + " " + c.op.Path, c.op.Kind, c.request.(map[string]any)}
	}
	want := map[cloud.Tracker]question{
		cloud.TrackTask: {"common.DescribeTask", cloud.CDS, "GET /ccs", cloud.Read, map[string]any{"TaskId": "7"}},
		cloud.TrackBms:  {"bms.DescribeBmsTask", cloud.CDS, "GET /bms", cloud.Read, map[string]any{"TaskId": "7"}},
		cloud.TrackGcw:  {"gcw.QueryTask", cloud.CDS, "GET /gcw", cloud.Read, map[string]any{"taskId": "7", "requestId": "r-1"}},
		cloud.TrackECS:  {"ecs.DescribeEvent", cloud.API, "GET /ecs/v1", cloud.Read, map[string]any{"EventId": "7"}},
		cloud.TrackEBS:  {"ebs.DescribeEvent", cloud.API, "GET /ebs/v1", cloud.Read, map[string]any{"EventId": "7"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("questions:\n got %+v\nwant %+v", got, want)
	}
}

func TestAQueryThatFailsTellsNoStatus(t *testing.T) {
	refused := &cloud.Error{Code: "TaskNotFound"}
	for name, c := range map[string]struct {
		caller *asked
		code   string
	}{
		"refused":           {&asked{err: refused}, "TaskNotFound"},
		"of another shape":  {&asked{data: `["x"]`}, cloud.CodeMalformed},
		"an id of no shape": {&asked{data: `{"Status":"FINISH","ResourceIds":[[1]]}`}, cloud.CodeMalformed},
	} {
		got, err := Queries()[cloud.TrackTask](t.Context(), c.caller, cloud.Ticket{IDs: []string{"7"}})
		var e *cloud.Error
		if !reflect.DeepEqual(got, Status{}) || !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: got %+v, %v; want no status and code %s", name, got, err, c.code)
		}
	}
}
