package tasks

import (
	"sync"

	"yunque/internal/cloud"
)

// callers holds the keys in use: those of sessions that are open now.
type callers struct {
	mu       sync.Mutex
	sessions map[string]map[string]cloud.Caller // session -> account -> caller
	latest   map[string]string                  // account -> the session seen last
}

func newCallers() *callers {
	return &callers{sessions: make(map[string]map[string]cloud.Caller), latest: make(map[string]string)}
}

// put notes a session's caller and tells whether the account had none before.
func (r *callers) put(session, account string, c cloud.Caller) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, had := r.latest[account]
	if r.sessions[session] == nil {
		r.sessions[session] = make(map[string]cloud.Caller)
	}
	r.sessions[session][account] = c
	r.latest[account] = session
	return !had
}

// of returns the caller of the session that used the account last.
func (r *callers) of(account string) (cloud.Caller, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	session, ok := r.latest[account]
	return r.sessions[session][account], ok
}

// remove drops a session's callers; another open session of the same account
// takes over.
func (r *callers) remove(session string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	accounts := r.sessions[session]
	delete(r.sessions, session)
	for account := range accounts {
		if r.latest[account] != session {
			continue
		}
		delete(r.latest, account)
		for other, held := range r.sessions {
			if _, ok := held[account]; ok {
				r.latest[account] = other
			}
		}
	}
}
