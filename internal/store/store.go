package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"yunque/migrations"
)

// Errors of every table.
var (
	ErrNotFound  = errors.New("not found")
	ErrDuplicate = errors.New("exists already")
)

// sqliteOptions make concurrent writers wait instead of fail. An immediate
// transaction takes the write lock at its start: busy_timeout does not help a
// deferred one that reads first and writes then.
const sqliteOptions = "_journal_mode=WAL&_busy_timeout=5000&_synchronous=NORMAL&_foreign_keys=1&_txlock=immediate&_stmt_cache_size=100"

const (
	maxSQLiteConns   = 4
	maxPostgresConns = 16 // of one replica
)

// DB is an open database. Now may be replaced before use; Chain must be set
// before anything is done that leaves a trace in the audit trail.
type DB struct {
	Now   func() time.Time
	Chain Chain

	gorm    *gorm.DB
	dialect goose.Dialect
	dsn     string
}

// Open opens the database a DSN names: postgres://..., or a path of an SQLite
// file that is made when missing. It does not touch the schema: call Migrate.
func Open(dsn string) (*DB, error) {
	d := &DB{Now: time.Now, dialect: goose.DialectPostgres, dsn: dsn}
	dialector, conns := postgres.Open(dsn), maxPostgresConns
	if !isPostgres(dsn) {
		d.dialect = goose.DialectSQLite3
		dialector, conns = sqlite.Open(sqliteDSN(dsn)), maxSQLiteConns
		if err := createPrivate(dsn); err != nil {
			return nil, fmt.Errorf("open database: %w", err)
		}
	}
	// gorm's logger would print statements with their values; errors are
	// returned and logged where they are answered.
	g, err := gorm.Open(dialector, &gorm.Config{TranslateError: true, Logger: logger.Discard})
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	d.gorm = g
	db, err := g.DB()
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return d, nil
}

func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// sqliteDSN adds the options to a path; a DSN that already has options is the
// operator's own choice and stays as it is.
func sqliteDSN(dsn string) string {
	if strings.Contains(dsn, "?") {
		return dsn
	}
	return "file:" + strings.TrimPrefix(dsn, "file:") + "?" + sqliteOptions
}

// createPrivate makes the file before SQLite does, readable for its owner
// only; the files that SQLite puts beside it take over its mode.
func createPrivate(dsn string) error {
	if strings.Contains(dsn, "?") || strings.Contains(dsn, ":memory:") {
		return nil
	}
	f, err := os.OpenFile(strings.TrimPrefix(dsn, "file:"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// Migrate brings the schema to the newest version. On PostgreSQL replicas that
// start together take turns.
func (d *DB) Migrate(ctx context.Context) error {
	p, err := d.migrations()
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// Current tells whether the schema is of this version, without changing it.
func (d *DB) Current(ctx context.Context) (bool, error) {
	p, err := d.migrations()
	if err != nil {
		return false, fmt.Errorf("read schema version: %w", err)
	}
	pending, err := p.HasPending(ctx)
	if err != nil {
		return false, fmt.Errorf("read schema version: %w", err)
	}
	return !pending, nil
}

func (d *DB) migrations() (*goose.Provider, error) {
	db, err := d.gorm.DB()
	if err != nil {
		return nil, err
	}
	var options []goose.ProviderOption
	if d.dialect == goose.DialectPostgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(d.dialect, db, migrations.FS, options...)
}

// Ping tells whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	db, err := d.gorm.DB()
	if err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	return db.PingContext(ctx)
}

// Close ends all connections.
func (d *DB) Close() error {
	db, err := d.gorm.DB()
	if err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	return db.Close()
}

// Time is the present in the form both databases keep without loss.
func (d *DB) Time() time.Time { return d.Now().UTC().Truncate(time.Microsecond) }

// with starts a statement bound to ctx.
func (d *DB) with(ctx context.Context) *gorm.DB { return d.gorm.WithContext(ctx) }

// failure names what was being done and turns gorm's errors into ours.
func failure(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return fmt.Errorf("%s: %w", doing, ErrNotFound)
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return fmt.Errorf("%s: %w", doing, ErrDuplicate)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// affected is failure for statements that must have found their row.
func affected(doing string, tx *gorm.DB) error {
	if tx.Error == nil && tx.RowsAffected == 0 {
		return fmt.Errorf("%s: %w", doing, ErrNotFound)
	}
	return failure(doing, tx.Error)
}
