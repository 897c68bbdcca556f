package identity

import "slices"

// Role is what a person may do. Each role may do all that those below it may.
type Role uint8

// The roles, from least to most.
const (
	Nobody   Role = iota // nothing at all
	Viewer               // reads
	Operator             // changes what costs nothing
	Buyer                // spends
	Admin                // destroys, ends others' sessions, sees all that was done
)

var roleNames = [...]string{Nobody: "nobody", Viewer: "viewer", Operator: "operator", Buyer: "buyer", Admin: "admin"}

// String is the role's name in settings, in the ledger and in keys of texts.
func (r Role) String() string { return roleNames[r] }

// ParseRole reads a role that can be given to someone.
func ParseRole(name string) (Role, bool) {
	i := slices.Index(roleNames[:], name)
	if i <= int(Nobody) {
		return Nobody, false
	}
	return Role(i), true //nolint:gosec // an index of roleNames
}

// roles gives people their role: by their groups, or by name.
type roles struct {
	byGroup  map[string]Role
	byPerson map[string]Role
	rest     Role // of people who are in no list
}

// personPrefix marks an entry of a role's list as a person. A group whose own
// name begins like that is never a role's: it could be made by anyone who may
// name groups.
const personPrefix = "user:"

func (r roles) of(person string, groups []string) Role {
	best := max(r.rest, r.byPerson[person])
	for _, g := range groups {
		best = max(best, r.byGroup[g])
	}
	return best
}
