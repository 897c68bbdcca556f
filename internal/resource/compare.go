package resource

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
)

// Comparison is several resources of a kind side by side.
type Comparison struct {
	Slug    string
	IDs     []string
	Names   []Cell // heads of the columns, each with the link to its page
	Groups  []CompareGroup
	Missing []string // ids that there are none of
}

// CompareGroup is one section of facts.
type CompareGroup struct {
	Title Text
	Lines []CompareLine
}

// CompareLine is one fact of each.
type CompareLine struct {
	Label   Text
	Cells   []Cell
	Differs bool
}

// Compare reads resources one by one, as their pages do, and puts the facts
// of their pages beside each other. say tells what a cell reads as: what reads
// the same does not differ.
func (k *Kind[R]) Compare(ctx context.Context, c cloud.Caller, ids []string, say func(Text) string) (Comparison, error) {
	ctx, _ = k.ask(ctx)
	read := make([]R, len(ids))
	found := make([]bool, len(ids))
	each, ctx := errgroup.WithContext(ctx)
	each.SetLimit(4)
	for i, id := range ids {
		each.Go(func() (err error) {
			var gone *NotFound
			if read[i], err = k.get(ctx, c, id); errors.As(err, &gone) {
				return nil
			}
			found[i] = err == nil
			return err
		})
	}
	if err := each.Wait(); err != nil {
		return Comparison{}, err
	}
	out := Comparison{Slug: k.Slug}
	var items []R
	for i, id := range ids {
		if !found[i] {
			out.Missing = append(out.Missing, id)
			continue
		}
		items, out.IDs = append(items, read[i]), append(out.IDs, id)
		out.Names = append(out.Names, Cell{Text: Lit(k.Name(read[i])), Href: k.Href(id)})
	}
	for _, section := range k.Sections {
		g := CompareGroup{Title: T2("section", k.Slug, section.Key)}
		for _, fact := range section.List {
			g.Lines = append(g.Lines, compareLine(T2("field", k.Slug, fact.Key), items, fact.Cell, say))
		}
		out.Groups = append(out.Groups, g)
	}
	return out, nil
}

func compareLine[R any](label Text, items []R, cell func(R) Cell, say func(Text) string) CompareLine {
	line := CompareLine{Label: label}
	for _, r := range items {
		one := cell(r)
		line.Differs = line.Differs || len(line.Cells) > 0 && one.Plain(say) != line.Cells[0].Plain(say)
		line.Cells = append(line.Cells, one)
	}
	return line
}
