package store

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// Session is one signed-in browser. ID is the SHA-256 of the id in its cookie,
// so that a copy of the table opens no session.
type Session struct {
	ID        string `gorm:"primaryKey"`
	Person    string
	Created   time.Time
	Seen      time.Time
	Expires   time.Time // the absolute limit
	IP        string
	UserAgent string
	// Proven is when the person last proved anew who they are; nil for never.
	// ProvenWith is the profile whose secret they typed.
	Proven     *time.Time
	ProvenWith string
}

// AddSession stores a new session; Created and Seen are set to now.
func (d *DB) AddSession(ctx context.Context, s Session) error {
	s.Created = d.Time()
	s.Seen = s.Created
	s.Expires = s.Expires.UTC().Truncate(time.Microsecond)
	return failure("add session", d.with(ctx).Create(&s).Error)
}

// Session returns a session by id, expired or not.
func (d *DB) Session(ctx context.Context, id string) (Session, error) {
	var s Session
	err := d.with(ctx).Where("id = ?", id).Take(&s).Error
	return s, failure("read session", err)
}

// TouchSession notes that the session was used just now.
func (d *DB) TouchSession(ctx context.Context, id string) error {
	return affected("touch session", d.with(ctx).Model(&Session{}).Where("id = ?", id).Update("seen", d.Time()))
}

// ProveSession notes that the person proved just now who they are, with a row
// of the audit trail, and returns the moment.
func (d *DB) ProveSession(ctx context.Context, id, profile string, row AuditRow) (time.Time, error) {
	now := d.Time()
	err := d.audited(ctx, "prove session", row, func(tx *gorm.DB) error {
		return affected("update", tx.Model(&Session{}).Where("id = ?", id).Updates(map[string]any{"proven": now, "proven_with": profile}))
	})
	return now, err
}

// Sessions lists a person's sessions, or everyone's when person is empty, the
// one used last first.
func (d *DB) Sessions(ctx context.Context, person string) ([]Session, error) {
	q := d.with(ctx).Order("seen DESC, id")
	if person != "" {
		q = q.Where("person = ?", person)
	}
	var all []Session
	return all, failure("list sessions", q.Find(&all).Error)
}

// SessionsOfAccount lists the sessions that hold keys of an account, the one
// used last first.
func (d *DB) SessionsOfAccount(ctx context.Context, account string) ([]Session, error) {
	holders := d.with(ctx).Model(&Profile{}).Select("session").Where("account = ?", account)
	var all []Session
	err := d.with(ctx).Where("id IN (?)", holders).Order("seen DESC, id").Find(&all).Error
	return all, failure("list sessions of account", err)
}

// DeleteSession removes a session and the sealed keys of its profiles. A
// session that is gone already is no error.
func (d *DB) DeleteSession(ctx context.Context, id string) error {
	return failure("delete session", d.deleteSessions(ctx, []string{id}))
}

// DeleteExpiredSessions removes the sessions past their absolute limit and
// those not used for longer than idle, and returns their ids.
func (d *DB) DeleteExpiredSessions(ctx context.Context, idle time.Duration) ([]string, error) {
	now := d.Time()
	var ids []string
	err := d.with(ctx).Model(&Session{}).Where("expires <= ? OR seen < ?", now, now.Add(-idle)).Order("id").Pluck("id", &ids).Error
	if err == nil && len(ids) > 0 {
		err = d.deleteSessions(ctx, ids)
	}
	return ids, failure("delete expired sessions", err)
}

// deleteSessions names the profiles itself rather than trust the cascade: an
// operator's own SQLite options may leave foreign keys off.
func (d *DB) deleteSessions(ctx context.Context, ids []string) error {
	return d.with(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Where("session IN ?", ids).Delete(&Profile{}).Error; err != nil {
			return err
		}
		return tx.Where("id IN ?", ids).Delete(&Session{}).Error
	})
}
