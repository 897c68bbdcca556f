package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"
)

// Draft is a long form as typed so far. The caller leaves secrets out of JSON.
type Draft struct {
	Owner   string `gorm:"primaryKey"`
	Kind    string `gorm:"primaryKey"`
	JSON    string `gorm:"column:json"`
	Updated time.Time
}

// SaveDraft keeps one draft per owner and kind of form, replacing the one before.
func (d *DB) SaveDraft(ctx context.Context, owner, kind, json string) error {
	draft := Draft{Owner: owner, Kind: kind, JSON: json, Updated: d.Time()}
	return failure("save draft", d.with(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&draft).Error)
}

// Draft returns an owner's draft of a kind of form, or ErrNotFound.
func (d *DB) Draft(ctx context.Context, owner, kind string) (Draft, error) {
	var draft Draft
	err := d.with(ctx).Where("owner = ? AND kind = ?", owner, kind).Take(&draft).Error
	return draft, failure("read draft", err)
}

// DeleteDraft forgets a draft; one that does not exist is no error.
func (d *DB) DeleteDraft(ctx context.Context, owner, kind string) error {
	return failure("delete draft", d.with(ctx).Where("owner = ? AND kind = ?", owner, kind).Delete(&Draft{}).Error)
}
