package resource

import "context"

type laterKey struct{}

// WithLater makes Detail read what else is read only once the page is there.
func WithLater(ctx context.Context) context.Context {
	return context.WithValue(ctx, laterKey{}, true)
}

// waits tells whether a list is left out for now.
func (r Related[R]) waits(ctx context.Context) bool {
	return !r.Later.IsZero() && ctx.Value(laterKey{}) == nil
}

// ReadLater leaves the list out of the page until that is there.
func (r Related[R]) ReadLater(title Text) Related[R] {
	r.Later = title
	return r
}
