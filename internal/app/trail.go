package app

import (
	"context"
	"os"
	"time"

	"yunque/internal/audit"
	"yunque/internal/config"
	"yunque/internal/store"
)

// pruneEvery is how often rows past their time are looked for.
const pruneEvery = time.Hour

// keepTrail mirrors the audit trail and removes what is past its time, as far
// as configured, until ctx ends.
func (a *App) keepTrail(ctx context.Context, c config.Config, chain *audit.Chain) {
	if c.AuditFile != "" {
		m := &audit.Mirror{DB: a.DB, Log: a.Log, Path: c.AuditFile, Out: os.Stdout}
		a.beside.Go(func() {
			if err := m.Run(ctx); err != nil {
				a.Log.Error("audit trail is not mirrored", "error", err)
			}
		})
	}
	if c.AuditKeep > 0 {
		a.beside.Go(func() { a.prune(ctx, chain, c.AuditKeep) })
	}
}

func (a *App) prune(ctx context.Context, chain *audit.Chain, days int) {
	tick := time.NewTicker(pruneEvery)
	defer tick.Stop()
	for {
		removed, err := audit.Prune(ctx, a.DB, chain, a.DB.Time().AddDate(0, 0, -days))
		if err != nil {
			a.Log.Error("audit trail not pruned", "error", err)
		} else if removed > 0 {
			a.Log.Info("audit trail pruned", "rows", removed)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// noteExpired tells of sessions that ended by their age while nobody looked.
func (a *App) noteExpired(ctx context.Context, ids []string) {
	rows := make([]store.AuditRow, len(ids))
	for i, id := range ids {
		rows[i] = store.AuditRow{Event: audit.SessionEnded, Outcome: store.AuditAccepted, Code: "Expired"}
		rows[i].SetTargets([]store.Target{{Kind: "session", ID: id}})
	}
	if err := a.DB.AppendAudit(ctx, rows...); err != nil {
		a.Log.Error("ended sessions not in the audit trail", "error", err)
	}
}
