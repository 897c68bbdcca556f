// Package handlers is the console over HTTP: one route table, the middleware
// that knows who asks, six generic handlers that serve every kind of resource,
// the special pages, and one function that answers every error.
//
// A handler returns its error and renders to a buffer: nothing half-drawn ever
// leaves. Whether a whole page or a fragment is sent is decided in render.go
// alone.
package handlers
