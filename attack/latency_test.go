//go:build attack

package attack

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"
)

// figures are how long somebody waited for pages.
type figures struct {
	took   []time.Duration
	failed []string
}

func (f figures) median() time.Duration { return f.at(50) }

func (f figures) at(percent int) time.Duration {
	if len(f.took) == 0 {
		return 0
	}
	all := slices.Sorted(slices.Values(f.took))
	return all[min(len(all)-1, len(all)*percent/100)]
}

func (f figures) String() string {
	return fmt.Sprintf("%d pages, median %s, 95%% within %s, failed %d", len(f.took), f.median().Round(time.Millisecond), f.at(95).Round(time.Millisecond), len(f.failed))
}

// visit asks for pages one after the other until ctx ends, n at least.
func (p *person) visit(ctx context.Context, n int, fresh bool) (f figures) {
	for i := 0; i < n || ctx.Err() == nil && i < 100_000; i++ {
		if fresh {
			p.client.CloseIdleConnections() // the next page needs a socket of its own
		}
		start := time.Now()
		a, err := p.try(context.Background(), http.MethodGet, "/instances", nil)
		took := time.Since(start)
		switch {
		case err != nil:
			f.failed = append(f.failed, err.Error())
		case a.status != http.StatusOK:
			f.failed = append(f.failed, a.what+": "+fmt.Sprint(a.status))
		default:
			f.took = append(f.took, took)
		}
	}
	return f
}

// undisturbed wants everybody else to have been served meanwhile, if slower:
// attacker and console share this machine's processors.
func undisturbed(t *testing.T, quiet, meanwhile figures) {
	t.Helper()
	t.Logf("before:    %s", quiet)
	t.Logf("meanwhile: %s", meanwhile)
	for _, f := range meanwhile.failed[:min(len(meanwhile.failed), 5)] {
		t.Errorf("somebody else was not served: %s", f)
	}
	if most := max(2*time.Second, 50*quiet.median()); meanwhile.median() > most {
		t.Errorf("somebody else waited %s, want at most %s", meanwhile.median(), most)
	}
}
