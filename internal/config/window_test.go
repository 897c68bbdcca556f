package config

import (
	"testing"
	"time"
)

func TestWhatATagCarriesIsClosedOutsideItsHours(t *testing.T) {
	var w Windows
	if err := w.UnmarshalText([]byte("production=Mon-Fri 09:00-18:00 Asia/Shanghai; payroll=Sat,Sun 00:00-24:00 UTC")); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		at     string
		tags   []string
		closed bool
	}{
		"in the hours":                      {"2026-03-02T02:00:00Z", []string{"production"}, false},
		"at the first minute":               {"2026-03-02T01:00:00Z", []string{"production"}, false},
		"a second before":                   {"2026-03-02T00:59:59Z", []string{"production"}, true},
		"at the end":                        {"2026-03-02T10:00:00Z", []string{"production"}, true},
		"on a Saturday":                     {"2026-03-07T02:00:00Z", []string{"production"}, true},
		"on a Saturday, with no tag":        {"2026-03-07T02:00:00Z", nil, false},
		"on a Saturday, with another tag":   {"2026-03-07T02:00:00Z", []string{"test"}, false},
		"with two tags, one of them closed": {"2026-03-07T02:00:00Z", []string{"payroll", "production"}, true},
		"the whole day":                     {"2026-03-07T23:59:59Z", []string{"payroll"}, false},
		"Monday for the week-end's":         {"2026-03-02T00:00:00Z", []string{"payroll"}, true},
	} {
		at, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		if _, got := w.Closed(at, tt.tags); got != tt.closed {
			t.Errorf("%s: got closed %v, want %v", name, got, tt.closed)
		}
	}
}

func TestAWindowThatDoesNotReadIsAFault(t *testing.T) {
	for _, text := range []string{"production", "=Mon 09:00-10:00 UTC", "p=Mon 09:00-10:00", "p=Mo 09:00-10:00 UTC", "p=Mon 9-10 UTC", "p=Mon 10:00-09:00 UTC", "p=Mon 09:00-10:00 Nowhere/At"} {
		var w Windows
		if err := w.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q: got %+v, want a fault", text, w)
		}
	}
}
