package audit_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"yunque/internal/audit"
	"yunque/internal/store"
	"yunque/internal/store/storetest"
)

var ctx = context.Background()

func key(b byte) []byte { return []byte(strings.Repeat(string(b), 32)) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func exec(t *testing.T, raw *sql.DB, statement string, args ...any) {
	t.Helper()
	_, err := raw.Exec(statement, args...)
	must(t, err)
}

// note appends n rows, one by one.
func note(t *testing.T, db *store.DB, n int) {
	t.Helper()
	for range n {
		must(t, db.AppendAudit(ctx, store.AuditRow{Event: audit.SignIn, Outcome: store.AuditAccepted, Targets: "[]", Who: store.Who{Person: "li", Account: "f1"}}))
	}
}

func verdict(t *testing.T, db *store.DB, c *audit.Chain) string {
	t.Helper()
	report, err := audit.Verify(ctx, db, c)
	must(t, err)
	if report.Fault == nil {
		return ""
	}
	return report.Fault.String()
}

func TestVerificationNamesTheFirstRowThatWasAlteredOrIsMissing(t *testing.T) {
	c := audit.NewChain(key('a'))
	for name, tt := range map[string]struct {
		tamper string // SQL
		want   string
	}{
		"nothing was done":                  {"SELECT 1", ""},
		"a word was changed":                {"UPDATE audit SET person = 'wu' WHERE seq = 4", "row 4 was altered"},
		"a time was changed":                {"UPDATE audit SET at = '2020-01-01 00:00:00' WHERE seq = 4", "row 4 was altered"},
		"a row between is gone":             {"DELETE FROM audit WHERE seq = 4", "row 4 is missing"},
		"the first row is gone":             {"DELETE FROM audit WHERE seq = 1", "row 1 is missing"},
		"the last row is gone":              {"DELETE FROM audit WHERE seq = 9", "row 9 is missing"},
		"the rows are gone":                 {"DELETE FROM audit", "row 1 is missing"},
		"a seal was changed":                {"UPDATE audit SET seal = 'f00' WHERE seq = 4", "row 4 has a seal that is not of this console"},
		"a second person was added":         {"UPDATE audit SET second_person = 'wang' WHERE seq = 4", "row 4 was altered"},
		"two rows changed places":           {"UPDATE audit SET seq = 99 WHERE seq = 4; UPDATE audit SET seq = 4 WHERE seq = 5; UPDATE audit SET seq = 5 WHERE seq = 99", "row 4 was altered"},
		"a row was added":                   {"INSERT INTO audit SELECT 10, at, event, outcome, attempt, session, person, role, account, site, masked_key, remote_ip, user_agent, kind, op, operation, target, targets, request, effect, danger, price, code, message, request_id, took, prev, hash, seal, sealed_by, second_person FROM audit WHERE seq = 9", "row 10 was altered"},
		"the end was moved back":            {"DELETE FROM audit WHERE seq = 9; UPDATE audit_marks SET seq = 8, hash = (SELECT hash FROM audit WHERE seq = 8), seal = (SELECT seal FROM audit WHERE seq = 8) WHERE name = 'head'", "row 8 is noted as the last one by a mark that is not sealed by this console: rows after it may be missing"},
		"the beginning was moved forward":   {"DELETE FROM audit WHERE seq < 4; UPDATE audit_marks SET seq = 3, seal = 'f00', hash = (SELECT prev FROM audit WHERE seq = 4) WHERE name = 'base'", "row 3 was pruned, but the note of it is not sealed by this console"},
		"an act was sent without an intent": {"INSERT INTO acts SELECT * FROM (SELECT 'a1', 'k1', 0, '', '', '', '', '', '', '', 0, '', '', '', '', '', '', '', '', 'done', '', '', '', '', '', '2199-01-01 00:00:00', '2199-01-01 00:00:00', NULL, NULL, 0, FALSE, '', '') x", "row 9 is the last one, and none tells of act a1, which was sent"},
	} {
		t.Run(name, func(t *testing.T) {
			db, raw := storetest.OpenRaw(t)
			db.Chain = c
			note(t, db, 9)
			for _, one := range strings.Split(tt.tamper, "; ") {
				exec(t, raw, one)
			}
			if got := verdict(t, db, c); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Whoever can write to the database can compute hashes, but no seals.
func TestHashesComputedAnewDoNotHideAChange(t *testing.T) {
	c := audit.NewChain(key('a'))
	db, raw := storetest.OpenRaw(t)
	db.Chain = c
	note(t, db, 9)
	forge(t, db, raw, audit.NewChain(key('x')), 4)
	if got, want := verdict(t, db, c), "row 9 is noted as the last one by a mark that is not sealed by this console: rows after it may be missing"; got != want {
		t.Errorf("sealed with another key: got %q, want %q", got, want)
	}
}

// forge changes a row and writes all after it anew with another chain.
func forge(t *testing.T, db *store.DB, raw *sql.DB, c *audit.Chain, from int64) {
	t.Helper()
	rows, err := db.AuditAfter(ctx, from-1, 100)
	must(t, err)
	rows[0].Who.Person = "wu"
	head := store.AuditMark{Name: store.AuditHead}
	for i := range rows {
		if i > 0 {
			rows[i].Prev = rows[i-1].Hash
		}
		c.Link(&rows[i])
		r := rows[i]
		exec(t, raw, "UPDATE audit SET person = ?, prev = ?, hash = ?, seal = ?, sealed_by = ? WHERE seq = ?", r.Who.Person, r.Prev, r.Hash, r.Seal, r.SealedBy, r.Seq)
		head.Seq, head.Hash = rows[i].Seq, rows[i].Hash
	}
	c.Mark(&head)
	exec(t, raw, "UPDATE audit_marks SET hash = ?, seal = ?, sealed_by = ? WHERE name = 'head'", head.Hash, head.Seal, head.SealedBy)
}

func TestATrailWhoseEndWasCutOffSaysSoForEver(t *testing.T) {
	c := audit.NewChain(key('a'))
	db, raw := storetest.OpenRaw(t)
	db.Chain = c
	note(t, db, 5)
	exec(t, raw, "DELETE FROM audit WHERE seq = 5")
	exec(t, raw, "UPDATE audit_marks SET seq = 4, hash = (SELECT hash FROM audit WHERE seq = 4) WHERE name = 'head'")
	note(t, db, 3)
	if got, want := verdict(t, db, c), "row 5 notes that the trail before it was altered: the end of the trail is not the one that was sealed"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestATrailStaysWholeThroughARotation(t *testing.T) {
	db, raw := storetest.OpenRaw(t)
	db.Chain = audit.NewChain(key('a'))
	note(t, db, 3)
	db.Chain = audit.NewChain(key('b'), key('a'))
	must(t, db.ResealAuditMarks(ctx))
	after := audit.NewChain(key('b'))
	if got := verdict(t, db, after); got != "" {
		t.Errorf("the old key gone right after the start: got %q, want it whole", got)
	}
	db.Chain = after
	note(t, db, 3)
	report, err := audit.Verify(ctx, db, after)
	must(t, err)
	if want := (audit.Report{First: 1, Last: 6, Rows: 6, Foreign: 3}); report != want {
		t.Errorf("got %+v, want %+v", report, want)
	}
	forge(t, db, raw, audit.NewChain(key('a')), 2)
	if got := verdict(t, db, after); got == "" {
		t.Error("rows of before the rotation were forged with the old key, and nothing was found")
	}
}

func TestPruningKeepsTheTrailVerifiable(t *testing.T) {
	c := audit.NewChain(key('a'))
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		db.Chain = c
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		db.Now = func() time.Time { return now }
		for range 10 {
			note(t, db, 1)
			now = now.AddDate(0, 0, 1)
		}
		removed, err := audit.Prune(ctx, db, c, time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC))
		must(t, err)
		report, err := audit.Verify(ctx, db, c)
		must(t, err)
		if want := (audit.Report{First: 5, Last: 11, Rows: 7}); removed != 4 || report != want {
			t.Errorf("got %d removed and %+v, want 4 and %+v", removed, report, want)
		}
		if removed, err = audit.Prune(ctx, db, c, now.AddDate(1, 0, 0)); err != nil || removed != 6 {
			t.Errorf("prune all: got %d, %v; want 6 and the newest kept", removed, err)
		}
		if got := verdict(t, db, c); got != "" {
			t.Errorf("after the second time: got %q, want it whole", got)
		}
	})
}

func TestWhatWasAlteredIsNotPruned(t *testing.T) {
	c := audit.NewChain(key('a'))
	db, raw := storetest.OpenRaw(t)
	db.Chain = c
	note(t, db, 5)
	exec(t, raw, "UPDATE audit SET person = 'wu' WHERE seq = 2")
	if _, err := audit.Prune(ctx, db, c, time.Now().Add(time.Hour)); err == nil || !strings.Contains(err.Error(), "row 2 was altered") {
		t.Errorf("got %v, want an error that names row 2", err)
	}
	if got, want := verdict(t, db, c), "row 2 was altered"; got != want {
		t.Errorf("afterwards: got %q, want %q", got, want)
	}
}

func TestReplicasWriteOneTrail(t *testing.T) {
	c := audit.NewChain(key('a'))
	storetest.Replicas(t, 4, func(t *testing.T, replicas []*store.DB) {
		var wg sync.WaitGroup
		errs := make(chan error, 400)
		for i, db := range replicas {
			db.Chain = c
			wg.Go(func() {
				for n := range 50 {
					errs <- db.AppendAudit(ctx, store.AuditRow{Event: audit.SignIn, Outcome: store.AuditAccepted, Targets: "[]", Message: fmt.Sprint(i, n)})
				}
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			must(t, err)
		}
		report, err := audit.Verify(ctx, replicas[0], c)
		must(t, err)
		if want := (audit.Report{First: 1, Last: 200, Rows: 200}); report != want {
			t.Errorf("got %+v, want %+v", report, want)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	db := storetest.Open(b)
	db.Chain = audit.NewChain(key('a'))
	for b.Loop() {
		if err := db.AppendAudit(ctx, store.AuditRow{Event: audit.Act, Outcome: store.AuditIntent, Targets: "[]"}); err != nil {
			b.Fatal(err)
		}
	}
}
