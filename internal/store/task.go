package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
)

// TaskState is how far a followed ticket has come.
type TaskState string

const (
	TaskWaiting TaskState = "waiting" // not asked yet
	TaskRunning TaskState = "running"
	TaskDone    TaskState = "done"
	TaskFailed  TaskState = "failed"
	TaskLost    TaskState = "lost"    // asking fails; still asked now and then
	TaskUnknown TaskState = "unknown" // given up; the end was never learnt
)

// Open tells whether the task is still being followed.
func (s TaskState) Open() bool { return slices.Contains(openTaskStates, s) }

var openTaskStates = []TaskState{TaskWaiting, TaskRunning, TaskLost}

// Task is one accepted ticket being followed to its end.
type Task struct {
	ID        string `gorm:"primaryKey"`
	Act       string
	Account   string
	Tracker   string
	Ticket    string   // the provider's id; empty when the resource itself is watched
	RequestID string   // asked for again by some trackers
	Targets   []Target `gorm:"serializer:json"`
	Kind      string   // slug
	Op        string   // slug
	State     TaskState
	Progress  int      // 0..100; 0 when the provider does not tell
	Resources []string `gorm:"serializer:json"` // ids of resources it made
	Message   string
	NextPoll  time.Time
	Polls     int
	Failures  int // in a row
	Started   time.Time
	Finished  *time.Time
	// Where several replicas share the database, the one that asks, and until
	// when the others leave it to that one.
	Leaseholder string
	LeaseUntil  *time.Time
}

// Task returns a task by id.
func (d *DB) Task(ctx context.Context, id string) (Task, error) {
	var t Task
	err := d.with(ctx).Where("id = ?", id).Take(&t).Error
	return t, failure("read task", err)
}

// OpenTasks lists every task still to be followed, the oldest first.
func (d *DB) OpenTasks(ctx context.Context) ([]Task, error) {
	var all []Task
	err := d.with(ctx).Where("state IN ?", openTaskStates).Order("started, id").Find(&all).Error
	return all, failure("list open tasks", err)
}

// CountOpenTasks counts an account's tasks still being followed.
func (d *DB) CountOpenTasks(ctx context.Context, account string) (int, error) {
	var n int64
	err := d.with(ctx).Model(&Task{}).Where("account = ? AND state IN ?", account, openTaskStates).Count(&n).Error
	return int(n), failure("count open tasks", err)
}

// TasksOf lists the tasks of acts, the oldest first.
func (d *DB) TasksOf(ctx context.Context, acts ...string) ([]Task, error) {
	var all []Task
	err := d.with(ctx).Where("act IN ?", acts).Order("started, id").Find(&all).Error
	return all, failure("list tasks of acts", err)
}

// LeaseTask leaves the asking about an open task to one replica until a time,
// unless another has it now: ErrNotFound.
func (d *DB) LeaseTask(ctx context.Context, id, replica string, until time.Time) error {
	return affected("lease task", d.with(ctx).Model(&Task{}).
		Where("id = ? AND state IN ? AND (leaseholder IN ? OR lease_until < ?)", id, openTaskStates, []string{"", replica}, d.Time()).
		Select("Leaseholder", "LeaseUntil").Updates(&Task{Leaseholder: replica, LeaseUntil: &until}))
}

// NotePoll stores that a task was asked about and nothing changed: when to ask
// next and how often it was asked. A task that has ended is left alone:
// ErrNotFound.
func (d *DB) NotePoll(ctx context.Context, t Task) error {
	return affected("note poll", d.with(ctx).Model(&Task{}).Where("id = ? AND state IN ?", t.ID, openTaskStates).
		Select("NextPoll", "Polls", "Failures", "LeaseUntil").Updates(&t))
}

// SaveTask stores a task's new state and lets its act's state follow, in one
// transaction. A task that has ended already is left alone: ErrNotFound.
func (d *DB) SaveTask(ctx context.Context, t Task) (Act, error) {
	if !t.State.Open() && t.Finished == nil {
		t.Finished = new(d.Time())
	}
	var act Act
	err := d.with(ctx).Transaction(func(tx *gorm.DB) error {
		locked, err := lockAct(tx, t.Act)
		if err != nil {
			return err
		}
		saved := tx.Model(&Task{}).Where("id = ? AND state IN ?", t.ID, openTaskStates).
			Select("State", "Progress", "Resources", "Message", "NextPoll", "Polls", "Failures", "Finished", "LeaseUntil").Updates(&t)
		if err := affected("update", saved); err != nil {
			return err
		}
		act, err = d.settle(tx, locked)
		return err
	})
	return act, failure("save task", err)
}
