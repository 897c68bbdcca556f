// Package ledger is the one door for writes.
//
// The provider has no idempotency token and cannot list what was done, so the
// ledger does both. The acts of a form are stored as planned before the first
// call; each is committed as intent just before its call leaves, and its
// outcome, with every ticket and new id, is committed before anyone is shown
// anything. A form's key is taken once: sending the form again gives the first
// answer. After a crash an intent without outcome is unknown, and stays so:
//
//	planned -> intent -> accepted | refused | unknown
//	planned -> not_sent                       (stopped, shut down, no connection)
//	accepted -> done | failed | lost          (told by package tasks)
//
//	job, err := door.Submit(ctx, who, caller, ledger.Request{Key: form.Key, Kind: "eips", Op: "release", Steps: steps})
//
// An error of Submit means that nothing was sent. What the provider refused is
// no error: it is the state of an act.
package ledger
