package handlers

import (
	"fmt"
	"strings"

	"github.com/labstack/echo/v4"

	"yunque/internal/identity"
)

// Permission is what a route takes of who asks. Every route declares one where
// it is made.
type Permission string

// The permissions. Each but the first takes an identity with a role; those
// after known take a session of that person, too.
const (
	anyone   Permission = "anyone"    // health and assets: nothing of anybody's
	known    Permission = "known"     // a person with a role, signed in or not
	viewer   Permission = "viewer"    // signed in, to read and to look after one's own session
	operator Permission = "operator"  // signed in, to change what costs nothing
	buyer    Permission = "buyer"     // signed in, to spend
	admin    Permission = "admin"     // signed in, to see and end what is others'
	byEffect Permission = "by effect" // signed in; the handler asks allowed for the operation's effect
)

// role is the least role that a permission takes of everyone.
func (p Permission) role() identity.Role {
	role, ok := identity.ParseRole(string(p))
	if !ok {
		return identity.Viewer
	}
	return role
}

// Route is one line of the route table.
type Route struct {
	Method, Path string
	Permission   Permission
}

// Routes lists every route with its permission, for tests that try them all.
func (s *Server) Routes() []Route { return s.declared }

// table is a group of routes, each declared with its permission.
type table struct {
	*echo.Group
	s *Server
}

func (s *Server) table(g *echo.Group) table { return table{g, s} }

// GET adds a route that changes nothing.
func (t table) GET(path string, h echo.HandlerFunc, p ...Permission) {
	t.declare(echo.GET, path, h, p)
}

// POST adds a route that may change something.
func (t table) POST(path string, h echo.HandlerFunc, p ...Permission) {
	t.declare(echo.POST, path, h, p)
}

// declare leaves a route without a permission out of the table: New then
// refuses to serve it.
func (t table) declare(method, path string, h echo.HandlerFunc, p []Permission) {
	if len(p) != 1 {
		t.Add(method, path, h)
		return
	}
	t.s.declared = append(t.s.declared, Route{method, path, p[0]})
	t.Add(method, path, h, t.s.permit(p[0]))
}

// undeclared tells of routes that were added without a permission: none may
// be served.
func (s *Server) undeclared(e *echo.Echo) error {
	told := map[string]bool{}
	for _, r := range s.declared {
		told[r.Method+" "+r.Path] = true
	}
	var missing []string
	for _, r := range e.Routes() {
		if one := r.Method + " " + r.Path; !told[one] && r.Method != echo.RouteNotFound {
			missing = append(missing, one)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("routes without a declared permission: %s", strings.Join(missing, ", "))
	}
	return nil
}

// permit lets a request through to a route when who asks may.
func (s *Server) permit(p Permission) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		if p == anyone {
			return next
		}
		return func(c echo.Context) error {
			if err := s.admit(c, p); err != nil {
				return err
			}
			if err := s.readForm(c); err != nil {
				return err
			}
			if err := s.sameAccount(c); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// admit tells whether who asks may. What they send is read only afterwards.
func (s *Server) admit(c echo.Context, p Permission) error {
	if err := s.bounded(c); err != nil {
		return err
	}
	if err := s.identify(c); err != nil || p == known {
		return err
	}
	if err := s.openVisit(c); err != nil {
		return err
	}
	if id := identityOf(c); id.Role < p.role() {
		s.noteForbidden(c)
		return s.forbid(c, id, p.role())
	}
	return nil
}
