package resource

import (
	"context"
	"net/url"
	"slices"

	"yunque/internal/cloud"
)

// Table reads the list, narrows it to the query and gives one page of it.
func (k *Kind[R]) Table(ctx context.Context, c cloud.Caller, q Query, busy Overlay) (Table, error) {
	ctx, asked := k.ask(ctx)
	q.Asked = asked.Keep()
	t := Table{Slug: k.Slug, Query: q, Asked: asked}
	all, missing, err := k.some(ctx, c)
	if err != nil {
		return t, err
	}
	t.Total, t.Missing = len(all), missing
	if k.Notice != nil {
		t.Notice, t.NoticeOf = k.Notice(all)
	}
	matched := k.narrow(all, &q)
	t.Matched, t.Pages = len(matched), pages(len(matched), q.Size)
	if q.Page > max(t.Pages, 1) {
		q.Dropped = append(q.Dropped, "page="+itoa(q.Page))
		q.Page = max(t.Pages, 1)
	}
	shown := k.shown(q)
	t.Query, t.Heads = q, k.heads(shown, q)
	rules, err := k.rules(ctx)
	if err != nil {
		return t, err
	}
	for _, r := range pageOf(matched, q) {
		t.Rows = append(t.Rows, k.row(r, shown, busy, rules))
		if _, followed := busy[k.ID(r)]; !followed && k.State(r).Tone == Busy {
			t.Waiting = append(t.Waiting, k.ID(r))
		}
	}
	var quick Filter
	t.Filters, quick = k.filters(all, q)
	t.Quick, t.QuickKey = quick.Choices, quick.Key
	t.Bulk, t.Alone, t.Unlisted = k.bulkOps(rules), k.alone(), k.Unlisted != nil
	for _, l := range k.Picked {
		l.Path = "/" + k.Slug + "/" + l.Path
		t.Picked = append(t.Picked, l)
	}
	if len(k.Sections) > 0 {
		t.Picked = append(t.Picked, Link{Label: T("compare.link"), Icon: "arrows-diff", Path: "/" + k.Slug + "/differences"})
	}
	t.Columns = k.choices(shown)
	if k.Totals != nil {
		t.Totals = k.Totals(all, matched)
	}
	return t, nil
}

// IDs are the ids of all resources the query matches, in its order.
func (k *Kind[R]) IDs(ctx context.Context, c cloud.Caller, q Query) ([]string, error) {
	ctx, _ = k.ask(ctx)
	all, err := k.List(ctx, c)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range k.narrow(all, &q) {
		ids = append(ids, k.ID(r))
	}
	return ids, nil
}

// Row reads one resource as a row of the list.
func (k *Kind[R]) Row(ctx context.Context, c cloud.Caller, id string, q Query, busy Overlay) (Row, error) {
	r, err := k.get(ctx, c, id)
	if err != nil {
		return Row{}, err
	}
	rules, err := k.rules(ctx)
	if err != nil {
		return Row{}, err
	}
	return k.row(r, k.shown(q), busy, rules), nil
}

// Export gives the heads and all matching rows as text, every shown column and
// the id first.
func (k *Kind[R]) Export(ctx context.Context, c cloud.Caller, q Query, say func(Text) string) ([][]string, error) {
	ctx, _ = k.ask(ctx)
	all, err := k.List(ctx, c)
	if err != nil {
		return nil, err
	}
	shown := k.shown(q)
	for _, col := range k.Columns {
		if col.Exported && !slices.ContainsFunc(shown, func(c Column[R]) bool { return c.Key == col.Key }) {
			shown = append(shown, col)
		}
	}
	head := []string{"ID"}
	for _, col := range shown {
		head = append(head, say(T2("field", k.Slug, col.Key)))
	}
	out := [][]string{head}
	for _, r := range k.narrow(all, &q) {
		line := []string{k.exportID(r)}
		for i, col := range shown {
			cell := col.Cell(r)
			if i == 0 {
				cell.Sub = Text{} // the id has a column of its own
			}
			line = append(line, cell.Plain(say))
		}
		out = append(out, line)
	}
	return out, nil
}

func (k *Kind[R]) exportID(r R) string {
	if k.ExportID != nil {
		return k.ExportID(r)
	}
	return k.ID(r)
}

func (k *Kind[R]) row(r R, shown []Column[R], busy Overlay, rules *Rules) Row {
	id := k.ID(r)
	row := Row{ID: id, Name: k.Name(r), Href: k.Href(id)}
	op, under := busy[id]
	row.Busy = under || k.State(r).Tone == Busy
	for _, col := range shown {
		cell := col.cell(r)
		cell.Label = T2("field", k.Slug, col.Key)
		if cell.Kind == StatusCell {
			cell.State = k.shownState(cell.State)
			if under {
				cell.State = k.busyState(op, cell.State)
			}
		}
		row.Cells = append(row.Cells, cell)
	}
	if p := rules.protecting(id); p != nil && len(row.Cells) > 0 {
		row.Cells[0].Locked = p.Text()
	}
	row.Ops = k.opViews(r, under, rules)
	return row
}

// Href is the page of a resource; "" where it has none.
func (k *Kind[R]) Href(id string) string {
	if k.Meta().Bare {
		return ""
	}
	if k.Home != nil {
		return k.Home(id)
	}
	return k.path(id)
}

func (k *Kind[R]) path(id string) string { return "/" + k.Slug + "/" + url.PathEscape(id) }

// shownState says of what is off, and paid for all the same, that it is.
func (k *Kind[R]) shownState(s State) State {
	if k.IdleCosts && s.Tone == Off {
		return State{Tone: OffBilled, Word: T("state.stopped_billed"), Raw: s.Raw}
	}
	return s
}

// busyState shows what is being done to a resource whose own state does not
// tell yet.
func (k *Kind[R]) busyState(op string, s State) State {
	return State{Tone: Busy, Word: T("op." + op + ".busy"), Raw: s.Raw}
}

func (k *Kind[R]) shown(q Query) []Column[R] {
	if len(q.Columns) == 0 {
		return slices.DeleteFunc(slices.Clone(k.Columns), func(c Column[R]) bool { return c.Hidden })
	}
	out := []Column[R]{k.Columns[0]}
	for _, key := range q.Columns {
		for _, col := range k.Columns[1:] {
			if col.Key == key && !slices.ContainsFunc(out, func(c Column[R]) bool { return c.Key == key }) {
				out = append(out, col)
			}
		}
	}
	return out
}

func (k *Kind[R]) heads(shown []Column[R], q Query) []Head {
	var heads []Head
	for _, col := range shown {
		h := Head{Key: col.Key, Label: T2("field", k.Slug, col.Key), Right: col.Right, Sortable: col.Less != nil}
		if q.Sort == col.Key {
			h.Sorted = 1
			if q.Desc {
				h.Sorted = -1
			}
		}
		heads = append(heads, h)
	}
	return heads
}

// choices are all columns there are: those shown in their order, then the
// others. The first cannot be left out.
func (k *Kind[R]) choices(shown []Column[R]) []Choice {
	var out []Choice
	for _, col := range shown {
		out = append(out, Choice{Value: col.Key, Label: T2("field", k.Slug, col.Key), Count: 1, Disabled: col.Key == k.Columns[0].Key})
	}
	for _, col := range k.Columns {
		if !slices.ContainsFunc(out, func(c Choice) bool { return c.Value == col.Key }) {
			out = append(out, Choice{Value: col.Key, Label: T2("field", k.Slug, col.Key)})
		}
	}
	return out
}

func pages(n, size int) int { return (n + size - 1) / size }

func pageOf[R any](list []R, q Query) []R {
	from := min((q.Page-1)*q.Size, len(list))
	return list[from:min(from+q.Size, len(list))]
}
