package explorer

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yunque/internal/apidoc"
	"yunque/internal/resource"
)

const (
	prefix  = "p."
	maxRows = 50 // of a list of objects
)

// Form is an operation's form as it stands.
type Form struct {
	Needed   []Part // required always or under a condition
	Optional []Part
	Open     bool // something optional is filled in or wrong
}

// Part is one parameter: a single field, or the fields of an object, or of
// each object of a list.
type Part struct {
	Name  string         // of the parameter
	Field resource.Field // where there are no rows
	Note  resource.Text  // of the object or list
	Rows  []Row
	List  bool // more rows may be added
	Must  bool
	Open  bool          // something of it is filled in or wrong
	Error resource.Text // about the object or list as a whole
}

// Row is one object. Secrets are never filled in.
type Row struct {
	Number int // from 0 within its list
	Fields []resource.Field
}

// Fields lists every field of the form, for a summary of mistakes. A group has
// one that stands for it, to carry its own mistake.
func (f Form) Fields() []resource.Field {
	var all []resource.Field
	for _, p := range slices.Concat(f.Needed, f.Optional) {
		if len(p.Rows) == 0 {
			all = append(all, p.Field)
			continue
		}
		all = append(all, resource.Field{Name: prefix + p.Name, Label: resource.Lit(p.Name), Error: p.Error})
		for _, r := range p.Rows {
			all = append(all, r.Fields...)
		}
	}
	return all
}

// Runs parts parameters into single fields that follow each other, and groups
// that stand alone.
func Runs(parts []Part) [][]Part {
	var out [][]Part
	for i, p := range parts {
		if i > 0 && len(p.Rows) == 0 && len(parts[i-1].Rows) == 0 {
			out[len(out)-1] = append(out[len(out)-1], p)
			continue
		}
		out = append(out, []Part{p})
	}
	return out
}

// Form draws the form with what is filled in and what is wrong with it.
func (o *Op) Form(v url.Values, wrong resource.FieldErrors, zh bool) Form {
	d := drawer{values: v, wrong: wrong, zh: zh}
	var f Form
	for i := range o.Inputs {
		p := &o.Inputs[i]
		part := d.part(p)
		if o.Param(p.Name) == nil {
			part.Field.Hint = resource.T("explorer.sample_only", part.Field.Placeholder)
		}
		if p.Required() || p.Conditional() {
			f.Needed = append(f.Needed, part)
			continue
		}
		f.Optional = append(f.Optional, part)
		f.Open = f.Open || part.Open
	}
	f.Open = f.Open || len(f.Needed) == 0
	return f
}

// OneRow is an empty row of a list of objects; ok is false where there is no
// such list or no room for the row.
func (o *Op) OneRow(name string, number int, zh bool) (Part, bool) {
	p := o.Input(name)
	if p == nil || p.Type != "array<object>" || number < 0 || number >= maxRows {
		return Part{}, false
	}
	d := drawer{zh: zh}
	return Part{Name: name, List: true, Rows: []Row{d.row(p, prefix+name+"."+strconv.Itoa(number)+".", number)}}, true
}

// AddRow makes room for one more object in a list.
func (o *Op) AddRow(v url.Values, name string) {
	p := o.Input(name)
	if p == nil || p.Type != "array<object>" || len(p.Children) == 0 {
		return
	}
	rows := rowCount(v, name)
	if rows == 0 {
		rows = 1 // the empty one that is always shown
	}
	if rows < maxRows {
		v[prefix+name+"."+strconv.Itoa(rows)+"."+p.Children[0].Name] = []string{""}
	}
}

// rowCount is how many objects the form has fields for.
func rowCount(v url.Values, name string) int {
	n := 0
	for key := range v {
		rest, ok := strings.CutPrefix(key, prefix+name+".")
		if !ok {
			continue
		}
		number, _, _ := strings.Cut(rest, ".")
		if i, err := strconv.Atoi(number); err == nil && i >= n && i < maxRows {
			n = i + 1
		}
	}
	return n
}

// drawer turns parameters into fields.
type drawer struct {
	values url.Values
	wrong  resource.FieldErrors
	zh     bool
}

func (d drawer) touched(name string) bool {
	for key, v := range d.values {
		if (key == prefix+name || strings.HasPrefix(key, prefix+name+".")) && v[0] != "" {
			return true
		}
	}
	for key := range d.wrong {
		if key == prefix+name || strings.HasPrefix(key, prefix+name+".") {
			return true
		}
	}
	return false
}

func (d drawer) part(p *apidoc.Param) Part {
	name := prefix + p.Name
	part := Part{Name: p.Name, Note: d.hint(p), Must: p.Required(), Open: p.Required() || d.touched(p.Name), Error: d.wrong[name]}
	switch {
	case p.Type == "object" && len(p.Children) > 0:
		part.Rows = []Row{d.row(p, name+".", 0)}
	case p.Type == "array<object>" && len(p.Children) > 0:
		part.List = true
		for i := range max(rowCount(d.values, p.Name), 1) {
			part.Rows = append(part.Rows, d.row(p, name+"."+strconv.Itoa(i)+".", i))
		}
	default:
		part.Field = d.field(p, name)
	}
	return part
}

func (d drawer) row(p *apidoc.Param, within string, number int) Row {
	r := Row{Number: number}
	for i := range p.Children {
		r.Fields = append(r.Fields, d.field(&p.Children[i], within+p.Children[i].Name))
	}
	return r
}

func (d drawer) field(p *apidoc.Param, name string) resource.Field {
	f := resource.Field{Name: name, Label: resource.Lit(p.Name), Hint: d.hint(p), Input: resource.TextInput, Value: d.values.Get(name),
		Placeholder: placeholder(p), Required: p.Required(), Secret: p.Secret, Error: d.wrong[name]}
	switch {
	case p.Secret:
		f.Input, f.Value = resource.PasswordInput, ""
	case p.Type == "bool":
		f.Input, f.Placeholder = resource.SelectInput, ""
		f.Choices = choices(f.Value, []string{"true", "false"})
	case p.Type == "array":
		f.Input = resource.AreaInput
	case len(p.Enum) > 0:
		var names []string
		for _, v := range p.Enum {
			names = append(names, Text(v))
		}
		f.Input, f.Placeholder = resource.SelectInput, ""
		f.Choices = choices(f.Value, names)
	}
	return f
}

// choices offers to leave a value out, the listed values, and the one chosen
// even where it is not listed.
func choices(chosen string, listed []string) []resource.Choice {
	out := []resource.Choice{{Label: resource.T("explorer.unset")}}
	if chosen != "" && !slices.Contains(listed, chosen) {
		listed = append(listed, chosen)
	}
	for _, v := range listed {
		out = append(out, resource.Choice{Value: v, Label: resource.Lit(v)})
	}
	return out
}

// placeholder is the documented example; a secret's is none.
func placeholder(p *apidoc.Param) string {
	if p.Secret {
		return ""
	}
	return Text(p.Example)
}

// hint is what is documented beside the name: description, condition, default
// and limits.
func (d drawer) hint(p *apidoc.Param) resource.Text {
	var said []resource.Text
	if s := Describe(p, d.zh); s != "" {
		said = append(said, resource.Lit(s))
	}
	if p.Conditional() {
		said = append(said, Condition(p))
	}
	if p.Default != nil {
		said = append(said, resource.T("explorer.default", Text(p.Default)))
	}
	said = append(said, limits(p)...)
	if p.Type == "array" {
		said = append(said, resource.T("explorer.one_per_line"))
	}
	return joined(said)
}

// limits are the bounds of a value, as far as they are documented.
func limits(p *apidoc.Param) []resource.Text {
	var said []resource.Text
	switch {
	case len(p.Enum) > 0: // says it all
	case p.Min != nil && p.Max != nil:
		said = append(said, resource.T("explorer.between", plain(*p.Min), plain(*p.Max)))
	case p.Min != nil:
		said = append(said, resource.T("explorer.at_least", plain(*p.Min)))
	case p.Max != nil:
		said = append(said, resource.T("explorer.at_most", plain(*p.Max)))
	}
	if p.MaxLength != nil {
		said = append(said, resource.T("explorer.max_length", *p.MaxLength))
	}
	if p.MaxItems != nil {
		said = append(said, resource.T("explorer.max_items", *p.MaxItems))
	}
	if p.Format != "" {
		said = append(said, resource.T("explorer.format", p.Format))
	}
	return said
}

func joined(said []resource.Text) resource.Text {
	if len(said) == 0 {
		return resource.Text{}
	}
	out := said[0]
	for _, next := range said[1:] {
		out = resource.T("explorer.also", out, next)
	}
	return out
}

// conditions have words in both languages, by the sentence of the catalogue.
var conditions = map[string]string{
	"required when ImageId is a custom (private) image":  "custom_image",
	"exactly one of PrivateId and PublicId":              "one_network",
	"not needed when Protocol is ICMP":                   "not_icmp",
	"VdcAdd and PopAdd must not both be []":              "one_point",
	"edge node: required; cloud-platform node: not sent": "edge_node",
	"required when Delete is false":                      "kept_alive",
}

// Condition says when a conditional parameter is required.
func Condition(p *apidoc.Param) resource.Text {
	if key, ok := conditions[p.Condition]; ok {
		return resource.T("explorer.condition." + key)
	}
	return resource.Lit(p.Condition)
}
