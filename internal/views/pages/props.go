// Package pages draws the pages that are not a resource's: sign-in, overview,
// tasks, settings, errors, the create-server form and the gallery.
package pages

import (
	"time"

	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// SignInProps is the sign-in form: access key, secret and site. Errors are by
// field name (accessKey, secret, site) and under "" for the form. A secret is
// never sent back.
type SignInProps struct {
	AccessKey string
	Site      string
	Sites     []resource.Choice
	Errors    resource.FieldErrors
	Next      string
	Demo      *DemoKeys
}

// DemoKeys are the simulated cloud's published keys; one button signs in with
// them.
type DemoKeys struct{ AccessKey, Secret, Site string }

// Task is one line of the task centre.
type Task struct {
	ID        string
	What      resource.Text
	Who       string
	Targets   []Target
	State     resource.State
	Progress  int // per cent; below zero when it is not known
	Started   time.Time
	Took      time.Duration
	Usual     resource.Text // "usually 2–4 min", shown while it runs
	RequestID string
	Error     string // in the provider's words
	Hint      resource.Text
}

// Target is a resource a task is about.
type Target struct{ Name, ID, Href string }

// TasksProps is the task centre.
type TasksProps struct {
	Tasks   []Task
	Filters []resource.Filter // person, kind, state
	Search  string
	Page    int
	Pages   int
	Matched int
}

// BellProps is the bell in the top bar: how many tasks run, and the last ones.
type BellProps struct {
	Running int
	Latest  []Task
}

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
	Total  int
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

// SettingsProps is the settings page.
type SettingsProps struct {
	Here     string
	Language string
	Theme    string
	Zone     string
	Profiles []ProfileLine
	Sessions []Session
}

// ProfileLine is one set of keys in this session.
type ProfileLine struct {
	ID, Name, Key string // Key is masked
	Site          resource.Text
	Accent        string
	InUse         bool
}

// Session is one place where the person is signed in.
type Session struct {
	ID      string
	Agent   string
	Address string
	Since   time.Time
	Seen    time.Time
	Current bool
}
