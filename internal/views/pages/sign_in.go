package pages

import (
	"net/url"

	"yunque/internal/resource"
)

// SignInProps is the sign-in form: access key, secret and site. Errors are by
// field name (access_key, secret_key, site) and under "" for the form. A secret is
// never sent back.
type SignInProps struct {
	Name      string // of the keys, optional
	AccessKey string
	Site      string
	Sites     []resource.Choice
	Errors    resource.FieldErrors
	Next      string
	Said      resource.Text // what became of the session before
	Kept      KeptForm      // a form that was sent too late and comes back
	Demo      *DemoKeys
}

// KeptForm is a form that goes through the sign-in page and back, without secrets.
type KeptForm struct {
	At     string // where it was sent; "" for none
	Values url.Values
	Other  string // profile now in use, when the form was made for another one
}

// OtherAccountProps is what a page learns that was made for another account:
// the one in use, and how to get back.
type OtherAccountProps struct {
	Profile    string
	Site       resource.Text
	Back, Mark string // the page's own profile, where the session still has its keys
}

// DemoKeys are the simulated cloud's published keys; one button signs in with
// them.
type DemoKeys struct{ AccessKey, Secret, Site string }
