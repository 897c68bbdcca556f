package pages

import (
	"time"
	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// SettingsProps is the settings page.
type SettingsProps struct {
	Here     string
	Language string
	Theme    string
	Zone     string
	Profiles []ProfileLine
	Sessions []Session
	Others   []Session      // of other people, which this one may end
	Proof    *ui.ProofProps // that ending them takes; nil where none is needed
}

// ProfileLine is one set of keys in this session.
type ProfileLine struct {
	ID, Name, Key string // Key is masked
	Site          resource.Text
	InUse         bool
}

// Session is one place where someone is signed in.
type Session struct {
	ID      string
	Person  string // of someone else's; "" for one's own
	Agent   string
	Address string
	Since   time.Time
	Seen    time.Time
	Current bool
}
