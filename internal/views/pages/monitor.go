package pages

import (
	"time"

	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// MonitorProps is the monitoring of one server, or of several on one chart.
type MonitorProps struct {
	Ranges  []ui.Segment
	Grains  []ui.Segment // none when there is nothing to choose
	Metrics []ui.Segment // of a comparison, which shows one at a time

	Action   string // where the form leads
	Keep     []Kept
	From, To string // as datetime-local has them; "" for a time up to now
	Fields   []resource.Field

	Compared []Compared
	Charts   []ui.TimeChartProps
	Notices  []resource.Text
	Problems []ui.Problem
	Blank    bool // nothing at all was measured

	Here    string // this page, to be read again
	Target  string // what reading it again replaces
	Live    bool   // it reads itself again each minute
	CSV     string
	Compare string // page that compares with others
	AsOf    time.Time
}

// Kept is a parameter that a form carries along.
type Kept struct{ Name, Value string }

// Compared is one server of a comparison.
type Compared struct {
	Name string
	Href string // its own monitoring
	Drop string // the comparison without it
}
