package store

import "context"

// AcceptedActs lists an account's acts of some operations that the provider
// accepted and that are not known to have failed, the oldest first.
func (d *DB) AcceptedActs(ctx context.Context, account string, operations ...string) ([]Act, error) {
	var acts []Act
	err := d.with(ctx).Where("account = ? AND operation IN ? AND state IN ?", account, operations, []ActState{ActAccepted, ActDone, ActLost}).
		Order("planned_at, job_key, item").Find(&acts).Error
	return acts, failure("list accepted acts", err)
}
