// Package static embeds the console's style sheet, scripts and icons and
// serves them under addresses that change with their content, so that browsers
// may keep them for ever.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

//go:embed *.css *.js *.svg
var files embed.FS

// Prefix is the path that Handler serves below.
const Prefix = "/static/"

// asset is one embedded file in its three encodings.
type asset struct {
	url, etag, contentType string
	plain, gzip, brotli    []byte
}

// assets are all files by name and by hashed name. Compressing takes a moment,
// so it is done once and not before it is needed.
var assets = sync.OnceValue(func() map[string]*asset {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // the embedded folder always exists
	}
	all := map[string]*asset{}
	for _, e := range entries {
		b, err := files.ReadFile(e.Name())
		if err != nil {
			panic(err)
		}
		a := newAsset(e.Name(), b)
		all[e.Name()] = a
		all[path.Base(a.url)] = a
	}
	return all
})

func newAsset(name string, b []byte) *asset {
	sum := sha256.Sum256(b)
	hash := hex.EncodeToString(sum[:5])
	ext := path.Ext(name)
	return &asset{
		url:         Prefix + strings.TrimSuffix(name, ext) + "." + hash + ext,
		etag:        `"` + hash + `"`,
		contentType: contentTypes[ext],
		plain:       b,
		gzip:        compress(b, func(w io.Writer) io.WriteCloser { z, _ := gzip.NewWriterLevel(w, gzip.BestCompression); return z }),
		brotli:      compress(b, func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, 9) }),
	}
}

// contentTypes is fixed so that the answer does not depend on the machine's
// own tables.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

func compress(b []byte, to func(io.Writer) io.WriteCloser) []byte {
	var out bytes.Buffer
	w := to(&out)
	_, _ = w.Write(b) // a bytes.Buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

// URL is the address of an embedded file by its plain name: "app.css" gives
// "/static/app.<hash>.css". A name that is not embedded keeps its name, and
// answers 404.
func URL(name string) string {
	if a, ok := assets()[name]; ok {
		return a.url
	}
	return Prefix + name
}

// Handler serves the embedded files. Hashed addresses may be cached for ever,
// plain names are asked for again each time.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, Prefix)
		a, ok := assets()[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		a.serve(w, r, path.Base(a.url) == name)
	})
}

func (a *asset) serve(w http.ResponseWriter, r *http.Request, immutable bool) {
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Vary", "Accept-Encoding")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-cache")
	if immutable {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body, coding := a.encoded(r.Header.Get("Accept-Encoding"))
	if coding == "" {
		h.Set("ETag", a.etag)
	} else {
		// Each encoding is a representation of its own.
		h.Set("ETag", strings.TrimSuffix(a.etag, `"`)+"-"+coding+`"`)
		h.Set("Content-Encoding", coding)
	}
	if r.Header.Get("If-None-Match") == h.Get("ETag") {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(body) // a reader that has gone needs no answer
}

// encoded picks the smallest encoding that the reader takes.
func (a *asset) encoded(accept string) (body []byte, coding string) {
	takes := map[string]bool{}
	for part := range strings.SplitSeq(accept, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		takes[name] = strings.ReplaceAll(params, " ", "") != "q=0"
	}
	switch {
	case takes["br"]:
		return a.brotli, "br"
	case takes["gzip"]:
		return a.gzip, "gzip"
	}
	return a.plain, ""
}
