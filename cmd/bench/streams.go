package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// Streams are opened in sessions: one has a limit of 20.
const (
	streams     = 2000
	ofOnePerson = 20
)

// idleStreams measures what event streams cost the console that nothing
// happens on. Their other ends are held by a second process, so that the
// memory is the console's alone.
func (b *bench) idleStreams() error {
	var people []string
	for range streams / ofOnePerson {
		one, err := b.another()
		if err != nil {
			return err
		}
		people = append(people, one.cookies())
		one.client.CloseIdleConnections()
	}
	before := memory()
	end, err := holdElsewhere(b.url, people)
	if err != nil {
		return err
	}
	defer end()
	fmt.Printf("memory per idle event stream, over %d: %.1f KB\n", streams, float64(memory()-before)/streams/1024)
	return nil
}

// holdElsewhere starts this program again to hold the streams, and returns
// when all of them have begun.
func holdElsewhere(url string, people []string) (end func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := exec.Command(self, "hold", url) //nolint:gosec // this program
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	end = func() {
		_ = in.Close()
		_ = c.Wait()
	}
	fmt.Fprintln(in, strings.Join(people, "\n"))
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "all\n" {
		end()
		return nil, errors.New("the streams did not begin")
	}
	return end, nil
}

// hold opens streams for each line of cookies on standard input, says so, and
// keeps them until standard input ends.
func hold(url string) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	in, ready := bufio.NewScanner(os.Stdin), make(chan error, streams)
	for range streams / ofOnePerson {
		if !in.Scan() {
			return errors.New("too few people")
		}
		for range ofOnePerson {
			go stream(ctx, url, in.Text(), ready)
		}
	}
	for range streams {
		if err := <-ready; err != nil {
			return err
		}
	}
	fmt.Println("all")
	for in.Scan() {
		continue
	}
	return nil
}

// stream reads an event stream until ctx ends and tells when what is sent at
// once has come.
func stream(ctx context.Context, url, cookies string, ready chan<- error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/events", nil) //nolint:gosec // of the bench itself
	if err != nil {
		ready <- err
		return
	}
	r.Header.Set("Cookie", cookies)
	answer, err := (&http.Transport{}).RoundTrip(r)
	if err != nil {
		ready <- err
		return
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		ready <- fmt.Errorf("event stream: %s", answer.Status)
		return
	}
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() && lines.Text() != "event: sync" {
		continue
	}
	ready <- lines.Err()
	_, _ = io.Copy(io.Discard, answer.Body)
}

func (b *bench) cookies() string {
	r, _ := http.NewRequest(http.MethodGet, b.url, nil) // fails for no such input
	var parts []string
	for _, c := range b.client.Jar.Cookies(r.URL) {
		parts = append(parts, c.Name+"="+c.Value)
	}
	return strings.Join(parts, "; ")
}

// memory is what is in use after a collection: heap and stacks.
func memory() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse) //nolint:gosec // far from 2^63
}
