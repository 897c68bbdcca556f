package cloud

import (
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
)

// Codes of our own side, for what the provider did not say.
const (
	CodeUnreachable = "Unreachable" // no connection, or none in time
	CodeTimeout     = "Timeout"     // sent, but not answered in time: the outcome is not known
	CodeMalformed   = "Malformed"   // an answer that is no JSON, cut short or too large
	CodeCanceled    = "Canceled"    // the caller went away first
	CodeNotAsked    = "NotAsked"    // the caller wanted to spare the call; not sent
	CodeUnsendable  = "Unsendable"  // the request or the site's address is unfit; not sent
	CodeThrottled   = "Throttled"   // 429, or our own rate left no time; sent or not
	CodeCircuitOpen = "CircuitOpen" // the host failed too often just now; not sent
	CodeHTTP        = "HTTPError"   // a status >= 400 without a code of the provider's
	CodeRedirect    = "Redirected"  // the host answered with a redirect, which is never followed
)

// Error is what went wrong with one operation. Its text names the operation,
// the code and the request id, never the request.
type Error struct {
	Op        string // operation id
	Code      string // the provider's, or one of ours
	Message   string // the provider's words, unchanged; may be Chinese or empty
	RequestID string
	Status    int  // HTTP status; 0 when nothing was answered
	Sent      bool // the request left: with no clear answer the outcome of a write is unknown
	Err       error

	answer func() json.RawMessage // a function: a dump of the value shows an address
}

func (e *Error) Error() string {
	s := e.Op + ": " + e.Code
	if e.Status != 0 {
		s += " (HTTP " + strconv.Itoa(e.Status) + ")"
	}
	if e.Message != "" {
		s += ": " + e.Message
	}
	if e.RequestID != "" {
		s += " [request " + e.RequestID + "]"
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// LogValue gives the parts as attributes, without the wrapped error: a
// transport error's text holds the signed URL.
func (e *Error) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("operation", e.Op), slog.String("code", e.Code), slog.String("message", e.Message),
		slog.String("request_id", e.RequestID), slog.Int("status", e.Status))
}

// OutcomeUnknown tells whether a write may or may not have happened: it left,
// and no answer of the provider's own says how it ended.
func (e *Error) OutcomeUnknown() bool {
	switch e.Code {
	case CodeUnreachable, CodeTimeout, CodeCanceled, CodeMalformed, CodeHTTP, CodeRedirect:
		return e.Sent
	}
	return false
}

// HasCode tells whether err is an Error with one of the codes.
func HasCode(err error, codes ...string) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	for _, c := range codes {
		if e.Code == c {
			return true
		}
	}
	return false
}
