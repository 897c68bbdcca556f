package cloud

import (
	"context"
	"iter"

	"golang.org/x/sync/errgroup"
)

// Batch is one page of a list, with what the API said about the whole.
type Batch[T any] struct {
	Items []T
	Total int // records in all; 0 where not told
	Pages int // pages in all; 0 where not told
}

// Every walks a paged list, asking for pages 1, 2, 3 ... as they are needed and
// for nothing after a break. The API's counters are not to be trusted (quirk
// 49): the walk also ends at an empty page and at a page that repeats only
// known records, and a record that moved to a later page meanwhile comes once.
// An error is the last thing it yields.
func Every[T any](ask func(page int) (Batch[T], error), id func(T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		seen := map[string]bool{}
		for page := 1; ; page++ {
			b, err := ask(page)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			fresh := unseen(b.Items, id, seen)
			for _, item := range fresh {
				if !yield(item, nil) {
					return
				}
			}
			if len(fresh) == 0 || b.ends(page, len(seen)) {
				return
			}
		}
	}
}

// ends tells whether the counters say that nothing follows.
func (b Batch[T]) ends(page, seen int) bool {
	return b.Pages > 0 && page >= b.Pages || b.Total > 0 && seen >= b.Total
}

// unseen keeps the items whose id is new, and notes them.
func unseen[T any](items []T, id func(T) string, seen map[string]bool) []T {
	var fresh []T
	for _, item := range items {
		if k := id(item); !seen[k] {
			seen[k] = true
			fresh = append(fresh, item)
		}
	}
	return fresh
}

// All reads a whole list: the first page alone and then, where it tells how
// many pages there are, the others four at a time. Without a count it walks
// page by page. The order is the API's.
func All[T any](ctx context.Context, ask func(ctx context.Context, page int) (Batch[T], error), id func(T) string) ([]T, error) {
	const atOnce = 4
	first, err := ask(ctx, 1)
	if err != nil {
		return nil, err
	}
	if pages := first.pages(); pages > 0 {
		rest := make([][]T, max(pages-1, 0))
		group, ctx := errgroup.WithContext(ctx)
		group.SetLimit(atOnce)
		for i := range rest {
			group.Go(func() error {
				b, err := ask(ctx, i+2)
				rest[i] = b.Items
				return err
			})
		}
		if err := group.Wait(); err != nil {
			return nil, err
		}
		seen := map[string]bool{}
		all := unseen(first.Items, id, seen)
		for _, items := range rest {
			all = append(all, unseen(items, id, seen)...)
		}
		return all, nil
	}
	return walk(ctx, first, ask, id)
}

// pages is the number of pages, computed from the total where it is not told;
// 0 when it cannot be known.
func (b Batch[T]) pages() int {
	const most = 1000 // a wrong counter must not become a thousand calls and more
	switch size := len(b.Items); {
	case size == 0:
		return 1
	case b.Pages > 0:
		return min(b.Pages, most)
	case b.Total > 0:
		return min((b.Total+size-1)/size, most)
	}
	return 0
}

func walk[T any](ctx context.Context, first Batch[T], ask func(context.Context, int) (Batch[T], error), id func(T) string) ([]T, error) {
	var all []T
	pages := func(page int) (Batch[T], error) {
		if page == 1 {
			return first, nil
		}
		return ask(ctx, page)
	}
	for item, err := range Every(pages, id) {
		if err != nil {
			return nil, err
		}
		all = append(all, item)
	}
	return all, nil
}
