package store

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ApprovalState is how far a request for a second person's approval has come.
type ApprovalState string

// The states. Only the first two may become another.
const (
	ApprovalPending   ApprovalState = "pending"
	ApprovalApproved  ApprovalState = "approved" // to be carried out by who asked
	ApprovalDeclined  ApprovalState = "declined"
	ApprovalWithdrawn ApprovalState = "withdrawn"
	ApprovalExpired   ApprovalState = "expired"
	ApprovalUsed      ApprovalState = "used" // it became a job
)

// Events of approvals in the audit trail.
const (
	EventApprovalAsked     = "approval_asked"
	EventApprovalApproved  = "approval_approved"
	EventApprovalDeclined  = "approval_declined"
	EventApprovalWithdrawn = "approval_withdrawn"
	EventApprovalExpired   = "approval_expired"
	EventApprovalUsed      = "approval_used"
)

// ApprovalStep is one call that waits.
type ApprovalStep struct {
	Operation string          `json:"operation"` // catalogue id
	Targets   []Target        `json:"targets,omitempty"`
	Request   json.RawMessage `json:"request"` // without secrets
}

// Approval is an act that waits for a second person: what exactly, for whom
// and why, and what became of it.
type Approval struct {
	ID        string `gorm:"primaryKey"`
	JobKey    string // the form's
	Title     string
	Kind      string // slug
	Op        string // slug
	Effect    string
	Danger    int
	Price     string
	Steps     []ApprovalStep `gorm:"serializer:json"`
	Digest    string         // of the steps
	Form      string         // JSON: how its page is filled in
	Reason    string
	Who       Who `gorm:"embedded"`
	State     ApprovalState
	AskedAt   time.Time
	ExpiresAt time.Time
	DecidedBy string
	Decision  string // in that person's words
	DecidedAt *time.Time
	UsedAt    *time.Time
}

// Targets are those of all steps.
func (a *Approval) Targets() []Target {
	var all []Target
	for _, s := range a.Steps {
		for _, t := range s.Targets {
			if !slices.Contains(all, t) {
				all = append(all, t)
			}
		}
	}
	return all
}

// row is a row of the audit trail about the request.
func (a *Approval) row(event string, who Who) AuditRow {
	r := AuditRow{Event: event, Outcome: AuditAccepted, Who: who, Kind: a.Kind, Op: a.Op, Effect: a.Effect, Danger: a.Danger, Price: a.Price}
	if len(a.Steps) > 0 {
		r.Operation = a.Steps[0].Operation
	}
	r.SetTargets(a.Targets())
	return r
}

// AddApproval stores a request: ErrDuplicate when its form asked already.
func (d *DB) AddApproval(ctx context.Context, a Approval) error {
	row := a.row(EventApprovalAsked, a.Who)
	steps, err := json.Marshal(a.Steps)
	if err != nil {
		return failure("add approval", err)
	}
	row.Request, row.Message = string(steps), a.Reason
	return d.audited(ctx, "add approval", row, func(tx *gorm.DB) error { return tx.Create(&a).Error })
}

// ApprovalOfForm returns the request that a form's key made.
func (d *DB) ApprovalOfForm(ctx context.Context, key string) (Approval, error) {
	var a Approval
	err := d.with(ctx).Where("job_key = ?", key).Take(&a).Error
	return a, failure("read approval", err)
}

// Approval returns one of an account's requests.
func (d *DB) Approval(ctx context.Context, account, id string) (Approval, error) {
	var a Approval
	err := d.with(ctx).Where("id = ? AND account = ?", id, account).Take(&a).Error
	return a, failure("read approval", err)
}

// Approvals lists an account's requests, the newest first, and how many there
// are. No states means all.
func (d *DB) Approvals(ctx context.Context, account string, states []ApprovalState, page, size int) ([]Approval, int, error) {
	narrow := func(q *gorm.DB) *gorm.DB {
		if len(states) > 0 {
			q = q.Where("state IN ?", states)
		}
		return q.Where("account = ?", account)
	}
	var total int64
	if err := narrow(d.with(ctx).Model(&Approval{})).Count(&total).Error; err != nil {
		return nil, 0, failure("count approvals", err)
	}
	var all []Approval
	err := narrow(d.with(ctx)).Order("asked_at DESC, id DESC").Limit(size).Offset(max(page-1, 0) * size).Find(&all).Error
	return all, int(total), failure("list approvals", err)
}

// ApprovalsFor counts what waits for one person: others' requests of the
// effects they may decide, and approved ones of their own.
func (d *DB) ApprovalsFor(ctx context.Context, account, person string, effects []string) (int, error) {
	var n int64
	err := d.with(ctx).Model(&Approval{}).Where("account = ? AND expires_at > ?", account, d.Time()).
		Where("(state = ? AND person <> ? AND effect IN ?) OR (state = ? AND person = ?)", ApprovalPending, person, effects, ApprovalApproved, person).Count(&n).Error
	return int(n), failure("count approvals", err)
}

// DecideApproval approves a pending request, which then holds until a time, or
// declines it. ErrNotFound means that there is none that this person may
// decide: it is their own, another account's, decided or expired.
func (d *DB) DecideApproval(ctx context.Context, account, id string, by Who, approve bool, words string, until time.Time) (Approval, error) {
	changes := map[string]any{"state": ApprovalDeclined, "decided_by": by.Person, "decision": words, "decided_at": d.Time()}
	event := EventApprovalDeclined
	if approve {
		event = EventApprovalApproved
		changes["state"], changes["expires_at"] = ApprovalApproved, until.UTC().Truncate(time.Microsecond)
	}
	return d.moveApproval(ctx, event, by, words, changes, func(q *gorm.DB) *gorm.DB {
		return q.Where("id = ? AND account = ? AND state = ? AND expires_at > ? AND person <> ? AND person <> '' AND ? <> ''",
			id, account, ApprovalPending, d.Time(), by.Person, by.Person)
	})
}

// WithdrawApproval takes back a request of one's own that was not used.
func (d *DB) WithdrawApproval(ctx context.Context, account, id string, by Who) (Approval, error) {
	return d.moveApproval(ctx, EventApprovalWithdrawn, by, "", map[string]any{"state": ApprovalWithdrawn}, func(q *gorm.DB) *gorm.DB {
		return q.Where("id = ? AND account = ? AND person = ? AND state IN ?", id, account, by.Person, openApprovals)
	})
}

var openApprovals = []ApprovalState{ApprovalPending, ApprovalApproved}

// moveApproval changes one request, with its row of the trail.
func (d *DB) moveApproval(ctx context.Context, event string, by Who, words string, changes map[string]any, which func(*gorm.DB) *gorm.DB) (Approval, error) {
	var a Approval
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error {
		if err := takeApproval(tx, &a, changes, which); err != nil {
			return err
		}
		row := a.row(event, by)
		row.Message = words
		if a.Who.Person != by.Person {
			row.SecondPerson = a.Who.Person
		}
		return d.appendAudit(tx, row)
	})
	return a, failure("change approval", err)
}

// takeApproval changes the one request that still is as which says, and reads
// it: of two that come at once the second finds none.
func takeApproval(tx *gorm.DB, a *Approval, changes map[string]any, which func(*gorm.DB) *gorm.DB) error {
	return affected("update", which(tx.Model(a).Clauses(clause.Returning{})).Updates(changes))
}

// ExpireApprovals ends the requests whose time is over, and returns them.
func (d *DB) ExpireApprovals(ctx context.Context) ([]Approval, error) {
	var all []Approval
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error {
		err := tx.Model(&all).Clauses(clause.Returning{}).Where("state IN ? AND expires_at <= ?", openApprovals, d.Time()).
			Updates(map[string]any{"state": ApprovalExpired}).Error
		if err != nil {
			return err
		}
		rows := make([]AuditRow, len(all))
		for i := range all {
			rows[i] = all[i].row(EventApprovalExpired, Who{Account: all[i].Who.Account, Site: all[i].Who.Site})
			rows[i].SecondPerson = all[i].Who.Person
		}
		return d.appendAudit(tx, rows...)
	})
	return all, failure("expire approvals", err)
}

// PlanApproved is PlanActs for a job that a second person approved: the
// approval of exactly these steps is used up in the same transaction, or
// nothing is planned. ErrNotFound means that there is none to use.
func (d *DB) PlanApproved(ctx context.Context, acts []Act, approval, digest string) error {
	who, now := acts[0].Who, d.Time()
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error {
		var a Approval
		err := takeApproval(tx, &a, map[string]any{"state": ApprovalUsed, "used_at": now}, func(q *gorm.DB) *gorm.DB {
			return q.Where("id = ? AND account = ? AND person = ? AND state = ? AND expires_at > ? AND digest = ? AND decided_by <> '' AND decided_by <> person",
				approval, who.Account, who.Person, ApprovalApproved, now, digest)
		})
		if err != nil {
			return err
		}
		for i := range acts {
			acts[i].SecondPerson = a.DecidedBy
		}
		if err := planActs(tx, acts); err != nil {
			return err
		}
		row := a.row(EventApprovalUsed, who)
		row.SecondPerson, row.Message = a.DecidedBy, a.Reason
		return d.appendAudit(tx, row)
	})
	return failure("plan approved acts", err)
}
