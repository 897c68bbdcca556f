package ledger

import (
	"yunque/internal/store"
)

// Job is what one form started: its acts in the order of its items.
type Job struct {
	Key      string
	Title    string
	Kind     string // slug
	Op       string // slug
	Acts     []store.Act
	Repeated bool // the form was sent before; nothing was sent now
}

// Count tells how far a job is.
type Count struct {
	Total   int
	Waiting int // planned, on their way, or accepted and not ended
	Done    int // done, or accepted with no way to learn more
	Failed  int // refused or failed
	Unknown int
	NotSent int
}

func newJob(acts []store.Act) Job {
	a := acts[0]
	return Job{Key: a.JobKey, Title: a.Title, Kind: a.Kind, Op: a.Op, Acts: append([]store.Act(nil), acts...)}
}

// Finished tells whether nothing is still to come.
func (j Job) Finished() bool {
	for _, a := range j.Acts {
		if a.FinishedAt == nil {
			return false
		}
	}
	return true
}

// Count sums up the acts.
func (j Job) Count() Count {
	n := Count{Total: len(j.Acts)}
	for _, a := range j.Acts {
		switch {
		case a.FinishedAt == nil:
			n.Waiting++
		case a.State == store.ActRefused || a.State == store.ActFailed:
			n.Failed++
		case a.State == store.ActUnknown:
			n.Unknown++
		case a.State == store.ActNotSent:
			n.NotSent++
		default:
			n.Done++
		}
	}
	return n
}
