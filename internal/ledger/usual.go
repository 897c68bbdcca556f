package ledger

import (
	"context"
	"slices"
	"time"
)

const (
	usualOf    = 20 // last acts looked at
	usualLeast = 3  // fewer tell nothing
)

// Usual tells how long an operation takes on an account as a rule: the middle
// half of its last successes. Both are zero when too few are known.
func (l *Ledger) Usual(ctx context.Context, account, kind, op string) (from, to time.Duration, err error) {
	times, err := l.DB.Durations(ctx, account, kind, op, usualOf)
	if err != nil || len(times) < usualLeast {
		return 0, 0, err
	}
	slices.Sort(times)
	return times[len(times)/4], times[(len(times)*3-1)/4], nil
}
