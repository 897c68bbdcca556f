package store

import (
	"context"

	"gorm.io/gorm/clause"
)

// Pref is one setting of one owner: a person's column choice, a session's
// language.
type Pref struct {
	Owner string `gorm:"primaryKey"`
	Key   string `gorm:"primaryKey"`
	Value string
}

// SetPref stores a setting, replacing the one before.
func (d *DB) SetPref(ctx context.Context, owner, key, value string) error {
	p := Pref{Owner: owner, Key: key, Value: value}
	return failure("set preference", d.with(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&p).Error)
}

// Pref returns a setting, or ErrNotFound.
func (d *DB) Pref(ctx context.Context, owner, key string) (string, error) {
	var p Pref
	err := d.with(ctx).Where(&Pref{Owner: owner, Key: key}, "Owner", "Key").Take(&p).Error
	return p.Value, failure("read preference", err)
}

// Prefs returns all of an owner's settings.
func (d *DB) Prefs(ctx context.Context, owner string) (map[string]string, error) {
	var all []Pref
	if err := d.with(ctx).Where("owner = ?", owner).Find(&all).Error; err != nil {
		return nil, failure("list preferences", err)
	}
	values := make(map[string]string, len(all))
	for _, p := range all {
		values[p.Key] = p.Value
	}
	return values, nil
}

// DeletePref forgets a setting; one that is not set is no error.
func (d *DB) DeletePref(ctx context.Context, owner, key string) error {
	err := d.with(ctx).Where(&Pref{Owner: owner, Key: key}, "Owner", "Key").Delete(&Pref{}).Error
	return failure("delete preference", err)
}
