package cloud

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestCallsOfOneKeyKeepToTheRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := callerOn(t, always(200, success))
		start := time.Now()
		var wg sync.WaitGroup
		for range 30 { // ten at once, then ten a second
			wg.Go(func() { do(t, t.Context(), c, writePost, nil) })
		}
		wg.Wait()
		if took := time.Since(start); took < 2*time.Second || took > 2100*time.Millisecond {
			t.Errorf("30 calls took %v, want 2 s", took)
		}
	})
}

func TestCallThatCannotHaveItsTurnInTimeIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := always(200, success)
		c := callerOn(t, fake)
		for range 10 {
			do(t, t.Context(), c, writePost, nil)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		_, err := c.Do(ctx, writePost, nil)
		if e := asError(err); e == nil || e.Code != CodeThrottled || e.Sent || fake.count() != 10 {
			t.Errorf("got %+v after %d calls, want %s, not sent", err, fake.count(), CodeThrottled)
		}
	})
}

func TestRetryAfterIsHonouredUpToTenSeconds(t *testing.T) {
	for header, want := range map[string]time.Duration{"3": 3 * time.Second, "3600": 10 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			fake := &answers{reply: func(n int, _ *http.Request) (*http.Response, error) {
				if n > 1 {
					return reply(200, success)
				}
				resp, err := reply(429, "")
				resp.Header.Set("Retry-After", header)
				return resp, err
			}}
			start := time.Now()
			do(t, t.Context(), callerOn(t, fake), readPost, nil)
			if took := time.Since(start); took != want {
				t.Errorf("Retry-After %s: waited %v, want %v", header, took, want)
			}
		})
	}
}

func TestBreakerOpensAndRecovers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var up atomic.Bool
		fake := &answers{reply: func(int, *http.Request) (*http.Response, error) {
			if up.Load() {
				return reply(200, success)
			}
			return nil, errors.New("connection reset")
		}}
		client := newTestClient(t, Config{Transport: fake})
		c := client.For(testCred, LoopbackSite("test", "http://127.0.0.1:1"))
		for range failuresToOpen {
			if _, err := c.Do(t.Context(), writePost, nil); !HasCode(err, CodeUnreachable) {
				t.Fatalf("got %v, want %s", err, CodeUnreachable)
			}
		}
		_, err := c.Do(t.Context(), writePost, nil)
		if e := asError(err); e == nil || e.Code != CodeCircuitOpen || e.Sent || fake.count() != failuresToOpen {
			t.Errorf("got %+v after %d calls, want %s, not sent", err, fake.count(), CodeCircuitOpen)
		}
		up.Store(true)
		do(t, t.Context(), client.For(testCred, LoopbackSite("other", "http://127.0.0.2:1")), writePost, nil) // a host of its own

		time.Sleep(openFor + time.Second)
		do(t, t.Context(), c, writePost, nil)
		do(t, t.Context(), c, writePost, nil)
	})
}

func TestRefusalsAndPeopleGoingAwayDoNotOpenTheBreaker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := &answers{reply: func(n int, r *http.Request) (*http.Response, error) {
			if n <= 2*failuresToOpen {
				return reply(400, `{"Code":"InvalidVdc"}`)
			}
			<-r.Context().Done()
			return nil, r.Context().Err()
		}}
		c := callerOn(t, fake)
		for range 2 * failuresToOpen {
			if _, err := c.Do(t.Context(), writePost, nil); !HasCode(err, "InvalidVdc") {
				t.Fatalf("got %v, want InvalidVdc", err)
			}
		}
		for range 2 * failuresToOpen {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			if _, err := c.Do(ctx, writePost, nil); !HasCode(err, CodeCanceled) {
				t.Fatalf("got %v, want %s", err, CodeCanceled)
			}
		}
	})
}
