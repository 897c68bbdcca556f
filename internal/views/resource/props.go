// Package resource draws resource.Table, resource.Detail and resource.Form:
// the list, details page and operation forms of every kind.
//
// Whole pages go inside layout.Page; each also has the fragment that htmx asks
// for:
//
//	List(ListProps)       ListBody(ListProps) for #list; Row(RowProps), a <tr>
//	Detail(DetailProps)   itself, for #detail
//	FormPage(FormProps)   FormDialog(FormProps) for #dialog, and after a good
//	                      submit NoDialog()
//
// A request of htmx's that wants a fragment says HX-Request-Type: partial.
package resource

import (
	data "yunque/internal/resource"
	"yunque/internal/views/ui"
)

// ListProps is a list page.
type ListProps struct {
	Table        data.Table
	Create       string      // path of the create page; "" when there is none
	CreateReason data.Text   // why the person may not; zero when they may
	CanDo        bool        // the person may write; otherwise operations are not shown
	Dense        bool        // compact rows
	Problem      *ui.Problem // the list could not be read at all
	Partial      []ui.Problem
	Views        []SavedView
}

// SavedView is a list's conditions under a name.
type SavedView struct {
	ID, Name, Author, Href string
	Shared                 bool // seen by everyone of the account
	Own                    bool // may be deleted by who looks
	Current                bool // what the list shows now
	Default                bool // what the list begins with
}

// ViewsProps is where views are saved and looked after.
type ViewsProps struct {
	Slug    string
	Query   string // what is to be saved
	Name    string // as typed so far
	Shared  bool
	Mistake data.Text // about the name
	Team    bool      // there is someone to share with
	Back    string
	Views   []SavedView
}

// DetailProps is a details page.
type DetailProps struct {
	Detail data.Detail
	CanDo  bool
	Tasks  []TaskLine // of the tab tasks
	Audit  string     // the audit trail of the resource, below them
	Calls  []Call     // of the tab api
}

// TaskLine is one act on the resource, in the tab tasks.
type TaskLine struct {
	What      data.Text
	Who       string
	State     data.State
	When      data.Cell
	Took      data.Text
	RequestID string
	Error     string // in the provider's words
	Href      string
}

// Call is one signed call a page made, without its secrets.
type Call struct {
	Action  string
	Href    string // the operation in the explorer, filled with this request
	Request string // method and URL, ready to copy
	Answer  string // indented JSON
}

// FormProps is an operation's form.
type FormProps struct {
	Form   data.Form
	Action string // where it is posted
	Back   string // where Cancel leads without JavaScript
	Next   string // where to go when it is done; "" for the resource
	IDs    []string
	Bulk   bool
	Care   ui.CareProps // what it takes of a person besides
}
