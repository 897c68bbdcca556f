package resource

import "errors"

// NotFound says that no resource of the kind has the id.
type NotFound struct{ Kind, ID string }

func (e *NotFound) Error() string { return "no " + e.Kind + " with id " + e.ID }

// UnknownOp says that a kind has no such operation, or not for several at once.
type UnknownOp struct{ Kind, Op string }

func (e *UnknownOp) Error() string { return e.Kind + " has no operation " + e.Op }

// NotOffered says that an operation is not offered on a resource now, and why.
type NotOffered struct{ Reason Text }

func (e *NotOffered) Error() string { return "not offered now: " + e.Reason.Key }

// IsGone tells whether an error says that a resource does not exist.
func IsGone(err error) bool {
	var e *NotFound
	return errors.As(err, &e)
}
