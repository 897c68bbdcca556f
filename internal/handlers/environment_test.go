package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"yunque/internal/app/apptest"
)

func TestAnAccountsEnvironmentIsSeenByAllWhoWorkWithIt(t *testing.T) {
	c := apptest.Start(t)
	b := c.SignedIn()
	band := func(b *apptest.Browser) string {
		return b.Get("/settings").Want(http.StatusOK).Find("header.top").AttrOr("data-environment", "")
	}
	mark := func(profile, environment string) *apptest.Page {
		return b.Post("/settings/environment", url.Values{"profile": {profile}, "environment": {environment}, "next": {"/settings"}})
	}
	profile := b.Get("/settings").Want(http.StatusOK).Find("form[action='/settings/environment'] [name=profile]").AttrOr("value", "")
	if got := band(b); got != "" {
		t.Fatalf("at first: got %q, want none", got)
	}
	mark(profile, "production").Want(http.StatusSeeOther)
	if got := band(b); got != "production" {
		t.Errorf("once marked: got %q", got)
	}
	if got := band(c.SignedIn()); got != "production" {
		t.Errorf("in another session: got %q", got)
	}
	mark(profile, "moon").Want(http.StatusBadRequest)
	mark("another", "test").Want(http.StatusNotFound)
	mark(profile, "").Want(http.StatusSeeOther)
	if got := band(b); got != "" {
		t.Errorf("once taken away: got %q, want none", got)
	}
}
