package store

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// Profile is one account at one site that a session holds sealed keys for.
type Profile struct {
	ID        string `gorm:"primaryKey"`
	Session   string
	Name      string
	Site      string
	MaskedKey string
	Account   string // fingerprint of key and site
	Sealed    string // opens only with the session's cookie
	Active    bool
	Created   time.Time
}

// AddProfile stores a profile and makes it the session's active one.
func (d *DB) AddProfile(ctx context.Context, p Profile) error {
	p.Created, p.Active = d.Time(), true
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error {
		if err := deactivate(tx, p.Session); err != nil {
			return err
		}
		return tx.Create(&p).Error
	})
	return failure("add profile", err)
}

// Profiles lists a session's profiles in the order they were added.
func (d *DB) Profiles(ctx context.Context, session string) ([]Profile, error) {
	var all []Profile
	err := d.with(ctx).Where("session = ?", session).Order("created, id").Find(&all).Error
	return all, failure("list profiles", err)
}

// ActiveProfile returns the profile a session works with, or ErrNotFound.
func (d *DB) ActiveProfile(ctx context.Context, session string) (Profile, error) {
	var p Profile
	err := d.with(ctx).Where("session = ? AND active", session).Take(&p).Error
	return p, failure("read active profile", err)
}

// ActivateProfile makes one of the session's profiles the active one.
func (d *DB) ActivateProfile(ctx context.Context, session, id string) error {
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error {
		if err := deactivate(tx, session); err != nil {
			return err
		}
		return affected("find", tx.Model(&Profile{}).Where("session = ? AND id = ?", session, id).Update("active", true))
	})
	return failure("activate profile", err)
}

// ResealProfile replaces a profile's sealed text, after the server secret was
// rotated.
func (d *DB) ResealProfile(ctx context.Context, session, id, sealed string) error {
	return affected("reseal profile",
		d.with(ctx).Model(&Profile{}).Where("session = ? AND id = ?", session, id).Update("sealed", sealed))
}

// DeleteProfile removes one of the session's profiles with its sealed keys.
func (d *DB) DeleteProfile(ctx context.Context, session, id string) error {
	return affected("delete profile", d.with(ctx).Where("session = ? AND id = ?", session, id).Delete(&Profile{}))
}

func deactivate(tx *gorm.DB, session string) error {
	return tx.Model(&Profile{}).Where("session = ? AND active", session).Update("active", false).Error
}
