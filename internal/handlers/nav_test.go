package handlers_test

import (
	"net/http"
	"testing"

	"yunque/internal/app/apptest"
)

func TestTheNavigationKeepsGroupsFolded(t *testing.T) {
	b := apptest.Start(t).SignedIn()
	if folded := b.Get("/tasks").Find("#nav details:not([open])").Length(); folded != 0 {
		t.Errorf("%d groups are folded before anyone did it", folded)
	}
	b.SetCookies([]*http.Cookie{{Name: "folded", Value: "compute.storage.nonsense", Path: "/"}})
	page := b.Get("/tasks")
	for key, want := range map[string]string{"compute": ":not([open])", "storage": ":not([open])", "network": "[open]"} {
		if page.Find("#nav details[data-fold="+key+"]"+want).Length() != 1 {
			t.Errorf("group %s is not %s", key, want)
		}
	}
	if b.Get("/instances").Find("#nav details[data-fold=compute][open] a[aria-current]").Length() != 1 {
		t.Error("the group of the page itself is folded")
	}
}
