package explorer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"yunque/internal/apidoc"
	"yunque/internal/cloud"
	"yunque/internal/resource"
)

// maxText is the longest value of one field, in bytes.
const maxText = 100_000

// parse turns a filled field into the value that is sent; the text says what
// is wrong with it.
func parse(p *apidoc.Param, text string) (any, resource.Text) {
	if len(text) > maxText {
		return nil, resource.T("explorer.too_long", maxText)
	}
	switch p.Type {
	case "int":
		return parseInt(p, text)
	case "bool":
		b, err := strconv.ParseBool(strings.TrimSpace(text))
		if err != nil {
			return nil, resource.T("explorer.not_bool")
		}
		return b, resource.Text{}
	case "array":
		return parseList(p, text)
	}
	return parseString(p, text)
}

func parseInt(p *apidoc.Param, text string) (any, resource.Text) {
	n, err := strconv.ParseInt(fold(text), 10, 64)
	if err != nil {
		return nil, resource.T("explorer.not_int")
	}
	if len(p.Enum) > 0 && !listed(p, strconv.FormatInt(n, 10)) {
		return nil, notListed(p)
	}
	f := float64(n)
	switch {
	case p.Min != nil && f < *p.Min:
		return nil, resource.T("explorer.too_small", plain(*p.Min))
	case p.Max != nil && f > *p.Max:
		return nil, resource.T("explorer.too_large", plain(*p.Max))
	case p.Step != nil && *p.Step > 0 && math.Mod(f, *p.Step) != 0:
		return nil, resource.T("explorer.out_of_step", plain(*p.Step))
	}
	return n, resource.Text{}
}

func parseString(p *apidoc.Param, text string) (any, resource.Text) {
	if p.Secret {
		return cloud.NewSecret(text), resource.Text{}
	}
	text = strings.TrimSpace(text)
	n := utf8.RuneCountInString(text)
	switch {
	case len(p.Enum) > 0 && !listed(p, text):
		return nil, notListed(p)
	case p.MinLength != nil && n < *p.MinLength:
		return nil, resource.T("explorer.too_short", *p.MinLength)
	case p.MaxLength != nil && n > *p.MaxLength:
		return nil, resource.T("explorer.too_long", *p.MaxLength)
	}
	return text, resource.Text{}
}

// parseList reads one value per line, or with commas between them.
func parseList(p *apidoc.Param, text string) (any, resource.Text) {
	item := apidoc.Param{Type: p.ItemType, Enum: p.Enum, Secret: p.Secret}
	list := []any{}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n\r,\uff0c\u3001", r) }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		v, wrong := parse(&item, part)
		if !wrong.IsZero() {
			return nil, resource.T("explorer.wrong_item", len(list)+1, wrong)
		}
		list = append(list, v)
	}
	switch {
	case p.MinItems != nil && len(list) < *p.MinItems:
		return nil, resource.T("explorer.too_few", *p.MinItems)
	case p.MaxItems != nil && len(list) > *p.MaxItems:
		return nil, resource.T("explorer.too_many", *p.MaxItems)
	}
	return list, resource.Text{}
}

// fold takes pasted spaces and full-width digits out of a number.
func fold(s string) string { return strings.TrimSpace(width.Fold.String(s)) }

func listed(p *apidoc.Param, text string) bool {
	return slices.ContainsFunc(p.Enum, func(v any) bool { return Text(v) == text })
}

func notListed(p *apidoc.Param) resource.Text {
	names := make([]string, len(p.Enum))
	for i, v := range p.Enum {
		names[i] = Text(v)
	}
	return resource.T("explorer.not_listed", strings.Join(names, ", "))
}

// plain writes a limit without a decimal point it does not need.
func plain(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// Text is a value of the catalogue or of a request as a person types it:
// scalars as they are, lists of them line by line, all else as JSON.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool, int64, json.Number:
		return fmt.Sprint(v)
	case float64:
		return plain(v)
	case []any:
		lines := make([]string, len(v))
		for i, item := range v {
			lines[i] = Text(item)
		}
		return strings.Join(lines, "\n")
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}

var errTrailing = errors.New("something follows the value")

// decode reads one JSON value with its numbers as they are written.
func decode(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errTrailing
	}
	return v, nil
}
