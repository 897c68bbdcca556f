package identity

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Identity is who a request comes from. Person is empty where nobody is named.
type Identity struct {
	Person string
	Groups []string
	Role   Role
	// Until is when the person must be asked for anew, for requests that stay
	// open; zero for never.
	Until time.Time
}

// How a request can fail to say who it comes from.
var (
	// ErrAbsent means that nothing in the request names anyone.
	ErrAbsent = errors.New("no identity")
	// ErrRefused means that what names someone is not to be believed.
	ErrRefused = errors.New("identity refused")
	// ErrUnavailable means that it cannot be told now whether to believe it.
	ErrUnavailable = errors.New("identity cannot be checked now")
)

// Options is what identification needs beside its settings.
type Options struct {
	Client *http.Client // for the keys of assertions; nil for one with a time limit
	Now    func() time.Time
	Log    *slog.Logger
}

// Identifier identifies requests. It is safe for concurrent use.
type Identifier struct {
	roles roles
	from  func(*http.Request) (Identity, error)
}

// New builds what the settings describe. The error joins all their faults.
func New(s Settings, trusted Networks, o Options) (*Identifier, error) {
	if err := errors.Join(s.Faults(trusted)...); err != nil {
		return nil, err
	}
	i := &Identifier{roles: s.roles()}
	switch s.Mode {
	case ModeHeader:
		h := headers{user: s.UserHeader, groups: s.GroupsHeader, trusted: trusted, now: o.Now}
		i.from = h.identify
	case ModeAssertion:
		i.from = newAssertion(s.scheme(), o).identify
	default:
		i.roles = roles{rest: Admin}
		i.from = func(*http.Request) (Identity, error) { return Identity{}, nil }
	}
	return i, nil
}

// Identify says who a request comes from. The error wraps ErrAbsent,
// ErrRefused or ErrUnavailable; a person without any role is no error.
func (i *Identifier) Identify(r *http.Request) (Identity, error) {
	id, err := i.from(r)
	if err != nil {
		return Identity{}, err
	}
	id.Role = i.roles.of(id.Person, id.Groups)
	return id, nil
}

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrRefused, fmt.Sprintf(format, args...))
}

const maxName = 256 // bytes of a person's or group's name

// name checks one person's or group's name. A comma would make one name of
// two, and what cannot be seen would make two people look the same.
func name(what, s string) (string, error) {
	s = strings.TrimSpace(s)
	switch {
	case len(s) > maxName:
		return "", refuse("%s has more than %d bytes", what, maxName)
	case !utf8.ValidString(s), strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "", refuse("%s has characters that cannot be shown", what)
	}
	return s, nil
}
