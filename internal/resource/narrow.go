package resource

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"
)

func itoa(n int) string { return strconv.Itoa(n) }

// ParseQuery reads a query from URL values; what is not valid is dropped and
// named in Dropped. size is the person's usual page size.
func (k *Kind[R]) ParseQuery(values map[string][]string, size int) Query {
	q := Query{Filters: map[string][]string{}, Page: 1, Size: size, Asked: k.Asks.given(values)}
	drop := func(name, v string) { q.Dropped = append(q.Dropped, name+"="+v) }
	for name, list := range values {
		for _, v := range list {
			if v == "" {
				continue
			}
			switch {
			case name == "q":
				q.Search = strings.TrimSpace(v)
			case name == "page":
				if n, err := strconv.Atoi(v); err != nil || n < 1 {
					drop(name, v)
				} else {
					q.Page = n
				}
			case name == "size":
				if n, err := strconv.Atoi(v); err != nil || !slices.Contains(Sizes, n) {
					drop(name, v)
				} else {
					q.Size = n
				}
			case name == "sort":
				if key, desc := strings.CutPrefix(v, "-"); k.sortable(key) {
					q.Sort, q.Desc = key, desc
				} else {
					drop(name, v)
				}
			case name == "cols":
				q.Columns = append(q.Columns, k.columnKeys(v, drop)...)
			case slices.ContainsFunc(k.Filters, func(p Property[R]) bool { return p.Key == name }):
				q.Filters[name] = append(q.Filters[name], v)
			}
		}
	}
	slices.Sort(q.Dropped)
	return q
}

func (k *Kind[R]) sortable(key string) bool {
	return slices.ContainsFunc(k.Columns, func(c Column[R]) bool { return c.Key == key && c.Less != nil })
}

func (k *Kind[R]) columnKeys(list string, drop func(name, v string)) []string {
	var keys []string
	for key := range strings.SplitSeq(list, ",") {
		if slices.ContainsFunc(k.Columns, func(c Column[R]) bool { return c.Key == key }) {
			keys = append(keys, key)
		} else {
			drop("cols", key)
		}
	}
	return keys
}

// narrow keeps what the query matches, sorted; a filter value that neither
// exists nor is known is dropped from the query.
func (k *Kind[R]) narrow(all []R, q *Query) []R {
	k.spellOut(all, q)
	for _, p := range k.Filters {
		if chosen := q.Filters[p.Key]; len(chosen) > 0 {
			q.Filters[p.Key] = k.keepKnown(all, p, chosen, q)
		}
	}
	match := matcher(q.Search)
	var out []R
	for _, r := range all {
		if k.passes(r, *q) && match(k.Search(r)) {
			out = append(out, r)
		}
	}
	for _, col := range k.Columns {
		if col.Key == q.Sort && col.Less != nil {
			slices.SortStableFunc(out, func(a, b R) int {
				if q.Desc {
					return col.Less(b, a)
				}
				return col.Less(a, b)
			})
		}
	}
	return out
}

// spellOut turns words of the search like tag:web into conditions on that
// property. A word that names no property, or no value that there is, is
// looked for as it stands.
func (k *Kind[R]) spellOut(all []R, q *Query) {
	var words []string
	for _, word := range strings.Fields(q.Search) {
		if key, value, ok := k.condition(all, word); ok {
			if !slices.Contains(q.Filters[key], value) {
				q.Filters[key] = append(q.Filters[key], value)
			}
		} else {
			words = append(words, word)
		}
	}
	q.Search = strings.Join(words, " ")
}

// condition reads one word as property and value, in any case and with a
// full-width colon, too.
func (k *Kind[R]) condition(all []R, word string) (key, value string, ok bool) {
	name, wanted, found := strings.Cut(fold(word), ":")
	if !found || wanted == "" {
		return "", "", false
	}
	for _, p := range k.Filters {
		if fold(p.Key) != name {
			continue
		}
		for _, c := range p.valuesOf(all) {
			if fold(c.Value) == wanted || fold(c.Label.Raw) == wanted {
				return p.Key, c.Value, true
			}
		}
	}
	return "", "", false
}

// valuesOf are the values there are of a property, with repetitions.
func (p Property[R]) valuesOf(all []R) []Choice {
	values := slices.Clone(p.Known)
	for _, r := range all {
		values = append(values, p.Values(r)...)
	}
	return values
}

func (k *Kind[R]) keepKnown(all []R, p Property[R], chosen []string, q *Query) []string {
	known := map[string]bool{}
	for _, c := range p.valuesOf(all) {
		known[c.Value] = true
	}
	var keep []string
	for _, v := range chosen {
		switch {
		case !known[v]:
			q.Dropped = append(q.Dropped, p.Key+"="+v)
		case !slices.Contains(keep, v):
			keep = append(keep, v)
		}
	}
	return keep
}

func (k *Kind[R]) passes(r R, q Query) bool {
	for _, p := range k.Filters {
		chosen := q.Filters[p.Key]
		if len(chosen) > 0 && !slices.ContainsFunc(p.Values(r), func(c Choice) bool { return slices.Contains(chosen, c.Value) }) {
			return false
		}
	}
	return true
}

// filters counts, for each property, how many resources have each value.
func (k *Kind[R]) filters(all []R, q Query) (filters []Filter, quick Filter) {
	for _, p := range k.Filters {
		f := Filter{Key: p.Key, Label: T2("field", k.Slug, p.Key), Chosen: q.Filters[p.Key]}
		f.Choices = slices.Clone(p.Known)
		at := map[string]int{}
		for i, c := range f.Choices {
			at[c.Value] = i
		}
		for _, r := range all {
			for _, c := range p.Values(r) {
				i, ok := at[c.Value]
				if !ok {
					i = len(f.Choices)
					at[c.Value] = i
					f.Choices = append(f.Choices, c)
				}
				f.Choices[i].Count++
			}
		}
		if p.Quick {
			quick = f
		}
		filters = append(filters, f)
	}
	return filters, quick
}

// matcher tells whether any of a resource's texts holds all words of the
// search; a word that is a network matches addresses inside it. Full-width
// characters count as their narrow forms.
func matcher(search string) func([]string) bool {
	words := strings.Fields(fold(search))
	return func(texts []string) bool {
		for _, w := range words {
			net, err := netip.ParsePrefix(w)
			if !slices.ContainsFunc(texts, func(t string) bool {
				if err == nil {
					a, bad := netip.ParseAddr(t)
					return bad == nil && net.Contains(a)
				}
				return strings.Contains(fold(t), w)
			}) {
				return false
			}
		}
		return true
	}
}

func fold(s string) string { return strings.ToLower(width.Fold.String(s)) }
