package catalog

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"yunque/internal/resource"
)

// named is the first column of every list: the name with its link and the id
// below.
func named(kind, id, name string) resource.Cell {
	return resource.Cell{Text: resource.Lit(name), Sub: resource.Lit(id), MonoS: true, Href: "/" + kind + "/" + id, Copy: id}
}

// withID is a name over its id, which is offered for copying.
func withID(name, id string) resource.Cell {
	return resource.Cell{Text: resource.Lit(name), Sub: resource.Lit(id), MonoS: true, Copy: id}
}

// text is a cell with one line.
func text(s string) resource.Cell { return resource.Cell{Text: resource.Lit(s)} }

// two is a cell with a second, quieter line.
func two(first, second string) resource.Cell {
	return resource.Cell{Text: resource.Lit(first), Sub: resource.Lit(second)}
}

// mono is an id or address, offered for copying.
func mono(s string) resource.Cell { return resource.Cell{Text: resource.Lit(s), Mono: true, Copy: s} }

// addresses are public ones over private ones; private ones stand alone where
// there is no other.
func addresses(public, private []string) resource.Cell {
	if len(public) == 0 {
		public, private = private, nil
	}
	c := resource.Cell{Text: resource.Lit(strings.Join(public, ", ")), Sub: resource.Lit(strings.Join(private, ", ")), Mono: true, MonoS: true}
	if len(public) > 0 {
		c.Copy = public[0]
	}
	return c
}

// lines are cells one under the other.
func lines(cells ...resource.Cell) resource.Cell {
	return resource.Cell{Kind: resource.LinesCell, Lines: cells}
}

// ips are addresses one under the other, each offered for copying.
func ips(list []string) resource.Cell {
	c := lines()
	for _, ip := range list {
		c.Lines = append(c.Lines, mono(ip))
	}
	return c
}

// when is a point in time; the zero time is shown as nothing.
func when(t time.Time) resource.Cell { return resource.Cell{Kind: resource.TimeCell, Time: t} }

// byName orders names as a Chinese reader expects. A collator is not safe for
// concurrent use, hence a new one per sort.
func byName[T any](name func(T) string) func(a, b T) int {
	return func(a, b T) int {
		if x, y := name(a), name(b); x != y {
			return collate.New(language.Chinese, collate.Numeric).CompareString(x, y)
		}
		return 0
	}
}

// byAddress orders addresses by number; what has none comes last.
func byAddress[T any](address func(T) []string) func(a, b T) int {
	first := func(t T) (netip.Addr, bool) {
		for _, s := range address(t) {
			if a, err := netip.ParseAddr(s); err == nil {
				return a, true
			}
		}
		return netip.Addr{}, false
	}
	return func(a, b T) int {
		x, okX := first(a)
		y, okY := first(b)
		switch {
		case okX && okY:
			return x.Compare(y)
		case okX:
			return -1
		case okY:
			return 1
		}
		return 0
	}
}

// by orders by any ordered value.
func by[T any, V cmp.Ordered](value func(T) V) func(a, b T) int {
	return func(a, b T) int { return cmp.Compare(value(a), value(b)) }
}

// without drops empty and repeated strings.
func without(list []string) []string {
	out := slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" })
	slices.Sort(out)
	return slices.Compact(out)
}
