package handlers

import (
	"context"

	"yunque/internal/resource"
	"yunque/internal/store"
)

// history is what the console itself did with one account.
type history struct {
	db      *store.DB
	account string
}

// Accepted reads the account's accepted acts.
func (h history) Accepted(ctx context.Context, operations ...string) ([]resource.Past, error) {
	acts, err := h.db.AcceptedActs(ctx, h.account, operations...)
	if err != nil {
		return nil, err
	}
	out := make([]resource.Past, len(acts))
	for i, a := range acts {
		out[i] = resource.Past{Operation: a.Operation, Request: a.Request, Created: a.CreatedIDs, Who: whoName(a.Who), At: a.PlannedAt}
		if a.AnsweredAt != nil {
			out[i].At = *a.AnsweredAt
		}
	}
	return out, nil
}

// Told reads what people said of resources that cannot be listed.
func (h history) Told(ctx context.Context, kind string) ([]resource.Told, error) {
	all, err := h.db.Told(ctx, h.account, kind)
	if err != nil {
		return nil, err
	}
	out := make([]resource.Told, len(all))
	for i, t := range all {
		out[i] = resource.Told{ID: t.ID, Facts: t.Facts, Who: t.Who, Since: t.Since, Forgotten: t.Forgotten}
	}
	return out, nil
}
