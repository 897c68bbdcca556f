// Package migrations holds the database schema as numbered SQL files, written
// so that SQLite and PostgreSQL both run them: TEXT keys, TIMESTAMP in UTC,
// lists and objects as JSON in TEXT.
package migrations

import "embed"

// FS holds the files, in goose's annotated form.
//
//go:embed *.sql
var FS embed.FS
