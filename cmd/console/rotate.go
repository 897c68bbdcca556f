package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"yunque/internal/app"
	"yunque/internal/config"
)

// rotate tells how far a rotation of the server secret has come. Sessions move
// to the new secret by themselves, on their next visit.
func rotate(ctx context.Context, _ []string, out io.Writer) error {
	c, err := config.Load(os.Environ())
	if err != nil {
		return err
	}
	return withOffline(ctx, func(o *app.Offline) error { return tellRotation(ctx, o, c.Idle, out) })
}

func tellRotation(ctx context.Context, o *app.Offline, idle time.Duration, out io.Writer) error {
	all, err := o.DB.SealedSessions(ctx, idle)
	if err != nil {
		return err
	}
	old, last := 0, time.Time{}
	for _, s := range all {
		stale := false
		for _, sealed := range s.Sealed {
			stale = stale || o.Vault.Stale(sealed)
		}
		if !stale {
			continue
		}
		old++
		if s.Expires.After(last) {
			last = s.Expires
		}
	}
	fmt.Fprintf(out, "%d sessions, %d of them still need the old secret\n", len(all), old)
	if old > 0 {
		fmt.Fprintf(out, "they end on %s at the latest; until then keep CONSOLE_OLD_SECRET, or their people sign in again\n", last.UTC().Format(time.RFC3339))
		return nil
	}
	_, err = fmt.Fprintln(out, "CONSOLE_OLD_SECRET can be taken away")
	return err
}
