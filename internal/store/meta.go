package store

import (
	"context"

	"gorm.io/gorm/clause"
)

// MetaSecretCheck is the key of the value that tells whether the server secret
// is still the one this database was sealed with.
const MetaSecretCheck = "secret-check"

// MetaFingerprintKey is the key of the sealed key that names accounts.
const MetaFingerprintKey = "fingerprint-key"

type meta struct {
	Key   string `gorm:"primaryKey"`
	Value string
}

func (meta) TableName() string { return "meta" }

// Meta returns a fact about the database itself, or ErrNotFound.
func (d *DB) Meta(ctx context.Context, key string) (string, error) {
	var m meta
	err := d.with(ctx).Where(&meta{Key: key}, "Key").Take(&m).Error
	return m.Value, failure("read meta", err)
}

// SetMeta stores a fact, replacing the one before.
func (d *DB) SetMeta(ctx context.Context, key, value string) error {
	m := meta{Key: key, Value: value}
	return failure("set meta", d.with(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&m).Error)
}

// AddMeta stores a fact unless it is there, and returns what is stored: of
// replicas that start together over an empty database, one wins.
func (d *DB) AddMeta(ctx context.Context, key, value string) (string, error) {
	m := meta{Key: key, Value: value}
	if err := d.with(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&m).Error; err != nil {
		return "", failure("add meta", err)
	}
	return d.Meta(ctx, key)
}
