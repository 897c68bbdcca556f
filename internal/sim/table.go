package sim

import (
	"iter"
	"slices"
)

// table keeps rows by id in the order they were put. Its zero value is empty
// and ready.
type table[T any] struct {
	order []string
	rows  map[string]T
}

// Get finds a row.
func (t *table[T]) Get(id string) (T, bool) {
	row, ok := t.rows[id]
	return row, ok
}

// Put adds a row, or replaces the one with the same id in its place.
func (t *table[T]) Put(id string, row T) {
	if t.rows == nil {
		t.rows = map[string]T{}
	}
	if _, known := t.rows[id]; !known {
		t.order = append(t.order, id)
	}
	t.rows[id] = row
}

// Delete removes a row, if there is one.
func (t *table[T]) Delete(id string) {
	if _, known := t.rows[id]; !known {
		return
	}
	delete(t.rows, id)
	t.order = slices.DeleteFunc(t.order, func(o string) bool { return o == id })
}

// Len counts the rows.
func (t *table[T]) Len() int { return len(t.order) }

// All walks the rows, oldest first. The table must not change meanwhile.
func (t *table[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, id := range t.order {
			if !yield(t.rows[id]) {
				return
			}
		}
	}
}

// Where collects the rows that keep accepts, oldest first.
func (t *table[T]) Where(keep func(T) bool) []T {
	var out []T
	for row := range t.All() {
		if keep(row) {
			out = append(out, row)
		}
	}
	return out
}

// page cuts one page out of a list and counts the pages. Number starts at 1;
// a page beyond the last is empty.
func page[T any](list []T, number, size int) (rows []T, pages int) {
	pages = (len(list) + size - 1) / size
	if number < 1 || number > pages {
		return nil, pages
	}
	from := (number - 1) * size
	return list[from:min(from+size, len(list))], pages
}
