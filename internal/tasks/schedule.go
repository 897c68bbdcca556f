package tasks

import (
	"container/heap"
	"context"
	"time"

	"yunque/internal/store"
)

// entry is one followed task. Between Follow and its end it is in exactly one
// place: the heap, a worker's hands or parked.
type entry struct {
	task store.Task
	// Both are of the running clock, so that a step of the wall clock, which
	// the stored times are of, neither stops the asking nor makes it spin.
	due      time.Time
	deadline time.Time // given anew when following resumes
	leased   time.Time // until then no other replica asks
}

// dueHeap orders entries by when they are to be asked about.
type dueHeap []*entry

func (h dueHeap) Len() int           { return len(h) }
func (h dueHeap) Less(i, j int) bool { return h[i].due.Before(h[j].due) }
func (h dueHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *dueHeap) Push(x any)        { *h = append(*h, x.(*entry)) }

func (h *dueHeap) Pop() any {
	last := (*h)[len(*h)-1]
	(*h)[len(*h)-1] = nil
	*h = (*h)[:len(*h)-1]
	return last
}

// Follow begins to ask about stored tasks. One that is followed already is
// left alone.
func (t *Tracker) Follow(tasks []store.Task) {
	now, wall := time.Now(), t.DB.Time()
	for _, task := range tasks {
		if t.claim(task.ID) {
			t.add(&entry{task: task, due: now.Add(task.NextPoll.Sub(wall)), deadline: now.Add(t.Limit)})
		}
	}
}

// claim tells whether a task is new to this tracker.
func (t *Tracker) claim(id string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	known := t.followed[id]
	t.followed[id] = true
	return !known
}

// release forgets a task that has ended.
func (t *Tracker) release(id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.followed, id)
}

// add puts an entry where it belongs. The callers are looked at under the lock
// that resume takes, or an entry could be parked just after its account came.
func (t *Tracker) add(e *entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.callers.of(e.task.Account); !ok {
		t.parked[e.task.Account] = append(t.parked[e.task.Account], e)
		return
	}
	heap.Push(&t.due, e)
	t.nudge()
}

// resume takes up an account's parked entries.
func (t *Tracker) resume(account string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range t.parked[account] {
		e.deadline = time.Now().Add(t.Limit)
		heap.Push(&t.due, e)
	}
	delete(t.parked, account)
	t.nudge()
}

// CheckNow asks at once about the tasks of an account's act that wait for
// their turn.
func (t *Tracker) CheckNow(account, act string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range t.due {
		if e.task.Account == account && e.task.Act == act {
			e.due = time.Now()
		}
	}
	heap.Init(&t.due)
	t.nudge()
}

// nudge makes the loop look at the heap again; one nudge waiting is enough.
func (t *Tracker) nudge() {
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

// schedule hands entries to the workers as they fall due.
func (t *Tracker) schedule(ctx context.Context, work chan<- *entry) {
	defer close(work)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		case <-t.wake:
		}
		for e := t.take(); e != nil; e = t.take() {
			select {
			case work <- e:
			case <-ctx.Done():
				return
			}
		}
		timer.Reset(t.wait())
	}
}

// take returns an entry that is due, or nil.
func (t *Tracker) take() *entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.due) == 0 || t.due[0].due.After(time.Now()) {
		return nil
	}
	return heap.Pop(&t.due).(*entry)
}

// wait is the time until the next entry is due.
func (t *Tracker) wait() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.due) == 0 {
		return time.Hour
	}
	return time.Until(t.due[0].due)
}
