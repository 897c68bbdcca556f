package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"
)

// View is a list's conditions under a name. Its owner sees it, and where it is
// shared everyone of the account does.
type View struct {
	ID      string
	Account string
	Owner   string
	Author  string // the owner as people read it
	Kind    string // slug
	Name    string
	Query   string // of the list's address, without page and size
	Shared  bool
	Created time.Time
}

// SaveView keeps a view; one of the same name by the same owner is replaced.
func (d *DB) SaveView(ctx context.Context, v View) error {
	v.Created = d.Time()
	return failure("save view", d.with(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "account"}, {Name: "owner"}, {Name: "kind"}, {Name: "name"}},
		DoUpdates: clause.AssignmentColumns([]string{"query", "shared", "author"}),
	}).Create(&v).Error)
}

// Views lists an owner's views of a kind and those that others of the account
// share, by name; an empty kind means all kinds.
func (d *DB) Views(ctx context.Context, account, owner, kind string) ([]View, error) {
	q := d.with(ctx).Where("account = ? AND (owner = ? OR shared = ?)", account, owner, true)
	if kind != "" {
		q = q.Where("kind = ?", kind)
	}
	var all []View
	return all, failure("list views", q.Order("name, id").Find(&all).Error)
}

// DeleteView forgets a view of an owner's; ErrNotFound when they have none
// with the id.
func (d *DB) DeleteView(ctx context.Context, account, owner, id string) error {
	return affected("delete view", d.with(ctx).Where("account = ? AND owner = ? AND id = ?", account, owner, id).Delete(&View{}))
}
