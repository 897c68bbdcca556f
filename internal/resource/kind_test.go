package resource

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"yunque/internal/cloud"
)

type lamp struct {
	id, name, room, ip string
	lit, busy          bool
}

var lamps = []lamp{
	{"l1", "Desk", "study", "10.0.0.1", true, false},
	{"l2", "门灯", "hall", "10.0.0.2", false, false},
	{"l3", "Bed", "bedroom", "10.0.1.3", true, false},
	{"l4", "Spare", "hall", "10.0.1.4", false, true},
}

var switchOff = cloud.WriteOf[map[string]string, struct{}](cloud.Service{Name: "lamps"}.Post("SwitchOff"))

func lampKind(list []lamp) *Kind[lamp] {
	return &Kind[lamp]{
		Slug: "lamps", Icon: "bulb", Group: "home",
		ID: func(l lamp) string { return l.id }, Name: func(l lamp) string { return l.name },
		State: func(l lamp) State {
			switch {
			case l.busy:
				return State{Tone: Busy, Word: Lit("changing")}
			case l.lit:
				return State{Tone: OK, Word: Lit("on")}
			}
			return State{Tone: Off, Word: Lit("off")}
		},
		List:   func(context.Context, cloud.Caller) ([]lamp, error) { return list, nil },
		Search: func(l lamp) []string { return []string{l.id, l.name, l.ip} },
		Columns: []Column[lamp]{
			{Key: "name", Cell: func(l lamp) Cell { return Cell{Text: Lit(l.name), Sub: Lit(l.id)} }, Less: func(a, b lamp) int { return cmp.Compare(a.name, b.name) }},
			{Key: "state", Cell: func(l lamp) Cell {
				return Cell{Kind: StatusCell, State: State{Tone: OK, Word: Lit(map[bool]string{true: "on", false: "off"}[l.lit])}}
			}},
			{Key: "room", Cell: func(l lamp) Cell { return Cell{Text: Lit(l.room)} }, Hidden: true},
		},
		Filters: []Property[lamp]{
			{Key: "room", Values: func(l lamp) []Choice { return []Choice{{Value: l.room, Label: Lit(l.room)}} }, Known: []Choice{{Value: "attic", Label: Lit("attic")}}},
		},
		Ops: []Op[lamp]{
			{Slug: "off", Effect: Change, Danger: Confirm, Bulk: true,
				Offered: func(l lamp) Text {
					if !l.lit {
						return T("reason.off")
					}
					return Text{}
				},
				Fields: func(context.Context, cloud.Caller, []lamp, url.Values) ([]Field, error) {
					return []Field{{Name: "delay", Input: NumberInput, Required: true}, {Name: "pin", Secret: true}}, nil
				},
				Plan: func(items []lamp, form url.Values) ([]Step, error) {
					if form.Get("delay") == "13" {
						return nil, FieldErrors{"delay": T("lamps.bad_delay")}
					}
					var steps []Step
					for _, l := range items {
						steps = append(steps, Do(switchOff, map[string]string{"id": l.id}, Target{Kind: "lamps", ID: l.id, Name: l.name}))
					}
					return steps, nil
				}},
			{Slug: "smash", Effect: Destroy, Danger: TypeName, Bulk: true, Plan: func([]lamp, url.Values) ([]Step, error) { return []Step{{}}, nil }},
		},
	}
}

func query(t *testing.T, raw string) (Table, Query) {
	t.Helper()
	k := lampKind(lamps)
	v, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	table, err := k.Table(t.Context(), nil, k.ParseQuery(v, 20), nil)
	if err != nil {
		t.Fatal(err)
	}
	return table, table.Query
}

func ids(t Table) string {
	var out []string
	for _, r := range t.Rows {
		out = append(out, r.ID)
	}
	return strings.Join(out, " ")
}

func TestListsNarrowAndSortByTheURL(t *testing.T) {
	for name, c := range map[string]struct{ raw, want, dropped string }{
		"everything in the API's order":     {"", "l1 l2 l3 l4", ""},
		"text matches name without case":    {"q=dESK", "l1", ""},
		"full-width text counts as narrow":  {"q=%EF%BC%A4esk", "l1", ""},
		"text matches an address":           {"q=10.0.1.3", "l3", ""},
		"a network matches what is in it":   {"q=10.0.1.0/24", "l3 l4", ""},
		"words must all match":              {"q=10.0.1+bed", "l3", ""},
		"a filter":                          {"room=hall", "l2 l4", ""},
		"or within a property":              {"room=hall&room=study", "l1 l2 l4", ""},
		"a known value that nothing has":    {"room=attic", "", ""},
		"an unknown value is dropped":       {"room=moon", "l1 l2 l3 l4", "room=moon"},
		"sorted":                            {"sort=name", "l3 l1 l4 l2", ""},
		"sorted downwards":                  {"sort=-name", "l2 l4 l1 l3", ""},
		"an unsortable column is dropped":   {"sort=state", "l1 l2 l3 l4", "sort=state"},
		"a page too far is dropped":         {"page=9", "l1 l2 l3 l4", "page=9"},
		"a page that is no number":          {"page=x", "l1 l2 l3 l4", "page=x"},
		"a size that is not offered":        {"size=500", "l1 l2 l3 l4", "size=500"},
		"a column that does not exist":      {"cols=room,colour", "l1 l2 l3 l4", "cols=colour"},
		"parameters of others are no fault": {"tab=x&utm=1", "l1 l2 l3 l4", ""},
	} {
		t.Run(name, func(t *testing.T) {
			table, q := query(t, c.raw)
			if got := ids(table); got != c.want {
				t.Errorf("rows: got %q, want %q", got, c.want)
			}
			if got := strings.Join(q.Dropped, " "); got != c.dropped {
				t.Errorf("dropped: got %q, want %q", got, c.dropped)
			}
		})
	}
}

func TestFiltersCountEveryValue(t *testing.T) {
	table, _ := query(t, "room=hall")
	got := map[string]int{}
	for _, c := range table.Filters[0].Choices {
		got[c.Value] = c.Count
	}
	want := map[string]int{"attic": 0, "study": 1, "hall": 2, "bedroom": 1}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if table.Total != 4 || table.Matched != 2 {
		t.Errorf("got %d of %d, want 2 of 4", table.Matched, table.Total)
	}
}

func TestARowUnderATaskIsBusyAndOffersNothing(t *testing.T) {
	row, err := lampKind(lamps).Row(t.Context(), nil, "l1", Query{}, Overlay{"l1": "lamps.off"})
	if err != nil {
		t.Fatal(err)
	}
	if !row.Busy || row.Cells[1].State.Tone != Busy || row.Cells[1].State.Word.Key != "op.lamps.off.busy" {
		t.Errorf("not busy: %+v", row.Cells[1])
	}
	for _, o := range row.Ops {
		if o.Reason.Key != "reason.busy" {
			t.Errorf("%s: got reason %q, want reason.busy", o.Slug, o.Reason.Key)
		}
	}
}

func TestPrepareRunsWhatIsOfferedAndNamesTheRest(t *testing.T) {
	p, err := lampKind(lamps).Prepare(t.Context(), nil, Request{Op: "off", IDs: []string{"l1", "l2", "l3", "l9"}, Bulk: true, Submit: true,
		Form: url.Values{"delay": {"5"}, "pin": {"1234"}}, Busy: Overlay{"l3": "lamps.off"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Steps) != 1 || p.Steps[0].Targets[0].ID != "l1" {
		t.Errorf("steps: %+v", p.Steps)
	}
	got := map[string]string{}
	for _, s := range p.Form.Skip {
		got[s.Target.ID] = s.Reason.Key
	}
	want := map[string]string{"l2": "reason.off", "l3": "reason.busy", "l9": "reason.gone"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("skipped: got %v, want %v", got, want)
	}
	if p.Form.Fields[1].Value != "" {
		t.Error("a secret came back")
	}
}

func TestPrepareKeepsWhatWasTypedBesideTheMistake(t *testing.T) {
	for name, c := range map[string]struct {
		delay, want string
	}{
		"nothing where something is required": {"", "form.required"},
		"what the plan refuses":               {"13", "lamps.bad_delay"},
		"a number in words":                   {"never", "form.number"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := lampKind(lamps).Prepare(t.Context(), nil, Request{Op: "off", IDs: []string{"l1"}, Submit: true, Form: url.Values{"delay": {c.delay}}})
			if err != nil {
				t.Fatal(err)
			}
			f := p.Form.Fields[0]
			if p.Steps != nil || f.Error.Key != c.want || f.Value != c.delay {
				t.Errorf("got error %q value %q steps %v, want error %q", f.Error.Key, f.Value, p.Steps, c.want)
			}
		})
	}
}

func TestDestructionNeedsTheNameOrTheCount(t *testing.T) {
	for name, c := range map[string]struct {
		ids     []string
		bulk    bool
		confirm string
		runs    bool
	}{
		"one by its name":           {[]string{"l1"}, false, "Desk", true},
		"one by another name":       {[]string{"l1"}, false, "desk", false},
		"one without a word":        {[]string{"l1"}, false, "", false},
		"a batch by its count":      {[]string{"l1", "l2"}, true, "2", true},
		"a batch by another number": {[]string{"l1", "l2"}, true, "3", false},
		"a batch of one by count":   {[]string{"l1"}, true, "1", true},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := lampKind(lamps).Prepare(t.Context(), nil, Request{Op: "smash", IDs: c.ids, Bulk: c.bulk, Submit: true, Form: url.Values{"confirm": {c.confirm}}})
			if err != nil {
				t.Fatal(err)
			}
			if got := p.Steps != nil; got != c.runs {
				t.Errorf("runs: got %v, want %v (%+v)", got, c.runs, p.Form.Error)
			}
		})
	}
}

func TestWhatDoesNotExistIsAnError(t *testing.T) {
	k := lampKind(lamps)
	_, err := k.Detail(t.Context(), nil, "l9", "", nil)
	var gone *NotFound
	if !errors.As(err, &gone) {
		t.Errorf("detail: got %v, want NotFound", err)
	}
	var unknown *UnknownOp
	if _, err := k.Prepare(t.Context(), nil, Request{Op: "juggle", IDs: []string{"l1"}}); !errors.As(err, &unknown) {
		t.Errorf("operation: got %v, want UnknownOp", err)
	}
}

func TestExportGivesWhatMatches(t *testing.T) {
	k := lampKind(lamps)
	got, err := k.Export(t.Context(), nil, k.ParseQuery(url.Values{"room": {"hall"}, "cols": {"room"}}, 20), func(x Text) string { return x.Key + x.Raw })
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"ID", "field.lamps.name", "field.lamps.room"}, {"l2", "门灯", "hall"}, {"l4", "Spare", "hall"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestFaultsTellEverythingAtOnce(t *testing.T) {
	k := lampKind(nil)
	k.Icon, k.Columns[1].Key, k.Ops[1].Danger = "", "name", Confirm
	got := strings.Join(k.Faults(func(key string) bool { return !strings.HasPrefix(key, "op.") }), "\n")
	for _, want := range []string{"slug, group and icon", "only one column name", "danger of at least TypeName", "the text op.lamps.off.label"} {
		if !strings.Contains(got, want) {
			t.Errorf("fault %q is not told in:\n%s", want, got)
		}
	}
	if f := lampKind(nil).Faults(func(string) bool { return true }); len(f) != 0 {
		t.Errorf("a whole description has faults: %v", f)
	}
}

func TestWordsLikePropertyAndValueAreConditions(t *testing.T) {
	for raw, want := range map[string]struct {
		names, search string
		rooms         []string
	}{
		"q=room:hall":              {"门灯 Spare", "", []string{"hall"}},
		"q=ROOM：Hall+10.0.1.0/24":  {"Spare", "10.0.1.0/24", []string{"hall"}},
		"q=room:hall+room:study":   {"Desk 门灯 Spare", "", []string{"hall", "study"}},
		"q=room:cellar":            {"", "room:cellar", nil}, // no such room: looked for as it stands
		"q=colour:red":             {"", "colour:red", nil},
		"q=room:hall&room=bedroom": {"门灯 Bed Spare", "", []string{"bedroom", "hall"}},
	} {
		table, q := query(t, raw)
		var names []string
		for _, r := range table.Rows {
			names = append(names, r.Name)
		}
		if got := strings.Join(names, " "); got != want.names || table.Query.Search != want.search || !reflect.DeepEqual(table.Query.Filters["room"], want.rooms) {
			t.Errorf("%s: got %q, search %q, rooms %v; want %+v (%v)", raw, got, table.Query.Search, table.Query.Filters["room"], want, q.Dropped)
		}
	}
}
