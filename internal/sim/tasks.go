package sim

import (
	"slices"
	"time"
)

// taskSystem is one of the provider's ways of telling how accepted work ended,
// named as in the catalogue.
type taskSystem string

// The task systems. Two of them have no query of their own: their work can be
// seen in the resource only.
const (
	taskCommon  taskSystem = "task"
	taskBms     taskSystem = "bms_task"
	taskVPC     taskSystem = "vpc_task"
	taskStorage taskSystem = "storage_task"
	taskECS     taskSystem = "ecs_event"
	taskEBS     taskSystem = "ebs_event"
	taskGCW     taskSystem = "gcw_task"
)

// taskWords is how a system speaks of progress, and whether its ids are short
// decimals or uuids.
type taskWords struct {
	New, Doing, Done, Failed string
	Decimal                  bool
}

// words of each system. Where the documentation shows success only, the other
// words are not documented.
func (s taskSystem) words() taskWords {
	switch s {
	case taskBms:
		return taskWords{"init", "init", "succeed", "failed", false}
	case taskGCW:
		return taskWords{"Running", "Running", "Completed", "Failed", false}
	case taskECS, taskEBS:
		return taskWords{"doing", "doing", "success", "failed", false}
	case taskVPC, taskStorage:
		return taskWords{"", "", "", "", false}
	}
	return taskWords{"NEW", "DOING", "FINISH", "ERROR", true}
}

// Work is something accepted now that ends later.
type Work struct {
	System    taskSystem    // "" means taskCommon
	Type      string        // the provider's word for the kind of task
	Takes     time.Duration // at pace 1
	Resources []string      // what it makes or changes
	RequestID string        // gcw only: the caller's own id of the request
	Done      func()        // performed when it ends well
	Failed    func()        // performed when a fault made it fail; nil leaves everything as it is
}

// task is accepted work that can be asked about.
type task struct {
	id     string
	work   Work
	begun  time.Time
	ends   time.Time
	failed bool
}

// Begin accepts work and returns the id to ask about it.
func (w *World) Begin(k Work) string {
	if k.System == "" {
		k.System = taskCommon
	}
	t := &task{work: k, begun: w.now, ends: w.now.Add(w.scaled(k.Takes))}
	t.failed = w.failNext && (w.failOnly == "" || slices.Contains(k.Resources, w.failOnly))
	if k.System.words().Decimal {
		t.id = w.Serial("task", 7_424_000)
	} else {
		t.id = w.ID(string(k.System))
	}
	w.tasks.Put(t.id, t)
	w.After(k.Takes, t.end)
	return t.id
}

func (t *task) end() {
	f := t.work.Done
	if t.failed {
		f = t.work.Failed
	}
	if f != nil {
		f()
	}
}

// Task finds a task of one system; a task of another system is not found.
func (w *World) Task(system taskSystem, id string) (*task, bool) {
	t, ok := w.tasks.Get(id)
	if !ok || t.work.System != system {
		return nil, false
	}
	return t, true
}

// status is a function of time alone: new for the first tenth, then under way,
// then ended.
func (t *task) status(now time.Time) string {
	words := t.work.System.words()
	switch {
	case !now.Before(t.ends) && t.failed:
		return words.Failed
	case !now.Before(t.ends):
		return words.Done
	case now.Sub(t.begun) < t.ends.Sub(t.begun)/10:
		return words.New
	}
	return words.Doing
}
