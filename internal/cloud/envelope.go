package cloud

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// Envelope is what every answer is wrapped in, after the spelling differences
// between services have been ironed out. This file and ticket.go are the only
// ones that know them. An Envelope may be shared between callers: do not change
// it.
type Envelope struct {
	Code      string
	Message   string
	RequestID string
	Status    int             // HTTP status
	Data      json.RawMessage // nil when there is none
	Body      json.RawMessage // the whole answer
	Page      Page
	Ticket    Ticket
}

// Page is the paging that some services put beside or inside Data.
type Page struct {
	Number, Size, Pages, Total int // 0 where not sent
}

// Paged is embedded in a response struct to receive the paging that stands
// beside Data (ECS, EBS, snapshots), where a struct decoded from Data cannot
// see it.
type Paged struct {
	Page Page `json:"-"`
}

func (p *Paged) setPage(page Page) { p.Page = page }

// successCodes are the documented ways to say yes, in lower case (quirk 16).
var successCodes = [...]string{"success", "ok", "0000", "0", "200"}

// Succeeded tells whether the answer's own code says yes. An answer without a
// code is a bare result.
func (e *Envelope) Succeeded() bool {
	return e.Code == "" || slices.Contains(successCodes[:], strings.ToLower(e.Code))
}

// Decode reads Data into v, a pointer to a response struct. Null, "", {} and []
// all mean empty and leave v as it is.
func (e *Envelope) Decode(v any) error {
	if p, ok := v.(interface{ setPage(Page) }); ok {
		p.setPage(e.Page)
	}
	if isEmpty(e.Data) {
		return nil
	}
	if _, none := v.(*struct{}); none {
		return nil // whatever stands there is not wanted, object or not
	}
	return json.Unmarshal(e.Data, v)
}

// answer is every documented spelling of the envelope. encoding/json matches
// names without regard to case, so Code and code need one field; all but the
// data are raw, because none has one type everywhere.
type answer struct {
	Code, Message, Msg, CodeMsg json.RawMessage
	RequestID                   json.RawMessage
	Data                        json.RawMessage
	TaskID, TaskIDs, EventID    json.RawMessage
	paging
}

// paging is every documented spelling of a page's counters.
type paging struct {
	PageNumber, PageSize, PageCount, TotalPage, Pages, Total, TotalCount json.RawMessage
}

func (p paging) page() Page {
	return Page{
		Number: number(p.PageNumber),
		Size:   number(p.PageSize),
		Pages:  cmp.Or(number(p.PageCount), number(p.TotalPage), number(p.Pages)),
		Total:  cmp.Or(number(p.TotalCount), number(p.Total)),
	}
}

// number reads a counter and takes what is none for not sent.
func number(b json.RawMessage) int {
	var n Int
	if n.UnmarshalJSON(b) != nil {
		return 0
	}
	return int(n)
}

// text reads a scalar and takes anything else for not sent.
func text(b json.RawMessage) string {
	s, err := scalarText(b)
	if err != nil {
		return ""
	}
	return s
}

var errNoJSON = errors.New("the answer is no JSON object or list")

// parseEnvelope reads an answer of an operation. The error says that it is no
// answer of the API at all; a refusal is an Envelope that did not succeed.
func parseEnvelope(op Info, status int, body []byte) (*Envelope, error) {
	body = bytes.TrimSpace(body)
	if len(body) == 0 || !json.Valid(body) {
		return nil, errNoJSON
	}
	e := &Envelope{Status: status, Body: body}
	switch body[0] {
	case '[': // a bare list of records
		e.Data = body
		return e, nil
	case '{':
	default:
		return nil, errNoJSON
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return nil, err
	}
	e.Code = text(a.Code)
	e.Message = cmp.Or(text(a.Message), text(a.Msg), text(a.CodeMsg))
	e.RequestID = text(a.RequestID)
	e.Data = a.Data
	if a.Code == nil && a.Data == nil {
		e.Data = body // a bare result (common.DescribeAvailableResource)
	}
	e.Page = pageOf(a)
	e.Ticket = ticketIn(op, a)
	return e, nil
}

// pageOf prefers the counters beside Data to those inside it.
func pageOf(a answer) Page {
	if p := a.page(); p != (Page{}) {
		return p
	}
	var inside paging
	if json.Unmarshal(a.Data, &inside) != nil {
		return Page{}
	}
	return inside.page()
}
