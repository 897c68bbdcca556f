package store

import "context"

// SessionsOfAccount lists the sessions that hold keys of an account, the one
// used last first.
func (d *DB) SessionsOfAccount(ctx context.Context, account string) ([]Session, error) {
	holders := d.with(ctx).Model(&Profile{}).Select("session").Where("account = ?", account)
	var all []Session
	err := d.with(ctx).Where("id IN (?)", holders).Order("seen DESC, id").Find(&all).Error
	return all, failure("list sessions of account", err)
}
