package resource

import (
	"time"
)

// Text is something to show: a key of the string catalogue with its arguments,
// or words as they came (names, addresses, the provider's own terms).
type Text struct {
	Key  string
	Args []any
	Raw  string
}

// T is a text by key.
func T(key string, args ...any) Text { return Text{Key: key, Args: args} }

// Lit is a text shown as it is.
func Lit(s string) Text { return Text{Raw: s} }

// IsZero tells whether there is nothing to show.
func (t Text) IsZero() bool { return t.Key == "" && t.Raw == "" }

// Money is an amount in the arguments of a Text, as the provider gave it.
type Money struct{ Amount, Currency string }

// Names are names in the arguments of a Text, strung together as its language
// does.
type Names []string

// Lines are texts in the arguments of a Text, each on a line of its own.
type Lines []Text

// Tone is one of the eight kinds of state a person must tell apart.
type Tone string

const (
	OK        Tone = "ok"
	Busy      Tone = "busy"
	Off       Tone = "off"
	OffBilled Tone = "off-billed"
	Attention Tone = "attention"
	Failed    Tone = "error"
	Unknown   Tone = "unknown"
	Gone      Tone = "gone"
)

// State is a resource's state: tone, word and the provider's own word.
type State struct {
	Tone Tone
	Word Text   // "Running"
	Raw  string // "running", shown in the tooltip
}

// CellKind says how a cell is drawn.
type CellKind uint8

const (
	TextCell   CellKind = iota // Text, and Sub below it
	StatusCell                 // State
	TimeCell                   // Time
	TagsCell                   // Tags
	MoneyCell                  // Text is a ready amount, right-aligned
	NumberCell                 // Text is a number, right-aligned
	LinesCell                  // Lines, one under the other
)

// Cell is one value of one column: data, never HTML.
type Cell struct {
	Kind   CellKind
	Label  Text // what it is, for where it stands without its heading
	Text   Text
	Sub    Text   // second line, quieter
	Href   string // the resource's own or another's page
	Mono   bool   // Text in fixed width (ids, addresses)
	MonoS  bool   // Sub in fixed width
	Copy   string // offered for copying
	Warns  bool   // Sub asks for attention
	Locked Text   // why what the cell names is protected; zero when it is not
	State  State
	Time   time.Time
	Tags   []string
	Lines  []Cell
}

// empty tells whether a cell has nothing to show.
func (c Cell) empty() bool {
	return c.Text.IsZero() && c.State.Word.IsZero() && c.Time.IsZero() && len(c.Tags) == 0 && len(c.Lines) == 0
}

// Plain is the cell as one string for export, tests and sorting by text.
func (c Cell) Plain(say func(Text) string) string {
	switch c.Kind {
	case StatusCell:
		return say(c.State.Word)
	case TimeCell:
		if c.Time.IsZero() {
			return ""
		}
		return c.Time.Format(time.RFC3339)
	case TagsCell:
		return join(c.Tags)
	case MoneyCell: // a spreadsheet adds up bare numbers
		if len(c.Text.Args) == 1 {
			if m, ok := c.Text.Args[0].(Money); ok {
				return m.Amount
			}
		}
	case LinesCell:
		var lines []string
		for _, l := range c.Lines {
			lines = append(lines, l.Plain(say))
		}
		return join(lines)
	}
	s := say(c.Text)
	if sub := say(c.Sub); sub != "" {
		if s != "" {
			s += " "
		}
		s += sub
	}
	return s
}

func join(parts []string) string {
	out := ""
	for i, p := range parts {
		if i > 0 {
			out += ", "
		}
		out += p
	}
	return out
}
