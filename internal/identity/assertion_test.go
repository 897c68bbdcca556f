package identity_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"yunque/internal/identity"
)

// issuer is a proxy that signs who is asking, with its keys served over HTTP.
type issuer struct {
	url   string
	keys  map[string]crypto.Signer // by id
	reads atomic.Int32
	down  atomic.Bool
	t     *testing.T
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	p := &issuer{t: t, keys: map[string]crypto.Signer{}}
	p.keys["ec"], p.keys["rsa"], p.keys["ed"] = newEC(t), newRSA(t), newEd(t)
	s := httptest.NewServer(p)
	t.Cleanup(s.Close)
	p.url = s.URL
	return p
}

func newEC(t *testing.T) crypto.Signer {
	return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
}
func newRSA(t *testing.T) crypto.Signer {
	return must(rsa.GenerateKey(rand.Reader, 2048))(t)
}
func newEd(t *testing.T) crypto.Signer {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	return must(key, err)(t)
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (p *issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.reads.Add(1)
	if p.down.Load() {
		http.Error(w, "<html>gone</html>", http.StatusBadGateway)
		return
	}
	if r.URL.Path == "/moved" {
		http.Redirect(w, r, "/keys", http.StatusFound)
		return
	}
	_ = json.NewEncoder(w).Encode(p.set())
}

func (p *issuer) set() jose.JSONWebKeySet {
	var set jose.JSONWebKeySet
	for id, key := range p.keys {
		set.Keys = append(set.Keys, jose.JSONWebKey{Key: key.Public(), KeyID: id, Use: "sig"})
	}
	return set
}

// settings are those of a proxy that signs with any of its keys.
func (p *issuer) settings() identity.Settings {
	return identity.Settings{Mode: identity.ModeAssertion, AssertionHeader: "X-Assertion", KeysURL: p.url + "/keys", Issuer: "proxy.example", Audience: "console",
		Operators: []string{"ops"}, DefaultRole: "viewer"}
}

func (p *issuer) identifier(s identity.Settings, now func() time.Time) *identity.Identifier {
	p.t.Helper()
	return must(identity.New(s, nil, identity.Options{Now: now, Log: quiet()}))(p.t)
}

// claims are those of a good token, with changes; nil takes a claim away.
func claims(changes map[string]any) map[string]any {
	all := map[string]any{"iss": "proxy.example", "aud": "console", "email": "lin@example.com", "groups": []string{"ops", "staff"},
		"iat": noon.Unix(), "nbf": noon.Unix(), "exp": noon.Add(5 * time.Minute).Unix()}
	maps.Copy(all, changes)
	maps.DeleteFunc(all, func(_ string, v any) bool { return v == nil })
	return all
}

// sign makes a token with a key and extra header fields.
func sign(t *testing.T, alg jose.SignatureAlgorithm, id string, key any, header map[jose.HeaderKey]any, all map[string]any) string {
	t.Helper()
	o := &jose.SignerOptions{ExtraHeaders: header}
	signer := must(jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: jose.JSONWebKey{Key: key, KeyID: id}}, o))(t)
	return must(jwt.Signed(signer).Claims(all).Serialize())(t)
}

// plain makes a token of a header and a signature of one's own choosing.
func plain(header string, all map[string]any, signature string) string {
	body, _ := json.Marshal(all)
	enc := base64.RawURLEncoding.EncodeToString
	return enc([]byte(header)) + "." + enc(body) + "." + signature
}

func asked(token string) *http.Request { return from("192.0.2.1:1", "X-Assertion", token) }

func TestAGoodAssertionNamesItsPerson(t *testing.T) {
	p := newIssuer(t)
	i := p.identifier(p.settings(), clock)
	want := identity.Identity{Person: "lin@example.com", Groups: []string{"ops", "staff"}, Role: identity.Operator, Until: noon.Add(5*time.Minute + 30*time.Second)}
	for name, token := range map[string]string{
		"ES256":             sign(t, jose.ES256, "ec", p.keys["ec"], nil, claims(nil)),
		"RS256":             sign(t, jose.RS256, "rsa", p.keys["rsa"], nil, claims(nil)),
		"EdDSA":             sign(t, jose.EdDSA, "ed", p.keys["ed"], nil, claims(nil)),
		"no key id":         sign(t, jose.ES256, "", p.keys["ec"], nil, claims(nil)),
		"of type JWT":       sign(t, jose.ES256, "ec", p.keys["ec"], map[jose.HeaderKey]any{"typ": "JWT"}, claims(nil)),
		"several audiences": sign(t, jose.ES256, "ec", p.keys["ec"], nil, claims(map[string]any{"aud": []string{"other", "console"}})),
		"a verified email":  sign(t, jose.ES256, "ec", p.keys["ec"], nil, claims(map[string]any{"email_verified": true})),
		"a clock 20 s fast": sign(t, jose.ES256, "ec", p.keys["ec"], nil, claims(map[string]any{"iat": noon.Add(20 * time.Second).Unix(), "nbf": noon.Add(20 * time.Second).Unix()})),
	} {
		if got, err := i.Identify(asked(token)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v; want %+v", name, got, err, want)
		}
	}
	if n := p.reads.Load(); n != 1 {
		t.Errorf("the keys were read %d times, want once", n)
	}
}

func TestForgedAndWrongAssertionsAreRefused(t *testing.T) {
	p := newIssuer(t)
	i := p.identifier(p.settings(), clock)
	ec, mine := p.keys["ec"], newEC(t)
	good := sign(t, jose.ES256, "ec", ec, nil, claims(nil))
	changed := func(changes map[string]any) string { return sign(t, jose.ES256, "ec", ec, nil, claims(changes)) }
	typed := func(typ string) string {
		return sign(t, jose.ES256, "ec", ec, map[jose.HeaderKey]any{"typ": typ}, claims(nil))
	}
	parts := strings.Split(good, ".")
	public := must(jose.JSONWebKey{Key: p.keys["rsa"].Public()}.MarshalJSON())(t)
	for name, token := range map[string]string{
		"alg none":                       plain(`{"alg":"none"}`, claims(nil), ""),
		"alg None":                       plain(`{"alg":"None","typ":"JWT"}`, claims(nil), ""),
		"alg nOnE and a signature":       plain(`{"alg":"nOnE","kid":"ec"}`, claims(nil), parts[2]),
		"no alg":                         plain(`{}`, claims(nil), parts[2]),
		"the public key as a secret":     sign(t, jose.HS256, "rsa", public, nil, claims(nil)),
		"an algorithm not in the list":   sign(t, jose.RS512, "rsa", p.keys["rsa"], nil, claims(nil)),
		"another's key under a known id": sign(t, jose.ES256, "ec", mine, nil, claims(nil)),
		"another's key without an id":    sign(t, jose.ES256, "", mine, nil, claims(nil)),
		"another's key in the token":     embedded(t, mine),
		"another's key by address": sign(t, jose.ES256, "ec", mine, map[jose.HeaderKey]any{
			"jku": "https://evil.example/keys", "x5u": "https://evil.example/cert"}, claims(nil)),
		"the claims of another token":   parts[0] + "." + strings.Split(changed(map[string]any{"email": "wang@example.com"}), ".")[1] + "." + parts[2],
		"the signature cut off":         parts[0] + "." + parts[1] + ".",
		"the signature left out":        parts[0] + "." + parts[1],
		"a header that must be known":   sign(t, jose.ES256, "ec", ec, map[jose.HeaderKey]any{"crit": []string{"x"}, "x": 1}, claims(nil)),
		"an access token":               typed("at+jwt"),
		"a logout token":                typed("logout+jwt"),
		"expired":                       changed(map[string]any{"exp": noon.Add(-31 * time.Second).Unix()}),
		"never expiring":                changed(map[string]any{"exp": nil}),
		"not yet valid":                 changed(map[string]any{"nbf": noon.Add(time.Minute).Unix()}),
		"issued tomorrow":               changed(map[string]any{"iat": noon.Add(24 * time.Hour).Unix()}),
		"for another audience":          changed(map[string]any{"aud": "wiki"}),
		"for an audience that is more":  changed(map[string]any{"aud": "console.evil.example"}),
		"for nobody":                    changed(map[string]any{"aud": nil}),
		"by another issuer":             changed(map[string]any{"iss": "proxy.example.evil.example"}),
		"by nobody":                     changed(map[string]any{"iss": nil}),
		"about nobody":                  changed(map[string]any{"email": nil}),
		"about a number":                changed(map[string]any{"email": 7}),
		"an email that is not verified": changed(map[string]any{"email_verified": false}),
		"groups that are no names":      changed(map[string]any{"groups": []any{"ops", map[string]any{}}}),
		"groups that are an object":     changed(map[string]any{"groups": map[string]any{"ops": true}}),
		"text":                          "wang@example.com",
		"JSON":                          `{"payload":"` + parts[1] + `","signatures":[{"protected":"` + parts[0] + `","signature":"` + parts[2] + `"}]}`,
		"too long":                      good + strings.Repeat("A", 20_000),
	} {
		if got, err := i.Identify(asked(token)); !errors.Is(err, identity.ErrRefused) || got.Person != "" || got.Role != identity.Nobody {
			t.Errorf("%s: got %+v, %v; want it refused", name, got, err)
		}
	}
	for name, r := range map[string]*http.Request{
		"twice":               from("192.0.2.1:1", "X-Assertion", good, "X-Assertion", good),
		"beside a misspelled": from("192.0.2.1:1", "X-Assertion", good, "X_Assertion", good),
	} {
		if got, err := i.Identify(r); !errors.Is(err, identity.ErrRefused) {
			t.Errorf("%s: got %+v, %v; want it refused", name, got, err)
		}
	}
	if got, err := i.Identify(from("192.0.2.1:1", "X-Forwarded-User", "wang")); !errors.Is(err, identity.ErrAbsent) {
		t.Errorf("a plain header: got %+v, %v; want absent", got, err)
	}
}

// embedded is a token that brings the key it is signed with.
func embedded(t *testing.T, key crypto.Signer) string {
	t.Helper()
	signer := must(jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, &jose.SignerOptions{EmbedJWK: true}))(t)
	return must(jwt.Signed(signer).Claims(claims(nil)).Serialize())(t)
}

func TestPresetsReadWhatTheirProxySends(t *testing.T) {
	p := newIssuer(t)
	base := p.settings()
	base.AssertionHeader = ""
	for name, c := range map[string]struct {
		preset, header, prefix string
		alg                    jose.SignatureAlgorithm
		key                    string
		changes                map[string]any
		groups                 []string
	}{
		"oauth2-proxy": {"oauth2-proxy", "Authorization", "Bearer ", jose.RS256, "rsa", nil, []string{"ops", "staff"}},
		"pomerium":     {"pomerium", "X-Pomerium-Jwt-Assertion", "", jose.ES256, "ec", nil, []string{"ops", "staff"}},
		"cloudflare": {"cloudflare", "Cf-Access-Jwt-Assertion", "", jose.RS256, "rsa",
			map[string]any{"type": "app", "groups": nil, "custom": map[string]any{"groups": []string{"ops"}}}, []string{"ops"}},
		"google-iap": {"google-iap", "X-Goog-Iap-Jwt-Assertion", "", jose.ES256, "ec", map[string]any{"groups": nil}, nil},
	} {
		s := base
		s.Preset = c.preset
		token := sign(t, c.alg, c.key, p.keys[c.key], map[jose.HeaderKey]any{"typ": "JWT"}, claims(c.changes))
		got, err := p.identifier(s, clock).Identify(from("192.0.2.1:1", c.header, c.prefix+token))
		if err != nil || got.Person != "lin@example.com" || !reflect.DeepEqual(got.Groups, c.groups) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	s := base
	s.Preset = "cloudflare"
	token := sign(t, jose.RS256, "rsa", p.keys["rsa"], nil, claims(map[string]any{"type": "org"}))
	if got, err := p.identifier(s, clock).Identify(from("192.0.2.1:1", "Cf-Access-Jwt-Assertion", token)); !errors.Is(err, identity.ErrRefused) {
		t.Errorf("a token of the team's own pages: got %+v, %v; want it refused", got, err)
	}
}
