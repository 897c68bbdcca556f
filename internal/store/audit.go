package store

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"gorm.io/gorm"
)

// ErrNoChain means that the database was given no chain: nothing that must
// leave a trace may be done with it.
var ErrNoChain = errors.New("the audit trail has no chain to write with")

// AuditOutcome is what a row of the audit trail says of an attempt.
type AuditOutcome string

// The outcomes. Intent stands alone only while the call is out, or for ever
// when the process died with it.
const (
	AuditIntent   AuditOutcome = "intent"   // about to be done
	AuditAccepted AuditOutcome = "accepted" // done, or the provider said yes
	AuditRefused  AuditOutcome = "refused"  // the provider said no
	AuditDenied   AuditOutcome = "denied"   // the console said no
	AuditUnknown  AuditOutcome = "unknown"  // it may or may not have happened
	AuditNotSent  AuditOutcome = "not_sent" // it never left
)

// AuditBroken is the event of a row that the store writes by itself: the end
// of the trail was not the one that it had sealed.
const AuditBroken = "audit_broken"

// AuditRow is one row of the audit trail. Seq, At and what ties it to the row
// before are set when it is appended; it never changes afterwards.
type AuditRow struct {
	Seq       int64 `gorm:"primaryKey;autoIncrement:false"`
	At        time.Time
	Event     string // act, or what else was done: sign_in, export, ...
	Outcome   AuditOutcome
	Attempt   string // the act; its rows share it
	Who       Who    `gorm:"embedded"`
	Kind      string // slug
	Op        string // slug
	Operation string // catalogue id
	Target    string // the first target's id
	Targets   string // JSON
	Request   string // JSON without secrets, in the intent only
	Effect    string
	Danger    int
	Price     string
	Code      string
	Message   string
	RequestID string // the provider's
	Took      int64  // microseconds
	// SecondPerson is the other one of two: who approved, or whose request it is.
	SecondPerson string

	Prev     string // Hash of the row before
	Hash     string
	Seal     string
	SealedBy string // id of the key
}

// TableName satisfies gorm.
func (AuditRow) TableName() string { return "audit" }

// The marks of the trail: the row that was pruned last, and the newest row.
const (
	AuditBase = "base"
	AuditHead = "head"
)

// AuditMark is a sealed note of one end of the trail.
type AuditMark struct {
	Name     string `gorm:"primaryKey"`
	Seq      int64
	Hash     string
	Seal     string
	SealedBy string
}

// TableName satisfies gorm.
func (AuditMark) TableName() string { return "audit_marks" }

// Chain ties rows of the audit trail together. It must be safe for concurrent
// use.
type Chain interface {
	Link(r *AuditRow)       // sets Hash, Seal and SealedBy from all else
	Mark(m *AuditMark)      // sets Seal and SealedBy
	Holds(m AuditMark) bool // the mark was made by one of the chain's keys
}

// AppendAudit adds rows to the end of the trail, in one transaction.
func (d *DB) AppendAudit(ctx context.Context, rows ...AuditRow) error {
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error { return d.appendAudit(tx, rows...) })
	return failure("append to the audit trail", err)
}

// appendAudit comes last in its transaction: on PostgreSQL it holds the mark
// of the trail's end until the commit, and other replicas wait for it.
func (d *DB) appendAudit(tx *gorm.DB, rows ...AuditRow) error {
	if d.Chain == nil {
		return ErrNoChain
	}
	if len(rows) == 0 {
		return nil
	}
	head, err := lockHead(tx)
	if err != nil {
		return err
	}
	if !d.Chain.Holds(head) {
		if head, rows, err = noteBreak(tx, head, rows); err != nil {
			return err
		}
	}
	for i := range rows {
		r := &rows[i]
		r.At, r.Seq, r.Prev = d.Time(), head.Seq+1, head.Hash
		d.Chain.Link(r)
		head.Seq, head.Hash = r.Seq, r.Hash
	}
	for i := range rows {
		if err := tx.Exec(insertAudit, rows[i].values()...).Error; err != nil {
			return err
		}
	}
	d.Chain.Mark(&head)
	return tx.Exec("UPDATE audit_marks SET seq = ?, hash = ?, seal = ?, sealed_by = ? WHERE name = ?",
		head.Seq, head.Hash, head.Seal, head.SealedBy, AuditHead).Error
}

// lockHead reads the mark of the trail's end for changing it; of two replicas
// the second waits here.
func lockHead(tx *gorm.DB) (AuditMark, error) {
	m := AuditMark{Name: AuditHead}
	query := "SELECT seq, hash, seal, sealed_by FROM audit_marks WHERE name = ?"
	if tx.Name() == "postgres" {
		query += " FOR UPDATE" // SQLite has one writer at a time as it is
	}
	err := tx.Raw(query, AuditHead).Row().Scan(&m.Seq, &m.Hash, &m.Seal, &m.SealedBy)
	return m, err
}

// noteBreak goes on after a trail whose end was altered: to write nothing more
// would let whoever did it stop the console, and to write on as if nothing had
// happened would seal the alteration.
func noteBreak(tx *gorm.DB, head AuditMark, rows []AuditRow) (AuditMark, []AuditRow, error) {
	var last AuditRow
	err := tx.Order("seq DESC").Limit(1).Find(&last).Error
	if last.Seq == 0 && head.Seq == 0 && head.Hash == "" {
		return head, rows, err // the first row of all
	}
	broken := AuditRow{Event: AuditBroken, Outcome: AuditUnknown, Targets: "[]", Message: "the end of the trail is not the one that was sealed"}
	head.Seq, head.Hash = max(head.Seq, last.Seq), last.Hash
	return head, append([]AuditRow{broken}, rows...), err
}

// insertAudit is written out, as every act waits for it twice.
var insertAudit = `INSERT INTO audit (seq, at, event, outcome, attempt, session, person, role, account, site, masked_key, remote_ip, user_agent,
 kind, op, operation, target, targets, request, effect, danger, price, code, message, request_id, took, second_person, prev, hash, seal, sealed_by)
 VALUES (?` + strings.Repeat(",?", 30) + `)`

func (r *AuditRow) values() []any {
	w := &r.Who
	return []any{
		r.Seq, r.At, r.Event, r.Outcome, r.Attempt, w.Session, w.Person, w.Role, w.Account, w.Site, w.MaskedKey, w.RemoteIP, w.UserAgent,
		r.Kind, r.Op, r.Operation, r.Target, r.Targets, r.Request, r.Effect, r.Danger, r.Price, r.Code, r.Message, r.RequestID, r.Took, r.SecondPerson, r.Prev, r.Hash, r.Seal, r.SealedBy,
	}
}

// intentRow is the row of an act that is about to be sent.
func intentRow(a *Act) AuditRow {
	r := actRow(a)
	r.Outcome, r.Request, r.Code, r.Message, r.RequestID = AuditIntent, a.Request, "", "", ""
	return r
}

// outcomeRow is the row of what became of an act.
func outcomeRow(a *Act) AuditRow {
	r := actRow(a)
	r.Outcome = map[ActState]AuditOutcome{ActRefused: AuditRefused, ActUnknown: AuditUnknown, ActNotSent: AuditNotSent}[a.State]
	if r.Outcome == "" {
		r.Outcome = AuditAccepted
	}
	if a.SentAt != nil && a.AnsweredAt != nil {
		r.Took = a.AnsweredAt.Sub(*a.SentAt).Microseconds()
	}
	return r
}

func actRow(a *Act) AuditRow {
	r := AuditRow{
		Event: "act", Attempt: a.ID, Who: a.Who, Kind: a.Kind, Op: a.Op, Operation: a.Operation, Effect: a.Effect, Danger: a.Danger,
		Price: a.Price, Code: a.Code, Message: a.Message, RequestID: a.RequestID, SecondPerson: a.SecondPerson,
	}
	r.SetTargets(a.Targets)
	return r
}

// SetTargets names what the row is about.
func (r *AuditRow) SetTargets(targets []Target) {
	text, _ := json.Marshal(targets) // strings only: cannot fail
	r.Targets = string(text)
	if len(targets) > 0 {
		r.Target = targets[0].ID
	}
}

// TargetList is what the row is about.
func (r *AuditRow) TargetList() []Target {
	var list []Target
	_ = json.Unmarshal([]byte(r.Targets), &list) // what does not read names nothing
	return list
}
