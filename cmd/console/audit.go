package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"yunque/internal/app"
	"yunque/internal/audit"
	"yunque/internal/config"
	"yunque/internal/store"
)

// auditTrail looks at the audit trail beside a running console.
func auditTrail(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 {
		return errors.New("audit verify or audit export?")
	}
	switch args[0] {
	case "verify":
		return verifyTrail(ctx, args[1:], out)
	case "export":
		return exportTrail(ctx, args[1:], out)
	}
	return fmt.Errorf("no command %q of audit: verify or export", args[0])
}

// withOffline opens the configured database for one command.
func withOffline(ctx context.Context, do func(*app.Offline) error) error {
	c, err := config.Load(os.Environ())
	if err != nil {
		return err
	}
	o, err := app.OpenOffline(ctx, c)
	if err != nil {
		return err
	}
	return errors.Join(do(o), o.DB.Close())
}

func verifyTrail(ctx context.Context, args []string, out io.Writer) error {
	f := flag.NewFlagSet("audit verify", flag.ContinueOnError)
	file := f.String("file", "", "verify this copy, lines of JSON, instead of the database")
	if err := f.Parse(args); err != nil {
		return err
	}
	return withOffline(ctx, func(o *app.Offline) error {
		r, err := verify(ctx, o, *file)
		if err != nil {
			return err
		}
		return tellReport(r, out)
	})
}

func verify(ctx context.Context, o *app.Offline, file string) (audit.Report, error) {
	if file == "" {
		return audit.Verify(ctx, o.DB, o.Chain)
	}
	f, err := os.Open(file) //nolint:gosec // the operator names it
	if err != nil {
		return audit.Report{}, err
	}
	defer func() { _ = f.Close() }()
	return audit.VerifyCopy(f, o.Chain)
}

func tellReport(r audit.Report, out io.Writer) error {
	if r.Fault != nil {
		return fmt.Errorf("the audit trail is not whole: %s", r.Fault)
	}
	fmt.Fprintf(out, "the audit trail is whole: %d rows, %d to %d\n", r.Rows, r.First, r.Last)
	if r.Foreign > 0 {
		fmt.Fprintf(out, "%d of them were sealed with a secret not given here; the seals after them cover them\n", r.Foreign)
	}
	return nil
}

func exportTrail(ctx context.Context, args []string, out io.Writer) error {
	f := flag.NewFlagSet("audit export", flag.ContinueOnError)
	format := f.String("format", "jsonl", "jsonl, or csv for spreadsheets")
	since := f.String("since", "", "from this moment on, as 2026-01-31T08:00:00Z or 2026-01-31")
	until := f.String("until", "", "before this moment")
	if err := f.Parse(args); err != nil {
		return err
	}
	from, err := moment(*since)
	if err != nil {
		return err
	}
	to, err := moment(*until)
	if err != nil {
		return err
	}
	if *format != "jsonl" && *format != "csv" {
		return errors.New("--format is jsonl or csv")
	}
	return withOffline(ctx, func(o *app.Offline) error { return writeTrail(ctx, o.DB, from, to, *format == "csv", out) })
}

func moment(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, nil
	}
	return time.Parse(time.RFC3339, s)
}

// writeTrail writes every row, intents too, so that the lines can be verified
// wherever they are kept.
func writeTrail(ctx context.Context, db *store.DB, from, to time.Time, table bool, out io.Writer) error {
	w := bufio.NewWriter(out)
	cells := csv.NewWriter(w)
	if table {
		if err := cells.Write(audit.Columns()); err != nil {
			return err
		}
	}
	const batch = 1000
	for after := int64(0); ; {
		rows, err := db.AuditAfter(ctx, after, batch)
		if err != nil {
			return err
		}
		for _, r := range rows {
			after = r.Seq
			if r.At.Before(from) || !to.IsZero() && !r.At.Before(to) {
				continue
			}
			if table {
				err = cells.Write(audit.SafeCells(r))
			} else {
				_, err = w.Write(audit.Line(r))
			}
			if err != nil {
				return err
			}
		}
		if len(rows) < batch {
			cells.Flush()
			return errors.Join(cells.Error(), w.Flush())
		}
	}
}
