package handlers

import (
	"time"
	"yunque/internal/catalog"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"yunque/internal/views/route"
	"yunque/static"
)

// routes is the whole table, each with the permission it takes. Pages are in
// three groups: for everyone who is known, for signed-in people, and the event
// stream, which alone has no time limit.
func (s *Server) routes(e *echo.Echo) {
	all := s.table(e.Group(""))
	all.GET("/healthz", s.healthz, anyone)
	all.GET("/readyz", s.readyz, anyone)
	all.GET("/static/*", echo.WrapHandler(static.Handler()), anyone)
	all.GET("/favicon.ico", s.favicon, anyone)

	open := s.table(e.Group("", s.withPreferences, limit(20*time.Second), noStore))
	open.GET(route.SignIn, s.signInForm, known)
	open.POST(route.SignIn, s.signIn, known)
	open.POST(route.SetLanguage, s.setLanguage, known)
	open.POST(route.SetTheme, s.setTheme, known)
	open.POST(route.SetZone, s.setZone, known)
	open.POST(route.SetDensity, s.setDensity, known)

	in := s.table(e.Group("", s.withPreferences, limit(60*time.Second), noStore))
	in.GET(route.Home, s.overview, viewer)
	in.GET(route.OverviewWork, s.overviewWork, viewer)
	in.GET(route.OverviewResources, s.overviewResources, viewer)
	in.GET(route.OverviewMoney, s.overviewMoney, viewer)
	in.POST(route.SignOut, s.signOut, viewer)
	in.GET(route.Settings, s.settings, viewer)
	in.POST(route.SetProfile, s.switchProfile, viewer)
	in.POST(route.SetEnvironment, s.setEnvironment, operator)
	in.POST(route.ForgetKeys, s.forgetProfile, viewer)
	in.GET(route.Sessions, s.sessions, viewer)
	in.POST(route.EndSession, s.endSession, viewer)
	in.POST(route.EndOthers, s.endOtherSessions, viewer)
	in.GET(route.Session, s.session, viewer)
	in.POST(route.Stay, s.stay, viewer)
	in.GET(route.OtherAccount, s.otherAccount, viewer)
	in.POST(route.BackToAccount, s.backToAccount, viewer)
	in.GET(route.Palette, s.at(s.paces.searches, s.palette), viewer)
	in.GET(route.Approvals, s.approvals, viewer)
	in.GET(route.Approvals+"/:id", s.approval, viewer)
	in.POST(route.Approvals+"/:id/decide", s.decide, byEffect)
	in.POST(route.Approvals+"/:id/withdraw", s.withdraw, viewer)
	in.POST(route.Approvals+"/:id/carry-out", s.carryOut, byEffect)
	in.GET(route.Proof, s.proofForm, viewer)
	in.POST(route.Proof, s.giveProof, viewer)
	in.GET(route.Tasks, s.tasks, viewer)
	in.GET(route.Bell, s.bell, viewer)
	in.GET("/tasks/:id", s.task, viewer)
	in.GET("/tasks/:id/row", s.taskRow, viewer)
	in.POST(route.DismissAll, s.dismiss, viewer)
	in.POST("/tasks/:id/dismiss", s.dismiss, viewer)
	in.POST("/tasks/:id/check", s.at(s.paces.calls, s.checkTask), viewer)
	in.GET("/jobs/:key", s.job, viewer)
	in.GET("/jobs/:key/items.csv", s.jobCSV, viewer)
	in.POST("/jobs/:key/stop", s.stopJob, operator)
	in.GET("/flashes", s.flashes, viewer)
	in.GET(route.Audit, s.auditTrail, viewer)
	in.GET(route.AuditCSV, s.at(s.paces.exports, s.auditCSV), viewer)
	in.GET(route.AuditLines, s.at(s.paces.exports, s.auditLines), viewer)
	in.GET(route.Audit+"/:seq", s.auditRow, viewer)
	in.GET(route.ServerNew, s.serverForm, buyer)
	in.POST(route.ServerNew, s.at(s.paces.orders, s.createServer), buyer)
	in.POST(route.Draft(route.ServerNew), s.discardDraft(serverOrders), buyer)
	in.POST(route.Quote(route.ServerNew), s.at(s.paces.quotes, s.quoteServer), buyer)
	in.POST(route.Fields(route.ServerNew), s.at(s.paces.quotes, s.serverFields), buyer)
	in.GET(route.ElasticNew, s.elasticForm, buyer)
	in.POST(route.ElasticNew, s.at(s.paces.orders, s.createElastic), buyer)
	in.POST(route.Draft(route.ElasticNew), s.discardDraft(elasticForms), buyer)
	in.POST(route.Quote(route.ElasticNew), s.at(s.paces.quotes, s.quoteElastic), buyer)
	in.POST(route.Fields(route.ElasticNew), s.at(s.paces.quotes, s.elasticFields), buyer)
	if s.Demo != nil {
		in.GET(route.Gallery, s.gallery, viewer)
	}
	in.GET(route.Explorer, s.explore, viewer)
	in.GET(route.Explorer+"/:id", s.operation, viewer)
	in.POST(route.Explorer+"/:id", s.at(s.paces.calls, s.callOperation), byEffect)
	in.POST(route.Explorer+"/:id/row", s.operationRow, viewer)
	in.POST(route.Explorer+"/:id/scripts", s.operationScripts, viewer)
	in.GET("/security-groups/:id/rules", s.groupRules, viewer)
	in.GET("/security-groups/:id/rules.csv", s.at(s.paces.exports, s.exportRules), viewer)
	in.GET("/security-groups/:id/rules.json", s.at(s.paces.exports, s.exportRulesJSON), viewer)
	in.GET("/vdcs/:id/map", s.vdcMap, viewer)
	in.GET("/snapshot-chains/:id/chain", s.snapshotChain, viewer)
	in.GET("/subnets/:id/addresses", s.netAddresses(catalog.Subnets), viewer)
	in.GET("/gateways/:id/addresses", s.netAddresses(catalog.Gateways), viewer)
	in.GET(route.Costs, s.at(s.paces.figures, s.costs), viewer)
	in.GET(route.CostsCSV, s.at(s.paces.exports, s.costsCSV), viewer)
	in.GET("/desktop-accounts/:id/password", s.passwordForm, operator)
	in.POST("/desktop-accounts/:id/password", s.at(s.paces.calls, s.showPassword), operator)
	for _, k := range s.Kinds {
		s.kindRoutes(in, k)
	}
	s.monitorRoutes(in)
	live := s.table(e.Group("", s.withPreferences, noStore))
	live.GET(route.Events, s.events, viewer)
	// Last: a group's middleware brings a catch-all of its own, and the latest
	// one wins.
	open.RouteNotFound("/*", s.notFound, s.permit(known), s.tryVisit)
}

// limit ends the work of a request that takes too long; it leaves the answer
// to the error handler, and does not touch flushing.
func limit(d time.Duration) echo.MiddlewareFunc {
	return middleware.ContextTimeoutWithConfig(middleware.ContextTimeoutConfig{
		Timeout:      d,
		ErrorHandler: func(err error, _ echo.Context) error { return err },
	})
}
