package vault

import (
	"errors"
	"testing"
)

func TestAccountsKeepTheirNamesWhenTheFirstSecretIsGone(t *testing.T) {
	first := newVault(t, secret(1))
	want := first.Fingerprint("AKDEMO0000001", "cn")
	stored, err := first.FingerprintKey()
	if err != nil {
		t.Fatal(err)
	}
	for n := byte(2); n < 5; n++ { // one rotation after the other
		during := newVault(t, secret(n), secret(n-1))
		if err := during.KeepFingerprints(stored); err != nil {
			t.Fatal(err)
		}
		if stored, err = during.FingerprintKey(); err != nil {
			t.Fatal(err)
		}
		after := newVault(t, secret(n))
		if err := after.KeepFingerprints(stored); err != nil {
			t.Fatal(err)
		}
		if got := after.Fingerprint("AKDEMO0000001", "cn"); got != want {
			t.Errorf("after rotation %d: got %s, want %s", n-1, got, want)
		}
	}
}

func TestAKeptKeyOpensOnlyWithItsSecret(t *testing.T) {
	stored, err := newVault(t, secret(1)).FingerprintKey()
	if err != nil {
		t.Fatal(err)
	}
	for name, sealed := range map[string]string{"with another secret": stored, "empty": "", "no letters": stored[:9] + "*", "cut": stored[:len(stored)-2]} {
		v := newVault(t, secret(1))
		if name == "with another secret" {
			v = newVault(t, secret(2))
		}
		if err := v.KeepFingerprints(sealed); !errors.Is(err, ErrOpen) {
			t.Errorf("%s: got %v, want %v", name, err, ErrOpen)
		}
	}
}
