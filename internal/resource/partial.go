package resource

import (
	"context"
	"errors"

	"yunque/internal/cloud"
)

// Partial is the error of a list that could be read in part: what was read
// comes with it. Pages show that with a line about the rest; what must not miss
// anything (a file, a selection of all) fails.
type Partial struct{ Missing []Missing }

// Missing is a part of a list that could not be read: a region, say.
type Missing struct {
	Name Text
	Err  error
}

func (p *Partial) Error() string { return "a part of the list is missing: " + p.Missing[0].Err.Error() }

// Unwrap is how reading the first of the missing parts failed.
func (p *Partial) Unwrap() error { return p.Missing[0].Err }

// parted takes what a list that may be partial gave apart.
func parted[R any](list []R, err error) ([]R, []Missing, error) {
	var part *Partial
	if errors.As(err, &part) {
		return list, part.Missing, nil
	}
	return list, nil, err
}

// some reads the list, or what can be read of it.
func (k *Kind[R]) some(ctx context.Context, c cloud.Caller) ([]R, []Missing, error) {
	return parted(k.List(ctx, c))
}

// absent is the error for an id that a list has not: only a whole list can tell
// that there is no such thing.
func (k *Kind[R]) absent(id string, missing []Missing) error {
	if len(missing) > 0 {
		return &Partial{missing}
	}
	return &NotFound{Kind: k.Slug, ID: id}
}
