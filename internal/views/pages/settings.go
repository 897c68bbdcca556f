package pages

import "yunque/internal/resource"

// SettingsProps is the settings page.
type SettingsProps struct {
	Here     string
	Language string
	Theme    string
	Zone     string
	Profiles []ProfileLine
	Marks    bool // the person may say what an account is for
	Places   int  // where the person is signed in
}

// ProfileLine is one set of keys in this session.
type ProfileLine struct {
	ID, Name, Key string // Key is masked
	Site          resource.Text
	InUse         bool
	Environment   string
}
