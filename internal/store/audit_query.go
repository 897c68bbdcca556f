package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
)

// AuditFilter narrows the audit trail. Zero values do not narrow: an empty
// Account means all of them, which only some may see.
type AuditFilter struct {
	Account      string
	Person       string // name, or masked key of people without one
	Operation    string // catalogue id, or event
	Kind         string // slug
	Target       string // id; of that kind, where one is given
	Outcomes     []AuditOutcome
	Text         string // part of any word of a row
	Since, Until time.Time
	Page, Size   int // Page from 1; Size 0 means 50
}

// Audit lists attempts, the newest first, and tells how many match. An attempt
// is its outcome, or its intent while there is none.
func (d *DB) Audit(ctx context.Context, f AuditFilter) ([]AuditRow, int, error) {
	var total int64
	if err := f.narrow(d.with(ctx).Model(&AuditRow{})).Count(&total).Error; err != nil {
		return nil, 0, failure("count the audit trail", err)
	}
	size := f.Size
	if size <= 0 {
		size = defaultPageSize
	}
	var rows []AuditRow
	err := f.narrow(d.with(ctx)).Order("seq DESC").Limit(size).Offset(max(f.Page-1, 0) * size).Find(&rows).Error
	return rows, int(total), failure("list the audit trail", err)
}

const exportBatch = 500

// EachAudit hands out what Audit lists, all of it and the oldest first.
func (d *DB) EachAudit(ctx context.Context, f AuditFilter, each func(AuditRow) error) error {
	for after := int64(0); ; {
		var rows []AuditRow
		if err := f.narrow(d.with(ctx)).Where("seq > ?", after).Order("seq").Limit(exportBatch).Find(&rows).Error; err != nil {
			return failure("list the audit trail", err)
		}
		for _, r := range rows {
			if err := each(r); err != nil {
				return err
			}
			after = r.Seq
		}
		if len(rows) < exportBatch {
			return nil
		}
	}
}

func (f AuditFilter) narrow(q *gorm.DB) *gorm.DB {
	q = q.Where("(outcome <> ? OR NOT EXISTS (SELECT 1 FROM audit o WHERE o.attempt = audit.attempt AND o.seq > audit.seq))", AuditIntent)
	equal := func(column, value string) {
		if value != "" {
			q = q.Where(column+" = ?", value)
		}
	}
	equal("account", f.Account)
	if f.Person != "" {
		q = q.Where("(person = ? OR second_person = ? OR (person = '' AND masked_key = ?))", f.Person, f.Person, f.Person)
	}
	if f.Operation != "" {
		q = q.Where("(operation = ? OR event = ?)", f.Operation, f.Operation)
	}
	switch {
	case f.Target == "":
		equal("kind", f.Kind)
	case f.Kind == "":
		q = q.Where("(attempt IN (SELECT act FROM act_targets WHERE id = ?) OR (attempt = '' AND target = ?))", f.Target, f.Target)
	default:
		q = q.Where("(attempt IN (SELECT act FROM act_targets WHERE kind = ? AND id = ?) OR (attempt = '' AND kind = ? AND target = ?))",
			f.Kind, f.Target, f.Kind, f.Target)
	}
	if len(f.Outcomes) > 0 {
		q = q.Where("outcome IN ?", f.Outcomes)
	}
	if !f.Since.IsZero() {
		q = q.Where("at >= ?", f.Since.UTC())
	}
	if !f.Until.IsZero() {
		q = q.Where("at < ?", f.Until.UTC())
	}
	return contains(q, f.Text, "event", "person", "masked_key", "remote_ip", "operation", "targets", "code", "message", "request_id")
}

// AuditAttempt returns the rows of one attempt, of which seq is one, in order.
// An account narrows it; the error is ErrNotFound for another's.
func (d *DB) AuditAttempt(ctx context.Context, account string, seq int64) ([]AuditRow, error) {
	var one AuditRow
	q := d.with(ctx).Where("seq = ?", seq)
	if account != "" {
		q = q.Where("account = ?", account)
	}
	if err := q.Take(&one).Error; err != nil || one.Attempt == "" {
		return []AuditRow{one}, failure("read audit row", err)
	}
	var rows []AuditRow
	return rows, failure("read attempt", d.with(ctx).Where("attempt = ?", one.Attempt).Order("seq").Find(&rows).Error)
}

// AuditAfter lists the rows after one, in order, at most limit of them.
func (d *DB) AuditAfter(ctx context.Context, seq int64, limit int) ([]AuditRow, error) {
	var rows []AuditRow
	return rows, failure("list the audit trail", d.with(ctx).Where("seq > ?", seq).Order("seq").Limit(limit).Find(&rows).Error)
}

// AuditMarks returns the marks of the trail's beginning and end.
func (d *DB) AuditMarks(ctx context.Context) (base, head AuditMark, err error) {
	var marks []AuditMark
	if err := d.with(ctx).Order("name").Find(&marks).Error; err != nil {
		return base, head, failure("read audit marks", err)
	}
	for _, m := range marks {
		switch m.Name {
		case AuditBase:
			base = m
		case AuditHead:
			head = m
		}
	}
	return base, head, nil
}

// ActsWithoutIntent lists acts that were sent since a time and have no row in
// the audit trail, at most limit of them.
func (d *DB) ActsWithoutIntent(ctx context.Context, since time.Time, limit int) ([]string, error) {
	var ids []string
	err := d.with(ctx).Model(&Act{}).Where("sent_at >= ?", since.UTC()).
		Where("NOT EXISTS (SELECT 1 FROM audit WHERE audit.attempt = acts.id AND audit.outcome = ?)", AuditIntent).
		Order("id").Limit(limit).Pluck("id", &ids).Error
	return ids, failure("list acts without intent", err)
}

// PruneAudit removes the rows before one and notes where the trail begins now.
func (d *DB) PruneAudit(ctx context.Context, keepFrom int64) error {
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error {
		if d.Chain == nil {
			return ErrNoChain
		}
		if _, err := lockHead(tx); err != nil {
			return err
		}
		var last AuditRow
		if err := tx.Where("seq = ?", keepFrom-1).Take(&last).Error; err != nil {
			return err
		}
		base := AuditMark{Name: AuditBase, Seq: last.Seq, Hash: last.Hash}
		d.Chain.Mark(&base)
		if err := tx.Save(&base).Error; err != nil {
			return err
		}
		return tx.Where("seq < ?", keepFrom).Delete(&AuditRow{}).Error
	})
	return failure("prune the audit trail", err)
}

// FirstAuditSince returns the number of the first row at or after a time, or
// ErrNotFound.
func (d *DB) FirstAuditSince(ctx context.Context, t time.Time) (int64, error) {
	var r AuditRow
	err := d.with(ctx).Select("seq").Where("at >= ?", t.UTC()).Order("seq").Take(&r).Error
	return r.Seq, failure("find audit row", err)
}

// ResealAuditMarks seals the marks with the current key, for the day when the
// one before is no longer given. A mark that does not hold stays as it is.
func (d *DB) ResealAuditMarks(ctx context.Context) error {
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error {
		if d.Chain == nil {
			return ErrNoChain
		}
		if _, err := lockHead(tx); err != nil {
			return err
		}
		var marks []AuditMark
		if err := tx.Find(&marks).Error; err != nil {
			return err
		}
		var errs []error
		for _, m := range marks {
			if d.Chain.Holds(m) {
				d.Chain.Mark(&m)
				errs = append(errs, tx.Save(&m).Error)
			}
		}
		return errors.Join(errs...)
	})
	return failure("reseal audit marks", err)
}
