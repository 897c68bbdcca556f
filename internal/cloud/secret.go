package cloud

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"unique"
)

const hidden = "[secret]"

// Secret is a text that cannot be printed, logged, marshalled or rendered: all
// of these show a fixed word instead. Only Reveal opens it, and only signing,
// sealing, checking what was typed, the wire encoder, the redirect to a console
// address and the page that a password is asked for on call that.
// Two Secrets are equal when their texts are.
type Secret struct {
	// A handle, because package fmt prints what an unexported field holds
	// without asking its methods: of a handle it shows an address only.
	text unique.Handle[string]
}

// NewSecret wraps a text.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{unique.Make(text)}
}

// Reveal returns the text itself.
func (s Secret) Reveal() string {
	if s.IsZero() {
		return ""
	}
	return s.text.Value()
}

// Is compares with what someone typed, in a time that tells nothing of how much
// of it was right. Nothing is no secret's text.
func (s Secret) Is(typed string) bool {
	a, b := sha256.Sum256([]byte(s.Reveal())), sha256.Sum256([]byte(typed))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1 && !s.IsZero()
}

// LeftOut tells whether a secret was left out of what was marshalled.
func LeftOut(marshalled []byte) bool { return bytes.Contains(marshalled, []byte(`"`+hidden+`"`)) }

// IsZero tells whether there is no text; it also makes omitzero work.
func (s Secret) IsZero() bool { return s == Secret{} }

// String shows a fixed word.
func (Secret) String() string { return hidden }

// Format shows a fixed word for every verb, %#v and %x included.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// LogValue shows a fixed word.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalJSON writes a fixed word, so that a request struct may be stored in
// the ledger as it is.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// MarshalText writes a fixed word.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// UnmarshalJSON reads a secret that the API sends (gcw.QuerySubAccounts).
func (s *Secret) UnmarshalJSON(b []byte) error {
	var id ID
	err := id.UnmarshalJSON(b)
	*s = NewSecret(string(id))
	return err
}

// Credentials are one account's access key and its secret.
type Credentials struct {
	AccessKey string
	Secret    Secret
}

// MaskedKey shows enough of the access key to tell two apart: "AKDE…0001".
func (c Credentials) MaskedKey() string { return MaskKey(c.AccessKey) }

// MaskKey keeps the first and last four characters of an access key.
func MaskKey(k string) string {
	if len(k) <= 10 {
		return "••••"
	}
	return k[:4] + "…" + k[len(k)-4:]
}
