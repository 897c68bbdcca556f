package cloud

import (
	"bytes"
	"context"
	"encoding/json"
	"time"
)

type nothingKey struct{}
type anewKey struct{}
type sparingKey struct{}

// NothingFor lets reads under the context believe for up to d that there is
// nothing where the provider said so, even where they are Fresh: what must be
// asked place by place is asked only where there is something. A write of the
// service ends the belief.
func NothingFor(ctx context.Context, d time.Duration) context.Context {
	return context.WithValue(ctx, nothingKey{}, d)
}

// Anew is Fresh for a person who asks again: nothing is believed, NothingFor or
// not.
func Anew(ctx context.Context) context.Context {
	return context.WithValue(Fresh(ctx), anewKey{}, true)
}

// Sparing is for a page that shows a little of everything: reads under
// NothingFor ask only the places that are known to have something. What nobody
// has asked for yet is CodeNotAsked.
func Sparing(ctx context.Context) context.Context {
	return context.WithValue(ctx, sparingKey{}, true)
}

func nothingFor(ctx context.Context) time.Duration {
	d, _ := ctx.Value(nothingKey{}).(time.Duration)
	return d
}

// nothing is an answer that holds nothing.
type nothing struct {
	env     *Envelope
	service string
	read    time.Time
	lasts   time.Duration
}

// stillNothing finds the last answer when it held nothing and the context
// believes it yet.
func (a *account) stillNothing(ctx context.Context, identity string, now time.Time) *Envelope {
	d := nothingFor(ctx)
	if d == 0 || ctx.Value(anewKey{}) != nil {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	n, ok := a.nothings[identity]
	if !ok || now.Sub(n.read) >= min(d, n.lasts) {
		return nil
	}
	return n.env
}

// spared is the answer that Sparing has instead of a call: none where there is
// something to ask for.
func (a *account) spared(ctx context.Context, out *outgoing) (*Envelope, error) {
	if ctx.Value(sparingKey{}) == nil || nothingFor(ctx) == 0 {
		return nil, nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	last, ok := a.last[out.identity]
	switch {
	case !ok:
		return nil, &Error{Op: out.op.ID(), Code: CodeNotAsked}
	case bare(last.env.Data):
		return last.env, nil
	}
	return nil, nil
}

// noteNothing keeps or drops what stillNothing finds. What is made may be
// listed late, so an answer is believed no longer than its service has been
// left alone: read a second after a write, for a second.
func (a *account) noteNothing(ctx context.Context, out *outgoing, generation uint64, env *Envelope, now time.Time) {
	d := nothingFor(ctx)
	if d == 0 {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.nothings, out.identity)
	if generation != a.generation || !bare(env.Data) {
		return
	}
	if a.nothings == nil {
		a.nothings = map[string]nothing{}
	}
	if at, ok := a.written[out.op.Service]; ok {
		d = min(d, now.Sub(at))
	}
	if len(a.nothings) >= cacheLimit {
		for k, n := range a.nothings {
			if now.Sub(n.read) >= n.lasts {
				delete(a.nothings, k)
			}
		}
	}
	if len(a.nothings) < cacheLimit {
		a.nothings[out.identity] = nothing{env, out.op.Service, now, d}
	}
}

// disbelieve drops what a write of a service may have put an end to. The lock
// is held.
func (a *account) disbelieve(service string, now time.Time) {
	for k, n := range a.nothings {
		if n.service == service {
			delete(a.nothings, k)
		}
	}
	if a.written == nil {
		a.written = map[string]time.Time{}
	}
	a.written[service] = now
}

// bare tells whether an answer's data holds nothing: no text, no record, no
// number but 0.
func bare(data json.RawMessage) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	return len(data) == 0 || d.Decode(&v) == nil && hollow(v)
}

func hollow(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == "" || v == "0"
	case json.Number:
		return v == "0"
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, item := range v {
			if !hollow(item) {
				return false
			}
		}
		return true
	}
	return v == false
}
