package store

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"
)

// ActFilter narrows a list of acts. Account is required: nobody sees what was
// done with an account they hold no key of. Other zero values do not narrow.
type ActFilter struct {
	Account      string
	Person       string
	Kind         string // slug
	Target       string // id, with Kind
	States       []ActState
	Over         *bool  // nothing is still to come
	Text         string // part of title, operation, message, request id, person or target name
	Since, Until time.Time
	Page, Size   int // Page from 1; Size 0 means 50
}

const defaultPageSize = 50

// Act returns one of an account's acts by id.
func (d *DB) Act(ctx context.Context, account, id string) (Act, error) {
	var a Act
	err := d.with(ctx).Where("account = ? AND id = ?", account, id).Take(&a).Error
	return a, failure("read act", err)
}

// ActsOfJob lists the acts of a job in the order of its items; none when the
// key is not known.
func (d *DB) ActsOfJob(ctx context.Context, key string) ([]Act, error) {
	var acts []Act
	err := d.with(ctx).Where("job_key = ?", key).Order("item").Find(&acts).Error
	return acts, failure("list acts of job", err)
}

// Acts lists an account's acts, the newest first, and tells how many match.
func (d *DB) Acts(ctx context.Context, f ActFilter) ([]Act, int, error) {
	var total int64
	if err := f.narrow(d.with(ctx).Model(&Act{})).Count(&total).Error; err != nil {
		return nil, 0, failure("count acts", err)
	}
	size := f.Size
	if size <= 0 {
		size = defaultPageSize
	}
	var acts []Act
	err := f.narrow(d.with(ctx)).Order("planned_at DESC, job_key, item").
		Limit(size).Offset(max(f.Page-1, 0) * size).Find(&acts).Error
	return acts, int(total), failure("list acts", err)
}

func (f ActFilter) narrow(q *gorm.DB) *gorm.DB {
	q = q.Where("account = ?", f.Account)
	if f.Person != "" {
		q = q.Where("person = ?", f.Person)
	}
	switch {
	case f.Target != "":
		q = q.Where("id IN (SELECT act FROM act_targets WHERE kind = ? AND id = ?)", f.Kind, f.Target)
	case f.Kind != "":
		q = q.Where("kind = ?", f.Kind)
	}
	if len(f.States) > 0 {
		q = q.Where("state IN ?", f.States)
	}
	if f.Over != nil {
		q = q.Where("(finished_at IS NOT NULL) = ?", *f.Over)
	}
	if !f.Since.IsZero() {
		q = q.Where("planned_at >= ?", f.Since.UTC())
	}
	if !f.Until.IsZero() {
		q = q.Where("planned_at < ?", f.Until.UTC())
	}
	return contains(q, f.Text, "title", "operation", "message", "request_id", "person", "targets", "created_ids")
}

func contains(q *gorm.DB, text string, columns ...string) *gorm.DB {
	if text == "" {
		return q
	}
	pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(text)) + "%"
	clauses := make([]string, len(columns))
	args := make([]any, len(columns))
	for i, c := range columns {
		clauses[i], args[i] = `LOWER(`+c+`) LIKE ? ESCAPE '\'`, pattern
	}
	return q.Where("("+strings.Join(clauses, " OR ")+")", args...)
}

// RecentActs lists the jobs a session still has to be told about, the newest
// first, all acts of each: jobs not dismissed, less those that succeeded and
// were shown often enough.
func (d *DB) RecentActs(ctx context.Context, session string, shown, jobs int) ([]Act, error) {
	keys := d.with(ctx).Model(&Act{}).Select("job_key").
		Where("session = ? AND NOT dismissed AND NOT (state = ? AND shown >= ?)", session, ActDone, shown).
		Group("job_key").Order("MAX(planned_at) DESC, job_key").Limit(jobs)
	var acts []Act
	err := d.with(ctx).Where("job_key IN (?)", keys).Order("planned_at DESC, job_key, item").Find(&acts).Error
	return acts, failure("list recent acts", err)
}

// NoteShown counts that a session was shown its successes once more.
func (d *DB) NoteShown(ctx context.Context, session string) error {
	return failure("note shown", d.with(ctx).Model(&Act{}).
		Where("session = ? AND NOT dismissed AND state = ?", session, ActDone).
		Update("shown", gorm.Expr("shown + 1")).Error)
}

// DismissActs takes a session's ended acts out of its banner stack: those of
// one job, or of all jobs when key is empty.
func (d *DB) DismissActs(ctx context.Context, session, key string) error {
	q := d.with(ctx).Model(&Act{}).Where("session = ? AND finished_at IS NOT NULL", session)
	if key != "" {
		q = q.Where("job_key = ?", key)
	}
	return failure("dismiss acts", q.Update("dismissed", true).Error)
}

// Durations lists how long the last acts of an operation took that an account
// saw done, the newest first: from leaving to the end.
func (d *DB) Durations(ctx context.Context, account, kind, op string, limit int) ([]time.Duration, error) {
	var acts []Act
	err := d.with(ctx).Select("sent_at", "finished_at").
		Where("account = ? AND kind = ? AND op = ? AND state = ? AND sent_at IS NOT NULL AND finished_at IS NOT NULL", account, kind, op, ActDone).
		Order("planned_at DESC, job_key, item").Limit(limit).Find(&acts).Error
	if err != nil {
		return nil, failure("list durations", err)
	}
	times := make([]time.Duration, len(acts))
	for i, a := range acts {
		times[i] = a.FinishedAt.Sub(*a.SentAt)
	}
	return times, nil
}

// OpCounts tells how often each operation of a kind was sent with an account.
func (d *DB) OpCounts(ctx context.Context, account, kind string) (map[string]int, error) {
	var rows []struct {
		Op string
		N  int
	}
	err := d.with(ctx).Model(&Act{}).Select("op, COUNT(*) AS n").
		Where("account = ? AND kind = ? AND sent_at IS NOT NULL", account, kind).Group("op").Scan(&rows).Error
	counts := make(map[string]int, len(rows))
	for _, r := range rows {
		counts[r.Op] = r.N
	}
	return counts, failure("count operations", err)
}

// BusyTargets tells which of an account's resources of a kind something is
// still being done to: resource id to operation as "<kind>.<slug>", the newest
// act winning.
func (d *DB) BusyTargets(ctx context.Context, account, kind string) (map[string]string, error) {
	var rows []struct{ ID, Kind, Op string }
	err := d.with(ctx).Table("acts").Joins("JOIN act_targets ON act_targets.act = acts.id").
		Where("acts.account = ? AND act_targets.kind = ? AND acts.finished_at IS NULL", account, kind).
		Order("acts.planned_at, acts.item").Select("act_targets.id AS id, acts.kind AS kind, acts.op AS op").Scan(&rows).Error
	if err != nil {
		return nil, failure("list busy targets", err)
	}
	busy := make(map[string]string, len(rows))
	for _, r := range rows {
		busy[r.ID] = r.Kind + "." + r.Op
	}
	return busy, nil
}
