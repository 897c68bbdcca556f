package resource

import (
	"reflect"
	"testing"
	"time"
)

func TestASummaryNamesWhatNeedsALook(t *testing.T) {
	now := time.Date(2026, 8, 22, 3, 0, 0, 0, time.UTC)
	ends := map[string]time.Time{"l1": now.Add(6 * 24 * time.Hour), "l2": now.Add(8 * 24 * time.Hour), "l3": now.Add(time.Hour)}
	k := lampKind(append(lamps, lamp{id: "l5", name: "Burnt"}, lamp{id: "l6", name: "Lost"}))
	k.IdleCosts, k.Ends = true, func(l lamp) time.Time { return ends[l.id] }
	plain := k.State
	k.State = func(l lamp) State {
		switch l.id {
		case "l5":
			return State{Tone: Failed, Word: Lit("burnt out")}
		case "l6":
			return State{Tone: Unknown, Word: T("state.unknown", "flickers"), Raw: "flickers"}
		}
		return plain(l)
	}
	k.Filters = append(k.Filters, Property[lamp]{Key: "state", Quick: true, Values: func(l lamp) []Choice {
		return []Choice{{Value: k.State(l).Word.Raw, Tone: k.State(l).Tone}}
	}})

	got, err := k.Summary(t.Context(), nil, now)
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		worry Worry
		count int
		first string
		value string
	}
	var lines []line
	for _, c := range got.Concerns {
		l := line{worry: c.Worry, count: c.Count, first: c.First[0].ID}
		if chosen := c.Query.Filters["state"]; len(chosen) > 0 {
			l.value = chosen[0]
		}
		lines = append(lines, l)
	}
	want := []line{{Broken, 1, "l5", "burnt out"}, {Odd, 1, "l6", ""}, {Ending, 2, "l3", ""}, {Idle, 1, "l2", "off"}}
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("got %v, want %v", lines, want)
	}
	counts := map[string]int{}
	for _, s := range got.States {
		counts[s.State.Word.Raw+s.State.Word.Key] = s.Count
	}
	if want := map[string]int{"on": 2, "off": 1, "changing": 1, "burnt out": 1, "state.unknown": 1}; !reflect.DeepEqual(counts, want) || got.Total != 6 {
		t.Errorf("got %v of %d, want %v of 6", counts, got.Total, want)
	}
}

func TestWhatHasEndedAndSaysSoIsOneConcern(t *testing.T) {
	now := time.Date(2026, 8, 22, 3, 0, 0, 0, time.UTC)
	k := lampKind([]lamp{{id: "l1", name: "Desk"}, {id: "l2", name: "Bed", lit: true}})
	k.Ends = func(lamp) time.Time { return now.Add(-time.Hour) }
	plain := k.State
	k.State = func(l lamp) State {
		if l.id == "l1" {
			return State{Tone: Attention, Word: Lit("going")}
		}
		return plain(l)
	}
	s, err := k.Summary(t.Context(), nil, now)
	if err != nil {
		t.Fatal(err)
	}
	var got []Worry
	for _, c := range s.Concerns {
		got = append(got, c.Worry)
	}
	if want := []Worry{Odd, Ending}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v: one for each lamp", got, want)
	}
}
