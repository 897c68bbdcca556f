package attack

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"yunque/internal/sim"
)

// issuer serves the public keys of a proxy that signs who is asking.
type issuer struct {
	t        testing.TB
	url      string
	ec, evil *ecdsa.PrivateKey
	rsa      *rsa.PrivateKey
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	p := &issuer{t: t}
	var err, err2, err3 error
	p.ec, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	p.evil, err2 = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	p.rsa, err3 = rsa.GenerateKey(rand.Reader, 2048)
	if err != nil || err2 != nil || err3 != nil {
		t.Fatal(err, err2, err3)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		keys := []jose.JSONWebKey{{Key: p.ec.Public(), KeyID: "ec"}, {Key: p.rsa.Public(), KeyID: "rsa"}}
		if r.URL.Path == "/evil" {
			keys = []jose.JSONWebKey{{Key: p.evil.Public(), KeyID: "evil"}}
		}
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: keys})
	}))
	t.Cleanup(s.Close)
	p.url = s.URL
	return p
}

func (p *issuer) claims(changes map[string]any) map[string]any {
	now := time.Now()
	all := map[string]any{"iss": "proxy.example.com", "aud": "console", "email": "lin@example.com", "groups": []string{"staff"}, "iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix()}
	maps.Copy(all, changes)
	maps.DeleteFunc(all, func(_ string, v any) bool { return v == nil })
	return all
}

func (p *issuer) sign(alg jose.SignatureAlgorithm, id string, key any, header map[jose.HeaderKey]any, changes map[string]any) string {
	p.t.Helper()
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: jose.JSONWebKey{Key: key, KeyID: id}}, &jose.SignerOptions{ExtraHeaders: header})
	if err != nil {
		p.t.Fatal(err)
	}
	token, err := jwt.Signed(s).Claims(p.claims(changes)).Serialize()
	if err != nil {
		p.t.Fatal(err)
	}
	return token
}

// unsigned makes a token of a header of one's own choosing.
func (p *issuer) unsigned(header, signature string) string {
	body, err := json.Marshal(p.claims(nil))
	if err != nil {
		p.t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString(body) + "." + signature
}

func (p *issuer) forged() map[string]string {
	good := p.sign(jose.ES256, "ec", p.ec, nil, nil)
	parts := strings.Split(good, ".")
	public, err := jose.JSONWebKey{Key: p.rsa.Public()}.MarshalJSON()
	if err != nil {
		p.t.Fatal(err)
	}
	evil := jose.JSONWebKey{Key: p.evil.Public(), KeyID: "evil"}
	changed := func(name string, v any) string { return p.sign(jose.ES256, "ec", p.ec, nil, map[string]any{name: v}) }
	return map[string]string{
		"alg none":                      p.unsigned(`{"alg":"none"}`, ""),
		"alg NONE with a signature":     p.unsigned(`{"alg":"NONE","kid":"ec"}`, parts[2]),
		"no alg":                        p.unsigned(`{"kid":"ec"}`, parts[2]),
		"two algs":                      p.unsigned(`{"alg":"ES256","alg":"none","kid":"ec"}`, parts[2]),
		"the public key as a secret":    p.sign(jose.HS256, "rsa", public, nil, nil),
		"an unlisted algorithm":         p.sign(jose.RS512, "rsa", p.rsa, nil, nil),
		"another's key":                 p.sign(jose.ES256, "ec", p.evil, nil, nil),
		"another's key by jku":          p.sign(jose.ES256, "evil", p.evil, map[jose.HeaderKey]any{"jku": p.url + "/evil", "x5u": p.url + "/evil"}, nil),
		"another's key in the token":    p.sign(jose.ES256, "evil", p.evil, map[jose.HeaderKey]any{"jwk": evil}, nil),
		"a key id that is a path":       p.sign(jose.ES256, "../evil", p.evil, nil, nil),
		"other claims":                  parts[0] + "." + strings.Split(changed("email", "wang@example.com"), ".")[1] + "." + parts[2],
		"no signature":                  parts[0] + "." + parts[1] + ".",
		"expired":                       changed("exp", time.Now().Add(-time.Minute).Unix()),
		"without end":                   changed("exp", nil),
		"not yet valid":                 changed("nbf", time.Now().Add(time.Hour).Unix()),
		"for another audience":          changed("aud", "wiki"),
		"for a longer audience":         changed("aud", "console.evil.example"),
		"for nobody":                    changed("aud", nil),
		"by another issuer":             changed("iss", "evil.example"),
		"an access token":               p.sign(jose.ES256, "ec", p.ec, map[jose.HeaderKey]any{"typ": "at+jwt"}, nil),
		"two tokens":                    good + "," + good,
		"a plain name":                  "wang@example.com",
		"nothing":                       "",
		"about somebody without a role": changed("groups", []string{"guests"}),
	}
}

func TestNoForgedTokenNamesAnybody(t *testing.T) {
	p := newIssuer(t)
	c := serve(t, newUpstream(t, sim.Options{}).url, "CONSOLE_AUTH_MODE=assertion", "CONSOLE_AUTH_ASSERTION_HEADER=X-Assertion", "CONSOLE_AUTH_JWKS_URL="+p.url, "CONSOLE_AUTH_ISSUER=proxy.example.com",
		"CONSOLE_AUTH_AUDIENCE=console", "CONSOLE_AUTH_ALGORITHMS=ES256,RS256", "CONSOLE_AUTH_VIEWERS=staff")
	good := p.sign(jose.ES256, "ec", p.ec, nil, nil)
	lin := c.from(strangerAddress, "X-Assertion", good).signIn(annaKey)
	lin.get("/settings").want(http.StatusOK)
	for name, token := range p.forged() {
		mallory := c.from(strangerAddress, "X-Assertion", token)
		for _, path := range []string{"/sign-in", "/instances"} {
			// 503 is for a key that is not known and that may not be looked up again yet.
			if got := mallory.get(path).status; got != http.StatusForbidden && got != http.StatusUnauthorized && got != http.StatusServiceUnavailable {
				t.Errorf("%s: got %d at %s, want it refused", name, got, path)
			}
		}
	}
	lin.get("/settings").want(http.StatusOK)
	// Whoever holds a person's cookie and cannot name them ends it with the attempt.
	c.from(strangerAddress, "X-Assertion", p.sign(jose.ES256, "ec", p.evil, nil, nil)).hold(lin.session()).get("/settings").want(http.StatusForbidden)
	lin.get("/settings").want(http.StatusSeeOther)
	headers := "X-Assertion: " + good + "\r\nX-Assertion: " + good + "\r\n"
	if got := c.raw(strangerAddress, ask("/sign-in", headers)); got != http.StatusForbidden {
		t.Errorf("two headers: got %d, want %d", got, http.StatusForbidden)
	}
	if got := c.raw(strangerAddress, ask("/sign-in", "X_Assertion: "+good+"\r\n")); got == http.StatusOK {
		t.Error("another spelling of the header is believed")
	}
}
