package resource

import (
	"context"
	"time"
)

// Past is a write of the console's own that the provider accepted.
type Past struct {
	Operation string // catalogue id
	Request   string // JSON, without its secrets
	Created   []string
	Who       string
	At        time.Time // when it was answered
}

// History tells what the console did with an account: the only source for what
// the provider cannot list.
type History interface {
	// Accepted gives the writes by these operations that the provider accepted
	// and that did not fail later, the oldest first.
	Accepted(ctx context.Context, operations ...string) ([]Past, error)
	// Told gives what people said last of resources of a kind that the
	// provider cannot list, the oldest first.
	Told(ctx context.Context, kind string) ([]Told, error)
}

type historyKey struct{}

// WithHistory gives descriptions the history of the account that asks.
func WithHistory(ctx context.Context, h History) context.Context {
	return context.WithValue(ctx, historyKey{}, h)
}

// HistoryOf is the history of the account that asks; an empty one where none
// was given.
func HistoryOf(ctx context.Context) History {
	if h, ok := ctx.Value(historyKey{}).(History); ok {
		return h
	}
	return noHistory{}
}

type noHistory struct{}

func (noHistory) Accepted(context.Context, ...string) ([]Past, error) { return nil, nil }
func (noHistory) Told(context.Context, string) ([]Told, error)        { return nil, nil }
