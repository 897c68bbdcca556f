package resource

import (
	"context"
	"errors"
	"testing"
	"time"

	"yunque/internal/cloud"
)

// dark is a house whose attic does not answer.
func dark() *Kind[lamp] {
	k := lampKind(lamps)
	k.List = func(context.Context, cloud.Caller) ([]lamp, error) {
		return lamps, &Partial{[]Missing{{Name: Lit("attic"), Err: &cloud.Error{Code: cloud.CodeTimeout}}}}
	}
	return k
}

func TestAPartIsShownButNotTakenForTheWhole(t *testing.T) {
	k, ctx := dark(), t.Context()
	table, err := k.Table(ctx, nil, k.ParseQuery(nil, 20), nil)
	if err != nil || len(table.Rows) != len(lamps) || len(table.Missing) != 1 || table.Missing[0].Name.Raw != "attic" {
		t.Errorf("the list has %d rows, misses %v, error %v", len(table.Rows), table.Missing, err)
	}
	if s, err := k.Summary(ctx, nil, time.Time{}); err != nil || s.Total != len(lamps) || len(s.Missing) != 1 {
		t.Errorf("the summary is %+v, error %v", s, err)
	}
	if r, err := k.Row(ctx, nil, "l2", Query{}, nil); err != nil || r.ID != "l2" {
		t.Errorf("what was read is not found: %v", err)
	}
	if p, err := k.Prepare(ctx, nil, Request{Op: "off", IDs: []string{"l1", "l2", "l3", "l4", "l1"}, Bulk: true}); err != nil || len(p.Form.Run) == 0 {
		t.Errorf("nothing can be done to what was read: %v", err)
	}
	for name, do := range map[string]func() error{
		"export":             func() error { _, err := k.Export(ctx, nil, Query{}, func(t Text) string { return t.Raw }); return err },
		"all that match":     func() error { _, err := k.IDs(ctx, nil, Query{}); return err },
		"one not among them": func() error { _, err := k.Detail(ctx, nil, "l9", "", nil); return err },
		"settled":            func() error { _, err := k.Settled(ctx, nil, "off", "l9"); return err },
		"some not among them": func() error {
			_, err := k.Prepare(ctx, nil, Request{Op: "off", IDs: []string{"l1", "l2", "l3", "l4", "l9"}, Bulk: true})
			return err
		},
	} {
		var part *Partial
		if err := do(); !errors.As(err, &part) || !cloud.HasCode(err, cloud.CodeTimeout) || IsGone(err) {
			t.Errorf("%s: got %v, want the part that is missing", name, err)
		}
	}
}
