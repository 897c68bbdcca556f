package walk

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
)

// form is a form as it stands on a page, with what would be sent.
type form struct {
	action string
	values url.Values
	fields []field
	redraw string // value of the button that draws the form again; "" for none
}

// field is one control, or a group of radios or ticks.
type field struct {
	name, kind string
	required   bool
	offers     []string // values that can be chosen
	least      string
	step       int
}

// readForm reads the first form on the page that is sent to somewhere of its
// own, as a browser would send it untouched.
func readForm(p *apptest.Page) (form, bool) {
	f := form{values: url.Values{}}
	box := p.Find(`main form[method="post"]`).FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Find(`input[name="key"]`).Length() == 1 }).First()
	if box.Length() == 0 {
		return f, false
	}
	f.action = box.AttrOr("action", "")
	box.Find("input[name], select[name], textarea[name]").Each(func(_ int, s *goquery.Selection) { f.read(s) })
	f.redraw = box.Find(`button[name="redraw"]`).AttrOr("value", "")
	return f, true
}

func (f *form) read(s *goquery.Selection) {
	name := s.AttrOr("name", "")
	one := f.field(name)
	one.required = one.required || s.AttrOr("aria-required", "") == "true" || s.Closest("fieldset").Find(`legend [title]`).Length() > 0
	_, off := s.Attr("disabled")
	switch one.kind = cmp.Or(s.AttrOr("type", ""), goquery.NodeName(s)); {
	case off:
	case one.kind == "select":
		f.readSelect(one, s)
	case one.kind == "radio" || one.kind == "checkbox":
		one.offers = append(one.offers, s.AttrOr("value", "on"))
		if _, on := s.Attr("checked"); on {
			f.values.Add(name, s.AttrOr("value", "on"))
		}
	case one.kind == "textarea":
		f.values.Add(name, s.Text())
	default:
		one.least = s.AttrOr("min", "")
		one.step, _ = strconv.Atoi(s.AttrOr("step", ""))
		f.values.Add(name, s.AttrOr("value", ""))
	}
}

// readSelect takes the chosen option, or as browsers do the first.
func (f *form) readSelect(one *field, s *goquery.Selection) {
	chosen := ""
	s.Find("option").Each(func(i int, o *goquery.Selection) {
		v := o.AttrOr("value", "")
		_, on := o.Attr("selected")
		if _, off := o.Attr("disabled"); !off {
			one.offers = append(one.offers, v)
		}
		if on || i == 0 {
			chosen = v
		}
	})
	f.values.Add(one.name, chosen)
}

func (f *form) field(name string) *field {
	for i := range f.fields {
		if f.fields[i].name == name {
			return &f.fields[i]
		}
	}
	f.fields = append(f.fields, field{name: name})
	return &f.fields[len(f.fields)-1]
}

// answers are what a person has in mind for fields, by name or by the part of
// it before the first hyphen; a value is typed or chosen.
type answers map[string][]string

func (a answers) to(name string) ([]string, bool) {
	if v, ok := a[name]; ok {
		return v, true
	}
	head, _, _ := strings.Cut(name, "-")
	v, ok := a[head+"-"]
	return v, ok
}

// fill answers every field: with what the person has in mind where the field
// takes it, else what is needed from what is offered. After a refusal, the nth
// time, other choices are made where there are any.
func (f *form) fill(mind answers, nth int) {
	for _, one := range f.fields {
		wish, has := mind.to(one.name)
		now := strings.Join(f.values[one.name], "")
		switch {
		case one.kind == "hidden":
		case one.name == "seen":
			f.values[one.name] = one.offers
		case strings.HasPrefix(one.name, "segment"):
			f.values.Set(one.name, f.around(one.name))
		case len(one.offers) > 0:
			if v := one.choice(now, wish, nth); v != nil {
				f.values[one.name] = v
			}
		case has:
			f.values.Set(one.name, wish[0])
		case one.kind == "number" && one.name == "size" && now == one.least:
			f.values.Set(one.name, one.more())
		case now == "" && one.required:
			f.values.Set(one.name, cmp.Or(one.least, "1"))
		}
	}
}

// choice is what to choose of a field's offers; nil leaves it as it is.
func (o field) choice(now string, wish []string, nth int) []string {
	switch {
	case len(wish) > 0 && wish[0] == every:
		return o.offers
	case len(wish) > 0 && wish[0] == last:
		return []string{o.offer(len(o.offers))}
	case len(wish) > 0 && o.allows(wish):
		return wish
	case o.isSwitch() || now != "" && o.kind != "select":
		return nil
	case nth > 0 && o.required || now == "" && (o.required || o.kind == "checkbox"):
		return []string{o.offer(nth)}
	}
	return nil
}

// around is a part of a network that the addresses beside the field are in.
func (f *form) around(name string) string {
	id := strings.TrimPrefix(name, "segment")
	for _, other := range []string{"address", "ips" + id} {
		for _, v := range f.field(other).offers {
			if a, err := netip.ParseAddr(v); err == nil {
				return netip.PrefixFrom(a, 24).Masked().String()
			}
		}
	}
	return ""
}

// more is one step above the least, as disks are enlarged.
func (o field) more() string {
	n, _ := strconv.Atoi(o.least)
	step := max(o.step, 1)
	return strconv.Itoa((n/step + 1) * step)
}

// every answers a group of ticks with all of them, last any choice with the
// last that is offered.
const (
	every = "*"
	last  = "$"
)

func (o field) isSwitch() bool { return len(o.offers) == 1 && o.offers[0] == "true" }

// offer is the nth offer that says something, or the last.
func (o field) offer(nth int) string {
	said := slices.DeleteFunc(slices.Clone(o.offers), func(v string) bool { return v == "" })
	if len(said) == 0 {
		return ""
	}
	return said[min(nth, len(said)-1)]
}

func (o field) allows(values []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool { return !slices.Contains(o.offers, v) })
}
