package pages

import (
	"time"

	"yunque/internal/explorer"
	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// ExplorerProps is the list of all documented operations.
type ExplorerProps struct {
	Search, Kind  string
	Services      resource.Filter // the chapters
	Chapters      []Chapter       // what is shown
	Total, Writes int             // found in the chosen chapters, of any kind
	History       []CallLine
}

// Chapter is a titled part of the list.
type Chapter struct {
	Service string
	Title   resource.Text
	Lines   []OperationLine
}

// OperationLine is one operation of the list.
type OperationLine struct {
	ID, Action   string
	Title        resource.Text
	Chapter      resource.Text
	Method, Path string
	Writes       bool
	Danger       resource.Danger
}

// OperationProps is the page of one operation: its form, the answer to the
// call just made, the call as scripts, the documentation and one's own calls.
type OperationProps struct {
	Op      *explorer.Op
	Chinese bool
	Facts   []resource.Fact
	Key     string
	Whole   resource.Text
	Form    explorer.Form
	JSON    *resource.Field  // in place of the form
	Secrets []resource.Field // beside JSON
	Confirm Confirmation
	Care    ui.CareProps // what it takes of a person besides
	Scripts []explorer.Script
	Answer  *Answer
	History []CallLine
	Link    string // the form with what is filled in, to send to someone; "" when nothing is
}

// Confirmation is what a write asks for before it is sent.
type Confirmation struct {
	Effect resource.Text // what happens, with which keys, where
	Tick   *resource.Field
	Typed  string // what must be typed instead of ticking
	SoFar  string
	Error  resource.Text
	Reason resource.Text // why the person may not call it at all
}

// Answer is what became of a call. Body is laid out, without its secrets.
type Answer struct {
	State   resource.State
	Facts   []resource.Fact
	Problem *ui.Problem
	Request string
	Body    string
	Note    resource.Text // why there is no body, or only a part
	Task    string        // address of the task of a write
}

// CallLine is one of one's own calls.
type CallLine struct {
	Title     resource.Text
	Operation string
	Href      string
	State     resource.State
	At        time.Time
	Took      resource.Text
	RequestID string
}

// fields lists every field of the form, for the summary of mistakes.
func (p OperationProps) fields() []resource.Field {
	all := p.Form.Fields()
	if p.JSON != nil {
		all = append([]resource.Field{*p.JSON}, p.Secrets...)
	}
	if p.Confirm.Tick != nil {
		all = append(all, *p.Confirm.Tick)
	}
	if p.Confirm.Typed != "" {
		all = append(all, resource.Field{Name: "confirm", Label: resource.T("explorer.confirm"), Error: p.Confirm.Error})
	}
	return append(all, p.Care.Fields()...)
}
