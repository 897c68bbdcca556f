package cloud

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"
)

// Call is one finished call as metrics, logs and the page's API tab may show
// it. It holds no secret.
type Call struct {
	Op        Info
	Site      string          // key of the site
	URL       string          // as of RedactedURL
	Request   json.RawMessage // as of RedactedJSON; do not change it
	Status    int             // HTTP status; 0 when nothing was answered
	Code      string          // the provider's, or one of ours when it failed
	OK        bool
	Message   string
	RequestID string
	Start     time.Time
	Duration  time.Duration
	Attempt   int  // 1, 2, 3 ...; 0 when nothing was sent for this caller
	Cached    bool // answered from the cache
	Shared    bool // answered by an equal read of another caller

	answer func() json.RawMessage // a function: a dump of the value shows an address
}

// Answer is what the provider answered, with its secrets replaced; nil when it
// was no JSON.
func (c Call) Answer() json.RawMessage {
	if c.answer == nil {
		return nil
	}
	return c.answer()
}

func newCall(out *outgoing, env *Envelope, failure *Error) Call {
	call := Call{Op: out.op, Site: out.site, URL: out.redactedURL, Request: out.redacted}
	switch {
	case failure != nil:
		call.Status, call.Code, call.Message, call.RequestID = failure.Status, failure.Code, failure.Message, failure.RequestID
		call.answer = failure.answer
	case env != nil:
		call.OK, call.answer = true, func() json.RawMessage { return redactAnswer(env.Body) }
		call.Status, call.Code, call.Message, call.RequestID = env.Status, env.Code, env.Message, env.RequestID
	}
	return call
}

func asError(err error) *Error {
	var e *Error
	errors.As(err, &e)
	return e
}

// Recorder gathers the calls made under a context.
type Recorder struct {
	mu    sync.Mutex
	calls []Call
}

// Calls lists what has been recorded so far, in the order in which calls ended.
func (r *Recorder) Calls() []Call {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.calls)
}

func (r *Recorder) add(c Call) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, c)
}

type recorderKey struct{}

// Record gives a context under which every call is gathered.
func Record(ctx context.Context) (context.Context, *Recorder) {
	r := &Recorder{}
	return context.WithValue(ctx, recorderKey{}, r), r
}

func (c *Client) report(ctx context.Context, call Call) {
	if r, ok := ctx.Value(recorderKey{}).(*Recorder); ok {
		r.add(call)
	}
	if c.config.Observe != nil {
		c.config.Observe(call)
	}
}
