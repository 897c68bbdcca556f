package handlers

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"yunque/internal/cloud"
	"yunque/internal/config"
	"yunque/internal/explorer"
	"yunque/internal/identity"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/tasks"
	"yunque/internal/vault"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
)

// Deps is what the console is made of. Every field is needed but Demo.
type Deps struct {
	Config   config.Config
	Identity *identity.Identifier
	DB       *store.DB
	Vault    *vault.Vault
	Client   *cloud.Client
	Sites    []cloud.Site
	Ledger   *ledger.Ledger
	Tracker  *tasks.Tracker
	Hub      *tasks.Hub
	Kinds    []resource.Any
	Log      *slog.Logger
	Now      func() time.Time
	Demo     *pages.DemoKeys // the simulated cloud's keys; nil outside the demo
	Version  string
}

// Server is the console's HTTP side.
type Server struct {
	Deps
	cookies  cookies
	gates    gates
	echo     *echo.Echo
	declared []Route
	signIns  signIns
	refusals *attempts // to be recorded
	proofs   *attempts // to type the secret key again
	metrics  metrics
	streams  streams
	history  explorer.History
	paces    paces
}

// New wires the routes; it fails on configuration that only shows here.
func New(d Deps) (*Server, error) {
	s := &Server{Deps: d, cookies: newCookies(d), metrics: newMetrics()}
	s.signIns, s.refusals = newSignIns(d.Now), newAttempts(10*time.Second, 20, d.Now)
	s.paces = newPaces(d.Now)
	s.proofs = newAttempts(proofEvery, proofsAtOnce, d.Now)
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.answerError
	e.IPExtractor = s.remoteIP
	s.echo = e
	e.Use(s.observe, s.recoverPanic, s.secureHeaders, sameOrigin, middleware.BodyLimit(maxBody), gzip())
	s.routes(e)
	return s, s.undeclared(e)
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// gzip compresses pages; static files come compressed already, and the event
// stream is too small to gain.
func gzip() echo.MiddlewareFunc {
	return middleware.GzipWithConfig(middleware.GzipConfig{Level: 3, MinLength: 1024, Skipper: func(c echo.Context) bool {
		return c.Path() == route.Events || c.Path() == "/static/*"
	}})
}
