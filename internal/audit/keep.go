package audit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"yunque/internal/store"
)

// ErrFault means that the trail is not whole, so that nothing of it is pruned.
var ErrFault = errors.New("the audit trail was altered")

// Prune removes the rows from before a time, and leaves a row that says so.
// What is removed is verified first: pruning must not be a way to lose what
// was altered. The newest row always stays.
func Prune(ctx context.Context, db *store.DB, c *Chain, before time.Time) (removed int64, err error) {
	base, head, err := db.AuditMarks(ctx)
	if err != nil {
		return 0, err
	}
	keep, err := db.FirstAuditSince(ctx, before)
	if errors.Is(err, store.ErrNotFound) {
		keep, err = head.Seq, nil
	}
	if err != nil || keep <= base.Seq+1 {
		return 0, err
	}
	w := &walk{chain: c, last: base}
	if base.Seq != 0 && !c.Holds(base) {
		w.fault(base.Seq, "was pruned, but the note of it is not sealed by this console")
	}
	if err := w.to(ctx, db, keep); err != nil {
		return 0, err
	}
	if f := w.report.Fault; f != nil {
		return 0, fmt.Errorf("%w: %s", ErrFault, f)
	}
	if err := db.PruneAudit(ctx, keep); err != nil {
		return 0, err
	}
	removed = keep - 1 - base.Seq
	row := store.AuditRow{Event: Pruned, Outcome: store.AuditAccepted, Targets: "[]",
		Message: fmt.Sprintf("rows %d to %d, from before %s", base.Seq+1, keep-1, before.UTC().Format(time.RFC3339))}
	return removed, db.AppendAudit(ctx, row)
}
