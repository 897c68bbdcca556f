//go:build attack

package attack

import (
	"context"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"yunque/internal/sim"
)

// open opens sockets, says something on each, and counts those that the
// console closes.
func open(t *testing.T, c *console, n int, say string, closed *atomic.Int64) (hangUp func()) {
	t.Helper()
	var mu sync.Mutex
	var all []net.Conn
	var openers sync.WaitGroup
	for range 20 {
		openers.Go(func() {
			for range n / 20 {
				conn, err := (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(strangerAddress)}, Timeout: 30 * time.Second}).Dial("tcp", c.address)
				if err != nil {
					t.Errorf("open a socket: %v", err)
					return
				}
				_, _ = io.WriteString(conn, say)
				mu.Lock()
				all = append(all, conn)
				mu.Unlock()
				go func() {
					_, _ = io.Copy(io.Discard, conn)
					closed.Add(1)
				}()
			}
		})
	}
	openers.Wait()
	return func() {
		for _, conn := range all {
			_ = conn.Close()
		}
	}
}

// enoughFiles skips where a process may not open so many.
func enoughFiles(t *testing.T, n uint64) {
	t.Helper()
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil || files.Cur < n {
		t.Skipf("this takes %d open files, and %d are allowed", n, files.Cur)
	}
}

func TestSilentSocketsKeepNobodyOut(t *testing.T) {
	enoughFiles(t, 15_000)
	for name, one := range map[string]struct {
		sockets int
		files   int // the console may open
		say     string
		within  time.Duration // all are closed
	}{
		"10000 that say nothing":                    {10_000, 0, "", 40 * time.Second},
		"13000 that say nothing":                    {13_000, 0, "", 40 * time.Second},
		"5000 where 1000 files may be open":         {5_000, 1_000, "", 40 * time.Second},
		"5000 in the middle of a header":            {5_000, 0, "GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", 40 * time.Second},
		"2000 in the middle of a form":              {2_000, 0, "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nacc", 60 * time.Second},
		"2000 forms of another site that never end": {2_000, 0, "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://evil.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nacc", 15 * time.Second},
		"2000 that let a connection sleep":          {2_000, 0, "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 150 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			c := serveWith(t, one.files, newUpstream(t, sim.Options{}).url)
			anna := c.from("127.0.0.4").signIn(annaKey)
			quiet := anna.visit(done(), 30, true)
			before := c.memory()
			ctx, stop := context.WithCancel(t.Context())
			meanwhile := make(chan figures)
			go func() { meanwhile <- anna.visit(ctx, 30, true) }()
			var closed atomic.Int64
			start := time.Now()
			hangUp := open(t, c, one.sockets, one.say, &closed)
			defer hangUp()
			opened, held := time.Since(start), c.memory()
			pause(5 * time.Second)
			stop()
			undisturbed(t, quiet, <-meanwhile)
			eventually(t, "every socket is closed", one.within, func() bool { return closed.Load() == int64(one.sockets) })
			t.Logf("%d sockets opened in %s, all closed after %s; memory %d MB before, %d MB with them", one.sockets, opened.Round(time.Millisecond), time.Since(start).Round(time.Second), before, held)
			if held-before > 500 {
				t.Errorf("the console grew by %d MB", held-before)
			}
		})
	}
}

func TestAFormThatDripsInEndsInTime(t *testing.T) {
	c := serve(t, newUpstream(t, sim.Options{}).url)
	var drips sync.WaitGroup
	var longest atomic.Int64
	for range 50 {
		conn := c.dial(strangerAddress)
		drips.Go(func() {
			defer conn.Close()
			start := time.Now()
			_, _ = io.WriteString(conn, "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n")
			for {
				if _, err := io.WriteString(conn, "a"); err != nil || time.Since(start) > 2*time.Minute {
					break
				}
				pause(500 * time.Millisecond)
			}
			longest.Store(max(longest.Load(), int64(time.Since(start))))
		})
	}
	drips.Wait()
	t.Logf("the longest lasted %s", time.Duration(longest.Load()).Round(time.Second))
	if time.Duration(longest.Load()) > 60*time.Second {
		t.Error("a form may drip in for more than a minute")
	}
}
