package pages

import (
	"strings"
	"time"

	"yunque/internal/resource"
)

// JobItem is one resource of a job and what became of it.
type JobItem struct {
	Name, ID, Kind, Href string
	State                resource.State
	Again                bool // may be tried again: it is known not to have happened
	Hint                 resource.Text
	Error                string // in the provider's words
	RequestID            string
	Task                 string // its page
}

// Retry is the form that does a job's operation again for what failed; without
// ids there is none.
type Retry struct {
	IDs    []string
	Action string
	Reason resource.Text // why it is not offered
}

// JobProps is what one form started.
type JobProps struct {
	Key     string
	What    resource.Text
	Who     string
	Started time.Time
	Took    time.Duration
	Items   []JobItem
	Planned bool // some of it has not been sent yet
	Retry   Retry
}

// JobCount sums up items by their ends; the others are unknown or were not
// sent.
type JobCount struct{ Total, Done, Failed, Waiting, Other int }

// CountItems sums up a job.
func CountItems(items []JobItem) JobCount {
	n := JobCount{Total: len(items)}
	for _, i := range items {
		switch i.State.Tone {
		case resource.Failed:
			n.Failed++
		case resource.OK:
			n.Done++
		case resource.Busy:
			n.Waiting++
		default:
			n.Other++
		}
	}
	return n
}

// state of a job is its worst end once nothing is waiting.
func (p JobProps) state() resource.State {
	n := CountItems(p.Items)
	switch {
	case n.Waiting > 0:
		return resource.State{Tone: resource.Busy, Word: resource.T("tasks.state.running")}
	case n.Failed > 0:
		return resource.State{Tone: resource.Failed, Word: resource.T("job.failed", n.Failed)}
	case n.Other > 0:
		return resource.State{Tone: resource.Unknown, Word: resource.T("job.open")}
	}
	return resource.State{Tone: resource.OK, Word: resource.T("tasks.state.done")}
}

// Text says the sums in one line, without those that are zero.
func (n JobCount) Text() resource.Text {
	var all resource.Text
	for _, part := range []struct {
		word string
		n    int
	}{{"count.done", n.Done}, {"count.failed", n.Failed}, {"count.waiting", n.Waiting}, {"count.other", n.Other}} {
		switch {
		case part.n == 0:
		case all.IsZero():
			all = resource.T(part.word, part.n)
		default:
			all = resource.T("count.join", all, resource.T(part.word, part.n))
		}
	}
	return all
}

func (n JobCount) percent() int { return 100 * (n.Total - n.Waiting) / max(n.Total, 1) }

// ids are all of a job's resources, to be copied.
func (p JobProps) ids() string {
	var all []string
	for _, i := range p.Items {
		if i.ID != "" {
			all = append(all, i.ID)
		}
	}
	return strings.Join(all, "\n")
}
