package pages

import (
	"time"

	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// SessionsProps is where a person is signed in, and for an administrator where
// everyone else is.
type SessionsProps struct {
	Idle, Lifetime time.Duration
	Own            []Session
	Administers    bool           // sees and ends those of others
	Others         []Session      // of other people, which this one may end
	Person         string         // part of the names that Others is narrowed to
	Proof          *ui.ProofProps // that ending them takes; nil where none is needed
}

// Session is one place where someone is signed in.
type Session struct {
	ID      string
	Person  string
	Agent   resource.Text // browser and system
	Icon    string
	Raw     string // how the browser calls itself
	Address string
	Since   time.Time
	Seen    time.Time
	Ends    time.Time // unless it is used
	Current bool
}

// span is a limit in words, in the largest unit that divides it.
func span(d time.Duration) resource.Text {
	switch {
	case d >= time.Hour && d%time.Hour == 0:
		return resource.T("sessions.hours", int(d/time.Hour))
	case d >= time.Minute && d%time.Minute == 0:
		return resource.T("sessions.minutes", int(d/time.Minute))
	}
	return resource.T("sessions.seconds", int(d/time.Second))
}
