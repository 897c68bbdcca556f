package main

import (
	"net"
	"net/http"
	"slices"
	"testing"
	"time"
)

// sockets makes connections that are told apart by who holds the other end.
func sockets(t *testing.T, n int) []net.Conn {
	t.Helper()
	out := make([]net.Conn, n)
	for i := range out {
		ours, theirs := net.Pipe()
		t.Cleanup(func() { _, _ = ours.Close(), theirs.Close() })
		out[i] = ours
	}
	return out
}

// gone are the places of those that the crowd closed.
func gone(all []net.Conn) (out []int) {
	for i, conn := range all {
		if conn.SetDeadline(time.Time{}) != nil {
			out = append(out, i)
		}
	}
	return out
}

func TestWhoHasKeptTheServerWaitingLongestGoesFirst(t *testing.T) {
	const served, idle = 0, 1
	for name, c := range map[string]struct {
		then func(c *crowd, all []net.Conn) // once three are there
		want []int                          // who is gone when two more have come
	}{
		"nobody has asked anything":      {func(*crowd, []net.Conn) {}, []int{0, 1}},
		"one is being served":            {func(c *crowd, all []net.Conn) { c.serve(all[served]) }, []int{1, 2}},
		"one has just been served":       {func(c *crowd, all []net.Conn) { c.serve(all[idle]); c.changed(all[idle], http.StateIdle) }, []int{0, 2}},
		"one has begun to ask":           {func(c *crowd, all []net.Conn) { c.changed(all[0], http.StateActive) }, []int{0, 1}},
		"one went away by itself":        {func(c *crowd, all []net.Conn) { c.changed(all[0], http.StateClosed) }, []int{1}},
		"all are served, and stay so":    {func(c *crowd, all []net.Conn) { c.serve(all[0]); c.serve(all[1]); c.serve(all[2]) }, []int{3, 4}},
		"served twice and waiting twice": {func(c *crowd, all []net.Conn) { c.serve(all[0]); c.serve(all[0]); c.waitFor(all[0]); c.waitFor(all[0]) }, []int{1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			crowd := &crowd{most: 3, members: map[net.Conn]*member{}}
			all := sockets(t, 5)
			for i, conn := range all {
				if i == 3 {
					c.then(crowd, all)
				}
				crowd.changed(conn, http.StateNew)
			}
			if got := gone(all); !slices.Equal(got, c.want) {
				t.Errorf("closed: got %v, want %v", got, c.want)
			}
			for _, conn := range all {
				crowd.changed(conn, http.StateClosed)
			}
			if len(crowd.members) != 0 || crowd.waiting.Len() != 0 {
				t.Errorf("%d members and %d waiting are left, want none", len(crowd.members), crowd.waiting.Len())
			}
		})
	}
}
