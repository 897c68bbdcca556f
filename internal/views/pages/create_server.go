package pages

import (
	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// CreateServerProps is the form that creates cloud servers. Fields carry their
// own values and errors; the names are the handler's. A section whose choices
// depend on an answer above is sent again to route.ServerFields when that
// answer changes.
type CreateServerProps struct {
	Key     string // makes the creation happen once
	Whole   resource.Text
	Problem *ui.Problem      // the provider refused
	Checked resource.Text    // what "Check only" found
	Place   []resource.Field // zone, VDC
	Types   TypePicker
	Image   []resource.Field
	System  []resource.Field // system disk
	Disks   DiskRows
	Network []resource.Field // private networks, public address
	Login   []resource.Field
	Rules   []resource.Text  // of a password
	Naming  []resource.Field // name, count, numbering, tags
	Billing []resource.Field
	Price   ui.Price
	Submit  resource.Text // of the button where Price names none: "Create 3 servers"
}

// fields are all fields, in the order of the page, for the error summary.
func (p CreateServerProps) fields() []resource.Field {
	var all []resource.Field
	for _, part := range [][]resource.Field{p.Place, {p.Types.errorField()}, p.Image, p.System, p.Disks.fields(), p.Network, p.Login, p.Naming, p.Billing} {
		all = append(all, part...)
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
