package cloud

import "encoding/json"

// Envelope is what every answer is wrapped in, after the spelling differences
// between services have been ironed out. This file is the only one that knows
// them.
type Envelope struct {
	Code      string
	Message   string
	RequestID string
	Status    int // HTTP status
	Data      json.RawMessage
	Body      json.RawMessage // the whole answer
	Page      Page
	Ticket    Ticket
}

// Page is the paging that some services put beside or inside Data.
type Page struct {
	Number, Size, Pages, Total int // 0 where not sent
}

// Ticket is the right to ask how an accepted write ended.
type Ticket struct {
	Tracker   Tracker
	IDs       []string // one or more task or event ids
	RequestID string   // gcw only: asked for again by gcw.QueryTask
}

// Empty tells whether there is nothing to wait for.
func (t Ticket) Empty() bool { return len(t.IDs) == 0 }

// Decode reads Data into v, a pointer to a response struct. Null, "" and {}
// all mean empty.
func (e *Envelope) Decode(v any) error { return json.Unmarshal(e.Data, v) }
