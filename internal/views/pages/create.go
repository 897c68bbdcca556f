package pages

import (
	"slices"

	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// CreateProps is a page that creates something against money: sections of
// fields, with the price beside. Fields carry their own values and errors; the
// names are the handler's. At At the form is posted, at At/fields it is drawn
// again when an answer changes what others offer, and at At/quote priced.
type CreateProps struct {
	At       string
	Title    resource.Text
	About    resource.Text
	Key      string // makes the creation happen once
	Whole    resource.Text
	Problem  *ui.Problem   // the provider refused
	Checked  resource.Text // what "Check only" found
	Checks   bool          // the provider can check without creating
	Sections []CreateSection
	Price    ui.Price
	Submit   resource.Text // of the button where Price names none: "Create 3 servers"
}

// CreateSection is a titled part of the form. Of one that Decides, every answer
// has the form drawn again.
type CreateSection struct {
	Title   resource.Text
	Decides bool
	Types   *TypePicker
	Fields  []resource.Field
	Disks   *DiskRows
	More    []resource.Field // below the disks
	Rare    []resource.Field // folded away until wanted
}

// fields are all fields, in the order of the page, for the error summary.
func (p CreateProps) fields() []resource.Field {
	var all []resource.Field
	for _, s := range p.Sections {
		if s.Types != nil {
			all = append(all, s.Types.errorField())
		}
		all = append(all, s.Fields...)
		if s.Disks != nil {
			all = append(all, s.Disks.fields()...)
		}
		all = append(append(all, s.More...), s.Rare...)
	}
	return all
}

// TypePicker offers instance types by family.
type TypePicker struct {
	Families []resource.Choice
	Family   string
	Types    []InstanceType
	Chosen   string // Value of the type
	Error    resource.Text
}

func (t TypePicker) errorField() resource.Field {
	return resource.Field{Name: "type", Label: resource.T("create.type"), Error: t.Error}
}

// InstanceType is one size of server on offer. It is chosen by the field
// "type".
type InstanceType struct {
	Value   string
	Name    string
	CPU     int
	Memory  int // GB
	GPU     string
	Note    resource.Text // stock, or why it is not to be had
	SoldOut bool
}

// DiskRows are the data disks: fields diskType and diskSize, repeated.
type DiskRows struct {
	Types []resource.Choice
	Rows  []DiskRow
	Max   int
	Min   string // GB of one disk
	Top   string
	Step  string
}

// DiskRow is one data disk.
type DiskRow struct {
	Type, Size string
	Error      resource.Text
}

// fields are the mistakes of the rows, named as the rows' ids so that the
// summary links to them.
func (d DiskRows) fields() []resource.Field {
	var out []resource.Field
	for i, r := range d.Rows {
		out = append(out, resource.Field{Name: diskName(i), Label: resource.T("create.disk_n", i+1), Error: r.Error})
	}
	return out
}

// unusual tells whether a field that is folded away says something: it is then
// shown at once.
func unusual(fields []resource.Field) bool {
	return slices.ContainsFunc(fields, func(f resource.Field) bool {
		return !f.Error.IsZero() || len(f.Values) > 0 || f.Value != "" && f.Value != f.Usual
	})
}
