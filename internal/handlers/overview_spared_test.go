package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheOverviewAsksOnlyRegionsInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, b := startWithRegions(t)
		var part string
		view := func() { part = b.Get("/overview/resources", asPart...).Want(http.StatusOK).Body }
		before := r.calls(view) // of lists that one call reads
		if before > 2 || !strings.Contains(part, "Open the list to count them") {
			t.Errorf("before a list was opened the service was asked %d times", before)
		}
		b.Get("/vpcs").Want(http.StatusOK)
		time.Sleep(20 * time.Minute) // longer than "nothing" is believed elsewhere
		if got := r.calls(view); got != before+4 || !strings.Contains(part, `href="/vpcs?status=available"`) {
			t.Errorf("after it was: %d more calls, want 4", got-before)
		}
	})
}
