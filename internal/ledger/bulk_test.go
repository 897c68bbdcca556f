package ledger_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
)

func TestSeveralStepsGoOnInTheBackgroundFourAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		var out, most atomic.Int32
		ctx, leave := context.WithCancel(context.Background())
		job, err := d.Submit(ctx, li, nil, form("k1", 10, func(ctx context.Context) (resource.Outcome, error) {
			defer out.Add(-1)
			most.Store(max(most.Load(), out.Add(1)))
			time.Sleep(time.Second)
			return resource.Outcome{}, ctx.Err()
		}))
		wantError(t, err, nil)
		same(t, "count when submitted", job.Count(), ledger.Count{Total: 10, Waiting: 10})
		leave()
		time.Sleep(1500 * time.Millisecond)
		same(t, "count after the first four", d.stored(t, "k1").Count(), ledger.Count{Total: 10, Waiting: 6, Done: 4})
		time.Sleep(2 * time.Second)
		same(t, "count at the end", d.stored(t, "k1").Count(), ledger.Count{Total: 10, Done: 10})
		same(t, "most at a time", most.Load(), int32(4))
	})
}

func TestAJobStopsAfterFiveErrorsInARow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		var calls atomic.Int32
		d.submit(t, form("k1", 20, func(ctx context.Context) (resource.Outcome, error) {
			n := calls.Add(1)
			time.Sleep(time.Duration(n) * time.Second)
			if n == 4 { // a success in between counts anew
				return resource.Outcome{}, nil
			}
			return refused(ctx)
		}))
		time.Sleep(5 * time.Minute)
		job := d.stored(t, "k1")
		// Three refused, one accepted, five refused, three more already out.
		same(t, "count", job.Count(), ledger.Count{Total: 20, Done: 1, Failed: 11, NotSent: 8})
		same(t, "calls", calls.Load(), int32(12))
		same(t, "why the last was not sent", job.Acts[19].Code, ledger.CodeTooMany)
	})
}

func TestStoppingTheRestLetsCallsThatAreOutEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var told []int
		d := open(t, func(acts ...store.Act) {
			mu.Lock()
			defer mu.Unlock()
			told = append(told, len(acts))
		})
		d.submit(t, form("k1", 10, func(context.Context) (resource.Outcome, error) {
			time.Sleep(time.Second)
			return resource.Outcome{}, nil
		}))
		time.Sleep(500 * time.Millisecond)
		ctx := context.Background()
		wantError(t, d.Stop(ctx, "another account", "k1"), store.ErrNotFound)
		same(t, "count after another account tried", d.stored(t, "k1").Count(), ledger.Count{Total: 10, Waiting: 10})
		wantError(t, d.Stop(ctx, li.Account, "k1"), nil)
		same(t, "count at once", d.stored(t, "k1").Count(), ledger.Count{Total: 10, Waiting: 4, NotSent: 6})
		time.Sleep(time.Minute)
		job := d.stored(t, "k1")
		same(t, "count at the end", job.Count(), ledger.Count{Total: 10, Done: 4, NotSent: 6})
		same(t, "why the last was not sent", job.Acts[9].Code, ledger.CodeStopped)
		same(t, "acts told of at a time", told, []int{6, 1, 1, 1, 1})
	})
}

func TestClosingWaitsForCallsThatAreOutAndSendsNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		d.submit(t, form("k1", 10, func(context.Context) (resource.Outcome, error) {
			time.Sleep(3 * time.Second)
			return resource.Outcome{}, nil
		}))
		time.Sleep(time.Second)
		began := time.Now()
		wantError(t, d.Close(context.Background()), nil)
		same(t, "waited", time.Since(began), 2*time.Second)
		job := d.stored(t, "k1")
		same(t, "count", job.Count(), ledger.Count{Total: 10, Done: 4, NotSent: 6})
		same(t, "why the last was not sent", job.Acts[9].Code, ledger.CodeShutdown)
		_, err := d.Submit(context.Background(), li, nil, form("k2", 1, accepted))
		wantError(t, err, ledger.ErrClosing)
	})
}

func TestClosingGivesUpInTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		d.submit(t, form("k1", 2, func(context.Context) (resource.Outcome, error) {
			time.Sleep(time.Minute)
			return resource.Outcome{}, nil
		}))
		synctest.Wait() // the calls are out
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		wantError(t, d.Close(ctx), context.DeadlineExceeded)
		time.Sleep(time.Hour) // let the calls end inside the test
	})
}

func TestACallHasItsOwnTimeLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		began := time.Now()
		d.submit(t, form("k1", 1, func(ctx context.Context) (resource.Outcome, error) {
			<-ctx.Done()
			return resource.Outcome{}, errors.New("ended by its limit")
		}))
		same(t, "took", time.Since(began), 2*time.Minute)
		same(t, "state", d.stored(t, "k1").Acts[0].State, store.ActUnknown)
	})
}

func TestTheUsualTimeIsTheMiddleHalfOfTheLastSuccesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		usual := func(account string) [2]time.Duration {
			from, to, err := d.Usual(context.Background(), account, "servers", "stop")
			wantError(t, err, nil)
			return [2]time.Duration{from, to}
		}
		take := func(seconds int, end func(context.Context) (resource.Outcome, error)) {
			d.submit(t, form(strconv.Itoa(seconds), 1, func(ctx context.Context) (resource.Outcome, error) {
				time.Sleep(time.Duration(seconds) * time.Second)
				return end(ctx)
			}))
		}
		take(60, refused)
		take(3, accepted)
		take(1, accepted)
		same(t, "of two", usual(li.Account), [2]time.Duration{})
		take(2, accepted)
		take(90, accepted)
		same(t, "of four", usual(li.Account), [2]time.Duration{2 * time.Second, 3 * time.Second})
		for i := range 16 {
			take(10+i, accepted)
		}
		same(t, "of twenty", usual(li.Account), [2]time.Duration{12 * time.Second, 21 * time.Second})
		same(t, "of another account", usual("f2"), [2]time.Duration{})
	})
}

func TestASessionIsToldOfItsJobsTheNewestFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		ctx := context.Background()
		d.submit(t, form("first", 1, refused))
		time.Sleep(time.Second)
		d.submit(t, form("second", 3, accepted))
		time.Sleep(time.Second)
		recent := func() []string {
			jobs, err := d.Recent(ctx, li.Session)
			wantError(t, err, nil)
			var keys []string
			for _, j := range jobs {
				keys = append(keys, j.Key)
			}
			return keys
		}
		same(t, "jobs", recent(), []string{"second", "first"})
		wantError(t, d.NoteShown(ctx, li.Session), nil)
		wantError(t, d.NoteShown(ctx, li.Session), nil)
		same(t, "jobs after two pages", recent(), []string{"first"})
		wantError(t, d.Dismiss(ctx, li.Session, "first"), nil)
		same(t, "jobs after dismissal", recent(), []string(nil))
	})
}

func TestStepsInOrderWaitForEachOtherAndEndWithTheFirstFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		var out, calls, most atomic.Int32
		r := form("k1", 4, func(ctx context.Context) (resource.Outcome, error) {
			defer out.Add(-1)
			most.Store(max(most.Load(), out.Add(1)))
			time.Sleep(time.Second)
			if calls.Add(1) == 3 {
				return refused(ctx)
			}
			return resource.Outcome{}, nil
		})
		r.InOrder = true
		d.submit(t, r)
		time.Sleep(time.Minute)
		job := d.stored(t, "k1")
		same(t, "count", job.Count(), ledger.Count{Total: 4, Done: 2, Failed: 1, NotSent: 1})
		same(t, "most at a time", most.Load(), int32(1))
		same(t, "why the last was not sent", job.Acts[3].Code, ledger.CodeEarlier)
	})
}
