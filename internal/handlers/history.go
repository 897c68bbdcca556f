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
		out[i] = resource.Past{Operation: a.Operation, Request: a.Request, Created: a.CreatedIDs}
	}
	return out, nil
}
