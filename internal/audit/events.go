package audit

import "yunque/internal/store"

// Events are what else than acts leaves a row. Each has a text audit.event.<name>.
const (
	Act          = "act"     // a write to the provider
	SignIn       = "sign_in" // keys were entered
	SignOut      = "sign_out"
	SessionEnded = "session_ended" // by its owner from elsewhere, by an admin, or by its age
	KeysForgot   = "keys_forgotten"
	Export       = "export" // a list was written to a file
	Opened       = "opened" // an address that lets its holder in was given out
	Shown        = "shown"  // a password was shown to who asked for it
	Proof        = "proof"  // the secret key was typed again, for what takes the most care
	Denied       = "denied" // a role is too small for what was sent to a page
	Protected    = "protected"
	Unprotected  = "unprotected"
	Remembered   = "remembered" // a resource that cannot be listed was told by its id
	Forgotten    = "forgotten"
	// What acts that wait for a second person leave: the store writes the rows.
	ApprovalAsked     = store.EventApprovalAsked
	ApprovalApproved  = store.EventApprovalApproved
	ApprovalDeclined  = store.EventApprovalDeclined
	ApprovalWithdrawn = store.EventApprovalWithdrawn
	ApprovalExpired   = store.EventApprovalExpired
	ApprovalUsed      = store.EventApprovalUsed

	Pruned = "audit_pruned"
	Broken = "audit_broken"
)

// Events lists them all.
func Events() []string {
	return []string{Act, SignIn, SignOut, SessionEnded, KeysForgot, Export, Opened, Shown, Proof, Denied, Protected, Unprotected, Remembered, Forgotten,
		ApprovalAsked, ApprovalApproved, ApprovalDeclined, ApprovalWithdrawn, ApprovalExpired, ApprovalUsed, Pruned, Broken}
}
