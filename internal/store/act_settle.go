package store

import (
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// lockAct reads an act for changing it. Of two tasks of one act that end at
// once the second waits here, or each would still see the other running.
func lockAct(tx *gorm.DB, id string) (Act, error) {
	var a Act
	return a, tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Take(&a).Error
}

// settle lets a locked act follow its tasks: it ends when the last of them has
// ended, and is lost while one of them is.
func (d *DB) settle(tx *gorm.DB, a Act) (Act, error) {
	var tasks []Task
	if err := tx.Where("act = ?", a.ID).Order("started, id").Find(&tasks).Error; err != nil {
		return a, err
	}
	a.follow(tasks)
	a.FinishedAt = nil
	if a.State != ActAccepted && a.State != ActLost {
		a.FinishedAt = new(d.Time())
	}
	err := tx.Model(&Act{}).Where("id = ?", a.ID).Select("State", "Message", "CreatedIDs", "FinishedAt").Updates(&a).Error
	if err != nil {
		return a, err
	}
	return a, addTargets(tx, targetsOf(a))
}

// follow derives the state from the tasks. One failure makes the whole act
// failed, and says so with that task's words; an end never learnt outweighs
// the ends that were. The resources a task names are new only where the act
// was about none: else they are what was acted on, or its parts.
func (a *Act) follow(tasks []Task) {
	has := make(map[TaskState]bool)
	for _, t := range tasks {
		has[t.State] = true
		if t.State == TaskFailed && t.Message != "" {
			a.Message = t.Message
		}
		for _, id := range t.Resources {
			if len(a.Targets) == 0 && !slices.Contains(a.CreatedIDs, id) {
				a.CreatedIDs = append(a.CreatedIDs, id)
			}
		}
	}
	switch {
	case has[TaskLost]:
		a.State = ActLost
	case has[TaskWaiting] || has[TaskRunning]:
		a.State = ActAccepted
	case has[TaskFailed]:
		a.State = ActFailed
	case has[TaskUnknown]:
		a.State = ActUnknown
	default:
		a.State = ActDone
	}
}
