package pages

import (
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
	Demo      *DemoKeys
}

// DemoKeys are the simulated cloud's published keys; one button signs in with
// them.
type DemoKeys struct{ AccessKey, Secret, Site string }
