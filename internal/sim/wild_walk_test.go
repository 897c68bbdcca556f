package sim_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yunque/internal/apidoc"
)

// visit is how a stranger performs one operation: with the documentation's
// example, in which ids are replaced by ones that exist, and some values by
// others.
type visit struct {
	id   string
	find []find
	set  map[string]any // nil leaves a parameter out
}

// find takes values for parameters from the first record, the innermost one,
// of an answer in which all of them and all conditions are.
type find struct {
	in    string // a read, performed for it with "Name=value"s, or a write whose answer is remembered
	where string // "InstanceStatus=running VdcId": fields with a value, or not empty
	take  string // "VdcId InstanceIds=InstanceId BindData.RuleId=RuleId": parameters and where they are different the fields
}

// TestStrangersCanUseEveryOperation drives all 218 operations: the reads, then
// the writes in the order of the plan. Each round begins with another habit, so
// that every operation is called in all of them.
func TestStrangersCanUseEveryOperation(t *testing.T) {
	for round := range 5 {
		t.Run("habit "+strconv.Itoa(round), func(t *testing.T) {
			t.Parallel()
			s, _ := newStranger(t)
			s.calls = round
			s.useEverything()
		})
	}
}

func (s *stranger) useEverything() {
	s.t.Helper()
	visits := planOf(s.t, s.catalog)
	var refused []string
	for _, v := range visits {
		op := s.catalog.Operation(v.id)
		params, err := s.params(v, false)
		if err != nil {
			s.t.Errorf("%s: %v", v.id, err)
			continue
		}
		r := s.call(op, params)
		s.said[v.id] = r.body
		if !r.ok() {
			refused = append(refused, v.id+" "+r.code)
			if r.status < 400 || r.status >= 500 || !documented(s.catalog, op, r.code) {
				s.t.Errorf("%s %s: got HTTP %d %v, which is not documented for it", v.id, toJSON(params), r.status, r.body)
			}
		}
		if op.Writes() {
			s.wait()
		}
	}
	s.t.Logf("%d of %d operations succeed; refused: %q", len(visits)-len(refused), len(visits), refused)
	if len(refused) > 8 {
		s.t.Errorf("refusals: got %d, want 8 at most", len(refused))
	}
}

// planOf orders the visits: every read of the catalogue, then the writes as
// they stand in the plan, which must name them all. Reads that ask about what a
// write has answered are last.
func planOf(t testing.TB, c *apidoc.Catalog) []visit {
	t.Helper()
	byID := visitsByID()
	var out, writes, late []visit
	for i := range c.Operations {
		v := byID[c.Operations[i].ID]
		v.id = c.Operations[i].ID
		switch {
		case c.Operations[i].Writes():
		case slices.ContainsFunc(v.find, func(f find) bool { return c.Operation(strings.Fields(f.in)[0]).Writes() }):
			late = append(late, v)
		default:
			out = append(out, v)
		}
	}
	for _, v := range wildPlan() {
		op := c.Operation(v.id)
		if op == nil {
			t.Fatalf("there is no operation %s", v.id)
		}
		if op.Writes() {
			writes = append(writes, v)
		}
	}
	out = append(append(out, writes...), late...)
	seen := map[string]bool{}
	for _, v := range out {
		seen[v.id] = true
	}
	for _, op := range c.Operations {
		if !seen[op.ID] {
			t.Errorf("the plan lacks %s", op.ID)
		}
	}
	return out
}

func visitsByID() map[string]visit {
	out := map[string]visit{}
	for _, v := range wildPlan() {
		out[v.id] = v
	}
	return out
}

// params makes the parameters of a visit. A lean visit sends what is required
// only, and asks for large pages: it is made to look around.
func (s *stranger) params(v visit, lean bool) (map[string]any, error) {
	op := s.catalog.Operation(v.id)
	params := exampleOf(op, lean)
	for name, value := range v.set {
		if value == nil {
			delete(params, name)
		} else if !lean || op.Param(name) != nil && op.Param(name).Required() {
			params[name] = value
		}
	}
	for _, f := range v.find {
		if err := s.fill(op, params, f); err != nil {
			return nil, err
		}
	}
	return params, nil
}

// exampleOf is the documented example: of the whole request if there is one,
// of each parameter otherwise.
func exampleOf(op *apidoc.Operation, lean bool) map[string]any {
	params := map[string]any{}
	if err := json.Unmarshal(op.Request, &params); err != nil || params == nil {
		params = map[string]any{}
		for _, p := range op.Params {
			if p.Example != nil {
				params[p.Name] = cloned(p.Example)
			}
		}
	}
	if !lean {
		return params
	}
	for _, p := range op.Params {
		if !p.Required() {
			delete(params, p.Name)
		}
		if p.Name == "PageSize" {
			params[p.Name] = 500
			if p.Max != nil {
				params[p.Name] = *p.Max
			}
		}
	}
	return params
}

func cloned(v any) (out any) {
	if err := json.Unmarshal(toJSON(v), &out); err != nil {
		panic(err)
	}
	return out
}

func (s *stranger) fill(op *apidoc.Operation, params map[string]any, f find) error {
	answer, err := s.look(f.in)
	if err != nil {
		return err
	}
	record := recordIn(answer, f)
	if record == nil {
		return fmt.Errorf("%s shows no record with %q and %q: %s", f.in, f.where, f.take, toJSON(answer))
	}
	for _, pair := range strings.Fields(f.take) {
		param, field, renamed := strings.Cut(pair, "=")
		if !renamed {
			field = param
		}
		value, _ := fieldOf(record, field)
		name, inner, nested := strings.Cut(param, ".")
		if !nested {
			params[name] = inForm(op.Param(name), value)
			continue
		}
		params[name] = planted(params[name], strings.Split(inner, "."), value)
	}
	return nil
}

// look performs a read, or recalls what a write answered.
func (s *stranger) look(in string) (map[string]any, error) {
	id, asked, _ := strings.Cut(in, " ")
	op := s.catalog.Operation(id)
	if op.Writes() {
		return s.said[id], nil
	}
	if answer, fresh := s.seen[in]; fresh {
		return answer, nil
	}
	v := visitsByID()[id]
	v.id = id
	params, err := s.params(v, true)
	if err != nil {
		return nil, fmt.Errorf("looking into %s: %w", id, err)
	}
	for _, pair := range strings.Fields(asked) {
		name, value, _ := strings.Cut(pair, "=")
		params[name] = value
	}
	s.seen[in] = s.call(op, params).body
	return s.seen[in], nil
}

// inForm wraps a value in a list if the parameter is one.
func inForm(p *apidoc.Param, value any) any {
	if p != nil && strings.HasPrefix(p.Type, "array") {
		return []any{value}
	}
	return value
}

// planted sets a field somewhere in an object, in an item of a list by its
// number, or in the first item of a list, which keeps no other.
func planted(v any, path []string, value any) any {
	if list, ok := v.([]any); ok && len(list) > 0 {
		if n, err := strconv.Atoi(path[0]); err == nil {
			list[n] = planted(list[n], path[1:], value)
			return list
		}
		return []any{planted(list[0], path, value)}
	}
	o, ok := v.(map[string]any)
	if !ok {
		o = map[string]any{}
	}
	if len(path) == 1 {
		if list, isList := o[path[0]].([]any); isList && list != nil {
			value = []any{value}
		}
		o[path[0]] = value
		return o
	}
	o[path[0]] = planted(o[path[0]], path[1:], value)
	return o
}

// recordIn walks a document, innermost objects first.
func recordIn(v any, f find) map[string]any {
	for _, inner := range childrenOf(v) {
		if r := recordIn(inner, f); r != nil {
			return r
		}
	}
	if o, ok := v.(map[string]any); ok && holds(o, f) {
		return o
	}
	return nil
}

func childrenOf(v any) []any {
	switch v := v.(type) {
	case []any:
		return v
	case map[string]any:
		var out []any
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out = append(out, v[name])
		}
		return out
	}
	return nil
}

func holds(o map[string]any, f find) bool {
	for _, condition := range strings.Fields(f.where) {
		field, want, exact := strings.Cut(condition, "=")
		got, found := fieldOf(o, field)
		if exact && (!found || printed(got) != want) || !exact && !found {
			return false
		}
	}
	for _, pair := range strings.Fields(f.take) {
		param, field, renamed := strings.Cut(pair, "=")
		if !renamed {
			field = param
		}
		if _, found := fieldOf(o, field); !found {
			return false
		}
	}
	return true
}

// fieldOf finds a field that is not empty in an object, else in the objects
// within it; of a list of plain values, the first.
func fieldOf(v any, name string) (any, bool) {
	if o, ok := v.(map[string]any); ok {
		if outer, rest, nested := strings.Cut(name, "."); nested && o[outer] != nil {
			return fieldOf(o[outer], rest)
		}
		switch value := o[name].(type) {
		case string, float64, bool:
			return value, value != ""
		case []any:
			if len(value) > 0 && childrenOf(value[0]) == nil {
				return value[0], true
			}
		}
	}
	for _, inner := range childrenOf(v) {
		if value, found := fieldOf(inner, name); found {
			return value, true
		}
	}
	return nil, false
}

// documented tells whether the documentation lets an operation answer with a
// code: its own table or another one of its chapter, because they are copies of
// each other and incomplete, or the table of the elastic servers' chapter, whose
// first rows are about requests of any kind.
func documented(c *apidoc.Catalog, op *apidoc.Operation, code string) bool {
	var table []apidoc.ErrorCode
	if err := c.Appendix("ecs_error_codes", &table); err != nil {
		panic(err)
	}
	for _, other := range c.Operations {
		if other.Service() == op.Service() {
			table = append(table, other.Errors...)
		}
	}
	return slices.ContainsFunc(table, func(e apidoc.ErrorCode) bool { return e.Code == code })
}
