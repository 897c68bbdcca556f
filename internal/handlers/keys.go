package handlers

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

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
	var err error
	if p.Sealed, err = s.seal(t, person, p, cred); err != nil {
		return err
	}
	return s.DB.AddProfile(ctx, p)
}

// seal closes a profile's keys with the secret of the person's cookie.
func (s *Server) seal(t token, person string, p store.Profile, cred cloud.Credentials) (string, error) {
	plain, err := json.Marshal(sealedKeys{cred.AccessKey, cred.Secret.Reveal()}) //nolint:gosec // to be sealed at once
	if err != nil {
		return "", err
	}
	return s.Vault.Seal(t.key, plain, p.Session, person, p.ID)
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

// reseal moves a session to the current server secret: its sealed keys, and
// its cookie, when the one or the other is of a secret from before a rotation.
// What fails is tried again on the next visit.
func (s *Server) reseal(c echo.Context, t token, v *visit) {
	ctx := c.Request().Context()
	for _, p := range v.profiles {
		if !s.Vault.Stale(p.Sealed) {
			continue
		}
		cred, err := s.unseal(t, v.session, p)
		if err != nil {
			continue // it will end with its session
		}
		sealed, err := s.seal(t, v.session.Person, p, cred)
		if err == nil {
			err = s.DB.ResealProfile(ctx, v.session.ID, p.ID, sealed)
		}
		if err != nil {
			s.Log.Error("keys not sealed anew", "profile", p.ID, "error", err)
		}
	}
	if s.cookies.stale(c) {
		if err := s.cookies.write(c, t); err != nil {
			s.Log.Error("cookie not written anew", "error", err)
		}
	}
}
