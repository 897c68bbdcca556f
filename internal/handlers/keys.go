package handlers

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"yunque/internal/cloud"
	"yunque/internal/store"
)

// sealedKeys is what a profile's sealed text holds.
type sealedKeys struct {
	AccessKey string `json:"a"`
	Secret    string `json:"s"`
}

// addProfile seals keys for a session and makes them the ones in use.
func (s *Server) addProfile(ctx context.Context, t token, person, name, site string, cred cloud.Credentials) error {
	p := store.Profile{ID: uuid.NewString(), Session: t.hash(), Name: name, Site: site,
		MaskedKey: cred.MaskedKey(), Account: s.Vault.Fingerprint(cred.AccessKey, site)}
	plain, err := json.Marshal(sealedKeys{cred.AccessKey, cred.Secret.Reveal()})
	if err != nil {
		return err
	}
	if p.Sealed, err = s.Vault.Seal(t.key, plain, p.Session, person, p.ID); err != nil {
		return err
	}
	return s.DB.AddProfile(ctx, p)
}

// unseal opens a profile's keys with the secret of the person's cookie.
func (s *Server) unseal(t token, session store.Session, p store.Profile) (cloud.Credentials, error) {
	plain, err := s.Vault.Open(t.key, p.Sealed, p.Session, session.Person, p.ID)
	if err != nil {
		return cloud.Credentials{}, err
	}
	var k sealedKeys
	if err := json.Unmarshal(plain, &k); err != nil {
		return cloud.Credentials{}, err
	}
	return cloud.Credentials{AccessKey: k.AccessKey, Secret: cloud.NewSecret(k.Secret)}, nil
}
