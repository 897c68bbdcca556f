package store

import (
	"context"
	"time"
)

// SealedSession is a session that holds sealed keys.
type SealedSession struct {
	ID      string
	Expires time.Time
	Sealed  []string // one per profile
}

// SealedSessions lists the sessions that may still be used, with what they
// hold.
func (d *DB) SealedSessions(ctx context.Context, idle time.Duration) ([]SealedSession, error) {
	now := d.Time()
	var rows []struct {
		ID      string
		Expires time.Time
		Sealed  string
	}
	err := d.with(ctx).Table("sessions").Joins("JOIN profiles ON profiles.session = sessions.id").
		Where("sessions.expires > ? AND sessions.seen >= ?", now, now.Add(-idle)).
		Order("sessions.id").Select("sessions.id AS id, sessions.expires AS expires, profiles.sealed AS sealed").Scan(&rows).Error
	if err != nil {
		return nil, failure("list sealed sessions", err)
	}
	var all []SealedSession
	for _, r := range rows {
		if n := len(all); n == 0 || all[n-1].ID != r.ID {
			all = append(all, SealedSession{ID: r.ID, Expires: r.Expires})
		}
		last := &all[len(all)-1]
		last.Sealed = append(last.Sealed, r.Sealed)
	}
	return all, nil
}

// Writable tells whether the database takes writes; it leaves none.
func (d *DB) Writable(ctx context.Context) error {
	tx := d.with(ctx).Begin()
	if tx.Error != nil {
		return failure("begin", tx.Error)
	}
	defer tx.Rollback()
	return failure("write", tx.Create(&meta{Key: "writable", Value: "?"}).Error)
}
