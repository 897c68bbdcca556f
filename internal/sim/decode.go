package sim

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yunque/internal/apidoc"
)

// maxNesting bounds a dotted name such as DataDisks.0.Size.
const maxNesting = 8

// Request is one decoded call. Its embedded Fields are the operation's own
// parameters from where the documentation puts them, completed from the other
// place: clients flatten a POST's body into its query, and send a body with a
// GET. The API's action and the signature are not among them.
type Request struct {
	Fields
	Op     *apidoc.Operation
	shapes shapes
}

// decode reads the parameters of a call. Query and body are read apart and
// laid over each other by name, so that a body field called Action is never
// taken for the API's action.
func decode(rt *route, query url.Values, body []byte) (Request, error) {
	fromBody, err := bodyFields(body)
	if err != nil {
		return Request{}, refusalParse
	}
	over, under := fromBody, queryFields(query)
	if rt.op.Method == http.MethodGet {
		over, under = under, over
	}
	for name, v := range over {
		under[name] = v
	}
	return Request{Fields: under, Op: rt.op, shapes: rt.shapes}, nil
}

// bodyFields reads a JSON object, whatever Content-Type it came with. No body
// and null are no parameters.
func bodyFields(body []byte) (Fields, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return Fields{}, nil
	}
	v, err := parseJSON(body)
	if err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case nil:
		return Fields{}, nil
	case map[string]any:
		return v, nil
	}
	return nil, errors.New("the body is not a JSON object")
}

func parseJSON(b []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("more than one JSON value")
	}
	return v, nil
}

// queryFields reads the operation's own parameters out of a query: plain
// names, and dotted ones for lists and objects (Name.0, DataDisks.1.Size).
func queryFields(query url.Values) Fields {
	root := map[string]any{}
	names := make([]string, 0, len(query))
	for name := range query {
		if !slices.Contains(commonParams[:], name) {
			names = append(names, name)
		}
	}
	// Shorter names first, so that "A" stands and "A.0" beside it is ignored,
	// whatever order they came in.
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.Count(a, "."), strings.Count(b, ".")), cmp.Compare(a, b))
	})
	for _, name := range names {
		plant(root, name, query.Get(name))
	}
	out := Fields{}
	for name, v := range root {
		out[name] = listsOf(v)
	}
	return out
}

func plant(node map[string]any, name, value string) {
	parts := strings.Split(name, ".")
	if len(parts) > maxNesting {
		return
	}
	for _, part := range parts[:len(parts)-1] {
		if node[part] == nil {
			node[part] = map[string]any{}
		}
		inner, ok := node[part].(map[string]any)
		if !ok {
			return
		}
		node = inner
	}
	node[parts[len(parts)-1]] = value
}

// listsOf turns objects whose every name is a number into lists, in the order
// of the numbers.
func listsOf(v any) any {
	node, ok := v.(map[string]any)
	if !ok {
		return v
	}
	type item struct {
		index int
		value any
	}
	var items []item
	for name, inner := range node {
		node[name] = listsOf(inner)
		if i, err := strconv.Atoi(name); err == nil && i >= 0 {
			items = append(items, item{i, node[name]})
		}
	}
	if len(items) < len(node) {
		return node
	}
	slices.SortFunc(items, func(a, b item) int { return cmp.Compare(a.index, b.index) })
	list := make([]any, len(items))
	for i, it := range items {
		list[i] = it.value
	}
	return list
}
