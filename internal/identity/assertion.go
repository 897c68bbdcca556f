package identity

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const (
	maxToken = 16 << 10         // bytes
	leeway   = 30 * time.Second // between the proxy's clock and ours
)

// assertion believes a token that is signed, for us, and of now.
type assertion struct {
	scheme
	algs []jose.SignatureAlgorithm
	keys *keys
	now  func() time.Time
}

func newAssertion(s scheme, o Options) *assertion {
	a := &assertion{scheme: s, now: o.Now, keys: newKeys(s.keysURL, o)}
	for _, name := range s.algorithms {
		a.algs = append(a.algs, jose.SignatureAlgorithm(name))
	}
	return a
}

func (a *assertion) identify(r *http.Request) (Identity, error) {
	raw, err := single(r.Header, a.header)
	if err != nil {
		return Identity{}, err
	}
	if sameName(a.header, "Authorization") {
		// Another way to sign in, such as basic, says nothing about anyone.
		raw, _ = strings.CutPrefix(raw, "Bearer ")
	}
	if raw == "" {
		return Identity{}, ErrAbsent
	}
	std, claims, err := a.verify(r.Context(), raw)
	if err != nil {
		return Identity{}, err
	}
	return a.read(std, claims)
}

// verify opens a token. Only the header's algorithm, type and key id are read
// before the signature is checked; a key or an address of keys that the token
// brings along is never looked at.
func (a *assertion) verify(ctx context.Context, raw string) (jwt.Claims, map[string]any, error) {
	var (
		std jwt.Claims
		all map[string]any
	)
	if len(raw) > maxToken {
		return std, nil, refuse("the token has more than %d bytes", maxToken)
	}
	token, err := jwt.ParseSigned(raw, a.algs)
	if err != nil || len(token.Headers) != 1 {
		return std, nil, refuse("no token signed with one of %s", strings.Join(a.algorithms, ", "))
	}
	head := token.Headers[0]
	kind, _ := head.ExtraHeaders[jose.HeaderType].(string)
	if !slices.ContainsFunc(a.types, func(t string) bool { return strings.EqualFold(t, kind) }) {
		return std, nil, refuse("a token of type %q", kind)
	}
	candidates, err := a.keys.find(ctx, head.KeyID, head.Algorithm)
	if err != nil {
		return std, nil, err
	}
	for _, key := range candidates {
		if token.Claims(key, &std, &all) == nil {
			return std, all, nil
		}
	}
	return std, nil, refuse("the token is not signed with a key of %s", a.keysURL)
}

// read checks what a signed token says, and for whom.
func (a *assertion) read(std jwt.Claims, all map[string]any) (Identity, error) {
	now := a.now()
	if std.Expiry == nil {
		return Identity{}, refuse("a token that never expires")
	}
	if err := std.ValidateWithLeeway(jwt.Expected{Issuer: a.issuer, AnyAudience: jwt.Audience{a.audience}, Time: now}, leeway); err != nil {
		return Identity{}, refuse("%v", err)
	}
	for claim, want := range a.claims {
		if got, _ := all[claim].(string); got != want {
			return Identity{}, refuse("a token whose %s is %q", claim, got)
		}
	}
	if verified, said := all["email_verified"].(bool); a.person == "email" && said && !verified {
		return Identity{}, refuse("an email address that is not verified")
	}
	said, _ := claimAt(all, a.person).(string)
	person, err := name("the person's name", said)
	if err != nil {
		return Identity{}, err
	}
	if person == "" {
		return Identity{}, refuse("a token without %s", a.person)
	}
	groups, err := groupNames(claimAt(all, a.groups))
	return Identity{Person: person, Groups: groups, Until: std.Expiry.Time().UTC().Add(leeway)}, err
}

// claimAt finds a claim by its whole name, or by dots through objects.
func claimAt(all map[string]any, path string) any {
	if v, ok := all[path]; ok || path == "" {
		return v
	}
	head, rest, _ := strings.Cut(path, ".")
	inner, ok := all[head].(map[string]any)
	if !ok || rest == "" {
		return nil
	}
	return claimAt(inner, rest)
}

// groupNames reads a list of names, or one name; anything else is not
// understood, and what is not understood gives no rights.
func groupNames(claim any) ([]string, error) {
	var list []any
	switch v := claim.(type) {
	case nil:
		return nil, nil
	case string:
		list = []any{v}
	case []any:
		list = v
	default:
		return nil, refuse("groups that are no list of names")
	}
	var groups []string
	for _, one := range list {
		s, ok := one.(string)
		if !ok {
			return nil, refuse("groups that are no list of names")
		}
		g, err := name("a group's name", s)
		if err != nil {
			return nil, err
		}
		if g != "" && !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	return groups, nil
}
