package identity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	keysFresh  = time.Hour        // a key set is read again after that
	keysStale  = 24 * time.Hour   // one that cannot be read again serves no longer
	keysPause  = 30 * time.Second // between two reads, whatever tokens ask for
	keysLimit  = 10 * time.Second // for one read
	keysLength = 1 << 20          // bytes of a key set
)

// keys are the public keys behind one URL. A token that names a key nobody has
// heard of makes them be read again, but not oftener than keysPause: whoever
// can send a token must not be able to make us call someone else at will.
type keys struct {
	url    string
	client *http.Client
	now    func() time.Time
	log    *slog.Logger

	fetching sync.Mutex // held while reading, so that one request asks for all

	mu    sync.Mutex
	set   jose.JSONWebKeySet
	read  time.Time // of set
	tried time.Time
}

func newKeys(url string, o Options) *keys {
	client := o.Client
	if client == nil {
		client = &http.Client{Timeout: keysLimit}
	}
	direct := *client
	direct.CheckRedirect = func(*http.Request, []*http.Request) error { return errors.New("keys do not move") }
	return &keys{url: url, client: &direct, now: o.Now, log: o.Log}
}

// find gives the keys that may have signed with an algorithm under a key id,
// which may be empty. The error wraps ErrRefused when the present set has no
// such key, and ErrUnavailable when the present set cannot be had.
func (k *keys) find(ctx context.Context, id, algorithm string) ([]jose.JSONWebKey, error) {
	found, age := k.known(id, algorithm)
	if len(found) > 0 && age < keysFresh {
		return found, nil
	}
	current := k.refresh(ctx, len(found) > 0 && age < keysStale)
	found, age = k.known(id, algorithm)
	switch {
	case age >= keysStale, len(found) == 0 && !current:
		return nil, fmt.Errorf("%w: keys of %s", ErrUnavailable, k.url)
	case len(found) == 0:
		return nil, refuse("the token names no key of %s", k.url)
	}
	return found, nil
}

// known looks through the set as it is, and tells its age.
func (k *keys) known(id, algorithm string) ([]jose.JSONWebKey, time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.read.IsZero() {
		return nil, keysStale
	}
	var found []jose.JSONWebKey
	for _, key := range k.set.Keys {
		if (id == "" || key.KeyID == id) && (key.Algorithm == "" || key.Algorithm == algorithm) && (key.Use == "" || key.Use == "sig") && key.IsPublic() {
			found = append(found, key)
		}
	}
	return found, k.now().Sub(k.read)
}

// refresh reads the set again, unless it was just tried, and tells whether the
// set was read since refresh was called. Who can do without does not wait for
// another request's read.
func (k *keys) refresh(ctx context.Context, canDoWithout bool) (current bool) {
	began := k.now()
	if !canDoWithout {
		k.fetching.Lock()
	} else if !k.fetching.TryLock() {
		return false
	}
	defer k.fetching.Unlock()
	if recent, current := k.trying(began); recent {
		return current
	}
	// A browser that goes away must not leave everyone without keys.
	set, err := k.fetch(context.WithoutCancel(ctx))
	if err != nil {
		k.log.Error("keys of assertions not read", "url", k.url, "error", err)
		return false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.set, k.read = set, k.now()
	return true
}

// trying notes that the set is about to be read, unless that was just tried.
func (k *keys) trying(began time.Time) (recent, current bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.tried.IsZero() && k.now().Sub(k.tried) < keysPause {
		return true, !k.read.Before(began)
	}
	k.tried = k.now()
	return false, false
}

func (k *keys) fetch(ctx context.Context) (jose.JSONWebKeySet, error) {
	var set jose.JSONWebKeySet
	ctx, cancel := context.WithTimeout(ctx, keysLimit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, k.url, nil)
	if err != nil {
		return set, err
	}
	resp, err := k.client.Do(r)
	if err != nil {
		return set, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return set, fmt.Errorf("answered %s", resp.Status)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, keysLength))
	if err != nil {
		return set, err
	}
	if err := json.Unmarshal(body, &set); err != nil {
		return set, fmt.Errorf("read key set: %w", err)
	}
	if len(set.Keys) == 0 {
		return set, errors.New("the key set is empty")
	}
	return set, nil
}
