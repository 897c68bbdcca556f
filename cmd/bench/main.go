// Command bench prints the console's figures: how long a list page takes
// beyond the cloud's own answer, how many pages a core draws, what a first
// view weighs, and what an idle event stream costs. Ratios and weights hold
// from machine to machine; times are this machine's.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"yunque/internal/app"
	"yunque/internal/config"
	"yunque/internal/sim"
	"yunque/internal/views/pages"
)

const secret = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	b, err := start()
	if err != nil {
		return err
	}
	defer b.end()
	for _, part := range []func() error{b.listPage, b.throughput, b.firstView, b.idleStreams} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// bench is a console on a loopback port with a browser signed in to it.
type bench struct {
	app      *app.App
	url      string
	client   *http.Client
	upstream *timed
	end      func()
}

// timed adds up the time spent waiting for the cloud.
type timed struct {
	next  http.RoundTripper
	spent atomic.Int64
}

func (t *timed) RoundTrip(r *http.Request) (*http.Response, error) {
	start := time.Now()
	defer func() { t.spent.Add(int64(time.Since(start))) }()
	return t.next.RoundTrip(r)
}

func start() (*bench, error) {
	dir, err := os.MkdirTemp("", "console-bench-")
	if err != nil {
		return nil, err
	}
	c, err := config.Load([]string{"CONSOLE_SECRET=" + secret, "CONSOLE_API_URL=http://127.0.0.1", "CONSOLE_API_RATE=1000", "CONSOLE_DATABASE=" + filepath.Join(dir, "bench.db")})
	if err != nil {
		return nil, err
	}
	up := &timed{next: sim.Transport(sim.New(sim.Options{}))}
	a, err := app.Start(context.Background(), app.Options{Config: c, Transport: up, Log: slog.New(slog.DiscardHandler),
		Demo: &pages.DemoKeys{AccessKey: sim.DemoKey, Secret: sim.DemoSecret, Site: "cn"}})
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &http.Server{Handler: a.Handler, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.Serve(l) }()
	b := &bench{app: a, url: "http://" + l.Addr().String(), upstream: up, end: func() {
		_ = s.Close()
		_ = a.Close(context.Background())
		_ = os.RemoveAll(dir)
	}}
	return b.another()
}

// another is the same console seen by another browser, signed in.
func (b *bench) another() (*bench, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	one := *b
	one.client = &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	return &one, one.signIn()
}

func (b *bench) signIn() error {
	r, err := b.client.PostForm(b.url+"/sign-in", url.Values{"access_key": {sim.DemoKey}, "secret_key": {sim.DemoSecret}, "site": {"cn"}, "next": {"/settings"}})
	if err != nil {
		return err
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK || r.Request.URL.Path != "/settings" {
		return fmt.Errorf("sign in: %s at %s", r.Status, r.Request.URL.Path)
	}
	return nil
}
