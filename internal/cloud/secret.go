package cloud

import (
	"fmt"
	"log/slog"
)

const hidden = "[secret]"

// Secret is a text that cannot be printed, logged, marshalled or rendered: all
// of these show a fixed word instead. Only Reveal opens it, and only signing,
// sealing and the wire encoder call that.
type Secret struct{ text string }

// NewSecret wraps a text.
func NewSecret(text string) Secret { return Secret{text} }

// Reveal returns the text itself.
func (s Secret) Reveal() string { return s.text }

// IsZero tells whether there is no text; it also makes omitzero work.
func (s Secret) IsZero() bool { return s.text == "" }

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
	s.text = string(id)
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
