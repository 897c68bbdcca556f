package pages

import (
	"time"
	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// OverviewProps is the first page.
type OverviewProps struct {
	Kinds   []KindCount
	Running []Task
	Recent  []Task
	Balance *Balance
	Expires []Expiring
	Partial []ui.Problem // what could not be read
}

// KindCount is how many resources of a kind there are, by state.
type KindCount struct {
	Text   resource.Text
	Icon   string
	Href   string
	Total  int // below zero when it could not be read
	States []StateCount
}

// StateCount is one state of a KindCount.
type StateCount struct {
	State resource.State
	Count int
	Href  string
}

// Balance is the account's money, as the provider gives it.
type Balance struct {
	Amount, Currency string
	Month            string // spent this month; "" when unknown
	Months           []Month
	Href             string
}

// Month is one month's cost.
type Month struct {
	Label  string  // "2026-08"
	Amount string  // as the provider gives it
	Height float64 // the same, for the bar
}

// Expiring is a resource that ends soon.
type Expiring struct {
	Name, Href string
	Kind       resource.Text
	At         time.Time
}
