package app

import (
	"context"
	"errors"
	"fmt"

	"yunque/internal/audit"
	"yunque/internal/config"
	"yunque/internal/store"
	"yunque/internal/vault"
)

// newVault is the vault of the configured secrets.
func newVault(c config.Config) (*vault.Vault, error) {
	secret, err := c.Secret.Key()
	if err != nil {
		return nil, fmt.Errorf("server secret %w", err)
	}
	var old [][]byte
	if c.OldSecret != "" {
		key, err := c.OldSecret.Key()
		if err != nil {
			return nil, fmt.Errorf("old server secret %w", err)
		}
		old = append(old, key)
	}
	return vault.New(secret, old...)
}

// openVault proves that the secret is the one that sealed what is stored. With
// nothing stored yet, the secret's check value is. After a rotation what the
// server itself keeps is sealed anew.
func openVault(ctx context.Context, c config.Config, db *store.DB) (*vault.Vault, error) {
	v, err := newVault(c)
	if err != nil {
		return nil, err
	}
	stored, err := db.AddMeta(ctx, store.MetaSecretCheck, v.Check())
	if err != nil {
		return nil, err
	}
	if err := v.Verify(stored); err != nil {
		return nil, anotherSecret(err)
	}
	if err := keepFingerprints(ctx, db, v); err != nil {
		return nil, err
	}
	return v, db.SetMeta(ctx, store.MetaSecretCheck, v.Check())
}

func anotherSecret(err error) error {
	return fmt.Errorf("%w: the database was written with another CONSOLE_SECRET; give that one, or as CONSOLE_OLD_SECRET beside the new one", err)
}

func keepFingerprints(ctx context.Context, db *store.DB, v *vault.Vault) error {
	own, err := v.FingerprintKey()
	if err != nil {
		return err
	}
	stored, err := db.AddMeta(ctx, store.MetaFingerprintKey, own)
	if err != nil {
		return err
	}
	if err := v.KeepFingerprints(stored); err != nil {
		return fmt.Errorf("key of account names: %w", err)
	}
	if !v.Stale(stored) {
		return nil
	}
	if own, err = v.FingerprintKey(); err != nil {
		return err
	}
	return db.SetMeta(ctx, store.MetaFingerprintKey, own)
}

// Offline is the database with the keys that its secret gives, for commands
// that look at it beside a running console. Opening it changes nothing.
type Offline struct {
	DB    *store.DB
	Vault *vault.Vault
	Chain *audit.Chain
}

// OpenOffline refuses a database of another secret, and one of another version.
func OpenOffline(ctx context.Context, c config.Config) (*Offline, error) {
	v, err := newVault(c)
	if err != nil {
		return nil, err
	}
	db, err := store.Open(c.Database)
	if err != nil {
		return nil, err
	}
	o := &Offline{DB: db, Vault: v, Chain: audit.NewChain(v.AuditKeys()...)}
	db.Chain = o.Chain
	if err := o.check(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return o, nil
}

func (o *Offline) check(ctx context.Context) error {
	current, err := o.DB.Current(ctx)
	if err != nil {
		return err
	}
	if !current {
		return errors.New("the database is of another version: run console migrate")
	}
	stored, err := o.DB.Meta(ctx, store.MetaSecretCheck)
	if errors.Is(err, store.ErrNotFound) {
		return nil // nothing was sealed yet
	}
	if err != nil {
		return err
	}
	if err := o.Vault.Verify(stored); err != nil {
		return anotherSecret(err)
	}
	return nil
}
