package sim

// state is what the services keep, one struct for each, declared in the
// service's own file. Zero values are ready.
type state struct {
	ccs ccsState
	vdc vdcState
}

// registerAll names every service. A service's register function has one line
// per action.
func registerAll(s *Server) {
	registerCommon(s)
	registerCcs(s)
	registerSecurityGroups(s)
	registerTemplates(s)
	registerVdc(s)
}
