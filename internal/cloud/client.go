package cloud

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

// Config is what a Client is made of. The zero value of each field is its
// default.
type Config struct {
	Transport http.RoundTripper // nil: a transport of its own
	Now       func() time.Time  // the clock of the signature; nil: time.Now

	Timeout  time.Duration // of one attempt, answer included; 15 s
	MaxBody  int64         // bytes of one answer; 8 MiB
	Rate     float64       // calls per second and access key; 10
	Burst    int           // calls at once after a rest; 10
	Tries    int           // attempts of a read; 3. A write has one
	CacheTTL time.Duration // how long a read is shared; 2 s, negative for never

	// Observe is told of every finished upstream attempt, and of every answer
	// that came from the cache or from another caller's attempt. It must be
	// quick and safe for concurrent use.
	Observe func(Call)
}

func (c Config) withDefaults() Config {
	if c.Transport == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.MaxIdleConnsPerHost = 10 // clients make up to ten calls at once
		c.Transport = t
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	c.Timeout = cmp.Or(c.Timeout, 15*time.Second)
	c.MaxBody = cmp.Or(c.MaxBody, 8<<20)
	c.Rate = cmp.Or(c.Rate, 10)
	c.Burst = cmp.Or(c.Burst, 10)
	c.Tries = cmp.Or(c.Tries, 3)
	c.CacheTTL = cmp.Or(c.CacheTTL, 2*time.Second)
	return c
}

// Client reaches the provider for any number of accounts. It keeps no secret:
// every call brings its own. Safe for concurrent use.
type Client struct {
	config   Config
	breakers *breakers

	mu       sync.Mutex
	accounts map[accountKey]*account
}

// New makes a Client, or tells what is wrong with the configuration.
func New(config Config) (*Client, error) {
	if config.Timeout < 0 || config.MaxBody < 0 || config.Rate < 0 || config.Burst < 0 || config.Tries < 0 {
		return nil, errors.New("configure the cloud client: a limit is negative")
	}
	return &Client{
		config:   config.withDefaults(),
		breakers: newBreakers(),
		accounts: map[accountKey]*account{},
	}, nil
}

// For gives the Caller of one account at one site. It costs nothing: make one
// per request.
func (c *Client) For(cred Credentials, site Site) Caller {
	return &caller{client: c, cred: cred, site: site, account: c.account(cred)}
}

// caller is one account's way through the chain: cache and sharing for reads,
// then retries, then one attempt at a time.
type caller struct {
	client  *Client
	cred    Credentials
	site    Site
	account *account
}

// Do sends one operation and returns the answer of the provider if it said
// yes; every other end is an *Error.
func (c *caller) Do(ctx context.Context, op Info, req any) (*Envelope, error) {
	out, err := c.prepare(op, req)
	if err != nil {
		return nil, &Error{Op: op.ID(), Code: CodeUnsendable, Err: err}
	}
	c.account.touch(time.Now())
	if op.Kind == Read {
		return c.read(ctx, out)
	}
	return c.write(ctx, out)
}

// write sends once. Whatever was read before it ended may be stale, so the
// account's cache is emptied on both sides of it.
func (c *caller) write(ctx context.Context, out *outgoing) (*Envelope, error) {
	c.account.forget(out.op.Service, time.Now())
	defer func() { c.account.forget(out.op.Service, time.Now()) }()
	env, err := c.attempt(ctx, out, 1)
	if err != nil {
		return nil, err
	}
	return env, nil
}
