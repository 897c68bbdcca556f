package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
)

// tagID finds a tag by its name.
func tagID(t *testing.T, b *apptest.Browser, name string) string {
	t.Helper()
	found := ids(b.Get("/tags?fresh=1&q=" + url.QueryEscape(name)).Want(http.StatusOK))
	if len(found) != 1 {
		t.Fatalf("%d tags are called %q", len(found), name)
	}
	return found[0]
}

func TestTagsAreCountedCreatedAndDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		list := b.Get("/tags").Want(http.StatusOK)
		if list.Find(`tbody a[href^="/instances?tag="]`).Length() == 0 {
			t.Error("no way from a tag to its servers")
		}
		create := list.Find(`a[data-create]`).AttrOr("href", "")
		do(b, create, url.Values{"name": {"夜间批处理"}}).Want(http.StatusSeeOther)
		id := tagID(t, b, "夜间批处理")
		p := do(b, create, url.Values{"name": {"夜间批处理"}}).Want(http.StatusUnprocessableEntity)
		if p.Find("#form-name-error").Length() != 1 {
			t.Errorf("a second tag of the name: %q", p.Find(`[role="alert"]`).Text())
		}
		do(b, create, url.Values{"name": {" "}}).Want(http.StatusUnprocessableEntity)
		do(b, "/tags/"+id+"/ops/delete", url.Values{"confirm": {"夜间批处理"}}).Want(http.StatusSeeOther)
		if got := ids(b.Get("/tags?fresh=1&q=" + url.QueryEscape("夜间批处理"))); len(got) != 0 {
			t.Errorf("deleted, and still there: %v", got)
		}
	})
}

func TestATagInUseIsNotDeletedAndSaysWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		p := b.Post("/tags/"+tagID(t, b, "prod")+"/ops/delete", url.Values{"confirm": {"prod"}}).Want(http.StatusUnprocessableEntity)
		if !strings.Contains(p.Find("main").Text(), "merge or remove it first") {
			t.Errorf("no reason:\n%s", p.Find("main").Text())
		}
		if n := calls(c, "ccs.instance.DeleteTag"); n != 0 {
			t.Errorf("deleted %d times", n)
		}
	})
}

func TestMergingTagsAddsTheOtherBeforeItTakesThisAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		from := tagID(t, b, "web")
		had := ids(b.Get("/instances?size=100&tag=web"))
		do(b, "/tags/"+from+"/ops/merge", url.Values{"into": {tagID(t, b, "db")}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		if left := ids(b.Get("/instances?fresh=1&tag=web")); len(left) > 0 && len(had) == len(left) {
			t.Errorf("%d servers still have the tag", len(left))
		}
		now := ids(b.Get("/instances?fresh=1&size=100&tag=db"))
		for _, id := range had {
			found := false
			for _, other := range now {
				found = found || other == id
			}
			if !found {
				t.Errorf("server %s has neither tag", id)
			}
		}
		if n := calls(c, "ccs.instance.AddInstancesTags") + calls(c, "ccs.instance.DeleteInstancesTags"); n != 2 {
			t.Errorf("called %d times, want twice", n)
		}
	})
}

func TestATagThatThereIsAlreadyIsTakenAndNotMadeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := ids(b.Get("/instances?status=running"))[0]
		filled(b, "/instances/"+id+"/ops/add-tags", url.Values{"new_tags": {"prod，夜班"}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		if n := calls(c, "ccs.instance.CreateTag"); n != 1 {
			t.Errorf("made %d tags, want the one that was new", n)
		}
		for _, name := range []string{"prod", "夜班"} {
			if got := ids(b.Get("/instances?fresh=1&" + url.Values{"tag": {name}, "q": {id}}.Encode())); len(got) != 1 {
				t.Errorf("the server has not got %q", name)
			}
		}
	})
}
