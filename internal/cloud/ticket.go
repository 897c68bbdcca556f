package cloud

import (
	"encoding/json"
	"slices"
)

// Ticket is the right to ask how an accepted write ended.
type Ticket struct {
	Tracker   Tracker
	IDs       []string // one or more task or event ids
	RequestID string   // gcw only: asked for again by gcw.QueryTask
}

// Empty tells whether there is nothing to wait for.
func (t Ticket) Empty() bool { return len(t.IDs) == 0 }

// ticketIn gathers the ids of an operation that has a tracker from every place
// where one is documented (quirk 20), whichever the operation's own table names:
// tables and samples disagree.
func ticketIn(op Info, a answer) Ticket {
	if op.Tracker == TrackNone {
		return Ticket{}
	}
	var ids []string
	for _, place := range []json.RawMessage{a.TaskID, a.TaskIDs, a.EventID} {
		ids = appendIDs(ids, place)
	}
	ids = idsInData(ids, a.Data)
	if len(ids) == 0 {
		return Ticket{}
	}
	t := Ticket{Tracker: op.Tracker, IDs: ids}
	if op.Tracker == TrackGcw {
		t.RequestID = gcwRequestID(a.Data)
	}
	return t
}

// gcwRequestID is the request's uuid as gcw answers echo it.
func gcwRequestID(data json.RawMessage) string {
	var echo struct{ RequestID ID }
	if json.Unmarshal(data, &echo) != nil {
		return ""
	}
	return string(echo.RequestID)
}

// taskData is where Data names tasks; names match in any case, so taskId needs
// no field of its own.
type taskData struct {
	TaskID, EventID                   json.RawMessage
	TaskIDs, TaskIDList, SubnetTaskID json.RawMessage
	EventIDs                          json.RawMessage
	DiskInfo                          json.RawMessage
}

func idsInData(ids []string, data json.RawMessage) []string {
	var records List[taskData]
	if json.Unmarshal(data, &records) != nil {
		return ids // a list of scalars or a bare true names no task
	}
	for _, r := range records {
		for _, place := range []json.RawMessage{r.TaskID, r.EventID, r.TaskIDs, r.TaskIDList, r.SubnetTaskID, r.EventIDs} {
			ids = appendIDs(ids, place)
		}
		if r.DiskInfo != nil {
			ids = idsInData(ids, r.DiskInfo)
		}
	}
	return ids
}

// appendIDs adds the ids of a scalar or list; "" and "0" mean nothing to wait
// for (quirk 21).
func appendIDs(ids []string, raw json.RawMessage) []string {
	var found List[ID]
	if raw == nil || found.UnmarshalJSON(raw) != nil {
		return ids
	}
	for _, id := range found {
		if s := string(id); s != "" && s != "0" && !slices.Contains(ids, s) {
			ids = append(ids, s)
		}
	}
	return ids
}
