package cloud

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

func TestNothingIsBelievedForAWhile(t *testing.T) {
	const none, some = `{"Code":"Success","Data":{"Total":0,"VPCList":[]}}`, `{"Code":"Success","Data":{"Total":1,"VPCList":[{"Id":"v"}]}}`
	long := func(ctx context.Context) context.Context { return NothingFor(ctx, 10*time.Minute) }
	other := writePost
	other.Service = "elsewhere"
	for name, c := range map[string]struct {
		body    string
		first   func(context.Context) context.Context
		between func(t *testing.T, c Caller)
		second  func(context.Context) context.Context
		want    int // calls in all
	}{
		"nine minutes go by":                 {none, long, func(*testing.T, Caller) { time.Sleep(9 * time.Minute) }, long, 1},
		"ten minutes go by":                  {none, long, func(*testing.T, Caller) { time.Sleep(10 * time.Minute) }, long, 2},
		"a poll wants it fresh":              {none, long, func(*testing.T, Caller) { time.Sleep(time.Minute) }, func(ctx context.Context) context.Context { return long(Fresh(ctx)) }, 1},
		"a person asks anew":                 {none, long, func(*testing.T, Caller) { time.Sleep(time.Minute) }, func(ctx context.Context) context.Context { return long(Anew(ctx)) }, 2},
		"there was something":                {some, long, func(*testing.T, Caller) { time.Sleep(time.Minute) }, long, 2},
		"the second reader believes nothing": {none, long, func(*testing.T, Caller) { time.Sleep(time.Minute) }, func(ctx context.Context) context.Context { return ctx }, 2},
		"the first reader kept nothing":      {none, func(ctx context.Context) context.Context { return ctx }, func(*testing.T, Caller) { time.Sleep(time.Minute) }, long, 2},
		"the service is written to":          {none, long, func(t *testing.T, c Caller) { do(t, t.Context(), c, writePost, nil) }, long, 3},
		"another service is written to":      {none, long, func(t *testing.T, c Caller) { do(t, t.Context(), c, other, nil) }, long, 2},
		"it was read right after a write":    {none, func(ctx context.Context) context.Context { return ctx }, afterWrite(long, time.Second), long, 4},
		"it was read long after a write":     {none, func(ctx context.Context) context.Context { return ctx }, afterWrite(long, 20*time.Minute), long, 3},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fake := &answers{reply: func(int, *http.Request) (*http.Response, error) { return reply(200, c.body) }}
				own := callerOn(t, fake)
				do(t, c.first(t.Context()), own, readPost, nil)
				c.between(t, own)
				do(t, c.second(t.Context()), own, readPost, nil)
				if got := fake.count(); got != c.want {
					t.Errorf("got %d calls, want %d", got, c.want)
				}
			})
		})
	}
}

// afterWrite writes, reads some time later, and lets twice a second go by.
func afterWrite(how func(context.Context) context.Context, later time.Duration) func(*testing.T, Caller) {
	return func(t *testing.T, c Caller) {
		do(t, t.Context(), c, writePost, nil)
		time.Sleep(later)
		do(t, how(t.Context()), c, readPost, nil)
		time.Sleep(2 * time.Second)
	}
}

func TestBareDataHoldsNothing(t *testing.T) {
	for data, want := range map[string]bool{
		``: true, `null`: true, `[]`: true, `{}`: true, `""`: true, `{"Total":0,"List":[]}`: true, `{"Total":"0","List":null}`: true,
		`{"Total":1,"List":[]}`: false, `[{}]`: false, `{"a":{"b":"x"}}`: false, `{"a":false}`: true, `true`: false, `{`: false,
	} {
		if got := bare([]byte(data)); got != want {
			t.Errorf("bare(%s) is %t", data, got)
		}
	}
}
