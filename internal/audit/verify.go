package audit

import (
	"context"
	"fmt"
	"time"

	"yunque/internal/store"
)

// Report is what a verification found.
type Report struct {
	First, Last int64 // rows; zero when there are none
	Rows        int
	// Foreign counts rows whose seal is of a key not given. Their hashes are
	// right, and sealed by those of the rows after them.
	Foreign int
	Fault   *Fault // the first one; nil when the trail is whole
}

// Fault is the first altered or missing row.
type Fault struct {
	Seq  int64
	What string
}

func (f Fault) String() string { return fmt.Sprintf("row %d %s", f.Seq, f.What) }

const batch = 1000

// Verify reads the whole trail and tells the first row that was altered or is
// missing. Rows may be appended meanwhile.
func Verify(ctx context.Context, db *store.DB, c *Chain) (Report, error) {
	base, head, err := db.AuditMarks(ctx)
	if err != nil {
		return Report{}, err
	}
	w := &walk{chain: c, last: base}
	if base.Seq != 0 && !c.Holds(base) {
		w.fault(base.Seq, "was pruned, but the note of it is not sealed by this console")
	}
	for w.report.Fault == nil {
		if err := w.to(ctx, db, head.Seq); err != nil || w.report.Fault != nil {
			return w.report, err
		}
		// In this order: a row that is there has moved the mark already.
		more, err := db.AuditAfter(ctx, w.last.Seq, 1)
		if err != nil {
			return w.report, err
		}
		if _, head, err = db.AuditMarks(ctx); err != nil {
			return w.report, err
		}
		if head.Seq <= w.last.Seq {
			w.end(head, more)
			break
		}
	}
	return w.report, w.acts(ctx, db)
}

// walk is a verification under way: the last row that was right.
type walk struct {
	chain  *Chain
	last   store.AuditMark
	began  time.Time
	report Report
}

func (w *walk) fault(seq int64, format string, args ...any) {
	if w.report.Fault == nil {
		w.report.Fault = &Fault{seq, fmt.Sprintf(format, args...)}
	}
}

// to checks the rows up to one.
func (w *walk) to(ctx context.Context, db *store.DB, seq int64) error {
	for w.last.Seq < seq && w.report.Fault == nil {
		rows, err := db.AuditAfter(ctx, w.last.Seq, batch)
		if err != nil {
			return err
		}
		for i := range rows {
			if w.row(&rows[i]); w.report.Fault != nil {
				return nil
			}
		}
		if len(rows) == 0 {
			w.fault(w.last.Seq+1, "is missing")
		}
	}
	return nil
}

func (w *walk) row(r *store.AuditRow) {
	switch {
	case r.Seq != w.last.Seq+1:
		w.fault(w.last.Seq+1, "is missing")
	case Hash(r) != r.Hash:
		w.fault(r.Seq, "was altered")
	case r.Prev != w.last.Hash:
		w.fault(r.Seq, "does not follow the row before it: one of them was replaced")
	case w.chain.knows(r.SealedBy) && !w.chain.sealed(r.SealedBy, r.Seal, "row", r.Hash):
		w.fault(r.Seq, "has a seal that is not of this console")
	case r.Event == Broken:
		w.fault(r.Seq, "notes that the trail before it was altered: %s", r.Message)
	}
	if !w.chain.knows(r.SealedBy) {
		w.report.Foreign++
	}
	if w.report.Rows == 0 {
		w.report.First, w.began = r.Seq, r.At
	}
	w.report.Rows++
	w.report.Last = r.Seq
	w.last.Seq, w.last.Hash = r.Seq, r.Hash
}

// end compares the last row with the sealed mark of it.
func (w *walk) end(head store.AuditMark, more []store.AuditRow) {
	fresh := head.Seq == 0 && head.Hash == "" && w.last.Seq == 0
	switch {
	case len(more) > 0:
		w.fault(more[0].Seq, "comes after the sealed end of the trail")
	case fresh:
	case !w.chain.Holds(head):
		w.fault(head.Seq, "is noted as the last one by a mark that is not sealed by this console: rows after it may be missing")
	case head.Hash != w.last.Hash:
		w.fault(w.last.Seq, "is not the one that was sealed as the last")
	}
}

// acts looks for calls that left without a row.
func (w *walk) acts(ctx context.Context, db *store.DB) error {
	if w.report.Fault != nil || w.report.Rows == 0 {
		return nil
	}
	ids, err := db.ActsWithoutIntent(ctx, w.began, 1)
	if err == nil && len(ids) > 0 {
		w.fault(w.report.Last, "is the last one, and none tells of act %s, which was sent", ids[0])
	}
	return err
}
