package resource

import (
	"context"
	"net/http"
	"net/url"

	"yunque/internal/cloud"
)

// Effect says what an operation does to the team's property; roles and the
// look of its button follow from it.
type Effect string

const (
	Change  Effect = "change"  // reversible, costs nothing
	Spend   Effect = "spend"   // costs money
	Destroy Effect = "destroy" // loses something
)

// Danger is the rung of the danger ladder: how much a person must do before
// the operation runs.
type Danger uint8

const (
	NoConfirm  Danger = iota // runs at once
	Confirm                  // a dialog that names the thing and the effect
	TypeName                 // the person types the name, or the count of a batch
	SecondLook               // as TypeName, with a list of all that goes with it, ticked one by one
)

// Set is what an operation is about. Operations of one set stand together.
type Set string

const (
	PowerSet   Set = "power"
	SizeSet    Set = "size" // what it is made of and what it costs
	NetworkSet Set = "network"
	AccessSet  Set = "access"
	LabelSet   Set = "label" // names and tags
	RulesSet   Set = "rules"
	CopySet    Set = "copy" // more like it
	GuardSet   Set = "guard"
)

// Target is one resource an operation acts on.
type Target struct {
	Kind string // slug
	ID   string
	Name string
	Note string // where it is: zone, network
}

// Step is one upstream write of an operation: one action with its request, for
// one or several targets.
type Step struct {
	Op      cloud.Info
	Request any // marshals without its secrets
	Targets []Target
	Start   func(ctx context.Context, c cloud.Caller) (Outcome, error)
}

// Outcome is what an accepted write gave back.
type Outcome struct {
	Tickets   []Ticket
	RequestID string
	Created   []string // ids of new resources, where the answer tells them
	// Watched is what shows the end of what no task tells, where that is
	// neither the new resources nor those acted on.
	Watched []Target
}

// Ticket is a task to follow, with the targets it is about.
type Ticket struct {
	cloud.Ticket
	Targets []Target
}

// Do builds the step that calls an action.
func Do[Req, Resp any](a cloud.Action[Req, Resp], req Req, targets ...Target) Step {
	return DoThen(a, req, nil, targets...)
}

// DoThen is Do for actions whose answer tells more than a ticket: read picks
// new ids or a ticket per target out of the answer.
func DoThen[Req, Resp any](a cloud.Action[Req, Resp], req Req, read func(Resp, *Outcome), targets ...Target) Step {
	return doing(a, req, targets, func(resp Resp, out *Outcome) error {
		if read != nil {
			read(resp, out)
		}
		return nil
	})
}

// DoUnless is Do for actions that refuse inside an answer which says yes:
// refused picks the code and the provider's words out of it, no code where
// there is no refusal.
func DoUnless[Req, Resp any](a cloud.Action[Req, Resp], req Req, refused func(Resp) (code, why string), targets ...Target) Step {
	return doing(a, req, targets, func(resp Resp, _ *Outcome) error {
		if code, why := refused(resp); code != "" {
			return &cloud.Error{Op: a.Info().ID(), Code: code, Message: why, Status: http.StatusOK, Sent: true}
		}
		return nil
	})
}

func doing[Req, Resp any](a cloud.Action[Req, Resp], req Req, targets []Target, read func(Resp, *Outcome) error) Step {
	return Step{Op: a.Info(), Request: req, Targets: targets,
		Start: func(ctx context.Context, c cloud.Caller) (Outcome, error) {
			resp, ticket, err := a.Start(ctx, c, req)
			out := Outcome{}
			if !ticket.Empty() {
				out.Tickets = []Ticket{{Ticket: ticket, Targets: targets}}
			}
			if err == nil {
				err = read(resp, &out)
			}
			return out, err
		}}
}

// Op is one operation offered on a resource.
type Op[R any] struct {
	Slug   string // "stop"; the texts are op.<kind>.<slug>.{label,title,effect,busy}
	Icon   string
	Effect Effect
	Danger Danger
	Bulk   bool // offered for several at once
	Inline bool // shown as a button in the row, not only in its menu
	Top    bool // shown as a button on the details page while it is offered
	Set    Set  // what it is about: menus part one set from the next
	Alone  bool // acts on no resource but makes one: offered over the list
	// InOrder sends the steps one after the other; the first that fails ends
	// the rest.
	InOrder bool

	// Offered gives the reason why not; a zero Text means it is offered.
	Offered func(R) Text
	// Fields are what the person fills in; nil for none. They may depend on
	// form, what is filled in so far: empty at first, and sent again whenever
	// a field that Decides changes.
	Fields func(ctx context.Context, c cloud.Caller, items []R, form url.Values) ([]Field, error)
	// Plan turns the filled form into steps. FieldErrors re-render the form.
	// What the fields themselves say (required, range, choices) holds already.
	Plan func(items []R, form url.Values) ([]Step, error)
	// PlanAfter is Plan for operations that must ask before they know what to
	// do.
	PlanAfter func(ctx context.Context, c cloud.Caller, items []R, form url.Values) ([]Step, error)
	// Loses lists what disappears with the items, for TypeName and SecondLook.
	Loses func(items []R) []Text
	// Keeps lists what is left of the items all the same, and may go on
	// costing.
	Keeps func(items []R) []Text
	// Price quotes what the operation costs; nil when it costs nothing. form
	// is complete with the fields' own values. A zero Quote means that too
	// little is filled in to ask.
	Price func(ctx context.Context, c cloud.Caller, items []R, form url.Values) (Quote, error)
	// Beside names the field that a refusal of the provider's is about, by the
	// refusal's code.
	Beside map[string]string
	// Open, in place of Plan, asks for an address that lets its holder into
	// the resource, to be opened in a tab of its own. It is never kept.
	Open func(ctx context.Context, c cloud.Caller, r R) (cloud.Secret, error)
	// Page, in place of Plan, is the address of an ordinary page that the
	// operation leads to.
	Page func(r R) string
	// Watch tells from a fresh read that an operation without a task query has
	// ended; nil for operations with tickets.
	Watch func(R) bool
}

// Quote is a price as the provider gives it, never recomputed.
type Quote struct {
	Amount   string // "244.80"
	Currency string // "CNY"
	Per      Text   // "per month"
	Label    Text   // what the amount is, where it is not a total
	Lines    []QuoteLine
	Note     Text // what the amount is not
}

// QuoteLine is one part of a quote, or what it is compared with.
type QuoteLine struct {
	Label  Text
	Amount string
}

// Input is the kind of a form field's control.
type Input string

const (
	TextInput     Input = "text"
	PasswordInput Input = "password"
	NumberInput   Input = "number"
	SelectInput   Input = "select"
	RadioInput    Input = "radio"
	SwitchInput   Input = "switch"
	AreaInput     Input = "textarea"
	CheckInput    Input = "checks" // several values
)

// Field is one field of a form.
type Field struct {
	Name     string
	Label    Text
	Hint     Text
	Input    Input
	Value    string
	Values   []string // of CheckInput
	Choices  []Choice
	Required bool
	Min, Max string
	Step     string
	Unit     Text
	Usual    string // the value that says nothing, of a field that may be folded away
	Secret   bool   // never rendered back
	// Placeholder is an example of what to type, shown while nothing is.
	Placeholder string
	Accept      string // of AreaInput: files that may be read into it, ".csv,.json"
	Decides     bool   // other fields or the price depend on it
	Error       Text
}

// Choice is one value of a field or filter.
type Choice struct {
	Value    string
	Label    Text
	Note     Text // stock, price, why it is off
	Count    int  // of a filter: how many match
	Tone     Tone // of a state
	Disabled bool
}

// FieldErrors are mistakes in a form: a sentence per field name. The empty
// name stands for the form as a whole.
type FieldErrors map[string]Text

// Error satisfies error; the sentence shown is in the map.
func (FieldErrors) Error() string { return "the form has mistakes" }
