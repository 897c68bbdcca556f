package ledger_test

import (
	"context"
	"testing"

	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
)

func TestARefusedAttemptIsAnActThatNobodyIsTroubledWith(t *testing.T) {
	var told int
	d := open(t, func(acts ...store.Act) { told += len(acts) })
	ctx := context.Background()
	r := ledger.Request{Key: "k1", Title: "op.servers.delete.title", Kind: "servers", Op: "delete", Effect: resource.Destroy, Danger: resource.TypeName}
	wantError(t, d.Refuse(ctx, li, r, []resource.Target{{Kind: "servers", ID: "i-1"}}), nil)
	acts, n, err := d.Acts(ctx, store.ActFilter{Account: li.Account})
	wantError(t, err, nil)
	same(t, "acts", n, 1)
	a := acts[0]
	same(t, "act", []any{a.State, a.Code, a.Op, a.Effect, a.Danger, a.Who, a.Targets, a.SentAt == nil, a.FinishedAt != nil},
		[]any{store.ActNotSent, ledger.CodeForbidden, "delete", "destroy", int(resource.TypeName), li, []store.Target{{Kind: "servers", ID: "i-1"}}, true, true})
	jobs, err := d.Recent(ctx, li.Session)
	wantError(t, err, nil)
	same(t, "banners", len(jobs), 0)
	same(t, "pages told", told, 1)
	wantError(t, d.Refuse(ctx, li, ledger.Request{}, nil), ledger.ErrBadKey)
}
