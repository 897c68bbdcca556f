// Package pages draws the pages that are not a resource's: sign-in, overview,
// tasks, settings, errors, the create-server form and the gallery.
package pages
