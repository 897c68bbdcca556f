package cloud

import (
	"context"
	"fmt"
	"time"
)

type freshKey struct{}

// Fresh makes reads under the context ask the provider, whatever is cached.
func Fresh(ctx context.Context) context.Context {
	return context.WithValue(ctx, freshKey{}, true)
}

func isFresh(ctx context.Context) bool { return ctx.Value(freshKey{}) == true }

type ageKey struct{}

// Recent lets reads under the context answer with what was read up to age ago,
// unless they are to be fresh or something of the same service was written
// since. It is for lists that take a call for each thing.
func Recent(ctx context.Context, age time.Duration) context.Context {
	return context.WithValue(ctx, ageKey{}, age)
}

// Steady is Recent for what hardly ever changes, even where the rest is to be
// fresh.
func Steady(ctx context.Context, age time.Duration) context.Context {
	return Recent(context.WithValue(ctx, freshKey{}, false), age)
}

func ageOf(ctx context.Context) time.Duration {
	age, _ := ctx.Value(ageKey{}).(time.Duration)
	return age
}

// read answers with what the provider says or, where the context allows it and
// the provider fails, with what it said last.
func (c *caller) read(ctx context.Context, out *outgoing) (*Envelope, error) {
	env, err := c.current(ctx, out)
	if err != nil {
		if old := c.account.instead(ctx, out.identity, err, time.Now()); old != nil {
			return old, nil
		}
	}
	return env, err
}

// current answers from the cache, joins an equal read that is under way, or
// asks.
func (c *caller) current(ctx context.Context, out *outgoing) (*Envelope, error) {
	if c.client.config.CacheTTL < 0 {
		return c.retried(ctx, out)
	}
	// Not reported: nobody asked, and most places of an account are empty.
	if env := c.account.stillNothing(ctx, out.identity, time.Now()); env != nil {
		return env, nil
	}
	if env, err := c.account.spared(ctx, out); env != nil || err != nil {
		return env, err
	}
	env, generation := c.account.lookup(out.identity, time.Now(), ageOf(ctx))
	if isFresh(ctx) {
		return c.kept(ctx, out, generation)
	}
	if env != nil {
		call := newCall(out, env, nil)
		call.Start, call.Cached = time.Now(), true
		c.client.report(ctx, call)
		return env, nil
	}
	return c.joined(ctx, out, generation)
}

// joined lets equal reads of one generation share one call. The call does not
// end with the caller that began it: the others are still waiting.
func (c *caller) joined(ctx context.Context, out *outgoing, generation uint64) (*Envelope, error) {
	start, leading := time.Now(), false
	result := c.account.flights.DoChan(fmt.Sprint(generation, out.identity), func() (any, error) {
		// An equal call may have ended since this caller looked.
		if env, _ := c.account.lookup(out.identity, time.Now(), ageOf(ctx)); env != nil {
			return env, nil
		}
		leading = true
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.patience())
		defer cancel()
		return c.kept(limited, out, generation)
	})
	select {
	case <-ctx.Done():
		return nil, transportError(ctx, ctx, out.op, ctx.Err(), true)
	case r := <-result:
		env, _ := r.Val.(*Envelope)
		if !leading {
			call := newCall(out, env, asError(r.Err))
			call.Start, call.Duration, call.Shared = start, time.Since(start), true
			c.client.report(ctx, call)
		}
		return env, r.Err
	}
}

// kept asks the provider and keeps the answer for those who ask next.
func (c *caller) kept(ctx context.Context, out *outgoing, generation uint64) (*Envelope, error) {
	env, err := c.retried(ctx, out)
	if err == nil {
		now := time.Now()
		c.account.keep(out.identity, generation, env, now, now.Add(c.client.config.CacheTTL))
		c.account.remember(out, generation, env, now)
		c.account.noteNothing(ctx, out, generation, env, now)
	}
	return env, err
}

// patience bounds a shared read that nobody may be waiting for any more.
func (c *caller) patience() time.Duration {
	return time.Duration(c.client.config.Tries) * (c.client.config.Timeout + maxRetryAfter)
}
