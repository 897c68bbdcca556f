package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/andybalholm/brotli"
)

func get(t *testing.T, path string, header map[string]string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for k, v := range header {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	var from io.Reader = r.Body
	switch r.Header.Get("Content-Encoding") {
	case "gzip":
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		from = z
	case "br":
		from = brotli.NewReader(r.Body)
	}
	b, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAnAddressChangesWithTheContent(t *testing.T) {
	if got := URL("app.css"); !regexp.MustCompile(`^/static/app\.[0-9a-f]{10}\.css$`).MatchString(got) {
		t.Errorf("got %q", got)
	}
	one, other := newAsset("a.js", []byte("1")), newAsset("a.js", []byte("2"))
	if one.url == other.url {
		t.Errorf("two contents have one address, %q", one.url)
	}
}

func TestEveryEncodingHoldsTheSameBytes(t *testing.T) {
	plain := body(t, get(t, URL("htmx.js"), nil))
	for _, tt := range []struct{ accept, want string }{
		{"gzip, deflate, br", "br"},
		{"gzip", "gzip"},
		{"br;q=0, gzip", "gzip"},
		{"identity", ""},
	} {
		r := get(t, URL("htmx.js"), map[string]string{"Accept-Encoding": tt.accept})
		if got := r.Header.Get("Content-Encoding"); got != tt.want {
			t.Errorf("%q: got encoding %q, want %q", tt.accept, got, tt.want)
		}
		if !bytes.Equal(body(t, r), plain) {
			t.Errorf("%q: the bytes differ from the plain ones", tt.accept)
		}
	}
}

func TestOnlyHashedAddressesAreKeptForEver(t *testing.T) {
	for path, want := range map[string]string{URL("app.css"): "public, max-age=31536000, immutable", "/static/app.css": "no-cache"} {
		if got := get(t, path, nil).Header.Get("Cache-Control"); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

func TestAKnownFileIsNotSentAgain(t *testing.T) {
	etag := get(t, URL("icons.svg"), nil).Header.Get("ETag")
	r := get(t, URL("icons.svg"), map[string]string{"If-None-Match": etag})
	if r.StatusCode != http.StatusNotModified || len(body(t, r)) != 0 {
		t.Errorf("got %d, want 304 without a body", r.StatusCode)
	}
}

func TestWhatIsNotEmbeddedIsNotThere(t *testing.T) {
	for _, path := range []string{"/static/none.css", "/static/", "/static/../embed.go", "/static/build.mjs", "/static/app.0000000000.css"} {
		if got := get(t, path, nil).StatusCode; got != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, got)
		}
	}
}
