package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"yunque/internal/sim"
)

// simulate serves the simulated cloud alone, all hosts on one address by path.
func simulate(ctx context.Context, args []string, out io.Writer) error {
	f := flag.NewFlagSet("sim", flag.ContinueOnError)
	listen := f.String("listen", "127.0.0.1:9090", "address to listen on, host:port")
	key := f.String("access-key", sim.DemoKey, "access key it accepts")
	secret := f.String("secret-key", sim.DemoSecret, "the key's secret")
	pace := f.Float64("pace", 1, "0.1 makes tasks end ten times sooner")
	seed := f.String("seed", "demo", "what it holds: "+strings.Join(sim.Seeds(), ", "))
	if err := f.Parse(args); err != nil {
		return err
	}
	if !slices.Contains(sim.Seeds(), *seed) || *pace <= 0 {
		return fmt.Errorf("--seed is one of %s and --pace above 0", strings.Join(sim.Seeds(), ", "))
	}
	l, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	s := newSimServer(sim.New(sim.Options{Keys: map[string]string{*key: *secret}, Pace: *pace, Seed: *seed}))
	fmt.Fprintf(out, "simulated cloud on http://%s (access key %s)\n", l.Addr(), *key)
	go func() {
		<-ctx.Done()
		_ = s.Close()
	}()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// newSimServer serves the API and, to this machine only, the simulator's own
// interface.
func newSimServer(cloud *sim.Server) *http.Server {
	mux := http.NewServeMux()
	mux.Handle("/_sim/", cloud.Admin())
	mux.Handle("/", cloud)
	return &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
}
