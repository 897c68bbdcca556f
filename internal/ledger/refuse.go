package ledger

import (
	"context"
	"fmt"

	"yunque/internal/resource"
	"yunque/internal/store"
)

// CodeForbidden marks an act that was not sent because the person's role does
// not allow it.
const CodeForbidden = "Forbidden"

// Refuse records that someone tried what they may not do: one act, not sent,
// which no banner shows, and a denied row of the audit trail. The request
// needs no steps.
func (l *Ledger) Refuse(ctx context.Context, who Who, r Request, on []resource.Target) error {
	if r.Key == "" || len(r.Key) > maxKey {
		return ErrBadKey
	}
	now := l.DB.Time()
	act := store.Act{
		ID: l.NewID(), JobKey: r.Key, Title: r.Title, Kind: r.Kind, Op: r.Op, Targets: targets(on), Request: "null",
		Effect: string(r.Effect), Danger: int(r.Danger), Who: who, State: store.ActNotSent, Code: CodeForbidden,
		PlannedAt: now, FinishedAt: &now, Dismissed: true,
	}
	if len(r.Steps) > 0 {
		act.Operation = r.Steps[0].Op.ID()
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	if err := l.DB.DenyAct(ctx, act); err != nil {
		return fmt.Errorf("record refusal: %w", err)
	}
	l.Publish.ActsChanged(act)
	return nil
}
