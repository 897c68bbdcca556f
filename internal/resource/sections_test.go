package resource

import (
	"reflect"
	"testing"
)

func TestAFactAboutNothingIsLeftOutWhereItSaysSo(t *testing.T) {
	k := lampKind(lamps)
	nothing := func(lamp) Cell { return Cell{} }
	k.Sections = []Facts[lamp]{{Key: "basic", List: []FactOf[lamp]{
		{Key: "room", Cell: func(lamp) Cell { return Cell{Text: Lit("hall")} }, IfAny: true},
		{Key: "shade", Cell: nothing, IfAny: true},
		{Key: "switch", Cell: nothing},
	}}}
	d, err := k.Detail(t.Context(), nil, "l1", TabOverview, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []Text
	for _, f := range d.Sections[0].Facts {
		got = append(got, f.Label)
	}
	if want := []Text{T("field.lamps.room"), T("field.lamps.switch")}; !reflect.DeepEqual(got, want) {
		t.Errorf("got the facts %v, want %v", got, want)
	}
}
