// Package app puts the rooms together: it opens the database, proves the
// server secret, and starts everything that runs beside the requests. The
// command and the tests both build the console with it, so that what is tested
// is what runs.
package app

import (
	"context"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/google/uuid"

	"yunque/internal/audit"
	"yunque/internal/catalog"
	"yunque/internal/cloud"
	"yunque/internal/config"
	"yunque/internal/handlers"
	"yunque/internal/i18n"
	"yunque/internal/identity"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/tasks"
	"yunque/internal/views/pages"
)

// Options is what differs between the command and the tests.
type Options struct {
	Config    config.Config
	Log       *slog.Logger
	Now       func() time.Time  // nil: time.Now
	Transport http.RoundTripper // nil: the network
	Identity  *http.Client      // reads the keys of assertions; nil: the network
	Version   string
	Demo      *pages.DemoKeys
}

// App is a running console.
type App struct {
	Handler *handlers.Server
	DB      *store.DB
	Ledger  *ledger.Ledger
	Tracker *tasks.Tracker
	Client  *cloud.Client
	Log     *slog.Logger

	idle   time.Duration
	stop   context.CancelFunc
	beside sync.WaitGroup // what runs beside the requests
}

// Start opens and wires everything. It refuses a description with faults, and
// a database whose keys were sealed with another secret.
func Start(ctx context.Context, o Options) (*App, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := checkKinds(catalog.All()); err != nil {
		return nil, err
	}
	db, err := openDB(ctx, o)
	if err != nil {
		return nil, err
	}
	app, err := wire(ctx, o, db)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return app, nil
}

func openDB(ctx context.Context, o Options) (*store.DB, error) {
	db, err := store.Open(o.Config.Database)
	if err != nil {
		return nil, err
	}
	db.Now = o.Now
	if err := db.Migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func wire(ctx context.Context, o Options, db *store.DB) (*App, error) {
	keys, err := openVault(ctx, o.Config, db)
	if err != nil {
		return nil, err
	}
	chain := audit.NewChain(keys.AuditKeys()...)
	db.Chain = chain
	if err := db.ResealAuditMarks(ctx); err != nil {
		return nil, err
	}
	below := newUpstream()
	client, err := newClient(o, below)
	if err != nil {
		return nil, err
	}
	kinds, hub := catalog.All(), tasks.NewHub()
	tracker := tasks.New(tasks.Config{DB: db, Hub: hub, Queries: tasks.Queries(), Watcher: watcher(kinds), Log: o.Log, Replica: replica(db)})
	door := ledger.New(ledger.Config{FourEyes: o.Config.FourEyes, ApprovalLasts: o.Config.Approvals, DB: db, Tasks: tracker, Publish: hub, Log: o.Log})
	if err := door.Recover(ctx); err != nil {
		return nil, err
	}
	web, err := newServer(handlers.Deps{DB: db, Vault: keys, Client: client, Ledger: door, Tracker: tracker, Hub: hub, Kinds: kinds}, o)
	if err != nil {
		return nil, err
	}
	measure(web, below, db, o.Version, o.Log)
	relay := newRelay(db, hub, web, o.Log)
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	if err := tracker.Start(run); err != nil {
		stop()
		return nil, err
	}
	app := &App{Handler: web, DB: db, Ledger: door, Tracker: tracker, Client: client, Log: o.Log, idle: o.Config.Idle, stop: stop}
	app.keepTrail(run, o.Config, chain)
	app.beside.Go(func() { app.sweep(run) })
	app.beside.Go(func() { relay(run) })
	return app, nil
}

// newServer completes what the pages need by what the options say.
func newServer(d handlers.Deps, o Options) (*handlers.Server, error) {
	people, err := identity.New(o.Config.Auth, o.Config.Networks(), identity.Options{Client: o.Identity, Now: o.Now, Log: o.Log})
	if err != nil {
		return nil, err
	}
	d.Config, d.Identity, d.Sites, d.Log, d.Now, d.Demo, d.Version = o.Config, people, Sites(o.Config), o.Log, o.Now, o.Demo, o.Version
	return handlers.New(d)
}

func newClient(o Options, below upstream) (*cloud.Client, error) {
	return cloud.New(cloud.Config{Transport: o.Transport, Now: o.Now, Timeout: o.Config.APITimeout, Rate: o.Config.APIRate,
		Burst: int(max(o.Config.APIRate, 1)), Observe: observe(below.observe, logCalls(o.Log))})
}

// newRelay ties the hub to those of other replicas; what it returns carries
// their words until its context ends. Alone it does nothing.
func newRelay(db *store.DB, hub *tasks.Hub, web *handlers.Server, log *slog.Logger) (run func(context.Context)) {
	if !db.Shared() {
		return func(context.Context) {}
	}
	return tasks.NewRelay(db, hub, web.ForgetSession, log).Run
}

// Close lets calls under way end, then stops what runs and closes the
// database.
func (a *App) Close(ctx context.Context) error {
	err := a.Ledger.Close(ctx)
	a.stop()
	a.Tracker.Close()
	a.beside.Wait()
	return errors.Join(err, a.DB.Close())
}

// sweep erases expired sessions with their keys, every minute.
func (a *App) sweep(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			gone, err := a.DB.DeleteExpiredSessions(ctx, a.idle)
			if err != nil {
				a.Log.Error("expired sessions not deleted", "error", err)
			}
			if err := a.Ledger.ExpireApprovals(ctx); err != nil {
				a.Log.Error("approvals not expired", "error", err)
			}
			for _, session := range gone {
				a.Handler.ForgetSession(session, handlers.Expired)
				a.Handler.Hub.SessionEnded(session, handlers.Expired)
			}
			a.noteExpired(ctx, gone)
		}
	}
}

// replica names this process where others may share its database.
func replica(db *store.DB) string {
	if !db.Shared() {
		return ""
	}
	return uuid.NewString()
}

// Sites are the provider's areas, or the one address that stands for all hosts.
func Sites(c config.Config) []cloud.Site {
	if c.APIURL != "" {
		return []cloud.Site{cloud.LoopbackSite("cn", c.APIURL)}
	}
	return cloud.Sites(nil)
}

func checkKinds(kinds []resource.Any) error {
	var faults []error
	for _, k := range kinds {
		for _, f := range k.Faults(func(key string) bool { return i18n.Has(i18n.Zh, key) && i18n.Has(i18n.En, key) }) {
			faults = append(faults, errors.New(f))
		}
	}
	return errors.Join(faults...)
}

// watcher follows operations that name no task by looking at the resource. One
// of another kind than the operation's is looked at until it is not busy.
func watcher(kinds []resource.Any) func(kind, op string) tasks.Watcher {
	return func(kind, op string) tasks.Watcher {
		for _, k := range kinds {
			if k.Meta().Slug == kind && k.Watches(op) {
				return func(ctx context.Context, c cloud.Caller, t resource.Target) (bool, error) {
					for _, other := range kinds {
						if t.Kind != kind && other.Meta().Slug == t.Kind {
							return other.Settled(ctx, c, "", t.ID)
						}
					}
					return k.Settled(ctx, c, op, t.ID)
				}
			}
		}
		return nil
	}
}

// NewSecret makes a server secret from 32 random bytes.
func NewSecret(random []byte) string { return base64.StdEncoding.EncodeToString(random) }

// observe tells several of each call.
func observe(all ...func(cloud.Call)) func(cloud.Call) {
	return func(c cloud.Call) {
		for _, tell := range all {
			tell(c)
		}
	}
}

// logCalls writes a line per call to the provider: never its request.
func logCalls(log *slog.Logger) func(cloud.Call) {
	return func(c cloud.Call) {
		if c.Cached || c.Shared {
			return
		}
		level := slog.LevelDebug
		if !c.OK {
			level = slog.LevelWarn
		}
		log.Log(context.Background(), level, "call", "operation", c.Op.ID(), "status", c.Status, "code", c.Code, "request_id", c.RequestID, "took", c.Duration, "attempt", c.Attempt)
	}
}
