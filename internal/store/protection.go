package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Protection is a person's word that a resource must not be lost.
type Protection struct {
	Account string `gorm:"primaryKey"`
	Kind    string `gorm:"primaryKey"` // slug
	ID      string `gorm:"primaryKey"`
	Who     string
	Reason  string
	Since   time.Time
}

// Protect stores protections, leaving those that are there as they are, with
// a row of the audit trail in the same transaction.
func (d *DB) Protect(ctx context.Context, all []Protection, row AuditRow) error {
	for i := range all {
		all[i].Since = d.Time()
	}
	return d.audited(ctx, "protect", row, func(tx *gorm.DB) error {
		return tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(all, 100).Error
	})
}

// Unprotect removes protections, with a row of the audit trail.
func (d *DB) Unprotect(ctx context.Context, account, kind string, ids []string, row AuditRow) error {
	return d.audited(ctx, "unprotect", row, func(tx *gorm.DB) error {
		return tx.Where("account = ? AND kind = ? AND id IN ?", account, kind, ids).Delete(&Protection{}).Error
	})
}

// Protections lists an account's protections of a kind, or of all kinds when
// that is empty.
func (d *DB) Protections(ctx context.Context, account, kind string) ([]Protection, error) {
	q := d.with(ctx).Where("account = ?", account)
	if kind != "" {
		q = q.Where("kind = ?", kind)
	}
	var all []Protection
	return all, failure("list protections", q.Order("kind, id").Find(&all).Error)
}

// audited does something and leaves its row, both or neither.
func (d *DB) audited(ctx context.Context, doing string, row AuditRow, do func(*gorm.DB) error) error {
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error {
		if err := do(tx); err != nil {
			return err
		}
		return d.appendAudit(tx, row)
	})
	return failure(doing, err)
}
