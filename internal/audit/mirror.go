package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"yunque/internal/store"
)

// mirrorEvery is how long a row waits to be written at most.
const mirrorEvery = time.Second

// Mirror writes every row of the trail, of all replicas, as a line of JSON to
// a file or to standard output, for another machine to keep. Beside a file it
// keeps how far it has come, so that a restart leaves out nothing; what was
// written just before a crash may be written twice. Standard output has no
// such memory: it begins with the first row after the start.
type Mirror struct {
	DB   *store.DB
	Log  *slog.Logger
	Path string    // "-" for Out
	Out  io.Writer // standard output
}

// Run writes until ctx ends, and then what is left.
func (m *Mirror) Run(ctx context.Context) error {
	at, err := m.begin(context.WithoutCancel(ctx))
	if err != nil {
		return fmt.Errorf("begin audit mirror: %w", err)
	}
	tick := time.NewTicker(mirrorEvery)
	defer tick.Stop()
	for failing := false; ; {
		next, err := m.copy(context.WithoutCancel(ctx), at)
		if err != nil && !failing {
			m.Log.Error("audit rows not mirrored", "after", at, "error", err)
		}
		at, failing = next, err != nil
		select {
		case <-ctx.Done():
			_, err := m.copy(context.WithoutCancel(ctx), at)
			return err
		case <-tick.C:
		}
	}
}

// begin finds the last row that was written.
func (m *Mirror) begin(ctx context.Context) (int64, error) {
	_, head, err := m.DB.AuditMarks(ctx)
	if err != nil || m.Path == "-" {
		return head.Seq, err
	}
	text, err := os.ReadFile(m.position())
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
}

func (m *Mirror) position() string { return m.Path + ".position" }

// copy writes the rows after one, and returns the last that was written.
func (m *Mirror) copy(ctx context.Context, at int64) (int64, error) {
	for {
		rows, err := m.DB.AuditAfter(ctx, at, batch)
		if err != nil || len(rows) == 0 {
			return at, err
		}
		var lines []byte
		for _, r := range rows {
			lines = append(lines, Line(r)...)
		}
		if err := m.write(lines); err != nil {
			return at, err
		}
		at = rows[len(rows)-1].Seq
		if err := m.note(at); err != nil {
			return at, err
		}
	}
}

// write opens the file anew each time: it may have been moved away.
func (m *Mirror) write(lines []byte) error {
	if m.Path == "-" {
		_, err := m.Out.Write(lines)
		return err
	}
	f, err := os.OpenFile(m.Path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(lines)
	return errors.Join(err, f.Close())
}

func (m *Mirror) note(at int64) error {
	if m.Path == "-" {
		return nil
	}
	next := m.position() + ".new"
	if err := os.WriteFile(next, []byte(strconv.FormatInt(at, 10)+"\n"), 0o600); err != nil {
		return err
	}
	return os.Rename(next, m.position())
}
