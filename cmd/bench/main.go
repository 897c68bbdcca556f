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
	"strings"
	"sync/atomic"
	"time"

	"yunque/internal/app"
	"yunque/internal/config"
	"yunque/internal/sim"
)

const secret = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=" //nolint:gosec // of nothing that lasts

func main() {
	do := run
	if len(os.Args) == 3 && os.Args[1] == "hold" {
		do = func() error { return hold(os.Args[2]) }
	}
	if err := do(); err != nil {
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
	people   *atomic.Int64 // who have come
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
	c, err := config.Load([]string{"CONSOLE_SECRET=" + secret, "CONSOLE_API_URL=http://127.0.0.1", "CONSOLE_API_RATE=1000", "CONSOLE_TRUSTED_PROXIES=127.0.0.1/32", "CONSOLE_DATABASE=" + filepath.Join(dir, "bench.db")})
	if err != nil {
		return nil, err
	}
	keys := map[string]string{}
	for i := range maxPeople {
		keys[accessKey(int64(i))] = sim.DemoSecret
	}
	up := &timed{next: sim.Transport(sim.New(sim.Options{Keys: keys}))}
	a, err := app.Start(context.Background(), app.Options{Config: c, Transport: up, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &http.Server{Handler: a.Handler, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.Serve(l) }()
	b := &bench{app: a, url: "http://" + l.Addr().String(), people: new(atomic.Int64), upstream: up, end: func() {
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

// maxPeople sign in, each with a key and from a place of their own: how often
// one may is limited.
const maxPeople = 200

func accessKey(person int64) string { return fmt.Sprintf("AKBENCH%09d", person) }

func (b *bench) signIn() error {
	n := b.people.Add(1) - 1
	form := url.Values{"access_key": {accessKey(n)}, "secret_key": {sim.DemoSecret}, "site": {"cn"}, "next": {"/settings"}}
	r, err := http.NewRequest(http.MethodPost, b.url+"/sign-in", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("198.51.%d.%d", n/200, n%200))
	answer, err := b.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.Request.URL.Path != "/settings" {
		return fmt.Errorf("sign in: %s at %s", answer.Status, answer.Request.URL.Path)
	}
	return nil
}
