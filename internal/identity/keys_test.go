package identity_test

import (
	"errors"
	"log/slog"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"yunque/internal/identity"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// watch is a clock that a test moves.
type watch struct{ at time.Time }

func (w *watch) now() time.Time          { return w.at }
func (w *watch) forward(d time.Duration) { w.at = w.at.Add(d) }

// fresh is a token of now.
func fresh(t *testing.T, p *issuer, w *watch, id string) string {
	t.Helper()
	return sign(t, jose.ES256, id, p.keys[id], nil, claims(map[string]any{"iat": w.at.Unix(), "nbf": w.at.Unix(), "exp": w.at.Add(time.Minute).Unix()}))
}

func TestANewKeyIsFoundAfterOneRead(t *testing.T) {
	p, w := newIssuer(t), &watch{noon}
	i := p.identifier(p.settings(), w.now)
	if _, err := i.Identify(asked(fresh(t, p, w, "ec"))); err != nil {
		t.Fatal(err)
	}
	p.keys["next"] = newEC(t)
	w.forward(time.Minute)
	for range 3 {
		if got, err := i.Identify(asked(fresh(t, p, w, "next"))); err != nil || got.Person == "" {
			t.Errorf("a token of the new key: got %+v, %v", got, err)
		}
	}
	if n := p.reads.Load(); n != 2 {
		t.Errorf("the keys were read %d times, want twice", n)
	}
	delete(p.keys, "ec")
	old := fresh(t, p, w, "next")
	w.forward(time.Hour)
	if _, err := i.Identify(asked(fresh(t, p, w, "next"))); err != nil {
		t.Errorf("an hour later: %v", err)
	}
	if _, err := i.Identify(asked(old)); !errors.Is(err, identity.ErrRefused) {
		t.Errorf("an expired token: got %v, want it refused", err)
	}
}

func TestTokensOfUnknownKeysDoNotMakeUsReadTheKeysAtWill(t *testing.T) {
	p, w := newIssuer(t), &watch{noon}
	i := p.identifier(p.settings(), w.now)
	forger := newEC(t)
	var refused, unchecked int
	var mu sync.Mutex
	var all sync.WaitGroup
	for n := range 50 {
		token := sign(t, jose.ES256, "k"+strconv.Itoa(n), forger, nil, claims(nil))
		all.Go(func() {
			_, err := i.Identify(asked(token))
			mu.Lock()
			defer mu.Unlock()
			if errors.Is(err, identity.ErrRefused) {
				refused++
			}
			if errors.Is(err, identity.ErrUnavailable) {
				unchecked++
			}
		})
	}
	all.Wait()
	if n := p.reads.Load(); n != 1 || refused+unchecked != 50 {
		t.Errorf("got %d reads, %d refused, %d not checked; want 1 read and nobody let in", n, refused, unchecked)
	}
	w.forward(10 * time.Second)
	if _, err := i.Identify(asked(sign(t, jose.ES256, "other", forger, nil, claims(nil)))); !errors.Is(err, identity.ErrUnavailable) {
		t.Errorf("an unknown key soon after: got %v, want not checked now: it may be a new one", err)
	}
	w.forward(30 * time.Second)
	if _, err := i.Identify(asked(sign(t, jose.ES256, "other", forger, nil, claims(nil)))); !errors.Is(err, identity.ErrRefused) {
		t.Errorf("an unknown key after another read: got %v, want it refused", err)
	}
	if n := p.reads.Load(); n != 2 {
		t.Errorf("the keys were read %d times, want twice", n)
	}
}

func TestKeysOutliveAnOutageForADayAndNoLonger(t *testing.T) {
	p, w := newIssuer(t), &watch{noon}
	i := p.identifier(p.settings(), w.now)
	if _, err := i.Identify(asked(fresh(t, p, w, "ec"))); err != nil {
		t.Fatal(err)
	}
	p.down.Store(true)
	w.forward(23 * time.Hour)
	if _, err := i.Identify(asked(fresh(t, p, w, "ec"))); err != nil {
		t.Errorf("after 23 hours: %v", err)
	}
	w.forward(time.Hour)
	if _, err := i.Identify(asked(fresh(t, p, w, "ec"))); !errors.Is(err, identity.ErrUnavailable) {
		t.Errorf("after a day: got %v, want unavailable", err)
	}
	p.down.Store(false)
	w.forward(time.Minute)
	if _, err := i.Identify(asked(fresh(t, p, w, "ec"))); err != nil {
		t.Errorf("after the outage: %v", err)
	}
}

func TestKeysComeFromTheirURLAndNoOther(t *testing.T) {
	p, w := newIssuer(t), &watch{noon}
	s := p.settings()
	s.KeysURL = p.url + "/moved"
	if got, err := p.identifier(s, w.now).Identify(asked(fresh(t, p, w, "ec"))); !errors.Is(err, identity.ErrUnavailable) {
		t.Errorf("keys that moved: got %+v, %v; want unavailable", got, err)
	}
	p.keys = nil
	s.KeysURL = p.url + "/keys"
	if got, err := p.identifier(s, w.now).Identify(asked("a.b.c")); !errors.Is(err, identity.ErrRefused) {
		t.Errorf("no token at all: got %+v, %v; want it refused", got, err)
	}
}
