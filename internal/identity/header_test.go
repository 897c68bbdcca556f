package identity_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"
	"time"

	"yunque/internal/identity"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return noon }

// byHeader believes X-Forwarded-User and -Groups of 10.1.0.0/16 and of one
// IPv6 network.
func byHeader(t *testing.T) *identity.Identifier {
	t.Helper()
	return identifier(t, identity.Settings{
		Mode: identity.ModeHeader, UserHeader: "X-Forwarded-User", GroupsHeader: "X-Forwarded-Groups",
		Viewers: []string{"staff"}, Operators: []string{"ops", "user:lin"}, Buyers: []string{"buyers"}, Admins: []string{"root", "user:wang"},
	}, "10.1.0.0/16", "2001:db8:1::/64")
}

func identifier(t *testing.T, s identity.Settings, proxies ...string) *identity.Identifier {
	t.Helper()
	trusted, err := identity.ParseNetworks(proxies)
	if err != nil {
		t.Fatal(err)
	}
	i, err := identity.New(s, trusted, identity.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// from makes a request of a peer with header lines as they came, names and
// values in turn, spelled as net/http leaves them.
func from(peer string, lines ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = peer
	for i := 0; i+1 < len(lines); i += 2 {
		r.Header.Add(lines[i], lines[i+1])
	}
	return r
}

const (
	proxy    = "10.1.2.3:40000"
	stranger = "10.2.0.1:40000"
)

func TestHeadersOfAStrangerAreRefusedInEverySpelling(t *testing.T) {
	i := byHeader(t)
	for _, name := range []string{
		"X-Forwarded-User", "x-forwarded-user", "X-FORWARDED-USER", "x-Forwarded-uSER", "X_Forwarded_User", "X-Forwarded_User", "X_Forwarded-User",
		"x_forwarded_user", "X_FORWARDED_USER", "X--Forwarded-User", "X-Forwarded-User-", "-X-Forwarded-User", "XForwardedUser", "xforwardeduser",
		"X.Forwarded.User", "X-Forwarded.User", "X~Forwarded~User", "X+Forwarded+User", "X!Forwarded-User", "X'Forwarded'User", "X|Forwarded|User",
		"X-Forwarded-Groups", "x_forwarded_groups", "X.FORWARDED-groups",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := i.Identify(from(stranger, name, "wang"))
			if !errors.Is(err, identity.ErrRefused) || got.Person != "" || got.Role != identity.Nobody {
				t.Errorf("from a stranger: got %+v, %v; want it refused", got, err)
			}
			// The same beside the proxy's own header: a client's that came through.
			got, err = i.Identify(from(proxy, "X-Forwarded-User", "chen", "X-Forwarded-Groups", "staff", name, "root"))
			if !errors.Is(err, identity.ErrRefused) || got.Person != "" {
				t.Errorf("through the proxy: got %+v, %v; want it refused", got, err)
			}
		})
	}
}

func TestWhoIsNamedByNobodyIsAbsent(t *testing.T) {
	i := byHeader(t)
	for name, r := range map[string]*http.Request{
		"a stranger without headers":      from(stranger),
		"a stranger with another header":  from(stranger, "X-Forwarded-For", "10.1.2.3"),
		"a proxy that names nobody":       from(proxy),
		"a proxy that names an empty one": from(proxy, "X-Forwarded-User", "  "),
		"groups without a person":         from(proxy, "X-Forwarded-Groups", "root"),
	} {
		if got, err := i.Identify(r); !errors.Is(err, identity.ErrAbsent) || got.Role != identity.Nobody {
			t.Errorf("%s: got %+v, %v; want absent", name, got, err)
		}
	}
}

func TestOnlyPeersInTheNetworksAreProxies(t *testing.T) {
	i := byHeader(t)
	for peer, want := range map[string]bool{
		"10.1.0.0:1": true, "10.1.255.255:1": true, "10.2.0.0:1": false, "10.0.255.255:1": false, "[::ffff:10.1.0.9]:1": true, "[::ffff:10.2.0.9]:1": false,
		"[2001:db8:1::5]:1": true, "[2001:db8:1:1::5]:1": false, "[2001:db8::5]:1": false, "127.0.0.1:1": false, "[::1]:1": false, "@": false, "": false, "10.1.0.1": false,
	} {
		got, err := i.Identify(from(peer, "X-Forwarded-User", "lin"))
		if believed := err == nil && got.Person == "lin"; believed != want {
			t.Errorf("%q: got %+v, %v; want believed %v", peer, got, err, want)
		}
	}
}

func TestAProxyNamesOnePersonAndTheirGroups(t *testing.T) {
	until := noon.Add(10 * time.Minute)
	for name, c := range map[string]struct {
		lines []string
		want  identity.Identity
	}{
		"a person in no group":                 {[]string{"X-Forwarded-User", "chen"}, identity.Identity{Person: "chen", Until: until}},
		"a person with a role by name":         {[]string{"X-Forwarded-User", "lin"}, identity.Identity{Person: "lin", Role: identity.Operator, Until: until}},
		"spaces around names":                  {[]string{"X-Forwarded-User", " chen ", "X-Forwarded-Groups", " staff , ops,"}, identity.Identity{Person: "chen", Groups: []string{"staff", "ops"}, Role: identity.Operator, Until: until}},
		"the largest of several roles":         {[]string{"X-Forwarded-User", "lin", "X-Forwarded-Groups", "buyers,staff"}, identity.Identity{Person: "lin", Groups: []string{"buyers", "staff"}, Role: identity.Buyer, Until: until}},
		"a group named like a person's entry":  {[]string{"X-Forwarded-User", "chen", "X-Forwarded-Groups", "user:wang"}, identity.Identity{Person: "chen", Groups: []string{"user:wang"}, Until: until}},
		"a person named like a group":          {[]string{"X-Forwarded-User", "root"}, identity.Identity{Person: "root", Until: until}},
		"another case of an administrator":     {[]string{"X-Forwarded-User", "Wang"}, identity.Identity{Person: "Wang", Until: until}},
		"the name of an administrator plus @x": {[]string{"X-Forwarded-User", "wang@x"}, identity.Identity{Person: "wang@x", Until: until}},
		"a name in Chinese":                    {[]string{"X-Forwarded-User", "王芳"}, identity.Identity{Person: "王芳", Until: until}},
	} {
		got, err := byHeader(t).Identify(from(proxy, c.lines...))
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, %v; want %+v", name, got, err, c.want)
		}
	}
}

func TestAProxyThatNamesNoOnePersonIsRefused(t *testing.T) {
	for name, lines := range map[string][]string{
		"two headers":              {"X-Forwarded-User", "chen", "X-Forwarded-User", "wang"},
		"two headers of one value": {"X-Forwarded-User", "wang", "x-forwarded-user", "wang"},
		"two in one header":        {"X-Forwarded-User", "chen, wang"},
		"two group headers":        {"X-Forwarded-User", "chen", "X-Forwarded-Groups", "staff", "X-Forwarded-Groups", "root"},
		"a name that is too long":  {"X-Forwarded-User", string(make([]byte, 300))},
		"a name with a control":    {"X-Forwarded-User", "wang\x00"},
		"a name with a line break": {"X-Forwarded-User", "chen\nlevel=info"},
		"a name written backwards": {"X-Forwarded-User", "\u202egnaw"},
		"a name that is not UTF-8": {"X-Forwarded-User", "\xff\xfe"},
		"a group with a control":   {"X-Forwarded-User", "chen", "X-Forwarded-Groups", "staff,ro\x07ot"},
	} {
		if got, err := byHeader(t).Identify(from(proxy, lines...)); !errors.Is(err, identity.ErrRefused) || got.Person != "" {
			t.Errorf("%s: got %+v, %v; want it refused", name, got, err)
		}
	}
}

func TestStandAloneNobodyIsNamedAndHeadersSayNothing(t *testing.T) {
	i := identifier(t, identity.Settings{Mode: identity.ModeNone})
	got, err := i.Identify(from(stranger, "X-Forwarded-User", "wang", "X-Forwarded-Groups", "root"))
	if want := (identity.Identity{Role: identity.Admin}); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}
