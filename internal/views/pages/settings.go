package pages

import (
	"time"
	"yunque/internal/resource"
)

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
