package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const list = "/instances?size=100"

// get reads a page whole and tells its size on the wire.
func (b *bench) get(path string) (body string, size int, err error) {
	r, err := http.NewRequest(http.MethodGet, b.url+path, nil)
	if err != nil {
		return "", 0, err
	}
	r.Header.Set("Accept-Encoding", "identity")
	answer, err := b.client.Do(r)
	if err != nil {
		return "", 0, err
	}
	defer answer.Body.Close()
	all, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", path, answer.Status)
	}
	return string(all), len(all), err
}

// weight is the size of an answer as a browser gets it.
func (b *bench) weight(path string) (int, error) {
	r, err := http.NewRequest(http.MethodGet, b.url+path, nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("Accept-Encoding", "gzip, br")
	answer, err := b.client.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	all, err := io.ReadAll(answer.Body)
	return len(all), err
}

// listPage measures a list page of 100 rows, with the time spent waiting for
// the cloud taken out.
func (b *bench) listPage() error {
	var own, whole []time.Duration
	for range 300 {
		before, start := b.upstream.spent.Load(), time.Now()
		if _, _, err := b.get(list + "&fresh=1"); err != nil {
			return err
		}
		total := time.Since(start)
		whole = append(whole, total)
		own = append(own, total-time.Duration(b.upstream.spent.Load()-before))
	}
	fmt.Printf("list page, 100 rows, server time beyond the cloud's answer: p50 %v, p99 %v (whole: p50 %v, p99 %v)\n", at(own, 50), at(own, 99), at(whole, 50), at(whole, 99))
	return nil
}

func at(list []time.Duration, percent int) time.Duration {
	slices.Sort(list)
	return list[min(len(list)*percent/100, len(list)-1)].Round(10 * time.Microsecond)
}

// throughput draws as many list pages as one core can, reads from the cache.
func (b *bench) throughput() error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	const span = 3 * time.Second
	var n atomic.Int64
	ctx, cancel := context.WithTimeout(context.Background(), span)
	defer cancel()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for ctx.Err() == nil {
				if _, _, err := b.get(list); err == nil {
					n.Add(1)
				}
			}
		})
	}
	wg.Wait()
	fmt.Printf("list pages per second on one core, client included: %.0f\n", float64(n.Load())/span.Seconds())
	return nil
}

var asset = regexp.MustCompile(`(?:href|src)="(/static/[^"#]+)`)

// firstView adds up a first page view with an empty cache, compressed.
func (b *bench) firstView() error {
	page, _, err := b.get(list)
	if err != nil {
		return err
	}
	total, err := b.weight(list)
	if err != nil {
		return err
	}
	html, seen := total, map[string]bool{}
	for _, m := range asset.FindAllStringSubmatch(page, -1) {
		if seen[m[1]] {
			continue
		}
		seen[m[1]] = true
		size, err := b.weight(m[1])
		if err != nil {
			return err
		}
		total += size
	}
	fmt.Printf("first view, compressed: %.1f KB in %d requests (page %.1f KB)\n", float64(total)/1024, len(seen)+1, float64(html)/1024)
	return nil
}

// idleStreams opens event streams in sessions of 20 and measures what they add.
func (b *bench) idleStreams() error {
	const streams, each = 2000, 20
	before := heap()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ready := make(chan error, streams)
	for range streams / each {
		one, err := b.another()
		if err != nil {
			return err
		}
		cookies := one.cookies()
		for range each {
			go b.stream(ctx, cookies, ready)
		}
	}
	for range streams {
		if err := <-ready; err != nil {
			return err
		}
	}
	fmt.Printf("memory per idle event stream over %d, both ends in one process: %.1f KB\n", streams, float64(heap()-before)/streams/1024)
	return nil
}

func (b *bench) cookies() string {
	r, _ := http.NewRequest(http.MethodGet, b.url, nil) // fails for no such input
	var parts []string
	for _, c := range b.client.Jar.Cookies(r.URL) {
		parts = append(parts, c.Name+"="+c.Value)
	}
	return strings.Join(parts, "; ")
}

// stream reads an event stream until ctx ends and tells when the first line
// came.
func (b *bench) stream(ctx context.Context, cookies string, ready chan<- error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.url+"/events", nil)
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
	lines := bufio.NewReaderSize(answer.Body, 512)
	if _, err = lines.ReadString('\n'); err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("event stream: %s", answer.Status)
	}
	ready <- err
	for err == nil {
		_, err = lines.ReadString('\n')
	}
}

// heap is the memory in use: heap and stacks after a collection.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse) //nolint:gosec // far from 2^63
}
