package sim

// state is what the services keep, one struct for each, declared in the
// service's own file. Zero values are ready.
type state struct {
	ccs ccsState
	vdc vdcState
	vpc vpcState

	bms     bmsState
	bmsdisk bmsdiskState
	alarm   alarmState

	gcw gcwState

	ecs     ecsState
	ebs     ebsState
	subject subjectState
}

// registerAll names every service. A service's register function has one line
// per action.
func registerAll(s *Server) {
	registerCommon(s)
	registerCcs(s)
	registerSecurityGroups(s)
	registerTemplates(s)
	registerVdc(s)
	registerVPC(s)
	registerBms(s)
	registerBmsdisk(s)
	registerAlarm(s)
	registerGCW(s)
	registerBilling(s)
	registerMetering(s)
	registerECS(s)
	registerEBS(s)
	registerSnapshot(s)
	registerSubject(s)
}
