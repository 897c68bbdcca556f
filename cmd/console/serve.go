package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"yunque/internal/app"
	"yunque/internal/config"
	"yunque/internal/sim"
	"yunque/internal/store"
	"yunque/internal/views/pages"
)

// graceful is how long a shutdown waits for calls under way.
const graceful = 20 * time.Second

func serve(ctx context.Context, args []string, out io.Writer) error {
	f := flag.NewFlagSet("serve", flag.ContinueOnError)
	demo := f.Bool("demo", false, "start a simulated cloud and use it")
	listen := f.String("listen", "", "address to listen on, host:port")
	if err := f.Parse(args); err != nil {
		return err
	}
	c, err := config.Load(withFlags(os.Environ(), *demo, *listen))
	if err != nil {
		return err
	}
	o := app.Options{Config: c, Log: newLog(c, os.Stderr), Version: version}
	if c.Demo {
		end, err := startDemo(ctx, &o)
		if err != nil {
			return err
		}
		defer end()
	}
	a, err := app.Start(ctx, o)
	if err != nil {
		return err
	}
	return listenAndServe(ctx, a, o, out)
}

func withFlags(environ []string, demo bool, listen string) []string {
	if demo {
		environ = append(environ, "CONSOLE_DEMO=true")
	}
	if listen != "" {
		environ = append(environ, "CONSOLE_LISTEN="+listen)
	}
	return environ
}

// startDemo serves a simulated cloud on a loopback port. Unless the operator
// names a database, what the demo stores is gone when it ends.
func startDemo(ctx context.Context, o *app.Options) (end func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := newSimServer(sim.New(sim.Options{Pace: o.Config.DemoPace}))
	go func() { _ = s.Serve(l) }()
	o.Config.APIURL = "http://" + l.Addr().String()
	o.Config.APIRate = 200
	o.Demo = &pages.DemoKeys{AccessKey: sim.DemoKey, Secret: sim.DemoSecret, Site: "cn"}
	end = func() { _ = s.Close() }
	if o.Config.Secret != "" {
		return end, nil
	}
	dir, err := os.MkdirTemp("", "console-demo-")
	if err != nil {
		return nil, err
	}
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	o.Config.Secret, o.Config.Database = config.Hidden(app.NewSecret(b)), filepath.Join(dir, "console.db")
	return func() { _ = s.Close(); _ = os.RemoveAll(dir) }, nil
}

// listenAndServe answers requests until ctx ends, then lets what is under way
// finish. Event streams end at once: their context is the server's.
func listenAndServe(ctx context.Context, a *app.App, o app.Options, out io.Writer) error {
	l, err := net.Listen("tcp", o.Config.Listen)
	if err != nil {
		return err
	}
	requests, cancel := context.WithCancel(context.Background())
	defer cancel()
	s := newServer(a.Handler, o.Log)
	s.BaseContext = func(net.Listener) context.Context { return requests }
	s.RegisterOnShutdown(cancel)
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	endMetrics := serveMetrics(a, o)
	defer endMetrics()
	fmt.Fprintf(out, "console %s on http://%s\n", o.Version, l.Addr())
	if o.Demo != nil {
		fmt.Fprintf(out, "simulated cloud on %s\n", o.Config.APIURL)
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ctx, stop := context.WithTimeout(context.Background(), graceful)
	defer stop()
	return errors.Join(s.Shutdown(ctx), a.Close(ctx))
}

// newServer waits for nobody for long. A handler takes at most a minute and the
// event stream sets its own limits, so that what these limits end is a client
// that does not send, or does not read.
func newServer(h http.Handler, log *slog.Logger) *http.Server {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 75 * time.Second, WriteTimeout: 90 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	newCrowd().attend(s)
	return s
}

// serveMetrics answers Prometheus on an address of its own: figures about who
// does what are not for everyone who reaches the console.
func serveMetrics(a *app.App, o app.Options) (end func()) {
	if o.Config.MetricsAddr == "" {
		return func() {}
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.Handler.Registry(), promhttp.HandlerOpts{}))
	s := &http.Server{Addr: o.Config.MetricsAddr, Handler: mux, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: time.Minute}
	go func() {
		if err := s.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			o.Log.Error("metrics are not served", "error", err)
		}
	}()
	return func() { _ = s.Close() }
}

func newLog(c config.Config, w io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // checked by config
	options := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "text" {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}

func migrate(ctx context.Context, _ []string, out io.Writer) error {
	c, err := config.Load(os.Environ())
	if err != nil {
		return err
	}
	db, err := store.Open(c.Database)
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx); err != nil {
		return errors.Join(err, db.Close())
	}
	fmt.Fprintln(out, "the database is current")
	return db.Close()
}

// health asks the console on CONSOLE_LISTEN, for containers without a shell.
func health(ctx context.Context, _ []string, out io.Writer) error {
	listen := os.Getenv("CONSOLE_LISTEN")
	_, port, err := net.SplitHostPort(listen)
	if err != nil {
		port = "8080"
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1:"+port+"/readyz", nil) //nolint:gosec // of this machine
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r) //nolint:gosec // of this machine
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", answer.Status)
	}
	_, err = fmt.Fprintln(out, "ready")
	return err
}
