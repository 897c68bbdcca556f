package handlers

import (
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"yunque/internal/views/route"
	"yunque/static"
)

// routes is the whole table. Pages are in three groups: open to everyone, for
// signed-in people, and the event stream, which alone has no time limit.
func (s *Server) routes(e *echo.Echo) {
	e.GET("/healthz", s.healthz)
	e.GET("/readyz", s.readyz)
	e.GET("/static/*", echo.WrapHandler(static.Handler()))
	e.GET("/favicon.ico", s.favicon)

	open := e.Group("", s.withPreferences, limit(20*time.Second), noStore)
	open.GET(route.SignIn, s.signInForm)
	open.POST(route.SignIn, s.signIn)
	open.POST(route.SetLanguage, s.setLanguage)
	open.POST(route.SetTheme, s.setTheme)
	open.POST(route.SetZone, s.setZone)

	in := e.Group("", s.withPreferences, s.signedIn, limit(60*time.Second), noStore)
	in.GET(route.Home, s.overview)
	in.POST(route.SignOut, s.signOut)
	in.GET(route.Settings, s.settings)
	in.POST(route.SetProfile, s.switchProfile)
	in.POST(route.ForgetKeys, s.forgetProfile)
	in.POST(route.EndSession, s.endSession)
	in.GET(route.Palette, s.palette)
	in.GET(route.Tasks, s.tasks)
	in.GET(route.Bell, s.bell)
	in.GET("/tasks/:id", s.task)
	in.GET("/tasks/:id/row", s.taskRow)
	in.POST("/tasks/:id/dismiss", s.dismiss)
	in.POST("/jobs/:key/stop", s.stopJob)
	in.GET("/flashes", s.flashes)
	in.GET(route.ServerNew, s.serverForm)
	in.POST(route.ServerNew, s.createServer)
	in.POST(route.ServerQuote, s.quoteServer)
	in.POST(route.ServerFields, s.serverFields)
	if s.Demo != nil {
		in.GET(route.Gallery, s.gallery)
	}
	in.GET("/security-groups/:id/rules", s.groupRules)
	in.GET("/security-groups/:id/rules.csv", s.exportRules)
	in.GET("/security-groups/:id/rules.json", s.exportRulesJSON)
	for _, k := range s.Kinds {
		s.kindRoutes(in, k)
	}
	e.GET(route.Events, s.events, s.withPreferences, s.signedIn, noStore)
	// Last: a group's middleware brings a catch-all of its own, and the latest
	// one wins.
	open.RouteNotFound("/*", s.notFound, s.tryVisit)
}

// limit ends the work of a request that takes too long; it leaves the answer
// to the error handler, and does not touch flushing.
func limit(d time.Duration) echo.MiddlewareFunc {
	return middleware.ContextTimeoutWithConfig(middleware.ContextTimeoutConfig{
		Timeout:      d,
		ErrorHandler: func(err error, _ echo.Context) error { return err },
	})
}
