package sim

import (
	"container/heap"
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"
)

// World is everything that exists in the simulated account. It has one lock,
// which Server holds while a handler runs, and no goroutine: work that ends
// later is put on a list with After and performed by settle at the start of
// the first request that comes when it is due. A World never sleeps and never
// throws dice, so the same calls at the same times give the same answers.
type World struct {
	mu       sync.Mutex
	now      time.Time
	skipped  time.Duration // added to the clock by skip
	pace     float64
	number   int64
	failNext bool   // a fault asks that work begun now shall fail
	failOnly string // only the work on this resource
	due      dueList
	seq      int
	counters map[string]int64
	tasks    table[*task]
	ledger   ledger
	space    addressSpace
	shelf    shelf

	state
}

func newWorld(pace float64, number int64) *World {
	return &World{
		pace: pace, number: number, counters: map[string]int64{},
		space: newAddressSpace(), shelf: newShelf(),
	}
}

// Now is the moment the present call is served at.
func (w *World) Now() time.Time { return w.now }

// After has f performed once d has passed; d is scaled by the pace.
func (w *World) After(d time.Duration, f func()) {
	w.seq++
	heap.Push(&w.due, dueWork{w.now.Add(w.scaled(d)), w.seq, f})
}

// At has f performed at a moment of the calendar, which the pace does not
// move.
func (w *World) At(t time.Time, f func()) {
	w.seq++
	heap.Push(&w.due, dueWork{t, w.seq, f})
}

func (w *World) scaled(d time.Duration) time.Duration {
	return time.Duration(float64(d) * w.pace)
}

// settle performs what has fallen due by now, in order, each piece at its own
// moment. Time never goes back.
func (w *World) settle(now time.Time) {
	now = now.Add(w.skipped)
	for len(w.due) > 0 && !w.due[0].at.After(now) {
		next := heap.Pop(&w.due).(dueWork)
		if next.at.After(w.now) {
			w.now = next.at
		}
		next.f()
	}
	if now.After(w.now) {
		w.now = now
	}
}

// skip moves the world's clock ahead of the real one.
func (w *World) skip(d time.Duration) { w.skipped += d }

// ID returns the next identifier of a kind: shaped like a uuid, always the
// same in the same order of calls.
func (w *World) ID(kind string) string {
	return uuidOf(w.number, kind, w.count(kind))
}

// Serial returns the next number of a kind as decimal text, starting above
// first.
func (w *World) Serial(kind string, first int64) string {
	return strconv.FormatInt(first+w.number*1_000_000+w.count(kind), 10)
}

func (w *World) count(kind string) int64 {
	w.counters[kind]++
	return w.counters[kind]
}

func uuidOf(number int64, kind string, n int64) string {
	name := kind + "/" + strconv.FormatInt(number, 10) + "/" + strconv.FormatInt(n, 10)
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)).String()
}

// clockZone is the provider's: every printed time without a zone is UTC+8.
var clockZone = time.FixedZone("UTC+8", 8*60*60)

const clockLayout = "2006-01-02 15:04:05"

// stamp prints a time as the provider does; "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(clockZone).Format(clockLayout)
}

// dueWork is one piece of work on the list; seq keeps the order of equal
// times.
type dueWork struct {
	at  time.Time
	seq int
	f   func()
}

type dueList []dueWork

func (l dueList) Len() int { return len(l) }
func (l dueList) Less(i, j int) bool {
	if l[i].at.Equal(l[j].at) {
		return l[i].seq < l[j].seq
	}
	return l[i].at.Before(l[j].at)
}
func (l dueList) Swap(i, j int) { l[i], l[j] = l[j], l[i] }
func (l *dueList) Push(x any)   { *l = append(*l, x.(dueWork)) }
func (l *dueList) Pop() any {
	last := len(*l) - 1
	x := (*l)[last]
	*l = (*l)[:last]
	return x
}
