package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"strings"
)

// fingerprintPurpose binds the kept key to what it is for.
const fingerprintPurpose = "fingerprint key"

// FingerprintKey is the key that names accounts, sealed for the database: what
// is stored under an account must be found again when the secret it was first
// derived from is given no longer.
func (v *Vault) FingerprintKey() (string, error) {
	k := v.keys[0]
	aead, err := k.keeper()
	if err != nil {
		return "", err
	}
	return k.id + "." + encoding.EncodeToString(aead.Seal(nil, nil, v.fingerprint, []byte(fingerprintPurpose))), nil //nolint:gosec // this AEAD makes its nonces itself
}

// KeepFingerprints names accounts with a stored key from now on. Call it
// before the vault is used; the error is ErrOpen.
func (v *Vault) KeepFingerprints(sealed string) error {
	id, text, _ := strings.Cut(sealed, ".")
	raw, err := encoding.DecodeString(text)
	if err != nil {
		return ErrOpen
	}
	for _, k := range v.keys {
		if k.id != id {
			continue
		}
		aead, err := k.keeper()
		if err != nil {
			return err
		}
		key, err := aead.Open(nil, nil, raw, []byte(fingerprintPurpose))
		if err != nil {
			return ErrOpen
		}
		v.fingerprint = key
		return nil
	}
	return ErrOpen
}

// keeper is the cipher for keys that the server itself keeps.
func (k serverKey) keeper() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.kept)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}
