package cloud

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// numbered answers every call with its number, so that a cached answer shows.
func numbered() *answers {
	return &answers{reply: func(n int, _ *http.Request) (*http.Response, error) {
		return reply(200, fmt.Sprintf(`{"Code":"Success","Data":{"A":%d}}`, n))
	}}
}

// slow answers like numbered, but only after a second.
func slow() *answers {
	return &answers{reply: func(n int, r *http.Request) (*http.Response, error) {
		select {
		case <-time.After(time.Second):
			return reply(200, fmt.Sprintf(`{"Code":"Success","Data":{"A":%d}}`, n))
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}}
}

func do(t *testing.T, ctx context.Context, c Caller, op Info, req any) string {
	t.Helper()
	env, err := c.Do(ctx, op, req)
	if err != nil {
		t.Errorf("%s: %v", op.Action, err)
		return ""
	}
	return string(env.Data)
}

func TestReadsAreCachedUntilTheyAgeOrSomethingIsWritten(t *testing.T) {
	other := Credentials{AccessKey: testCred.AccessKey, Secret: NewSecret("another secret")}
	for _, c := range []struct {
		name    string
		between func(t *testing.T, client *Client, own Caller)
		want    int // calls in all, reads before and after it included
	}{
		{"nothing happens", func(*testing.T, *Client, Caller) {}, 1},
		{"less than two seconds go by", func(*testing.T, *Client, Caller) { time.Sleep(1999 * time.Millisecond) }, 1},
		{"two seconds go by", func(*testing.T, *Client, Caller) { time.Sleep(2 * time.Second) }, 2},
		{"something is written by POST", func(t *testing.T, _ *Client, own Caller) { do(t, t.Context(), own, writePost, nil) }, 3},
		{"something is written by GET", func(t *testing.T, _ *Client, own Caller) { do(t, t.Context(), own, writeGet, nil) }, 3},
		{"another read has other parameters", func(t *testing.T, _ *Client, own Caller) { do(t, t.Context(), own, readPost, map[string]any{"B": 1}) }, 2},
		{"the same keys are used at another site", func(t *testing.T, c *Client, _ Caller) {
			do(t, t.Context(), c.For(testCred, LoopbackSite("other", "http://127.0.0.2")), readPost, nil)
		}, 2},
		{"someone knows the access key but not its secret", func(t *testing.T, c *Client, _ Caller) {
			do(t, t.Context(), c.For(other, LoopbackSite("test", "http://127.0.0.1:1")), readPost, nil)
		}, 2},
		{"a fresh read is asked for", func(t *testing.T, _ *Client, own Caller) { do(t, Fresh(t.Context()), own, readPost, nil) }, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fake := numbered()
				client := newTestClient(t, Config{Transport: fake})
				own := client.For(testCred, LoopbackSite("test", "http://127.0.0.1:1"))
				do(t, t.Context(), own, readPost, nil)
				c.between(t, client, own)
				do(t, t.Context(), own, readPost, nil)
				if got := fake.count(); got != c.want {
					t.Errorf("got %d calls, want %d", got, c.want)
				}
			})
		})
	}
}

func TestFreshReadRenewsTheCache(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := callerOn(t, numbered())
		do(t, t.Context(), c, readPost, nil)
		do(t, Fresh(t.Context()), c, readPost, nil)
		if got, want := do(t, t.Context(), c, readPost, nil), `{"A":2}`; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

func TestReadThatBeganBeforeAWriteEndedIsNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := slow()
		c := callerOn(t, fake)
		var wg sync.WaitGroup
		wg.Go(func() { do(t, t.Context(), c, readPost, nil) }) // ends after 1 s
		time.Sleep(500 * time.Millisecond)
		wg.Go(func() { do(t, t.Context(), c, writePost, nil) }) // from 0.5 s to 1.5 s
		time.Sleep(200 * time.Millisecond)
		wg.Go(func() { do(t, t.Context(), c, readPost, nil) }) // from 0.7 s: must not join the first
		wg.Wait()
		do(t, t.Context(), c, readPost, nil)
		if got := fake.count(); got != 4 {
			t.Errorf("got %d calls, want 4: three reads and a write", got)
		}
	})
}

func TestEqualReadsShareOneCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := slow()
		c := callerOn(t, fake)
		ctx, recorder := Record(t.Context())
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() { do(t, ctx, c, readPost, nil) })
		}
		wg.Wait()
		if got := fake.count(); got != 1 {
			t.Errorf("50 readers made %d calls, want 1", got)
		}
		shared := 0
		for _, call := range recorder.Calls() {
			if call.Shared {
				shared++
			}
		}
		if shared != 49 {
			t.Errorf("%d calls were recorded as shared, want 49", shared)
		}
	})
}

func TestReadersWhoComeAsACallEndsShareItToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for range 50 {
			fake := numbered() // answers at once
			c := callerOn(t, fake)
			var wg sync.WaitGroup
			for range 50 {
				wg.Go(func() { do(t, t.Context(), c, readPost, nil) })
			}
			wg.Wait()
			if got := fake.count(); got != 1 {
				t.Fatalf("50 readers made %d calls, want 1", got)
			}
		}
	})
}

func TestOneReaderGoingAwayDoesNotFailTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := slow()
		c := callerOn(t, fake)
		first, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := c.Do(first, readPost, nil); !HasCode(err, CodeCanceled) {
				t.Errorf("the reader who went away got %v, want %s", err, CodeCanceled)
			}
		})
		synctest.Wait()
		wg.Go(func() { do(t, t.Context(), c, readPost, nil) })
		synctest.Wait()
		cancel()
		wg.Wait()
		if got := fake.count(); got != 1 {
			t.Errorf("got %d calls, want 1", got)
		}
	})
}

func TestFailuresAreNotCached(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := always(400, `{"Code":"InvalidVdc"}`)
		c := callerOn(t, fake)
		for range 2 {
			if _, err := c.Do(t.Context(), readPost, nil); !HasCode(err, "InvalidVdc") {
				t.Errorf("got %v, want InvalidVdc", err)
			}
		}
		if got := fake.count(); got != 2 {
			t.Errorf("got %d calls, want 2", got)
		}
	})
}

func TestCacheAndAccountsStayBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newTestClient(t, Config{Transport: numbered(), Rate: 1e6, Burst: 1e6})
		c := client.For(testCred, LoopbackSite("test", "http://127.0.0.1:1")).(*caller)
		for i := range 2 * cacheLimit {
			do(t, t.Context(), c, readPost, map[string]any{"N": i})
		}
		if got := len(c.account.cache); got > cacheLimit {
			t.Errorf("the cache holds %d answers, want at most %d", got, cacheLimit)
		}
		time.Sleep(accountIdle + time.Second)
		client.For(Credentials{AccessKey: "new", Secret: NewSecret("new")}, Site{})
		if got := len(client.accounts); got != 1 {
			t.Errorf("%d accounts are kept, want only the new one", got)
		}
	})
}

func TestWhatWasReadRecentlyStandsUntilItsServiceIsWrittenTo(t *testing.T) {
	const age = time.Minute
	for _, c := range []struct {
		name    string
		between func(t *testing.T, own Caller)
		recent  int // calls in all
		steady  int
	}{
		{"nothing happens", func(*testing.T, Caller) { time.Sleep(age - time.Second) }, 1, 1},
		{"it ages", func(*testing.T, Caller) { time.Sleep(age) }, 2, 2},
		{"its service is written to", func(t *testing.T, own Caller) { do(t, t.Context(), own, writePost, nil) }, 3, 3},
		{"another service is written to", func(t *testing.T, own Caller) {
			op := writePost
			op.Service = "another"
			do(t, t.Context(), own, op, nil)
		}, 2, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			for kind, want := range map[string]int{"recent": c.recent, "steady": c.steady} {
				synctest.Test(t, func(t *testing.T) {
					fake := numbered()
					own := newTestClient(t, Config{Transport: fake}).For(testCred, LoopbackSite("test", "http://127.0.0.1:1"))
					ctx := Recent(t.Context(), age)
					if kind == "steady" {
						ctx = Steady(Fresh(t.Context()), age)
					}
					do(t, ctx, own, readPost, nil)
					c.between(t, own)
					do(t, ctx, own, readPost, nil)
					if got := fake.count(); got != want {
						t.Errorf("%s: got %d calls, want %d", kind, got, want)
					}
					do(t, Fresh(Recent(t.Context(), age)), own, readPost, nil)
					if got := fake.count(); got != want+1 {
						t.Errorf("%s: a fresh read is not asked for", kind)
					}
				})
			}
		})
	}
}
