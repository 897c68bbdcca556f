package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ActState is how far one write has come.
type ActState string

const (
	ActPlanned  ActState = "planned"  // to be called
	ActIntent   ActState = "intent"   // the call is leaving or has left
	ActAccepted ActState = "accepted" // the provider said yes; its end may be to come
	ActRefused  ActState = "refused"  // the provider said no
	ActUnknown  ActState = "unknown"  // it may or may not have happened
	ActNotSent  ActState = "not_sent" // it never left
	ActDone     ActState = "done"
	ActFailed   ActState = "failed" // accepted, then failed
	ActLost     ActState = "lost"   // accepted; asking for its end fails
)

// Target is one resource an act is about.
type Target struct {
	Kind string `json:"kind"` // slug
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	Note string `json:"note,omitempty"`
}

// Ticket is what the provider gave to ask about an accepted act.
type Ticket struct {
	Tracker   string   `json:"tracker"`
	IDs       []string `json:"ids"`
	RequestID string   `json:"request_id,omitempty"`
	Targets   []Target `json:"targets,omitempty"`
}

// Who is the person an act is done for, and from where. It is kept with the
// act, because the session it came from will be gone.
type Who struct {
	Session   string // hashed id
	Person    string
	Role      string
	Account   string // fingerprint
	Site      string
	MaskedKey string
	RemoteIP  string
	UserAgent string
}

// Act is one write: what was asked, by whom, and what became of it. FinishedAt
// is nil while something is still to come.
type Act struct {
	ID        string `gorm:"primaryKey"`
	JobKey    string // the form's key; the acts of one form are one job
	Item      int    // from 0 within the job
	Title     string
	Kind      string   // slug
	Op        string   // slug
	Operation string   // catalogue id
	Targets   []Target `gorm:"serializer:json"`
	Request   string   // JSON without secrets
	Effect    string
	Danger    int
	Price     string // as quoted before it was sent; empty when nobody asked
	Who       Who    `gorm:"embedded"`
	// SecondPerson approved it; "" where it took nobody else.
	SecondPerson string
	State        ActState
	Code         string // the provider's or ours; empty when all is well
	Message      string // the provider's words
	RequestID    string
	Tickets      []Ticket `gorm:"serializer:json"`
	CreatedIDs   []string `gorm:"serializer:json"`
	PlannedAt    time.Time
	SentAt       *time.Time
	AnsweredAt   *time.Time
	FinishedAt   *time.Time
	Shown        int // how often its success was shown in the banner stack
	Dismissed    bool
}

// actTarget makes acts findable by resource.
type actTarget struct {
	Act  string `gorm:"primaryKey"`
	Kind string `gorm:"primaryKey"`
	ID   string `gorm:"primaryKey"`
}

func (actTarget) TableName() string { return "act_targets" }

// PlanActs stores all acts of a job, or none: ErrDuplicate when the job's key
// is taken.
func (d *DB) PlanActs(ctx context.Context, acts []Act) error {
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error { return planActs(tx, acts) })
	return failure("plan acts", err)
}

func planActs(tx *gorm.DB, acts []Act) error {
	if err := tx.CreateInBatches(acts, 50).Error; err != nil {
		return err
	}
	var targets []actTarget
	for _, a := range acts {
		targets = append(targets, targetsOf(a)...)
	}
	return addTargets(tx, targets)
}

// DenyAct stores an act that the console itself refused, with its row of the
// audit trail.
func (d *DB) DenyAct(ctx context.Context, a Act) error {
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(&a).Error; err != nil {
			return err
		}
		if err := addTargets(tx, targetsOf(a)); err != nil {
			return err
		}
		r := actRow(&a)
		r.Outcome, r.Request = AuditDenied, a.Request
		return d.appendAudit(tx, r)
	})
	return failure("deny act", err)
}

// BeginAct commits the intent to send a planned act, there and in the audit
// trail. ErrNotFound means that it is not planned any more, and must not be
// sent.
func (d *DB) BeginAct(ctx context.Context, a *Act) error {
	a.State, a.SentAt = ActIntent, new(d.Time())
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error {
		begun := tx.Model(&Act{}).Where("id = ? AND state = ?", a.ID, ActPlanned).Select("State", "SentAt").Updates(a)
		if err := affected("update", begun); err != nil {
			return err
		}
		return d.appendAudit(tx, intentRow(a))
	})
	return failure("begin act", err)
}

// EndAct commits what became of an act, with its row of the audit trail and
// the tasks that follow it, in one transaction: a ticket is never in memory
// only. It also corrects an act that another process took for interrupted.
func (d *DB) EndAct(ctx context.Context, a *Act, tasks []Task) error {
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error {
		ended := tx.Model(&Act{}).Where("id = ? AND state IN ?", a.ID, []ActState{ActPlanned, ActIntent, ActUnknown}).
			Select("State", "Code", "Message", "RequestID", "Tickets", "CreatedIDs", "AnsweredAt", "FinishedAt").Updates(a)
		if err := affected("update", ended); err != nil {
			return err
		}
		if err := addTargets(tx, targetsOf(*a)); err != nil {
			return err
		}
		if len(tasks) > 0 {
			if err := tx.Create(tasks).Error; err != nil {
				return err
			}
		}
		return d.appendAudit(tx, outcomeRow(a))
	})
	return failure("end act", err)
}

// AbandonPlanned ends the planned acts of a job as not sent, for a reason
// given as code, and returns them as they are now. An empty key means all jobs.
func (d *DB) AbandonPlanned(ctx context.Context, jobKey, code string) ([]Act, error) {
	return d.closeActs(ctx, ActNotSent, code, func(q *gorm.DB) *gorm.DB {
		if jobKey != "" {
			q = q.Where("job_key = ?", jobKey)
		}
		return q.Where("state = ?", ActPlanned)
	})
}

// AbandonIntents ends acts whose outcome was never written as unknown. Only
// right at start, while nothing is being sent.
func (d *DB) AbandonIntents(ctx context.Context, code string) ([]Act, error) {
	return d.closeActs(ctx, ActUnknown, code, func(q *gorm.DB) *gorm.DB { return q.Where("state = ?", ActIntent) })
}

func (d *DB) closeActs(ctx context.Context, state ActState, code string, which func(*gorm.DB) *gorm.DB) ([]Act, error) {
	var acts []Act
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error {
		err := which(tx).Model(&acts).Clauses(clause.Returning{}).
			Updates(map[string]any{"state": state, "code": code, "finished_at": d.Time()}).Error
		if err != nil {
			return err
		}
		rows := make([]AuditRow, len(acts))
		for i := range acts {
			rows[i] = outcomeRow(&acts[i])
		}
		return d.appendAudit(tx, rows...)
	})
	return acts, failure("close acts", err)
}

// targetsOf lists what an act is found by: its targets and, for want of any of
// the act's own kind, what it made, which is then of that kind.
func targetsOf(a Act) []actTarget {
	var all []actTarget
	add := func(kind, id string) {
		t := actTarget{Act: a.ID, Kind: kind, ID: id}
		if id != "" && !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	for _, t := range a.Targets {
		add(t.Kind, t.ID)
	}
	if !slices.ContainsFunc(a.Targets, func(t Target) bool { return t.Kind == a.Kind }) {
		for _, id := range a.CreatedIDs {
			add(a.Kind, id)
		}
	}
	return all
}

func addTargets(tx *gorm.DB, targets []actTarget) error {
	if len(targets) == 0 {
		return nil
	}
	return tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(targets, 200).Error
}
