package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

const (
	keySize          = 32
	fingerprintBytes = 12
)

// serverKey is one server secret with what is derived from it: a key for each
// purpose, so that none is used for two.
type serverKey struct {
	secret      []byte
	id          string // stands before what it sealed
	check       string
	fingerprint []byte
	cookieAuth  []byte
	cookieCrypt []byte
	audit       []byte
	kept        []byte // seals keys that the server itself keeps
}

func derive(secret []byte) (serverKey, error) {
	k := serverKey{secret: secret}
	if len(secret) < MinSecret {
		return k, ErrShortSecret
	}
	var id, check []byte
	for _, p := range []struct {
		purpose string
		size    int
		key     *[]byte
	}{
		{"yunque key id", 4, &id},
		{"yunque secret check", keySize, &check},
		{"yunque account fingerprint", keySize, &k.fingerprint},
		{"yunque cookie authentication", keySize, &k.cookieAuth},
		{"yunque cookie encryption", keySize, &k.cookieCrypt},
		{"yunque audit seals", keySize, &k.audit},
		{"yunque kept keys", keySize, &k.kept},
	} {
		key, err := hkdf.Key(sha256.New, secret, nil, p.purpose, p.size)
		if err != nil {
			return k, fmt.Errorf("derive %s: %w", p.purpose, err)
		}
		*p.key = key
	}
	k.id = hex.EncodeToString(id)
	k.check = k.id + "." + encoding.EncodeToString(check)
	return k, nil
}

// aead is the cipher for one session's texts.
func (k serverKey) aead(session []byte) (cipher.AEAD, error) {
	if len(session) < MinSecret {
		return nil, ErrShortSecret
	}
	key, err := hkdf.Key(sha256.New, k.secret, session, "yunque profile keys", keySize)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Check is the value to store beside the data, for Verify to compare with. It
// tells nothing about the secret.
func (v *Vault) Check() string { return v.keys[0].check }

// Verify answers ErrSecretChanged unless a stored check value was made with
// one of the vault's secrets. Over existing data the program must not go on.
func (v *Vault) Verify(stored string) error {
	for _, k := range v.keys {
		if hmac.Equal([]byte(k.check), []byte(stored)) {
			return nil
		}
	}
	return ErrSecretChanged
}

// Fingerprint names an account without telling its access key. Its key comes
// from the oldest secret given until KeepFingerprints was called.
func (v *Vault) Fingerprint(accessKey, site string) string {
	m := hmac.New(sha256.New, v.fingerprint)
	m.Write(join([]string{accessKey, site}))
	return hex.EncodeToString(m.Sum(nil)[:fingerprintBytes])
}

// CookieKeys returns pairs of authentication and encryption keys, the current
// secret's first, in the form that gorilla's cookie stores take.
func (v *Vault) CookieKeys() [][]byte {
	var pairs [][]byte
	for _, k := range v.keys {
		pairs = append(pairs, k.cookieAuth, k.cookieCrypt)
	}
	return pairs
}

// AuditKeys are the keys that seal the audit trail, the current secret's first.
func (v *Vault) AuditKeys() [][]byte {
	var keys [][]byte
	for _, k := range v.keys {
		keys = append(keys, k.audit)
	}
	return keys
}
