package audit

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"yunque/internal/store"
)

// line is a row as one JSON object: every field that is hashed, so that a copy
// can be verified wherever it is.
type line struct {
	Seq       int64              `json:"seq"`
	At        string             `json:"at"`
	Event     string             `json:"event"`
	Outcome   store.AuditOutcome `json:"outcome"`
	Attempt   string             `json:"attempt,omitempty"`
	Session   string             `json:"session,omitempty"`
	Person    string             `json:"person,omitempty"`
	Role      string             `json:"role,omitempty"`
	Account   string             `json:"account,omitempty"`
	Site      string             `json:"site,omitempty"`
	Key       string             `json:"key,omitempty"`
	Address   string             `json:"address,omitempty"`
	Agent     string             `json:"agent,omitempty"`
	Kind      string             `json:"kind,omitempty"`
	Op        string             `json:"op,omitempty"`
	Operation string             `json:"operation,omitempty"`
	Target    string             `json:"target,omitempty"`
	Targets   string             `json:"targets,omitempty"` // JSON within JSON: hashed as it stands
	Request   string             `json:"request,omitempty"` // likewise
	Effect    string             `json:"effect,omitempty"`
	Danger    int                `json:"danger"`
	Price     string             `json:"price,omitempty"`
	Code      string             `json:"code,omitempty"`
	Message   string             `json:"message,omitempty"`
	RequestID string             `json:"request_id,omitempty"`
	Took      int64              `json:"took_us"`
	Second    string             `json:"second_person,omitempty"`
	Prev      string             `json:"prev"`
	Hash      string             `json:"hash"`
	Seal      string             `json:"seal"`
	SealedBy  string             `json:"sealed_by"`
}

// timeFormat has the six digits that are hashed.
const timeFormat = "2006-01-02T15:04:05.000000Z07:00"

// Line is a row as one line of JSON, with its line feed.
func Line(r store.AuditRow) []byte {
	w := r.Who
	text, _ := json.Marshal(line{ // strings and numbers only: cannot fail
		Seq: r.Seq, At: r.At.UTC().Format(timeFormat), Event: r.Event, Outcome: r.Outcome, Attempt: r.Attempt,
		Session: w.Session, Person: w.Person, Role: w.Role, Account: w.Account, Site: w.Site, Key: w.MaskedKey, Address: w.RemoteIP, Agent: w.UserAgent,
		Kind: r.Kind, Op: r.Op, Operation: r.Operation, Target: r.Target, Targets: r.Targets, Request: r.Request, Effect: r.Effect, Danger: r.Danger,
		Price: r.Price, Code: r.Code, Message: r.Message, RequestID: r.RequestID, Took: r.Took, Second: r.SecondPerson, Prev: r.Prev, Hash: r.Hash, Seal: r.Seal, SealedBy: r.SealedBy,
	})
	return append(text, '\n')
}

// ParseLine reads a line back, for copies to be verified by Hash.
func ParseLine(text []byte) (store.AuditRow, error) {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return store.AuditRow{}, fmt.Errorf("read audit line: %w", err)
	}
	at, err := time.Parse(timeFormat, l.At)
	if err != nil {
		return store.AuditRow{}, fmt.Errorf("read audit line: %w", err)
	}
	return store.AuditRow{
		Seq: l.Seq, At: at, Event: l.Event, Outcome: l.Outcome, Attempt: l.Attempt,
		Who:  store.Who{Session: l.Session, Person: l.Person, Role: l.Role, Account: l.Account, Site: l.Site, MaskedKey: l.Key, RemoteIP: l.Address, UserAgent: l.Agent},
		Kind: l.Kind, Op: l.Op, Operation: l.Operation, Target: l.Target, Targets: l.Targets, Request: l.Request, Effect: l.Effect, Danger: l.Danger,
		Price: l.Price, Code: l.Code, Message: l.Message, RequestID: l.RequestID, Took: l.Took, SecondPerson: l.Second, Prev: l.Prev, Hash: l.Hash, Seal: l.Seal, SealedBy: l.SealedBy,
	}, nil
}

// Columns are the heads of Cells.
func Columns() []string {
	return []string{"seq", "at", "event", "outcome", "person", "role", "second_person", "key", "address", "account", "site", "kind", "operation", "targets",
		"request", "price", "code", "message", "request_id", "took_ms", "hash"}
}

// Cells are a row as one line of a table.
func Cells(r store.AuditRow) []string {
	w := r.Who
	return []string{itoa(r.Seq), r.At.UTC().Format(time.RFC3339), r.Event, string(r.Outcome), w.Person, w.Role, r.SecondPerson, w.MaskedKey, w.RemoteIP, w.Account, w.Site,
		r.Kind, r.Operation, r.Targets, r.Request, r.Price, r.Code, r.Message, r.RequestID, itoa(r.Took / 1000), r.Hash}
}

// SafeCells is Cells for spreadsheets: none is run as a formula.
func SafeCells(r store.AuditRow) []string {
	cells := Cells(r)
	for i, c := range cells {
		if c != "" && strings.ContainsRune("=+-@\t\r\x00", rune(c[0])) {
			cells[i] = "'" + c
		}
	}
	return cells
}
