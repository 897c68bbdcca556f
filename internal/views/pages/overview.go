package pages

import (
	"time"
	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// OverviewProps is the first page. Parts that are nil are read by the page
// itself when it is there.
type OverviewProps struct {
	Work      OverviewWork
	Resources *OverviewResources
	Money     *OverviewMoney
}

// OverviewWork is what was done with the account: what went wrong lately, what
// goes on, and what ended last.
type OverviewWork struct {
	Trouble []Task
	Running []Task
	Recent  []Task
}

// OverviewResources is what there is, and what of it needs a look.
type OverviewResources struct {
	Kinds     []KindCount
	Concerns  []Concern
	Protected []Protected
	Partial   []ui.Problem // what could not be read, or is older than it should be
	AsOf      time.Time
}

// KindCount is how many resources of a kind there are, by state.
type KindCount struct {
	Text   resource.Text
	Icon   string
	Href   string
	Total  int  // below zero when it could not be read
	Spared bool // it was not read, for it takes many calls
	States []StateCount
}

// StateCount is one state of a KindCount.
type StateCount struct {
	State resource.State
	Count int
	Href  string
}

// Concern is why some resources of a kind need a look, with the first of them.
type Concern struct {
	Worry resource.Worry
	State resource.State
	Kind  resource.Text
	Count int
	First []Target
	At    time.Time // of what ends: when the first does
	Href  string
}

// Protected is a resource that nothing may be done to.
type Protected struct{ Name, Href, Who, Reason string }

// OverviewMoney is the account's money, in amounts as the provider gives them.
type OverviewMoney struct {
	Currency string
	Balance  string
	Owed     string // used and not yet deducted; "" for nothing
	Month    string // spent this month
	PerDay   string // on average lately
	Lasts    int    // days the balance lasts at that rate; below zero when unknown
	Months   []Month
	Products []Product
	Problem  *ui.Problem // why there is nothing, or only something older
}

// Month is one month's cost.
type Month struct {
	Label  string // "2026-08"
	Amount string
	Height float64 // the same, for the bar
}

// Product is what one product cost this month.
type Product struct {
	Name   resource.Text
	Amount string
	Value  float64 // the same, for the bar
}
