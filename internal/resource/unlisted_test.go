package resource

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"yunque/internal/cloud"
)

// diary is a history that a test wrote.
type diary struct {
	past []Past
	told []Told
}

func (d diary) Accepted(context.Context, ...string) ([]Past, error) { return d.past, nil }
func (d diary) Told(context.Context, string) ([]Told, error)        { return d.told, nil }

var (
	lightUp = cloud.WriteOf[map[string]string, struct{}](cloud.Service{Name: "lamps"}.Post("LightUp"))
	memory  = &Unlisted{Made: lightUp.Info(), Ended: switchOff.Info(), Names: "LampId", Tells: map[string]string{FactName: "LampName", "room": "RoomId"}}
)

func at(hour int) time.Time { return time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC) }

func lit(hour int, id, name string) Past {
	return Past{Operation: "lamps.LightUp", Request: `{"LampName":"` + name + `","RoomId":"r1"}`, Created: []string{id}, Who: "lin", At: at(hour)}
}

func put(hour int, id string) Past {
	return Past{Operation: "lamps.SwitchOff", Request: `{"LampId":"` + id + `"}`, Who: "wu", At: at(hour)}
}

func said(hour int, id, name string) Told {
	return Told{ID: id, Facts: map[string]string{FactName: name}, Who: "wu", Since: at(hour)}
}

func forgot(hour int, id string) Told {
	return Told{ID: id, Who: "wu", Since: at(hour), Forgotten: true}
}

func TestWhatCannotBeListedIsKnownFromOurWritesAndFromPeople(t *testing.T) {
	for name, c := range map[string]struct {
		diary diary
		want  string
	}{
		"nothing":                           {diary{}, ""},
		"made here, the newest first":       {diary{past: []Past{lit(1, "a", "desk"), lit(2, "b", "")}}, "b:b/r1 by lin, a:desk/r1 by lin"},
		"made and ended":                    {diary{past: []Past{lit(1, "a", "desk"), put(2, "a")}}, ""},
		"told by a person":                  {diary{told: []Told{said(1, "c", "hall")}}, "c:hall/ told by wu"},
		"made here, named anew by a person": {diary{past: []Past{lit(1, "a", "desk")}, told: []Told{said(2, "a", "bed")}}, "a:bed/r1 by lin"},
		"told without a name":               {diary{past: []Past{lit(1, "a", "desk")}, told: []Told{said(2, "a", "")}}, "a:desk/r1 by lin"},
		"told, then ended":                  {diary{past: []Past{put(2, "c")}, told: []Told{said(1, "c", "hall")}}, ""},
		"ended, then told again":            {diary{past: []Past{put(1, "c")}, told: []Told{said(2, "c", "hall")}}, "c:hall/ told by wu"},
		"forgotten":                         {diary{past: []Past{lit(1, "a", "desk")}, told: []Told{forgot(2, "a")}}, ""},
		"forgotten before it was ever told": {diary{told: []Told{forgot(1, "x")}}, ""},
	} {
		known, err := memory.Known(WithHistory(t.Context(), c.diary), "lamps")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, k := range known {
			how := map[bool]string{true: " told by ", false: " by "}[k.Told]
			got = append(got, k.ID+":"+k.Name()+"/"+k.Facts["room"]+how+k.Who)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestWhatIsRememberedIsAnIDThatIsNotKnown(t *testing.T) {
	k := lampKind(nil)
	k.Unlisted = memory
	ctx := WithHistory(t.Context(), diary{past: []Past{lit(1, "lamp-1", "desk")}})
	for name, c := range map[string]struct{ id, name, want string }{
		"none":            {"", "", "form.required"},
		"not an id":       {"two words", "", "remember.no_id"},
		"markup":          {"<b>lamp</b>", "", "remember.no_id"},
		"known":           {"lamp-1", "", "remember.known"},
		"known, as typed": {" ｌamp-1\t", "", "remember.known"},
		"a long name":     {"lamp-2", strings.Repeat("灯", 65), "form.too_long"},
		"good":            {" lamp-2 ", "灯", ""},
	} {
		p, err := k.Prepare(ctx, nil, Request{Op: Remember, Bulk: true, Submit: true, Form: url.Values{fieldKnown: {c.id}, FactName: {c.name}}})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range p.Form.Fields {
			got += f.Error.Key
		}
		if got != c.want || p.Valid != (c.want == "") || len(p.Steps) != 0 {
			t.Errorf("%s: got mistake %q, valid %v, %d steps; want %q", name, got, p.Valid, len(p.Steps), c.want)
		}
		if id, facts := RememberedBy(p.Form.Fields); p.Valid && (id != "lamp-2" || facts[FactName] != "灯") {
			t.Errorf("%s: got %q, %v", name, id, facts)
		}
	}
	if f := lampKind(nil).op(Remember); f != nil {
		t.Error("what can be listed is remembered")
	}
}
