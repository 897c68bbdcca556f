// Package vault seals and opens account keys.
//
// Each sealed text has a data key of its own session: HKDF over the server's
// secret and a secret that only the person's cookie holds. The database
// without the cookie opens nothing, and the cookie without the server opens
// nothing. Additional data binds a text to where it belongs (session, person,
// profile), so that a row copied to another place does not open there.
package vault

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// MinSecret is the least length of a server or session secret, in bytes.
const MinSecret = 32

var (
	// ErrShortSecret is answered for a secret that is too short to be one.
	ErrShortSecret = fmt.Errorf("a secret needs at least %d bytes", MinSecret)
	// ErrOpen is answered for whatever does not open; why is not told.
	ErrOpen = errors.New("the sealed text does not open")
	// ErrSecretChanged is answered when stored data was sealed with a server
	// secret that is not among those given.
	ErrSecretChanged = errors.New("the server secret is not the one the stored data was sealed with")
)

var encoding = base64.RawURLEncoding

// Vault seals with the current server secret and opens with any it was given.
// It is safe for concurrent use.
type Vault struct {
	keys        []serverKey // the current one first
	fingerprint []byte
}

// New makes a vault of the current server secret and, after a rotation, the
// ones before it, newest first.
func New(secret []byte, old ...[]byte) (*Vault, error) {
	v := &Vault{}
	for _, s := range append([][]byte{secret}, old...) {
		k, err := derive(s)
		if err != nil {
			return nil, err
		}
		v.keys = append(v.keys, k)
	}
	v.fingerprint = v.keys[len(v.keys)-1].fingerprint
	return v, nil
}

// Seal encrypts plaintext for one session. The same aad, in the same order, is
// needed to open it.
func (v *Vault) Seal(session, plaintext []byte, aad ...string) (string, error) {
	k := v.keys[0]
	aead, err := k.aead(session)
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	return k.id + "." + encoding.EncodeToString(aead.Seal(nil, nil, plaintext, join(aad))), nil //nolint:gosec // this AEAD makes its nonces itself
}

// Open decrypts what Seal made. Whatever is wrong, the error is ErrOpen.
func (v *Vault) Open(session []byte, sealed string, aad ...string) ([]byte, error) {
	id, text, _ := strings.Cut(sealed, ".")
	raw, err := encoding.DecodeString(text)
	if err != nil {
		return nil, ErrOpen
	}
	for _, k := range v.keys {
		if k.id != id {
			continue
		}
		aead, err := k.aead(session)
		if err != nil {
			return nil, ErrOpen
		}
		plain, err := aead.Open(nil, nil, raw, join(aad))
		if err != nil {
			return nil, ErrOpen
		}
		return plain, nil
	}
	return nil, ErrOpen
}

// Stale tells whether a sealed text should be sealed again, because the server
// secret was rotated since.
func (v *Vault) Stale(sealed string) bool {
	id, _, _ := strings.Cut(sealed, ".")
	return id != v.keys[0].id
}

// join puts a length before each part, so that no two lists look the same.
func join(parts []string) []byte {
	var b []byte
	for _, p := range parts {
		b = binary.AppendUvarint(b, uint64(len(p)))
		b = append(b, p...)
	}
	return b
}
