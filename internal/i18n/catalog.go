package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"sync"
)

//go:embed zh/*.json en/*.json
var files embed.FS

// message is a sentence, with a second form where the language has a singular.
type message struct {
	one   string
	other string
}

// UnmarshalJSON reads a sentence, or an object of its two plural forms.
func (m *message) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &m.other)
	}
	var forms struct{ One, Other string }
	if err := json.Unmarshal(b, &forms); err != nil {
		return err
	}
	m.one, m.other = forms.One, forms.Other
	return nil
}

// catalog is one language's sentences by key.
type catalog map[string]message

// catalogs reads the embedded files once. A file that cannot be read is a
// fault of the build, which the tests of this package find first.
var catalogs = sync.OnceValue(func() map[Lang]catalog {
	all := map[Lang]catalog{}
	for _, l := range Langs {
		c, err := load(files, l)
		if err != nil {
			panic(err)
		}
		all[l] = c
	}
	return all
})

// load joins the files of one language; a key may be in one of them only.
func load(fsys fs.FS, l Lang) (catalog, error) {
	names, err := fs.Glob(fsys, path.Join(string(l), "*.json"))
	if err != nil {
		return nil, fmt.Errorf("list %s sentences: %w", l, err)
	}
	joined := catalog{}
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read sentences: %w", err)
		}
		var part catalog
		if err := json.Unmarshal(b, &part); err != nil {
			return nil, fmt.Errorf("read sentences of %s: %w", name, err)
		}
		for key, m := range part {
			if _, twice := joined[key]; twice {
				return nil, fmt.Errorf("read sentences of %s: key %q is in another file too", name, key)
			}
			joined[key] = m
		}
	}
	return joined, nil
}

// Has tells whether a key is written in a language.
func Has(l Lang, key string) bool {
	_, ok := catalogs()[l][key]
	return ok
}
