// Package risk lists the acts that take the most care, in one place, whichever
// page, form or hand they come from. Operations are named by their catalogue
// id, what only the console does by a name of its own.
package risk

import (
	"maps"
	"slices"

	"yunque/internal/resource"
)

// What only the console does.
const (
	EndOthersSession = "console.EndOthersSession"
	ApproveAct       = "console.ApproveAct"
	ShowPassword     = "console.ShowPassword"
)

// rule is what an act takes besides the role for its effect. All of them take
// a fresh proof of who asks.
type rule struct {
	danger resource.Danger // the rung it stands on at least
}

// rules is the table. Beside it, every operation of a page that stands on the
// highest rung by its own description takes the same.
var rules = map[string]rule{
	// Many other things go with it.
	"network.vdc.DeleteVdc":                      {resource.SecondLook},
	"vpc.DeleteVPC":                              {resource.SecondLook},
	"vpc.DeleteVirtualGateWay":                   {resource.SecondLook},
	"ccs.securitygroup.ForceDeleteSecurityGroup": {resource.SecondLook},
	// Whoever is not told any more notices nothing.
	"alarm.UpdateWanAlarmReceiver": {},
	// It acts on somebody else, or lets them.
	EndOthersSession: {},
	// Whoever reads a password can use what it opens. What reads it from the
	// provider never shows it by itself: it is a cloud.Secret.
	ShowPassword: {},
	ApproveAct:   {},
}

// Acts lists all that the table names.
func Acts() []string { return slices.Sorted(maps.Keys(rules)) }

// Danger is the rung of the danger ladder that an act stands on at least.
func Danger(act string) resource.Danger { return rules[act].danger }

// TakesProof tells whether an act takes a fresh proof of who asks.
func TakesProof(act string) bool {
	_, listed := rules[act]
	return listed
}
