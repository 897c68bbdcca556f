package handlers

import (
	"testing"

	"yunque/internal/explorer"
	"yunque/internal/resource"
)

// TestNoDocumentedSecretIsCarriedThroughSigningIn holds the names that are
// dropped against every secret that the documentation knows.
func TestNoDocumentedSecretIsCarriedThroughSigningIn(t *testing.T) {
	secrets := 0
	for _, chapter := range explorer.Chapters() {
		for _, op := range chapter.Ops {
			for _, f := range op.Form(nil, nil, false).Fields() {
				if f.Secret || f.Input == resource.PasswordInput {
					secrets++
					if !holdsSecret(f.Name) {
						t.Errorf("%s: %s would be carried", op.ID, f.Name)
					}
				}
			}
		}
	}
	if secrets == 0 {
		t.Error("no secret found at all")
	}
}
