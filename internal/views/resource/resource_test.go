package resource

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"yunque/internal/i18n"
	data "yunque/internal/resource"
	"yunque/internal/views/ui"
	"yunque/internal/views/viewtest"
)

func TestEveryPieceIsSoundInBothLanguages(t *testing.T) {
	for _, tt := range []struct {
		name  string
		piece templ.Component
		want  string // a selector that must match
	}{
		{"a list", List(ListProps{Table: sampleTable(), Create: "/instances/new", CanDo: true}), "#list table tr#row-instances-i-1 td.pick input[name=id][value='i-1'][form=pick]"},
		{"a list of a reader", List(ListProps{Table: sampleTable()}), "#list:not(:has(td.pick))"},
		{"a compact list", List(ListProps{Table: sampleTable(), Dense: true}), "table[data-dense]"},
		{"a list without a match", List(ListProps{Table: noMatchTable()}), ".void a[href='/instances?size=20']"},
		{"the first use of a list", List(ListProps{Table: data.Table{Slug: "instances", Query: data.Query{Page: 1, Size: 20}}, Create: "/instances/new", CanDo: true}), ".void a[href='/instances/new']"},
		{"a list that could not be read", List(ListProps{Table: data.Table{Slug: "instances"}, Problem: &ui.Problem{What: data.T("error.timeout"), Retry: "/instances"}}), "[role=alert] a[href='/instances']"},
		{"a list with a part missing", List(ListProps{Table: sampleTable(), Partial: []ui.Problem{{What: data.T("error.timeout")}}}), ".tone-warning"},
		{"a row", Row(RowProps{Slug: "instances", Row: sampleTable().Rows[1], Pick: true, Ops: true}), "tr[hx-trigger='row-instances-i-2 from:#live, sync from:#live']"},
		{"a gone row", GoneRow("instances", "i-1", 4), "tr#row-instances-i-1 td[colspan='6']"},
		{"a detail", Detail(DetailProps{Detail: sampleDetail(data.TabOverview), CanDo: true}), "dl.facts time"},
		{"the tasks of a detail", Detail(DetailProps{Detail: sampleDetail(data.TabTasks), Tasks: []TaskLine{{What: data.Lit("Stop"), Who: "a", State: data.State{Tone: data.OK}, When: data.Cell{Kind: data.TimeCell, Time: viewtest.Now}, Took: data.Lit("1 s"), RequestID: "r", Error: "E", Href: "/tasks/1"}}}), "a[href='/tasks/1']"},
		{"no tasks of a detail", Detail(DetailProps{Detail: sampleDetail(data.TabTasks)}), ".void"},
		{"the calls of a detail", Detail(DetailProps{Detail: sampleDetail(data.TabAPI), Calls: []Call{{Action: "DescribeInstances", Request: "GET /", Answer: "{}"}}}), "code"},
		{"a form in the dialog", FormDialog(sampleForm()), "form[hx-post='/instances/i-1/ops/delete'][hx-target='#dialog'] [name=key][value=k1]"},
		{"a form as a page", FormPage(sampleForm()), "form[method=post][action='/instances/i-1/ops/delete']:not([hx-post])"},
		{"the end of a dialog", NoDialog(), "[data-close-now]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			viewtest.Each(t, func(t *testing.T, ctx context.Context) {
				doc := viewtest.Render(t, ctx, tt.piece)
				if doc.Find(tt.want).Length() == 0 {
					t.Errorf("nothing matches %q", tt.want)
				}
			})
		})
	}
}

func TestAnOperationThatIsNotOfferedSaysWhy(t *testing.T) {
	doc := viewtest.Render(t, t.Context(), RowMenu(sampleTable().Rows[0].Ops))
	item := doc.Find(".menu-item[aria-disabled=true]")
	if want := i18n.T(t.Context(), "reason.not_stopped"); !strings.Contains(item.Text(), want) {
		t.Errorf("got %q, want it to hold %q", item.Text(), want)
	}
	if item.Is("a") {
		t.Error("an operation that is not offered is a link")
	}
}

func TestWhatTheAddressSaidInVainIsNamed(t *testing.T) {
	table := sampleTable()
	table.Query.Dropped = []string{"status=purple"}
	doc := viewtest.Render(t, t.Context(), List(ListProps{Table: table}))
	if got := doc.Find(".tone-warning").Text(); !strings.Contains(got, "status=purple") {
		t.Errorf("got %q, want it to name status=purple", got)
	}
}

func TestATokenTakesOneConditionAway(t *testing.T) {
	table := sampleTable()
	table.Query.Search = "web"
	table.Query.Filters = map[string][]string{"status": {"error", "running"}}
	table.Filters[0].Chosen = table.Query.Filters["status"]
	doc := viewtest.Render(t, t.Context(), List(ListProps{Table: table}))
	var got []string
	for _, a := range doc.Find(".chip a").EachIter() {
		got = append(got, a.AttrOr("href", ""))
	}
	want := []string{
		"/instances?size=20&sort=-name&status=error&status=running",
		"/instances?q=web&size=20&sort=-name&status=running",
		"/instances?q=web&size=20&sort=-name&status=error",
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAHeadSortsTheOtherWayWhenItAlreadySorts(t *testing.T) {
	table := sampleTable()
	for _, tt := range []struct{ key, want string }{
		{"name", "/instances?size=20&sort=name"},
		{"status", "/instances?size=20&sort=status"},
	} {
		got := sortHref("instances", table.Query, data.Head{Key: tt.key, Sortable: true})
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.key, got, tt.want)
		}
	}
	if got := sortHref("instances", table.Query, data.Head{Key: "tags"}); got != "" {
		t.Errorf("a head that does not sort leads to %q", got)
	}
}

func TestARowIDIsOneWordForSelectorsAndEvents(t *testing.T) {
	if got, want := RowID("eips", "10.0.0.1/32:a b"), "row-eips-10_0_0_1_32_a_b"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestABatchNamesItsNumberAndDestructionIsRed(t *testing.T) {
	p := sampleForm()
	p.Form.Run = append(p.Form.Run, data.Target{Kind: "instances", ID: "i-2", Name: "web-02"})
	button := viewtest.Render(t, t.Context(), FormDialog(p)).Find("button[data-busy-button]")
	if got, want := strings.TrimSpace(button.Text()), i18n.T(t.Context(), "form.verb_many", 2, p.Form.Op.Label); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !button.HasClass("btn-danger") {
		t.Error("the button of a destructive operation is not red")
	}
}

func TestAFormWithNothingToRunHasNoButton(t *testing.T) {
	p := sampleForm()
	p.Form.Run = nil
	if n := viewtest.Render(t, t.Context(), FormDialog(p)).Find("button[data-busy-button]").Length(); n != 0 {
		t.Errorf("got %d buttons, want none", n)
	}
}

func sampleTable() data.Table {
	running := []data.Choice{{Value: "running", Label: data.T("state.running"), Count: 2}, {Value: "error", Label: data.T("state.error")}}
	ops := []data.OpView{
		{Slug: "start", Label: data.T("op.instances.start.label"), Icon: "player-play", Href: "/instances/i-1/ops/start", Reason: data.T("reason.not_stopped")},
		{Slug: "stop", Label: data.T("op.instances.stop.label"), Icon: "player-stop", Href: "/instances/i-1/ops/stop", Inline: true},
		{Slug: "delete", Label: data.T("op.instances.delete.label"), Icon: "trash", Effect: data.Destroy, Href: "/instances/i-1/ops/delete"},
	}
	cells := []data.Cell{
		{Text: data.Lit("<web> & co"), Href: "/instances/i-1", Sub: data.Lit("i-1"), MonoS: true, Copy: "i-1"},
		{Kind: data.StatusCell, State: data.State{Tone: "strange", Raw: "quiescing"}},
		{Kind: data.TimeCell, Time: viewtest.Now}, {Kind: data.TimeCell}, {Kind: data.TagsCell, Tags: []string{"a", "b", "c"}},
		{Kind: data.MoneyCell, Text: data.Lit("¥1.00")}, {},
	}
	heads := []data.Head{{Key: "name", Label: data.T("field.instances.name"), Sortable: true, Sorted: -1}, {Key: "status", Label: data.T("field.instances.status"), Sortable: true}}
	for range 5 {
		heads = append(heads, data.Head{Key: "x", Label: data.T("field.instances.created")})
	}
	return data.Table{Slug: "instances", Query: data.Query{Page: 2, Size: 20, Sort: "name", Desc: true}, Heads: heads, Total: 60, Matched: 50, Pages: 3, AsOf: viewtest.Now, QuickKey: "status",
		Rows:    []data.Row{{ID: "i-1", Name: "web-01", Href: "/instances/i-1", Cells: cells, Ops: ops}, {ID: "i-2", Name: "web-02", Href: "/instances/i-2", Cells: cells, Ops: ops, Busy: true}},
		Filters: []data.Filter{{Key: "status", Label: data.T("field.instances.status"), Choices: running}}, Quick: running,
		Bulk:    []data.OpView{{Slug: "stop", Label: data.T("op.instances.stop.label"), Href: "/instances/ops/stop"}, {Slug: "delete", Label: data.T("op.instances.delete.label"), Effect: data.Destroy, Href: "/instances/ops/delete"}},
		Columns: []data.Choice{{Value: "name", Label: data.T("field.instances.name"), Count: 1}, {Value: "tags", Label: data.T("field.instances.tags")}}}
}

func noMatchTable() data.Table {
	return data.Table{Slug: "instances", Query: data.Query{Page: 1, Size: 20, Search: "nothing"}, Total: 60}
}

func sampleDetail(tab string) data.Detail {
	table := sampleTable()
	return data.Detail{Slug: "instances", ID: "i-1", Name: "web-01", State: data.State{Tone: data.Busy, Word: data.T("state.starting")}, Where: data.Lit("CN_Beijing_A"), Ops: table.Rows[0].Ops, Tab: tab, Stale: data.T("error.timeout"),
		Tabs:     []data.Tab{{Slug: data.TabOverview, Label: data.T("tab.overview")}, {Slug: data.TabTasks, Label: data.T("tab.tasks"), Count: 2}},
		Sections: []data.Section{{Title: data.T("section.instances.basic"), Facts: []data.Fact{{Label: data.T("field.instances.created"), Cell: data.Cell{Kind: data.TimeCell, Time: viewtest.Now}}}}},
		Related:  []data.Block{{Title: data.T("tab.instances.disks"), Heads: table.Heads, Rows: table.Rows}, {Title: data.T("tab.instances.network"), Empty: data.T("empty.instances.network")}}}
}

func sampleForm() FormProps {
	return FormProps{Action: "/instances/i-1/ops/delete", Back: "/instances/i-1", IDs: []string{"i-1"}, Form: data.Form{
		Op: data.OpView{Slug: "delete", Label: data.T("op.instances.delete.label"), Effect: data.Destroy, Danger: data.SecondLook}, Kind: "instances",
		Title: data.T("op.instances.delete.title"), Effect: data.T("op.instances.delete.effect"), Key: "k1", Typed: "web-01", Confirm: "web", Error: data.T("form.typed_differs", "web-01"),
		Run:   []data.Target{{Kind: "instances", ID: "i-1", Name: "web-01", Note: "CN_Beijing_A"}},
		Skip:  []data.Skipped{{Target: data.Target{Name: "db-01"}, Reason: data.T("reason.busy")}},
		Loses: []data.Text{data.T("loss.server", "web-01", 40, "10.0.0.1")}, Quote: &data.Quote{Amount: "1.5", Currency: "CNY"},
		Fields: []data.Field{{Name: "keep", Label: data.T("field.instances.name"), Input: data.SwitchInput, Value: "true"}}}}
}

func TestTheMostUsedOperationsAreButtonsAndTheMenuKeepsSetsApart(t *testing.T) {
	d := sampleDetail(data.TabOverview)
	d.Ops = []data.OpView{
		{Slug: "start", Label: data.Lit("start"), Top: true, Set: data.PowerSet, Reason: data.Lit("It runs"), Href: "/s"},
		{Slug: "stop", Label: data.Lit("stop"), Top: true, Set: data.PowerSet, Href: "/t"},
		{Slug: "erase", Label: data.Lit("erase"), Set: data.PowerSet, Effect: data.Destroy, Href: "/e"},
		{Slug: "resize", Label: data.Lit("resize"), Set: data.SizeSet, Href: "/r"},
		{Slug: "grow", Label: data.Lit("grow"), Set: data.SizeSet, Href: "/g"},
	}
	doc := viewtest.Render(t, t.Context(), Detail(DetailProps{Detail: d, CanDo: true}))
	if got := doc.Find(".detail-acts > a").AttrOr("href", ""); got != "/t" || doc.Find(".detail-acts > a").Length() != 1 {
		t.Errorf("got the buttons %q, want the one that is offered", got)
	}
	var got []string
	doc.Find("#ops").Children().Each(func(_ int, s *goquery.Selection) {
		got = append(got, goquery.NodeName(s)+s.AttrOr("href", ""))
	})
	if want := []string{"button", "hr", "a/r", "a/g", "hr", "a/e"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
