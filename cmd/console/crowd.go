package main

import (
	"container/list"
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
)

// crowd bounds the open connections of a server. When one too many comes, the
// one that has kept the server waiting longest is closed: before its first
// request, in the middle of one, or between two. So whoever opens thousands of
// sockets and says nothing crowds out only themselves, and somebody who comes
// to ask something is let in.
type crowd struct {
	most int

	mu      sync.Mutex
	members map[net.Conn]*member
	waiting list.List // of net.Conn, whoever has waited longest first
}

// member is an open connection.
type member struct {
	place *list.Element // among those waited for; nil while the server is at work for it
}

// newCrowd leaves files for the database and for calls to the provider.
func newCrowd() *crowd {
	c := &crowd{most: 10_000, members: map[net.Conn]*member{}}
	var files syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files) == nil {
		c.most = int(max(min(uint64(c.most), files.Cur/4*3), 16)) //nolint:gosec // between two small numbers
	}
	return c
}

type crowdKey struct{}

// attend makes a server keep to the crowd.
func (c *crowd) attend(s *http.Server) {
	s.ConnState = c.changed
	s.ConnContext = func(ctx context.Context, conn net.Conn) context.Context {
		return context.WithValue(ctx, crowdKey{}, conn)
	}
	next := s.Handler
	s.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, _ := r.Context().Value(crowdKey{}).(net.Conn)
		c.serve(conn)
		defer c.waitFor(conn)
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = &slowBody{ReadCloser: r.Body, crowd: c, conn: conn}
		}
		next.ServeHTTP(w, r)
	})
}

// changed follows the states that net/http tells. Active begins with the first
// byte of a request, which may be the last for a while: it changes nothing.
func (c *crowd) changed(conn net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		if out := c.add(conn); out != nil {
			_ = out.Close()
		}
	case http.StateIdle:
		c.waitFor(conn)
	case http.StateHijacked, http.StateClosed:
		c.remove(conn)
	}
}

// add takes a connection in and tells which one must go for it. Where everyone
// is being served it is the new one.
func (c *crowd) add(conn net.Conn) (out net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.members[conn] = &member{place: c.waiting.PushBack(conn)}
	if len(c.members) > c.most {
		out = c.waiting.Front().Value.(net.Conn)
		c.forget(out)
	}
	return out
}

// waitFor notes that it is the other side's turn.
func (c *crowd) waitFor(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m := c.members[conn]; m != nil && m.place == nil {
		m.place = c.waiting.PushBack(conn)
	}
}

// serve notes that it is the server's turn.
func (c *crowd) serve(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m := c.members[conn]; m != nil && m.place != nil {
		c.waiting.Remove(m.place)
		m.place = nil
	}
}

func (c *crowd) remove(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget(conn)
}

func (c *crowd) forget(conn net.Conn) {
	if m := c.members[conn]; m != nil {
		if m.place != nil {
			c.waiting.Remove(m.place)
		}
		delete(c.members, conn)
	}
}

// slowBody makes the server wait for whoever is still sending.
type slowBody struct {
	io.ReadCloser
	crowd *crowd
	conn  net.Conn
}

func (b *slowBody) Read(p []byte) (int, error) {
	b.crowd.waitFor(b.conn)
	n, err := b.ReadCloser.Read(p)
	b.crowd.serve(b.conn)
	return n, err
}
