// Package layout draws the frame around a page: navigation, top bar, banners
// and the one event stream. Page wraps signed-in pages, Bare those before
// signing in.
package layout

import (
	"slices"

	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// Theme is the look a person chose; Auto follows the system.
type Theme string

const (
	Auto  Theme = "auto"
	Light Theme = "light"
	Dark  Theme = "dark"
)

// ParseTheme reads a theme from a cookie or form; anything else is Auto.
func ParseTheme(s string) Theme {
	switch t := Theme(s); t {
	case Light, Dark:
		return t
	}
	return Auto
}

// Props is what the frame of a signed-in page shows.
type Props struct {
	Title   resource.Text // of the browser tab, without the product's name
	Error   bool          // the page shows a form with mistakes: the title says so
	Crumbs  []ui.Crumb
	Path    string // of the request, marks the navigation
	Here    string // path and query, where the settings forms return to
	Nav     []Group
	Account Account
	Theme   Theme
	Flashes []ui.Flash
	Running int  // tasks under way, on the bell
	Waiting int  // requests that wait for the person, there and in the navigation
	Demo    bool // the simulated cloud: said in the top bar
	Offline bool // no event stream on this page
	Session Session
}

// Environment is what an account is for, said by a coloured band over every
// page so that one is not mistaken for another; "" says nothing.
type Environment string

const (
	Production Environment = "production"
	Staging    Environment = "staging"
	Test       Environment = "test"
)

// Environments are what an account can be marked as.
var Environments = []Environment{Production, Staging, Test}

// level is the colour of an environment.
func (e Environment) level() ui.Level {
	switch e {
	case Production:
		return ui.Bad
	case Staging:
		return ui.Warning
	}
	return ui.Info
}

func (e Environment) word() resource.Text { return resource.T("environment." + string(e)) }

// Session is what a page knows of its session, in whole seconds.
type Session struct {
	Left  int    `json:"left"`  // to its end, unless the person does something
	Final bool   `json:"final"` // nothing puts the end off
	Warn  int    `json:"warn"`  // how long before the end to say so
	Tell  int    `json:"tell"`  // a person at work is told of once in this time
	Mark  string `json:"mark"`  // of the account that the page is made for
}

// Group is a titled part of the navigation; the first may have no title.
type Group struct {
	Key    string // what the browser remembers it by when it is folded up
	Title  resource.Text
	Items  []Item
	Folded bool // unless the page is in it
}

// open tells whether a group's items are shown on a page.
func (g Group) open(path string) bool {
	return !g.Folded || slices.ContainsFunc(g.Items, func(it Item) bool { return isHere(path, it.Href) })
}

// Item is one link of the navigation.
type Item struct {
	Text resource.Text
	Icon string
	Href string
}

// Account is who is signed in and with which keys.
type Account struct {
	Person      string // "" when nobody is named but by the keys
	Profile     string // name of the profile in use
	Site        resource.Text
	Key         string    // masked access key
	Profiles    []Profile // all of this session, the one in use included
	Environment Environment
}

// Profile is one set of keys to switch to.
type Profile struct {
	ID          string
	Name        string
	Site        resource.Text
	Key         string // masked
	InUse       bool
	Environment Environment
}

// BareProps is what the frame before signing in shows.
type BareProps struct {
	Title resource.Text
	Error bool
	Here  string
	Theme Theme
	Demo  bool
}
