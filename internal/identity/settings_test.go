package identity_test

import (
	"errors"
	"strings"
	"testing"

	"yunque/internal/identity"
)

func TestNetworksAreReadStrictly(t *testing.T) {
	for s, want := range map[string]string{
		"10.0.0.0/8": "", "192.168.1.7/32": "", "fd00::/8": "", "2001:db8::1/128": "", "127.0.0.1/32": "", "::1/128": "",
		"10.0.0.1": "no network", "::1": "no network", "2001:db8::1": "no network", "10.0.0.0/33": "no network", "fd00::/129": "no network",
		"10.0.0.0/": "no network", "10.0.0.0/08": "no network", "10.0.0.0/-1": "no network", "10.0.0.0/255.0.0.0": "no network", "10.0/8": "no network",
		"localhost/32": "no network", "": "no network", " 10.0.0.0/8": "no network", "fe80::1%eth0/64": "no network", "*": "no network",
		"10.0.0.1/8": "beyond its prefix", "2001:db8::1/32": "beyond its prefix", "0.0.0.0/0": "everyone", "::/0": "everyone", "::ffff:10.0.0.0/104": "IPv6 clothes",
	} {
		got, err := identity.ParseNetworks([]string{s})
		if want == "" && (err != nil || len(got) != 1) {
			t.Errorf("%q: got %v, %v; want one network", s, got, err)
		}
		if want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: got %v, %v; want a fault that says %q", s, got, err, want)
		}
	}
}

// good are settings without a fault, for each mode.
func good(m identity.Mode) identity.Settings {
	switch m {
	case identity.ModeHeader:
		return identity.Settings{Mode: m, UserHeader: "Remote-User", GroupsHeader: "Remote-Groups", Admins: []string{"root"}}
	case identity.ModeAssertion:
		return identity.Settings{Mode: m, Preset: "pomerium", KeysURL: "https://console.example/.well-known/pomerium/jwks.json",
			Issuer: "console.example", Audience: "console.example", DefaultRole: "viewer"}
	}
	return identity.Settings{Mode: m}
}

func TestEveryFaultOfTheSettingsNamesItsVariable(t *testing.T) {
	type change = func(*identity.Settings)
	for name, c := range map[string]struct {
		mode   identity.Mode
		change change
		want   []string // parts of the faults, all of them
	}{
		"none":                          {"none", func(*identity.Settings) {}, nil},
		"header":                        {"header", func(*identity.Settings) {}, nil},
		"assertion":                     {"assertion", func(*identity.Settings) {}, nil},
		"no mode at all":                {"", func(*identity.Settings) {}, []string{"AUTH_MODE"}},
		"a mode that is none":           {"oidc", func(*identity.Settings) {}, []string{"AUTH_MODE"}},
		"a header nobody reads":         {"none", func(s *identity.Settings) { s.UserHeader = "Remote-User" }, []string{"AUTH_USER_HEADER"}},
		"roles nobody has":              {"none", func(s *identity.Settings) { s.Admins, s.DefaultRole = []string{"root"}, "viewer" }, []string{"AUTH_ADMINS", "AUTH_DEFAULT_ROLE"}},
		"an issuer nobody checks":       {"header", func(s *identity.Settings) { s.Issuer, s.Preset = "x", "pomerium" }, []string{"AUTH_PRESET", "AUTH_ISSUER"}},
		"a header beside the assertion": {"assertion", func(s *identity.Settings) { s.UserHeader = "Remote-User" }, []string{"AUTH_USER_HEADER"}},
		"no header":                     {"header", func(s *identity.Settings) { s.UserHeader = "" }, []string{"AUTH_USER_HEADER: is missing"}},
		"an underscore in a header":     {"header", func(s *identity.Settings) { s.UserHeader = "REMOTE_USER" }, []string{"AUTH_USER_HEADER"}},
		"a space in a header":           {"header", func(s *identity.Settings) { s.GroupsHeader = "Remote Groups" }, []string{"AUTH_GROUPS_HEADER"}},
		"a header that means something": {"header", func(s *identity.Settings) { s.UserHeader = "X-Forwarded-For" }, []string{"AUTH_USER_HEADER"}},
		"one header for two things":     {"header", func(s *identity.Settings) { s.GroupsHeader = "remote-user" }, []string{"AUTH_GROUPS_HEADER"}},
		"nobody has a role":             {"header", func(s *identity.Settings) { s.Admins = nil }, []string{"nobody would have a role"}},
		"a role that is none":           {"header", func(s *identity.Settings) { s.DefaultRole = "nobody" }, []string{"AUTH_DEFAULT_ROLE"}},
		"an empty entry":                {"header", func(s *identity.Settings) { s.Buyers = []string{"a", "", "user:"} }, []string{"AUTH_BUYERS", "AUTH_BUYERS"}},
		"a preset that is none":         {"assertion", func(s *identity.Settings) { s.Preset = "okta" }, []string{"AUTH_PRESET"}},
		"no preset and no header":       {"assertion", func(s *identity.Settings) { s.Preset = "" }, []string{"AUTH_ASSERTION_HEADER"}},
		"keys by http":                  {"assertion", func(s *identity.Settings) { s.KeysURL = "http://console.example/jwks" }, []string{"AUTH_JWKS_URL"}},
		"keys by nothing":               {"assertion", func(s *identity.Settings) { s.KeysURL = "" }, []string{"AUTH_JWKS_URL"}},
		"keys in a file":                {"assertion", func(s *identity.Settings) { s.KeysURL = "file:///etc/jwks" }, []string{"AUTH_JWKS_URL"}},
		"no issuer and no audience":     {"assertion", func(s *identity.Settings) { s.Issuer, s.Audience = "", "" }, []string{"AUTH_ISSUER", "AUTH_AUDIENCE"}},
		"the algorithm none":            {"assertion", func(s *identity.Settings) { s.Algorithms = []string{"none"} }, []string{"AUTH_ALGORITHMS"}},
		"an algorithm of one secret":    {"assertion", func(s *identity.Settings) { s.Algorithms = []string{"ES256", "HS256"} }, []string{"AUTH_ALGORITHMS"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := good(c.mode)
			c.change(&s)
			trusted, err := identity.ParseNetworks([]string{"10.0.0.0/8"})
			if err != nil {
				t.Fatal(err)
			}
			got := s.Faults(trusted)
			if len(got) != len(c.want) {
				t.Fatalf("got %v, want %d faults", got, len(c.want))
			}
			said := errors.Join(got...)
			for _, want := range c.want {
				if !strings.Contains(said.Error(), want) {
					t.Errorf("got %v, want a fault of %s", said, want)
				}
			}
		})
	}
}

func TestHeadersNeedTrustedProxies(t *testing.T) {
	s := good(identity.ModeHeader)
	if got := errors.Join(s.Faults(nil)...); got == nil || !strings.Contains(got.Error(), "CONSOLE_TRUSTED_PROXIES") {
		t.Errorf("got %v, want a fault about CONSOLE_TRUSTED_PROXIES", got)
	}
	if _, err := identity.New(s, nil, identity.Options{Now: clock}); err == nil {
		t.Error("faults do not keep it from starting")
	}
}

func TestEveryPresetNeedsOnlyWhatDiffersFromPlaceToPlace(t *testing.T) {
	for preset, s := range map[string]identity.Settings{
		"oauth2-proxy": {KeysURL: "https://id.example/keys", Issuer: "https://id.example", Audience: "console"},
		"pomerium":     {KeysURL: "https://console.example/.well-known/pomerium/jwks.json", Issuer: "console.example", Audience: "console.example"},
		"cloudflare":   {KeysURL: "https://team.cloudflareaccess.com/cdn-cgi/access/certs", Issuer: "https://team.cloudflareaccess.com", Audience: "32eafc7626e974616deaf0dc3ce63d7b"},
		"google-iap":   {Audience: "/projects/1/global/backendServices/2"},
	} {
		s.Mode, s.Preset, s.DefaultRole = identity.ModeAssertion, preset, "viewer"
		if got := s.Faults(nil); got != nil {
			t.Errorf("%s: got %v", preset, got)
		}
	}
}

func TestEachRoleMayAllThatThoseBelowItMay(t *testing.T) {
	order := []string{"viewer", "operator", "buyer", "admin"}
	last := identity.Nobody
	for _, name := range order {
		role, ok := identity.ParseRole(name)
		if !ok || role <= last || role.String() != name {
			t.Errorf("%s: got %v, %v after %v", name, role, ok, last)
		}
		last = role
	}
	for _, name := range []string{"", "nobody", "Admin", "root"} {
		if role, ok := identity.ParseRole(name); ok || role != identity.Nobody {
			t.Errorf("%q: got %v, %v; want no role", name, role, ok)
		}
	}
}
