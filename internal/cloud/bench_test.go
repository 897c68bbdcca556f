package cloud

import (
	"net/http"
	"testing"
)

// BenchmarkCall is the cost of signing, sending over a fake network and reading
// one answer.
func BenchmarkCall(b *testing.B) {
	client, err := New(Config{CacheTTL: -1, Rate: 1e9, Burst: 1e9, Transport: transport(func(*http.Request) (*http.Response, error) {
		return reply(200, success)
	})})
	if err != nil {
		b.Fatal(err)
	}
	caller := client.For(testCred, LoopbackSite("test", "http://127.0.0.1:1"))
	for b.Loop() {
		if _, err := caller.Do(b.Context(), readGet, map[string]any{"Keyword": "a"}); err != nil {
			b.Fatal(err)
		}
	}
}
