package resource

import "time"

// Table is a list page as data: what Kind.Table makes and the views draw.
type Table struct {
	Slug     string
	Query    Query
	Heads    []Head
	Rows     []Row
	Total    int      // all there are
	Matched  int      // how many the filter matches
	Pages    int      // of Matched at Query.Size
	Filters  []Filter // with their choices and counts
	Quick    []Choice // states with counts, as links over the table; Value is the filter value
	QuickKey string   // the filter that Quick is of
	Bulk     []OpView // offered for a selection
	Unlisted bool     // there may be more: the provider cannot list them
	Alone    []OpView // make something new, beside what the create button does
	Picked   []Link   // pages about a selection
	Columns  []Choice // all columns there are; Count is 1 where shown
	Waiting  []string // of Rows: busy with something that no task here follows
	Asked    Asked
	Totals   []Fact
	AsOf     time.Time
	Stale    Text // why older data is shown: the last read failed
	Missing  []Missing
	Notice   Text // what to look out for in all of them, and how to find it
	NoticeOf Query
}

// Head is one column's heading.
type Head struct {
	Key      string
	Label    Text
	Right    bool
	Sortable bool
	Sorted   int // -1 descending, 0 no, 1 ascending
}

// Row is one resource in a list.
type Row struct {
	ID    string
	Name  string
	Href  string
	Cells []Cell
	Ops   []OpView
	Busy  bool
}

// OpView is an operation as offered on one row or page.
type OpView struct {
	Slug   string
	Label  Text
	Icon   string
	Effect Effect
	Danger Danger
	Inline bool
	Top    bool
	Set    Set
	Opens  bool // posted at once, into a tab of its own
	Leads  bool // Href is an ordinary page, no form
	Reason Text // why it is not offered; zero when it is
	Href   string
}

// Filter is one property to filter by.
type Filter struct {
	Key     string
	Label   Text
	Choices []Choice
	Chosen  []string
}

// Detail is a details page as data.
type Detail struct {
	Slug      string
	ID, Name  string
	State     State
	Protected *Protection // nil for none
	Where     Text        // zone or network, beside the id
	Heed      Text        // what to look out for now
	Sections  []Section
	Ops       []OpView
	Tabs      []Tab
	Tab       string
	Related   []Block
	Asked     Asked
	AsOf      time.Time
	Stale     Text
}

// Section is a titled group of facts.
type Section struct {
	Title Text
	Facts []Fact
}

// Fact is one labelled value.
type Fact struct {
	Label Text
	Cell  Cell
}

// Tab is one tab of a details page with a URL of its own. One with a Path is
// an ordinary page that lies there below the resource's own: what a
// description cannot say, such as charts.
type Tab struct {
	Slug  string
	Label Text
	Count int // shown when above zero
	Path  string
	First bool // stands before the related lists
}

// Link leads to an ordinary page. In a description the Path lies below the
// kind's own; in a view it is whole.
type Link struct {
	Label Text
	Icon  string
	Path  string
}

// Block is a related list on a details page: a small table.
type Block struct {
	Title Text
	Heads []Head
	Rows  []Row
	Empty Text
	Note  Text     // what the list is and is not, under its title
	Ops   []OpView // on the resource, offered over the list
	All   string   // the list of all of them, wherever they belong; "" for none
	Waits bool     // still to be read: a place for it
	Later bool     // was read after the page
}

// Form is an operation's form or confirmation as data.
type Form struct {
	Op       OpView
	Kind     string // slug
	Title    Text
	Effect   Text // what will happen, one sentence
	Run      []Target
	Skip     []Skipped // selected, but not offered
	Loses    []Text
	Keeps    []Text
	Fields   []Field
	Typed    string // what the person must type, for TypeName and above
	Quote    *Quote
	Unpriced Text // why there is no quote, where there should be one
	GoOn     bool // the person goes on without a quote
	Live     bool // fields or price depend on what is filled in
	Error    Text // the form as a whole
	Key      string
	Confirm  string // what was typed so far
}

// Sendable tells whether there is anything to do: something to act on, or
// something new to make, which acts on nothing.
func (f Form) Sendable() bool { return len(f.Run) > 0 || len(f.Skip) == 0 }

// Skipped is a selected resource the operation will not run on, and why.
type Skipped struct {
	Target    Target
	Reason    Text
	Forbidden bool // by the team's own rules
}
