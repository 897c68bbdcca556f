package resource

import (
	"context"
	"slices"
	"time"

	"yunque/internal/cloud"
)

// Kind describes one sort of resource. Texts are by key: kind.<slug>.{one,
// many,about,empty}, field.<slug>.<column, filter or fact>, op.<slug>.<op>.*.
type Kind[R any] struct {
	Slug  string // "instances", also its path
	Icon  string
	Group string // navigation group

	ID    func(R) string
	Name  func(R) string
	Where func(R) Text // zone or network, shown where a resource must be told from its namesakes
	State func(R) State

	// List reads all of them; narrowing and paging are done here, so that
	// every list filters and sorts by everything it shows.
	List func(ctx context.Context, c cloud.Caller) ([]R, error)
	// Get reads one; ErrNotFound when there is none. Nil looks through List.
	Get func(ctx context.Context, c cloud.Caller, id string) (R, error)
	// States tells the states of several by one call, where the provider has
	// such a call; what is gone is left out. Nil reads each by itself.
	States func(ctx context.Context, c cloud.Caller, ids []string) (map[string]State, error)
	// Each says that List has to read one by one, so that several are read by
	// Get rather than picked out of all.
	Each bool

	Columns  []Column[R]
	Filters  []Property[R]
	Search   func(R) []string // what free text matches, addresses included
	Sections []Facts[R]
	Ops      []Op[R]
	Related  []Related[R]
	// Heed is what to look out for now, over the details page; zero when there
	// is nothing.
	Heed func(R) Text
	// Notice is Heed for the whole list, over it, with the query that finds
	// those it is about.
	Notice func(all []R) (Text, Query)
	Tabs   []Tab  // ordinary pages about one resource, shown as tabs: each has a Path
	Picked []Link // ordinary pages about the selected ones, whose ids they are sent as "id"
	Create string // path of the create page; "" when there is none
	// Unlisted, where the provider has no list of them, is how they are known.
	Unlisted *Unlisted
	// Ends is when what was paid for ends; zero for never, and for what renews
	// itself. Nil where nothing does.
	Ends func(R) time.Time
	// IdleCosts says that what is off is paid for all the same.
	IdleCosts bool
	// Asks is what the list is read with beside who asks, by the URL; nil for
	// nothing. List and Get find it with AskedFor.
	Asks *Asks
	// Totals are sums over all there are and over those that are shown.
	Totals func(all, matched []R) []Fact
	// Records are rows of an account book, not resources: they are neither on
	// the overview nor among what the palette finds, and nothing is done to
	// them. Without Sections they have no page of their own.
	Records bool
	// ExportID is the id in exports, where a row's own is only ours. Nil: ID.
	ExportID func(R) string
	// Home, for parts of another resource (a disk of a server), is the path of
	// the page that shows them: they have none of their own, and no place in
	// the navigation.
	Home func(id string) string
}

// Column is one column of the list. The first is the name with its link.
type Column[R any] struct {
	Key    string
	Cell   func(R) Cell
	Less   func(a, b R) int // nil: not sortable
	Right  bool
	Hidden bool // not shown until chosen
	// Exported puts it into exports all the same: what a page can do without,
	// and a file cannot.
	Exported bool
}

// cell is a resource's value in a table. In a column that stands right, what
// is missing does too.
func (c Column[R]) cell(r R) Cell {
	cell := c.Cell(r)
	if c.Right && cell.Kind == TextCell {
		cell.Kind = NumberCell
	}
	return cell
}

// Property is something to filter by.
type Property[R any] struct {
	Key    string
	Values func(R) []Choice // what a resource has of it
	Known  []Choice         // values that exist even when no resource has them
	Quick  bool             // also as links over the table
}

// Facts is a titled group of facts on the details page.
type Facts[R any] struct {
	Key  string // title: section.<slug>.<key>
	List []FactOf[R]
}

// FactOf is one labelled value of a R.
type FactOf[R any] struct {
	Key   string
	Cell  func(R) Cell
	IfAny bool // left out where there is no value: it would be about nothing
}

// Related is a tab of the details page with a list of something else.
type Related[R any] struct {
	Tab  string
	Ops  []string // operations of the kind's that are also offered over the list
	Note Text     // what the list is and is not
	// First shows the list on the overview as well: it is what the resource
	// is opened for, and needs no call of its own.
	First bool
	// Later is the title of a list that takes many calls: it is read once the
	// page is there. Zero: with the page.
	Later Text
	Load  func(ctx context.Context, c cloud.Caller, of R) (Block, error)
}

// Part makes a related list from columns of S and a function that finds the Rs
// of a R. The columns' labels are field.<slug>.<key>.
func Part[R, S any](tab, slug string, find func(context.Context, cloud.Caller, R) ([]S, error), columns ...Column[S]) Related[R] {
	return Related[R]{Tab: tab, Load: func(ctx context.Context, c cloud.Caller, of R) (Block, error) {
		list, err := find(ctx, c, of)
		if err != nil {
			return Block{}, err
		}
		b := Block{Title: T2("tab", slug, tab), Empty: T2("empty", slug, tab)}
		for _, col := range columns {
			b.Heads = append(b.Heads, Head{Key: col.Key, Label: T2("field", slug, col.Key), Right: col.Right})
		}
		for _, r := range list {
			row := Row{}
			for _, col := range columns {
				row.Cells = append(row.Cells, col.cell(r))
			}
			b.Rows = append(b.Rows, row)
		}
		return b, nil
	}}
}

// T2 is the text "<family>.<slug>.<name>".
func T2(family, slug, name string) Text { return T(family + "." + slug + "." + name) }

// Overlay tells which resources have a task under way: id -> operation as
// "<kind>.<slug>", the kind being the one the operation belongs to.
type Overlay map[string]string

// Any is a Kind with its type hidden: what the handlers see.
type Any interface {
	Meta() Meta
	ParseQuery(values map[string][]string, size int) Query
	Table(ctx context.Context, c cloud.Caller, q Query, busy Overlay) (Table, error)
	Export(ctx context.Context, c cloud.Caller, q Query, say func(Text) string) ([][]string, error)
	Row(ctx context.Context, c cloud.Caller, id string, q Query, busy Overlay) (Row, error)
	Detail(ctx context.Context, c cloud.Caller, id, tab string, busy Overlay) (Detail, error)
	Summary(ctx context.Context, c cloud.Caller, now time.Time) (Summary, error)
	IDs(ctx context.Context, c cloud.Caller, q Query) ([]string, error)
	Compare(ctx context.Context, c cloud.Caller, ids []string, say func(Text) string) (Comparison, error)
	Prepare(ctx context.Context, c cloud.Caller, r Request) (*Prepared, error)
	Open(ctx context.Context, c cloud.Caller, op, id string) (cloud.Secret, error)
	Href(id string) string
	Settled(ctx context.Context, c cloud.Caller, op, id string) (bool, error)
	StillBusy(ctx context.Context, c cloud.Caller, ids []string) ([]string, error)
	Watches(op string) bool
	Faults(has func(key string) bool) []string
}

// Meta is what navigation and routes need to know of a kind.
type Meta struct {
	Slug, Icon, Group, Create string
	Part                      bool // of another kind: not in the navigation
	Each                      bool // its list takes a call for each of them
	Unlisted                  bool // the provider has no list of them
	Records                   bool // no resources
	Bare                      bool // without a page of its own for each
	Ops                       []OpMeta
}

// OpMeta is an operation's name, effect and danger, for permission checks.
type OpMeta struct {
	Slug   string
	Effect Effect
	Danger Danger
	Bulk   bool
	Opens  bool
}

// Meta tells a kind's names. Where nothing else is said, things are created by
// the first operation that stands alone.
func (k *Kind[R]) Meta() Meta {
	m := Meta{Slug: k.Slug, Icon: k.Icon, Group: k.Group, Create: k.Create, Part: k.Home != nil, Each: k.Each, Unlisted: k.Unlisted != nil,
		Records: k.Records, Bare: k.Records && len(k.Sections) == 0}
	for i := range k.Ops {
		o := &k.Ops[i]
		m.Ops = append(m.Ops, o.meta())
		if o.Alone && m.Create == "" {
			m.Create = "/" + k.Slug + "/ops/" + o.Slug
		}
	}
	for _, o := range k.ours() {
		m.Ops = append(m.Ops, o.meta())
	}
	return m
}

// Picks tells whether rows are ticked for operations on several at once.
func (m Meta) Picks() bool {
	return slices.ContainsFunc(m.Ops, func(o OpMeta) bool { return o.Bulk })
}
