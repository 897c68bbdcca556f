package identity

import (
	"fmt"
	"maps"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// Mode is the way in which people are told apart.
type Mode string

// The modes.
const (
	ModeNone      Mode = "none"      // they are not
	ModeHeader    Mode = "header"    // a proxy names them in plain headers
	ModeAssertion Mode = "assertion" // a proxy names them in a signed token
)

// Settings is how people are identified and what they may do. In the
// environment every field is CONSOLE_AUTH_ and the name of its tag.
type Settings struct {
	Mode            Mode     `env:"MODE" envDefault:"none"`
	UserHeader      string   `env:"USER_HEADER"`
	GroupsHeader    string   `env:"GROUPS_HEADER"`
	Preset          string   `env:"PRESET"`
	AssertionHeader string   `env:"ASSERTION_HEADER"`
	KeysURL         string   `env:"JWKS_URL"`
	Issuer          string   `env:"ISSUER"`
	Audience        string   `env:"AUDIENCE"`
	Algorithms      []string `env:"ALGORITHMS"`
	PersonClaim     string   `env:"PERSON_CLAIM"`
	GroupsClaim     string   `env:"GROUPS_CLAIM"`
	Viewers         []string `env:"VIEWERS"` // groups, or user:<name>
	Operators       []string `env:"OPERATORS"`
	Buyers          []string `env:"BUYERS"`
	Admins          []string `env:"ADMINS"`
	DefaultRole     string   `env:"DEFAULT_ROLE"` // of people in none of these; empty for none
	Contact         string   `env:"CONTACT"`      // who gives roles, as people are told
}

// setting is one field with the name of its variable.
type setting struct{ name, value string }

func (s Settings) ofHeader() []setting {
	return []setting{{"USER_HEADER", s.UserHeader}, {"GROUPS_HEADER", s.GroupsHeader}}
}

func (s Settings) ofAssertion() []setting {
	return []setting{{"PRESET", s.Preset}, {"ASSERTION_HEADER", s.AssertionHeader}, {"JWKS_URL", s.KeysURL}, {"ISSUER", s.Issuer}, {"AUDIENCE", s.Audience},
		{"ALGORITHMS", strings.Join(s.Algorithms, ",")}, {"PERSON_CLAIM", s.PersonClaim}, {"GROUPS_CLAIM", s.GroupsClaim}}
}

func (s Settings) ofRoles() []setting {
	var all []setting
	for role, list := range s.lists() {
		all = append(all, setting{listName(role), strings.Join(list, ",")})
	}
	return append(all, setting{"DEFAULT_ROLE", s.DefaultRole})
}

func (s Settings) lists() map[Role][]string {
	return map[Role][]string{Viewer: s.Viewers, Operator: s.Operators, Buyer: s.Buyers, Admin: s.Admins}
}

func listName(r Role) string { return strings.ToUpper(r.String()) + "S" }

// Faults are all mistakes in the settings, each naming its variable. A setting
// that the mode does not read is one: someone believes it to be in force.
func (s Settings) Faults(trusted Networks) []error {
	var f faults
	switch s.Mode {
	case ModeNone:
		f.unread(s.Mode, s.ofHeader(), s.ofAssertion(), s.ofRoles())
	case ModeHeader:
		f.unread(s.Mode, s.ofAssertion())
		f.header(s, trusted)
	case ModeAssertion:
		f.unread(s.Mode, s.ofHeader())
		f.assertion(s)
	default:
		f.add("MODE", "%q is none of none, header, assertion", s.Mode)
	}
	if s.Mode == ModeHeader || s.Mode == ModeAssertion {
		f.roles(s)
	}
	return f
}

type faults []error

func (f *faults) add(name, format string, args ...any) {
	*f = append(*f, fmt.Errorf("CONSOLE_AUTH_%s: %s", name, fmt.Sprintf(format, args...)))
}

func (f *faults) unread(m Mode, groups ...[]setting) {
	for _, group := range groups {
		for _, one := range group {
			if one.value != "" {
				f.add(one.name, "is set, but CONSOLE_AUTH_MODE is %s, which does not read it", m)
			}
		}
	}
}

func (f *faults) header(s Settings, trusted Networks) {
	f.headerName("USER_HEADER", s.UserHeader)
	if s.GroupsHeader != "" {
		f.headerName("GROUPS_HEADER", s.GroupsHeader)
	}
	if s.UserHeader != "" && sameName(s.UserHeader, s.GroupsHeader) {
		f.add("GROUPS_HEADER", "must differ from CONSOLE_AUTH_USER_HEADER")
	}
	if len(trusted) == 0 {
		f.add("MODE", "header needs CONSOLE_TRUSTED_PROXIES, the networks whose headers are believed")
	}
}

// headerName checks a name that only the proxy shall set. With an underscore
// it would be one that other programs take for another.
func (f *faults) headerName(setting, name string) {
	taken := []string{"cookie", "host", "connection", "contentlength", "contenttype", "transferencoding", "xforwardedfor"}
	switch {
	case name == "":
		f.add(setting, "is missing")
	case !httpguts.ValidHeaderFieldName(name), strings.ContainsAny(name, "_."):
		f.add(setting, "%q is no header name of letters, digits and hyphens", name)
	case slices.Contains(taken, bare(name)):
		f.add(setting, "%q means something else", name)
	}
}

func (f *faults) assertion(s Settings) {
	if _, ok := presets()[s.Preset]; !ok {
		names := slices.DeleteFunc(slices.Sorted(maps.Keys(presets())), func(n string) bool { return n == "" })
		f.add("PRESET", "%q is none of %s", s.Preset, strings.Join(names, ", "))
		return
	}
	want := s.scheme()
	f.headerName("ASSERTION_HEADER", want.header)
	if !safeKeysURL(want.keysURL) {
		f.add("JWKS_URL", "%q is no https URL", want.keysURL)
	}
	for name, value := range map[string]string{"ISSUER": want.issuer, "AUDIENCE": want.audience} {
		if value == "" {
			f.add(name, "is missing")
		}
	}
	for _, a := range want.algorithms {
		if !slices.Contains(signatures(), a) {
			f.add("ALGORITHMS", "%q is none of %s", a, strings.Join(signatures(), ", "))
		}
	}
}

// safeKeysURL wants https, or a host that no one stands between.
func safeKeysURL(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil {
		return false
	}
	a, err := netip.ParseAddr(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || err == nil && a.IsLoopback())
}

func (f *faults) roles(s Settings) {
	given := s.DefaultRole != ""
	if _, ok := ParseRole(s.DefaultRole); given && !ok {
		f.add("DEFAULT_ROLE", "%q is none of viewer, operator, buyer, admin", s.DefaultRole)
	}
	for role, list := range s.lists() {
		for _, entry := range list {
			given = true
			if strings.TrimSpace(strings.TrimPrefix(entry, personPrefix)) == "" {
				f.add(listName(role), "has an empty entry")
			}
		}
	}
	if !given {
		f.add("VIEWERS", "nobody would have a role: name groups in CONSOLE_AUTH_VIEWERS, _OPERATORS, _BUYERS or _ADMINS, or set CONSOLE_AUTH_DEFAULT_ROLE")
	}
}

func (s Settings) roles() roles {
	r := roles{byGroup: map[string]Role{}, byPerson: map[string]Role{}}
	r.rest, _ = ParseRole(s.DefaultRole)
	for role, list := range s.lists() {
		for _, entry := range list {
			entry = strings.TrimSpace(entry)
			if person, ok := strings.CutPrefix(entry, personPrefix); ok {
				r.byPerson[person] = max(r.byPerson[person], role)
			} else {
				r.byGroup[entry] = max(r.byGroup[entry], role)
			}
		}
	}
	return r
}

// scheme is the preset with what is set.
func (s Settings) scheme() scheme {
	p := presets()[s.Preset]
	replace := func(field *string, value string) {
		if value != "" {
			*field = value
		}
	}
	replace(&p.header, s.AssertionHeader)
	replace(&p.keysURL, s.KeysURL)
	replace(&p.issuer, s.Issuer)
	replace(&p.audience, s.Audience)
	replace(&p.person, s.PersonClaim)
	replace(&p.groups, s.GroupsClaim)
	if len(s.Algorithms) > 0 {
		p.algorithms = s.Algorithms
	}
	return p
}
