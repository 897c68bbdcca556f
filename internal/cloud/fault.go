package cloud

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/url"
)

// transportError names what kept an answer away. ours is the context with the
// attempt's own deadline, asked is the caller's.
func transportError(asked, ours context.Context, op Info, err error, sent bool) *Error {
	e := &Error{Op: op.ID(), Sent: sent, Err: withoutURL(err)}
	switch {
	case errors.Is(err, errTooLarge):
		e.Code = CodeMalformed
	case errors.Is(asked.Err(), context.Canceled):
		e.Code = CodeCanceled
	case sent && (ours.Err() != nil || isTimeout(err)):
		e.Code = CodeTimeout
	default:
		e.Code = CodeUnreachable
	}
	return e
}

// waitError is the end of a call that did not get its turn.
func waitError(ctx context.Context, op Info, err error) *Error {
	code := CodeThrottled
	if errors.Is(ctx.Err(), context.Canceled) {
		code = CodeCanceled
	}
	return &Error{Op: op.ID(), Code: code, Err: err}
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// isDialError tells whether no connection came about, so that nothing of the
// request can have left.
func isDialError(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(err, &op) && op.Op == "dial" || errors.As(err, &dns) || errors.As(err, &cert) || errors.As(err, &record)
}

// withoutURL takes the text of a transport's error down to what does not name
// the signed URL.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return withoutURL(u.Err)
	}
	return err
}
