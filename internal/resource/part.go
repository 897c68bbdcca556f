package resource

import (
	"context"
	"slices"

	"yunque/internal/cloud"
)

// Rows makes a related list of a part kind's resources, with the operations on
// each. columns choose some of the kind's; none means those shown in its list.
func Rows[R, S any](tab string, k *Kind[S], find func(context.Context, cloud.Caller, R) ([]S, error), columns ...string) Related[R] {
	return Related[R]{Tab: tab, Load: func(ctx context.Context, c cloud.Caller, of R) (Block, error) {
		list, err := find(ctx, c, of)
		if err != nil {
			return Block{}, err
		}
		shown := k.Columns
		if len(columns) > 0 {
			shown = slices.DeleteFunc(slices.Clone(k.Columns), func(col Column[S]) bool { return !slices.Contains(columns, col.Key) })
		}
		b := Block{Title: T2("kind", k.Slug, "many"), Empty: T2("kind", k.Slug, "empty"), Heads: k.heads(shown, Query{}), All: "/" + k.Slug}
		for i := range b.Heads {
			b.Heads[i].Sortable = false
		}
		rules, err := k.rules(ctx)
		if err != nil {
			return b, err
		}
		for _, r := range list {
			row := k.row(r, shown, nil, rules)
			row.Href = "" // it is shown here
			b.Rows = append(b.Rows, row)
		}
		return b, nil
	}}
}

// With offers operations of the kind's own over the list.
func (r Related[R]) With(ops ...string) Related[R] {
	r.Ops = ops
	return r
}

// Noted says what the list is and is not.
func (r Related[R]) Noted(note Text) Related[R] {
	r.Note = note
	return r
}

// AlsoFirst shows the list on the overview, too.
func (r Related[R]) AlsoFirst() Related[R] {
	r.First = true
	return r
}

// Under puts the list under another tab.
func (r Related[R]) Under(tab string) Related[R] {
	r.Tab = tab
	return r
}
