package handlers_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// signer is a proxy that signs who is asking.
type signer struct {
	url  string
	down atomic.Bool
	key  *ecdsa.PrivateKey
	t    *testing.T
}

func newSigner(t *testing.T) *signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p := &signer{key: key, t: t}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if p.down.Load() {
			http.Error(w, "gone", http.StatusBadGateway)
			return
		}
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k1"}}})
	}))
	t.Cleanup(s.Close)
	p.url = s.URL
	return p
}

// says makes the assertion that a browser's requests carry.
func (p *signer) says(person, audience string, ends time.Duration) string {
	p.t.Helper()
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: p.key, KeyID: "k1"}}, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	token, err := jwt.Signed(s).Claims(map[string]any{"iss": "console.example", "aud": audience, "email": person, "groups": []string{"ops"},
		"exp": time.Now().Add(ends).Unix()}).Serialize()
	if err != nil {
		p.t.Fatal(err)
	}
	return token
}

// asserting starts a console that believes the signer.
func asserting(t *testing.T, p *signer) *apptest.Console {
	t.Helper()
	return apptest.Start(t, apptest.WithSettings("CONSOLE_AUTH_MODE=assertion", "CONSOLE_AUTH_PRESET=pomerium", "CONSOLE_AUTH_ISSUER=console.example",
		"CONSOLE_AUTH_AUDIENCE=console.example", "CONSOLE_AUTH_JWKS_URL="+p.url, "CONSOLE_AUTH_OPERATORS=ops"))
}

const assertionHeader = "X-Pomerium-Jwt-Assertion"

func TestASessionLivesAndDiesWithTheAssertionOfItsPerson(t *testing.T) {
	p := newSigner(t)
	for name, c := range map[string]struct {
		assertion string // of the second request
		want      int
		ends      bool // the session
	}{
		"renewed":              {p.says("lin@example.com", "console.example", time.Hour), http.StatusOK, false},
		"expired":              {p.says("lin@example.com", "console.example", -time.Hour), http.StatusForbidden, true},
		"of another person":    {p.says("wang@example.com", "console.example", time.Hour), http.StatusSeeOther, true},
		"for another audience": {p.says("lin@example.com", "wiki.example", time.Hour), http.StatusForbidden, true},
		"alg none":             {"eyJhbGciOiJub25lIn0.eyJlbWFpbCI6ImxpbkBleGFtcGxlLmNvbSJ9.", http.StatusForbidden, true},
		"missing":              {"", http.StatusUnauthorized, true},
	} {
		t.Run(name, func(t *testing.T) {
			console := asserting(t, p)
			b := console.Browser()
			b.From("203.0.113.5:1", assertionHeader, p.says("lin@example.com", "console.example", time.Hour))
			b.SignIn(sim.DemoKey, sim.DemoSecret).Get("/settings").Want(http.StatusOK)
			b.From("203.0.113.5:1", assertionHeader, c.assertion)
			if c.assertion == "" {
				b.From("203.0.113.5:1")
			}
			b.Get("/settings").Want(c.want)
			if ended := sessions(t, console) == 0; ended != c.ends {
				t.Errorf("the session ended: got %v, want %v", ended, c.ends)
			}
		})
	}
}

func TestAnOutageOfTheKeysEndsNobodysSession(t *testing.T) {
	p := newSigner(t)
	c := asserting(t, p)
	b := c.Browser()
	b.From("203.0.113.5:1", assertionHeader, p.says("lin@example.com", "console.example", time.Hour))
	b.SignIn(sim.DemoKey, sim.DemoSecret)
	p.down.Store(true)
	c.Restart() // with no keys read yet
	b.Get("/settings").Want(http.StatusServiceUnavailable)
	if n := sessions(t, c); n != 1 {
		t.Errorf("got %d sessions, want the one there was", n)
	}
}
