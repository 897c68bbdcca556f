package resource

import (
	"reflect"
	"strings"
	"testing"
)

func wiredLamps() *Kind[lamp] {
	k := lampKind(lamps)
	k.Tabs = []Tab{{Slug: "light", Label: T("tab.light"), Path: "light"}}
	k.Picked = []Link{{Label: T("lamps.together"), Icon: "bolt", Path: "together"}}
	return k
}

func TestATabOfItsOwnStandsBeforeTheTasks(t *testing.T) {
	d, err := wiredLamps().Detail(t.Context(), nil, "l1", "light", nil)
	if err != nil {
		t.Fatal(err)
	}
	if d.Tab != "light" || len(d.Sections) != 0 || len(d.Related) != 0 {
		t.Errorf("got tab %q with %d sections and %d lists, want only the frame of light", d.Tab, len(d.Sections), len(d.Related))
	}
	got := d.Tabs[len(d.Tabs)-3:]
	want := []Tab{{Slug: "light", Label: T("tab.light"), Path: "light"}, {Slug: TabTasks, Label: T("tab.tasks")}, {Slug: TabAPI, Label: T("tab.api")}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got the tabs %+v, want %+v", got, want)
	}
}

func TestAListLeadsToPagesAboutItsSelection(t *testing.T) {
	k := wiredLamps()
	table, err := k.Table(t.Context(), nil, k.ParseQuery(nil, 20), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []Link{{Label: T("lamps.together"), Icon: "bolt", Path: "/lamps/together"}}
	if !reflect.DeepEqual(table.Picked, want) {
		t.Errorf("got %+v, want %+v", table.Picked, want)
	}
	if k.Picked[0].Path != "together" {
		t.Error("the description itself was changed")
	}
}

func TestPagesWithoutAnAddressAreFaults(t *testing.T) {
	k := wiredLamps()
	k.Tabs[0].Path, k.Picked[0].Icon = "", ""
	got := strings.Join(k.Faults(func(key string) bool { return key != "tab.light" }), "\n")
	for _, want := range []string{"a path for tab light", "the text tab.light", "a path and an icon for page lamps.together"} {
		if !strings.Contains(got, want) {
			t.Errorf("fault %q is not told in:\n%s", want, got)
		}
	}
}
