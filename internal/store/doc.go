// Package store keeps what must outlive a process: sessions with their sealed
// keys, the ledger's acts, the tasks being followed, preferences and drafts.
//
// One file holds one table: its struct and the few questions asked of it.
// SQLite is the default; a postgres:// DSN selects PostgreSQL, for several
// replicas. Nothing here calls the provider, so no transaction ever waits for
// one. Times are UTC with microseconds, the finest both databases keep.
package store
