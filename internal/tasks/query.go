package tasks

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/store"
)

// ask describes one tracker's query.
type ask struct {
	op        cloud.Info
	param     string
	requestID string   // the name of the second parameter, where there is one
	done      []string // the words of success, in lower case
}

// Queries asks each tracker that has a query by a plain call. The trackers
// vpc_task and storage_task have none.
func Queries() map[cloud.Tracker]Query {
	service := func(name string, host cloud.Host, path string) cloud.Service {
		return cloud.Service{Name: name, Host: host, Path: path}
	}
	event := []string{"success", "成功"}
	asks := map[cloud.Tracker]ask{
		cloud.TrackTask: {op: service("common", cloud.CDS, "/ccs").Get("DescribeTask"), param: "TaskId", done: []string{"finish"}},
		cloud.TrackBms:  {op: service("bms", cloud.CDS, "/bms").Get("DescribeBmsTask"), param: "TaskId", done: []string{"succeed"}},
		cloud.TrackGcw: {op: service("gcw", cloud.CDS, "/gcw").Get("QueryTask"), param: "taskId", requestID: "requestId",
			done: []string{"completed"}},
		cloud.TrackECS: {op: service("ecs", cloud.API, "/ecs/v1").Get("DescribeEvent"), param: "EventId", done: event},
		cloud.TrackEBS: {op: service("ebs", cloud.API, "/ebs/v1").Get("DescribeEvent"), param: "EventId", done: event},
	}
	queries := make(map[cloud.Tracker]Query, len(asks))
	for tracker, a := range asks {
		queries[tracker] = a.query
	}
	return queries
}

func (a ask) query(ctx context.Context, c cloud.Caller, t cloud.Ticket) (Status, error) {
	request := map[string]any{a.param: t.IDs[0]}
	if a.requestID != "" {
		request[a.requestID] = t.RequestID
	}
	env, err := c.Do(ctx, a.op, request)
	if err != nil {
		return Status{}, err
	}
	var data answer
	if err := env.Decode(&data); err != nil {
		return Status{}, &cloud.Error{Op: a.op.ID(), Code: cloud.CodeMalformed, RequestID: env.RequestID, Status: env.Status, Err: err}
	}
	return data.status(a.done), nil
}

// answer holds the fields of all five queries; encoding/json matches their
// names without case.
type answer struct {
	Status      string
	EventStatus string
	FailReason  string
	ResourceID  ids
	ResourceIDs ids // not documented, but sent for several servers
	BareMetals  ids `json:"BareMetalIds"`
	TaskList    []struct{ ResourceID ids }
}

// status reads the word: one of success ends the wait, one that speaks of an
// error or failure fails it, any other means that the work goes on (quirk 22).
func (a answer) status(done []string) Status {
	word := strings.ToLower(a.Status + a.EventStatus)
	s := Status{State: store.TaskRunning}
	switch {
	case slices.Contains(done, word):
		s.State, s.Progress = store.TaskDone, 100
		s.Resources = a.resources()
	case strings.Contains(word, "error"), strings.Contains(word, "fail"), strings.Contains(word, "失败"):
		s.State, s.Message = store.TaskFailed, a.FailReason
		s.Resources = a.resources()
	}
	return s
}

func (a answer) resources() []string {
	all := slices.Concat(a.ResourceID, a.ResourceIDs, a.BareMetals)
	for _, t := range a.TaskList {
		all = append(all, t.ResourceID...)
	}
	var once []string
	for _, id := range all {
		if id != "" && !slices.Contains(once, id) {
			once = append(once, id)
		}
	}
	return once
}

// ids is one id or a list of them, as text or number; null is none.
type ids []string

func (i *ids) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(b), []byte("[")) {
		var list []cloud.ID
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
		for _, id := range list {
			*i = append(*i, string(id))
		}
		return nil
	}
	var id cloud.ID
	if err := json.Unmarshal(b, &id); err != nil {
		return err
	}
	*i = ids{string(id)}
	return nil
}
