package main

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"syscall"
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

// throughput draws list pages, reads from the cache, and counts how many a
// core's second makes: processor time, which others on the machine do not
// change.
func (b *bench) throughput() error {
	const pages = 300
	if _, _, err := b.get(list); err != nil {
		return err
	}
	before := processorTime()
	var wg sync.WaitGroup
	failed := make(chan error, pages)
	for range 4 {
		wg.Go(func() {
			for range pages / 4 {
				if _, _, err := b.get(list); err != nil {
					failed <- err
				}
			}
		})
	}
	wg.Wait()
	select {
	case err := <-failed:
		return err
	default:
	}
	spent := processorTime() - before
	fmt.Printf("list pages, 100 rows, in a second of one core, client included: %.0f (%v each)\n", pages/spent.Seconds(), (spent / pages).Round(10*time.Microsecond))
	return nil
}

// processorTime is what this process has had of all cores.
func processorTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // fails for no such argument
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
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
