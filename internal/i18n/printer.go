package i18n

import (
	"context"
	"strconv"
	"strings"
	"time"

	"yunque/internal/resource"
)

// Printer writes words, numbers and times for one person. Its zero value
// writes Chinese in the provider's time zone.
type Printer struct {
	Lang Lang
	Loc  *time.Location
	Now  time.Time // what "3 minutes ago" counts from
}

type contextKey struct{}

// With returns a context whose words are written by p.
func With(ctx context.Context, p Printer) context.Context {
	return context.WithValue(ctx, contextKey{}, p)
}

// From returns the printer of a context, or the zero one.
func From(ctx context.Context) Printer {
	p, _ := ctx.Value(contextKey{}).(Printer)
	return p
}

// T is the sentence of a key with its arguments filled in. A whole number as
// first argument chooses the plural. A key that is not written is shown itself.
func T(ctx context.Context, key string, args ...any) string {
	return From(ctx).T(key, args...)
}

// Say writes a text: by key, or as it came.
func Say(ctx context.Context, t resource.Text) string { return From(ctx).Say(t) }

// Say writes a text: by key, or as it came.
func (p Printer) Say(t resource.Text) string {
	if t.Key == "" {
		return t.Raw
	}
	return p.T(t.Key, t.Args...)
}

// T is the sentence of a key with its arguments filled in.
func (p Printer) T(key string, args ...any) string {
	m, ok := catalogs()[p.lang()][key]
	if !ok {
		return key
	}
	sentence := m.other
	if m.one != "" && len(args) > 0 && isOne(args[0]) {
		sentence = m.one
	}
	return p.fill(sentence, args)
}

func (p Printer) lang() Lang {
	if p.Lang == "" {
		return Zh
	}
	return p.Lang
}

func isOne(v any) bool {
	switch n := v.(type) {
	case int:
		return n == 1
	case int64:
		return n == 1
	}
	return false
}

// fill puts arguments in the places of {0}, {1}…; braces that name none stay.
func (p Printer) fill(sentence string, args []any) string {
	if len(args) == 0 || !strings.Contains(sentence, "{") {
		return sentence
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(sentence, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		i, err := strconv.Atoi(name)
		if !closed || err != nil || i < 0 || i >= len(args) {
			b.WriteString("{")
			sentence = rest
			continue
		}
		b.WriteString(p.Arg(args[i]))
		sentence = after
	}
}

// Arg writes one argument of a sentence: texts in the person's language,
// whole numbers with their thousands apart, money with its sign, times and
// durations in words.
func (p Printer) Arg(v any) string {
	switch a := v.(type) {
	case string:
		return a
	case resource.Text:
		return p.Say(a)
	case int:
		return Number(int64(a))
	case int64:
		return Number(a)
	case float64:
		return Decimal(a)
	case resource.Money:
		return Money(a.Amount, a.Currency)
	case time.Time:
		return p.Stamp(a)
	case time.Duration:
		return p.Took(a)
	case resource.Names:
		return strings.Join(a, p.T("ui.names_between"))
	case resource.Lines:
		lines := make([]string, len(a))
		for i, t := range a {
			lines[i] = p.Say(t)
		}
		return strings.Join(lines, "\n")
	case interface{ String() string }:
		return a.String()
	}
	return ""
}
