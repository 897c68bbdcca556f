package handlers

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"yunque/internal/identity"
	"yunque/internal/resource"
)

func TestARouteWithoutAPermissionKeepsTheConsoleFromStarting(t *testing.T) {
	ok := func(c echo.Context) error { return c.NoContent(http.StatusOK) }
	for name, c := range map[string]struct {
		add  func(*echo.Echo, table)
		want string // the fault; "" for none
	}{
		"declared":          {func(_ *echo.Echo, t table) { t.GET("/a", ok, anyone); t.POST("/a", ok, admin) }, ""},
		"a GET without":     {func(_ *echo.Echo, t table) { t.GET("/a", ok) }, "GET /a"},
		"a POST beside":     {func(_ *echo.Echo, t table) { t.GET("/a", ok, anyone); t.POST("/a", ok) }, "POST /a"},
		"not in the table":  {func(e *echo.Echo, _ table) { e.GET("/b", ok) }, "GET /b"},
		"of another method": {func(_ *echo.Echo, t table) { t.DELETE("/c", ok) }, "DELETE /c"},
	} {
		t.Run(name, func(t *testing.T) {
			s, e := &Server{}, echo.New()
			c.add(e, s.table(e.Group("")))
			err := s.undeclared(e)
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want a fault about %q", err, c.want)
			}
		})
	}
}

func TestEachEffectTakesARole(t *testing.T) {
	for effect, want := range map[resource.Effect]identity.Role{
		resource.Change: identity.Operator, resource.Spend: identity.Buyer, resource.Destroy: identity.Admin, "": identity.Admin, "something new": identity.Admin,
	} {
		if got := roleFor(effect); got != want {
			t.Errorf("%q: got %s, want %s", effect, got, want)
		}
	}
	for p, want := range map[Permission]identity.Role{viewer: identity.Viewer, byEffect: identity.Viewer, operator: identity.Operator, buyer: identity.Buyer, admin: identity.Admin} {
		if got := p.role(); got != want {
			t.Errorf("%s: got %s, want %s", p, got, want)
		}
	}
}

func TestThereIsOneWayToTheLedger(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var ways []string
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "_test.go") && strings.Contains(string(text), "Ledger.Submit(") {
			ways = append(ways, name)
		}
	}
	if len(ways) != 1 || ways[0] != "rights.go" {
		t.Errorf("the ledger is given writes by %v; only submit in rights.go asks for the role", ways)
	}
}
