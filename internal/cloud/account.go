package cloud

import (
	"crypto/sha256"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
	"golang.org/x/time/rate"
)

// accountKey is a digest of access key and secret: who knows only the access
// key must not be served from the cache of who knows both.
type accountKey [sha256.Size]byte

// account is what calls with the same keys share.
type account struct {
	limiter *rate.Limiter
	flights singleflight.Group

	mu         sync.Mutex
	lastUse    time.Time
	generation uint64
	cache      map[string]cached
	last       map[string]remembered
	nothings   map[string]nothing
	written    map[string]time.Time // when a service was last written to
}

type cached struct {
	env     *Envelope
	expires time.Time
}

const (
	accountIdle = 10 * time.Minute
	cacheLimit  = 500 // answers per account
)

// account finds what calls with these keys share, and drops what has been idle.
func (c *Client) account(cred Credentials) *account {
	key := accountKey(sha256.Sum256([]byte(cred.AccessKey + "\n" + cred.Secret.Reveal())))
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	a, ok := c.accounts[key]
	if !ok {
		for k, other := range c.accounts {
			if other.idleSince(now) > accountIdle {
				delete(c.accounts, k)
			}
		}
		a = &account{
			limiter: rate.NewLimiter(rate.Limit(c.config.Rate), c.config.Burst),
			cache:   map[string]cached{},
		}
		c.accounts[key] = a
	}
	a.touch(now)
	return a
}

func (a *account) touch(now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.lastUse = now
}

func (a *account) idleSince(now time.Time) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	return now.Sub(a.lastUse)
}

// forget empties the cache for a write of a service and starts a new
// generation: reads of an older one are neither kept nor joined. What was read
// of the service is recent no longer.
func (a *account) forget(service string, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.generation++
	clear(a.cache)
	a.disbelieve(service, now)
	a.overtake(service)
}

// lookup gives a live answer, or one of that age that no write has overtaken;
// else nil, with the generation a new read belongs to.
func (a *account) lookup(identity string, now time.Time, age time.Duration) (*Envelope, uint64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if c, ok := a.cache[identity]; ok && now.Before(c.expires) {
		return c.env, a.generation
	}
	if r, ok := a.last[identity]; ok && !r.overtaken && now.Sub(r.read) < age {
		return r.env, a.generation
	}
	return nil, a.generation
}

// keep stores an answer unless a write came between.
func (a *account) keep(identity string, generation uint64, env *Envelope, now, expires time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if generation != a.generation {
		return
	}
	if len(a.cache) >= cacheLimit {
		for k, c := range a.cache {
			if !now.Before(c.expires) {
				delete(a.cache, k)
			}
		}
	}
	if len(a.cache) < cacheLimit {
		a.cache[identity] = cached{env, expires}
	}
}
