package explorer

import (
	"cmp"
	"slices"
	"strings"
)

// Filter narrows the list of operations. Zero values do not narrow.
type Filter struct {
	Text     string // words, in either language; all of them must be found
	Services []string
	Kind     string // "read" or "write"
}

// Search lists the operations that match. Without text they stand in the order
// of the documentation; with text those found by name or title come before
// those found by their description, notes or parameters.
func Search(f Filter) []*Op {
	words := strings.Fields(strings.ToLower(f.Text))
	type hit struct {
		op    *Op
		worth int
	}
	var hits []hit
	for _, c := range Chapters() {
		if len(f.Services) > 0 && !slices.Contains(f.Services, c.Service) {
			continue
		}
		for _, op := range c.Ops {
			if f.Kind != "" && f.Kind != op.Kind {
				continue
			}
			if n := op.worth(words); n > 0 {
				hits = append(hits, hit{op, n})
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.worth, a.worth) })
	out := make([]*Op, len(hits))
	for i, h := range hits {
		out[i] = h.op
	}
	return out
}

// worth is how well an operation fits the words; 0 when one of them is nowhere.
func (o *Op) worth(words []string) int {
	least := 4
	for _, w := range words {
		least = min(least, o.worthOf(w))
	}
	return least
}

func (o *Op) worthOf(word string) int {
	has := func(s string) bool { return strings.Contains(strings.ToLower(s), word) }
	switch {
	case strings.EqualFold(o.Action, word), strings.EqualFold(o.ID, word):
		return 4
	case has(o.ID), has(o.TitleEn), has(o.TitleZh):
		return 3
	case has(o.Section), has(o.SectionEn):
		return 2
	case has(o.Note):
		return 1
	}
	for i := range o.Inputs {
		if p := &o.Inputs[i]; has(p.Name) || has(p.DescriptionEn) || has(p.DescriptionZh) {
			return 1
		}
	}
	return 0
}
