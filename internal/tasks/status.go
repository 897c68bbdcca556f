package tasks

import (
	"context"

	"yunque/internal/cloud"
	"yunque/internal/resource"
	"yunque/internal/store"
)

// Status is one answer about a ticket.
type Status struct {
	State     store.TaskState // running, done or failed
	Progress  int             // 0..100, 0 when not told
	Resources []string        // ids of what the work made or changed
	Message   string          // the provider's words on a failure
}

// Query asks how a ticket of one tracker stands. The ticket has one id.
type Query func(ctx context.Context, c cloud.Caller, t cloud.Ticket) (Status, error)

// Watcher tells from a fresh read of a resource that the work on it has ended,
// for the trackers that have no query. The target's ID is empty where the
// provider does not tell what it made.
type Watcher func(ctx context.Context, c cloud.Caller, t resource.Target) (done bool, err error)
