package vault

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func secret(b byte) []byte { return bytes.Repeat([]byte{b}, MinSecret) }

func newVault(t *testing.T, current []byte, old ...[]byte) *Vault {
	t.Helper()
	v, err := New(current, old...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func seal(t *testing.T, v *Vault, session []byte, text string, aad ...string) string {
	t.Helper()
	sealed, err := v.Seal(session, []byte(text), aad...)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func TestASealedTextOpensOnlyWithAllItsParts(t *testing.T) {
	v := newVault(t, secret(1))
	sealed := seal(t, v, secret(7), "the secret key", "session", "li", "profile")
	if strings.Contains(sealed, "secret") {
		t.Errorf("the sealed text shows what it holds: %q", sealed)
	}
	for name, c := range map[string]struct {
		vault   *Vault
		session []byte
		sealed  string
		aad     []string
		want    string
		err     error
	}{
		"with server, cookie and place":     {v, secret(7), sealed, []string{"session", "li", "profile"}, "the secret key", nil},
		"with another person's cookie":      {v, secret(8), sealed, []string{"session", "li", "profile"}, "", ErrOpen},
		"with no cookie, the row alone":     {v, nil, sealed, []string{"session", "li", "profile"}, "", ErrOpen},
		"with the cookie on another server": {newVault(t, secret(2)), secret(7), sealed, []string{"session", "li", "profile"}, "", ErrOpen},
		"moved to another session":          {v, secret(7), sealed, []string{"session2", "li", "profile"}, "", ErrOpen},
		"moved to another person":           {v, secret(7), sealed, []string{"session", "wu", "profile"}, "", ErrOpen},
		"moved to another profile":          {v, secret(7), sealed, []string{"session", "li", "profile2"}, "", ErrOpen},
		"with the same letters cut anew":    {v, secret(7), sealed, []string{"sessionl", "i", "profile"}, "", ErrOpen},
		"with a part left out":              {v, secret(7), sealed, []string{"session", "li"}, "", ErrOpen},
		"with its last letter lost":         {v, secret(7), sealed[:len(sealed)-1], []string{"session", "li", "profile"}, "", ErrOpen},
		"empty":                             {v, secret(7), "", []string{"session", "li", "profile"}, "", ErrOpen},
		"with no text after the key's name": {v, secret(7), sealed[:9], []string{"session", "li", "profile"}, "", ErrOpen},
		"with letters that are none":        {v, secret(7), sealed + "*", []string{"session", "li", "profile"}, "", ErrOpen},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.vault.Open(c.session, c.sealed, c.aad...)
			if string(got) != c.want || !errors.Is(err, c.err) {
				t.Errorf("got %q, %v; want %q, %v", got, err, c.want, c.err)
			}
		})
	}
}

func TestTheNonceIsNeverTheSame(t *testing.T) {
	v := newVault(t, secret(1))
	const nonceSize = 12
	seen := make(map[string]bool)
	for range 10_000 {
		_, text, _ := strings.Cut(seal(t, v, secret(7), "same"), ".")
		raw, err := encoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		seen[string(raw[:nonceSize])] = true
	}
	if len(seen) != 10_000 {
		t.Errorf("got %d different nonces, want 10000", len(seen))
	}
}

func TestShortSecretsAreRefused(t *testing.T) {
	if _, err := New(secret(1)[1:]); !errors.Is(err, ErrShortSecret) {
		t.Errorf("short server secret: got %v, want %v", err, ErrShortSecret)
	}
	if _, err := New(secret(1), nil); !errors.Is(err, ErrShortSecret) {
		t.Errorf("empty old secret: got %v, want %v", err, ErrShortSecret)
	}
	v := newVault(t, secret(1))
	if _, err := v.Seal(secret(7)[1:], []byte("x")); !errors.Is(err, ErrShortSecret) {
		t.Errorf("short session secret: got %v, want %v", err, ErrShortSecret)
	}
}

func TestAChangedSecretIsNoticed(t *testing.T) {
	stored := newVault(t, secret(1)).Check()
	for name, c := range map[string]struct {
		vault  *Vault
		stored string
		want   error
	}{
		"the same secret":                 {newVault(t, secret(1)), stored, nil},
		"a rotated secret, the old given": {newVault(t, secret(2), secret(1)), stored, nil},
		"another secret":                  {newVault(t, secret(2)), stored, ErrSecretChanged},
		"no stored value":                 {newVault(t, secret(1)), "", ErrSecretChanged},
	} {
		if err := c.vault.Verify(c.stored); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestAfterARotationTheOldOpensAndTheNewSeals(t *testing.T) {
	before := newVault(t, secret(1))
	after := newVault(t, secret(2), secret(1))
	old := seal(t, before, secret(7), "text", "place")
	if got, err := after.Open(secret(7), old, "place"); err != nil || string(got) != "text" {
		t.Errorf("old text: got %q, %v; want it open", got, err)
	}
	fresh := seal(t, after, secret(7), "text", "place")
	if _, err := before.Open(secret(7), fresh, "place"); !errors.Is(err, ErrOpen) {
		t.Errorf("new text with the old secret: got %v, want %v", err, ErrOpen)
	}
	if !after.Stale(old) || after.Stale(fresh) {
		t.Errorf("stale: got %v for the old and %v for the new text, want true and false", after.Stale(old), after.Stale(fresh))
	}
}

func TestAFingerprintTellsAccountsApartAndOutlivesARotation(t *testing.T) {
	v := newVault(t, secret(1))
	own := v.Fingerprint("AKDEMO0000001", "cn")
	for name, c := range map[string]struct {
		vault     *Vault
		key, site string
		same      bool
	}{
		"the same account":            {v, "AKDEMO0000001", "cn", true},
		"after a rotation":            {newVault(t, secret(2), secret(1)), "AKDEMO0000001", "cn", true},
		"another key":                 {v, "AKDEMO0000002", "cn", false},
		"another site":                {v, "AKDEMO0000001", "asia", false},
		"the same letters, cut anew":  {v, "AKDEMO0000001c", "n", false},
		"another server's same words": {newVault(t, secret(2)), "AKDEMO0000001", "cn", false},
	} {
		if got := c.vault.Fingerprint(c.key, c.site) == own; got != c.same {
			t.Errorf("%s: got same %v, want %v", name, got, c.same)
		}
	}
}

func TestEachPurposeHasItsOwnKey(t *testing.T) {
	v := newVault(t, secret(1), secret(2))
	keys := v.CookieKeys()
	for _, k := range v.keys {
		keys = append(keys, k.fingerprint, []byte(k.check), k.secret)
	}
	seen := make(map[string]bool)
	for _, k := range keys {
		seen[string(k)] = true
	}
	if len(v.CookieKeys()) != 4 || len(seen) != len(keys) {
		t.Errorf("got %d cookie keys and %d different keys of %d, want 4 and all", len(v.CookieKeys()), len(seen), len(keys))
	}
}
