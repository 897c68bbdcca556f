package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"yunque/internal/audit"
	"yunque/internal/cloud"
	"yunque/internal/config"
	"yunque/internal/store"
)

// Level is how bad a finding is.
type Level string

// The levels. Only Fail keeps the console from working.
const (
	OK   Level = "ok"
	Warn Level = "warn"
	Fail Level = "fail"
)

// Finding is what one check of the doctor's found.
type Finding struct {
	Level Level
	About string
	Text  string
}

// How far the clocks may be apart: the provider refuses requests from a
// quarter of an hour away.
const (
	skewWarn = time.Minute
	skewFail = 10 * time.Minute
)

// Doctor examines what a console needs before it can work: the database, the
// secret, the way to the provider, the settings about proxies, and what the
// proxy makes of strangers. It changes nothing. transport is nil for the
// network.
func Doctor(ctx context.Context, c config.Config, transport http.RoundTripper, now func() time.Time) []Finding {
	found := append(examineDatabase(ctx, c), examineAuditFile(c)...)
	client := &http.Client{Transport: transport, Timeout: c.APITimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	found = append(found, examineProxies(ctx, client, c)...)
	seen := map[string]bool{}
	for _, site := range Sites(c) {
		for _, host := range []cloud.Host{cloud.CDS, cloud.API} {
			if base := site.URLs[host]; !seen[base] {
				seen[base] = true
				found = append(found, examineHost(ctx, client, site.Key, base, now))
			}
		}
	}
	return found
}

func examineDatabase(ctx context.Context, c config.Config) []Finding {
	db, err := store.Open(c.Database)
	if err != nil {
		return []Finding{{Fail, "database", err.Error()}}
	}
	defer func() { _ = db.Close() }()
	if err := db.Ping(ctx); err != nil {
		return []Finding{{Fail, "database", err.Error()}}
	}
	current, err := db.Current(ctx)
	switch {
	case err != nil:
		return []Finding{{Fail, "migrations", err.Error()}}
	case !current:
		return []Finding{{Warn, "migrations", "not current; console serve brings them up, or console migrate"}}
	}
	found := []Finding{{OK, "migrations", "current"}, finding("database", "writable", db.Writable(ctx))}
	return append(found, examineSecret(ctx, c, db)...)
}

func examineSecret(ctx context.Context, c config.Config, db *store.DB) []Finding {
	v, err := newVault(c)
	if err != nil {
		return []Finding{{Fail, "secret", err.Error()}}
	}
	stored, err := db.Meta(ctx, store.MetaSecretCheck)
	if errors.Is(err, store.ErrNotFound) {
		return []Finding{{OK, "secret", "nothing is sealed with one yet"}}
	}
	if err == nil {
		err = v.Verify(stored)
	}
	found := []Finding{finding("secret", "is the one that sealed the stored data", err)}
	if err != nil {
		return found
	}
	if v.Stale(stored) {
		found = append(found, Finding{Warn, "secret", "the console has not been started with the new one yet"})
	}
	_, head, err := db.AuditMarks(ctx)
	if err == nil && head.Seq > 0 && !audit.NewChain(v.AuditKeys()...).Holds(head) {
		err = errors.New("the end of the trail is not sealed by this console; run console audit verify")
	}
	return append(found, finding("audit", fmt.Sprintf("%d rows", head.Seq), err))
}

func finding(about, good string, err error) Finding {
	if err != nil {
		return Finding{Fail, about, err.Error()}
	}
	return Finding{OK, about, good}
}

// examineAuditFile looks whether the copy of the trail can be written, without
// beginning it.
func examineAuditFile(c config.Config) []Finding {
	if c.AuditFile == "" || c.AuditFile == "-" {
		return nil
	}
	f, err := os.OpenFile(c.AuditFile, os.O_WRONLY|os.O_APPEND, 0)
	if errors.Is(err, os.ErrNotExist) {
		_, err = os.Stat(filepath.Dir(c.AuditFile))
		return []Finding{finding("audit file", "has not been begun", err)}
	}
	if err == nil {
		err = f.Close()
	}
	return []Finding{finding("audit file", "can be written", err)}
}

// examineHost asks a host for nothing in particular: any answer shows the way
// to it and its clock.
func examineHost(ctx context.Context, client *http.Client, site, base string, now func() time.Time) Finding {
	about := "host " + site
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/", nil)
	if err != nil {
		return Finding{Fail, about, err.Error()}
	}
	before := now()
	answer, err := client.Do(r)
	if err != nil {
		return Finding{Fail, about, err.Error()}
	}
	_ = answer.Body.Close()
	theirs, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil {
		return Finding{Warn, about, base + " answers without a clock"}
	}
	// The header has whole seconds, of some moment on the way.
	return skew(about, base, before.Add(now().Sub(before)/2).Sub(theirs.Add(500*time.Millisecond)))
}

func skew(about, base string, by time.Duration) Finding {
	text := fmt.Sprintf("%s answers; this clock is %s from its", base, by.Abs().Truncate(time.Second))
	switch {
	case by.Abs() > skewFail:
		return Finding{Fail, about, text + ": requests will be refused as stale"}
	case by.Abs() > skewWarn:
		return Finding{Warn, about, text}
	}
	return Finding{OK, about, text}
}
