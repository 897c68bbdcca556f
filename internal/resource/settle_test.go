package resource

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"

	"yunque/internal/cloud"
)

func TestStillBusyTellsWhatHasNotSettled(t *testing.T) {
	asked := [][]string{}
	broken := errors.New("no answer")
	byOneCall := lampKind(lamps)
	byOneCall.States = func(_ context.Context, _ cloud.Caller, ids []string) (map[string]State, error) {
		asked = append(asked, ids)
		return map[string]State{"l1": {Tone: OK}, "l4": {Tone: Busy}}, nil
	}
	failing := lampKind(lamps)
	failing.States = func(context.Context, cloud.Caller, []string) (map[string]State, error) { return nil, broken }
	for name, c := range map[string]struct {
		kind *Kind[lamp]
		ids  []string
		want []string
		err  error
	}{
		"read one by one":                  {lampKind(lamps), []string{"l1", "l4"}, []string{"l4"}, nil},
		"read out of the list":             {lampKind(lamps), []string{"l1", "l2", "l3", "l4", "l5"}, []string{"l4"}, nil},
		"the only one is gone":             {lampKind(lamps), []string{"l5"}, nil, nil},
		"one call for all, and one gone":   {byOneCall, []string{"l1", "l4", "l5"}, []string{"l4"}, nil},
		"states that cannot be had at all": {failing, []string{"l1"}, nil, broken},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.kind.StillBusy(t.Context(), nil, c.ids)
			if !slices.Equal(got, c.want) || !errors.Is(err, c.err) {
				t.Errorf("got %v and %v, want %v and %v", got, err, c.want, c.err)
			}
		})
	}
	if want := [][]string{{"l1", "l4", "l5"}}; !reflect.DeepEqual(asked, want) {
		t.Errorf("asked for %v, want one call for %v", asked, want)
	}
}

func TestATableNamesBusyRowsThatNobodyFollows(t *testing.T) {
	k := lampKind(lamps)
	q := k.ParseQuery(nil, 20)
	for name, c := range map[string]struct {
		busy Overlay
		want []string
	}{
		"nobody follows it":     {nil, []string{"l4"}},
		"a task here does":      {Overlay{"l4": "lamps.off"}, nil},
		"a task of another row": {Overlay{"l1": "lamps.off"}, []string{"l4"}},
	} {
		t.Run(name, func(t *testing.T) {
			table, err := k.Table(t.Context(), nil, q, c.busy)
			if err != nil || !slices.Equal(table.Waiting, c.want) {
				t.Errorf("got %v and %v, want %v", table.Waiting, err, c.want)
			}
		})
	}
}
