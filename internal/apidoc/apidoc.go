// Package apidoc is the documentation of the provider's API as data: the 218
// operations of version 2019-08-08 with their parameters, answers, errors and
// examples, in the order of the documentation's chapters.
//
// The client is tested against it, the simulated cloud takes its parameter
// checks and record prototypes from it, and the explorer draws its forms from
// it. It imports nothing of ours, so that none of the three can bend it.
package apidoc

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

//go:embed catalog.json
var catalogJSON []byte

// Catalog is the whole documentation.
type Catalog struct {
	Version    string                     `json:"version"`
	Hosts      []Host                     `json:"hosts"`
	Common     []Param                    `json:"common_params"`
	Operations []Operation                `json:"operations"`
	Appendices map[string]json.RawMessage `json:"appendices"`

	byID map[string]*Operation
}

// Host is one address the API answers on.
type Host struct {
	Host   string `json:"host"`
	AreaZh string `json:"area_zh"`
	AreaEn string `json:"area_en"`
}

// Operation is one documented operation. ID is service.Action and unique; the
// bare Action is not.
type Operation struct {
	ID             string          `json:"id"`
	Section        string          `json:"section"`
	SectionEn      string          `json:"section_en"`
	Number         int             `json:"number"`
	Action         string          `json:"action"`
	ActionVariants []string        `json:"action_variants"`
	TitleZh        string          `json:"title_zh"`
	TitleEn        string          `json:"title_en"`
	Host           string          `json:"host"`
	Path           string          `json:"path"`
	Method         string          `json:"method"`
	Methods        []string        `json:"methods"`
	Kind           string          `json:"kind"` // "read" or "write"
	Async          *Async          `json:"async"`
	Params         []Param         `json:"params"`
	Returns        []Return        `json:"returns"`
	Errors         []ErrorCode     `json:"errors"`
	ErrorsRef      string          `json:"errors_ref"`
	Response       json.RawMessage `json:"response_example"`
	Request        json.RawMessage `json:"request_example"`
	More           []Example       `json:"more_examples"`
	Note           string          `json:"note"`
	ReferenceLines []int           `json:"reference_lines"`
}

// Async says how the end of an accepted operation is learnt: Tracker is one of
// task, bms_task, vpc_task, storage_task, ebs_event, ecs_event, gcw_task; IDPath
// is where its ticket stands in the answer, for instance "Data[].TaskId".
type Async struct {
	Tracker string `json:"tracker"`
	IDPath  string `json:"id_path"`
}

// Param is one request parameter. Required is true, false, "conditional" or
// nil (not stated), hence the methods.
type Param struct {
	Name          string  `json:"name"`
	In            string  `json:"in"`
	Type          string  `json:"type"` // string, int, bool, object, array, array<object>
	RequiredAny   any     `json:"required"`
	Condition     string  `json:"condition"`
	Example       any     `json:"example"`
	DescriptionZh string  `json:"description_zh"`
	DescriptionEn string  `json:"description_en"`
	Enum          []any   `json:"enum"`
	Default       any     `json:"default"`
	Min           *number `json:"min"`
	Max           *number `json:"max"`
	Step          *number `json:"step"`
	MinLength     *int    `json:"min_length"`
	MaxLength     *int    `json:"max_length"`
	MinItems      *int    `json:"min_items"`
	MaxItems      *int    `json:"max_items"`
	ItemType      string  `json:"item_type"`
	Format        string  `json:"format"`
	Secret        bool    `json:"secret"`
	Children      []Param `json:"children"`
}

type number = float64

// Return is one row of the answer's printed table, flat as printed.
type Return struct {
	Name          string `json:"name"`
	TypeDoc       string `json:"type_doc"`
	Example       any    `json:"example"`
	DescriptionZh string `json:"description_zh"`
}

// ErrorCode is one documented refusal. HTTP is zero where none is printed.
type ErrorCode struct {
	HTTP          int    `json:"http"`
	Code          string `json:"code"`
	Message       string `json:"message"`
	DescriptionZh string `json:"description_zh"`
}

// Example is a further printed request and answer of an operation.
type Example struct {
	Heading  string          `json:"heading"`
	Request  json.RawMessage `json:"request_example"`
	Response json.RawMessage `json:"response_example"`
	Note     string          `json:"note"`
}

var load = sync.OnceValue(func() *Catalog {
	c := &Catalog{}
	if err := json.Unmarshal(catalogJSON, c); err != nil {
		panic("apidoc: the embedded catalogue does not parse: " + err.Error())
	}
	c.byID = make(map[string]*Operation, len(c.Operations))
	for i := range c.Operations {
		c.byID[c.Operations[i].ID] = &c.Operations[i]
	}
	return c
})

// Load returns the catalogue, parsed once.
func Load() *Catalog { return load() }

// Operation finds an operation by its id (service.Action); nil when there is
// none.
func (c *Catalog) Operation(id string) *Operation { return c.byID[id] }

// Appendix decodes one appendix, for instance "zones", into v.
func (c *Catalog) Appendix(name string, v any) error {
	return json.Unmarshal(c.Appendices[name], v)
}

// Service is the id without the action: "ccs.instance" of
// "ccs.instance.CreateInstance".
func (o *Operation) Service() string { return o.ID[:strings.LastIndexByte(o.ID, '.')] }

// Allows tells whether the HTTP method is documented for the operation.
func (o *Operation) Allows(method string) bool {
	return o.Method == method || slices.Contains(o.Methods, method)
}

// Writes tells whether the operation changes state, whatever its HTTP method.
func (o *Operation) Writes() bool { return o.Kind == "write" }

// Param finds a top-level parameter by name; nil when there is none.
func (o *Operation) Param(name string) *Param {
	for i := range o.Params {
		if o.Params[i].Name == name {
			return &o.Params[i]
		}
	}
	return nil
}

// Required tells whether the documentation demands the parameter always.
func (p *Param) Required() bool { b, ok := p.RequiredAny.(bool); return ok && b }

// Conditional tells whether the documentation demands it under a condition.
func (p *Param) Conditional() bool { return p.RequiredAny == "conditional" }
