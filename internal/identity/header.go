package identity

import (
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// recheck is how long a request may stay open on one naming of its person.
const recheck = 10 * time.Minute

// headers believes two plain headers of a trusted proxy.
type headers struct {
	user, groups string // exact names; groups may be empty
	trusted      Networks
	now          func() time.Time
}

func (h headers) identify(r *http.Request) (Identity, error) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil || !h.trusted.Contains(host) {
		return Identity{}, h.stranger(r.Header)
	}
	user, err := single(r.Header, h.user)
	if err != nil {
		return Identity{}, err
	}
	id := Identity{Until: h.now().Add(recheck)}
	if id.Person, err = name("the person's name", user); err != nil {
		return Identity{}, err
	}
	switch {
	case id.Person == "":
		return Identity{}, ErrAbsent
	case strings.Contains(id.Person, ","):
		return Identity{}, refuse("%s names several people", h.user)
	}
	id.Groups, err = h.groupsOf(r.Header)
	return id, err
}

// stranger answers who is not a proxy: nobody, or a liar.
func (h headers) stranger(all http.Header) error {
	for name := range all {
		if sameName(name, h.user) || h.groups != "" && sameName(name, h.groups) {
			return refuse("%s is not from a trusted proxy", name)
		}
	}
	return ErrAbsent
}

func (h headers) groupsOf(all http.Header) ([]string, error) {
	if h.groups == "" {
		return nil, nil
	}
	list, err := single(all, h.groups)
	if err != nil {
		return nil, err
	}
	var groups []string
	for part := range strings.SplitSeq(list, ",") {
		g, err := name("a group's name", part)
		if err != nil {
			return nil, err
		}
		if g != "" && !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	return groups, nil
}

// single is the one value of a header; empty when there is none. A second
// value, or the same name in another spelling, means that a client's own
// header came through beside the proxy's.
func single(all http.Header, wanted string) (string, error) {
	exact := http.CanonicalHeaderKey(wanted)
	for name := range all {
		if name != exact && sameName(name, wanted) {
			return "", refuse("%q came spelled as %q", wanted, name)
		}
	}
	switch values := all[exact]; len(values) {
	case 0:
		return "", nil
	case 1:
		return values[0], nil
	default:
		return "", refuse("%s came %d times", exact, len(values))
	}
}

// sameName tells whether two header names could be taken for the same one
// somewhere on the way: CGI and its heirs turn all but letters and digits into
// underscores.
func sameName(a, b string) bool { return bare(a) == bare(b) }

func bare(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, name)
}
