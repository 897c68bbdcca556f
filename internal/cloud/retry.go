package cloud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// maxRetryAfter bounds how long the provider can make a read wait.
const maxRetryAfter = 10 * time.Second

// waitHint is the provider's wish to be left alone for a while.
type waitHint time.Duration

func (w waitHint) Error() string { return fmt.Sprintf("asked to wait %v", time.Duration(w)) }

// retryAfter reads a Retry-After header in seconds; nil when there is none.
func retryAfter(header string) error {
	n, err := strconv.Atoi(header)
	if err != nil || n < 0 {
		return nil
	}
	return waitHint(min(time.Duration(n)*time.Second, maxRetryAfter))
}

// retried repeats a read after faults that may pass, with doubling, jittered
// waits. Only reads come here: a write may have happened although its answer
// was lost.
func (c *caller) retried(ctx context.Context, out *outgoing) (*Envelope, error) {
	var last *Error
	attempt := 0
	operation := func() (*Envelope, error) {
		attempt++
		env, failure := c.attempt(ctx, out, attempt)
		if last = failure; failure == nil {
			return env, nil
		}
		if !failure.mayPass() {
			return nil, backoff.Permanent(failure)
		}
		var hint waitHint
		if errors.As(failure, &hint) {
			return nil, &backoff.RetryAfterError{Duration: time.Duration(hint)}
		}
		return nil, failure
	}
	env, _ := backoff.Retry(ctx, operation, backoff.WithMaxTries(uint(c.client.config.Tries)), backoff.WithBackOff(waits()))
	if last != nil {
		return nil, last
	}
	return env, nil
}

func waits() backoff.BackOff {
	b := backoff.NewExponentialBackOff()
	b.InitialInterval = 200 * time.Millisecond
	b.MaxInterval = 2 * time.Second
	return b
}

// mayPass tells whether asking again could end differently.
func (e *Error) mayPass() bool {
	switch e.Code {
	case CodeUnreachable, CodeTimeout, CodeMalformed, CodeThrottled:
		return true
	}
	return e.Status >= http.StatusInternalServerError
}
