package explorer

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"

	"yunque/internal/apidoc"
	"yunque/internal/cloud"
	_ "yunque/internal/cloud/all" // every operation's way to the provider
	"yunque/internal/resource"
)

// Slug is the kind under which the ledger keeps the explorer's writes; their
// operation slug is the operation's id.
const Slug = "explorer"

// Op is one operation: how it is documented and how it is called.
type Op struct {
	*apidoc.Operation
	Info   cloud.Info
	Inputs []apidoc.Param // those of the table, then those that only its sample sends
}

// Chapter is one service of the documentation with its operations.
type Chapter struct {
	Service string
	Ops     []*Op
}

// Title names the chapter.
func (c Chapter) Title() resource.Text { return ChapterTitle(c.Service) }

// ChapterTitle names the chapter of a service.
func ChapterTitle(service string) resource.Text { return resource.T("explorer.chapter." + service) }

// Title says what the operation does.
func (o *Op) Title() resource.Text { return resource.T("op." + Slug + "." + o.ID + ".label") }

type index struct {
	chapters []Chapter
	byID     map[string]*Op
}

var load = sync.OnceValue(func() index {
	infos := map[string]cloud.Info{}
	for _, d := range cloud.Actions() {
		infos[d.Info.ID()] = d.Info
	}
	x := index{byID: map[string]*Op{}}
	at := map[string]int{}
	for i := range apidoc.Load().Operations {
		doc := &apidoc.Load().Operations[i]
		op := &Op{Operation: doc, Info: infos[doc.ID], Inputs: inputs(doc)}
		x.byID[doc.ID] = op
		n, seen := at[doc.Service()]
		if !seen {
			n = len(x.chapters)
			at[doc.Service()] = n
			x.chapters = append(x.chapters, Chapter{Service: doc.Service()})
		}
		x.chapters[n].Ops = append(x.chapters[n].Ops, op)
	}
	return x
})

// Chapters lists every operation in the order of the documentation.
func Chapters() []Chapter { return load().chapters }

// Find gives an operation by its id; nil when there is none.
func Find(id string) *Op { return load().byID[id] }

// inputs adds to the table's parameters those that only the printed sample
// sends (quirks 28 and 29).
func inputs(o *apidoc.Operation) []apidoc.Param {
	all := slices.Clone(o.Params)
	sample := object(o.Request)
	for _, name := range slices.Sorted(maps.Keys(sample)) {
		if o.Param(name) == nil {
			all = append(all, apidoc.Param{Name: name, Type: "string", Example: sample[name]})
		}
	}
	return all
}

// Input finds a parameter that the form asks for; nil when there is none.
func (o *Op) Input(name string) *apidoc.Param {
	for i := range o.Inputs {
		if o.Inputs[i].Name == name {
			return &o.Inputs[i]
		}
	}
	return nil
}

// HasNestedSecret tells whether an object or list of objects holds a secret,
// which must be asked for in a field of its own.
func (o *Op) HasNestedSecret() bool {
	for _, p := range o.Inputs {
		if slices.ContainsFunc(p.Children, func(c apidoc.Param) bool { return c.Secret }) {
			return true
		}
	}
	return false
}

// Describe is a parameter's description in a language; where only one was
// printed, that one.
func Describe(p *apidoc.Param, zh bool) string {
	if zh {
		return cmp.Or(p.DescriptionZh, p.DescriptionEn)
	}
	return cmp.Or(p.DescriptionEn, p.DescriptionZh)
}

// Refusals lists the documented error codes, those of a shared table included.
func (o *Op) Refusals() []apidoc.ErrorCode {
	all := slices.Clone(o.Errors)
	if table, shared := strings.CutPrefix(o.ErrorsRef, "appendices."); shared {
		var more []apidoc.ErrorCode
		if apidoc.Load().Appendix(table, &more) == nil {
			all = append(all, more...)
		}
	}
	return all
}

// object reads a JSON object with its numbers as they are written; nil when it
// is none.
func object(raw json.RawMessage) map[string]any {
	v, err := decode(raw)
	if err != nil {
		return nil
	}
	m, _ := v.(map[string]any)
	return m
}
