package store

import "context"

// Counts are what the console's own metrics tell of its database.
type Counts struct {
	Sessions  int // that have not ended
	OpenTasks int // accepted work still being followed
	Unknown   int // writes whose outcome was never learnt and that nobody has dismissed
}

// Counts counts, over all accounts.
func (d *DB) Counts(ctx context.Context) (Counts, error) {
	var sessions, tasks, unknown int64
	err := d.with(ctx).Model(&Session{}).Where("expires > ?", d.Time()).Count(&sessions).Error
	if err == nil {
		err = d.with(ctx).Model(&Task{}).Where("state IN ?", openTaskStates).Count(&tasks).Error
	}
	if err == nil {
		err = d.with(ctx).Model(&Act{}).Where("state = ? AND NOT dismissed", ActUnknown).Count(&unknown).Error
	}
	return Counts{Sessions: int(sessions), OpenTasks: int(tasks), Unknown: int(unknown)}, failure("count", err)
}
