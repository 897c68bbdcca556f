package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/pressly/goose/v3"
)

// Shared tells whether several replicas may use the database at once.
func (d *DB) Shared() bool { return d.dialect == goose.DialectPostgres }

// channelOf names the channel of a console: of its schema, as several consoles
// may share a server.
const channelOf = "'console_' || current_schema()"

// Announce sends a word of at most 7,999 bytes to every replica that listens,
// this one included. It takes a Shared database.
func (d *DB) Announce(ctx context.Context, word string) error {
	return failure("announce", d.with(ctx).Exec("SELECT pg_notify("+channelOf+", ?)", word).Error)
}

// Listen hands out what replicas announce, in their order, on a connection of
// its own. ready is called once nothing more can be missed. It returns when the
// connection breaks or ctx ends, always with an error.
func (d *DB) Listen(ctx context.Context, ready func(), heard func(word string)) error {
	conn, err := pgx.Connect(ctx, d.dsn)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var channel string
	if err := conn.QueryRow(ctx, "SELECT "+channelOf).Scan(&channel); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{channel}.Sanitize()); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	ready()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return fmt.Errorf("listen: %w", err)
		}
		heard(n.Payload)
	}
}
