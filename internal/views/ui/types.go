package ui

import (
	"time"

	"yunque/internal/resource"
)

// Variant is the look of a button.
type Variant string

const (
	Plain   Variant = ""        // bordered, the usual one
	Primary Variant = "primary" // one per page
	Danger  Variant = "danger"  // loses something
	Ghost   Variant = "ghost"   // no border
)

// Size is the size of a control.
type Size string

const (
	Medium Size = ""
	Small  Size = "small"
)

// Level is how serious a message is.
type Level string

const (
	Info    Level = "info"
	Success Level = "success"
	Warning Level = "warning"
	Bad     Level = "error"
)

// Flash is one line of the banner stack. Errors and successes stay until they
// are dismissed.
type Flash struct {
	ID     string // unique on the page
	Level  Level
	Text   resource.Text
	Detail resource.Text // second line, quieter
	Href   string        // "see the task"
	Link   resource.Text
	// Dismiss is where the server is told to forget it (POST); without it the
	// banner is only taken off the page.
	Dismiss string
}

// Crumb is one step of the breadcrumb; the last has no Href.
type Crumb struct {
	Text resource.Text
	Href string
}

// Problem is an error as a person needs it: what happened, what to do, and the
// details that support asks for. Message is in the provider's own words.
type Problem struct {
	What      resource.Text
	Do        resource.Text
	Code      string
	Message   string
	Action    string // the provider's action that was called
	RequestID string
	At        time.Time
	Retry     string // address to try again; "" when that makes no sense
}

// PriceState is where a price panel stands.
type PriceState string

const (
	NotAsked    PriceState = ""
	Quoting     PriceState = "quoting"
	Quoted      PriceState = "quoted"
	QuoteFailed PriceState = "failed"
)

// PriceLine is one priced part.
type PriceLine struct {
	Label  resource.Text
	Amount string
}

// Price is a price panel: never an amount that nobody quoted.
type Price struct {
	State    PriceState
	Chosen   []resource.Fact // what is priced
	Lines    []PriceLine
	Total    string
	Currency string
	Per      resource.Text
	Label    resource.Text // what Total is, where it is not a total
	Without  resource.Text // what is not included
	At       time.Time
	Reason   resource.Text // why it could not be quoted
	Form     string        // id of the form that the tick belongs to, where that is not around the panel
	GoOn     bool          // the tick is set
	Submit   resource.Text // names the act and the price on the button that buys
}
