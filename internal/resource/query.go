package resource

// Query is what a person asked of a list, read from the URL and checked.
type Query struct {
	Search  string
	Filters map[string][]string // property -> chosen values; OR within, AND between
	Sort    string              // column key
	Desc    bool
	Page    int // from 1
	Size    int // 20, 50 or 100
	Columns []string
	Asked   map[string]string // what the list is read with, where the URL says it
	Dropped []string          // parts of the URL that were not valid, "status=purple"
}

// Sizes are the page sizes a person may choose.
var Sizes = []int{20, 50, 100}
