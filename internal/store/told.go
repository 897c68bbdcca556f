package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Told is what a person said last of a resource that the provider cannot list:
// that there is one, or that it is to be forgotten.
type Told struct {
	Account   string            `gorm:"primaryKey"`
	Kind      string            `gorm:"primaryKey"` // slug
	ID        string            `gorm:"primaryKey"`
	Facts     map[string]string `gorm:"serializer:json"`
	Who       string
	Since     time.Time
	Forgotten bool
}

// TableName satisfies gorm.
func (Told) TableName() string { return "told" }

// Tell stores what a person says, in place of what was said before, with a row
// of the audit trail in the same transaction.
func (d *DB) Tell(ctx context.Context, all []Told, row AuditRow) error {
	for i := range all {
		all[i].Since = d.Time()
	}
	return d.audited(ctx, "tell", row, func(tx *gorm.DB) error {
		return tx.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(all, 100).Error
	})
}

// Told lists what was said of an account's resources of a kind, the oldest
// first.
func (d *DB) Told(ctx context.Context, account, kind string) ([]Told, error) {
	var all []Told
	err := d.with(ctx).Where("account = ? AND kind = ?", account, kind).Order("since, id").Find(&all).Error
	return all, failure("list what was told", err)
}
