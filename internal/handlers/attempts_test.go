package handlers

import (
	"strconv"
	"testing"
	"time"
)

func TestAttemptsAreCountedByNameAndComeBackWithTime(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	a := newAttempts(10*time.Second, 3, func() time.Time { return now })
	for range 3 {
		if _, ok := a.allow("lin"); !ok {
			t.Fatal("an attempt within the burst is refused")
		}
	}
	if wait, ok := a.allow("lin"); ok || wait != 10*time.Second {
		t.Errorf("the fourth: got %v, %v; want to wait 10s", wait, ok)
	}
	if _, ok := a.allow("wang"); !ok {
		t.Error("another's attempt is refused")
	}
	now = now.Add(10 * time.Second)
	if _, ok := a.allow("lin"); !ok {
		t.Error("an attempt after the wait is refused")
	}
	if _, ok := a.allow("lin"); ok {
		t.Error("one wait gave two attempts")
	}
}

func TestAFloodOfNamesFillsNoMemoryAndLoosensNobodysLimit(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	a := newAttempts(time.Hour, 1, func() time.Time { return now })
	a.allow("lin")
	let := 0
	for i := range 100_000 {
		now = now.Add(time.Millisecond)
		if _, ok := a.allow(strconv.Itoa(i)); ok {
			let++
		}
	}
	if len(a.by) > maxTracked || let > maxTracked {
		t.Errorf("got %d names kept and %d let through; want at most %d", len(a.by), let, maxTracked)
	}
	if _, ok := a.allow("lin"); ok {
		t.Error("the flood made the limit forget someone")
	}
	now = now.Add(2 * time.Hour)
	if _, ok := a.allow("wang"); !ok {
		t.Error("after the flood newcomers are still refused")
	}
	if len(a.by) > 2 {
		t.Errorf("after the flood %d names are kept", len(a.by))
	}
}

func TestAnIPv6NetworkIsOnePlace(t *testing.T) {
	for ip, want := range map[string]string{
		"198.51.100.7": "198.51.100.7", "2001:db8::1": "2001:db8::/64", "2001:db8::ffff:1": "2001:db8::/64", "2001:db8:0:1::1": "2001:db8:0:1::/64",
		"::ffff:198.51.100.7": "::ffff:198.51.100.7", "fe80::1%eth0": "fe80::/64", "@": "@",
	} {
		if got := place(ip); got != want {
			t.Errorf("%s: got %s, want %s", ip, got, want)
		}
	}
}
