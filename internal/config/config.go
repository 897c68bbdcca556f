// Package config turns the environment into one validated value that prints
// itself without secrets.
package config

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"yunque/internal/identity"
)

// Config is everything an operator can set. Every field is a CONSOLE_*
// variable; a variable ending in _FILE names a file that holds the value.
type Config struct {
	Listen      string            `env:"LISTEN" envDefault:"127.0.0.1:8080"`
	PublicURL   string            `env:"PUBLIC_URL"` // as people type it; https here makes cookies Secure
	Database    string            `env:"DATABASE" envDefault:"console.db"`
	Secret      Hidden            `env:"SECRET"`
	SecretFile  Hidden            `env:"SECRET_FILE,file"`
	OldSecret   Hidden            `env:"OLD_SECRET"` // still opens what it sealed, for rotation
	APIURL      string            `env:"API_URL"`    // one base URL for every host of the API, instead of the provider's
	APIRate     float64           `env:"API_RATE" envDefault:"10"`
	APITimeout  time.Duration     `env:"API_TIMEOUT" envDefault:"15s"`
	Idle        time.Duration     `env:"SESSION_IDLE" envDefault:"30m"`
	Lifetime    time.Duration     `env:"SESSION_LIFETIME" envDefault:"12h"`
	FourEyes    []string          `env:"FOUR_EYES"`                      // roles whose gravest acts wait for a second person
	Approvals   time.Duration     `env:"APPROVAL_LASTS" envDefault:"1h"` // how long they wait
	ProofLasts  time.Duration     `env:"PROOF_LASTS" envDefault:"5m"`    // how long after typing the secret key it is not asked for again
	Proxies     []string          `env:"TRUSTED_PROXIES"`                // networks whose X-Forwarded-For is believed
	Auth        identity.Settings `envPrefix:"AUTH_"`
	LogLevel    string            `env:"LOG_LEVEL" envDefault:"info"`
	LogFormat   string            `env:"LOG_FORMAT" envDefault:"json"`
	Environment string            `env:"ENVIRONMENT"` // shown over every page: "production"
	MetricsAddr string            `env:"METRICS_LISTEN"`
	AuditKeep   int               `env:"AUDIT_KEEP"`     // days; 0 keeps the audit trail for ever
	Windows     Windows           `env:"CHANGE_WINDOWS"` // hours outside of which what carries a tag is not destroyed
	AuditFile   string            `env:"AUDIT_FILE"`     // where the trail is mirrored as lines of JSON; "-" is standard output
	Demo        bool              `env:"DEMO"`
	DemoPace    float64           `env:"DEMO_PACE" envDefault:"1"`
}

// Hidden is a setting that never prints itself.
type Hidden string

func (h Hidden) String() string {
	if h == "" {
		return "(not set)"
	}
	return "(set)"
}

// GoString hides the value from %#v.
func (h Hidden) GoString() string { return h.String() }

// MarshalText hides the value from JSON and logs.
func (h Hidden) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// Load reads the environment given as "NAME=value" lines and tells every
// fault at once.
func Load(environ []string) (Config, error) {
	var c Config
	err := env.ParseWithOptions(&c, env.Options{Prefix: "CONSOLE_", Environment: env.ToMap(environ)})
	if err != nil {
		return c, fmt.Errorf("read configuration: %w", err)
	}
	if c.Secret == "" {
		c.Secret = Hidden(strings.TrimSpace(string(c.SecretFile)))
	}
	c.SecretFile = ""
	return c, c.check()
}

// faults are what is wrong with the settings, told all at once.
type faults []error

func (f *faults) must(ok bool, format string, args ...any) {
	if !ok {
		*f = append(*f, fmt.Errorf(format, args...))
	}
}

func (c *Config) check() error {
	var f faults
	c.checkAddresses(f.must)
	c.checkSecrets(f.must)
	f = append(f, c.Auth.Faults(c.Networks())...)
	c.checkPeople(f.must)
	c.checkLimits(f.must)
	return errors.Join(f...)
}

// demand notes a fault unless what it is told is so.
type demand func(ok bool, format string, args ...any)

func (c *Config) checkAddresses(must demand) {
	_, _, err := net.SplitHostPort(c.Listen)
	must(err == nil, "CONSOLE_LISTEN %q is no host:port", c.Listen)
	for name, v := range map[string]string{"CONSOLE_PUBLIC_URL": c.PublicURL, "CONSOLE_API_URL": c.APIURL} {
		u, err := url.Parse(v)
		must(v == "" || err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http"), "%s %q is no http(s) URL", name, v)
	}
	for _, p := range c.Proxies {
		_, err := identity.ParseNetworks([]string{p})
		must(err == nil, "CONSOLE_TRUSTED_PROXIES: %v", err)
	}
	must(c.SecureCookies() || c.loopback(), "CONSOLE_PUBLIC_URL must be the https address people use, because %s is not a loopback address", c.Listen)
}

func (c *Config) checkSecrets(must demand) {
	must(c.Demo || c.Secret != "", "CONSOLE_SECRET (or CONSOLE_SECRET_FILE) is missing; make one with: console keygen")
	for name, v := range map[string]Hidden{"CONSOLE_SECRET": c.Secret, "CONSOLE_OLD_SECRET": c.OldSecret} {
		_, err := v.Key()
		must(v == "" || err == nil, "%s: %v", name, err)
	}
}

func (c *Config) checkLimits(must demand) {
	must(c.APIRate > 0 && c.APIRate <= 1000, "CONSOLE_API_RATE must be above 0 and at most 1000")
	must(c.APITimeout >= time.Second && c.APITimeout <= 5*time.Minute, "CONSOLE_API_TIMEOUT must be 1s to 5m")
	must((c.Idle >= time.Minute || c.Demo && c.Idle >= time.Second) && c.Idle <= c.Lifetime, "CONSOLE_SESSION_IDLE must be at least 1m and at most CONSOLE_SESSION_LIFETIME")
	must(c.Lifetime <= 24*time.Hour, "CONSOLE_SESSION_LIFETIME must be at most 24h")
	must(oneOf(c.LogLevel, "debug", "info", "warn", "error"), "CONSOLE_LOG_LEVEL must be debug, info, warn or error")
	must(oneOf(c.LogFormat, "json", "text"), "CONSOLE_LOG_FORMAT must be json or text")
	must(c.AuditKeep >= 0, "CONSOLE_AUDIT_KEEP is a number of days, or 0 for ever")
	must(c.DemoPace > 0 && c.DemoPace <= 10, "CONSOLE_DEMO_PACE must be above 0 and at most 10")
}

// checkPeople looks at what people need for grave acts.
func (c *Config) checkPeople(must demand) {
	must(len(c.FourEyes) == 0 || c.Auth.Mode != identity.ModeNone, "CONSOLE_FOUR_EYES needs people who are named: CONSOLE_AUTH_MODE is none")
	for _, name := range c.FourEyes {
		role, ok := identity.ParseRole(name)
		must(ok && role > identity.Viewer, "CONSOLE_FOUR_EYES: %q is none of operator, buyer, admin", name)
	}
	must(c.Approvals >= time.Minute && c.Approvals <= 7*24*time.Hour, "CONSOLE_APPROVAL_LASTS must be 1m to 168h")
	must(c.ProofLasts >= time.Minute && c.ProofLasts <= time.Hour, "CONSOLE_PROOF_LASTS must be 1m to 1h")
}

// Networks are the trusted proxies' networks.
func (c *Config) Networks() identity.Networks {
	all, _ := identity.ParseNetworks(c.Proxies) // what is wrong with them is told at the start
	return all
}

// SecureCookies tells whether people reach the console by https.
func (c *Config) SecureCookies() bool { return strings.HasPrefix(c.PublicURL, "https://") }

// PublicName is the host name of the address that people type; empty when only
// this machine reaches the console.
func (c *Config) PublicName() string {
	u, err := url.Parse(c.PublicURL)
	if err != nil {
		return "" // a fault of its own
	}
	return strings.ToLower(u.Hostname())
}

func (c *Config) loopback() bool {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil || host == "localhost" {
		return true // a malformed address has its own fault
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

func oneOf(v string, list ...string) bool {
	for _, l := range list {
		if v == l {
			return true
		}
	}
	return false
}

// Key decodes a server secret: base64 of at least 32 bytes.
func (h Hidden) Key() ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(string(h))
	if err != nil {
		return nil, errors.New("is not base64")
	}
	if len(key) < 32 {
		return nil, errors.New("holds fewer than 32 bytes")
	}
	return key, nil
}
