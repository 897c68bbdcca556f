package pages

import (
	"time"
	"yunque/internal/resource"
)

// Task is one line of the task centre.
type Task struct {
	ID        string
	What      resource.Text // with the name of what it is about
	Op        resource.Text // without
	Kind      resource.Text // of its resources
	Who       string
	Second    string // who approved it; "" where it took nobody else
	Targets   []Target
	Made      bool // its one target is new
	State     resource.State
	Progress  int // per cent; below zero when it is not known
	Started   time.Time
	Took      time.Duration
	Usual     resource.Text // "usually 2–4 min", shown while it runs
	Late      bool          // far past the usual
	Asked     resource.Text // what came of asking at once, when someone just did
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
	Waiting int // requests for approval that wait for the person
	Latest  []Task
}

// running tells whether its end is still awaited: lost ones are asked about now
// and then.
func (t Task) running() bool {
	return t.State.Tone == resource.Busy || t.State.Tone == resource.Attention
}
