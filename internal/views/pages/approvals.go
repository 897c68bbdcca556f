package pages

import (
	"strconv"
	"time"

	"yunque/internal/resource"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// ApprovalsProps are requests for a second person's approval.
type ApprovalsProps struct {
	Lines                []Approval
	On                   bool // anybody's acts wait here
	All                  bool // those that have ended, too
	Page, Pages, Matched int
}

// Approval is one request: what exactly, for whom and why, and what the reader
// may do with it.
type Approval struct {
	ID             string
	What           resource.Text
	Targets        []Target
	Steps          []ApprovalStep
	Loses          []string // what goes with it, in the reader's language
	State          resource.State
	Open           bool // something is still to come of it
	Who, Key, From string
	Effect         resource.Text
	Price, Reason  string
	Asked, Expires time.Time
	DecidedBy      string
	Decision       string // in that person's words
	Decided        time.Time
	Job            string        // where to see what became of it
	MayDecide      bool          // it waits for somebody else than who asked
	NotDecide      resource.Text // why the reader is not that one; zero when they are
	MayWithdraw    bool
	MayCarryOut    bool
}

// ApprovalStep is one call that waits.
type ApprovalStep struct {
	Operation string // catalogue id
	Href      string
	Request   string // indented JSON without secrets
}

// ApprovalProps is the page of one request.
type ApprovalProps struct {
	Approval
	Words      string // what the reader says about it, so far
	WordsError resource.Text
	Proof      *ui.ProofProps
	Problem    *ui.Problem // what kept it from moving
}

func approvalsHref(all bool, page int) string {
	href, sep := route.Approvals, "?"
	if all {
		href, sep = href+"?all=1", "&"
	}
	if page > 1 {
		href += sep + route.ParamPage + "=" + strconv.Itoa(page)
	}
	return href
}

func (p ApprovalProps) words() resource.Field {
	return resource.Field{Name: "words", Label: resource.T("approval.words"), Hint: resource.T("approval.words_hint"), Input: resource.TextInput, Value: p.Words, Error: p.WordsError}
}

// fields are those of the form, for the summary of mistakes.
func (p ApprovalProps) fields() []resource.Field {
	if !p.MayDecide {
		return p.Proof.Fields()
	}
	return append([]resource.Field{p.words()}, p.Proof.Fields()...)
}

func approvalFacts(p Approval) []resource.Fact {
	plain := func(key, value string) resource.Fact {
		return resource.Fact{Label: resource.T("approval." + key), Cell: resource.Cell{Text: resource.Lit(value)}}
	}
	moment := func(key string, at time.Time) resource.Fact {
		return resource.Fact{Label: resource.T("approval." + key), Cell: resource.Cell{Kind: resource.TimeCell, Time: at}}
	}
	facts := []resource.Fact{
		plain("who", p.Who), moment("asked", p.Asked),
		{Label: resource.T("audit.key"), Cell: resource.Cell{Text: resource.Lit(p.Key), Mono: true}},
		plain("from", p.From),
		{Label: resource.T("approval.effect"), Cell: resource.Cell{Text: p.Effect}},
		plain("price", p.Price),
	}
	if p.Open {
		facts = append(facts, moment("expires", p.Expires))
	}
	if p.DecidedBy != "" {
		facts = append(facts, plain("decided_by", p.DecidedBy), moment("decided", p.Decided), plain("decision", p.Decision))
	}
	return facts
}
