package handlers

import "sync"

// gates lets one request at a time act on a resource, so that of two clicks the
// second sees what the first began.
type gates struct {
	mu   sync.Mutex
	open map[string]*gate
}

type gate struct {
	sync.Mutex
	users int
}

// enter waits for the gate and returns the way out.
func (g *gates) enter(key string) (leave func()) {
	g.mu.Lock()
	if g.open == nil {
		g.open = map[string]*gate{}
	}
	one := g.open[key]
	if one == nil {
		one = &gate{}
		g.open[key] = one
	}
	one.users++
	g.mu.Unlock()
	one.Lock()
	return func() {
		one.Unlock()
		g.mu.Lock()
		defer g.mu.Unlock()
		if one.users--; one.users == 0 {
			delete(g.open, key)
		}
	}
}
