package contract_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"yunque/internal/apidoc"
	"yunque/internal/cloud"
)

const (
	undocumentedName = "a name that the documentation does not have"
	missingName      = "a documented name that the request lacks"
	requestExample   = "a value of the request example that is not sent so"
)

func TestRequestsHaveOnlyDocumentedNames(t *testing.T) {
	each(t, undocumentedName, func(t *testing.T, a cloud.Declared, doc *apidoc.Operation) []string {
		known := documentedNames(doc.Params, "")
		for path := range paths(decode(t, doc.Request)) {
			known[path] = true // the sample shows what was really sent
		}
		var extra []string
		for path := range paths(sent(t, filled(a))) {
			if !known[path] {
				extra = append(extra, path)
			}
		}
		return slices.Sorted(slices.Values(extra))
	})
}

func TestRequestsHaveEveryDocumentedName(t *testing.T) {
	each(t, missingName, func(t *testing.T, a cloud.Declared, doc *apidoc.Operation) []string {
		full, empty := paths(sent(t, filled(a))), paths(sent(t, a.Request()))
		var missing []string
		for path := range documentedNames(doc.Params, "") {
			if _, ok := full[path]; !ok {
				missing = append(missing, path)
			}
		}
		for _, p := range doc.Params {
			if _, ok := empty[p.Name]; p.Required() && !ok {
				missing = append(missing, p.Name+" (required, left out when empty)")
			}
		}
		return slices.Sorted(slices.Values(missing))
	})
}

func TestRequestExamplesAreSentAsPrinted(t *testing.T) {
	each(t, requestExample, func(t *testing.T, a cloud.Declared, doc *apidoc.Operation) []string {
		example, ok := decode(t, doc.Request).(map[string]any)
		if !ok {
			return nil // none is printed
		}
		req := a.Request()
		dec := json.NewDecoder(bytes.NewReader(renamed(t, example, reflect.TypeOf(req).Elem())))
		dec.DisallowUnknownFields()
		if err := dec.Decode(req); err != nil {
			return []string{err.Error()}
		}
		got := paths(sent(t, req))
		var wrong []string
		for path, want := range paths(example) {
			if have := got[path]; !sentAs(have, want, doc.Method) && !isNothing(want) {
				wrong = append(wrong, path)
			}
		}
		return slices.Sorted(slices.Values(wrong))
	})
}

// sentAs wants the printed type as well, except in a query, where all is text.
func sentAs(got, want leaf, method string) bool {
	if method == http.MethodGet {
		got.kind, want.kind = "", ""
	}
	return got == want || strings.TrimSpace(got.text) == secretWord
}

const secretWord = "[secret]"

// sent is a request as the client would send it, secrets replaced.
func sent(t *testing.T, req any) any {
	t.Helper()
	b, err := cloud.RedactedJSON(req)
	if err != nil {
		t.Fatalf("%T: %v", req, err)
	}
	return decode(t, b)
}

// renamed gives the example's JSON with names that a field sends besides its
// own replaced by the field's own.
func renamed(t *testing.T, example map[string]any, typ reflect.Type) []byte {
	t.Helper()
	out := maps.Clone(example)
	for i := range typ.NumField() {
		f := typ.Field(i)
		also := f.Tag.Get("also")
		if v, ok := out[also]; ok && also != "" {
			delete(out, also)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "" {
				name = f.Name
			}
			out[name] = v
		}
	}
	b, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// documentedNames lists the parameters with their children as paths.
func documentedNames(params []apidoc.Param, prefix string) map[string]bool {
	out := map[string]bool{}
	for _, p := range params {
		out[prefix+p.Name] = true
		maps.Copy(out, documentedNames(p.Children, prefix+p.Name+"."))
	}
	return out
}

// filled is a request with something in every field.
func filled(a cloud.Declared) any {
	req := a.Request()
	fill(reflect.ValueOf(req).Elem())
	return req
}

func fill(v reflect.Value) {
	if _, ok := v.Interface().(cloud.Secret); ok {
		v.Set(reflect.ValueOf(cloud.NewSecret("x")))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	default:
		panic("a request field of type " + v.Type().String() + " cannot be filled: teach fill")
	}
}
