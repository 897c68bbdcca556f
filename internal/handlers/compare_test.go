package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"yunque/internal/app/apptest"
)

func TestSelectedServersAreComparedFactByFact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		rows := b.Get("/instances?q=gitlab").Find("tbody input[name=id]").AttrOr("value", "")
		other := b.Get("/instances?q=redis-001").Find("tbody input[name=id]").AttrOr("value", "")
		at := "/instances/differences?" + url.Values{"id": {rows, other, "gone-1"}}.Encode()

		p := b.Get(at).Want(http.StatusOK)
		if n := p.Find("thead th").Length(); n != 3 {
			t.Errorf("columns: got %d, want a head and two servers", n)
		}
		all, differ := p.Find("tbody tr:not(.row-group)").Length(), p.Find("tr[data-differs]").Length()
		if differ == 0 || differ == all {
			t.Errorf("%d of %d facts differ; want some of them", differ, all)
		}
		if !strings.Contains(p.Body, "gone-1 does not exist any more") {
			t.Error("what is gone is not told")
		}
		if n := b.Get(at + "&only=different").Find("tbody tr:not(.row-group)").Length(); n != differ {
			t.Errorf("only differences: got %d lines, want %d", n, differ)
		}
		if p := b.Get("/instances/differences?id=" + rows).Want(http.StatusOK); !strings.Contains(p.Body, "Nothing to compare") {
			t.Error("one alone is compared with nothing")
		}
	})
}
