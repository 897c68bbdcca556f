package cloud

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"time"
)

// attempt sends a prepared call once, under the account's rate and the host's
// breaker, and reports it. The error is an *Error.
func (c *caller) attempt(ctx context.Context, out *outgoing, n int) (*Envelope, *Error) {
	if err := c.account.limiter.Wait(ctx); err != nil {
		return nil, waitError(ctx, out.op, err)
	}
	start := time.Now()
	env, failure := c.client.breakers.run(out.base.Host, out.op, func() (*Envelope, *Error) {
		return c.send(ctx, out)
	})
	call := newCall(out, env, failure)
	call.Start, call.Duration, call.Attempt = start, time.Since(start), n
	c.client.report(ctx, call)
	return env, failure
}

// send is one exchange over the network.
func (c *caller) send(ctx context.Context, out *outgoing) (*Envelope, *Error) {
	limited, cancel := context.WithTimeout(ctx, c.client.config.Timeout)
	defer cancel()
	var trace connTrace
	req, err := c.sign(httptrace.WithClientTrace(limited, trace.hooks()), out)
	if err != nil {
		return nil, &Error{Op: out.op.ID(), Code: CodeUnsendable, Err: withoutURL(err)}
	}
	// RoundTrip, not http.Client: no redirect is followed and no cookie kept.
	resp, err := c.client.config.Transport.RoundTrip(req)
	if err != nil {
		return nil, transportError(ctx, limited, out.op, err, !trace.neverConnected() && !isDialError(err))
	}
	defer resp.Body.Close()
	body, err := readBody(resp.Body, c.client.config.MaxBody)
	if err != nil {
		failure := transportError(ctx, limited, out.op, err, true)
		if failure.Code == CodeUnreachable {
			failure.Code = CodeMalformed // it answered, but not to the end
		}
		failure.Status = resp.StatusCode
		return nil, failure
	}
	env, failure := classify(out.op, resp, body)
	if env != nil && env.Ticket.Tracker == TrackGcw && out.request != "" {
		env.Ticket.RequestID = out.request
	}
	return env, failure
}

var errTooLarge = errors.New("the answer is too large")

func readBody(r io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(body)) > limit {
		return nil, errTooLarge
	}
	return body, err
}

// connTrace learns whether a connection was ever had. A transport that is not
// http.Transport (the simulated cloud in this process) calls no hook.
type connTrace struct{ asked, got bool }

func (t *connTrace) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { t.asked = true },
		GotConn: func(httptrace.GotConnInfo) { t.got = true },
	}
}

func (t *connTrace) neverConnected() bool { return t.asked && !t.got }

// classify turns an HTTP answer into the provider's yes, or an *Error.
func classify(op Info, resp *http.Response, body []byte) (*Envelope, *Error) {
	fail := &Error{Op: op.ID(), Status: resp.StatusCode, Sent: true}
	env, err := parseEnvelope(op, resp.StatusCode, body)
	if env != nil {
		fail.Message, fail.RequestID = env.Message, env.RequestID
		fail.answer = func() json.RawMessage { return redactAnswer(env.Body) }
	}
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		fail.Code = CodeRedirect
	case resp.StatusCode == http.StatusTooManyRequests:
		fail.Code = CodeThrottled
		fail.Err = retryAfter(resp.Header.Get("Retry-After"))
	case resp.StatusCode >= 400 && (err != nil || env.Succeeded()):
		fail.Code = CodeHTTP
		fail.Err = retryAfter(resp.Header.Get("Retry-After"))
	case err != nil:
		fail.Code, fail.Err = CodeMalformed, err
	case !env.Succeeded():
		fail.Code = env.Code
	default:
		return env, nil
	}
	return nil, fail
}
